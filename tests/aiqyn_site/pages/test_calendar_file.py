"""Calendar files as a strict reader of RFC 5545 takes them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn_site.pages.calendar_file import Event, calendar, calendar_response

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
EVENTS = st.lists(
    st.builds(
        lambda uid, first, length, title, recorded, description: Event(
            uid, first, first + timedelta(days=length), title, recorded.isoformat(), description
        ),
        st.from_regex(r"[a-z0-9/.-]{1,40}", fullmatch=True),
        DAYS,
        st.integers(0, 400),
        TEXTS,
        DAYS,
        TEXTS,
    ),
    max_size=4,
    unique_by=lambda event: event.uid,
)
USUAL = Event("hearing/1", date(2026, 2, 26), date(2026, 3, 4), "Open for comment", "2026-02-20T10:00:00Z")


def unfolded(content: bytes) -> list[str]:
    """The content lines of a calendar, put together again."""
    return content.replace(b"\r\n ", b"").decode("utf-8").removesuffix("\r\n").split("\r\n")


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda escape: "\n" if escape[1] == "n" else escape[1], text)


def clean(text: str) -> str:
    """A text as a calendar can hold it."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))


@given(TEXTS, EVENTS)
def test_every_line_ends_with_crlf_and_is_at_most_75_octets_of_whole_characters(name: str, events: list[Event]) -> None:
    content = calendar(name, events)
    assert content.endswith(b"\r\n")
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode("utf-8")


def test_a_calendar_without_events_has_a_component_all_the_same() -> None:
    lines = unfolded(calendar("Hearings", []))
    assert [line for line in lines if line.startswith(("BEGIN:", "END:"))] == [
        *("BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "BEGIN:STANDARD"),
        *("END:STANDARD", "END:VTIMEZONE", "END:VCALENDAR"),
    ]


@given(TEXTS, EVENTS)
def test_what_was_written_can_be_read_again(name: str, events: list[Event]) -> None:
    lines = unfolded(calendar(name, events))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    titles = [unescaped(line.removeprefix("SUMMARY:")) for line in lines if line.startswith("SUMMARY:")]
    assert titles == [clean(event.title) for event in events]
    descriptions = [unescaped(line.removeprefix("DESCRIPTION:")) for line in lines if line.startswith("DESCRIPTION:")]
    assert descriptions == [clean(event.description) for event in events if event.description]
    assert len([line for line in lines if line == "BEGIN:VEVENT"]) == len(events)


@given(TEXTS, EVENTS)
def test_no_text_can_begin_a_line_of_its_own(name: str, events: list[Event]) -> None:
    allowed = (
        "BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|NAME|X-WR-CALNAME|UID|DTSTAMP|DTSTART|DTEND|SUMMARY|DESCRIPTION"
        "|TRANSP|TZID|TZOFFSETFROM|TZOFFSETTO"
    )
    assert all(re.match(rf"({allowed})[;:]", line) for line in unfolded(calendar(name, events)))


@given(EVENTS)
def test_the_same_events_give_the_same_bytes(events: list[Event]) -> None:
    assert calendar("x", events) == calendar("x", events)


def test_an_event_takes_whole_days_and_ends_on_the_day_after_its_last() -> None:
    lines = unfolded(calendar("Hearings", [USUAL]))
    assert "DTSTART;VALUE=DATE:20260226" in lines
    assert "DTEND;VALUE=DATE:20260305" in lines
    assert "DTSTAMP:20260220T000000Z" in lines
    assert "UID:hearing/1@aiqyn.invalid" in lines


def test_semicolons_commas_backslashes_and_breaks_are_escaped() -> None:
    lines = unfolded(calendar("a", [USUAL._replace(title="a;b,c\\d\r\ne")]))
    assert "SUMMARY:a\\;b\\,c\\\\d\\ne" in lines


def test_an_address_is_not_escaped_and_cannot_break_its_line() -> None:
    lines = unfolded(calendar("a", [USUAL._replace(url="https://x/?a=1,2;3\r\nSUMMARY:no")]))
    assert "URL:https://x/?a=1,2;3SUMMARY:no" in lines


@pytest.mark.parametrize(
    "events",
    [[USUAL._replace(last=date(2026, 2, 25))], [USUAL, USUAL], [USUAL._replace(last=date.max)]],
    ids=["ends before it begins", "one uid twice", "after all days"],
)
def test_an_impossible_event_is_refused(events: list[Event]) -> None:
    with pytest.raises(ValueError, match="hearing/1"):
        calendar("a", events)


def test_an_answer_is_a_calendar_to_be_saved() -> None:
    response = calendar_response("a", [USUAL], "hearings.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="hearings.ics"'
