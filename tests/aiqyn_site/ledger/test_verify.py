"""The audit: whatever is done to the database behind its back, verify names the first bad row."""

from __future__ import annotations

import contextlib
import json
import random
import re
import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import transaction

from aiqyn_site.accounts.log import log
from tests.aiqyn_site.store import Databases, Store, copy_of_register


def change(store: Store, sql: str) -> None:
    with contextlib.closing(sqlite3.connect(store.file)) as connection:
        connection.executescript(sql)


def tamper(store: Store, sql: str) -> None:
    """Change the file as somebody with write access to it would, triggers removed and put back."""
    with contextlib.closing(sqlite3.connect(store.file)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    change(store, ";".join([*(f"DROP TRIGGER {name}" for name, _ in triggers), sql, *(text for _, text in triggers)]))


@pytest.fixture
def small_on_postgres(databases: Databases, postgres_server: str, small: Path, tmp_path: Path) -> Store:
    store = databases.copy("postgres", tmp_path, loaded=False)
    store.run("load", small)
    store.run("account", "add", "aru", "--role", "editor", given="three quiet rivers")
    return store


#: What is done to the database, and what the audit says of it.
TAMPERINGS = (
    ("UPDATE ledger_statement SET value = '27.7' WHERE number = 2", "ledger_statement row 2: its content"),
    ("UPDATE ledger_statement SET recorded = '2025-01-01' WHERE number = 3", "ledger_statement row 3: breaks"),
    ("UPDATE ledger_statement SET source_id = 2 WHERE number = 1", "ledger_statement row 1: its content"),
    ("UPDATE ledger_statement SET said_by_id = 9 WHERE number = 1", "ledger_statement row 1: its content"),
    ("UPDATE ledger_statement SET salt = x'00' WHERE number = 1", "ledger_statement row 1: breaks"),
    (
        "UPDATE ledger_statement SET value = CAST(x'ff' AS TEXT) WHERE number = 2",
        "ledger_statement row 2: cannot be read",
    ),
    ("DELETE FROM ledger_statement WHERE number = 2", "ledger_statement row 2: is missing"),
    ("DELETE FROM ledger_statement WHERE number = 4", "ledger_statement row 4: is missing"),
    ("UPDATE ledger_source SET title = 'x' WHERE number = 2", "ledger_source row 2: its content"),
    ("UPDATE ledger_entity SET kind = 'region'", "ledger_entity row 1: its content"),
    ("UPDATE ledger_file SET content = x'00' WHERE name = 'parts.csv'", "ledger_file row"),
    ("UPDATE ledger_seal SET statements_head = zeroblob(32)", "does not give the head its seal recorded"),
    ("UPDATE ledger_seal SET register = 'other'", "ledger_seal row 1: breaks"),
    ("UPDATE ledger_seal SET loaded_at = '2020-01-01 00:00:00'", "ledger_seal row 1: breaks"),
    ("UPDATE ledger_seal SET recorded = 'y'", "ledger_seal row 1: breaks"),
    ("UPDATE ledger_seal SET blankings_head = CAST(zeroblob(31) || x'01' AS BLOB)", "ledger_seal row 1: breaks"),
    ("UPDATE ledger_seal SET loaded_at = 'never'", "ledger_seal row 1: "),
    ("DELETE FROM ledger_seal", "stands without a seal"),
    ("DELETE FROM ledger_seal; DELETE FROM ledger_statement", "ledger_seal ends with row 0, but row 1 was the last"),
    ("UPDATE projects_name SET text = 'x'", "projects_name row 1: of 'bridge' is not what the ledger gives"),
    (
        "UPDATE projects_name SET text = CAST(x'ff' AS TEXT)",
        "cannot be read: it holds what is no text: run aiqyn rebuild",
    ),
    ("UPDATE projects_project SET card = '{}'", "projects_project row 1: of 'bridge' is not what the ledger gives"),
    ("DELETE FROM projects_disagreement", "projects_disagreement row 1: of 'bridge' is not what the ledger gives"),
    ("DELETE FROM projects_build", "projects_build derived rows follow from another state"),
    ("DELETE FROM search_terms_data", "search_terms cannot be read"),
    ("DELETE FROM search_terms_data WHERE id > 10", "search_terms cannot be read"),
    ("UPDATE search_terms_idx SET pgno = pgno + 2", "search_terms cannot be read"),
    ("UPDATE search_terms_data SET block = block || x'01' WHERE id = 1", "search_terms does not count what it holds"),
    ("DELETE FROM search_terms_data WHERE id = 1", "search_terms does not count what it holds"),
    ("UPDATE search_terms_config SET v = 3 WHERE k = 'automerge'", "search_terms does not count what it holds"),
    ("UPDATE search_terms_config SET v = CAST(x'ff' AS TEXT) WHERE k = 'automerge'", "search_terms does not count"),
    ("INSERT INTO search_terms (rowid, terms) VALUES (77, 'bribe')", "search_terms row 77: has or lacks 'bribe'"),
    ("DELETE FROM search_word WHERE key = 'bridge'", "search_word row"),
    ("UPDATE search_document SET terms = terms || ' bribe'", "search_document row"),
    (
        "UPDATE ledger_statement SET number = -1 WHERE number = 2;"
        "UPDATE ledger_statement SET number = 2 WHERE number = 3;"
        "UPDATE ledger_statement SET number = 3 WHERE number = -1",
        "ledger_statement row 2: breaks the hash chain",
    ),
    (
        "DELETE FROM django_migrations WHERE name = '0002_append_only' AND app = 'ledger'",
        "lacks ledger.0002_append_only",
    ),
)


#: The same of what the database itself consists of.
REDEFINITIONS = (
    ("DROP INDEX ledger_statement_digest", "ledger_statement lacks the index ledger_statement_digest"),
    ("DROP TABLE corrections_reply", "corrections_reply lacks the table corrections_reply"),
    ("CREATE VIEW bribes AS SELECT 1", "bribes has the view bribes, which is not of Aiqyn"),
    (
        "ALTER TABLE ledger_file RENAME TO spare; CREATE VIEW ledger_file AS WITH RECURSIVE n(i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT spare.* FROM n JOIN spare",
        "ledger_file has the view ledger_file, which is not of Aiqyn",
    ),
    ("ALTER TABLE accounts_person ADD COLUMN x", "accounts_person has another table accounts_person than Aiqyn makes"),
    (
        "CREATE TRIGGER later AFTER INSERT ON ledger_entity BEGIN DELETE FROM articles_reads; END",
        "ledger_entity has the trigger later, which is not of Aiqyn",
    ),
    (
        "DROP TRIGGER ledger_statement_no_update",
        "ledger_statement lacks the trigger ledger_statement_no_update",
    ),
    (
        "DROP TRIGGER accounts_logentry_no_delete;"
        "CREATE TRIGGER accounts_logentry_no_delete BEFORE DELETE ON accounts_logentry BEGIN SELECT 1; END",
        "accounts_logentry has another trigger accounts_logentry_no_delete than Aiqyn makes",
    ),
    (
        "CREATE TRIGGER sqliteXautoindex_later AFTER INSERT ON ledger_entity BEGIN DELETE FROM articles_reads; END",
        "ledger_entity has the trigger sqliteXautoindex_later, which is not of Aiqyn",
    ),
    (
        "PRAGMA writable_schema = ON;"
        "INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_autoindex_later', 'ledger_entity', 0,"
        " 'CREATE TRIGGER sqlite_autoindex_later AFTER INSERT ON ledger_entity BEGIN SELECT 1; END')",
        "ledger_entity has the trigger sqlite_autoindex_later, which is not of Aiqyn",
    ),
    (
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_master SET sql = CAST(sql AS BLOB) WHERE name = 'ledger_entity_no_update'",
        "database its definitions cannot be read and compared",
    ),
)


@pytest.mark.parametrize(("sql", "finding"), TAMPERINGS)
def test_tampering_is_found_and_the_row_named(small_store: Store, sql: str, finding: str) -> None:
    tamper(small_store, sql)

    assert finding in small_store.run("verify", expect=1).stderr


@pytest.mark.parametrize(("sql", "finding"), REDEFINITIONS)
def test_another_definition_is_found_and_named(small_store: Store, sql: str, finding: str) -> None:
    change(small_store, sql)

    assert finding in small_store.run("verify", expect=1).stderr


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        (r"(RAISE\(.*?\))", r'"\1"'),  # a name that there is not, which SQLite takes for a text
        (r"(RAISE\(.*?\))", r"1 /* \1 */"),
        (r"(RAISE\(.*?\))", r"1 -- \1\n"),
        ("RAISE", "RAISE\xa0"),  # no blank for SQLite
        ("append-only", "append- only"),
    ],
)
def test_a_guard_that_only_looks_the_same_is_found(small_store: Store, pattern: str, instead: str) -> None:
    with contextlib.closing(sqlite3.connect(small_store.file, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        named = "name = 'ledger_statement_no_delete'"
        (guard,) = connection.execute(f"SELECT sql FROM sqlite_master WHERE {named}").fetchone()
        assert re.sub(pattern, instead, guard) != guard
        connection.execute(f"UPDATE sqlite_master SET sql = ? WHERE {named}", [re.sub(pattern, instead, guard)])

    finding = "ledger_statement has another trigger ledger_statement_no_delete"
    assert finding in small_store.run("verify", expect=1).stderr


def test_how_a_version_of_sqlite_writes_names_of_tables_is_no_fault(small_store: Store) -> None:
    change(
        small_store,
        """ANALYZE; PRAGMA writable_schema = ON; UPDATE sqlite_master
        SET sql = replace(sql, ' ON ledger_statement ', ' ON  "ledger_statement" ') WHERE type = 'trigger'""",
    )

    assert small_store.run("verify").stdout.startswith("sound: statements 4")


#: Rows that the GIN index was not told of.
_UNINDEXED = """
UPDATE pg_index SET indisready = false WHERE indexrelid = 'search_terms_terms'::regclass;
UPDATE search_terms SET number = -number;
UPDATE search_terms SET number = -number;
UPDATE pg_index SET indisready = true WHERE indexrelid = 'search_terms_terms'::regclass;
"""
_UNGUARDED = "ALTER TABLE {table} DISABLE TRIGGER USER; {sql}; ALTER TABLE {table} ENABLE TRIGGER USER"


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        (
            "ALTER TABLE ledger_statement DISABLE TRIGGER ledger_statement_append_only",
            "ledger_statement has another trigger ledger_statement_append_only than Aiqyn makes",
        ),
        (
            "CREATE OR REPLACE FUNCTION accounts_log_refuse() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN NULL; END $$",
            "database has another function accounts_log_refuse than Aiqyn makes",
        ),
        ("CREATE RULE later AS ON INSERT TO ledger_seal DO INSTEAD NOTHING", "ledger_seal has the rule later"),
        ("DROP INDEX ledger_statement_digest", "ledger_statement lacks the index ledger_statement_digest"),
        ("ALTER TABLE accounts_person ADD COLUMN x text", "accounts_person has the column x"),
        (
            "UPDATE search_terms SET terms = array_append(tsvector_to_array(terms), 'bribe')::text::tsvector",
            "search_terms row",
        ),
        (
            "UPDATE search_terms SET terms = (terms::text || ':1')::tsvector",
            "search_terms does not count what it holds",
        ),
        ("INSERT INTO search_terms VALUES (0, '')", "search_terms does not count what it holds"),
        ("DELETE FROM search_terms WHERE number = (SELECT max(number) FROM search_terms)", "search_terms row"),
        ("DROP TABLE corrections_reply", "corrections_reply lacks the table corrections_reply"),
        ("UPDATE projects_project SET facets = facets || 'x'", "projects_project row 1: cannot be read: facets"),
        (
            _UNGUARDED.format(
                table="ledger_statement", sql="UPDATE ledger_statement SET salt = sha256('x') WHERE number = 3"
            ),
            "ledger_statement row 3: cannot be read: salt does not hold 16 bytes at most",
        ),
        ("TRUNCATE search_terms", "search_terms row"),
        (_UNINDEXED, "search_terms cannot be asked for"),
        *(
            (_UNGUARDED.format(table=table, sql=f"DELETE FROM {table}"), f"{table} ends with row 0, but row {last} was")
            for table, last in (("ledger_seal", 1), ("ledger_statement", 4), ("accounts_logentry", 1))
        ),
    ],
)
def test_on_postgresql_too(small_on_postgres: Store, sql: str, finding: str) -> None:
    with psycopg.connect(small_on_postgres.url, autocommit=True) as connection:
        connection.execute(sql.encode())

    assert finding in small_on_postgres.run("verify", expect=1).stderr


@pytest.mark.postgres
def test_a_row_that_was_rolled_back_on_postgresql_is_none_that_was_lost(small_on_postgres: Store) -> None:
    with small_on_postgres.used(), transaction.atomic():
        log(None, "account_added")
        transaction.set_rollback(True)

    assert small_on_postgres.run("verify").stdout.startswith("sound: statements 4")


@pytest.mark.postgres
def test_tables_of_others_are_nobodys_fault_on_postgresql(small_on_postgres: Store) -> None:
    with psycopg.connect(small_on_postgres.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE of_others (x int)")

    assert small_on_postgres.run("verify").stdout.startswith("sound: statements 4")


def test_the_audit_says_what_it_does_not_vouch_for(small_store: Store) -> None:
    tamper(small_store, "INSERT INTO articles_reads (slug, day, count) VALUES ('bridge', '2026-01-01', 99999999)")

    assert "not vouched for: " in small_store.run("verify").stdout
    assert "counts of reads" in json.loads(small_store.run("verify", "--json").stdout)["not_vouched_for"]


def test_a_flipped_byte_in_a_value_is_found(small_store: Store) -> None:
    content = bytearray(small_store.file.read_bytes())
    at = content.index(b"27.6USD million")
    content[at] ^= 1
    small_store.file.write_bytes(bytes(content))

    assert "ledger_statement row 2: its content" in small_store.run("verify", expect=1).stderr


def test_no_flipped_byte_in_the_ledgers_pages_goes_unnoticed(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.run("load", copy_of_register(tmp_path))
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

        assert "ledger_statement row" in printed or "database" in printed, f"byte {at}"


def _has_dbstat(connection: sqlite3.Connection) -> bool:
    return any("DBSTAT" in option for (option,) in connection.execute("PRAGMA compile_options"))


def test_rebuild_mends_derived_rows(small_store: Store) -> None:
    tamper(small_store, "UPDATE projects_name SET text = 'x'")
    small_store.run("verify", expect=1)
    small_store.run("rebuild")

    assert small_store.run("verify").stdout.startswith("sound: statements 4")
