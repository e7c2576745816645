"""What regions covered when: today's areas are the pieces, regions of other times are made of them.

`split_from` says that a region was part of another until a day, `valid_time` when a region existed as such.
A region covers its own area and, on days before they split off, what its former parts cover now. So a former
region without an area of its own is the union of what came of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from aiqyn.ledger.statement import Statement
from aiqyn.values.dates import Date, parse_date

SPLIT_FROM, VALID_TIME = "split_from", "valid_time"


class _Split(NamedTuple):
    part: str
    last_day_together: date


class RegionHistory:
    """Which areas a region covered on a date, from the statements about regions that stand."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        """Take in the statements `split_from` and `valid_time`; others are passed over."""
        self._parts: dict[str, list[_Split]] = {}
        self._valid: dict[str, tuple[date, date]] = {}
        for statement in statements:
            if statement.property == SPLIT_FROM:
                # Where sources differ or the day is not known, the longest time together is allowed.
                day = parse_date(statement.as_of).last if statement.as_of else date.max
                self._parts.setdefault(statement.value, []).append(_Split(statement.entity, day))
            elif statement.property == VALID_TIME:
                valid = parse_date(statement.value)
                first, last = self._valid.get(statement.entity, (valid.first, valid.last))
                self._valid[statement.entity] = (min(first, valid.first), max(last, valid.last))

    def covered(self, region: str, when: Date | None, areas: Collection[str]) -> frozenset[str]:
        """The areas, of those there are, that a statement of a date can mean by a region.

        Without a date all that it ever covered. A name used before or after its time (South Kazakhstan region in 2020)
        means the region as it began or ended.
        """
        first = when.first if when is not None and when.year_known else date.min
        last = when.last if when is not None and when.year_known else date.max
        return frozenset(self._reached(region, first, last, {region})).intersection(areas)

    def _reached(self, region: str, first: date, last: date, seen: set[str]) -> Iterable[str]:
        begin, end = self._valid.get(region, (date.min, date.max))
        day = begin if last < begin else min(first, end)
        yield region
        for part, until in self._parts.get(region, ()):
            if day < until and part not in seen:
                seen.add(part)
                yield from self._reached(part, day, last, seen)
