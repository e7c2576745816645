"""The last day of an information request, day by day, beside a plain count of working days with `holidays`.

In processor time: nothing here waits, and other programs on the machine take no part in it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date, timedelta

import holidays

from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.law import Laws
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import Event, EventKind, Request
from benchmarks import rows
from benchmarks.data import Size

TITLE = "Deadlines"
_DERIVATIONS = 2000
_FIRST = date(2021, 7, 1)
_RULE = "kz.appc"
_TERM = 15  # working days, as the rule has it


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench."""
    laws = load_laws()
    start = time.process_time()
    derive_under(laws, _RULE, Request(received=_FIRST))
    first = time.process_time() - start
    days = _days(_DERIVATIONS)
    ours, reference = _in_turn(lambda day: _ours(laws, day), _naive(), days, size.rounds)
    extended, _ = _in_turn(lambda day: _extended(laws, day), _naive(), days, size.rounds)
    named = f"{_TERM} times is_working_day of holidays, its calendar kept"
    return [
        rows.limit(f"a derivation under {_RULE}, day by day", ours * 1e3, "ms", 5),
        rows.limit("the same with an extension of two months, a complaint and its windows", extended * 1e3, "ms", 5),
        rows.stated(
            "the first beside the reference, which gives a date and no step",
            f"{ours * 1e3:.3g} ms",
            f"{named}: {reference * 1e3:.3g} ms",
            f"{ours / reference:.1f}",
        ),
        rows.stated("the first derivation of a process, calendars not yet in memory", f"{first * 1e3:.3g} ms"),
    ]


def _days(count: int) -> list[date]:
    chance = random.Random(15)
    return [_FIRST + timedelta(days=chance.randrange(1900)) for _ in range(count)]


def _in_turn(
    ours: Callable[[date], object], reference: Callable[[date], object], days: list[date], rounds: int
) -> tuple[float, float]:
    """Seconds a call of each, the middle of several rounds in turn, once all calendars are in memory."""
    for day in days:
        ours(day)
        reference(day)
    pairs = [(_seconds(ours, days), _seconds(reference, days)) for _ in range(rounds)]
    return rows.median([seconds for seconds, _ in pairs]), rows.median([seconds for _, seconds in pairs])


def _seconds(call: Callable[[date], object], days: list[date]) -> float:
    start = time.process_time()
    for day in days:
        call(day)
    return (time.process_time() - start) / len(days)


def _ours(laws: Laws, day: date) -> object:
    return derive_under(laws, _RULE, Request(received=day))


def _extended(laws: Laws, day: date) -> object:
    events = (
        Event(EventKind.EXTENDED, day + timedelta(days=7), 60),
        Event(EventKind.REFUSED, day + timedelta(days=50)),
        Event(EventKind.COMPLAINT, day + timedelta(days=80)),
    )
    return derive_under(laws, _RULE, Request(received=day, events=events))


def _naive() -> Callable[[date], date]:
    calendar = holidays.country_holidays("KZ")

    def last_day(day: date) -> date:
        left = _TERM
        while left:
            day += timedelta(days=1)
            left -= calendar.is_working_day(day)
        return day

    return last_day
