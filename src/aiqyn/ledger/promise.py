"""Promises: dates that were promised beside the date that came, and how far apart the two can be."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from math import ceil, floor
from statistics import median
from typing import NamedTuple

from aiqyn.ledger.claim import ACTUAL, PLANNED
from aiqyn.ledger.headline import Headline
from aiqyn.ledger.statement import Statement
from aiqyn.values.dates import Date, months_between, parse_date
from aiqyn.vocabulary import Vocabulary


class Verdict(StrEnum):
    """What two dates tell of a promise. `on_time`: some day meant by the one can be a day meant by the other."""

    LATE = "late"
    ON_TIME = "on_time"
    EARLY = "early"
    UNTOLD = "untold"


class Slip(NamedTuple):
    """How long after the promised date something happened: at least and at most. Negative numbers mean early.

    Both ends in days and in whole months: a date that is a year leaves a year open. All four are None where
    nothing can be counted (an open end, an unknown year).
    """

    verdict: Verdict
    least_days: int | None
    most_days: int | None
    least_months: int | None
    most_months: int | None


_UNTOLD = Slip(Verdict.UNTOLD, None, None, None, None)


class Promise(NamedTuple):
    """A date of one thing that was promised and came: the headline of each side, and every promise.

    `first` is the promise of the earliest date: promises are often told without saying when they were made,
    and nobody promises a date gone by. `promises` are in order of the date promised, then of when it was said.
    """

    entity: str
    property: str
    part: str
    leading: Statement
    first: Statement
    promises: tuple[Statement, ...]
    actual: Statement
    slip: Slip
    slip_from_first: Slip


def slip(promised: Date, actual: Date) -> Slip:
    """How long after a promised date something happened, as finely as both dates allow.

    Promised for 2015 and done in November 2022 is between 82 and 94 months late. A date promised for a year is
    kept on the last day of that year.
    """
    if not (promised.is_bounded and actual.is_bounded):
        return _UNTOLD
    least, most = (actual.first - promised.last).days, (actual.last - promised.first).days
    return Slip(_verdict(least, most), least, most, *months_between(promised, actual))


def _verdict(least: int, most: int) -> Verdict:
    return Verdict.LATE if least > 0 else Verdict.EARLY if most < 0 else Verdict.ON_TIME


def median_slip(slips: Iterable[Slip]) -> Slip | None:
    """Between what the middle one of some slips lies; None where no slip can be counted.

    The median of the least and the median of the most, rounded outwards to whole days and months: the true
    median cannot lie outside them.
    """
    counted = [(least, *rest) for _, least, *rest in slips if least is not None]
    if not counted:
        return None
    least_days, most_days, least_months, most_months = (median(column) for column in zip(*counted, strict=True))
    least, most = floor(least_days), ceil(most_days)
    return Slip(_verdict(least, most), least, most, floor(least_months), ceil(most_months))


def first_promise(promises: Iterable[Statement]) -> Statement:
    """The promise of the earliest date; of several, the one said first. ValueError where there is none."""
    return min(promises, key=_order)


def promises(headlines: Iterable[Headline], vocabulary: Vocabulary) -> list[Promise]:
    """Every date that has both a planned and an actual headline, in the order of the headlines."""
    properties = vocabulary.properties
    sides: dict[tuple[str, str, str], dict[str, Headline]] = {}
    for headline in headlines:
        prop = properties[headline.key.property]
        if prop.type == "date" and not prop.many:
            sides.setdefault(headline.key[:3], {})[headline.side] = headline
    return [
        _promise(key, by_side[PLANNED], by_side[ACTUAL].statement)
        for key, by_side in sides.items()
        if PLANNED in by_side and ACTUAL in by_side
    ]


def _promise(key: tuple[str, str, str], planned: Headline, actual: Statement) -> Promise:
    in_order = tuple(sorted((planned.statement, *planned.others), key=_order))
    came = parse_date(actual.value)
    return Promise(
        *key,
        leading=planned.statement,
        first=in_order[0],
        promises=in_order,
        actual=actual,
        slip=slip(parse_date(planned.statement.value), came),
        slip_from_first=slip(parse_date(in_order[0].value), came),
    )


def _order(statement: Statement) -> tuple[str, str, str, str]:
    date = parse_date(statement.value)
    promised_on = parse_date(statement.as_of).first.isoformat() if statement.as_of else "9999-99"
    return date.last.isoformat(), date.first.isoformat(), promised_on, statement.id
