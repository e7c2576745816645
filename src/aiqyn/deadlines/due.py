"""By when an answer is due under some laws if a request is received on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from aiqyn.deadlines.calendars import Kind, open_calendar
from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.derivation import Derivation
from aiqyn.deadlines.law import ClauseKey, LawRule
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import Request
from aiqyn.errors import Refused

_MOST_AHEAD = 30  # days: no calendar has a longer run of days off


class Due(NamedTuple):
    """When an answer is due under a law; `derivation` is None where the law did not hold on that day."""

    rule: LawRule
    derivation: Derivation | None

    @property
    def verified(self) -> bool:
        """Whether the term of the reply itself was read in a source."""
        return self.rule.clauses[ClauseKey.REPLY].verified


@lru_cache(maxsize=32)
def day_of_receipt(today: date, calendar: tuple[str, ...]) -> date:
    """The first day from today on which a body surely works, so that a request sent today is received then."""
    known = open_calendar(calendar)
    days = (today + timedelta(days=ahead) for ahead in range(_MOST_AHEAD))
    return next((day for day in days if known.day(day).kind is Kind.WORKING), today)


def dues(laws: Iterable[str], received: date) -> list[Due]:
    """Under each law, when an answer to a request received on a day is due."""
    return [_due(law, received) for law in laws]


@lru_cache(maxsize=64)
def _due(law: str, received: date) -> Due:
    rule = load_laws().versions(law)[-1]
    try:
        return Due(rule, derive_under(load_laws(), law, Request(sent=received, received=received, registered=received)))
    except Refused:
        return Due(rule, None)


def leading_due(choices: Sequence[Due]) -> Due | None:
    """The law whose term a letter names: the first whose term was read in a source, else the first in force."""
    counted = [due for due in choices if due.derivation]
    return next((due for due in counted if due.verified), counted[0] if counted else None)
