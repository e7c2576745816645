"""Recording more on later days: copies of the register's folder with rows at the end of its statements."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from aiqyn.exchange.lines import csv_line
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


def grow(register: Path, target: Path, *rows: dict[str, str]) -> list[Statement]:
    """A copy of a register's folder with more rows, or the same folder with still more; the statements added."""
    if not target.exists():
        shutil.copytree(register, target)
    made = [later_row(**fields) for fields in rows]
    with (target / "statements.csv").open("a", encoding="utf-8", newline="") as file:
        file.writelines(csv_line(row) for row in made)
    return [make_statement(row) for row in made]
