"""What was loaded before is not checked anew, but no row is taken for recorded that is not."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path

import pytest

from tests.aiqyn_site.store import ROWS, Store

JOBS = "bridge,jobs,40,persons,,2001,reported,,herald,,,,high,,\n"


@pytest.mark.parametrize("tampered", ["added", "changed", "repeated", "in the middle of a line"])
def test_what_a_seal_tells_of_a_file_stands_for_no_row(sqlite_store: Store, small: Path, tampered: str) -> None:
    """A seal that claims a sheet with another row was loaded, which no chain goes over, does not make it recorded."""
    sqlite_store.run("load", small)
    sheet = small / "statements.csv"
    text = sheet.read_text("utf-8")
    if tampered == "added":
        sheet.write_text(text + JOBS, "utf-8")
    elif tampered == "changed":
        sheet.write_text(text.replace(ROWS[1], ROWS[1].replace(",high,", ",low,")), "utf-8")
    elif tampered == "repeated":
        sheet.write_text(text + ROWS[1], "utf-8")
    else:
        sheet.write_text(text.replace(ROWS[1], f"x{ROWS[1]}"), "utf-8")
    content = sheet.read_bytes()
    if tampered == "in the middle of a line":
        content = content[: content.index(f"x{ROWS[1]}".encode()) + 1]
    with contextlib.closing(sqlite3.connect(sqlite_store.file, isolation_level=None)) as database:
        guards = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'ledger_seal' AND sql LIKE 'CREATE TR%'"
        )
        kept = guards.fetchall()
        for name, _ in kept:
            database.execute(f"DROP TRIGGER {name}")
        database.execute(
            "UPDATE ledger_seal SET file_bytes = ?, file_digest = ?", (len(content), hashlib.sha256(content).digest())
        )
        for _, guard in kept:
            database.execute(guard)
    sqlite_store.run("verify")
    sqlite_store.run("diff", small, expect=1)
    if tampered == "added":
        assert sqlite_store.run("load", small).stdout.startswith("loaded: statements 1,")
        sqlite_store.run("diff", small)
    else:
        assert "statements.csv" in sqlite_store.run("load", small, expect=1).stderr
