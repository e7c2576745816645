"""Reads the tables that come with the package.

A wrong line is refused with its place and the way out: a file is read whole or not at all.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

from aiqyn.errors import Refused
from aiqyn.vocabulary.terms import LANGUAGES

_WHOLE = re.compile(r"[0-9]{1,9}")
_FLAGS = {"yes": True, "no": False}

_E = TypeVar("_E", bound=StrEnum)


def data_folder(package: str) -> Traversable:
    """The folder of the data that come with a room of the package, such as `aiqyn.dossier`."""
    return resources.files(package) / "data"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file: it gives cells as values and names the place of those it refuses."""

    file: str
    line: int
    cells: Mapping[str, str]

    def refused(self, column: str, problem: str, way_out: str) -> Refused:
        return Refused(f"{self.file} line {self.line}, column {column}: '{self.cells[column]}' {problem}", way_out)

    def matching(
        self, column: str, pattern: re.Pattern[str], way_out: str, problem: str = "is not of the form asked for"
    ) -> str:
        value = self.cells[column]
        if not pattern.fullmatch(value):
            raise self.refused(column, problem, way_out)
        return value

    def whole(self, column: str, least: int = 0) -> int:
        """The cell as a whole number of at most nine digits, not less than `least`."""
        value = self.cells[column]
        if not _WHOLE.fullmatch(value) or int(value) < least:
            raise self.refused(column, f"is not a whole number from {least}", "write digits only, such as 10")
        return int(value)

    def flag(self, column: str, part: str | None = None) -> bool:
        """The cell or a part of it, which must be yes or no."""
        return _FLAGS[self.known(column, _FLAGS, part)]

    def known(self, column: str, allowed: Collection[str], part: str | None = None) -> str:
        """The cell or a part of it, which must be one of those allowed."""
        value = self.cells[column] if part is None else part
        if value not in allowed:
            which = "is" if part is None else f"has '{part}', which is"
            raise self.refused(column, f"{which} not known here", one_of(allowed))
        return value

    def member(self, column: str, closed: type[_E], part: str | None = None) -> _E:
        """The cell or a part of it as one of a closed set."""
        return closed(self.known(column, [member.value for member in closed], part))

    def words(self, column: str, allowed: Collection[str]) -> tuple[str, ...]:
        """The words of a cell, apart by spaces, each one of those allowed and named once."""
        words = tuple(self.cells[column].split())
        if len(set(words)) < len(words):
            raise self.refused(column, "names a word twice", "name each word once")
        return tuple(self.known(column, allowed, word) for word in words)

    def texts(self, prefix: str = "") -> Mapping[str, str]:
        """The texts in the columns of a prefix, such as `label_`, by language; none may be empty."""
        texts = {}
        for lang in LANGUAGES:
            column = prefix + lang
            value = self.cells[column]
            if not value or value != value.strip():
                raise self.refused(column, "is not a text", "write the words, with no space before or after them")
            texts[lang] = value
        return MappingProxyType(texts)


def one_of(allowed: Collection[str]) -> str:
    """The way out where a word is asked for."""
    named = ", ".join(sorted(filter(None, allowed)))
    return f"use one of: {named}" if named else "leave the cell blank"


def read_rows(folder: Traversable, file: str, columns: Sequence[str]) -> Iterator[Row]:
    """The lines of a CSV file (UTF-8) that has exactly these columns, in any order."""
    return rows_of(file, read_text(folder, file), columns)


def read_text(folder: Traversable, file: str) -> str:
    """The text of a file, byte for byte. Refuses a missing file and one that is not UTF-8."""
    try:
        return (folder / file).read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise Refused(f"{file} is missing", f"put {file} into its folder") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file}: byte {error.start} is not UTF-8", "save the file as UTF-8") from error


def rows_of(file: str, text: str, columns: Sequence[str]) -> Iterator[Row]:
    """The lines of a text that has exactly these columns, in any order; `file` is its name in refusals."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(file, header, columns)
        for cells in reader:
            if len(cells) != len(header):
                problem = f"{file} line {reader.line_num}: {len(cells)} cells under {len(header)} columns"
                raise Refused(problem, "give each column one cell, and put text that has a comma in double quotes")
            yield Row(file, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise Refused(f"{file} line {reader.line_num}: {error}", "close every quote that is opened") from error


def _check_header(file: str, header: Sequence[str], columns: Sequence[str]) -> None:
    way_out = f"use the columns {','.join(columns)}"
    for column in columns:
        if column not in header:
            raise Refused(f"{file} line 1: column '{column}' is missing", way_out)
    for column in header:
        if column not in columns or header.count(column) > 1:
            raise Refused(f"{file} line 1: column '{column}' is unknown or stands twice", way_out)
