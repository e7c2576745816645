"""The rows of a chart's download: exactly what is drawn, one row a mark."""

from __future__ import annotations

from typing import NamedTuple

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.charts.chart_parts import Chart

#: The columns of every download: they are for programs and the same in all languages.
HEADS = (
    "row",
    "about",
    "value",
    "unit",
    "as_of",
    "basis",
    "part",
    "said_by",
    "publisher",
    "published",
    "source",
    "source_link",
    "statement",
    "page",
)
_COUNTED = "computed"


class ChartRows(NamedTuple):
    """The rows of a chart exactly as drawn, one a mark, and the heads of their columns."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def rows_of(chart: Chart) -> ChartRows:
    """What a chart drew. What the site worked out names the statements it was worked out from."""
    drawn = chart.marks
    sources = ledger.sources(mark.statement.source for _, mark in drawn if mark.statement is not None)
    rows = []
    for row, mark in drawn:
        statement = mark.statement
        if statement is None:
            cells = (mark.value, mark.unit, "", _COUNTED, *[""] * 6, " ".join(mark.grounds))
        else:
            source = sources[statement.source]
            cells = (
                statement.value,
                statement.unit,
                statement.as_of,
                statement.basis,
                statement.part,
                statement.said_by,
                source.publisher,
                source.published,
                source.id,
                source.url,
                statement.id,
            )
        rows.append((row.label, mark.about, *cells, mark.href))
    return ChartRows(HEADS, tuple(rows))
