"""How the bodies that were asked have answered: how many requests, in time or late, refused and on what grounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from aiqyn.deadlines.law import Laws
from aiqyn.deadlines.zones import Elsewhere
from aiqyn.dossier.record import InformationRequest
from aiqyn.dossier.request_clock import Answer, Clock, Status, clock


@dataclass(slots=True)
class BodyRecord:
    """How one body has answered.

    Each request addressed to it counts in `asked` and in one of `answered_in_time`, `answered_late`, `unknown_time`
    (answered, on a day that cannot be set against the law), `no_answer` (none by the last plausible day, or none as
    told), `forwarded`, `withdrawn` and `open`. A refusal is an answer: `refused` counts among the first three, one in
    part among them, and `grounds` how often each ground was given. `requests` are the ids in the order they came.
    """

    asked: int = 0
    answered_in_time: int = 0
    answered_late: int = 0
    unknown_time: int = 0
    refused: int = 0
    no_answer: int = 0
    open: int = 0
    forwarded: int = 0
    withdrawn: int = 0
    grounds: Counter[str] = field(default_factory=Counter)
    requests: list[str] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """How many requests were answered or refused."""
        return self.answered_in_time + self.answered_late + self.unknown_time

    @property
    def unsettled(self) -> int:
        """How many were neither answered nor met with silence."""
        return self.open + self.forwarded + self.withdrawn

    def add(self, request: InformationRequest, state: Clock) -> None:
        """Count one request with its clock."""
        self.asked += 1
        self.requests.append(request.id)
        if state.status is Status.WITHDRAWN:
            self.withdrawn += 1
        elif state.answer is not Answer.NONE:
            self._add_answer(request, state.answer)
        elif request.outcome == "forwarded":
            self.forwarded += 1
        elif state.is_silent or request.outcome == "no_answer":
            self.no_answer += 1
        else:
            self.open += 1

    def _add_answer(self, request: InformationRequest, answer: Answer) -> None:
        if answer is Answer.IN_TIME:
            self.answered_in_time += 1
        elif answer is Answer.LATE:
            self.answered_late += 1
        else:
            self.unknown_time += 1
        if is_refused(request):
            self.refused += 1
            self.grounds.update(request.grounds or ["none_given"])


def is_refused(request: InformationRequest) -> bool:
    """Whether the answer was a refusal, of all or of a part."""
    return bool(request.withheld) or request.is_refusal


def bodies(
    requests: Iterable[InformationRequest], laws: Laws, as_of: date, elsewhere: Elsewhere = ()
) -> dict[str, BodyRecord]:
    """The record of each body that was asked, by id, in the order in which they were first asked."""
    records: dict[str, BodyRecord] = {}
    for request in requests:
        state = clock(request, laws, as_of, elsewhere)
        for body in request.bodies:
            records.setdefault(body, BodyRecord()).add(request, state)
    return records
