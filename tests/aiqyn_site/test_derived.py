"""What is derived after an addition is what is derived of everything: the same rows, the same index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiqyn_site.derived import ensure_built, rebuild_derived, verify_derived
from aiqyn_site.ledger.actions import load_register
from aiqyn_site.ledger.base_mark import keep_base
from aiqyn_site.ledger.sql import select
from tests.aiqyn_site.made_up import MadeUpRegister, steps

pytestmark = pytest.mark.django_db
LEDGER = ("ledger_seal", "ledger_file", "ledger_statement", "ledger_source", "ledger_entity")
DERIVED = (
    *("projects_name", "projects_project", "projects_disagreement", "projects_promise", "projects_change"),
    *("dossier_card", "search_document", "search_word", "search_spelling"),
)


@pytest.fixture
def empty_ledger(db: None) -> None:
    """No register, in this test's transaction: its guards are taken away, as no one outside a test could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'ledger_%%'"
            for (name,) in list(select(guards)):
                cursor.execute(f"DROP TRIGGER {name}")
        for table in LEDGER:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("DELETE FROM projects_build")


def everything_derived() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every derived table, and of the index every term of every number."""
    tables = {table: sorted(select(f"SELECT * FROM {table}"), key=repr) for table in DERIVED}
    return {**tables, "search_terms": sorted(postings())}


def postings() -> Iterator[tuple[object, ...]]:
    if connection.vendor == "postgresql":
        yield from select("SELECT number, terms::text FROM search_terms")
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE temp.postings USING fts5vocab(main, search_terms, instance)")
        yield from list(select("SELECT DISTINCT doc, term FROM postings"))
        cursor.execute("DROP TABLE temp.postings")


@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_derived_step_by_step_is_what_is_derived_at_once(empty_ledger: None, data: st.DataObject) -> None:
    with transaction.atomic(), TemporaryDirectory() as folder:
        register = MadeUpRegister(Path(folder))
        for _ in range(data.draw(st.integers(2, 5))):
            data.draw(steps(register))
            keep_base(register.folder, load_register(register.write()).base)
            ensure_built()
        step_by_step = everything_derived()
        assert verify_derived() == []
        rebuild_derived()
        assert everything_derived() == step_by_step
        transaction.set_rollback(True)
