"""Disagreements: statements about the same thing that cannot all hold, and what kind of difference it is.

A real conflict is told from values that followed one another (or may have: one is undated), from a plan beside
a fact, from different parts of one thing, and from a figure that was cut short instead of rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from aiqyn.ledger.claim import (
    ACTUAL,
    PLANNED,
    Claim,
    Grounds,
    GroupKey,
    Reading,
    claim,
    grouped,
    side_of,
    standing_statements,
)
from aiqyn.ledger.statement import Statement
from aiqyn.values.dates import Date, overlaps
from aiqyn.values.measure import Measure, compare
from aiqyn.values.number import Agreement, Number, agreement
from aiqyn.values.points import Point
from aiqyn.values.points import agree as points_agree
from aiqyn.vocabulary.model import Property

_COMMON_CURRENCY = "USD"
_DAYS_A_YEAR = Decimal("365.25")
_INCOMPARABLE = frozenset({"text", "statement"})


class Difference(StrEnum):
    """Kinds of difference, the gravest first."""

    CONFLICT = "conflict"
    UNDATED = "undated"
    SUCCESSIVE = "successive"
    CUT_SHORT = "cut_short"
    BASIS = "different_basis"
    PART = "different_part"


class Disagreement(NamedTuple):
    """Statements about one thing that differ, and how.

    `side` is planned, actual, or both when a plan is set against a fact. For numbers `low` and `high` are the
    smallest and largest figure said, in `unit` (the printed unit of the largest; `converted` when currencies
    had to be made comparable by annual rates); for dates they are blank. `spread` orders disagreements: for
    numbers how many times the largest exceeds the smallest, less one; for dates the years between; otherwise 0.
    `key.part` is blank for a difference between parts.
    """

    kind: Difference
    key: GroupKey
    side: str
    statements: tuple[Statement, ...]
    low: Decimal | None
    high: Decimal | None
    unit: str
    converted: bool
    spread: Decimal


def disagreements(statements: Iterable[Statement], grounds: Grounds) -> list[Disagreement]:
    """Every difference among the statements, in stable order, whatever the order they come in."""
    stands, _ = standing_statements(statements)
    properties = grounds.vocabulary.properties
    claims = {
        key: [claim(statement, properties[key.property], grounds) for statement in group]
        for key, group in sorted(grouped(stands, grounds).items())
    }
    found = [one for key, members in claims.items() for one in within(key, members, properties[key.property])]
    found.extend(between_parts(claims, grounds))
    return found


def within(key: GroupKey, claims: list[Claim], prop: Property) -> Iterator[Disagreement]:
    """The differences inside one group of claims that stand."""
    if len(claims) < 2 or prop.many or prop.type in _INCOMPARABLE or _all_agree(claims):
        return
    sides: dict[str, list[Claim]] = {ACTUAL: [], PLANNED: []}
    for one in claims:
        sides[side_of(one.statement)].append(one)
    for side, members in sides.items():
        yield from _on_one_side(key, side, members, prop)
    if any(_differ(one, other) for one in sides[PLANNED] for other in sides[ACTUAL]):
        yield _disagreement(Difference.BASIS, key, "both", claims)


def between_parts(groups: Mapping[GroupKey, list[Claim]], grounds: Grounds) -> Iterator[Disagreement]:
    """One difference for each property whose parts carry figures that differ: shown, never called a conflict."""
    parts: dict[tuple[str, str], list[GroupKey]] = {}
    for key in groups:
        prop = grounds.vocabulary.properties[key.property]
        if not prop.many and prop.time != "period" and prop.type not in _INCOMPARABLE:
            parts.setdefault((key.subject, key.property), []).append(key)
    for (subject, name), keys in sorted(parts.items()):
        if len(keys) < 2:
            continue
        claims = [one for key in sorted(keys) for one in groups[key]]
        if not _all_agree(claims):
            yield _disagreement(Difference.PART, GroupKey(subject, name, "", "", ""), "both", claims)


def _all_agree(claims: list[Claim]) -> bool:
    """A quick true answer for the common case; false means the pairs have to be looked at."""
    first = claims[0]
    if all(one.statement.value == first.statement.value for one in claims):
        return all(one.statement.unit == first.statement.unit for one in claims)
    if not isinstance(first.reading, Measure):
        return False
    dimension = first.reading.unit.dimension
    bases: list[Number] = []
    for one in claims:
        if not isinstance(one.reading, Measure) or one.reading.unit.dimension != dimension:
            return False
        bases.append(one.reading.base)
    return max(base.low for base in bases) < min(base.high for base in bases)


def _on_one_side(key: GroupKey, side: str, claims: list[Claim], prop: Property) -> Iterator[Disagreement]:
    """Conflicts, successions and cuts among claims of one side."""
    involved: dict[Difference, set[int]] = {}
    distinct = _distinct(claims)
    for (one, ones), (other, others) in combinations(distinct, 2):
        kind = _relation(one, other, side, prop)
        if kind is not None:
            involved.setdefault(kind, set()).update(ones, others)
    for kind in Difference:
        if kind in involved:
            yield _disagreement(kind, key, side, [claims[n] for n in sorted(involved[kind])])


def _distinct(claims: list[Claim]) -> list[tuple[Claim, list[int]]]:
    """One claim for each value and date said, with the places of all that say it."""
    places: dict[tuple[str, str, Date | None], tuple[Claim, list[int]]] = {}
    for n, one in enumerate(claims):
        said = (one.statement.value, one.statement.unit, one.when)
        if said in places:
            places[said][1].append(n)
        else:
            places[said] = (one, [n])
    return list(places.values())


def _relation(one: Claim, other: Claim, side: str, prop: Property) -> Difference | None:
    """What kind of difference there is between two claims of one side, if any."""
    meeting = _meeting(one, other)
    if meeting is None or meeting is Agreement.AGREE:
        return None
    if meeting is Agreement.CUT_SHORT:
        return Difference.CUT_SHORT
    moves = prop.time == "changes" if prop.type != "date" else side == PLANNED
    if not moves:
        return Difference.CONFLICT
    if one.when is None or other.when is None:
        return Difference.UNDATED
    return Difference.CONFLICT if overlaps(one.when, other.when) else Difference.SUCCESSIVE


def _differ(one: Claim, other: Claim) -> bool:
    return _meeting(one, other) is Agreement.DIFFER


def _meeting(one: Claim, other: Claim) -> Agreement | None:
    """Whether two readings can both hold; None when they cannot be compared."""
    a, b = one.reading, other.reading
    if isinstance(a, Measure) and isinstance(b, Measure):
        return compare(a, b) if a.unit.dimension == b.unit.dimension else _across_currencies(one, other)
    if isinstance(a, Date) and isinstance(b, Date):
        return _equal(overlaps(a, b))
    if isinstance(a, Point) and isinstance(b, Point):
        return _equal(points_agree(a, b))
    return _equal(a == b)


def _equal(agree: bool) -> Agreement:
    return Agreement.AGREE if agree else Agreement.DIFFER


def _across_currencies(one: Claim, other: Claim) -> Agreement | None:
    """Money in two currencies, by the mean rate of the year each speaks of; None when a year or rate is unknown."""
    a, b = _in_common_currency(one), _in_common_currency(other)
    if a is None or b is None:
        return None
    return Agreement.AGREE if agreement(a, b) is not Agreement.DIFFER else Agreement.DIFFER


def _in_common_currency(one: Claim) -> Number | None:
    measure, when = one.reading, one.when
    if not isinstance(measure, Measure) or not measure.unit.is_money:
        return None
    if measure.unit.dimension == _COMMON_CURRENCY:
        return measure.base
    if when is None or when.first.year != when.last.year:
        return None
    converted = measure.in_currency(_COMMON_CURRENCY, when.first.year)
    return converted[0] if converted else None


def _disagreement(kind: Difference, key: GroupKey, side: str, claims: list[Claim]) -> Disagreement:
    statements = tuple(sorted(one.statement for one in claims))
    readings = [one.reading for one in claims]
    if all(isinstance(reading, Date) for reading in readings):
        return Disagreement(kind, key, side, statements, None, None, "", False, _years_apart(readings))
    if not all(isinstance(reading, Measure) for reading in readings):
        return Disagreement(kind, key, side, statements, None, None, "", False, Decimal(0))
    low, high, unit, converted = _extent(claims)
    return Disagreement(kind, key, side, statements, low, high, unit, converted, _ratio(low, high))


def _years_apart(readings: list[Reading]) -> Decimal:
    dates = [reading for reading in readings if isinstance(reading, Date)]
    days = (max(date.first for date in dates) - min(date.first for date in dates)).days
    return (days / _DAYS_A_YEAR).quantize(Decimal("0.0001"))


def _extent(claims: list[Claim]) -> tuple[Decimal, Decimal, str, bool]:
    """The smallest and largest figure said, in the unit of the largest, or in US dollars when currencies mix."""
    measures = [one.reading for one in claims if isinstance(one.reading, Measure)]
    if len({measure.unit.dimension for measure in measures}) > 1:
        amounts = [number for one in claims if (number := _in_common_currency(one)) is not None]
        if amounts:
            low, high = min(n.first for n in amounts), max(n.last for n in amounts)
            return _rounded(low), _rounded(high), _COMMON_CURRENCY, True
        measures = [measure for measure in measures if measure.unit.dimension == measures[0].unit.dimension]
    largest = max(measures, key=lambda measure: (measure.base.last, measure.unit.key))
    factor = largest.unit.factor
    return (
        min(measure.base.first for measure in measures) / factor,
        largest.number.last,
        largest.unit.key,
        False,
    )


def _rounded(amount: Decimal) -> Decimal:
    """A converted amount, to three significant digits: the rate carries no more."""
    return amount.quantize(Decimal(1).scaleb(amount.adjusted() - 2)) if amount else amount


def _ratio(low: Decimal, high: Decimal) -> Decimal:
    if low <= 0:
        return Decimal(1000) if high > low else Decimal(0)
    return (high / low - 1).quantize(Decimal("0.0001"))
