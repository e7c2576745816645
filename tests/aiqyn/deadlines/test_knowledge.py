"""To know more of the same request never gives a last day outside the span known before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from aiqyn.deadlines.calendars import open_calendar
from aiqyn.deadlines.count import Reading, last_day
from aiqyn.deadlines.deadline import derive
from aiqyn.deadlines.derivation import Derivation
from aiqyn.deadlines.law import ClauseKey, LawRule, Roll
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import CLOSERS, Event, EventKind, Request

RULES = st.sampled_from(load_laws().rules)
DAYS = ("sent", "received", "registered")
ONE = timedelta(days=1)
#: Days around which calendars change their mind: ends of years, leap days, feasts, the ends of what is tabled.
EDGES = st.sampled_from(
    [date(2015, 12, 28), date(2021, 12, 27), date(2024, 2, 26), date(2025, 12, 28), date(2026, 12, 25)]
)


@st.composite
def requests(draw: st.DrawFn) -> tuple[LawRule, Request]:
    """A request under a rule, of which all days are known; registered when the law says, where it says so."""
    rule = draw(RULES)
    sent = max(
        rule.valid_from, draw(EDGES | st.dates(date(2015, 1, 1), date(2028, 12, 31))) + ONE * draw(st.integers(0, 9))
    )
    received = sent + ONE * draw(st.integers(0, 12))
    limit = received + ONE * draw(st.integers(0, 12))
    if clause := rule.clauses.get(ClauseKey.REGISTRATION):
        reading = Reading(open_calendar(rule.calendar), latest=True, roll=Roll.NONE)
        limit = min(limit, max(last_day(term, received, reading) for term in clause.terms))
    return rule, Request(sent, received, limit)


def assert_within(narrow: Derivation, wide: Derivation) -> None:
    if wide.start is None:
        return
    if wide.due_min is not None:
        assert narrow.due_min is not None
        assert narrow.due_min >= wide.due_min
    if wide.due_max is not None:
        assert narrow.due_max is not None
        assert narrow.due_max <= wide.due_max


KNOWN = [known for n in (1, 2, 3) for known in combinations(DAYS, n)]


@given(requests())
def test_a_day_more_of_a_request_only_narrows_the_span(asked: tuple[LawRule, Request]) -> None:
    rule, whole = asked
    derived = {known: derive(rule, Request(**{name: getattr(whole, name) for name in known})) for known in KNOWN}
    for few, many in product(KNOWN, KNOWN):
        if set(few) < set(many):
            assert_within(derived[many], derived[few])


@given(requests(), st.sampled_from(list(CLOSERS)), st.integers(0, 25), st.integers(0, 8))
def test_the_end_of_a_wait_only_narrows_the_span(
    asked: tuple[LawRule, Request], opener: EventKind, begins: int, lasts: int
) -> None:
    rule, request = asked
    begun = (request.begun or rule.valid_from) + ONE * begins
    waiting = replace(request, registered=request.received, events=(Event(opener, begun),))
    ended = replace(waiting, events=(*waiting.events, Event(CLOSERS[opener], begun + ONE * lasts)))
    assert_within(derive(rule, ended), derive(rule, waiting))
