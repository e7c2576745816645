"""The first register holds every compiled fact, unchanged, and the script that made it makes it again."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from aiqyn.values.number import parse_number
from aiqyn.vocabulary import load_vocabulary
from tools.convert_facts.bounds import bounded, first_day, last_day
from tools.convert_facts.convert import Register, convert, texts_to_translate
from tools.convert_facts.folder import has_later_rows, write_register
from tools.convert_facts.rows import FACT_FILES, Outcome, Row
from tools.convert_facts.tables import load_tables

TABLES = load_tables()
FACTS = {
    "list_versions": 102,
    "project_facts": 754,
    "environment_facts": 52,
    "indicators": 93,
    "events": 38,
}
MADE = (
    "conversion.csv",
    "datapackage.json",
    "entities.csv",
    "parts.csv",
    "sources.csv",
    "statements.csv",
    "translations.csv",
)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "registers" / "kazakhstan-china"


@pytest.fixture(scope="module")
def register(shared: Path) -> Register:
    return convert(shared, TABLES)


def by_fact(register: Register) -> dict[str, Outcome]:
    return {outcome.fact.id: outcome for outcome in register.outcomes}


def row_of(register: Register, fact: str) -> Row:
    return by_fact(register)[fact].rows[0]


# Of the register alone


def test_report_accounts_for_every_fact_once(folder: Path) -> None:
    report = rows_of(folder / "conversion.csv")
    assert len({row["fact_id"] for row in report}) == len(report) == sum(FACTS.values())


def test_report_counts_agree_with_outcomes(folder: Path) -> None:
    for row in rows_of(folder / "conversion.csv"):
        expected = {"statement": row["statements"] == "1", "split": int(row["statements"]) > 1}
        assert expected.get(row["outcome"], row["statements"] == "0"), row


def test_facts_without_statement_have_a_reason(folder: Path) -> None:
    left_out = [row for row in rows_of(folder / "conversion.csv") if row["outcome"] == "not_a_value"]
    assert [row["fact_id"] for row in left_out] == ["PF0326"]
    assert all(row["reason"] for row in left_out)


def test_statements_are_all_different(folder: Path) -> None:
    counted = Counter(tuple(row.values()) for row in rows_of(folder / "statements.csv"))
    assert [row for row, times in counted.items() if times > 1] == []


def test_every_project_has_a_name_in_four_languages(folder: Path) -> None:
    statements = rows_of(folder / "statements.csv")
    named = {(row["entity"], row["lang"]) for row in statements if row["property"] == "name"}
    projects = [row["id"] for row in rows_of(folder / "entities.csv") if row["kind"] == "project"]
    missing = [(one, lang) for one in projects for lang in ("en", "ru", "kk", "zh") if (one, lang) not in named]
    assert len(projects) == 93
    assert missing == []


def test_every_source_is_kept_and_no_title_keeps_its_brackets(folder: Path) -> None:
    sources = rows_of(folder / "sources.csv")
    assert len(sources) == 313 + 1
    assert [row["id"] for row in sources if row["title"].startswith("[")] == []


def test_every_english_text_has_its_translations(folder: Path) -> None:
    statements = [Row(**row) for row in rows_of(folder / "statements.csv")]
    translated = {row["text"]: row for row in rows_of(folder / "translations.csv")}
    assert [text for text in texts_to_translate(statements) if text not in translated] == []
    assert all(row["ru"] and row["kk"] and row["zh"] for row in translated.values())


def test_data_package_is_valid(folder: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is in requirements/dev.txt")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["fieldName", "rowNumber", "message"])[:5]


# Against the facts


@pytest.mark.parametrize("name", FACT_FILES)
def test_facts_of_each_file_are_all_converted(name: str, shared: Path, register: Register) -> None:
    ids = [row["fact_id"] for row in rows_of(shared / "facts" / f"{name}.csv")]
    assert len(ids) == FACTS[name]
    assert set(ids) <= set(by_fact(register))


def test_every_row_of_every_fact_reaches_the_file(register: Register) -> None:
    made = Counter(row for outcome in register.outcomes for row in outcome.rows)
    assert made - Counter(register.statements) == Counter()


def test_register_begins_with_what_the_script_makes(register: Register, folder: Path, tmp_path: Path) -> None:
    write_register(tmp_path, register)
    made, kept = ((one / "statements.csv").read_bytes() for one in (tmp_path, folder))
    assert kept[: len(made)] == made
    assert (tmp_path / "conversion.csv").read_bytes() == (folder / "conversion.csv").read_bytes()


@pytest.mark.parametrize("name", ["entities.csv", "parts.csv", "sources.csv", "translations.csv"])
def test_register_keeps_every_row_the_script_makes(name: str, register: Register, folder: Path, tmp_path: Path) -> None:
    write_register(tmp_path, register)
    made, kept = (set((one / name).read_text(encoding="utf-8").splitlines()) for one in (tmp_path, folder))
    assert made - kept == set()


def test_register_that_has_grown_is_not_rewritten(register: Register, tmp_path: Path) -> None:
    write_register(tmp_path, register)
    assert not has_later_rows(tmp_path)
    with (tmp_path / "statements.csv").open("a", encoding="utf-8") as file:
        file.write("astana,name,Aqmola,,en,,reported,,aiqyn-compilation,,,,high,,2026-12-01\n")
    assert has_later_rows(tmp_path)


def test_making_it_twice_gives_the_same_bytes(register: Register, shared: Path, tmp_path: Path) -> None:
    again = convert(shared, load_tables())
    for name, one in (("once", register), ("twice", again)):
        write_register(tmp_path / name, one)
    for name in MADE:
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "twice" / name).read_bytes()


def test_no_number_is_changed(register: Register) -> None:
    units = load_vocabulary().units
    checked = set()
    for outcome in register.outcomes:
        fact = outcome.fact
        if len(outcome.rows) != 1 or not outcome.rows[0].unit:
            continue
        row = outcome.rows[0]
        unit = units[row.unit]
        was, now = parse_number(fact.value, scaled=True), parse_number(row.value, scaled=bool(unit.scale))
        assert (was.first, was.last) == (now.first, now.last), fact.id
        assert now.printed == fact.value or row.printed.startswith(fact.value), fact.id
        checked.add(fact.id)
    numeric = [outcome.fact for outcome in register.outcomes if outcome.fact.unit not in ("", "date", "degrees")]
    # PF0741 is the text "40 x 2.5" with its unit
    assert {fact.id for fact in numeric} - checked == {"PF0741"}


def test_no_printed_bound_is_lost(register: Register) -> None:
    printed = [
        outcome for outcome in register.outcomes if re.match(r"[<>]|about |[0-9.]+-[0-9.]+$", outcome.fact.value)
    ]
    changed = [
        outcome.fact.id
        for outcome in printed
        if outcome.fact.unit not in ("", "date") and outcome.rows[0].value != outcome.fact.value
    ]
    assert changed == []


def test_scale_of_money_is_kept(register: Register) -> None:
    for outcome in register.outcomes:
        if outcome.fact.unit.partition(" ")[0] in ("USD", "KZT", "CNY", "HKD"):
            assert outcome.rows[0].unit == outcome.fact.unit, outcome.fact.id


def test_notes_sources_and_confidence_survive(register: Register) -> None:
    for outcome in register.outcomes:
        for row in outcome.rows:
            assert (row.source, row.confidence) == (outcome.fact.source, outcome.fact.confidence), outcome.fact.id
        if outcome.rows:
            assert any(row.note.startswith(outcome.fact.note) for row in outcome.rows), outcome.fact.id


def test_every_override_names_a_fact(register: Register) -> None:
    assert sorted(set(TABLES.overrides) - set(by_fact(register))) == []


def test_shares_named_with_parties_become_shares(register: Register) -> None:
    rows = by_fact(register)["PF0575"].rows
    shares = {(row.part, Decimal(row.value)) for row in rows if row.property == "ownership_share"}
    assert shares == {("kazmunaygas", Decimal(40)), ("sibur", Decimal(30))}


def test_private_persons_are_not_named(folder: Path) -> None:
    for name in ("statements.csv", "entities.csv", "translations.csv"):
        assert "Ke family" not in (folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LV0034", "LV0041"),  # launches of 2019: 5 and 8
        ("PF0725", "PF0729"),  # AIIB: signed and approved
        ("PF0290", "PF0291"),  # KPI contract: 1.865 and 1.79 bn
        ("PF0716", "PF0718"),  # Zhanatas cost: 160 and 130 m
        ("PF0702", "PF0703"),  # Zhanatas output: 350 and 319 GWh
        ("PF0731", "PF0732"),  # Zhanatas staff: 20 and 15
        ("EF0047", "EF0050"),  # Zhanatas CO2: 289,000 and 260,623 t
        ("PF0231", "PF0234"),  # JAC: 22.5 m and 1.1 bn
        ("PF0228", "PF0229"),  # JAC: 100,000 and 60,000 cars
        ("LV0014", "LV0024"),  # completed: 34 and 4
        ("IN0011", "IN0012"),  # trade of 2018
    ],
)
def test_rivals_stay_on_one_part(one: str, other: str, register: Register) -> None:
    left, right = row_of(register, one), row_of(register, other)
    assert (left.property, left.part) == (right.property, right.part)
    assert left.value != right.value


# Rules


@pytest.mark.parametrize(
    ("value", "note", "expected"),
    [
        ("33", "more than; about USD 76.2 million per Steel Daily", ">33"),
        ("300", "nearly 300 local residents", "nearly 300"),
        ("1000", "each plant, more than", ">1000"),
        ("19", "last 12 years, about", "about 19"),
        ("25", "almost; gross inflow since 2005", "nearly 25"),
        ("35", "at least", ">=35"),
        ("220", "up to", "<=220"),
        ("6200", "about 65 trains", "6200"),
        ("33000", "equals about 90 t/day", "33000"),
        ("6.9", "refinery as a whole; hydrogen sulphide and CO up to 36 times the norm; appealed", "6.9"),
        (">27", "more than", ">27"),
    ],
)
def test_bound_is_taken_from_a_clause_about_the_figure(value: str, note: str, expected: str) -> None:
    assert bounded(value, note, TABLES.bounds)[0] == expected


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-06", "2019-06-01", "2019-06-31"),
        ("2019-06-05", "2019-06-05", "2019-06-05"),
        ("2015/2019-09", "2015-01-01", "2019-09-31"),
    ],
)
def test_days_of_a_date_compare_as_text(date: str, first: str, last: str) -> None:
    assert (first_day(date), last_day(date)) == (first, last)
