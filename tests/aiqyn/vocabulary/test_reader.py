"""A vocabulary with a wrong line is refused, with its place and the way out."""

from __future__ import annotations

import csv
import shutil
from importlib import resources
from pathlib import Path

import pytest

from aiqyn.errors import Refused
from aiqyn.vocabulary import LANGUAGES, load_vocabulary, read_vocabulary
from tests.aiqyn.refusals import in_english

FILES = ("kinds.csv", "sections.csv", "properties.csv", "units.csv", "codes.csv", "charts.csv")
HEADERS = {
    "kinds.csv": "key,en,ru,kk,zh,plural_en,plural_ru,plural_kk,plural_zh,compared_under,found_as",
    "sections.csv": "key,order,en,ru,kk,zh",
    "properties.csv": (
        "key,type,dimension,time,many,section,order,kinds,codes,part_codes,oc4ids,ftm,en,ru,kk,zh,help_en"
    ),
    "units.csv": "key,kind,dimension,factor,scale,symbol_en,symbol_ru,symbol_kk,symbol_zh",
    "codes.csv": "list,key,order,isic,oc4ids,tier,en,ru,kk,zh,note",
    "charts.csv": "key,title_en,title_ru,title_kk,title_zh,rule_en,rule_ru,rule_kk,rule_zh",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the vocabulary that a test may spoil."""
    with resources.as_file(resources.files("aiqyn.vocabulary") / "data") as data:
        shutil.copytree(data, tmp_path / "data")
    return tmp_path / "data"


def lines_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_lines(path: Path, lines: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


def spoil(folder: Path, file: str, key: str, column: str, value: str) -> int:
    """Write a value into the line with this key, and give the number of the line."""
    lines = lines_of(folder / file)
    keys = lines[0].index("key")
    number = next(i for i, cells in enumerate(lines) if cells[keys] == key)
    lines[number][lines[0].index(column)] = value
    write_lines(folder / file, lines)
    return number + 1


def refusal(folder: Path) -> Refused:
    with pytest.raises(Refused) as caught:
        read_vocabulary(folder)
    return caught.value


def test_a_copy_reads_as_the_vocabulary_of_the_package(folder: Path) -> None:
    copied, packaged = read_vocabulary(folder), load_vocabulary()
    assert list(copied.properties) == list(packaged.properties)
    assert copied.properties["cost"].labels == packaged.properties["cost"].labels
    assert list(copied.codes) == list(packaged.codes)


@pytest.mark.parametrize("file", FILES)
def test_the_files_have_the_agreed_headers(folder: Path, file: str) -> None:
    assert (folder / file).read_text(encoding="utf-8").splitlines()[0] == HEADERS[file]


@pytest.mark.parametrize("file", FILES)
def test_the_files_are_written_as_python_writes_csv_with_line_feeds(folder: Path, file: str) -> None:
    before = (folder / file).read_bytes()
    write_lines(folder / file, lines_of(folder / file))
    assert (folder / file).read_bytes() == before


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_refused(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert in_english(refusal(folder)).message == f"{file}: the file is missing"


@pytest.mark.parametrize(("file", "column"), [(file, c) for file in FILES for c in HEADERS[file].split(",")])
def test_a_missing_column_is_refused(folder: Path, file: str, column: str) -> None:
    lines = lines_of(folder / file)
    gone = lines[0].index(column)
    write_lines(folder / file, [cells[:gone] + cells[gone + 1 :] for cells in lines])
    fault = refusal(folder)
    assert in_english(fault).message == f"{file} line 1: column '{column}' is missing"
    assert HEADERS[file] in in_english(fault).way_out


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("column", ["remark", "key"])
def test_an_unknown_column_or_one_that_stands_twice_is_refused(folder: Path, file: str, column: str) -> None:
    lines = lines_of(folder / file)
    write_lines(folder / file, [[*lines[0], column], *[[*cells, ""] for cells in lines[1:]]])
    assert in_english(refusal(folder)).message == f"{file} line 1: column '{column}' is unknown or stands twice"


@pytest.mark.parametrize("file", FILES)
def test_a_line_with_a_cell_too_many_is_refused(folder: Path, file: str) -> None:
    lines = lines_of(folder / file)
    lines[2].append("more")
    write_lines(folder / file, lines)
    fault = refusal(folder)
    assert in_english(fault).message == f"{file} line 3: {len(lines[0]) + 1} cells under {len(lines[0])} columns"


@pytest.mark.parametrize("file", FILES)
def test_a_blank_line_is_refused(folder: Path, file: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as lines:
        lines.write("\n")
    assert "0 cells under" in in_english(refusal(folder)).message


@pytest.mark.parametrize(
    ("file", "prefix"),
    [
        ("kinds.csv", ""),
        ("kinds.csv", "plural_"),
        ("sections.csv", ""),
        ("properties.csv", ""),
        ("units.csv", "symbol_"),
        ("codes.csv", ""),
        ("charts.csv", "title_"),
        ("charts.csv", "rule_"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", ["", " ", " word"])
def test_an_empty_label_is_refused_in_every_language(
    folder: Path, file: str, prefix: str, lang: str, value: str
) -> None:
    lines = lines_of(folder / file)
    key = lines[1][lines[0].index("key")]
    line = spoil(folder, file, key, prefix + lang, value)
    assert in_english(refusal(folder)).message == f"{file} line {line}, column {prefix}{lang}: '{value}' is not a text"


BAD_CELLS = [
    ("kinds.csv", "project", "key", "a project", "is not a key", "letters"),
    ("kinds.csv", "edition", "compared_under", "maybe", "is not known here", "no, yes"),
    ("kinds.csv", "edition", "found_as", "list", "is not known here", "event"),
    ("kinds.csv", "edition", "key", "region", "stands twice", "a key of its own"),
    ("sections.csv", "money", "order", "first", "is not a whole number", "digits only"),
    ("sections.csv", "money", "order", "٣", "is not a whole number", "digits only"),
    ("sections.csv", "money", "key", "identity", "stands twice", "a key of its own"),
    ("units.csv", "MW", "factor", "1e6", "is not a factor", "1000000"),
    ("units.csv", "MW", "factor", "", "is not a factor", "1000000"),
    ("units.csv", "MW", "factor", "-1", "is not a factor", "1000000"),
    ("units.csv", "MW", "factor", "1,000", "is not a factor", "1000000"),
    ("units.csv", "MW", "factor", "NaN", "is not a factor", "1000000"),
    ("units.csv", "MW", "factor", "0.0", "is nought", "1000000"),
    ("units.csv", "MW", "kind", "amount", "is not known here", "count, money, percent, quantity"),
    ("units.csv", "MW", "dimension", "", "is not a dimension", "such as power"),
    ("units.csv", "MW", "scale", "mln", "is not known here", "billion, million"),
    ("units.csv", "MW", "key", "kW", "stands twice", "a key of its own"),
    ("units.csv", "MW", "key", " MW", "is not a key", "letters"),
    ("codes.csv", "operating", "order", "", "is not a whole number", "digits only"),
    ("codes.csv", "act", "tier", "best", "is not a whole number", "digits only"),
    ("codes.csv", "operating", "key", "agreed", "stands twice in the list status", "a key of its own"),
    (
        "codes.csv",
        "energy.wind",
        "key",
        "power.wind",
        "is part of a code that is not there",
        "put power before",
    ),
    ("codes.csv", "operating", "list", "", "is not the name of a list", "letters"),
    ("properties.csv", "cost", "key", "", "is not a key", "letters"),
    ("properties.csv", "cost", "key", "name", "stands twice", "a key of its own"),
    ("properties.csv", "cost", "type", "amount", "is not known here", "code, count, date, measure, money"),
    ("properties.csv", "cost", "time", "often", "is not known here", "changes, fixed, period"),
    ("properties.csv", "cost", "many", "", "is not known here", "no, yes"),
    ("properties.csv", "cost", "section", "prices", "is not known here", "capacity, dossier"),
    ("properties.csv", "cost", "order", "1.5", "is not a whole number", "digits only"),
    ("properties.csv", "cost", "kinds", "", "names no kind", "country, edition"),
    (
        "properties.csv",
        "cost",
        "kinds",
        "project plant",
        "has 'plant', which is not known here",
        "country, edition",
    ),
    ("properties.csv", "cost", "codes", "status", "is not known here", "leave the cell blank"),
    ("properties.csv", "status", "codes", "", "is not known here", "basis, body_role, confidence"),
    ("properties.csv", "status", "codes", "stages", "is not known here", "basis, body_role, confidence"),
    ("properties.csv", "emission", "part_codes", "pollutants", "is not known here", "basis, body_role"),
    ("properties.csv", "capacity", "dimension", "power heat", "has 'heat', which is not known here", "area"),
    ("properties.csv", "jobs", "dimension", "power", "has 'power', which is not known here", "persons"),
    (
        "properties.csv",
        "name",
        "dimension",
        "power",
        "has 'power', which is not known here",
        "leave the cell blank",
    ),
]


@pytest.mark.parametrize(("file", "key", "column", "value", "problem", "way_out"), BAD_CELLS)
def test_a_bad_cell_is_refused_with_its_place_and_the_way_out(
    folder: Path, file: str, key: str, column: str, value: str, problem: str, way_out: str
) -> None:
    line = spoil(folder, file, key, column, value)
    fault = refusal(folder)
    assert in_english(fault).message.startswith(f"{file} line {line}, column {column}: '{value}' {problem}")
    assert way_out in in_english(fault).way_out


def test_a_code_may_be_a_part_in_one_list_only(folder: Path) -> None:
    """A part is named by its code alone: nothing else tells which list it is from."""
    spoil(folder, "codes.csv", "water.oil", "list", "request_event")
    lines = lines_of(folder / "codes.csv")
    assert in_english(refusal(folder)).message.startswith("codes.csv line")  # water is no longer above it
    lines[[cells[1] for cells in lines].index("water.oil")][1] = "air"
    write_lines(folder / "codes.csv", lines)
    assert in_english(refusal(folder)).message == "codes.csv: 'air' is a part in the lists pollutant and request_event"


def test_columns_may_stand_in_any_order(folder: Path) -> None:
    for file in FILES:
        write_lines(folder / file, [cells[::-1] for cells in lines_of(folder / file)])
    assert list(read_vocabulary(folder).properties) == list(load_vocabulary().properties)


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    text = (folder / "kinds.csv").read_text(encoding="utf-8")
    (folder / "kinds.csv").write_bytes(text.encode("utf-16"))
    fault = refusal(folder)
    assert in_english(fault).message == "kinds.csv: byte 0 is not UTF-8"
    assert in_english(fault).way_out == "save the file as UTF-8"


def test_an_open_quote_is_refused(folder: Path) -> None:
    with (folder / "kinds.csv").open("a", encoding="utf-8") as lines:
        lines.write('"open,')
    assert in_english(refusal(folder)).message.startswith("kinds.csv line 12: not valid CSV: unexpected end of data")


def test_an_empty_file_is_refused(folder: Path) -> None:
    (folder / "kinds.csv").write_text("", encoding="utf-8")
    assert in_english(refusal(folder)).message == "kinds.csv line 1: column 'key' is missing"
