"""A request and what happened to it: days and events, checked before anything is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from aiqyn.deadlines.model import LONGEST
from aiqyn.errors import Refused

LAST_YEAR = 2100  # the package of holidays ends with it
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
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

    __hash__ = str.__hash__


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
        """The first answer or refusal."""
        return next((event for event in self.ordered() if event.kind in REPLIES), None)


def parse_day(text: str) -> date:
    """The day written as 2022-06-20. Refuses another form and a day that does not exist, such as 29 February 2023."""
    found = _ISO.fullmatch(text)
    if not found:
        raise Refused(f"'{text}' is no day", "write year-month-day, as 2022-06-20")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        if found[2] == "02" and found[3] == "29" and found[1] != "0000":
            raise Refused(
                f"{text} does not exist: {found[1]} is no leap year", f"write {found[1]}-02-28 or {found[1]}-03-01"
            ) from error
        raise Refused(f"{text} does not exist", "check the month and the day") from error


def parse_event(text: str) -> Event:
    """The event written KIND=DATE or, for an extension, KIND=DATE:DAYS.

    >>> parse_event("extended=2022-07-01:30")
    Event(kind=<EventKind.EXTENDED: 'extended'>, date=datetime.date(2022, 7, 1), days=30)
    """
    found = _EVENT.fullmatch(text)
    if not found:
        raise Refused(f"'{text}' is no event", "write KIND=DATE, as answered=2022-07-01")
    if found[1] not in [kind.value for kind in EventKind]:
        raise Refused(f"there is no event '{found[1]}'", f"use one of: {', '.join(EventKind)}")
    if found[3] is not None and not re.fullmatch(r"[0-9]{1,9}", found[3]):
        raise Refused(f"'{found[3]}' is no number of days", "write digits, as extended=2022-07-01:30")
    return Event(EventKind(found[1]), parse_day(found[2]), None if found[3] is None else int(found[3]))


def check_request(request: Request) -> None:
    """Refuse what cannot have happened.

    That is: days out of order, events before the request, a wait that ends without having begun, days after 2100,
    events that move the term after the answer, and an extension of no days or of more than 366.
    """
    _check_days(request)
    open_waits: set[EventKind] = set()
    answered: Event | None = None
    for event in request.ordered():
        _check_event(event, request)
        if answered and event.kind in MOVERS:
            raise Refused(
                f"{event.kind} on {event.date} comes after the request was {answered.kind} on {answered.date}",
                "check the days, or enter a new request",
            )
        if event.kind in REPLIES:
            answered = answered or event
        if event.kind in CLOSERS:
            if event.kind in open_waits:
                raise Refused(f"{event.kind} stands twice", f"enter {CLOSERS[event.kind]} between them")
            open_waits.add(event.kind)
        opener = _OPENERS.get(event.kind)
        if opener and opener not in open_waits:
            raise Refused(f"{event.kind} on {event.date} ends nothing", f"enter {opener}, which comes before it")
        if opener:
            open_waits.remove(opener)


def _check_days(request: Request) -> None:
    known = [(name, getattr(request, name)) for name in ("sent", "received", "registered")]
    days = [(name, day) for name, day in known if day is not None]
    for (earlier, one), (later, other) in pairwise(days):
        if other < one:
            raise Refused(f"{later} on {other} is before {earlier} on {one}", "exchange the days, or check them")
    for day in [day for _, day in days] + [event.date for event in request.events]:
        if day.year > LAST_YEAR:
            raise Refused(f"{day} is after {LAST_YEAR}, where the calendars end", "check the year")


def _check_event(event: Event, request: Request) -> None:
    begun = request.begun
    if begun and event.date < begun:
        raise Refused(f"{event.kind} on {event.date} is before the request of {begun}", "check the days")
    if event.days is None:
        return
    if event.kind is not EventKind.EXTENDED:
        raise Refused(f"{event.kind} has no length", f"write {event.kind}={event.date}")
    if not 1 <= event.days <= LONGEST:
        raise Refused(
            f"an extension of {event.days} days is not one that a law knows",
            f"write the days of the notice, 1 to {LONGEST}",
        )
