"""The database itself refuses to change what was recorded."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.aiqyn_site.ledger.store import Store

TABLES = ("ledger_entity", "ledger_source", "ledger_statement", "ledger_file", "ledger_seal")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {table} SET number = number + 100",
        "DELETE FROM {table} WHERE number = 1",
        "REPLACE INTO {table} SELECT * FROM {table} WHERE number = 1",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_sqlite_refuses(sqlite_store: Store, small: Path, table: str, sql: str) -> None:
    sqlite_store.run("load", small)
    connection = sqlite3.connect(sqlite_store.file)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(sql.format(table=table))


def test_sqlite_refuses_a_replacement_under_a_new_number(sqlite_store: Store, small: Path) -> None:
    sqlite_store.run("load", small)
    connection = sqlite3.connect(sqlite_store.file)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(ledger_statement)")]
    given = ",".join("99" if column == "number" else column for column in columns)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(f"INSERT OR REPLACE INTO ledger_statement SELECT {given} FROM ledger_statement LIMIT 1")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "sql", ["UPDATE {table} SET number = number + 100", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"]
)
def test_postgresql_refuses(postgres_url: str, small: Path, tmp_path: Path, table: str, sql: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    Store(postgres_url, tmp_path).run("load", small)

    with (
        psycopg.connect(postgres_url) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        connection.execute(sql.format(table=table))
