"""A reader never waits for a writer, and what a reader sends does not wait long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from aiqyn_site.ledger import locks
from aiqyn_site.ledger.locks import FORM, READER, bind_threads, is_lock
from tests.aiqyn_site.store import Store

_CODE = "INSERT INTO corrections_code (invitation, code, expires) VALUES ('', %s, '')"


def _write(name: str) -> None:
    """Write a row; the connection is the thread's own, and closed again."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_CODE, [name])
    finally:
        connection.close()


def _read() -> int:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ledger_statement")
            return int(cursor.fetchone()[0])
    finally:
        connection.close()


@pytest.fixture(autouse=True)
def bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections go by their threads, as in a worker, but nobody waits for three seconds."""
    bind_threads()
    monkeypatch.setattr(locks, "_BOUNDS", {key: text.replace("3000", "50") for key, text in locks._BOUNDS.items()})


def test_a_reader_may_only_read(store: Store) -> None:
    with store.used(), ThreadPoolExecutor(1, READER) as reader:
        assert reader.submit(_read).result() == 0
        with pytest.raises(DatabaseError, match=r"readonly|read-only"):
            reader.submit(_write, "reader").result()


def test_a_form_that_meets_a_writer_is_told_of_the_lock_and_a_reader_is_not(store: Store) -> None:
    with (
        store.used(),
        ThreadPoolExecutor(1, FORM) as form,
        ThreadPoolExecutor(1, READER) as reader,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(_CODE, ["same"])
        with pytest.raises(DatabaseError) as caught:
            form.submit(_write, "same").result()

        assert is_lock(caught.value)
        assert reader.submit(_read).result() == 0


def test_a_form_writes_where_nobody_else_does(store: Store) -> None:
    with store.used(), ThreadPoolExecutor(1, FORM) as form:
        form.submit(_write, "form").result()
        with pytest.raises(DatabaseError) as caught:
            form.submit(_write, "form").result()

    assert not is_lock(caught.value)
