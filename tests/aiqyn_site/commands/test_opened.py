"""What a command says of a database that it cannot use, and that a command which reads leaves everything as it was."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.aiqyn_site.serving import ask, served
from tests.aiqyn_site.store import Store, contents

NOBODY = 65534
READING = (("verify",), ("export", "out"), ("serve", "--bind", "127.0.0.1:1"))


def on(store: Store, url: str) -> Store:
    return replace(store, url=url)


@contextlib.contextmanager
def unwritable(store: Store) -> Iterator[Store]:
    """A copy of the database where this process may not write: root, who may write everywhere, is nobody meanwhile."""
    with TemporaryDirectory() as parent:
        folder = Path(parent) / "stick"
        folder.mkdir()
        for file in store.file.parent.glob(f"{store.file.name}*"):
            shutil.copyfile(file, folder / file.name)
            (folder / file.name).chmod(0o444)
        Path(parent).chmod(0o755)
        folder.chmod(0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(NOBODY)
        try:
            yield on(store, f"sqlite:///{folder / store.file.name}")
        finally:
            os.seteuid(user)
            folder.chmod(0o755)


def missing(file: Path) -> None:
    file.unlink()


def empty(file: Path) -> None:
    file.write_bytes(b"")


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def garbage(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 64)


def cut(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2 // 4096 * 4096])


def cut_in_the_header(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:60])


def of_another_program(file: Path) -> None:
    file.unlink()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")


def without_tables(file: Path) -> None:
    file.unlink()
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE x (y)")
        connection.execute("DROP TABLE x")


def newer(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999_later', '')")


def older(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (missing, "there is no database at"),
        (empty, "is an empty file: no register is loaded: run aiqyn load"),
        (folder, "is no file"),
        (garbage, "is no database of SQLite"),
        (cut, "is cut short: restore a backup"),
        (cut_in_the_header, "is cut short"),
        (of_another_program, "is of another program"),
        (without_tables, "the database is empty"),
        (newer, "is of a newer version of Aiqyn, which added ledger.9999_later"),
    ],
)
def test_what_is_no_sound_database_is_said_and_left_as_it_is(
    small_store: Store, damage: Callable[[Path], None], sentence: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    damage(small_store.file)
    before = contents(small_store.file.parent)

    complaint = small_store.run(
        command[0], *(tmp_path / part if part == "out" else part for part in command[1:]), expect=1
    )

    assert sentence in complaint.stderr
    assert contents(small_store.file.parent) == before


def test_definitions_that_are_no_text_any_more_are_said_to_be_damaged(small_store: Store, tmp_path: Path) -> None:
    content = bytearray(small_store.file.read_bytes())
    content[content.index(b"CREATE TRIGGER") + 3] ^= 0x80  # the driver cannot even say what is wrong
    small_store.file.write_bytes(content)

    for command in (("verify",), ("export", tmp_path / "out"), ("tidy",)):
        assert "the database cannot be read" in small_store.run(*command, expect=1).stderr


@pytest.mark.parametrize("command", [("load", "small"), ("tidy",), ("rebuild",), ("account", "disable", "a")])
@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (garbage, "is no database of SQLite"),
        (cut, "is cut short"),
        (of_another_program, "is of another program"),
        (newer, "newer version"),
        (older, "cannot be brought up to this version"),
    ],
)
def test_a_command_that_writes_takes_no_such_database_for_its_own(
    small_store: Store, small: Path, damage: Callable[[Path], None], sentence: str, command: tuple[str, ...]
) -> None:
    damage(small_store.file)
    small_store.file.chmod(0o664)
    before = small_store.file.read_bytes()

    assert sentence in small_store.run(*(small if part == "small" else part for part in command), expect=1).stderr
    assert small_store.file.read_bytes() == before
    if damage is not older:  # which is of this program: it is closed to others first
        assert small_store.file.stat().st_mode & 0o777 == 0o664


@pytest.mark.parametrize(
    "command",
    [
        ("tidy",),
        ("rebuild",),
        ("account", "add", "aigul", "--role", "editor"),
        *(("account", change, "aigul") for change in ("disable", "password", "unlock")),
    ],
    ids=" ".join,
)
def test_a_command_that_changes_what_is_there_makes_no_database(
    small_store: Store, tmp_path: Path, command: tuple[str, ...]
) -> None:
    nowhere = on(small_store, f"sqlite:///{tmp_path}/no/where/site.sqlite3")

    assert "there is no database at" in nowhere.run(*command, expect=1).stderr
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("damage", [empty, without_tables])
def test_a_command_that_changes_what_is_there_fills_no_empty_database(
    small_store: Store, damage: Callable[[Path], None]
) -> None:
    damage(small_store.file)
    before = small_store.file.read_bytes()

    assert "no register is loaded: run aiqyn load" in small_store.run("tidy", expect=1).stderr
    assert small_store.file.read_bytes() == before


def test_a_database_of_an_older_version_is_said_by_what_only_reads(small_store: Store) -> None:
    older(small_store.file)

    assert "of an older version of Aiqyn, or damaged: it lacks" in small_store.run("verify", expect=1).stderr


def test_a_database_without_a_register_is_sound_for_nobody(sqlite_store: Store, tmp_path: Path) -> None:
    for command in (("verify",), ("export", tmp_path / "out"), ("serve",)):
        assert "no register is loaded: run aiqyn load" in sqlite_store.run(*command, expect=1).stderr


def test_what_is_wrong_is_said_as_json_too(small_store: Store) -> None:
    missing(small_store.file)

    assert '"message": "there is no database at' in small_store.run("verify", "--json", expect=1).stdout


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://somewhere/x", "DATABASE_URL begins with 'mysql:'"),
        ("postgres://nobody@127.0.0.1:1/nothing", "See whether PostgreSQL runs there"),
    ],
)
def test_an_address_that_leads_nowhere_is_said(
    small_store: Store, url: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "import sys; from aiqyn.cli import main; sys.exit(main(['verify']))"
    with on(small_store, url).start_script(script) as process:
        _, complaint = process.communicate(timeout=20)

    assert (process.returncode, sentence in complaint, "Traceback" in complaint) == (1, True, False)


def test_what_reads_changes_nothing_and_leaves_nothing_behind(small_store: Store, tmp_path: Path) -> None:
    folder = small_store.file.parent
    before = contents(folder)
    small_store.run("verify")
    small_store.run("account", "list")

    assert contents(folder) == before


def test_changes_that_stand_in_the_log_alone_are_read_and_left_there(small_store: Store) -> None:
    with contextlib.closing(sqlite3.connect(small_store.file, isolation_level=None)) as writer:
        writer.execute("DROP TRIGGER ledger_statement_no_update")
        writer.execute("UPDATE ledger_statement SET value = '27.7' WHERE number = 2")
        before = small_store.file.read_bytes()

        assert "ledger_statement row 2" in small_store.run("verify", expect=1).stderr
        assert small_store.file.read_bytes() == before


def test_a_copy_that_may_only_be_read_is_verified_and_exported(small_store: Store, tmp_path: Path) -> None:
    sound = small_store.run("verify").stdout
    whole = small_store.exported()
    with unwritable(small_store) as copy:
        before = contents(copy.file.parent)
        out = copy.file.parent.parent / "out"

        assert copy.run("verify").stdout == sound
        assert "may only be read here" in copy.run("tidy", expect=1).stderr
        assert contents(copy.file.parent) == before
        assert not out.exists()
    assert whole


def test_a_copy_whose_last_changes_cannot_be_read_is_not_called_sound(small_store: Store) -> None:
    with contextlib.ExitStack() as stack:
        writer = stack.enter_context(contextlib.closing(sqlite3.connect(small_store.file, isolation_level=None)))
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO articles_reads (slug, day, count) VALUES ('a', '2026-01-01', 1)")
        with unwritable(small_store) as copy:
            assert copy.run("verify").stdout.startswith("sound")
        index = small_store.file.with_name(f"{small_store.file.name}-shm")
        content = index.read_bytes()
        index.unlink()
        links = Path(stack.enter_context(TemporaryDirectory()))
        links.chmod(0o777)
        try:
            with unwritable(small_store) as copy:
                assert "copy both files" in copy.run("verify", expect=1).stderr
                link = links / "linked.sqlite3"
                link.symlink_to(copy.file)
                assert "copy both files" in on(copy, f"sqlite:///{link}").run("verify", expect=1).stderr
        finally:
            index.write_bytes(content)


def test_a_copy_for_reading_serves_readers_and_takes_nothing_in(small_store: Store) -> None:
    small_store.file.chmod(stat.S_IRUSR)
    before = contents(small_store.file.parent)
    with served(on(small_store, f"{small_store.url}?mode=ro")) as site:
        assert ask(site.port, "/en/projects/bridge/")[0] == 200
        for path in ("/en/corrections/new/", "/desk/sign-in/?in=en"):
            status, _, body = ask(site.port, path)
            assert (status, b"takes nothing in" in body) == (200, True), path
        assert ask(site.port, "/en/corrections/new/", "POST")[0] == 503
        assert ask(site.port, "/desk/")[0] == 302
    assert contents(small_store.file.parent) == before
