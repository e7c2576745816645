"""The vocabulary beside outside data: the facts it must hold, the term base and the schema of OC4IDS."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from aiqyn.vocabulary import load_vocabulary

V = load_vocabulary()

#: Units that the facts spell in another way than the vocabulary.
SPELLINGS = {"million tonnes": "million t"}
#: What stands in the unit column of the facts where a value of that type takes no unit.
NO_UNIT = {"", "date", "degrees"}
MASS = re.compile(r"(t|kt|million t) (.+?)(/(?:year|day))?")


def split_unit(printed: str) -> tuple[str, str]:
    """A unit as the facts print it, as a unit of the vocabulary and a part.

    | printed                     | unit      | part                 |
    |-----------------------------|-----------|----------------------|
    | `MW`                        | `MW`      |                      |
    | `million tonnes`            | million t |                      |
    | `t ethylene/year`           | `t/year`  | ethylene             |
    | `million t ore`             | million t | ore                  |
    | `percent of project funds`  | `percent` | of project funds     |

    A unit of the vocabulary is never split, so that `t CO2/year` stays what it is.
    """
    unit = SPELLINGS.get(printed, printed)
    if unit in V.units:
        return unit, ""
    if product := MASS.fullmatch(unit):
        return product[1] + (product[3] or ""), product[2]
    head, _, part = unit.partition(" ")
    return head, part


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def oc4ids(shared: Path) -> Path:
    """The newest schema folder of OC4IDS in the shared data."""
    folders = sorted((shared / "data" / "oc4ids").glob("*/schema/project-level"))
    if not folders:
        pytest.skip("the shared folder has no OC4IDS schema")
    return folders[-1]


def codes_of(shared: Path, name: str) -> set[str]:
    return {row["Code"] for row in rows_of(oc4ids(shared) / "codelists" / f"{name}.csv")}


def field_at(schema: dict[str, Any], path: str) -> dict[str, Any]:
    """The definition of a field; KeyError when the path leads nowhere."""
    node = schema
    for name in path.split("/"):
        node = node.get("items", node)
        if "$ref" in node:
            node = schema["definitions"][node["$ref"].rpartition("/")[2]]
        node = node["properties"][name]
    return node


@pytest.mark.parametrize(
    ("printed", "unit", "part"),
    [
        ("MW", "MW", ""),
        ("million tonnes", "million t", ""),
        ("t ethylene/year", "t/year", "ethylene"),
        ("t fuel oil and vacuum gas oil/year", "t/year", "fuel oil and vacuum gas oil"),
        ("t milk/day", "t/day", "milk"),
        ("million t ore", "million t", "ore"),
        ("t CO2/year", "t CO2/year", ""),
        ("t CO2 and pollutants/year", "t/year", "CO2 and pollutants"),
        ("percent of project funds", "percent", "of project funds"),
    ],
)
def test_a_printed_unit_splits_into_a_unit_and_a_part(printed: str, unit: str, part: str) -> None:
    assert split_unit(printed) == (unit, part)
    assert unit in V.units


def test_every_unit_of_the_facts_has_a_home(shared: Path) -> None:
    printed = {
        row["unit"] for path in sorted((shared / "facts").glob("*.csv")) for row in rows_of(path) if "unit" in row
    }
    assert len(printed) > 60
    assert sorted(unit for unit in printed - NO_UNIT if split_unit(unit)[0] not in V.units) == []


def test_every_property_of_the_facts_that_the_vocabulary_knows_takes_its_units(shared: Path) -> None:
    refused = [
        (row["property"], row["unit"])
        for path in sorted((shared / "facts").glob("*.csv"))
        for row in rows_of(path)
        if row.get("unit", "") not in NO_UNIT
        and (prop := V.properties.get(row["property"]))
        and prop.type != "text"
        and not prop.admits(V.units[split_unit(row["unit"])[0]])
    ]
    # A growth rate is no share of a whole, though the facts write both as "percent".
    assert sorted(set(refused)) == [("cost_growth", "percent")]


def test_labels_agree_with_the_term_base(shared: Path) -> None:
    groups = (V.kinds, V.properties, V.code_list("basis"), V.code_list("status"))
    named = {key: one.labels for group in groups for key, one in group.items()}
    differing = [
        (row["key"], lang)
        for row in rows_of(shared / "terms.csv")
        if row["key"] in named
        for lang in ("en", "ru", "kk", "zh")
        if named[row["key"]][lang] != row[lang]
    ]
    assert differing == []


def test_every_path_of_oc4ids_is_in_its_schema(shared: Path) -> None:
    schema = json.loads((oc4ids(shared) / "project-schema.json").read_text(encoding="utf-8"))
    paths = {prop.key: prop.oc4ids for prop in V.properties.values() if prop.oc4ids}
    assert len(paths) > 30
    for path in paths.values():
        name, _, code = path.partition("=")
        field = field_at(schema, name)
        if code and "codelist" in field:
            assert code in codes_of(shared, field["codelist"].removesuffix(".csv"))


def test_every_code_of_oc4ids_is_in_its_lists(shared: Path) -> None:
    for ours, theirs in (("status", "projectStatus"), ("sector", "projectSector"), ("document_type", "documentType")):
        used = {code.oc4ids for code in V.code_list(ours).values()} - {""}
        assert used
        assert used <= codes_of(shared, theirs)


def test_a_path_to_follow_the_money_names_a_schema_and_a_property() -> None:
    paths = [path for prop in V.properties.values() for path in prop.ftm.split()]
    assert paths
    assert [path for path in paths if not re.fullmatch(r"[A-Z][A-Za-z]+:[a-z][A-Za-z]+", path)] == []
