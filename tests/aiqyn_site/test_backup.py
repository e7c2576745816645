"""A backup holds all that cannot be made anew, and is restored whole or not at all, whoever reads meanwhile."""

from __future__ import annotations

import datetime
import gzip
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from aiqyn_site.backup import tables
from aiqyn_site.commands.opened import of_one_state, set_up_reading
from aiqyn_site.derived import rebuild_derived
from aiqyn_site.ledger.blanking import Grounds, blank_statements
from aiqyn_site.ledger.queries import find_statements
from aiqyn_site.ledger.sql import select
from tests.aiqyn_site.serving import ask, served
from tests.aiqyn_site.store import Databases, Store, contents, write_small

PASSWORD = "a long sentence nobody guesses\n"
LATER = "bridge,cost,31,USD million,,2022,reported,,herald,,,,high,,2026-03-01\n"
TAMPERED = (
    "DROP TRIGGER ledger_statement_no_update",
    "UPDATE ledger_statement SET value = '28' WHERE number = 2",
)
_HIDDEN = "CREATE TRIGGER sqliteXautoindex_later AFTER INSERT ON ledger_seal BEGIN SELECT 1; END"
#: A table that is a view without end; and a step of an older backup that would set off a trigger without end.
_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
_ENDLESS_VIEW = (
    "ALTER TABLE articles_reads RENAME TO spare",
    f"CREATE VIEW articles_reads AS {_ENDLESS} SELECT spare.* FROM n LEFT JOIN spare",
)
_ENDLESS_TRIGGER = (
    "DELETE FROM django_migrations WHERE app = 'articles'",
    "DROP TABLE articles_reads",
    "CREATE TRIGGER later AFTER INSERT ON django_migrations"
    f" BEGIN SELECT count(*) FROM ({_ENDLESS} SELECT i FROM n); END",
)
_UNREADABLE = (
    "DROP TRIGGER ledger_file_no_update",
    "UPDATE ledger_file SET content = CAST(content AS TEXT) WHERE number = 1",
)
_SALTED = ("accounts_proposal", "accounts_blankingrequest", "corrections_proposal", "corrections_reply")
_VOUCHING = ("accounts_logentry", "corrections_intake")
ADD_PERSON = """
import django
django.setup()
from aiqyn_site.accounts.models import Person
Person.objects.create(name="aru", shown_as="aru", role="editor", language="kk", password="")
print("added")
"""
#: Tables whose rows are made anew from the ledger, and those of the present hour.
DERIVED = ("projects_", "dossier_", "search_")
PASSING = {"django_session", "django_migrations", "accounts_attempt"}


@pytest.fixture
def kept(store: Store, small: Path) -> Store:
    """A store with a register, an account and something that a reader sent in."""
    return filled(store, small)


@pytest.fixture(scope="module")
def backed_up(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Path]:
    """A store on SQLite that nothing may change, and a backup of it."""
    folder = tmp_path_factory.mktemp("backed_up")
    store = filled(databases.copy("sqlite", folder, loaded=False), write_small(folder / "small"))
    store.run("backup", folder / "all.backup")
    return store, folder / "all.backup"


def filled(store: Store, small: Path) -> Store:
    store.run("load", small)
    store.run("account", "add", "aru", "--role", "editor", given=PASSWORD)
    with store.used():
        from aiqyn_site.inbox.actions import propose

        propose(kind="value", about="projects/bridge", text="It cost 29", link="", lang="en")
    return store


def rows(store: Store) -> dict[str, list[object]]:
    """All rows of the tables that a backup holds, but for what tells engines apart."""
    with store.used():
        return {
            str(model._meta.db_table): [
                tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
                for row in model._base_manager.order_by("pk").values_list()
            ]
            for model in tables()
        }


def unpacked(backup: Path) -> Path:
    plain = backup.with_suffix(".plain")
    plain.write_bytes(gzip.decompress(backup.read_bytes()))
    return plain


def packed(plain: Path) -> Path:
    backup = plain.with_suffix(".packed")
    backup.write_bytes(gzip.compress(plain.read_bytes()))
    return backup


def test_every_table_is_in_a_backup_or_left_out_by_name(store: Store) -> None:
    with store.used():
        present = set(connection.introspection.table_names())
        held = {model._meta.db_table for model in tables()}
    assert held <= present
    assert {name for name in present - held if not name.startswith(DERIVED)} == PASSING


@pytest.mark.parametrize("target", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_backup_is_restored_on_either_database(
    kept: Store, databases: Databases, target: str, tmp_path: Path, small: Path, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("postgres_server") if target == "postgres" else None
    backup = tmp_path / "all.backup"
    kept.run("backup", backup)
    (tmp_path / "other").mkdir()
    other = databases.copy(target, tmp_path / "other", loaded=False)
    outcome = json.loads(other.run("restore", backup, "--json").stdout)

    assert outcome["before"] is None
    assert outcome["statements"] == 4
    assert rows(other) == rows(kept)
    assert other.run("verify").stdout == kept.run("verify").stdout
    assert other.exported() == contents(small)
    # What comes next takes the numbers that follow.
    other.run("account", "add", "dana", "--role", "publisher", given=PASSWORD)
    other.run("load", small)


def test_rows_that_would_be_lost_are_counted_and_then_kept_beside(kept: Store, small: Path, tmp_path: Path) -> None:
    backup = tmp_path / "all.backup"
    kept.run("backup", backup)
    with (small / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(LATER)
    kept.run("load", small)
    kept.run("account", "disable", "aru")
    later = rows(kept)

    # A row of the ledger, its seal, the account that changed and the entry of the log that tells of it.
    refused = kept.run("restore", backup, expect=1).stderr
    assert "ledger_statement 1" in refused
    assert "ledger_seal 1" in refused
    assert "accounts_person 1" in refused
    assert "--yes" in refused
    assert rows(kept) == later
    before = Path(json.loads(kept.run("restore", backup, "--yes", "--json").stdout)["before"])
    assert len(rows(kept)["ledger_statement"]) == 4
    kept.run("verify")
    kept.run("restore", before, "--yes")
    assert rows(kept) == later
    assert before.stat().st_mode & 0o777 == 0o600


def _foreign_database(backup: Path) -> Path:
    plain = backup.with_suffix(".foreign")
    with closing(sqlite3.connect(plain)) as database:
        database.execute("CREATE TABLE ledger_seal (number integer)")
        database.commit()
    return packed(plain)


def _changed(*statements: str) -> Callable[[Path], Path]:
    def change(backup: Path) -> Path:
        plain = unpacked(backup)
        with closing(sqlite3.connect(plain, isolation_level=None)) as database:
            for statement in statements:
                database.execute(statement)
        return packed(plain)

    return change


def _written(content: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    def write(backup: Path) -> Path:
        other = backup.with_suffix(".other")
        other.write_bytes(content(backup.read_bytes()))
        return other

    return write


def _of_pages(number: int) -> Callable[[bytes], bytes]:
    """A backup whose first page says that so many pages follow."""

    def claim(whole: bytes) -> bytes:
        plain = gzip.decompress(whole)
        return gzip.compress(plain[:28] + number.to_bytes(4) + plain[32:])

    return claim


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (_written(lambda _: b""), "is no backup"),
        (_written(lambda _: b"id,kind,part_of\n"), "is no backup"),
        (_written(lambda _: gzip.compress(b"id,kind,part_of\n")), "is no backup"),
        (_foreign_database, "is no backup"),
        (_written(lambda whole: whole[:-1]), "is damaged"),
        (_written(lambda whole: whole[: len(whole) // 2]), "is damaged"),
        (_written(lambda whole: whole + gzip.compress(bytes(1 << 20))), "is damaged"),
        (_written(_of_pages(2**32 - 1)), "no room is left"),
        (_written(lambda whole: whole[:3000] + bytes([whole[3000] ^ 1]) + whole[3001:]), "is damaged"),
        (_changed("INSERT INTO django_migrations VALUES (999, 'ledger', '9999_later', '2030-01-01')"), "newer version"),
        (_changed("DELETE FROM django_migrations WHERE name = '0002_no_flow'"), "is damaged"),
        (_changed(*TAMPERED), "ledger_statement row 2"),
        (_changed(*_UNREADABLE), "ledger_file row 1: cannot be read: content does not hold bytes"),
        (_changed(_HIDDEN), "the trigger sqliteXautoindex_later, which is not of Aiqyn"),
        (_changed(*_ENDLESS_VIEW), "the view articles_reads, which is not of Aiqyn"),
        (_changed(*_ENDLESS_TRIGGER), "is damaged"),
        (_changed("UPDATE accounts_person SET role = 'publisher'"), "accounts_person row 1"),
        (lambda backup: backup.with_name("nowhere"), "nowhere"),
    ],
    ids=[
        *("empty", "text", "packed-text", "foreign", "cut", "half", "longer", "vast", "flipped", "newer", "holey"),
        *("changed", "unreadable", "hidden", "endless view", "endless trigger", "by hand", "gone"),
    ],
)  # fmt: skip
def test_what_is_no_whole_backup_changes_nothing(
    backed_up: tuple[Store, Path], tmp_path: Path, make: Callable[[Path], Path], message: str
) -> None:
    store, backup = backed_up
    other = make(Path(shutil.copy(backup, tmp_path)))
    before, files = rows(store), set(store.folder.iterdir())

    assert message in store.run("restore", other, "--yes", expect=1).stderr
    assert rows(store) == before
    assert set(store.folder.iterdir()) == files


def test_a_backup_of_an_older_version_is_brought_to_the_tables_of_this_one(
    backed_up: tuple[Store, Path], tmp_path: Path
) -> None:
    store, backup = backed_up
    before = rows(store)
    older = _changed(
        "DELETE FROM django_migrations WHERE name IN ('0002_no_flow', '0003_salt', '0004_intake', '0006_chained_log')",
        "DROP TABLE corrections_intake",
        *(f"ALTER TABLE corrections_{table} DROP COLUMN sent" for table in ("proposal", "reply")),
        *(f"ALTER TABLE {table} DROP COLUMN salt" for table in _SALTED),
        *(f'ALTER TABLE accounts_logentry DROP COLUMN "{column}"' for column in ("row", "content", "link")),
        "CREATE TABLE corrections_flow (name text PRIMARY KEY, hour bigint, count integer)",
    )(Path(shutil.copy(backup, tmp_path)))

    store.run("restore", older, "--yes")  # the log was not yet a chain: its entries are not those of the database
    after = rows(store)
    for table in (*_SALTED, *_VOUCHING):  # the log tells of the rows there are, which get their salts
        del before[table], after[table]
    assert after == before
    store.run("verify")
    store.run("restore", backup, "--yes")  # for the tests that share the store


def test_what_was_forgotten_is_not_in_a_backup(sqlite_store: Store, small: Path, tmp_path: Path) -> None:
    filled(sqlite_store, small)
    with sqlite_store.used():
        from aiqyn_site.inbox.actions import decide

        assert decide(1, "spam", {})
    sqlite_store.run("backup", tmp_path / "all.backup")
    assert b"It cost 29" not in unpacked(tmp_path / "all.backup").read_bytes()


def test_a_backup_takes_the_place_of_no_file_unasked(backed_up: tuple[Store, Path], tmp_path: Path) -> None:
    store, _ = backed_up
    there = tmp_path / "there"
    there.write_text("something", encoding="utf-8")

    assert "--force" in store.run("backup", there, expect=1).stderr
    assert there.read_text(encoding="utf-8") == "something"
    store.run("backup", there, "--force")
    store.run("restore", there)
    assert there.stat().st_mode & 0o777 == 0o600
    assert "the database itself" in store.run("backup", store.file, "--force", expect=1).stderr
    assert "no plain file" in store.run("backup", "/dev/null", "--force", expect=1).stderr


def test_a_ledger_that_was_changed_is_not_backed_up(sqlite_store: Store, small: Path, tmp_path: Path) -> None:
    assert "no register" in sqlite_store.run("backup", tmp_path / "all.backup", expect=1).stderr
    sqlite_store.run("load", small)
    sqlite_store.execute(*TAMPERED)

    assert "ledger_statement row 2" in sqlite_store.run("backup", tmp_path / "all.backup", expect=1).stderr
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == []


def test_what_is_read_as_of_one_state_sees_nothing_later(store: Store, small: Path) -> None:
    store.run("load", small)
    with store.used():
        count = "SELECT count(*) FROM accounts_person"
        set_up_reading()
        with of_one_state():
            assert next(select(count))[0] == 0
            adding = store.start_script(ADD_PERSON)
            assert adding.communicate()[0] == "added\n"
            assert next(select(count))[0] == 0
        assert next(select(count))[0] == 1


def test_a_site_that_is_served_shows_what_was_restored(sqlite_store: Store, small: Path, tmp_path: Path) -> None:
    backup, page = tmp_path / "all.backup", "/en/projects/bridge/"
    sqlite_store.run("load", small)
    sqlite_store.run("backup", backup)
    with (small / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(LATER)
    with served(sqlite_store) as site:
        first, _, before = ask(site.port, page)
        sqlite_store.run("load", small)
        _, headers, changed = ask(site.port, page)
        sqlite_store.run("restore", backup, "--yes")
        status, _, after = ask(site.port, page, **{"If-None-Match": headers["etag"]})

    assert first == status == 200
    assert after == before
    assert changed != before


@pytest.mark.parametrize("damage", ["pages", "beginning", "guard"])
def test_a_damaged_database_gives_way_to_a_new_file_and_stays_beside(
    backed_up: tuple[Store, Path], databases: Databases, tmp_path: Path, damage: str
) -> None:
    sound, backup = backed_up
    store = databases.copy("sqlite", tmp_path, loaded=False)
    if damage == "guard":
        store.execute("DROP TRIGGER ledger_seal_no_update")
    else:
        with store.file.open("r+b") as file:
            file.seek(0 if damage == "beginning" else 4096)
            file.write(b"\xff" * (100 if damage == "beginning" else 100_000))
    damaged = store.file.read_bytes()

    assert "with --yes it is set aside" in store.run("restore", backup, expect=1).stderr
    assert store.file.read_bytes() == damaged
    outcome = json.loads(store.run("restore", backup, "--yes", "--json").stdout)
    assert Path(outcome["before"]).name.startswith("site.sqlite3.damaged-")
    assert Path(outcome["before"]).read_bytes() == damaged
    assert rows(store) == rows(sound)
    store.run("verify")


def test_a_damaged_database_behind_a_link_gives_way_where_it_lies(
    backed_up: tuple[Store, Path], databases: Databases, tmp_path: Path
) -> None:
    sound, backup = backed_up
    store = databases.copy("sqlite", tmp_path, loaded=False)
    store.file.write_bytes(b"\xff" * 100_000)
    link = tmp_path / "links" / "linked.sqlite3"
    link.parent.mkdir()
    link.symlink_to(store.file)
    linked = replace(store, url=f"sqlite:///{link}")

    outcome = json.loads(linked.run("restore", backup, "--yes", "--json").stdout)
    assert Path(outcome["before"]).read_bytes() == b"\xff" * 100_000
    assert Path(outcome["before"]).parent == store.file.parent
    assert [*link.parent.iterdir()] == [link]
    assert link.is_symlink()
    assert rows(store) == rows(sound)


def test_a_row_that_cannot_be_read_is_damage_that_a_restore_mends(
    backed_up: tuple[Store, Path], small_store: Store
) -> None:
    _, backup = backed_up
    small_store.execute(*_UNREADABLE)

    assert "ledger_file row 1" in small_store.run("backup", small_store.folder / "no.backup", expect=1).stderr
    assert "is damaged" in small_store.run("restore", backup, expect=1).stderr
    small_store.run("restore", backup, "--yes")
    small_store.run("verify")


def test_a_restore_makes_a_database_where_there_is_none(backed_up: tuple[Store, Path], tmp_path: Path) -> None:
    sound, backup = backed_up
    store = Store(f"sqlite:///{tmp_path}/new/site.sqlite3", tmp_path, sound.blocker)

    store.run("restore", backup)
    assert rows(store) == rows(sound)
    assert store.file.parent.stat().st_mode & 0o777 == 0o700


def test_what_was_blanked_after_the_backup_and_is_back_is_named(
    sqlite_store: Store, small: Path, tmp_path: Path
) -> None:
    sqlite_store.run("load", small)
    sqlite_store.run("backup", tmp_path / "before.backup")
    with sqlite_store.used():
        target = next(row.statement.id for row in find_statements(property="status"))
        blank_statements(target, Grounds("A reason.", "Editor one", "Publisher one"), datetime.date(2026, 3, 2))
        rebuild_derived()
    sqlite_store.run("backup", tmp_path / "after.backup")

    assert "row 4 of ledger_statement" in sqlite_store.run("restore", tmp_path / "before.backup", "--yes").stdout
    sqlite_store.run("verify")
    assert "again" not in sqlite_store.run("restore", tmp_path / "after.backup", "--yes").stdout
    assert "blanked" in sqlite_store.run("verify").stdout


def test_rows_that_a_log_has_lost_are_missed_in_its_backup_too(
    sqlite_store: Store, small: Path, tmp_path: Path
) -> None:
    filled(sqlite_store, small)
    sqlite_store.execute("DROP TRIGGER accounts_logentry_no_delete", "DELETE FROM accounts_logentry")

    assert "accounts_logentry ends with row 0" in sqlite_store.run("backup", tmp_path / "x", expect=1).stderr


def test_what_is_committed_is_on_the_disk(sqlite_store: Store) -> None:
    with sqlite_store.used(), connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)  # FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
