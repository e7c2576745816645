"""Tests of aiqyn.exchange.rows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from aiqyn.errors import Finding, RegisterRefused
from aiqyn.exchange.folder import open_register
from aiqyn.exchange.rows import check_statements, checked_rows
from aiqyn.exchange.strict_csv import csv_line
from aiqyn.ledger.identity import make_statement, statement_digest
from aiqyn.ledger.statement import COLUMNS
from tests.aiqyn.refusals import in_english
from tests.aiqyn.register_factory import STATEMENTS, row, statement, write_register


def check(folder: Path, rows: Iterable[Sequence[str]]) -> list[Finding]:
    return list(check_statements(open_register(write_register(folder, list(rows)))))


def fault(folder: Path, *rows: Sequence[str]) -> Finding:
    (finding,) = check(folder, rows)
    assert finding.file == "statements.csv"
    assert all(in_english(finding))
    return finding


def test_good_rows_come_with_their_line_and_digest(tmp_path: Path) -> None:
    register = open_register(write_register(tmp_path))
    assert list(checked_rows(register)) == [
        (line, statement_digest(cells), list(cells)) for line, cells in enumerate(STATEMENTS, 2)
    ]
    assert list(check_statements(register)) == []


@pytest.mark.parametrize(
    ("fields", "column", "code", "way_out"),
    [
        ({"entity": "atlantis"}, "entity", "entity_unknown", "add the entity there"),
        ({"entity": ""}, "entity", "entity_unknown", "correct the id"),
        ({"property": "colour"}, "property", "property_unknown", "use a property of the"),
        ({"entity": "jambyl"}, "property", "property_of_others", "use it on: project"),
        (
            {"value": "1.234", "unit": "USD"},
            "value",
            "number_point",
            "write 1234 for thousands",
        ),
        ({"value": "1,234"}, "value", "number_comma", "write 1234 for thousands"),
        (
            {"value": "27-25"},
            "value",
            "number_backwards",
            "write the smaller number first: 25-27",
        ),
        ({"value": "1e5"}, "value", "number_none", "write digits"),
        ({"value": "٢٧"}, "value", "number_none", "write digits"),
        ({"value": ""}, "value", "number_none", "write digits"),
        ({"value": "9" * 16}, "value", "number_long", "write at most 15"),
        (
            {"property": "localisation", "value": "140"},
            "value",
            "measure_share",
            "between 0 and 100",
        ),
        ({"property": "jobs", "value": "-5"}, "value", "measure_negative", "nought or more"),
        ({"property": "jobs", "value": "7.5"}, "value", "measure_fraction", "whole"),
        (
            {"property": "commissioning", "value": "2021-13"},
            "value",
            "date_month",
            "write a month 01 to 12",
        ),
        (
            {"property": "status", "value": "stalled"},
            "value",
            "not_in_list",
            "write one of: propo",
        ),
        (
            {"property": "region", "value": "narnia"},
            "value",
            "entity_unknown",
            "add the entity",
        ),
        ({"property": "coordinates", "value": "69.7;43.5"}, "value", "point_half", "latitude"),
        ({"property": "name", "value": ""}, "value", "value_blank", "leave the row out"),
        ({"property": "name", "value": "-"}, "value", "value_blank", "leave the row out"),
        ({"property": "name", "value": " Zhanatas"}, "value", "text_ends", "delete"),
        ({"unit": "furlong"}, "unit", "unit_unknown", "use a unit of the vocabulary"),
        ({"unit": ""}, "unit", "unit_unknown", "use a unit"),
        ({"unit": "MW"}, "unit", "unit_of_other", "use a unit that fits the property"),
        (
            {"property": "generation", "unit": "MW"},
            "unit",
            "unit_of_other",
            "fits",
        ),
        (
            {"property": "localisation", "unit": "percent change"},
            "unit",
            "unit_of_other",
            "fits",
        ),
        (
            {"property": "status", "value": "operating", "unit": "MW"},
            "unit",
            "unit_needless",
            "leave it blank",
        ),
        (
            {"property": "name", "value": "x", "lang": ""},
            "lang",
            "text_no_language",
            "kk, ru, en or zh",
        ),
        ({"property": "name", "value": "x", "lang": "Kazakh"}, "lang", "language_unknown", "BCP 47"),
        ({"property": "name", "value": "x", "lang": "qq"}, "lang", "language_unknown", "BCP 47"),
        ({"property": "name", "value": "x", "lang": "kz"}, "lang", "language_other", "write kk"),
        ({"property": "name", "value": "x", "lang": "cn"}, "lang", "language_other", "write zh"),
        (
            {"property": "name", "value": "Жаңатас", "lang": "en"},
            "lang",
            "text_script",
            "the language that the text is in",
        ),
        ({"property": "name", "value": "Жаңатас", "lang": "kk-Latn"}, "lang", "text_script", "the language"),
        ({"property": "name", "value": "札纳塔斯", "lang": "ru"}, "lang", "text_script", "the language"),
        ({"lang": "en"}, "lang", "language_needless", "leave it blank"),
        ({"as_of": "2021-13"}, "as_of", "date_month", "write a month 01 to 12"),
        ({"as_of": "05/06/2019"}, "as_of", "date_ambiguous", "write 2019-06-05 or 2019-05-06"),
        ({"basis": "guessed"}, "basis", "not_in_list", "write one of: measured, reported"),
        ({"basis": ""}, "basis", "not_in_list", "write one of"),
        ({"part": "phase-9"}, "part", "part_unknown", "add the part there"),
        ({"source": "hearsay"}, "source", "source_unknown", "add the source there"),
        ({"source": ""}, "source", "source_unknown", "correct the id"),
        ({"said_by": "nobody"}, "said_by", "entity_unknown", "add who says it there"),
        ({"place": "p. 3 "}, "place", "text_ends", "delete the whitespace"),
        ({"printed": " 150"}, "printed", "text_ends", "delete the whitespace"),
        ({"note": "x" * 10_001}, "note", "text_long", "say in `place` where the rest stands"),
        ({"confidence": "sure"}, "confidence", "not_in_list", "high, medium, low"),
        ({"recorded": "2026-13-01"}, "recorded", "day_none", "check the month"),
        ({"recorded": "2026-W47-6"}, "recorded", "day_form", "write year-month-day"),
    ],
)
@pytest.mark.parametrize("line", [2, 12])
def test_a_fault_is_found_with_its_line_column_value_and_way_out(
    tmp_path: Path, line: int, fields: dict[str, str], column: str, code: str, way_out: str
) -> None:
    bad = row(**fields)
    finding = fault(tmp_path, *(STATEMENTS if line == 12 else ()), bad)
    assert (finding.line, finding.field) == (line, column)
    assert finding.value == bad[COLUMNS.index(column)][:80]
    assert finding.code == code
    assert way_out in in_english(finding).way_out


@pytest.mark.parametrize(
    "fields",
    [
        {"property": "cost_growth", "value": "807"},
        {"property": "localisation", "value": "100"},
        {"property": "localisation", "value": ">=90"},
        {"value": "1.234", "unit": "USD billion"},
        {"value": "decimal 1.234", "unit": "USD"},
        {"value": "1 234 567", "unit": "USD"},
        {"value": ">27"},
        {"as_of": ""},
        {"as_of": "2019-23"},
        {"part": "phase-2"},
        {"part": "jambyl"},
        {"said_by": "aiib"},
        {"property": "name", "value": "Жаңатас", "lang": "kk-Cyrl"},
        {"property": "name", "value": "Zhanatas", "basis": "rendered"},
    ],
)
def test_good_values_of_every_sort_are_accepted(tmp_path: Path, fields: dict[str, str]) -> None:
    assert check(tmp_path, [row(**fields)]) == []


@pytest.mark.parametrize("formula", ["=1+1", "=HYPERLINK(0)", "@SUM(A1)", "+7 727 250", "-1", "＝1+1", "'x"])
def test_a_formula_in_a_text_is_text(tmp_path: Path, formula: str) -> None:
    rows = [row(property="name", value=formula, note=formula, place=formula, printed=formula)]
    assert check(tmp_path, rows) == []


def test_the_same_statement_twice_is_found_even_if_recorded_on_another_day(tmp_path: Path) -> None:
    finding = fault(tmp_path, *STATEMENTS, row(recorded="2026-12-01"))
    assert (finding.line, finding.code) == (12, "statement_repeated")
    assert in_english(finding).way_out == "remove one of the two rows"


def test_a_row_may_leave_its_day_to_the_load_and_days_may_go_back(tmp_path: Path) -> None:
    days = ["2026-11-21", "", "2026-11-30", "2026-11-29"]
    assert check(tmp_path, [row(value=str(n), recorded=day) for n, day in enumerate(days)]) == []


DECISIONS = pytest.mark.parametrize("name", ["retraction", "preference"])


@DECISIONS
def test_a_decision_about_a_statement_further_up_is_accepted(tmp_path: Path, name: str) -> None:
    assert check(tmp_path, [*STATEMENTS, row(property=name, value=statement().id, note="why")]) == []


@DECISIONS
@pytest.mark.parametrize(
    ("value", "code", "way_out"),
    [
        (statement(value="999").id, "target_unknown", "copy the id"),
        ("s1", "statement_id_form", "copy the whole id"),
        ("", "statement_id_form", "copy the whole id"),
        (statement().id.upper(), "statement_id_form", "copy the whole id"),
    ],
)
def test_a_decision_about_nothing_is_refused(tmp_path: Path, name: str, value: str, code: str, way_out: str) -> None:
    finding = fault(tmp_path, *STATEMENTS, row(property=name, value=value))
    assert (finding.line, finding.field, finding.value) == (12, "value", value)
    assert finding.code == code
    assert way_out in in_english(finding).way_out


@DECISIONS
def test_a_decision_about_a_statement_of_another_entity_is_refused(tmp_path: Path, name: str) -> None:
    finding = fault(tmp_path, *STATEMENTS, row(entity="programme", property=name, value=statement().id))
    assert (finding.field, finding.code) == ("value", "target_of_other")
    assert in_english(finding).way_out == "name the entity the statement is about"


ENTITIES = "id,kind,part_of\njambyl-fine,record,zhanatas-wind\nzhanatas-wind,project,\n"


def dossier(folder: Path, *rows: Sequence[str]) -> list[Finding]:
    """What is found in rows about a project and one record of it."""
    register = write_register(folder, [row(), *rows])
    (register / "entities.csv").write_text(ENTITIES, encoding="utf-8")
    return list(check_statements(open_register(register)))


def drawn(**fields: str) -> list[str]:
    return row(**{"entity": "jambyl-fine", "property": "drawn_from", "unit": "", "value": statement().id, **fields})


def test_a_record_may_be_drawn_from_a_statement_about_its_project(tmp_path: Path) -> None:
    assert dossier(tmp_path, drawn()) == []


def test_a_record_drawn_from_a_statement_nobody_made_is_refused(tmp_path: Path) -> None:
    (finding,) = dossier(tmp_path, drawn(value=statement(value="999").id))
    assert (finding.field, finding.code) == ("value", "target_unknown")


def test_a_record_cannot_withdraw_what_it_is_drawn_from(tmp_path: Path) -> None:
    (finding,) = dossier(tmp_path, drawn(property="retraction"))
    assert finding.code == "target_of_other"


@pytest.mark.parametrize(("part", "code"), [("air.so2", ""), ("phase-2", "not_in_list"), ("", "not_in_list")])
def test_the_part_of_an_emission_is_a_code_of_its_list(tmp_path: Path, part: str, code: str) -> None:
    faults = check(tmp_path, [row(property="emission", value="15.1", unit="kt/year", part=part)])
    assert [finding.field for finding in faults] == (["part"] if code else [])
    assert all(finding.code.startswith(code) for finding in faults)


def test_a_code_of_a_list_of_parts_is_no_part_of_another_property(tmp_path: Path) -> None:
    assert fault(tmp_path, row(part="air.so2")).code == "part_unknown"


def test_a_decision_before_its_statement_is_refused(tmp_path: Path) -> None:
    finding = fault(tmp_path, row(property="retraction", value=statement().id), row())
    assert (finding.line, finding.field) == (2, "value")


def test_a_decision_may_name_a_statement_recorded_elsewhere(tmp_path: Path) -> None:
    target = make_statement(row(value="999"))
    withdrawal = row(property="retraction", value=target.id)
    register = open_register(write_register(tmp_path, [withdrawal]))
    known = {statement_digest(row(value="999")): "zhanatas-wind"}
    assert [cells for _, _, cells in checked_rows(register, known.get)] == [withdrawal]


def test_reading_may_start_behind_what_was_loaded_and_names_the_true_line(tmp_path: Path) -> None:
    register = open_register(write_register(tmp_path))
    header = csv_line(COLUMNS)
    good = list(checked_rows(register, None, iter([header, csv_line(row())]), 50))
    assert [line for line, _, _ in good] == [50]
    for bad in (csv_line(row(unit="furlong")), csv_line(row()[:-1])):
        lines = iter([header, csv_line(row()), bad])
        with pytest.raises(RegisterRefused) as refused:
            list(checked_rows(register, None, lines, 50))
        assert refused.value.findings[0].line == 51


def test_loading_stops_at_the_first_fault_and_checking_lists_them_all(tmp_path: Path) -> None:
    rows = [row(value=f"{n}-{n}") if n % 2 else row(value=str(n)) for n in range(1, 11)]
    register = open_register(write_register(tmp_path, rows))
    assert [checked_row.line for checked_row in check_statements(register)] == [2, 4, 6, 8, 10]
    with pytest.raises(RegisterRefused) as refused:
        list(checked_rows(register))
    assert [checked_row.line for checked_row in refused.value.findings] == [2]


def test_checking_lists_at_most_a_hundred_faults(tmp_path: Path) -> None:
    assert len(check(tmp_path, [row(value=f"{n}-{n}") for n in range(1, 200)])) == 100


def test_a_fault_of_form_ends_the_search(tmp_path: Path) -> None:
    faults = check(tmp_path, [row(unit="furlong"), [*row(), "extra"], row(unit="league")])
    assert [(finding.line, finding.code) for finding in faults] == [
        (2, "unit_unknown"),
        (3, "row_cells"),
    ]


def test_a_link_in_place_of_the_statements_is_refused(tmp_path: Path) -> None:
    folder = write_register(tmp_path)
    (folder / "statements.csv").rename(tmp_path / "elsewhere.csv")
    (folder / "statements.csv").symlink_to(tmp_path / "elsewhere.csv")
    (finding,) = check_statements(open_register(folder))
    assert (finding.file, finding.code) == ("statements.csv", "file_link")


# The kernel's own peak of this process image: getrusage would count that of the process it was forked from.
_CHECK = """
import re, sys
from pathlib import Path
from aiqyn.cli import main
code = main(["check", sys.argv[1]])
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(code, int(peak[1]) // 1024)
"""


def test_one_bad_row_near_the_end_of_a_long_file_is_found_in_bounded_memory(tmp_path: Path) -> None:
    count, bad = 200_000, 199_990
    folder = write_register(tmp_path, [])
    with (folder / "statements.csv").open("a", encoding="utf-8") as stream:
        before, after = csv_line(row(value="VALUE", note="x" * 300)).split("VALUE")
        stream.writelines(f"{before}{'27-25' if n == bad else n}{after}" for n in range(count))
    done = subprocess.run([sys.executable, "-c", _CHECK, folder], capture_output=True, text=True, check=True)
    last = done.stderr.rstrip().splitlines()[-1]  # progress may stand before it
    assert last.startswith(f"statements.csv:{bad + 2}: column value: '27-25' runs from 27 down to 25.")
    code, peak_mb = map(int, done.stdout.splitlines()[-1].split())
    assert code == 1
    # 28 MB for the program, 25 for the digests of 200,000 rows; the file itself has 75.
    assert peak_mb < 120
