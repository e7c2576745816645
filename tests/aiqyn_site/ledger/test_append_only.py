"""The database itself refuses to change what was recorded."""

from __future__ import annotations

import contextlib
import sqlite3

import psycopg
import pytest

from tests.aiqyn_site.store import Databases, Store

TABLES = ("ledger_entity", "ledger_source", "ledger_statement", "ledger_file", "ledger_seal")


@pytest.fixture(scope="module")
def recorded(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return databases.copy("sqlite", tmp_path_factory.mktemp("recorded"), loaded=True)


@pytest.fixture(scope="module")
def recorded_on_postgres(databases: Databases, postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return databases.copy("postgres", tmp_path_factory.mktemp("recorded"), loaded=True)


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
def test_sqlite_refuses(recorded: Store, table: str, sql: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        recorded.execute(sql.format(table=table))


def test_sqlite_refuses_a_replacement_under_a_new_number(recorded: Store) -> None:
    with contextlib.closing(sqlite3.connect(recorded.file)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(ledger_statement)")]
    given = ",".join("999999" if column == "number" else column for column in columns)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        recorded.execute(f"INSERT OR REPLACE INTO ledger_statement SELECT {given} FROM ledger_statement LIMIT 1")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "sql", ["UPDATE {table} SET number = number + 100", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"]
)
def test_postgresql_refuses(recorded_on_postgres: Store, table: str, sql: str) -> None:
    with (
        psycopg.connect(recorded_on_postgres.url) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        connection.execute(sql.format(table=table))
