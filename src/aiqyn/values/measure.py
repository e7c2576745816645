"""A number with its unit: money with its currency and scale as printed, quantities with their dimension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from aiqyn.errors import Refused
from aiqyn.values.number import Agreement, Number, agreement, parse_number
from aiqyn.values.rates import Converted, convert

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A unit as printed: `USD million`, `MW`, `t/year`. Units are compared as objects: there is one of each.

    `kind` is money, quantity, count or percent; `dimension` what it measures (for money the ISO 4217 code):
    only units of one dimension are comparable; `factor` takes a figure to the base unit of the dimension;
    `scale` is the printed scale word, if any; `symbols` are by language.
    """

    key: str
    kind: str
    dimension: str
    factor: Decimal
    scale: str
    symbols: Mapping[str, str]

    @property
    def is_money(self) -> bool:
        return self.kind == "money"


class Measure(NamedTuple):
    """A printed number in a printed unit; `base` is the same figure in the base unit of the dimension."""

    number: Number
    unit: Unit
    base: Number

    def in_currency(self, currency: str, year: int) -> tuple[Number, Converted] | None:
        """This amount of money in another currency by the year's mean rate, or None when no rate is known.

        The result is approximate: it is widened by the tolerance of the rate, and must be shown as converted.
        """
        if not self.unit.is_money:
            return None
        converted = convert(self.base.value, self.unit.dimension, currency, year)
        if converted is None:
            return None
        wide = self.base.widened(Decimal(converted.tolerance_percent) / 100)
        return wide.times(converted.amount / self.base.value if self.base.value else Decimal(1)), converted


@lru_cache(maxsize=16384)
def parse_measure(text: str, unit: Unit) -> Measure:
    """Read a number in a unit.

    Refuses what `parse_number` refuses, a percentage of a whole above 100, and a negative or fractional count.

    Growth rates are not shares of a whole: their unit has the dimension `change` and no upper limit.
    """
    number = parse_number(text, scaled=bool(unit.scale))
    if unit.kind == "percent" and unit.dimension != "change" and not _is_share(number):
        raise Refused("measure_share", text=text)
    if unit.kind == "count" and number.value < 0:
        raise Refused("measure_negative", text=text)
    base = number.times(unit.factor)
    if unit.kind == "count" and (base.first % 1 or base.last % 1):
        raise Refused("measure_fraction", text=text)
    return Measure(number, unit, base)


def _is_share(number: Number) -> bool:
    """Whether some share of a whole is meant: neither 140 nor more than 100 nor less than 0 is one."""
    return 0 <= number.first <= number.last <= _HUNDRED and number.low < _HUNDRED and number.high > 0


def compare(measure: Measure, other: Measure) -> Agreement | None:
    """Whether two measures can both hold; None when their dimensions differ and nothing can be said."""
    if measure.unit.dimension != other.unit.dimension:
        return None
    return agreement(measure.base, other.base)
