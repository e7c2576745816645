"""A request and what happened to it: days and events, checked before anything is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple, TypeVar

from aiqyn.deadlines.law import LONGEST, Start
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.errors import Refused
from aiqyn.values.days import parse_day

_T = TypeVar("_T")
_EVENT = re.compile(r"([a-z_]+)=([^:]*)(?::(.*))?", re.DOTALL)


class EventKind(StrEnum):
    """What may happen to a request. In order: of two on the same day the earlier here is taken first."""

    REDIRECTED = "redirected"
    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFIED = "clarified"
    THIRD_PARTY_CONSULT = "third_party_consult"
    THIRD_PARTY_ANSWERED = "third_party_answered"
    FEE_NOTICE = "fee_notice"
    FEE_PAID = "fee_paid"
    EXTENDED = "extended"
    ANSWERED = "answered"
    REFUSED = "refused"
    SILENCE = "silence"
    COMPLAINT = "complaint"
    COMPLAINT_DECIDED = "complaint_decided"
    COURT = "court"


_ORDER = {kind: number for number, kind in enumerate(EventKind)}
CLOSERS = {
    EventKind.CLARIFICATION_ASKED: EventKind.CLARIFIED,
    EventKind.THIRD_PARTY_CONSULT: EventKind.THIRD_PARTY_ANSWERED,
    EventKind.FEE_NOTICE: EventKind.FEE_PAID,
}
_OPENERS = {closer: opener for opener, closer in CLOSERS.items()}
REPLIES = (EventKind.ANSWERED, EventKind.REFUSED)
MOVERS = tuple(kind for kind in EventKind if _ORDER[kind] < _ORDER[EventKind.ANSWERED])


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day. `days`: the length that a notice of extension names, None if it names none."""

    kind: EventKind
    date: date
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """The days of a request as far as they are known, and its events in any order."""

    sent: date | None = None
    received: date | None = None
    registered: date | None = None
    events: tuple[Event, ...] = ()

    def ordered(self) -> tuple[Event, ...]:
        """The events by day, on one day in the order of EventKind."""
        return tuple(sorted(self.events, key=lambda event: (event.date, _ORDER[event.kind])))

    @property
    def begun(self) -> date | None:
        """The day by which it is judged which law holds: received, else registered, else sent, else the first event."""
        day = self.received or self.registered or self.sent
        return day or min((event.date for event in self.events), default=None)

    @property
    def reply(self) -> Event | None:
        return next((event for event in self.ordered() if event.kind in REPLIES), None)


def parse_event(text: str) -> Event:
    """The event written KIND=DATE or, for an extension, KIND=DATE:DAYS.

    >>> parse_event("extended=2022-07-01:30")
    Event(kind=<EventKind.EXTENDED: 'extended'>, date=datetime.date(2022, 7, 1), days=30)
    """
    written = _EVENT.fullmatch(text)
    if not written:
        raise Refused("event_form", text=text)
    kind, day, days = written.groups()
    return Event(parse_kind(kind), parse_day(day), None if days is None else parse_length(days))


def parse_kind(text: str) -> EventKind:
    if not text:
        raise Refused("event_blank")
    if text not in list(EventKind):
        raise Refused("event_unknown", mend="use_one_of", text=text, known=tuple(EventKind))
    return EventKind(text)


def parse_length(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Refused("event_days", text=text)
    return int(text)


class Entered(NamedTuple):
    """A form as far as it could be read, and what could not be. `numbers` are those of the rows that are events."""

    request: Request
    numbers: tuple[int, ...]
    refusals: tuple[Refused, ...]


def read_entered(days: Mapping[str, str], rows: Iterable[tuple[str, str, str]]) -> Entered:
    """The days by name, and rows of what happened, its day and its length, all as texts that may be blank."""
    refusals: list[Refused] = []

    def read(field: str, parse: Callable[[str], _T], text: str) -> _T | None:
        try:
            return parse(text)
        except Refused as refused:
            refusals.append(refused.at(field))
            return None

    events: dict[int, Event] = {}
    request_days = {name: read(name, parse_day, text) if text else None for name, text in days.items()}
    for number, (kind_text, day_text, length_text) in enumerate(rows, 1):
        kind = read(f"event{number}", parse_kind, kind_text)
        day = read(f"day{number}", parse_day, day_text)
        length = read(f"days{number}", parse_length, length_text) if length_text else None
        if kind and day:
            events[number] = Event(kind, day, length)
    return Entered(Request(**request_days, events=tuple(events.values())), tuple(events), tuple(refusals))


def check_request(request: Request) -> None:
    """Refuse what cannot have happened, by the first of `refusals_of`."""
    for refused in refusals_of(request):
        raise refused


def refusals_of(request: Request, numbers: Sequence[int] = ()) -> Iterator[Refused]:
    """All that cannot have happened.

    That is: days out of order, events before the request, a wait that ends without having begun, days beyond those
    that are counted, events that move the term after the answer, and an extension of no days or of more than 366.
    Fields are `sent`, `received` and `registered`, and of the first event `event1` (what), `day1` and `days1` (the
    length); `numbers` are those of the events where they stand in a form among other rows.
    """
    numbered = list(zip(numbers or range(1, len(request.events) + 1), request.events, strict=True))
    yield from _wrong_days(request, numbered)
    open_waits: set[EventKind] = set()
    reply: Event | None = None
    number_of = {id(event): number for number, event in numbered}
    for event in request.ordered():
        number, kind = number_of[id(event)], event.kind
        yield from _wrong_event(event, number, request.begun)
        if reply and kind in MOVERS:
            day, replied = event.date, reply.date
            yield Refused("event_after_reply", f"day{number}", kind=kind, day=day, reply=reply.kind, replied=replied)
        if kind in REPLIES:
            reply = reply or event
        if kind in open_waits:
            yield Refused("event_twice", f"event{number}", kind=kind, closer=CLOSERS[kind])
        if kind in CLOSERS:
            open_waits.add(kind)
        opener = _OPENERS.get(kind)
        if opener and opener not in open_waits:
            yield Refused("event_ends_nothing", f"event{number}", kind=kind, day=event.date, opener=opener)
        elif opener:
            open_waits.remove(opener)


def _wrong_days(request: Request, numbered: Iterable[tuple[int, Event]]) -> Iterator[Refused]:
    known = [(start, getattr(request, start)) for start in (Start.SENT, Start.RECEIVED, Start.REGISTERED)]
    days = [(start, day) for start, day in known if day is not None]
    for (start, day), (next_start, next_day) in pairwise(days):
        if next_day < day:
            yield Refused("days_order", next_start, later=next_start, day=next_day, earlier=start, other=day)
    dated = [(str(start), day) for start, day in days]
    dated += [(f"day{number}", event.date) for number, event in numbered]
    for field, day in dated:
        yield from wrong_day(field, day)


def wrong_day(field: str, day: date) -> Iterator[Refused]:
    """The refusal of a day before or after all that is counted (`days` of laws.toml), if it is such a day."""
    laws = load_laws()
    if not laws.first_day <= day <= laws.last_day:
        yield Refused("day_beyond", field, day=day, first=laws.first_day, last=laws.last_day)


def _wrong_event(event: Event, number: int, begun: date | None) -> Iterator[Refused]:
    if begun and event.date < begun:
        yield Refused("event_early", f"day{number}", kind=event.kind, day=event.date, begun=begun)
    if event.days is None:
        return
    if event.kind is not EventKind.EXTENDED:
        yield Refused("event_length", f"days{number}", kind=event.kind)
    elif not 1 <= event.days <= LONGEST:
        yield Refused("event_too_long", f"days{number}", n=event.days, most=LONGEST)
