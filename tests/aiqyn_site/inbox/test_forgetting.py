"""What is forgotten is gone from the file of the database and from its journal, at once or as soon as nobody reads."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from aiqyn_site.inbox import actions
from aiqyn_site.inbox.models import Proposal, Reply
from aiqyn_site.ledger import journal
from aiqyn_site.settings import database_settings
from tests.aiqyn_site.store import Store

SECRET = "the neighbour's telephone"


def propose(text: str) -> int:
    actions.propose(kind="correction", about="", text=text, link="", lang="en", attachment=text.encode())
    return Proposal.objects.latest("id").id


def is_on_disk(store: Store) -> bool:
    """Whether the text is anywhere in the database file or beside it."""
    return any(SECRET.encode() in file.read_bytes() for file in store.file.parent.glob(f"{store.file.name}*"))


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_PATIENCE_MS", 20)


def test_spam_is_forgotten_at_once(sqlite_store: Store) -> None:
    with sqlite_store.used():
        number = propose(SECRET)
        assert is_on_disk(sqlite_store)
        actions.decide(number, "spam", {})
        assert not is_on_disk(sqlite_store)


def test_an_answer_set_aside_is_forgotten_at_once(sqlite_store: Store) -> None:
    with sqlite_store.used():
        reply = Reply.objects.create(invitation="r1", lang="en", text=SECRET, received="2026-01-01")
        assert is_on_disk(sqlite_store)
        actions.decline_reply(reply.id)
        assert not is_on_disk(sqlite_store)


def test_what_is_due_is_forgotten_and_whoever_still_reads_is_named(sqlite_store: Store) -> None:
    with sqlite_store.used(), closing(sqlite3.connect(sqlite_store.file)) as reader:
        actions.decide(propose(SECRET), "declined", {"en": "No."})
        Proposal.objects.update(decided="2020-01-01")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM corrections_proposal").fetchone()
        assert "run this again" in sqlite_store.run("tidy", expect=1).stdout
        assert is_on_disk(sqlite_store)
        reader.rollback()
        assert "texts 0" in sqlite_store.run("tidy").stdout
        assert not is_on_disk(sqlite_store)


def test_what_a_reader_kept_in_the_journal_goes_at_the_next_occasion(sqlite_store: Store) -> None:
    with sqlite_store.used(), closing(sqlite3.connect(sqlite_store.file)) as reader:
        number = propose(SECRET)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM corrections_proposal").fetchone()
        actions.decide(number, "spam", {})
        assert is_on_disk(sqlite_store)
        reader.rollback()
        propose("something else")
        assert not is_on_disk(sqlite_store)


def test_what_is_deleted_is_overwritten_however_sqlite_was_built() -> None:
    options = database_settings("sqlite:///x.sqlite3")["OPTIONS"]
    assert isinstance(options, dict)
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.executescript(options["init_command"])
        assert database.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_a_journal_is_emptied_only_where_there_is_one(sqlite_store: Store) -> None:
    with sqlite_store.used(), connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        patience = cursor.fetchone()
        assert journal.fold()
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == patience
