"""The rows the script reads and writes: facts as compiled, statements as the register keeps them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

#: The day all statements of the first compilation entered the register.
RECORDED = "2026-11-21"
#: The source of what the compilers wrote themselves.
COMPILATION = "aiqyn-compilation"


class Row(NamedTuple):
    """One row of `statements.csv`, every field as written there (blank = not given)."""

    entity: str
    property: str
    value: str
    unit: str = ""
    lang: str = ""
    as_of: str = ""
    basis: str = ""
    part: str = ""
    source: str = ""
    said_by: str = ""
    place: str = ""
    printed: str = ""
    confidence: str = ""
    note: str = ""
    recorded: str = RECORDED


class Entity(NamedTuple):
    """One row of `entities.csv`."""

    id: str
    kind: str
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One compiled fact, of any file. `speaker` is the `statistical_source` of an indicator."""

    id: str
    subject: str
    property: str
    value: str
    unit: str
    as_of: str
    source: str
    confidence: str
    note: str
    speaker: str = ""
    place: str = ""
    actors: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one fact: its rows, and the reasons that the conversion report prints."""

    fact: Fact
    rows: tuple[Row, ...]
    reasons: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """`statement`, `split` or `not_a_value`, as the report calls it."""
        if not self.rows:
            return "not_a_value"
        return "statement" if len(self.rows) == 1 else "split"

    def with_reason(self, reason: str) -> Outcome:
        """The same outcome with one more reason."""
        return replace(self, reasons=(*self.reasons, reason))


FACT_FILES = ("list_versions", "project_facts", "environment_facts", "indicators", "events")


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header row, UTF-8."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Writes a CSV file as the register keeps them: UTF-8, commas, LF, minimal quoting, a header row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def read_facts(folder: Path, name: str) -> list[Fact]:
    """The facts of one file, in its order."""
    return [_fact(row) for row in read_csv(folder / f"{name}.csv")]


def _fact(row: Mapping[str, str]) -> Fact:
    return Fact(
        id=row["fact_id"],
        subject=row["subject"],
        property=row["property"],
        value=row["value"],
        unit=row["unit"],
        as_of=row["as_of"],
        source=row["source_id"],
        confidence=row["confidence"],
        note=row["note"],
        speaker=row.get("statistical_source", ""),
        place=row.get("place", ""),
        actors=row.get("actors", ""),
    )
