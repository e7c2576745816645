"""What is changed past the desk, verify names: its log is a chain, and vouches for accounts and acts."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.db.models import Model
from django.utils import timezone

from aiqyn_site.accounts.log import VOUCHED
from aiqyn_site.accounts.models import BlankingRequest, Person, Submission
from tests.aiqyn_site.store import Store

PASSWORD = "three quiet rivers"
SALTED = ("accounts_proposal", "accounts_blankingrequest", "corrections_proposal")
TAMPERINGS = (
    (
        "UPDATE accounts_person SET role = 'publisher' WHERE id = 1",
        "accounts_person row 1: is not as entry 2",
    ),
    ("UPDATE accounts_person SET shown_as = 'Aigerim' WHERE id = 1", "accounts_person row 1: is not as entry 2"),
    ("UPDATE accounts_person SET active = 1 WHERE name = 'daniyar'", "accounts_person row 2: is not as entry 4"),
    ("UPDATE accounts_person SET password = 'other' WHERE id = 1", "accounts_person row 1: is not as entry 2"),
    (
        "INSERT INTO accounts_person (name, shown_as, role, language, active, password)"
        " VALUES ('eve', 'Eve', 'publisher', 'en', 1, 'x')",
        "accounts_person row 3: was added past the desk",
    ),
    ("PRAGMA foreign_keys = OFF; DELETE FROM accounts_person WHERE id = 2", "accounts_person row 2: is missing"),
    ("UPDATE accounts_logentry SET detail = 'nothing' WHERE number = 2", "accounts_logentry row 2: breaks"),
    ("UPDATE accounts_logentry SET at = '2020-01-01 00:00:00' WHERE number = 1", "accounts_logentry row 1: breaks"),
    ("DELETE FROM accounts_logentry WHERE number = 1", "accounts_logentry row 2: breaks"),
    ("DELETE FROM accounts_logentry WHERE number = 6", "accounts_logentry ends with row 5, but row 6 was the last"),
    ("UPDATE accounts_logentry SET at = 'never' WHERE number = 3", "accounts_logentry row 3: breaks"),
    ("UPDATE accounts_proposal SET row = 'y'", "accounts_proposal row 1: is not as entry 5"),
    ("UPDATE accounts_proposal SET state = 'published'", "accounts_proposal row 1: is not as entry 5"),
    ("DELETE FROM accounts_proposal", "accounts_proposal row 1: is missing"),
    ("UPDATE corrections_proposal SET ru = 'y'", "corrections_proposal row 1: is not as entry 6"),
    ("UPDATE corrections_proposal SET entry = ''", "corrections_proposal row 1: is not as entry 6"),
)


@pytest.fixture(scope="session")
def desk_built(small_built: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small register with a desk: two accounts, one of them disabled, a verdict that waits, a decision."""
    from aiqyn_site import clock
    from aiqyn_site.accounts.log import log
    from aiqyn_site.inbox.models import Proposal

    folder = tmp_path_factory.mktemp("desk-built")
    file = shutil.copyfile(small_built.file, folder / "site.sqlite3")
    store = Store(f"sqlite:///{file}", folder, small_built.blocker)
    for name, role in (("aigerim", "editor"), ("daniyar", "publisher")):
        store.run("account", "add", name, "--role", role, given=PASSWORD)
        if name == "aigerim":
            store.run("account", "password", name, given=PASSWORD)
    store.run("account", "disable", "daniyar")
    with store.used():
        person = Person.objects.get(name="aigerim")
        verdict = Submission(project="bridge", item="A1", row="x", independent=False, submitted_by=person)
        verdict.submitted_at = timezone.now()
        verdict.save()
        log(person, "submitted", "bridge A1", "met", of=verdict)
        today = clock.today().isoformat()
        decided = Proposal.objects.create(receipt="r", state="accepted", decided=today, ru="x", entry="c1")
        log(person, "decided", "corrections/1", "accepted", of=decided)
        Proposal.objects.create(receipt="s")
    return store


@pytest.fixture
def desk(desk_built: Store, tmp_path: Path) -> Store:
    file = shutil.copyfile(desk_built.file, tmp_path / "site.sqlite3")
    return Store(f"sqlite:///{file}", tmp_path, desk_built.blocker)


def unguarded(store: Store, sql: str) -> None:
    """Change the file as somebody with write access would: the log's guards taken away and put back."""
    with contextlib.closing(sqlite3.connect(store.file)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'accounts_logentry'"
        ).fetchall()
        drop = [f"DROP TRIGGER {name}" for name, _ in guards]
        connection.executescript(";".join([*drop, sql, *(text for _, text in guards)]))


def test_a_desk_that_nobody_tampered_with_is_sound_and_its_head_is_told(desk: Store) -> None:
    assert "; log of the desk: entries 6, head " in desk.run("verify").stdout


@pytest.mark.parametrize(("sql", "finding"), TAMPERINGS)
def test_what_was_changed_past_the_desk_is_found_and_named(desk: Store, sql: str, finding: str) -> None:
    unguarded(desk, sql)

    assert finding in desk.run("verify", expect=1).stderr


def test_a_log_of_before_is_chained_and_vouches_for_what_stands(desk: Store) -> None:
    columns = ";".join(
        f'ALTER TABLE {table} DROP COLUMN "{name}"'
        for table, names in (
            ("accounts_logentry", ("row", "content", "link")),
            *(
                (table, ("salt",))
                for table in ("accounts_proposal", "accounts_blankingrequest", "corrections_proposal")
            ),
        )
        for name in names
    )
    unguarded(desk, f"{columns}; DELETE FROM django_migrations WHERE name IN ('0006_chained_log', '0003_salt')")
    desk.run("tidy")

    assert "; log of the desk: entries 10, head " in desk.run("verify").stdout
    unguarded(desk, "UPDATE accounts_person SET role = 'publisher'")
    assert "accounts_person row 1: is not as entry 7" in desk.run("verify", expect=1).stderr


@pytest.mark.parametrize("model", [Person, Submission, BlankingRequest])
def test_every_column_of_an_account_and_a_verdict_is_vouched_for(model: type[Model]) -> None:
    columns = {field.attname for field in model._meta.concrete_fields} - {"id", "erased"}

    assert columns == {*VOUCHED[model._meta.db_table]}
