"""The audit: whatever is done to the database behind its back, verify names the first bad row."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from pathlib import Path

import pytest

from tests.aiqyn_site.store import REGISTER, Store


def tamper(store: Store, *sql: str) -> None:
    """Change the file as somebody with write access to it would, triggers removed and put back."""
    with contextlib.closing(sqlite3.connect(store.file)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    store.execute(*(f"DROP TRIGGER {name}" for name, _ in triggers), *sql, *(trigger for _, trigger in triggers))


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        (
            "UPDATE ledger_statement SET value = '27.7' WHERE number = 2",
            "ledger_statement row 2: its content",
        ),
        (
            "UPDATE ledger_statement SET recorded = '2025-01-01' WHERE number = 3",
            "ledger_statement row 3: breaks",
        ),
        ("UPDATE ledger_statement SET source_id = 2 WHERE number = 1", "ledger_statement row 1: its content"),
        ("DELETE FROM ledger_statement WHERE number = 2", "ledger_statement row 2: is missing"),
        ("DELETE FROM ledger_statement WHERE number = 4", "ledger_statement row 4: is missing"),
        ("UPDATE ledger_source SET title = 'x' WHERE number = 2", "ledger_source row 2: its content"),
        ("UPDATE ledger_entity SET kind = 'region'", "ledger_entity row 1: its content"),
        ("UPDATE ledger_file SET content = x'00' WHERE name = 'parts.csv'", "ledger_file row"),
        ("UPDATE ledger_seal SET statements_head = zeroblob(32)", "does not give the head its seal recorded"),
        ("DELETE FROM ledger_seal", "stands without a seal"),
        ("UPDATE projects_name SET text = 'x'", "projects_name row 1: of 'bridge' is not what the ledger gives"),
        ("UPDATE projects_project SET card = '{}'", "projects_project row 1: of 'bridge' is not what the ledger gives"),
        ("DELETE FROM projects_disagreement", "projects_disagreement row 1: of 'bridge' is not what the ledger gives"),
    ],
)
def test_tampering_is_found_and_the_row_named(sqlite_store: Store, small: Path, sql: str, finding: str) -> None:
    sqlite_store.run("load", small)
    tamper(sqlite_store, sql)

    assert finding in sqlite_store.run("verify", expect=1).stderr


def test_two_rows_swapped_are_found(sqlite_store: Store, small: Path) -> None:
    sqlite_store.run("load", small)
    tamper(
        sqlite_store,
        "UPDATE ledger_statement SET number = -1 WHERE number = 2",
        "UPDATE ledger_statement SET number = 2 WHERE number = 3",
        "UPDATE ledger_statement SET number = 3 WHERE number = -1",
    )

    assert "ledger_statement row 2: breaks the hash chain" in sqlite_store.run("verify", expect=1).stderr


def test_a_removed_guard_is_found(sqlite_store: Store, small: Path) -> None:
    sqlite_store.run("load", small)
    sqlite_store.execute("DROP TRIGGER ledger_statement_no_update")

    assert "17 of 18 triggers" in sqlite_store.run("verify", expect=1).stderr


def test_a_flipped_byte_in_a_value_is_found(sqlite_store: Store, small: Path) -> None:
    sqlite_store.run("load", small)
    content = bytearray(sqlite_store.file.read_bytes())
    at = content.index(b"27.6USD million")
    content[at] ^= 1
    sqlite_store.file.write_bytes(bytes(content))

    assert "ledger_statement row 2: its content" in sqlite_store.run("verify", expect=1).stderr


def test_no_flipped_byte_in_the_ledgers_pages_goes_unnoticed(sqlite_store: Store) -> None:
    sqlite_store.run("load", REGISTER)
    original = sqlite_store.file.read_bytes()
    connection = sqlite3.connect(sqlite_store.file)
    pages = (
        [
            (number - 1) * 4096
            for (number,) in connection.execute(
                "SELECT pageno FROM dbstat WHERE name = 'ledger_statement' AND pagetype = 'leaf' AND unused < 200"
            )
        ]
        if _has_dbstat(connection)
        else [original.index(b"136.2USD million") // 4096 * 4096]
    )
    connection.close()
    rng = random.Random(7)
    for _ in range(12):
        at = rng.choice(pages) + 4096 - rng.randrange(1, 3000)  # cells fill a page from its end
        content = bytearray(original)
        content[at] ^= 1 << rng.randrange(8)
        sqlite_store.file.write_bytes(bytes(content))
        printed = sqlite_store.run("verify", expect=1).stderr

        assert "ledger_statement row" in printed or "database row" in printed, f"byte {at}"


def _has_dbstat(connection: sqlite3.Connection) -> bool:
    return any("DBSTAT" in option for (option,) in connection.execute("PRAGMA compile_options"))


def test_rebuild_mends_derived_rows(sqlite_store: Store, small: Path) -> None:
    sqlite_store.run("load", small)
    tamper(sqlite_store, "UPDATE projects_name SET text = 'x'")
    sqlite_store.run("verify", expect=1)
    sqlite_store.run("rebuild")

    assert sqlite_store.run("verify").stdout.startswith("sound: statements 4")
