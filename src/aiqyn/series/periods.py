"""Numbers over time by the period they speak of, and which of them a line may join."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from aiqyn.series.dated_numbers import DatedNumber
from aiqyn.values.dates import Precision

_FOLLOWING = 1  # year: a longer line would tell of years that nobody spoke of
_FAR = 2  # years: as far as what is undated stands from what is dated

#: A number's place: which period, and which of its numbers.
Place = tuple[int, int]


class Period(NamedTuple):
    """The numbers of one period. `after_gap`: years are missing between it and the period before."""

    numbers: tuple[DatedNumber, ...]
    after_gap: bool


def periods(numbers: Iterable[DatedNumber], *, by_year: bool) -> list[Period]:
    """The periods of numbers that come in order of time; `by_year` puts all moments within a year together."""
    over_time: list[Period] = []
    for _, group in groupby(numbers, key=lambda number: _period_of(number, by_year=by_year)):
        members = tuple(group)
        after_gap = bool(over_time) and _years_between(over_time[-1].numbers[-1], members[0]) > 1
        over_time.append(Period(members, after_gap))
    return over_time


def year_of(number: DatedNumber, *, by_year: bool) -> int | None:
    """The year a number is told of; with `by_year` also the year that a moment lies in."""
    when = number.when
    if when is None:
        return None
    lies_in_one = by_year and when.year_known and when.first.year == when.last.year
    return when.first.year if number.is_whole_year or lies_in_one else None


def _period_of(number: DatedNumber, *, by_year: bool) -> int | str:
    year = year_of(number, by_year=by_year)
    return year if year is not None else number.statement.as_of.replace("-XX", "")


def _years_between(earlier: DatedNumber, later: DatedNumber) -> int:
    if earlier.when is None or later.when is None:
        return _FAR if earlier.when is not later.when else 0
    return later.when.last.year - earlier.when.last.year


def joins(over_time: Sequence[Period]) -> list[tuple[Place, Place]]:
    """What one teller said of one year and of the next one told, or of one moment and the next.

    A part of a year is joined with nothing, nor is an interval of years: who sums since 1991 and then since 2005
    did not count the same. Where a teller gave two numbers for a period, no line can say which to follow.
    """
    last: dict[tuple[str, Precision], Place] = {}
    pairs: list[tuple[Place, Place]] = []
    for row, period in enumerate(over_time):
        now: dict[tuple[str, Precision], list[int]] = {}
        for column, number in enumerate(period.numbers):
            kind = _joinable(number)
            if kind is not None:
                now.setdefault((number.teller or number.statement.source, kind), []).append(column)
        for key, columns in now.items():
            before = last.pop(key, None)
            if len(columns) > 1:
                continue
            place = (row, columns[0])
            if before is not None and _follows(over_time, before, place):
                pairs.append((before, place))
            last[key] = place
    return pairs


def _follows(over_time: Sequence[Period], before: Place, place: Place) -> bool:
    earlier, later = (over_time[row].numbers[column] for row, column in (before, place))
    return _years_between(earlier, later) <= _FOLLOWING


def _joinable(number: DatedNumber) -> Precision | None:
    when = number.when
    if when is None or not when.year_known or number.is_part_of_year:
        return None
    if number.is_whole_year:
        return Precision.YEAR
    return None if when.precision is Precision.INTERVAL else Precision.DAY
