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

from aiqyn.errors import Refused, Value

#: The languages every label has, in the order in which pages offer them.
LANGUAGES = ("kk", "ru", "en", "zh")
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

    def refused(self, code: str, column: str, mend: str = "", **values: Value) -> Refused:
        return Refused(code, column, mend, file=self.file, line=str(self.line), value=self.cells[column], **values)

    def matching(self, column: str, pattern: re.Pattern[str], mend: str, code: str = "cell_form") -> str:
        value = self.cells[column]
        if not pattern.fullmatch(value):
            raise self.refused(code, column, mend)
        return value

    def whole(self, column: str, least: int = 0) -> int:
        """The cell as a whole number of at most nine digits, not less than `least`."""
        value = self.cells[column]
        if not _WHOLE.fullmatch(value) or int(value) < least:
            raise self.refused("cell_not_whole", column, least=least)
        return int(value)

    def flag(self, column: str, part: str | None = None) -> bool:
        """The cell or a part of it, which must be yes or no."""
        return _FLAGS[self.known(column, _FLAGS, part)]

    def known(self, column: str, allowed: Collection[str], part: str | None = None) -> str:
        """The cell or a part of it, which must be one of those allowed."""
        value = self.cells[column] if part is None else part
        if value not in allowed:
            known = tuple(sorted(filter(None, allowed)))
            mend = "use_one_of" if known else "cell_leave_blank"
            if part is None:
                raise self.refused("cell_unknown", column, mend, known=known)
            raise self.refused("cell_part_unknown", column, mend, known=known, part=part)
        return value

    def member(self, column: str, closed: type[_E], part: str | None = None) -> _E:
        """The cell or a part of it as one of a closed set."""
        return closed(self.known(column, [member.value for member in closed], part))

    def words(self, column: str, allowed: Collection[str]) -> tuple[str, ...]:
        """The words of a cell, apart by spaces, each one of those allowed and named once."""
        words = tuple(self.cells[column].split())
        if len(set(words)) < len(words):
            raise self.refused("cell_word_twice", column)
        return tuple(self.known(column, allowed, word) for word in words)

    def texts(self, prefix: str = "") -> Mapping[str, str]:
        """The texts in the columns of a prefix, such as `label_`, by language; none may be empty."""
        texts = {}
        for lang in LANGUAGES:
            column = prefix + lang
            value = self.cells[column]
            if not value or value != value.strip():
                raise self.refused("cell_no_text", column)
            texts[lang] = value
        return MappingProxyType(texts)


def read_rows(folder: Traversable, file: str, columns: Sequence[str]) -> Iterator[Row]:
    """The lines of a CSV file (UTF-8) that has exactly these columns, in any order."""
    return rows_of(file, read_text(folder, file), columns)


def read_text(folder: Traversable, file: str) -> str:
    """The text of a file, byte for byte. Refuses a missing file and one that is not UTF-8."""
    try:
        return decoded(file, (folder / file).read_bytes())
    except FileNotFoundError as error:
        raise Refused("table_missing", file=file) from error


def decoded(file: str, content: bytes) -> str:
    """Bytes as UTF-8, which they must be; `file` is their name in refusals."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("table_not_utf8", mend="save_utf8", file=file, place=str(error.start)) from error


def rows_of(file: str, text: str, columns: Sequence[str]) -> Iterator[Row]:
    """The lines of a text that has exactly these columns, in any order; `file` is its name in refusals."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(file, header, columns)
        for cells in reader:
            if len(cells) != len(header):
                line, width = str(reader.line_num), len(header)
                raise Refused("table_cells", file=file, line=line, cells=len(cells), columns=width)
            yield Row(file, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise Refused("table_broken", file=file, line=str(reader.line_num), fault=str(error)) from error


def _check_header(file: str, header: Sequence[str], columns: Sequence[str]) -> None:
    named = ",".join(columns)
    for column in columns:
        if column not in header:
            raise Refused("column_missing", column, "use_columns", file=file, line="1", columns=named)
    for column in header:
        if column not in columns or header.count(column) > 1:
            raise Refused("column_unknown", column, "use_columns", file=file, line="1", columns=named)
