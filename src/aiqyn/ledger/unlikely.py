"""Unlikely values: recorded like any other, but none leads before somebody has confirmed it.

A slip of the pen makes a figure a thousand times too large, or moves it to another century. Such a value is doubted;
who reads the source a second time and sees the same writes `confirmed` in `confidence`. Of a row that is recorded
already editors say so with a `preference`.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from operator import itemgetter
from typing import TypeAlias

from aiqyn.errors import Refused
from aiqyn.ledger.claim import PLANNED, Claim, Group, Groups, Manner, Reading
from aiqyn.ledger.statement import Statement
from aiqyn.values.dates import Date, parse_date
from aiqyn.values.measure import Measure
from aiqyn.values.rates import nearest_rate

#: The confidence of a reading that was looked up a second time.
CONFIRMED = "confirmed"
_UNSURE = "low"
_TIMES = 1000
_SURELY_LESS = 100
_DOLLARS = "dollars"
_DAY = datetime.timedelta(days=1)
#: A figure in the base unit, what tells it from an equal one, and who says it.
_Figure: TypeAlias = tuple[Decimal, str, Claim]


def doubts_in(groups: Groups) -> Iterator[tuple[Statement, Refused]]:
    """Each unlikely statement that nobody has confirmed, with every reason why it is doubted."""
    for group in groups:
        doubts = doubts_of(group, groups.preferred)
        for statement in group.statements:
            for doubt in doubts.get(statement.id, ()):
                yield statement, doubt


def doubts_of(group: Group, preferred: Collection[str]) -> Mapping[str, list[Refused]]:
    """Why statements of a group are doubted, by their id; nothing for those that are usual or confirmed."""
    if group.doubts is None:
        group.doubts = {} if _is_usual(group) else _looked_for(group, preferred)
    return group.doubts


def _looked_for(group: Group, preferred: Collection[str]) -> Mapping[str, list[Refused]]:
    manner = group.manner
    doubts = {}
    for statement in group.statements:
        reasons = _own_doubts(statement, manner)
        if reasons:
            doubts[statement.id] = reasons
    if manner.figures and manner.rivals and len(group.statements) - len(doubts) > 1:
        claims = [claim for claim in _claims(group) if claim.statement.id not in doubts]
        for claim, neighbour in _far_apart(claims):
            doubts[claim.statement.id] = [_apart(claim.statement, neighbour.statement)]
    if doubts:
        for statement in group.statements:
            if statement.confidence == CONFIRMED or statement.id in preferred:
                doubts.pop(statement.id, None)
    return doubts


def _is_usual(group: Group) -> bool:
    """A quick true answer for most groups; false means that their statements have to be looked at one by one."""
    manner = group.manner
    for statement in group.statements:
        if statement.as_of and not _is_past(statement.as_of, manner.early, statement):
            return False
        if manner.is_date and not _is_past(statement.value, manner.early_value, statement):
            return False
    return not manner.figures or _are_usual(group.statements, manner)


def _are_usual(statements: Iterable[Statement], manner: Manner) -> bool:
    """A quick true answer for most figures: all within their bounds and near each other."""
    read, figures, values = manner.read, manner.figures, []
    known, are_mixed = "", False
    for statement in statements:
        reading = read(statement.value, statement.unit)
        if isinstance(reading, Measure):
            dimension = reading.unit.dimension
            bounds = figures.get(dimension)
            if bounds is not None and not bounds.hold(reading.base):
                return False
            if dimension != known:
                known, are_mixed = dimension, bool(known)
            values.append(reading.base.value)
    if are_mixed:
        return _are_near(read(statement.value, statement.unit) for statement in statements)
    return len(values) < 2 or max(values) < min(values) * _TIMES


def _are_near(readings: Iterable[Reading]) -> bool:
    """A quick true answer for most figures of several dimensions: near enough, whatever year their rates are of."""
    scales: defaultdict[str, list[Decimal]] = defaultdict(list)
    for reading in readings:
        if isinstance(reading, Measure):
            scale, value = on_scale(reading)
            scales[scale].append(value)
    return all(max(values) < min(values) * _SURELY_LESS for values in scales.values())


def on_scale(figure: Measure) -> tuple[str, Decimal]:
    """A figure on the scale of what it may be set beside: its dimension, or money in dollars by the last rate.

    Between that rate and the one of a figure's year lie a few times: two figures are ten times nearer at most, or
    farther, than they are by the rates of their years.
    """
    dimension, value = figure.unit.dimension, figure.base.value
    rate = nearest_rate(dimension, datetime.MAXYEAR) if figure.unit.is_money else None
    return (dimension, value) if rate is None else (_DOLLARS, value / rate.per_usd)


def _is_past(date: str, early: str, statement: Statement) -> bool:
    """A quick true answer for most dates, as written; false means they have to be read."""
    return early <= date <= statement.recorded and "/" not in date


def _claims(group: Group) -> Iterator[Claim]:
    actual, planned = group.sides()
    yield from actual
    yield from planned


def is_unlikely(statement: Statement, manner: Manner) -> bool:
    """Whether a statement is unlikely by itself, whatever else is stated and whoever has confirmed it."""
    return bool(_own_doubts(statement, manner))


def _own_doubts(statement: Statement, manner: Manner) -> list[Refused]:
    """What is unlikely of a statement by itself."""
    return [*_doubts_of_dates(statement, manner), *_doubts_of_figure(statement, manner)]


def _doubts_of_dates(statement: Statement, manner: Manner) -> Iterator[Refused]:
    usual = manner.usual
    if statement.as_of and not _is_past(statement.as_of, manner.early, statement):
        yield from _date_doubts(statement, "as_of", parse_date(statement.as_of), usual.first_year(""), manner)
    reading = manner.read(statement.value, statement.unit) if manner.is_date else None
    if isinstance(reading, Date):
        yield from _date_doubts(statement, "value", reading, usual.first_year(statement.property), manner)


def _doubts_of_figure(statement: Statement, manner: Manner) -> Iterator[Refused]:
    reading = manner.read(statement.value, statement.unit) if manner.figures else None
    bounds = manner.figures.get(reading.unit.dimension) if isinstance(reading, Measure) else None
    if bounds is not None and isinstance(reading, Measure):
        if bounds.high is not None and reading.base.last > bounds.high:
            yield Refused("unlikely_most", "value", "confirm", value=_written(statement), most=bounds.most)
        if bounds.is_positive and reading.base.first == 0:
            yield Refused("unlikely_nought", "value", "confirm", value=_written(statement))
        if bounds.low is not None and reading.base.first < bounds.low:
            yield Refused("unlikely_least", "value", "confirm", value=_written(statement), least=bounds.least)


def _date_doubts(statement: Statement, field: str, when: Date, earliest: int, manner: Manner) -> Iterator[Refused]:
    """What is unlikely of a date; its open ends and a year that is not known say nothing."""
    if not when.year_known:
        return
    ends = [end for end in (when.first, when.last) if end not in {datetime.date.min, datetime.date.max}]
    if any(end.year < earliest for end in ends):
        yield Refused("unlikely_early", field, "confirm", date=when.text, year=str(earliest))
    if not statement.recorded:
        return
    recorded = datetime.date.fromisoformat(statement.recorded)
    most = manner.usual.years_ahead
    if any(end.year > recorded.year + most for end in ends):
        yield Refused("unlikely_far", field, "confirm", date=when.text, years=str(most), day=recorded)
    # One day on, because a day begins earlier where the register is written than where days are counted from.
    is_ahead = when.first > recorded + _DAY and when.first != datetime.date.max
    if is_ahead and statement.basis != PLANNED and not (field == "value" and statement.property in manner.usual.ahead):
        yield Refused("unlikely_future", field, "plan_or_confirm", date=when.text, day=recorded)


def _far_apart(claims: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """Each figure that is a thousand times as large or as small as any it is measured by, with the nearest of these.

    Figures are measured by all others that were read with some confidence and are not unlikely by themselves. Of two
    that are apart nobody can tell which is wrong, so both are.
    """
    nearest: dict[str, tuple[_Figure, _Figure]] = {}
    for alike in _scales(claims):
        alike.sort(key=itemgetter(0, 1))
        measures = [figure for figure in alike if figure[2].statement.confidence != _UNSURE]
        for figure in alike:
            other, nearer = _nearest(figure, measures), nearest.get(figure[1])
            if other and (nearer is None or _times(figure, other) < _times(*nearer)):
                nearest[figure[1]] = figure, other
    return [(figure[2], other[2]) for figure, other in nearest.values() if _times(figure, other) >= _TIMES]


def _scales(claims: Iterable[Claim]) -> Iterator[list[_Figure]]:
    """The figures by dimension; money of several currencies once more, in dollars."""
    figures: defaultdict[str, list[_Figure]] = defaultdict(list)
    money: defaultdict[str, list[_Figure]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim.reading, Measure) and claim.reading.base.value > 0:
            unit, value = claim.reading.unit, claim.reading.base.value
            (money if unit.is_money else figures)[unit.dimension].append((value, claim.statement.id, claim))
    yield from figures.values()
    yield from money.values()
    if len(money) > 1:
        yield [figure for currency, amounts in money.items() for figure in _in_dollars(amounts, currency)]


def _in_dollars(amounts: Iterable[_Figure], currency: str) -> Iterator[_Figure]:
    """Amounts in dollars by the rate that is nearest to the date of each; without those that have no date or rate.

    That is rough, but a rate moves by a few times where figures that are doubted are a thousand times apart.
    """
    for amount, identifier, claim in amounts:
        when = claim.when
        rate = nearest_rate(currency, when.last.year) if when is not None and when.year_known else None
        if rate is not None:
            yield amount / rate.per_usd, identifier, claim


def _nearest(figure: _Figure, measures: list[_Figure]) -> _Figure | None:
    """The nearest of other figures, counted in times; `measures` stand in order."""
    place = bisect_left(measures, figure[:2], key=itemgetter(0, 1))
    above = place + 1 if place < len(measures) and measures[place] is figure else place
    neighbours = measures[max(place - 1, 0) : place] + measures[above : above + 1]
    return min(neighbours, key=lambda other: _times(figure, other), default=None)


def _times(figure: _Figure, other: _Figure) -> Decimal:
    return max(figure[0], other[0]) / min(figure[0], other[0])


def _apart(statement: Statement, neighbour: Statement) -> Refused:
    values = {"value": _written(statement), "other": _written(neighbour), "source": neighbour.source}
    values["statement"] = neighbour.id
    return Refused("unlikely_apart", "value", "confirm", times=str(_TIMES), **values)


def _written(statement: Statement) -> str:
    """A figure with its unit, as the register's file writes them."""
    return f"{statement.value} {statement.unit}"
