"""Strict reading of a register's CSV files, line by line, in constant memory.

A file is UTF-8 without a byte order mark, LF line ends, one record a line, quotes only where a comma or a
quote needs them, text in NFC without control characters: so that a file and what is written back are the
same bytes.
"""

from __future__ import annotations

import csv
import io
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from aiqyn.errors import Finding, Refused, RegisterRefused, refuse
from aiqyn.values.hidden_signs import hidden_sign

LINE_LIMIT = 60_000
_LINE_BYTES = 4 * LINE_LIMIT  # as many as so many characters can have
_BLOCK_BYTES = 1 << 16
_TOO_LONG = Refused("line_long", mend="shorten", n=LINE_LIMIT)


def safe_file(folder: Path, name: str, inside: str = "") -> Path:
    """The path of a file of the register: a regular file directly in the folder, never a link out of it.

    `inside` is how findings name the folder: blank for the register's own, else ending with a slash.
    """
    path, shown = folder / name, inside + name
    try:
        mode = path.lstat().st_mode
    except OSError:
        raise refuse(shown, 0, "", Refused("file_missing", name=name, folder=str(folder))) from None
    if stat.S_ISLNK(mode):
        raise refuse(shown, 0, "", Refused("file_link"))
    if not stat.S_ISREG(mode) or path.resolve().parent != folder.resolve():
        raise refuse(shown, 0, "", Refused("file_not_regular"))
    return path


def read_lines(path: Path, offset: int = 0, first_line: int = 1) -> Iterator[str]:
    """The lines of a file with their line ends, each checked. Raises RegisterRefused at the first fault.

    Reading can start `offset` bytes into the file, where line `first_line` begins.
    """
    with path.open("rb") as stream:
        stream.seek(offset)
        yield from _checked(path.name, stream, first_line)


def lines_in(name: str, content: bytes) -> Iterator[str]:
    """The lines of a file that was read whole, as `read_lines` gives them; `name` is how findings name it."""
    return _checked(name, io.BytesIO(content), 1)


def _checked(name: str, stream: BinaryIO, first_line: int) -> Iterator[str]:
    # The last line of a block is read with a limit: a file that is one endless line must not fill the memory.
    number = first_line
    while block := stream.read(_BLOCK_BYTES):
        block += stream.readline(_LINE_BYTES + 1)
        lines = _lines_in_order(block)
        if lines:
            yield from lines
            number += len(lines)
            continue
        for raw in io.BytesIO(block):
            yield _checked_line(name, number, raw)
            number += 1


def _lines_in_order(block: bytes) -> list[str]:
    """The lines of a block that has no fault, looked at as a whole, which is several times quicker; else none."""
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError:
        return []
    if hidden_sign(text) or not text.endswith("\n") or not _is_nfc(text):
        return []
    lines = text.splitlines(keepends=True)
    return lines if max(map(len, lines)) <= LINE_LIMIT else []


def _checked_line(name: str, number: int, raw: bytes) -> str:
    if len(raw) > _LINE_BYTES:
        raise refuse(name, number, "", _TOO_LONG)
    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        reason = Refused("line_not_utf8", mend="save_utf8", place=str(fault.start + 1))
        raise refuse(name, number, "", reason) from None
    if hidden_sign(line) or len(line) > LINE_LIMIT or line[-1:] != "\n" or not _is_nfc(line):
        raise refuse(name, number, "", _line_fault(line))
    return line


def _is_nfc(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _line_fault(line: str) -> Refused:
    if line.startswith("\ufeff"):
        return Refused("line_byte_order")
    if line.endswith("\r\n"):
        return Refused("line_cr_lf")
    hidden = hidden_sign(line)
    if hidden:
        return Refused("line_control", place=hidden.place, sign=hidden.sign)
    if len(line) > LINE_LIMIT:
        return _TOO_LONG
    return Refused("line_no_end") if not line.endswith("\n") else Refused("line_not_nfc")


def read_rows(
    path: Path, columns: Sequence[str], lines: Iterator[str] | None = None, first_line: int = 2
) -> Iterator[list[str]]:
    """The records of a CSV file after its header, which must name exactly `columns`.

    `lines` replaces the file's own lines, header included; the first record then stands on line `first_line`.
    """
    name, width = path.name, len(columns)
    lines = read_lines(path) if lines is None else lines
    _check_header(name, next(lines, ""), columns)
    for number, line in enumerate(lines, first_line):
        row = _quoted_row(name, number, line) if '"' in line else line[:-1].split(",")
        if len(row) != width:
            reason = Refused("row_cells", cells=len(row), wanted=width, columns=",".join(columns))
            raise refuse(name, number, line.strip()[:60], reason)
        yield row


def _check_header(name: str, line: str, columns: Sequence[str]) -> None:
    header = line.rstrip("\n").split(",")
    if header == list(columns):
        return
    form = ",".join(columns)
    missing = [column for column in columns if column not in header]
    extra = [column[:40] for column in header if column and column not in columns][:10]
    reasons = [Refused("column_missing", column, "write_header", columns=form) for column in missing]
    reasons += [Refused("column_not_known", column, "write_header", columns=form) for column in extra]
    reasons = reasons or [Refused("columns_order", "", "write_header", columns=form)]
    raise RegisterRefused([Finding(name, 1, "", reason) for reason in reasons])


def _quoted_row(name: str, number: int, line: str) -> list[str]:
    """A record with quoted fields; refuses a quote left open and quotes that are not needed."""
    try:
        row = next(csv.reader([line], strict=True))
    except csv.Error:
        row = []
    if not row or "\n" in "".join(row):
        raise refuse(name, number, line.strip()[:60], Refused("row_quote_open"))
    if csv_line(row) != line:
        raise refuse(name, number, line.strip()[:60], Refused("row_quotes_needless"))
    return row


def csv_line(row: Sequence[str]) -> str:
    """A record as its canonical line of CSV, line end included."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row)
    return out.getvalue()
