"""The words of a derivation: no key of the core lacks its text, and every law is told in four languages."""

from __future__ import annotations

import inspect
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.deadlines import calendars, count, deadline
from aiqyn.deadlines.calendars import load_tables, open_calendar
from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.law import ClauseKey, LawRule, Unit
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import Event, EventKind, Request
from aiqyn.words.derivation_text import derivation_text, holiday_name, last_day_text
from aiqyn.words.law_text import law_text
from aiqyn.words.word_tables import core_texts

LANGUAGES = ("kk", "ru", "en", "zh")
LAWS = load_laws()


def test_no_key_of_the_core_lacks_its_text() -> None:
    """Keys are written out where a step, a counted day or a day of the calendar is made."""
    code = "".join(inspect.getsource(module) for module in (deadline, count, calendars))
    steps = {*re.findall(r'(?:Step|Mark)\(\s*"(\w+)"', code), *EventKind}
    whys = {*re.findall(r'Day\(Kind\.\w+, "(\w+)"', code)} - {"weekday"}
    assert len(steps) > 20
    assert len(whys) > 4
    keys = {*(f"derivation_step_{key}" for key in steps), *(f"derivation_why_{key}" for key in whys)}
    keys |= {f"derivation_{form}_{unit}" for unit in Unit for form in ("unit", "n")}
    assert keys - set(core_texts()["en"]) == set()


def test_every_clock_of_a_law_has_its_text() -> None:
    assert {f"derivation_clause_{key}" for key in ClauseKey} <= set(core_texts()["en"])


@pytest.mark.parametrize("rule", LAWS.rules, ids=lambda rule: rule.id)
def test_every_law_is_told_in_four_languages_with_what_was_not_read(rule: LawRule) -> None:
    for lang in LANGUAGES:
        view = law_text(rule, lang)
        assert view.title == rule.titles[lang]
        assert len(view.clauses) == len(rule.clauses)
        assert [clause.verified for clause in view.clauses] == [clause.verified for clause in rule.clauses.values()]
        assert bool(view.unverified) == bool(rule.unverified)
        assert view.note_lang == "", "the note of this law has no text in the wording"


def events_of(begun: date) -> st.SearchStrategy[tuple[Event, ...]]:
    """Events that may stand in any order of days, each kind at most once."""
    pairs = (
        (EventKind.CLARIFICATION_ASKED, EventKind.CLARIFIED),
        (EventKind.THIRD_PARTY_CONSULT, EventKind.THIRD_PARTY_ANSWERED),
        (EventKind.FEE_NOTICE, EventKind.FEE_PAID),
    )
    days = st.integers(0, 40).map(lambda n: begun + timedelta(days=n))
    wait = st.tuples(st.sampled_from(pairs), days, days).map(
        lambda spans: (Event(spans[0][0], min(spans[1:])), Event(spans[0][1], max(spans[1:])))
    )
    length = st.none() | st.integers(1, 60)
    extended = st.tuples(days, length).map(lambda spans: (Event(EventKind.EXTENDED, *spans),))
    redirected = days.map(lambda day: (Event(EventKind.REDIRECTED, day),))
    return st.lists(wait | extended | redirected, max_size=2, unique_by=lambda spans: spans[0].kind).map(
        lambda lists: tuple(event for events in lists for event in events)
    )


@given(
    rule=st.sampled_from(LAWS.rules),
    begun=st.dates(date(2024, 9, 1), date(2027, 3, 1)),
    data=st.data(),
    lang=st.sampled_from(LANGUAGES),
)
def test_any_derivation_is_told_without_a_missing_word(
    rule: LawRule, begun: date, data: st.DataObject, lang: str
) -> None:
    request = Request(begun, begun, begun, data.draw(events_of(begun)))
    derivation = derive_under(LAWS, rule.id, request)
    view = derivation_text(derivation, rule, lang)
    assert view.last == last_day_text(derivation.due_min, derivation.due_max, lang)
    lines = [*view.events, *(line for term in view.terms for line in term.lines), *view.ends]
    assert len(lines) + len(view.terms) == len(derivation.steps)
    assert all(line.text and "{" not in line.text for line in lines)
    assert len(view.windows) == len(derivation.windows)


@pytest.mark.parametrize(
    ("lang", "name", "other"),
    [
        ("en", "Victory Day", ""),
        ("kk", "Жеңіс күні", ""),
        ("ru", "День Победы", ""),
        ("zh", "胜利日", ""),
    ],
)
def test_a_holiday_is_named_in_the_readers_language(lang: str, name: str, other: str) -> None:
    assert holiday_name(("KZ",), date(2024, 5, 9), "Victory Day", lang) == (name, other)


def test_a_holiday_without_a_name_in_the_language_keeps_its_own_and_says_which() -> None:
    assert holiday_name(("UA",), date(2019, 6, 17), "Pentecost (observed)", "kk") == ("Pentecost (observed)", "en")


def test_every_day_off_of_kazakhstan_has_a_name_in_each_language() -> None:
    calendar, day, unnamed = open_calendar(("KZ",), load_tables()), date(2016, 1, 1), set()
    while day < date(2028, 1, 1):
        note = calendar.day(day).note
        unnamed |= {(note, lang) for lang in LANGUAGES if note and holiday_name(("KZ",), day, note, lang)[1]} - {
            (note, "en")
        }
        day += timedelta(days=1)
    assert unnamed == set()
