"""Mirror statistics: the same flow as two countries told it, and the gap between them by period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from aiqyn.ledger import Grounds, headlines
from aiqyn.series.dated_numbers import DatedNumber, usual_unit
from aiqyn.values.measure import Unit
from aiqyn.values.number import Agreement, agreement

#: The property by which an indicator says which flow it counts, a code of the list of the same name.
MIRROR_FLOW = "mirror_flow"


class Pair(NamedTuple):
    """What two countries said of one period: all numbers, the two set against each other, and the gap.

    Two numbers that agree as printed have no gap: one may well be quoted from the other.
    """

    period: str
    numbers: tuple[DatedNumber, ...]
    ours: DatedNumber
    theirs: DatedNumber
    unit: Unit

    @property
    def agrees(self) -> bool:
        """Whether the two can both hold, given their printed precision."""
        return agreement(self.ours.measure.base, self.theirs.measure.base) is Agreement.AGREE

    @property
    def gap(self) -> Decimal:
        """How far the two are apart, in the unit."""
        return abs(self._amount(self.ours) - self._amount(self.theirs))

    @property
    def share(self) -> Decimal:
        """The gap in per cent of the larger number, to one decimal."""
        larger = max(self._amount(self.ours), self._amount(self.theirs))
        return (self.gap * 100 / larger).quantize(Decimal("0.1")) if larger else Decimal(0)

    def _amount(self, number: DatedNumber) -> Decimal:
        return number.measure.base.value / self.unit.factor


def mirror_pairs(numbers: Iterable[DatedNumber], countries: tuple[str, str], grounds: Grounds) -> list[Pair]:
    """The periods of a flow for which both countries gave a number, in order of time."""
    dated = [number for number in numbers if number.when is not None and number.country in countries]
    if not dated:
        return []
    unit = usual_unit(dated)
    alike = [number for number in dated if number.measure.unit.dimension == unit.dimension]
    pairs = []
    for period, group in groupby(alike, key=lambda number: number.statement.as_of):
        members = tuple(group)
        compared = _set_against(members, countries, grounds)
        if compared is not None:
            pairs.append(Pair(period, members, *compared, unit))
    return pairs


def _set_against(
    numbers: Sequence[DatedNumber], countries: tuple[str, str], grounds: Grounds
) -> tuple[DatedNumber, DatedNumber] | None:
    """The two numbers to compare: from one source that gives both, else the leading one of each country."""
    ours, theirs = ([number for number in numbers if number.country == country] for country in countries)
    if not ours or not theirs:
        return None
    both = {number.statement.source for number in ours} & {number.statement.source for number in theirs}
    if both:
        ours, theirs = ([number for number in side if number.statement.source in both] for side in (ours, theirs))
    return _leading(ours, grounds), _leading(theirs, grounds)


def _leading(numbers: Sequence[DatedNumber], grounds: Grounds) -> DatedNumber:
    lead = headlines([number.statement for number in numbers], grounds)[0].statement
    return next(number for number in numbers if number.statement.id == lead.id)
