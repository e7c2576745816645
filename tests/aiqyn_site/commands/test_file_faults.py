"""What a full disk, lost rights or another command at work do to a command: a sentence, exit 1, nothing half done."""

from __future__ import annotations

import contextlib
import errno
import resource
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from aiqyn_site.commands import turn
from aiqyn_site.commands.file_faults import file_fault
from aiqyn_site.ledger.writer import LOCK
from tests.aiqyn_site.store import Store, contents

MANY = "bridge,jobs,{number},persons,,2022,reported,,herald,,,,high,,2026-03-01\n"


@contextlib.contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, as on a disk that is full or whose quota is used up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def filled(sqlite_store: Store, small: Path) -> Store:
    (small / "report.csv").write_text("a,b\n" * 20_000, encoding="utf-8")
    sqlite_store.run("load", small)
    sqlite_store.run("backup", sqlite_store.folder / "all.backup")
    return sqlite_store


def add_many(small: Path) -> None:
    with (small / "statements.csv").open("a", encoding="utf-8") as file:
        file.writelines(MANY.format(number=number) for number in range(3_000))


@pytest.mark.parametrize(
    "command", [["load", "small"], ["rebuild"], ["backup", "next.backup"], ["export", "out"], ["restore", "all.backup"]]
)
def test_where_no_file_can_grow_a_command_says_so_and_does_nothing(
    filled: Store, small: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(filled.folder)
    if command[0] == "load":
        add_many(small)
    before, files = filled.run("verify").stdout, set(filled.folder.iterdir())
    with no_file_beyond(40_000):
        complaint = filled.run(*command, expect=1).stderr

    assert complaint.startswith(f"aiqyn {command[0]}: ")
    assert "What was not finished was not done" in complaint
    assert len(complaint.splitlines()) == 1
    assert {path for path in filled.folder.iterdir() if not path.name.endswith(("-wal", "-shm"))} == files
    assert filled.run("verify").stdout == before


def test_what_is_done_is_said_to_be_done_though_the_journal_cannot_be_emptied(sqlite_store: Store, small: Path) -> None:
    with no_file_beyond(250_000):  # the journal stays below this; the file itself is larger
        loaded = sqlite_store.run("load", small)
        tidied = sqlite_store.run("tidy", expect=1)

    assert loaded.stdout.startswith("loaded: statements 4")
    assert "What is done stands in the journal" in loaded.stderr
    assert loaded.stderr.count("\n") == 1
    assert "forgotten: texts 0, receipts 0, codes 0; but the journal (-wal)" in tidied.stdout
    assert tidied.stderr == ""
    assert sqlite_store.run("verify").stdout.startswith("sound: statements 4")


@pytest.mark.parametrize(
    ("prepare", "change", "number"),
    [
        (["PRAGMA max_page_count = 1"], "CREATE TABLE more (text)", errno.ENOSPC),
        (["PRAGMA query_only = ON"], "DELETE FROM ledger_seal", errno.EACCES),
        ([], "ATTACH '/nowhere/x.sqlite3' AS other", errno.EACCES),
        ([], "nonsense", errno.EINVAL),
    ],
)
def test_a_fault_of_the_database_is_told_as_one_of_its_file(
    sqlite_store: Store, prepare: list[str], change: str, number: int
) -> None:
    with sqlite_store.used(), connection.cursor() as cursor:
        for statement in prepare:
            cursor.execute(statement)
        with pytest.raises(DatabaseError) as caught:
            cursor.execute(change)
        fault = file_fault(caught.value)
    assert (fault.errno, fault.filename) == (number, str(sqlite_store.file))


@contextlib.contextmanager
def no_copy_beyond(pages: int) -> Iterator[None]:
    """Every database but the site's is full at so many pages, as on another disk that is full."""

    def limit(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if connection.alias != "default":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA max_page_count = {pages}")

    connection_created.connect(limit)
    try:
        yield
    finally:
        connection_created.disconnect(limit)


@pytest.mark.parametrize("pages", [1, 20])
def test_a_full_disk_is_said_to_be_that_which_is_written(small_store: Store, tmp_path: Path, pages: int) -> None:
    goal = tmp_path / "all.backup"
    with no_copy_beyond(pages):
        complaint = small_store.run("backup", goal, expect=1).stderr

    assert complaint.startswith(f"aiqyn backup: no room is left to write {goal}. ")
    assert len(complaint.splitlines()) == 1


@contextlib.contextmanager
def being_changed(store: Store) -> Iterator[threading.Event]:
    """Somebody changes the database, until the event is set."""
    begun, end = threading.Event(), threading.Event()

    def change() -> None:
        if store.url.startswith("sqlite"):
            with contextlib.closing(sqlite3.connect(store.file, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                begun.set()
                end.wait(60)
            return
        with psycopg.connect(store.url) as server:
            server.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            begun.set()
            end.wait(60)

    thread = threading.Thread(target=change)
    thread.start()
    assert begun.wait(60)
    yield end
    end.set()
    thread.join()


def test_a_command_waits_for_another_and_says_in_the_end_what_may_be_at_work(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "_PATIENCE", 0.1)
    monkeypatch.setattr(turn, "_STEP", 0.05)
    with being_changed(store):
        complaint = store.run("tidy", expect=1).stderr
    assert "is being changed, by another command (aiqyn load, rebuild or restore) or a form" in complaint


def test_a_command_goes_on_when_the_other_has_ended(store: Store) -> None:
    with being_changed(store) as end:
        threading.Timer(0.2, end.set).start()
        store.run("tidy")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_is_private_is_its_owners_and_what_is_public_everybodys(
    sqlite_store: Store, small: Path, tmp_path: Path
) -> None:
    new = Store(f"sqlite:///{tmp_path}/var/site.sqlite3", tmp_path, sqlite_store.blocker)
    new.run("load", small)
    assert (mode(new.file.parent), mode(new.file)) == (0o700, 0o600)
    with contextlib.closing(sqlite3.connect(new.file)) as reader:
        reader.execute("PRAGMA journal_mode = WAL")
        reader.execute("SELECT count(*) FROM ledger_seal").fetchall()
        assert {mode(path) for path in new.file.parent.iterdir()} == {0o600}
    new.run("export", tmp_path / "out")
    assert {mode(path) for path in (tmp_path / "out").rglob("*")} == {0o644}
    assert mode(tmp_path / "out") == 0o755
    assert contents(tmp_path / "out") == contents(small)


def test_a_database_that_others_could_read_is_closed_to_them_once(sqlite_store: Store) -> None:
    sqlite_store.file.chmod(0o644)

    assert "from now on only its owner may" in sqlite_store.run("tidy").stderr
    assert mode(sqlite_store.file) == 0o600
    assert sqlite_store.run("tidy").stderr == ""
