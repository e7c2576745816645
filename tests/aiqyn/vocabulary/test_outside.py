"""The vocabulary beside outside data: the term base and the schema of OC4IDS."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from aiqyn.vocabulary import load_vocabulary

V = load_vocabulary()


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


def test_labels_agree_with_the_term_base(shared: Path) -> None:
    groups = (V.kinds, V.properties, V.code_list("basis"), V.code_list("status"))
    named = {key: word.labels for group in groups for key, word in group.items()}
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
