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
from functools import partial
from pathlib import Path
from typing import BinaryIO

from aiqyn.exchange.findings import Finding, RegisterRefused
from aiqyn.values.text import DISTURBING

LINE_LIMIT = 60_000
_LINE_BYTES = 4 * LINE_LIMIT  # as many as so many characters can have


def refuse(name: str, line: int, column: str, value: str, message: str, way_out: str) -> RegisterRefused:
    """A refusal with one finding."""
    return RegisterRefused([Finding(name, line, column, value[:80], message, way_out)])


def safe_file(folder: Path, name: str, inside: str = "") -> Path:
    """The path of a file of the register: a regular file directly in the folder, never a link out of it.

    `inside` is how findings name the folder: blank for the register's own, else ending with a slash.
    """
    path, told = folder / name, inside + name
    try:
        mode = path.lstat().st_mode
    except OSError:
        raise refuse(told, 0, "", "", "the file is missing", f"add {name} to {folder}") from None
    if stat.S_ISLNK(mode):
        raise refuse(told, 0, "", "", "the file is a symbolic link", "put the file itself in the register folder")
    if not stat.S_ISREG(mode) or path.resolve().parent != folder.resolve():
        raise refuse(told, 0, "", "", "not a regular file in the register folder", "put a plain file there")
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
    # Read by readline with a limit: a file that is one endless line must not fill the memory.
    for number, raw in enumerate(iter(partial(stream.readline, _LINE_BYTES + 1), b""), first_line):
        if len(raw) > _LINE_BYTES:
            raise _too_long(name, number)
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError as fault:
            message = f"byte {fault.start + 1} of the line is not UTF-8"
            raise refuse(name, number, "", "", message, "save the file as UTF-8") from None
        if DISTURBING.search(line) or len(line) > LINE_LIMIT or line[-1:] != "\n" or not _is_nfc(line):
            raise _line_fault(name, number, line)
        yield line


def _is_nfc(line: str) -> bool:
    return line.isascii() or unicodedata.is_normalized("NFC", line)


def _line_fault(name: str, number: int, line: str) -> RegisterRefused:
    if line.startswith("\ufeff"):
        return refuse(name, number, "", "", "the file starts with a byte order mark", "save it as UTF-8 without BOM")
    if line.endswith("\r\n"):
        return refuse(name, number, "", "", "the line ends with CR LF", "save the file with LF line ends")
    found = DISTURBING.search(line)
    if found:
        place = f"character {found.start() + 1} of the line is the control character U+{ord(found[0]):04X}"
        return refuse(name, number, "", "", place, "remove it")
    if len(line) > LINE_LIMIT:
        return _too_long(name, number)
    if not line.endswith("\n"):
        return refuse(name, number, "", "", "the last line has no line end", "end the file with a line feed")
    return refuse(name, number, "", "", "the text is not in Unicode form NFC", "save it normalised to NFC")


def _too_long(name: str, number: int) -> RegisterRefused:
    return refuse(name, number, "", "", f"the line is longer than {LINE_LIMIT} characters", "shorten it")


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
            raise refuse(
                name,
                number,
                "",
                line.strip()[:60],
                f"{len(row)} columns instead of {width}",
                f"give every record the columns {','.join(columns)}",
            )
        yield row


def _check_header(name: str, line: str, columns: Sequence[str]) -> None:
    found = line.rstrip("\n").split(",")
    if found == list(columns):
        return
    missing = [column for column in columns if column not in found]
    extra = [column[:40] for column in found if column not in columns][:10]
    faults = [f"column '{column}' is missing" for column in missing]
    faults += [f"column '{column}' is not known" for column in extra if column]
    message = "; ".join(faults) or "the columns are in another order"
    raise refuse(name, 1, (missing + extra + [""])[0], "", message, f"write the header {','.join(columns)}")


def _quoted_row(name: str, number: int, line: str) -> list[str]:
    """A record with quoted fields; refuses a quote left open and quotes that are not needed."""
    try:
        row = next(csv.reader([line], strict=True))
    except csv.Error:
        row = []
    if not row or "\n" in "".join(row):
        raise refuse(name, number, "", line.strip()[:60], "a quote is not closed on its line", "close it, or remove it")
    if csv_line(row) != line:
        raise refuse(
            name,
            number,
            "",
            line.strip()[:60],
            "quotes where none are needed",
            "quote only fields with a comma or quote",
        )
    return row


def csv_line(row: Sequence[str]) -> str:
    """A record as its canonical line of CSV, line end included."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row)
    return out.getvalue()
