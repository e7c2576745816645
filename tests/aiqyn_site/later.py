"""Recording more on later days: copies of the register's folder with rows at the end of its statements."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from aiqyn.exchange.strict_csv import csv_line
from aiqyn.ledger import Statement, make_statement
from aiqyn.ledger.statement import COLUMNS

#: Records rows, each by the fields that differ from `row`, and returns the statements they make.
Record = Callable[..., list[Statement]]
DAY, NEXT_DAY = "2998-12-31", "2999-01-01"
_USUAL = {
    "entity": "zhanatas-wind",
    "basis": "reported",
    "source": "aiqyn-compilation",
    "confidence": "high",
    "recorded": DAY,
}


def later_row(**fields: str) -> list[str]:
    """A row recorded on a later day."""
    filled = {**dict.fromkeys(COLUMNS, ""), **_USUAL, **fields}
    return [filled[column] for column in COLUMNS]


def grow(
    register: Path, target: Path, *rows: dict[str, str], entities: Sequence[tuple[str, str, str]] = ()
) -> list[Statement]:
    """A copy of a register's folder with more rows, or the same folder with still more; the statements added.

    `entities` are further ones: id, kind and what they are part of.
    """
    if not target.exists():
        shutil.copytree(register, target)
    table = target / "entities.csv"
    header, *known = table.read_text("utf-8").splitlines(keepends=True)
    known = sorted((*known, *map(csv_line, entities)), key=lambda line: line.partition(",")[0])
    table.write_text("".join((header, *known)), encoding="utf-8", newline="")
    grown = [later_row(**fields) for fields in rows]
    with (target / "statements.csv").open("a", encoding="utf-8", newline="") as file:
        file.writelines(csv_line(row) for row in grown)
    return [make_statement(row) for row in grown]
