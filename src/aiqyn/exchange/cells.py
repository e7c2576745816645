r"""Cells of the files to which the desk adds rows: ids, codes, days, and texts of several paragraphs.

Such a text is one cell in which `\n` ends a line and `\\` is a backslash. A form asks the same rules with what was
typed in it, so that a text is checked before it is made a cell.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.exchange.personal import personal_faults
from aiqyn.exchange.strict_csv import csv_line, lines_in, read_rows
from aiqyn.ledger.identity import is_id
from aiqyn.values.days import parse_day
from aiqyn.values.text import LONGEST_TEXT, normal_text

_Row = TypeVar("_Row")
_ESCAPED = re.compile(r"\\(.?)")


def read_cells(name: str, columns: Sequence[str], content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a file by column, with their lines."""
    for line, row in enumerate(read_rows(Path(name), columns, lines_in(name, content)), 2):
        yield line, dict(zip(columns, row, strict=True))


def rows_or_findings(
    files: Mapping[str, bytes], name: str, read: Callable[[bytes], list[_Row]]
) -> Generator[Finding, None, list[_Row]]:
    """What a file holds, none without the file; one that cannot be read is told of and holds nothing.

    What identifies a private person is told of too. Only here and where a row is made: a site goes on reading what
    was recorded before a sign of such was known.
    """
    if name not in files:
        return []
    try:
        rows = read(files[name])
    except RegisterRefused as refused:
        yield from refused.findings
        return []
    yield from _personal_findings(name, files[name])
    return rows


def _personal_findings(name: str, content: bytes) -> Iterator[Finding]:
    columns = next(lines_in(name, content)).rstrip("\n").split(",")
    for line, cells in read_cells(name, columns, content):
        for column, cell in cells.items():
            yield from (Finding(name, line, cell, fault) for fault in personal_faults(cell, column))


def accept(faults: Iterable[Refused]) -> None:
    """Refuses for the first of some faults."""
    for fault in faults:
        raise fault


def check_id(cells: Mapping[str, str], column: str, mend: str = "") -> None:
    if not is_id(cells[column]):
        raise Refused("id_form", column, mend)


def code_faults(column: str, code: str, codes: Collection[str]) -> Iterator[Refused]:
    if code not in codes:
        yield Refused("code_unknown", column, "write_one_of", known=tuple(codes))


def day_in(cells: Mapping[str, str], column: str) -> datetime.date:
    try:
        return parse_day(cells[column])
    except Refused as refused:
        raise refused.at(column) from None


def text_faults(column: str, text: str, most: int) -> Iterator[Refused]:
    """What is wrong with a text of several paragraphs: too long, or a line such as no file of the register holds."""
    if len(text) > most:
        yield Refused("text_long", column, "shorten", n=len(text), most=most)
        return
    try:
        for line in text.split("\n"):
            # A piece at a time: what is quoted in a statement may not be as long as a reply.
            for start in range(0, len(line), LONGEST_TEXT):
                normal_text(line[start : start + LONGEST_TEXT].strip())
    except Refused as refused:
        yield refused.at(column)


def folded(text: str) -> str:
    r"""A text of several lines as one cell, in which `\n` ends a line.

    >>> print(folded("Dear editors,\n\npath C:\\data"))
    Dear editors,\n\npath C:\\data
    """
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def unfolded(cells: Mapping[str, str], column: str) -> str:
    r"""The text that `folded` made a cell of. Refuses a backslash before anything but `n` and another backslash."""

    def line_end(match: re.Match[str]) -> str:
        if match[1] not in {"n", "\\"}:
            raise Refused("text_backslash", column, sign=match[1])
        return "\n" if match[1] == "n" else "\\"

    return _ESCAPED.sub(line_end, cells[column])


def readable_line(columns: Sequence[str], before: str, row: Sequence[str], read: Callable[[bytes], object]) -> str:
    """A row as a line of its file. Refuses what could not be read after the header and the lines before it."""
    line = csv_line(row)
    try:
        read((csv_line(columns) + before + line).encode())
    except RegisterRefused as refused:
        raise refused.findings[0].reason from None
    except UnicodeEncodeError:
        raise Refused("row_half") from None
    return line
