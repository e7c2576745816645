"""Tests of aiqyn.exchange.lines."""

from __future__ import annotations

import csv
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.exchange.findings import Finding, RegisterRefused
from aiqyn.exchange.lines import LINE_LIMIT, csv_line, read_lines, read_rows, safe_file

COLUMNS = ("id", "text")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "things.csv"


def rows(file: Path, content: bytes | str) -> list[list[str]]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_rows(file, COLUMNS))


def fault(file: Path, content: bytes | str) -> Finding:
    with pytest.raises(RegisterRefused) as refused:
        rows(file, content)
    (found,) = refused.value.findings
    assert found.file == "things.csv"
    assert found.way_out
    return found


def test_rows_are_read_as_they_are_written(file: Path) -> None:
    content = 'id,text\na,Жаңатас\nb,"x, ""y"""\nc,\n'
    assert rows(file, content) == [["a", "Жаңатас"], ["b", 'x, "y"'], ["c", ""]]


@pytest.mark.parametrize(
    ("content", "line", "message", "way_out"),
    [
        ("id,text\na,Жаңатас\n".encode("utf-8-sig"), 1, "byte order mark", "save it as UTF-8 without BOM"),
        (
            "id,text\na,Алматы\n".encode("cp1251"),
            2,
            "byte 3 of the line is not UTF-8",
            "save the file as UTF-8",
        ),
        ("id,text\na,b\n".encode("utf-16"), 1, "byte 1 of the line is not UTF-8", "save the file as UTF-8"),
        (b"id,text\na,\xed\xa0\x80\n", 2, "is not UTF-8", "save the file as UTF-8"),
        (b"id,text\r\na,b\r\n", 1, "the line ends with CR LF", "save the file with LF line ends"),
        (b"id,text\na,b\r\n", 2, "the line ends with CR LF", "LF line ends"),
        (b"id,text\ra,b\r", 1, "control character U+000D", "remove it"),
        (b"id,text\na,b", 2, "the last line has no line end", "end the file with a line feed"),
        (b"id,text", 1, "the last line has no line end", "line feed"),
        (b"id,text\na,\x00\n", 2, "character 3 of the line is the control character U+0000", "remove it"),
        (b"id,text\na,x\ty\n", 2, "control character U+0009", "remove it"),
        (b"id,text\na,\x1b[31m\n", 2, "control character U+001B", "remove it"),
        ("id,text\na,\u202ex\n", 2, "control character U+202E", "remove it"),
        ("id,text\na,\u2028\n", 2, "control character U+2028", "remove it"),
        ("id,text\na,\x85\n", 2, "control character U+0085", "remove it"),
        ("id,text\na,\ufeffb\n", 2, "control character U+FEFF", "remove it"),
        ("id,text\na,и\u0306\n", 2, "not in Unicode form NFC", "save it normalised to NFC"),
        ("id,text\na,\uf91d\n", 2, "not in Unicode form NFC", "NFC"),
        (f"id,text\na,{'x' * LINE_LIMIT}\n", 2, f"longer than {LINE_LIMIT} characters", "shorten it"),
        (b"", 1, "column 'id' is missing; column 'text' is missing", "write the header id,text"),
        (b"id\na\n", 1, "column 'text' is missing", "write the header id,text"),
        (b"id,text,note\na,b,c\n", 1, "column 'note' is not known", "write the header id,text"),
        (b"id,Text\na,b\n", 1, "column 'text' is missing; column 'Text' is not known", "write the header"),
        (b"text,id\nb,a\n", 1, "the columns are in another order", "write the header id,text"),
        (b"id;text\na;b\n", 1, "column 'id' is missing", "write the header id,text"),
        (b"id,text\na,b,c\n", 2, "3 columns instead of 2", "give every record the columns id,text"),
        (b"id,text\na\n", 2, "1 columns instead of 2", "give every record the columns id,text"),
        (b"id,text\n\n", 2, "1 columns instead of 2", "give every record"),
        (b'id,text\na,"b\n', 2, "a quote is not closed on its line", "close it, or remove it"),
        (b'id,text\na,"b\nc"\n', 2, "a quote is not closed on its line", "close it"),
        (b'id,text\na,"b"\n', 2, "quotes where none are needed", "quote only fields with a comma or quote"),
        (b'id,text\na,b"c\n', 2, "quotes where none are needed", "quote only fields with a comma or quote"),
    ],
)
def test_a_file_of_another_form_is_refused_with_line_and_way_out(
    file: Path, content: bytes | str, line: int, message: str, way_out: str
) -> None:
    found = fault(file, content)
    assert found.line == line
    assert message in found.message
    assert way_out in found.way_out


def test_a_refused_record_is_quoted_in_part(file: Path) -> None:
    assert fault(file, f"id,text\na,b,{'c' * 500}\n").value == "a,b," + "c" * 56


def test_an_unknown_column_is_quoted_in_part(file: Path) -> None:
    assert len(str(fault(file, "id,text," + ",".join(["x" * 500] * 99) + "\n"))) < 1500


def test_an_endless_line_is_refused_without_reading_it_all(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(200_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(RegisterRefused, match=f"longer than {LINE_LIMIT} characters"):
            list(read_lines(file))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_reading_can_start_in_the_middle_and_counts_lines_from_there(file: Path) -> None:
    file.write_bytes(b"id,text\na,1\nb,2\nc,3,4\n")
    assert list(read_lines(file, offset=12, first_line=3)) == ["b,2\n", "c,3,4\n"]
    with pytest.raises(RegisterRefused) as refused:
        list(read_rows(file, COLUMNS, iter(["id,text\n", *read_lines(file, 12, 3)]), first_line=3))
    assert refused.value.findings[0].line == 4


def test_a_regular_file_of_the_folder_is_safe(file: Path) -> None:
    file.write_text("x")
    assert safe_file(file.parent, file.name) == file


def test_what_is_not_a_regular_file_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("id,text\n")
    folder = tmp_path / "register"
    (folder / "sub").mkdir(parents=True)
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    (folder / "inner.csv").symlink_to("link.csv")
    os.mkfifo(folder / "pipe.csv")
    for name, message in {
        "missing.csv": "the file is missing",
        "link.csv": "the file is a symbolic link",
        "inner.csv": "the file is a symbolic link",
        "sub": "not a regular file in the register folder",
        "pipe.csv": "not a regular file in the register folder",
        "../outside.csv": "not a regular file in the register folder",
    }.items():
        with pytest.raises(RegisterRefused) as refused:
            safe_file(folder, name)
        assert refused.value.findings[0].message == message
        assert refused.value.findings[0].file == name


cells = st.text(st.characters(exclude_categories=["Cc", "Cs"], codec="utf-8"), max_size=8) | st.sampled_from(
    ['"', ",", '","', "=1+1", " x ", "'"]
)


@given(st.lists(cells, min_size=2, max_size=5))
def test_a_line_written_is_read_back_the_same(row: list[str]) -> None:
    line = csv_line(row)
    assert line.endswith("\n")
    assert next(csv.reader([line], strict=True)) == row
