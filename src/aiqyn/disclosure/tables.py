"""The small tables of this room, read strictly: one fault, one refusal with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib import resources
from typing import NamedTuple, TypeVar

from aiqyn.errors import Refused

_E = TypeVar("_E", bound=StrEnum)


class Row(NamedTuple):
    """A line of a table: gives its cells as values and names the place of those it refuses."""

    file: str
    line: int
    cells: Mapping[str, str]

    def refused(self, column: str, problem: str, way_out: str) -> Refused:
        """The refusal of a cell."""
        return Refused(f"{self.file} line {self.line}, column {column}: '{self.cells[column]}' {problem}", way_out)

    def text(self, column: str) -> str:
        """A cell, blank or not."""
        return self.cells[column]

    def member(self, column: str, closed: type[_E], blank: _E | None = None) -> _E:
        """A cell as one of a closed set; a blank one as `blank`, if given."""
        value = self.cells[column]
        if not value and blank is not None:
            return blank
        if value not in list(closed):
            raise self.refused(column, "is not known here", f"use one of: {', '.join(closed)}")
        return closed(value)


def table_of(file: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """The lines of a table that comes with the package. Refuses other columns and a line of another width."""
    text = (resources.files("aiqyn.disclosure") / "data" / file).read_text(encoding="utf-8")
    return read_table(file, text, columns)


def read_table(file: str, text: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """The lines of a table given as text."""
    reader = csv.reader(text.splitlines(), strict=True)
    header = tuple(next(reader, ()))
    if header != columns:
        raise Refused(f"{file} line 1: wrong columns ({', '.join(header)})", f"use the columns {','.join(columns)}")
    for line, cells in enumerate(reader, 2):
        if len(cells) != len(columns):
            raise Refused(f"{file} line {line}: {len(cells)} cells under {len(columns)} columns", "give each its cell")
        yield Row(file, line, dict(zip(columns, cells, strict=True)))
