"""Writes the rows of the register as its folder: CSV files, their description and the conversion report."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

from tools.convert_facts.convert import SOURCE_COLUMNS, Register
from tools.convert_facts.rows import RECORDED, Entity, Outcome, Row, read_csv, write_csv
from tools.convert_facts.tables import TABLES

_REPORT_COLUMNS = ("fact_id", "outcome", "statements", "reason")


def has_later_rows(folder: Path) -> bool:
    """Whether the folder holds statements recorded after the conversion: then it must not be rewritten."""
    path = folder / "statements.csv"
    return path.exists() and any(row["recorded"] != RECORDED for row in read_csv(path))


def write_register(folder: Path, register: Register) -> None:
    """Writes every file that the script makes. README.md and register.toml are written by hand."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "entities.csv", Entity._fields, register.entities)
    write_csv(folder / "sources.csv", SOURCE_COLUMNS, register.sources)
    write_csv(folder / "parts.csv", ("id", "en", "ru", "kk", "zh"), register.parts)
    write_csv(folder / "statements.csv", Row._fields, register.statements)
    write_csv(folder / "translations.csv", ("lang", "text", "ru", "kk", "zh"), register.translations)
    write_csv(folder / "conversion.csv", _REPORT_COLUMNS, map(_report, register.outcomes))
    package = json.dumps(_package(), ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(package + "\n", encoding="utf-8", newline="\n")


def _report(outcome: Outcome) -> tuple[str, ...]:
    return (outcome.fact.id, outcome.name, str(len(outcome.rows)), "; ".join(outcome.reasons))


def _package() -> dict[str, object]:
    """The Frictionless description, from `package.csv` (files) and `columns.csv` (their columns)."""
    columns = read_csv(TABLES / "columns.csv")
    schemas = {file: list(rows) for file, rows in groupby(columns, key=lambda row: row["file"])}
    resources = [_resource(row, schemas[row["file"]]) for row in read_csv(TABLES / "package.csv")]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "kazakhstan-china",
        "title": "Register of joint Kazakhstan-China projects",
        "description": "Every figure with its source, its date and what other sources say. See README.md.",
        "version": "2026.11.21",
        "created": "2026-11-21T00:00:00Z",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": "Aiqyn", "roles": ["publisher"]}],
        "resources": resources,
    }


def _resource(file: dict[str, str], columns: list[dict[str, str]]) -> dict[str, object]:
    schema: dict[str, object] = {"fields": [_field(column) for column in columns]}
    if file["key"]:
        schema["primaryKey"] = file["key"].split()
    foreign = [_foreign(column) for column in columns if column["refers_to"]]
    if foreign:
        schema["foreignKeys"] = foreign
    schema["missingValues"] = [""]
    return {
        "name": file["file"],
        "path": f"{file['file']}.csv",
        "title": file["title"],
        "description": file["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema,
    }


def _field(column: dict[str, str]) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if column["required"]:
        constraints["required"] = True
    if column["unique"]:
        constraints["unique"] = True
    if column["pattern"]:
        constraints["pattern"] = column["pattern"]
    if column["enum"]:
        constraints["enum"] = column["enum"].split()
    field: dict[str, object] = {
        "name": column["column"],
        "type": column["type"],
        "description": column["description"],
    }
    if constraints:
        field["constraints"] = constraints
    return field


def _foreign(column: dict[str, str]) -> dict[str, object]:
    file, _, key = column["refers_to"].partition(".")
    resource = "" if file == column["file"] else file
    return {"fields": [column["column"]], "reference": {"resource": resource, "fields": [key]}}
