"""What stands in a column and is nothing of its kind is named, with its table and row, by whatever meets it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.models import BinaryField, BooleanField, DateTimeField, Field, FloatField, Model, TextField
from django.db.models.fields import CharField
from django.test import RequestFactory

from aiqyn_site import wsgi
from aiqyn_site.ledger.fault import UNREADABLE
from aiqyn_site.ledger.unreadable_rows import derived_tables, kept_tables, unreadable_rows
from tests.aiqyn_site.ledger.test_verify import tamper
from tests.aiqyn_site.store import Store
from tests.aiqyn_site.test_backup import filled

#: What is put in the place of each value, the present one being {}.
_VALUES = (
    "NULL",
    "''",
    "'abc'",
    "1.5",
    "99999999999",
    "x'00'",
    "CAST({} AS TEXT)",
    "CAST({} AS BLOB)",
    "CAST(x'ff' AS TEXT)",
    "'2026-02-31 00:00:00'",
)
_PYTHON: tuple[tuple[type[Any], type[Any]], ...] = (
    (TextField, str),
    (CharField, str),
    (DateTimeField, datetime.datetime),
    (BinaryField, bytes),
    (FloatField, float),
    (BooleanField, bool),
)
_BLOB_AS_TEXT = "UPDATE ledger_file SET content = CAST(content AS TEXT) WHERE number = 2"
_NO_JSON = "UPDATE projects_project SET facets = facets || 'x'"
_NOTHING_OF_LISTS = "UPDATE projects_project SET facets = '1.5'"


def test_no_value_of_another_kind_goes_unnoticed(sqlite_store: Store, small: Path) -> None:
    filled(sqlite_store, small)
    with sqlite_store.used(), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        tables = [*kept_tables(), *derived_tables()]
        assert unreadable_rows(tables) == []
        unnoticed = [what for table in tables for what in _unnoticed(table)]
    assert unnoticed == []


def _unnoticed(table: type[Model]) -> Iterator[str]:
    """What cannot be read from a table, after a change of the value in each column of its last row, and is no fault."""
    name = table._meta.db_table
    for field in table._meta.concrete_fields:
        column = connection.ops.quote_name(str(field.column))
        for value in _VALUES:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN")
                try:
                    changed = f"UPDATE {name} SET {column} = {value.format(column)}"
                    order = ", ".join(connection.ops.quote_name(str(key.column)) for key in table._meta.pk_fields)
                    cursor.execute(f"{changed} WHERE ({order}) = (SELECT {order} FROM {name} ORDER BY {order} LIMIT 1)")
                    if cursor.rowcount and not _can_be_read(table, field) and not unreadable_rows([table]):
                        yield f"{name} {field.column} {value}"
                except DatabaseError:
                    pass  # SQLite itself refused it
                finally:
                    cursor.execute("ROLLBACK")


def _can_be_read(table: type[Model], field: Field[Any, Any]) -> bool:
    kind = next((kind for of, kind in _PYTHON if isinstance(field, of)), int)
    try:
        values = list(table._base_manager.values_list(field.attname, flat=True))
    except UNREADABLE:
        return False
    return all(isinstance(value, kind) or (value is None and field.null) for value in values)


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        (_BLOB_AS_TEXT, "ledger_file row 2: cannot be read: content does not hold bytes"),
        ("UPDATE ledger_file SET content = 99999999999 WHERE number = 2", "ledger_file row 2: cannot be read: content"),
        ("UPDATE ledger_statement SET salt = 'abc' WHERE number = 3", "ledger_statement row 3: cannot be read: salt"),
        ("UPDATE ledger_statement SET link = 1.5 WHERE number = 4", "ledger_statement row 4: cannot be read: link"),
        (
            "UPDATE ledger_statement SET digest = zeroblob(21) WHERE number = 1",
            "row 1: cannot be read: digest does not hold",
        ),
        ("UPDATE ledger_seal SET statements_head = 'rubbish'", "ledger_seal row 1: cannot be read: statements_head"),
        ("UPDATE ledger_seal SET loaded_at = '2026-02-31 00:00:00'", "loaded_at does not hold a moment"),
        ("UPDATE django_migrations SET applied = 'abc'", "django_migrations row 1: cannot be read: applied"),
        (_NO_JSON, "projects_project row 1: cannot be read: facets does not hold JSON: run aiqyn rebuild"),
        (_NOTHING_OF_LISTS, "projects_project row 1: of 'bridge' is not what the ledger gives: run aiqyn rebuild"),
    ],
)
def test_the_audit_says_which_row_cannot_be_read(small_store: Store, sql: str, finding: str) -> None:
    tamper(small_store, sql)

    assert finding in small_store.run("verify", expect=1).stderr


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        (_BLOB_AS_TEXT, "ledger_file row 2: cannot be read"),
        (
            "UPDATE ledger_statement SET note = CAST(x'ff' AS TEXT) WHERE number = 3",
            "ledger_statement row 3: cannot be",
        ),
    ],
)
def test_what_cannot_be_read_is_not_exported_and_the_row_named(small_store: Store, sql: str, finding: str) -> None:
    tamper(small_store, sql)

    assert finding in small_store.run("export", small_store.folder / "exported", expect=1).stderr
    assert not (small_store.folder / "exported").exists()


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        (_NO_JSON, "projects_project row 1: cannot be read: facets does not hold JSON: run aiqyn rebuild"),
        ("UPDATE ledger_seal SET statements_head = 99999999999", "ledger_seal row 1: cannot be read"),
    ],
)
def test_a_page_that_meets_such_a_row_fails_in_words_and_one_line_of_the_log(
    small_store: Store, sql: str, finding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(small_store, sql)
    statuses: list[str] = []
    with small_store.used():
        site = wsgi.around(wsgi.make_cached())  # it sets the log up
        environ = RequestFactory(HTTP_HOST="a.example").get("/en/projects/").environ
        page = b"".join(site(environ, lambda status, headers, *_: statuses.append(status))).decode()
    logged = capsys.readouterr().err

    assert statuses == ["500 Internal Server Error"]
    assert "The page could not be made" in page
    assert finding in logged
    assert logged.count("\n") == 1
