"""The clock of an information request: the law it is counted under, the last day, and how the answer stands to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.derivation import Derivation
from aiqyn.deadlines.law import Laws
from aiqyn.deadlines.request import EventKind, Request
from aiqyn.deadlines.zones import Elsewhere
from aiqyn.dossier.record import DAYS, InformationRequest, read_date
from aiqyn.errors import Refused

WITHDRAWN = "withdrawn"


class Status(StrEnum):
    """How a request stands on a day: the states of `aiqyn.deadlines`, and three more.

    ANSWERED: whether in time cannot be told. NOT_COUNTED: no law is named, or the law cannot be applied.
    """

    WITHIN = "within"
    LATE_BUT_ANSWERED = "late_but_answered"
    OVERDUE = "overdue"
    DEEMED_REFUSED = "deemed_refused"
    UNKNOWN_START = "unknown_start"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    NOT_COUNTED = "not_counted"


class Answer(StrEnum):
    """Whether an answer or a refusal came, and in time. UNTOLD: it came, on a day that is not known well enough."""

    NONE = "none"
    IN_TIME = "in_time"
    LATE = "late"
    UNTOLD = "untold"


#: The states in which the last plausible day has passed without an answer.
SILENT = (Status.OVERDUE, Status.DEEMED_REFUSED)
#: Events that move the last day; one whose day is not known leaves nothing to count.
_MOVERS = frozenset(
    {
        EventKind.REDIRECTED.value,
        EventKind.CLARIFICATION_ASKED.value,
        EventKind.CLARIFIED.value,
        EventKind.THIRD_PARTY_CONSULT.value,
        EventKind.THIRD_PARTY_ANSWERED.value,
        EventKind.FEE_NOTICE.value,
        EventKind.FEE_PAID.value,
        EventKind.EXTENDED.value,
    }
)


class Clock(NamedTuple):
    """The clock of a request on a day.

    `derivation` (with the windows for a complaint and for court) is None where nothing can be counted. `days` are the
    days after the last plausible day: until now where no answer came, until the answer where it was late; None
    otherwise. `problem` is why the law could not be applied.
    """

    as_of: date
    derivation: Derivation | None
    status: Status
    answer: Answer
    days: int | None = None
    problem: Refused | None = None

    @property
    def is_silent(self) -> bool:
        """Whether the last plausible day has passed without an answer."""
        return self.status in SILENT


def clock(request: InformationRequest, laws: Laws, as_of: date, elsewhere: Elsewhere = ()) -> Clock:
    """The clock of a request on a day, knowing nothing that came later. Raises nothing for what a register can hold.

    Where it is another day in the country whose law counts, as told by `elsewhere`, the clock is that of its day.
    Counted are events whose day is known: without a day on which the request began the start is unknown.
    """
    as_of = dict(elsewhere).get(laws.jurisdiction(request.rule_id) or "", as_of)
    answer = Answer.UNTOLD if _replied(request, as_of) else Answer.NONE
    if request.outcome == WITHDRAWN:
        return Clock(as_of, None, Status.WITHDRAWN, answer)
    days = _until(request.days, as_of)
    if all(getattr(days, name) is None for name in DAYS):
        return Clock(as_of, None, Status.UNKNOWN_START, answer)
    if not request.rule_id:
        return Clock(as_of, None, Status.NOT_COUNTED, answer)
    try:
        _check_movers(request)
        derivation = derive_under(laws, request.rule_id, days)
    except Refused as refused:
        return Clock(as_of, None, Status.NOT_COUNTED, answer, problem=refused)
    return _judged(request, derivation, answer, as_of)


def _until(days: Request, as_of: date) -> Request:
    return replace(days, events=tuple(event for event in days.events if event.date <= as_of))


def _replied(request: InformationRequest, as_of: date) -> bool:
    """Whether an answer was known on a day; one without a date counts."""
    when = read_date(request.reply_date)
    return request.replied and (when is None or when.first <= as_of)


def _check_movers(request: InformationRequest) -> None:
    for kind, day in request.vague:
        if kind in _MOVERS:
            raise Refused("event_vague", kind=EventKind(kind), text=day)


def _judged(request: InformationRequest, derivation: Derivation, answer: Answer, as_of: date) -> Clock:
    counted = Status(derivation.status(as_of))
    due = derivation.due_max
    if answer is Answer.NONE:
        silent = counted in SILENT and due is not None
        return Clock(as_of, derivation, counted, answer, (as_of - due).days if silent and due else None)
    if due is None:
        status = Status.UNKNOWN_START if counted is Status.UNKNOWN_START else Status.ANSWERED
        return Clock(as_of, derivation, status, Answer.UNTOLD)
    first, last = _reply_span(request, derivation)
    if last is not None and last <= due:
        return Clock(as_of, derivation, Status.WITHIN, Answer.IN_TIME)
    if first is not None and first > due:
        return Clock(as_of, derivation, Status.LATE_BUT_ANSWERED, Answer.LATE, (first - due).days)
    return Clock(as_of, derivation, Status.ANSWERED, Answer.UNTOLD)


def _reply_span(request: InformationRequest, derivation: Derivation) -> tuple[date | None, date | None]:
    """The first and last day on which the answer can have come; the date of an outcome is only one by which it had."""
    if derivation.reply is not None:
        return derivation.reply, derivation.reply
    when = read_date(request.reply_date)
    if when is None:
        return None, None
    is_vague = any(event.kind in {EventKind.ANSWERED, EventKind.REFUSED} for event in request.vague)
    return when.first if is_vague else None, when.last
