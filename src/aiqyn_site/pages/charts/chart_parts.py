"""What a chart is made of: rows of marks along one scale. Plain values; nothing here draws or reads the ledger."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from aiqyn.ledger import Statement
from aiqyn_site.pages.charts.scale import Scale


class Shape(StrEnum):
    """How a mark is drawn. The first three tell the country of who counted, their `PART_` twins a part of a year."""

    KZ = "kz"
    CN = "cn"
    OTHER = "other"
    PART_KZ = "part-kz"
    PART_CN = "part-cn"
    PART_OTHER = "part-other"
    PROMISE = "promise"
    RESULT = "result"
    PRINTED = "printed"
    BAR = "bar"
    GAP = "gap"
    TOLD_GAP = "told-gap"
    STAGE = "stage"
    HATCH = "hatch"


class Form(StrEnum):
    """How the marks of a row stand: each with its label, all on one line, or end to end with labels under them."""

    LANES = "lanes"
    STRIP = "strip"
    STACK = "stack"


class Mark(NamedTuple):
    """One mark: one row of the download and of the table.

    `start` and `end` are in units of the scale (equal but for bars and ranges); `bound` is `more` or `less` for
    an open end. `text` and `who` are its direct label. What a source said has its `statement`; what the site
    worked out has `value` and `unit` as in the download, `shown` as in words, and the ids it was worked out from.
    `step` tells apart the stages of a stack.
    """

    shape: Shape
    start: float
    end: float
    text: str
    who: str
    title: str
    href: str
    statement: Statement | None = None
    about: str = ""
    value: str = ""
    unit: str = ""
    shown: str = ""
    grounds: tuple[str, ...] = ()
    bound: str = ""
    step: int = 0


class Row(NamedTuple):
    """A row: its label (`lang` where not the page's, `href` where it leads somewhere) and its marks.

    `remark` is printed beside the label. `after` is True where periods are missing between it and the row before.
    """

    label: str
    marks: tuple[Mark, ...]
    form: Form = Form.LANES
    lang: str = ""
    href: str = ""
    remark: str = ""
    after: bool = False


class Join(NamedTuple):
    """A line between two marks: places of row and mark, and the look of who counted."""

    start: tuple[int, int]
    end: tuple[int, int]
    shape: Shape


class Apart(NamedTuple):
    """A statement that the table gives and the chart does not draw, and why."""

    label: str
    statement: Statement
    reason: str


class Tick(NamedTuple):
    """A line of the scale and its words."""

    value: float
    text: str


class Chart(NamedTuple):
    """A chart in one language. Without rows, `nothing` says what was looked for."""

    name: str
    title: str
    rule: str
    notes: tuple[str, ...]
    key: tuple[tuple[Shape, str], ...]
    scale: Scale
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    joins: tuple[Join, ...] = ()
    apart: tuple[Apart, ...] = ()
    nothing: str = ""

    @property
    def marks(self) -> list[tuple[Row, Mark]]:
        """Every mark with its row, in the order of the drawing, the table and the download."""
        return [(row, mark) for row in self.rows for mark in row.marks]
