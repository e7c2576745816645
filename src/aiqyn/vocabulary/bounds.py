"""What is usual: bounds beyond which a value is unlikely, by property and unit, and bounds of dates.

An unlikely value is recorded like any other; see `aiqyn.ledger.unlikely`. A line without a property is for all that
have none of their own in the same dimension; two lines may give an end each, in units that suit it. Four of its words
stand where others have a unit: `year` bounds dates, `years ahead` how far after the day of recording one may lie,
`future` names the properties that speak of days to come, `above nought` those of what is not there if it is nought.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from aiqyn.values.measure import Unit
from aiqyn.values.number import Number
from aiqyn.values.tables import Row

COLUMNS = ("property", "unit", "least", "most", "note")
_YEAR, _AHEAD, _FUTURE, _POSITIVE = "year", "years ahead", "future", "above nought"
_NUMBER = re.compile(r"(?:-?[0-9]{1,15})?")


class Bounds(NamedTuple):
    """What is usual, both ends included, None for no end; `low` and `high` are the same in the base unit.

    `least` and `most` have their units; `is_positive`: nought is beyond the bounds, whatever they are.
    """

    least: str
    most: str
    low: Decimal | None
    high: Decimal | None
    is_positive: bool = False

    def hold(self, base: Number) -> bool:
        """Whether a figure in the base unit, with the room that its precision leaves, is within."""
        return (
            (self.high is None or base.last <= self.high)
            and (self.low is None or base.first >= self.low)
            and not (self.is_positive and base.first == 0)
        )


_NO_BOUNDS = Bounds("", "", None, None)


@dataclass(frozen=True, slots=True)
class Usual:
    """All bounds of a vocabulary: of figures by property and dimension, of years by property."""

    figures: Mapping[tuple[str, str], Bounds]
    years: Mapping[str, int]
    years_ahead: int
    ahead: frozenset[str]
    positive: frozenset[str]

    def figures_of(self, name: str) -> Mapping[str, Bounds]:
        """The bounds of a property's figures by dimension, those of all properties where it has none of its own."""
        is_positive = name in self.positive
        return {
            dimension: bounds._replace(is_positive=is_positive)
            for of in ("", name)
            for (key, dimension), bounds in self.figures.items()
            if key == of
        }

    def first_year(self, name: str) -> int:
        """The first year that a property may usually date something with."""
        return self.years.get(name, self.years[""])


def read_bounds(rows: Iterable[Row], admits: Mapping[str, Callable[[Unit], bool]], units: Mapping[str, Unit]) -> Usual:
    """The bounds in a table; `admits` says of each property which units it may have.

    Refuses a property or unit that is not known, a unit that its property cannot have, what is no whole number, and
    bounds given twice.
    """
    figures: dict[tuple[str, str], Bounds] = {}
    years = {"": 0}
    years_ahead, ahead, positive = 0, set(), set()
    for row in rows:
        name = row.known("property", ("", *admits))
        unit = row.known("unit", (*units, _YEAR, _AHEAD, _FUTURE, _POSITIVE))
        least, most = (row.matching(column, _NUMBER, "whole_or_blank") for column in ("least", "most"))
        if unit == _YEAR:
            years[name] = row.whole("least")
        elif unit == _AHEAD:
            years_ahead = row.whole("most")
        elif unit == _FUTURE:
            ahead.add(name)
        elif unit == _POSITIVE:
            positive.add(name)
        else:
            dimension = units[unit].dimension
            if name and not admits[name](units[unit]):
                raise row.refused("bounds_unit", "unit", "bounds_unit", property=name)
            bounds = figures.get((name, dimension), _NO_BOUNDS)
            if (least and bounds.least) or (most and bounds.most):
                raise row.refused("key_repeated", "unit")
            if least:
                bounds = bounds._replace(least=f"{least} {unit}", low=Decimal(least) * units[unit].factor)
            if most:
                bounds = bounds._replace(most=f"{most} {unit}", high=Decimal(most) * units[unit].factor)
            figures[name, dimension] = bounds
    return Usual(figures, years, years_ahead, frozenset(ahead), frozenset(positive))
