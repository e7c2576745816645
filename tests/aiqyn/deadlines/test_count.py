"""Laws of counting that hold for every day and every term."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aiqyn.deadlines.calendars import Kind, open_calendar
from aiqyn.deadlines.count import Reading, Wait, add_months, last_day, walk
from aiqyn.deadlines.deadline import derive
from aiqyn.deadlines.derivation import Derivation
from aiqyn.deadlines.law import LawRule, Roll, Term, Unit
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import Event, EventKind, Request

DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
TABLED = st.dates(date(2016, 1, 1), date(2025, 6, 30))
CALENDARS = st.sampled_from([("KZ",), ("CN",), ("UZ",), ("GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS")]).map(open_calendar)
READINGS = st.builds(Reading, CALENDARS, st.booleans(), st.sampled_from(Roll))
UNITS = st.sampled_from(Unit)
RULES = st.sampled_from(load_laws().rules)
ONE = timedelta(days=1)


@given(DAYS, st.integers(0, 60), UNITS, READINGS)
def test_a_term_never_ends_before_it_begins(start: date, n: int, unit: Unit, reading: Reading) -> None:
    assert last_day(Term(n, unit), start, reading) >= start


@given(DAYS, st.integers(0, 40), UNITS, READINGS)
def test_a_longer_term_never_ends_earlier(start: date, n: int, unit: Unit, reading: Reading) -> None:
    assert last_day(Term(n, unit), start, reading) <= last_day(Term(n + 1, unit), start, reading)


@given(TABLED, st.integers(1, 30), st.sampled_from([("KZ",), ("CN",), ("RU",)]))
def test_working_days_agree_with_a_naive_count(start: date, n: int, keys: tuple[str, ...]) -> None:
    calendar = open_calendar(keys)
    last = last_day(Term(n, Unit.WORKING_DAYS), start, Reading(calendar, latest=True, roll=Roll.NONE))
    days = [start + ONE * number for number in range(1, (last - start).days + 1)]
    assert sum(calendar.day(day).kind is Kind.WORKING for day in days) == n
    assert calendar.day(last).kind is Kind.WORKING


@given(DAYS, st.integers(0, 40), UNITS, CALENDARS, st.sampled_from(Roll))
def test_the_earliest_reading_is_never_after_the_latest(
    start: date, n: int, unit: Unit, calendar: object, roll: Roll
) -> None:
    early, late = (Reading(calendar, latest, roll) for latest in (False, True))  # type: ignore[arg-type]
    assert last_day(Term(n, unit), start, early) <= last_day(Term(n, unit), start, late)


@given(DAYS, st.integers(1, 40), UNITS, READINGS)
def test_the_days_of_a_walk_come_in_order(start: date, n: int, unit: Unit, reading: Reading) -> None:
    days = [mark.date for mark in walk(Term(n, unit), start, reading)]
    assert days == sorted(days)
    assert days[0] > start


@given(TABLED, st.integers(1, 20), UNITS, st.integers(1, 10), st.integers(0, 10))
def test_a_wait_never_makes_a_term_shorter(start: date, n: int, unit: Unit, begins: int, lasts: int) -> None:
    calendar = open_calendar(("CN",))
    wait = Wait(start + ONE * begins, start + ONE * (begins + lasts))
    waited = last_day(Term(n, unit), start, Reading(calendar, latest=True, roll=Roll.NONE, waits=(wait,)))
    assert waited >= last_day(Term(n, unit), start, Reading(calendar, latest=True, roll=Roll.NONE))


@given(DAYS, st.integers(0, 30))
def test_months_keep_the_day_or_end_the_month(start: date, months: int) -> None:
    end = add_months(start, months)
    assert end.day == start.day or (end.day < start.day and (end + ONE).day == 1)
    assert (end.year - start.year) * 12 + end.month - start.month == months


MOVERS = st.sampled_from(
    [
        EventKind.REDIRECTED,
        EventKind.EXTENDED,
        EventKind.CLARIFICATION_ASKED,
        EventKind.THIRD_PARTY_CONSULT,
        EventKind.FEE_NOTICE,
    ]
)


@st.composite
def derivations(draw: st.DrawFn) -> tuple[date, Derivation]:
    rule: LawRule = draw(RULES)
    received = draw(st.dates(max(rule.valid_from, date(2016, 1, 1)), date(2028, 12, 31)))
    kinds = draw(st.lists(MOVERS, max_size=4, unique=True))
    events = [Event(kind, received + ONE * draw(st.integers(0, 40))) for kind in kinds]
    return received, derive(rule, Request(received, received, received, events=tuple(events)))


@given(derivations())
def test_a_reply_is_never_due_before_the_request_and_never_at_the_latest_before_the_earliest(
    counted: tuple[date, Derivation],
) -> None:
    received, derivation = counted
    assert derivation.due_min is not None
    assert derivation.due_min > received
    assert derivation.due_max is None or derivation.due_min <= derivation.due_max
    for window in derivation.windows:
        assert window.span.first is not None
        assert window.span.last is None or received <= window.span.first <= window.span.last


@given(derivations())
def test_a_derivation_ends_with_its_last_day(counted: tuple[date, Derivation]) -> None:
    _, derivation = counted
    last = derivation.steps[-1]
    assert (last.day, last.until) == (derivation.due_min, derivation.due_max)
