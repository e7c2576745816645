"""Calendar files (RFC 5545): days on which something is due or open, as any calendar program reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.http import HttpResponse

CALENDAR_TYPE = "text/calendar"
_LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)
#: `.invalid` is nobody's host: an event is the same wherever the register is served.
_AUTHORITY = "aiqyn.invalid"
#: A calendar has a component (RFC 5545, 3.6): without an event, one that says nothing but which time zone UTC is.
_NO_EVENT = (
    *("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
)
_controls = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_breaks = re.compile("\r\n?")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Event(NamedTuple):
    """Something that takes whole days, `first` to `last`, both included.

    `uid` names it for ever (letters, digits, `-`, `.`, `/`); `recorded` is the day from which it is known, YYYY-MM-DD
    (a longer text that begins so is cut); `url` is whole or blank.
    """

    uid: str
    first: date
    last: date
    title: str
    recorded: str
    description: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """A calendar with a name and its events, in the order given: the same events give the same bytes.

    An event that ends before it begins, two events of one uid, or a day out of reach raise ValueError.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Aiqyn//Register//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    known: set[str] = set()
    for event in events:
        if event.uid in known:
            raise ValueError(f"two events are called {event.uid}")
        known.add(event.uid)
        lines += _event(event)
    lines += () if known else _NO_EVENT
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def calendar_response(name: str, events: Iterable[Event], file_name: str) -> HttpResponse:
    """A calendar as an answer that a browser offers to save under a name of ASCII letters."""
    response = HttpResponse(calendar(name, events), content_type=f"{CALENDAR_TYPE}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _event(event: Event) -> Iterator[str]:
    if event.last < event.first:
        raise ValueError(f"{event.uid} ends before it begins")
    if event.last == date.max:
        raise ValueError(f"{event.uid} ends after all days")
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}@{_AUTHORITY}"
    yield f"DTSTAMP:{_day(date.fromisoformat(event.recorded[:10]))}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(event.first)}"
    # The end is the first day after it (RFC 5545, 3.6.1).
    yield f"DTEND;VALUE=DATE:{_day(event.last + timedelta(days=1))}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        yield f"URL:{_controls.sub('', event.url).replace(chr(10), '')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    """A text as a value (RFC 5545, 3.3.11); control characters, which no value may hold, become spaces."""
    return _controls.sub(" ", _breaks.sub("\n", text)).translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """A content line, cut where it is longer than the limit, never within a character."""
    folded = bytearray()
    width = 0
    for sign in line:
        octets = sign.encode("utf-8")
        if width + len(octets) > _LONGEST_LINE:
            folded += b"\r\n "
            width = 1
        folded += octets
        width += len(octets)
    return bytes(folded + b"\r\n")
