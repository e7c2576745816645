"""Rival claims drawn over time: one row for each figure said, one mark for each time it was said.

Drawn on the server as SVG whose places along the line are percentages, so that its words keep their
size at any width. Rows are in order of size, not to scale: the chart shows which figures were said side
by side, and when.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from aiqyn.ledger import Statement
from aiqyn.values.dates import parse_date
from aiqyn.values.measure import Measure, parse_measure
from aiqyn_site.web.figures import Figure, Printer
from aiqyn_site.web.formats import compact_text, unit_text
from aiqyn_site.web.render import capital

_ROW = 24  # px from row to row
_TOP = 20
_LEFT, _RIGHT = 24.0, 98.0  # per cent of the width between which time runs


class Mark(NamedTuple):
    """One claim: its place, its address and what it says in words."""

    x: str
    y: int
    href: str
    title: str


class RowLabel(NamedTuple):
    """The figure that a row stands for."""

    text: str
    y: int


class Tick(NamedTuple):
    """A year on the line of time."""

    x: str
    text: str


class Chart(NamedTuple):
    """All that the template draws."""

    title: str
    unit: str
    height: int
    base: int
    rows: tuple[RowLabel, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    table: tuple[Figure, ...]


def claims_chart(printer: Printer, key: str, said: Iterable[Statement]) -> Chart | None:
    """The claims of one property that have a date, or None when fewer than two differ."""
    units = printer.vocabulary.units
    dated = [(one, parse_date(one.as_of), parse_measure(one.value, units[one.unit])) for one in said if one.as_of]
    closed = [item for item in dated if item[1].year_known and not item[1].is_open]
    values = sorted({_rank(item[2]) for item in closed}, reverse=True)
    if len(values) < 2:
        return None
    first = min(item[1].first for item in closed).year
    last = max(item[1].last for item in closed).year
    begin, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()

    def across(day: int) -> str:
        return f"{_LEFT + (day - begin) / (end - begin) * (_RIGHT - _LEFT):.2f}%"

    heights = {rank: _TOP + n * _ROW for n, rank in enumerate(values)}
    base = _TOP + len(values) * _ROW - 4
    labels: dict[int, str] = {}
    marks = []
    for one, when, measure in sorted(closed, key=lambda item: (item[1].first, item[0].id)):
        figure = printer.figure(one)
        y = heights[_rank(measure)]
        labels.setdefault(y, compact_text(measure, printer.lang))
        middle = (when.first.toordinal() + when.last.toordinal()) // 2
        marks.append(Mark(across(middle), y, figure.href, f"{figure.text}, {figure.date}. {figure.hint}"))
    ticks = tuple(Tick(across(date(year, 1, 1).toordinal()), str(year)) for year in _years(first, last))
    table = tuple(printer.figure(one) for one, _, _ in sorted(dated, key=lambda item: (item[1].first, item[0].id)))
    label = printer.vocabulary.properties[key].label(printer.lang)
    units_said = {unit_text(measure.unit, printer.lang) for _, _, measure in closed}
    unit = units_said.pop() if len(units_said) == 1 else ""
    rows = tuple(RowLabel(text, y) for y, text in sorted(labels.items()))
    return Chart(capital(label), unit, base + 24, base, rows, tuple(marks), ticks, table)


def _rank(measure: Measure) -> tuple[float, float, str]:
    """Equal for figures that are printed alike; ordered by size."""
    base = measure.base
    return float(base.last), float(base.first), base.bound.value


def _years(first: int, last: int) -> range:
    return range(first, last + 1, 1 if last - first <= 5 else 2 if last - first <= 11 else 5)
