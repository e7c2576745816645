"""Tests of aiqyn.exchange.strict_csv."""

from __future__ import annotations

import csv
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.errors import Finding, RegisterRefused
from aiqyn.exchange.strict_csv import LINE_LIMIT, csv_line, read_lines, read_rows, safe_file
from tests.aiqyn.refusals import in_english

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
    first, *others = refused.value.findings
    assert first.file == "things.csv"
    assert all(in_english(first))
    assert all(other.code.startswith("column_") for other in others)
    return first


def test_rows_are_read_as_they_are_written(file: Path) -> None:
    content = 'id,text\na,Жаңатас\nb,"x, ""y"""\nc,\n'
    assert rows(file, content) == [["a", "Жаңатас"], ["b", 'x, "y"'], ["c", ""]]


@pytest.mark.parametrize(
    ("content", "line", "code", "way_out"),
    [
        ("id,text\na,Жаңатас\n".encode("utf-8-sig"), 1, "line_byte_order", "save it as UTF-8 without BOM"),
        (
            "id,text\na,Алматы\n".encode("cp1251"),
            2,
            "line_not_utf8",
            "save the file as UTF-8",
        ),
        ("id,text\na,b\n".encode("utf-16"), 1, "line_not_utf8", "save the file as UTF-8"),
        (b"id,text\na,\xed\xa0\x80\n", 2, "line_not_utf8", "save the file as UTF-8"),
        (b"id,text\r\na,b\r\n", 1, "line_cr_lf", "save the file with LF line ends"),
        (b"id,text\na,b\r\n", 2, "line_cr_lf", "LF line ends"),
        (b"id,text\ra,b\r", 1, "line_control", "remove it"),
        (b"id,text\na,b", 2, "line_no_end", "end the file with a line feed"),
        (b"id,text", 1, "line_no_end", "line feed"),
        (b"id,text\na,\x00\n", 2, "line_control", "remove it"),
        (b"id,text\na,x\ty\n", 2, "line_control", "remove it"),
        (b"id,text\na,\x1b[31m\n", 2, "line_control", "remove it"),
        ("id,text\na,\u202ex\n", 2, "line_control", "remove it"),
        ("id,text\na,\u2028\n", 2, "line_control", "remove it"),
        ("id,text\na,\x85\n", 2, "line_control", "remove it"),
        ("id,text\na,\ufeffb\n", 2, "line_control", "remove it"),
        ("id,text\na,x\uffff\n", 2, "line_control", "remove it"),
        ("id,text\na,x\u200b\n", 2, "line_control", "remove it"),
        ("id,text\na,x\U000e0001\n", 2, "line_control", "remove it"),
        ("id,text\na,и\u0306\n", 2, "line_not_nfc", "save it normalised to NFC"),
        ("id,text\na,\uf91d\n", 2, "line_not_nfc", "NFC"),
        (f"id,text\na,{'x' * LINE_LIMIT}\n", 2, "line_long", "shorten it"),
        (b"", 1, "column_missing", "write the header id,text"),
        (b"id\na\n", 1, "column_missing", "write the header id,text"),
        (b"id,text,note\na,b,c\n", 1, "column_not_known", "write the header id,text"),
        (b"id,Text\na,b\n", 1, "column_missing", "write the header"),
        (b"text,id\nb,a\n", 1, "columns_order", "write the header id,text"),
        (b"id;text\na;b\n", 1, "column_missing", "write the header id,text"),
        (b"id,text\na,b,c\n", 2, "row_cells", "give every record the columns id,text"),
        (b"id,text\na\n", 2, "row_cells", "give every record the columns id,text"),
        (b"id,text\n\n", 2, "row_cells", "give every record"),
        (b'id,text\na,"b\n', 2, "row_quote_open", "close it, or remove it"),
        (b'id,text\na,"b\nc"\n', 2, "row_quote_open", "close it"),
        (b'id,text\na,"b"\n', 2, "row_quotes_needless", "quote only fields with a comma or quote"),
        (b'id,text\na,b"c\n', 2, "row_quotes_needless", "quote only fields with a comma or quote"),
    ],
)
def test_a_file_of_another_form_is_refused_with_line_and_way_out(
    file: Path, content: bytes | str, line: int, code: str, way_out: str
) -> None:
    finding = fault(file, content)
    assert finding.line == line
    assert finding.code == code
    assert way_out in in_english(finding).way_out


def test_a_refused_record_is_quoted_in_part(file: Path) -> None:
    assert fault(file, f"id,text\na,b,{'c' * 500}\n").value == "a,b," + "c" * 56


def test_an_unknown_column_is_quoted_in_part(file: Path) -> None:
    assert len(str(fault(file, "id,text," + ",".join(["x" * 500] * 99) + "\n"))) < 1500


def test_an_endless_line_is_refused_without_reading_it_all(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(200_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(RegisterRefused, match="line_long"):
            list(read_lines(file))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"b,\xff\n", "line_not_utf8"),
        (b"b,\tx\n", "line_control"),
        (b"b,\rx\n", "line_control"),
        (b"b,x", "line_no_end"),
    ],
)
def test_a_fault_deep_in_a_file_is_on_its_line_and_what_stands_before_is_read(
    file: Path, bad: bytes, code: str
) -> None:
    good = [f"a,Жаңатас {number}\n" for number in range(20_000)]
    file.write_bytes("".join(good).encode() + bad)
    lines = read_lines(file)
    for line in good:
        assert next(lines) == line
    with pytest.raises(RegisterRefused) as refused:
        next(lines)
    (finding,) = refused.value.findings
    assert (finding.line, finding.code) == (20_001, code)


def test_a_line_longer_than_a_block_is_read_whole(file: Path) -> None:
    long = "a," + "ж" * (LINE_LIMIT - 3) + "\n"
    file.write_text("b,x\n" + long * 3)
    assert list(read_lines(file)) == ["b,x\n", long, long, long]


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
    for name, code in {
        "missing.csv": "file_missing",
        "link.csv": "file_link",
        "inner.csv": "file_link",
        "sub": "file_not_regular",
        "pipe.csv": "file_not_regular",
        "../outside.csv": "file_not_regular",
    }.items():
        with pytest.raises(RegisterRefused) as refused:
            safe_file(folder, name)
        assert refused.value.findings[0].code == code
        assert refused.value.findings[0].file == name


cells = st.text(st.characters(exclude_categories=["Cc", "Cs"], codec="utf-8"), max_size=8) | st.sampled_from(
    ['"', ",", '","', "=1+1", " x ", "'"]
)


@given(st.lists(cells, min_size=2, max_size=5))
def test_a_line_written_is_read_back_the_same(row: list[str]) -> None:
    line = csv_line(row)
    assert line.endswith("\n")
    assert next(csv.reader([line], strict=True)) == row
