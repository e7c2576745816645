"""Disagreements: statements about the same thing that cannot all hold, and what kind of difference it is.

A real conflict is told from values that followed one another (or may have: one is undated), from a plan
beside a fact, from different parts of one thing, and from a figure that was cut short instead of rounded.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import combinations, groupby
from typing import NamedTuple, TypeGuard

from aiqyn.ledger.claim import ACTUAL, BY_ID, PLANNED, Claim, Grounds, Group, GroupKey, Groups, Reading
from aiqyn.ledger.statement import Statement
from aiqyn.ledger.unlikely import doubts_of
from aiqyn.values.dates import Date, overlaps
from aiqyn.values.measure import Measure, Unit, parse_measure
from aiqyn.values.number import AGREE, CUT_SHORT, DIFFER, Agreement, Number, agreement
from aiqyn.values.points import Point
from aiqyn.values.points import agree as points_agree

_COMMON_CURRENCY = "USD"
_DAYS_A_YEAR = Decimal("365.25")
_OPEN = datetime.date.min
_PLACES = Decimal("0.0001")
#: The most a spread can be: a figure over nought has no ratio, and one beyond it is a slip of the pen.
_LARGEST_SPREAD = Decimal(1000)


class Difference(StrEnum):
    """Kinds of difference, the gravest first."""

    CONFLICT = "conflict"
    UNDATED = "undated"
    SUCCESSIVE = "successive"
    CUT_SHORT = "cut_short"
    BASIS = "different_basis"
    PART = "different_part"


_KINDS = tuple(Difference)


class Disagreement(NamedTuple):
    """Statements about one thing that differ, and how.

    `side` is planned, actual, or both when a plan is set against a fact. For numbers, `low` and `high` are
    the smallest and largest figure said, in `unit` (the printed unit of the largest; `converted` when
    currencies had to be made comparable by annual rates); for dates they are blank. `spread` orders
    disagreements: for numbers how many times the largest exceeds the smallest, less one, at most 1000; for
    dates the years between; otherwise 0.
    `key.part` is blank for a difference between parts. `unlikely` are the ids of those of the statements that are
    unlikely and not confirmed: such a difference may be no more than a slip of the pen.
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
    unlikely: tuple[str, ...] = ()


def disagreements(statements: Iterable[Statement], grounds: Grounds) -> list[Disagreement]:
    """Every difference among the statements, in stable order, whatever the order they come in."""
    return disagreements_in(Groups(statements, grounds))


def disagreements_in(groups: Groups) -> list[Disagreement]:
    """Every difference among statements already grouped: first those inside groups, then between parts."""
    differences: list[Disagreement] = []
    between: list[Disagreement] = []
    # Groups stand in order: the parts of one property of one subject follow each other.
    for (subject, name), parts in groupby(groups, key=lambda group: group.key[:2]):
        rivals = list(parts)
        manner = rivals[0].manner
        if not manner.rivals:
            continue
        for group in rivals:
            if len(group.statements) > 1:
                differences.extend(_with_doubts(_within(group), [group], groups.preferred))
        if len(rivals) > 1 and not manner.by_period:
            parted = _between(GroupKey(subject, name, "", "", ""), rivals)
            between.extend(_with_doubts(parted, rivals, groups.preferred))
    return differences + between


def _with_doubts(
    differences: list[Disagreement], groups: Iterable[Group], preferred: Collection[str]
) -> list[Disagreement]:
    """Differences between statements of these groups, with what of them is unlikely."""
    if not differences:
        return []
    doubted = {key for group in groups for key in doubts_of(group, preferred)}
    if not doubted:
        return differences
    return [
        difference._replace(unlikely=tuple([key for key in _ids(difference) if key in doubted]))
        for difference in differences
    ]


def _ids(difference: Disagreement) -> list[str]:
    return [statement.id for statement in difference.statements]


def _within(group: Group) -> list[Disagreement]:
    key, manner = group.key, group.manner
    actual, planned = group.sides()
    claims = actual + planned
    if _all_agree(claims):
        return []
    differences = _on_one_side(key, ACTUAL, actual, manner.changes and not manner.is_date)
    differences += _on_one_side(key, PLANNED, planned, manner.changes or manner.is_date)
    if actual and planned and _any_differ(planned, actual):
        differences.append(_disagreement(Difference.BASIS, key, "both", claims))
    return differences


def _between(key: GroupKey, parts: list[Group]) -> list[Disagreement]:
    """One difference for a property whose parts carry other figures: shown, never called a conflict."""
    members = [actual + planned for actual, planned in map(Group.sides, parts)]
    claims = [claim for part in members for claim in part]
    if _all_agree(claims) or all(_surely_agree(part, other_part) for part, other_part in combinations(members, 2)):
        return []
    return [_disagreement(Difference.PART, key, "both", claims)]


def _all_agree(claims: list[Claim]) -> bool:
    """A quick true answer for the common case; false means the pairs have to be looked at."""
    readings = [claim.reading for claim in claims]
    if readings.count(readings[0]) == len(readings):
        return True
    if not _are_measures(readings) or len({measure.unit.dimension for measure in readings}) > 1:
        return False
    return max([measure.base.low for measure in readings]) < min([measure.base.high for measure in readings])


def _are_measures(readings: list[Reading]) -> TypeGuard[list[Measure]]:
    """Whether the readings of one property, which are all of one type, are measures."""
    return isinstance(readings[0], Measure)


def _on_one_side(key: GroupKey, side: str, claims: list[Claim], moves: bool) -> list[Disagreement]:
    """Conflicts, successions and cuts among claims of one side; `moves`: the value changes with time."""
    if len(claims) < 2:
        return []
    involved: defaultdict[Difference, set[int]] = defaultdict(set)
    for (claim, claim_places), (rival, rival_places) in combinations(_distinct(claims), 2):
        meeting = _meeting(claim, rival)
        if meeting is not None and meeting is not AGREE:
            involved[_kind(meeting, claim, rival, moves)].update(claim_places, rival_places)
    return [
        _disagreement(kind, key, side, [claims[place] for place in involved[kind]])
        for kind in _KINDS
        if kind in involved
    ]


def _distinct(claims: list[Claim]) -> list[tuple[Claim, list[int]]]:
    """One claim for each value and date said, with the places of all that say it."""
    places: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        statement, when = claim.statement, claim.when
        places[statement.value, statement.unit, when.text if when is not None else ""].append(place)
    return [(claims[alike[0]], alike) for alike in places.values()]


def _kind(meeting: Agreement, claim: Claim, rival: Claim, moves: bool) -> Difference:
    if meeting is CUT_SHORT:
        return Difference.CUT_SHORT
    if not moves:
        return Difference.CONFLICT
    if claim.when is None or rival.when is None:
        return Difference.UNDATED
    return Difference.CONFLICT if overlaps(claim.when, rival.when) else Difference.SUCCESSIVE


def _surely_agree(claims: list[Claim], rivals: list[Claim]) -> bool:
    return all(_meeting(claim, rival) is AGREE for claim in claims for rival in rivals)


def _any_differ(claims: list[Claim], rivals: list[Claim]) -> bool:
    return any(_meeting(claim, rival) is DIFFER for claim in claims for rival in rivals)


def _meeting(claim: Claim, rival: Claim) -> Agreement | None:
    """Whether two readings can both hold; None when they cannot be compared."""
    a, b = claim.reading, rival.reading
    if isinstance(a, Measure) and isinstance(b, Measure):
        alike = a.unit.dimension == b.unit.dimension
        return agreement(a.base, b.base) if alike else _across_currencies(claim, rival)
    if isinstance(a, Date) and isinstance(b, Date):
        return _equal(overlaps(a, b))
    if isinstance(a, Point) and isinstance(b, Point):
        return _equal(points_agree(a, b))
    return _equal(a == b)


def _equal(agree: bool) -> Agreement:
    return AGREE if agree else DIFFER


def _across_currencies(claim: Claim, rival: Claim) -> Agreement | None:
    """Money in two currencies, by the mean rate of the year each speaks of; None without a year or a rate."""
    a, b = in_dollars(claim), in_dollars(rival)
    if a is None or b is None:
        return None
    return AGREE if agreement(a, b) is not DIFFER else DIFFER


def in_dollars(claim: Claim) -> Number | None:
    """Money in US dollars, by the mean rate of the year it speaks of; None without a year or a rate."""
    measure, when = claim.reading, claim.when
    if not isinstance(measure, Measure):
        return None
    if measure.unit.dimension == _COMMON_CURRENCY:
        return measure.base
    if when is None or when.first.year != when.last.year:
        return None
    return _dollars(claim.statement.value, measure.unit, when.first.year)


@lru_cache(maxsize=16384)
def _dollars(value: str, unit: Unit, year: int) -> Number | None:
    """An amount in US dollars by the mean rate of a year; kept, because a claim meets each of its rivals."""
    converted = parse_measure(value, unit).in_currency(_COMMON_CURRENCY, year)
    return converted[0] if converted else None


def _disagreement(kind: Difference, key: GroupKey, side: str, claims: list[Claim]) -> Disagreement:
    statements = tuple(sorted([claim.statement for claim in claims], key=BY_ID))
    readings = [claim.reading for claim in claims]
    if _are_measures(readings):
        low, high, unit, converted = _extent(readings, claims)
        return Disagreement(kind, key, side, statements, low, high, unit, converted, _ratio(low, high))
    dates = [reading for reading in readings if isinstance(reading, Date)]
    spread = _years_apart(dates) if dates else Decimal(0)
    return Disagreement(kind, key, side, statements, None, None, "", False, spread)


def _years_apart(dates: list[Date]) -> Decimal:
    """The years between the earliest and the latest beginning; an open beginning counts as its end."""
    known = [date.last if date.first == _OPEN else date.first for date in dates if date.year_known]
    days = (max(known) - min(known)).days if known else 0
    return (days / _DAYS_A_YEAR).quantize(_PLACES)


def _extent(measures: list[Measure], claims: list[Claim]) -> tuple[Decimal, Decimal, str, bool]:
    """The smallest and largest figure, in the unit of the largest, or in US dollars when currencies mix.

    Of figures that cannot be compared, those of the dimension that most of them have are measured.
    """
    units = {measure.unit for measure in measures}
    if len(units) == 1:
        low, high = (
            min([measure.number.first for measure in measures]),
            max([measure.number.last for measure in measures]),
        )
        return low, high, measures[0].unit.key, False
    if len({unit.dimension for unit in units}) > 1:
        amounts = [number for claim in claims if (number := in_dollars(claim)) is not None]
        if amounts:
            low, high = min(n.first for n in amounts), max(n.last for n in amounts)
            return _rounded(low), _rounded(high), _COMMON_CURRENCY, True
        counts = Counter(measure.unit.dimension for measure in measures)
        dimension = max(counts, key=lambda name: (counts[name], name))
        measures = [measure for measure in measures if measure.unit.dimension == dimension]
    largest = max(measures, key=lambda measure: (measure.base.last, measure.unit.key))
    low = min(measure.base.first for measure in measures) / largest.unit.factor
    return low, largest.number.last, largest.unit.key, False


def _rounded(amount: Decimal) -> Decimal:
    """A converted amount, to three significant digits: the rate carries no more."""
    return amount.quantize(Decimal(1).scaleb(amount.adjusted() - 2)) if amount else amount


def _ratio(low: Decimal, high: Decimal) -> Decimal:
    if low <= 0:
        return _LARGEST_SPREAD if high > low else Decimal(0)
    spread = high / low - 1
    return spread.quantize(_PLACES) if spread < _LARGEST_SPREAD else _LARGEST_SPREAD
