"""Reads the data files of the dossier. A wrong line is refused with its place: a file is read whole or not at all."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from aiqyn.errors import Refused
from aiqyn.vocabulary import LANGUAGES

_WHOLE = re.compile(r"[0-9]{1,4}")
_FLAGS = {"yes": True, "no": False}


def data_folder() -> Traversable:
    """The folder of the data that come with the package."""
    return resources.files("aiqyn.dossier") / "data"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file: it gives cells as values and names the place of those it refuses."""

    file: str
    line: int
    cells: Mapping[str, str]

    def refused(self, column: str, problem: str, way_out: str) -> Refused:
        """The refusal of a cell."""
        return Refused(f"{self.file} line {self.line}, column {column}: '{self.cells[column]}' {problem}", way_out)

    def matching(self, column: str, pattern: re.Pattern[str], way_out: str) -> str:
        """The cell, which must have a form."""
        value = self.cells[column]
        if not pattern.fullmatch(value):
            raise self.refused(column, "is not of the form asked for", way_out)
        return value

    def whole(self, column: str) -> int:
        """The cell as a whole number from nought."""
        return int(self.matching(column, _WHOLE, "write a whole number, digits only"))

    def flag(self, column: str) -> bool:
        """The cell, which must be yes or no."""
        return _FLAGS[self.known(column, self.cells[column], _FLAGS)]

    def known(self, column: str, value: str, allowed: Collection[str]) -> str:
        """A value of the cell, which must be one of those allowed."""
        if value not in allowed:
            raise self.refused(column, f"has '{value}', which is not known here", f"use one of: {', '.join(allowed)}")
        return value

    def words(self, column: str, allowed: Collection[str]) -> tuple[str, ...]:
        """The words of the cell, each one of those allowed and named once."""
        words = tuple(self.cells[column].split())
        if len(set(words)) < len(words):
            raise self.refused(column, "names a word twice", "name each word once")
        return tuple(self.known(column, word, allowed) for word in words)

    def texts(self, prefix: str) -> Mapping[str, str]:
        """The texts in the columns of a prefix by language; none may be empty."""
        found = {}
        for lang in LANGUAGES:
            value = self.cells[f"{prefix}_{lang}"]
            if not value or value != value.strip():
                way_out = "write the words, with no space before or after them"
                raise self.refused(f"{prefix}_{lang}", "is not a text", way_out)
            found[lang] = value
        return MappingProxyType(found)


def read_rows(folder: Traversable, file: str, columns: Sequence[str]) -> Iterator[Row]:
    """The lines of a CSV file (UTF-8) that has exactly these columns, in any order."""
    reader = csv.reader(io.StringIO(_text(folder, file), newline=""), strict=True)
    try:
        header = next(reader, [])
        if sorted(header) != sorted(columns):
            odd = ", ".join(sorted(set(header) ^ set(columns))) or "one stands twice"
            raise Refused(f"{file} line 1: wrong columns ({odd})", f"use the columns {','.join(columns)}")
        for cells in reader:
            if len(cells) != len(header):
                problem = f"{file} line {reader.line_num}: {len(cells)} cells under {len(header)} columns"
                raise Refused(problem, "give each column one cell, and put text that has a comma in double quotes")
            yield Row(file, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise Refused(f"{file} line {reader.line_num}: {error}", "close every quote that is opened") from error


def _text(folder: Traversable, file: str) -> str:
    try:
        return (folder / file).read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise Refused(f"{file} is missing", f"put {file} into the folder of the dossier") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file}: byte {error.start} is not UTF-8", "save the file as UTF-8") from error
