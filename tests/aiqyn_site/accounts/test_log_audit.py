"""What is changed past the desk, verify names: its log is a chain, and vouches for accounts and acts."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.db.models import Model
from django.utils import timezone

from aiqyn_site.accounts.log import SENT, VOUCHED
from aiqyn_site.accounts.models import BlankingRequest, Person, Submission
from aiqyn_site.inbox.models import Code, Proposal, Reply
from tests.aiqyn_site.store import Store

PASSWORD = "three quiet rivers"
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
    ("DELETE FROM accounts_logentry WHERE number = 8", "accounts_logentry ends with row 7, but row 8 was the last"),
    (
        "UPDATE accounts_logentry SET at = 'never' WHERE number = 3",
        "accounts_logentry row 3: cannot be read: at does not hold a moment",
    ),
    ("UPDATE accounts_proposal SET row = 'y'", "accounts_proposal row 1: is not as entry 5"),
    ("UPDATE accounts_proposal SET state = 'published'", "accounts_proposal row 1: is not as entry 5"),
    ("DELETE FROM accounts_proposal", "accounts_proposal row 1: is missing"),
    (
        "UPDATE corrections_proposal SET ru = 'y' WHERE id = 1",
        "corrections_proposal row 1: is not as entry 6 of the desk's log",
    ),
    ("UPDATE corrections_proposal SET entry = 'c2' WHERE id = 1", "corrections_proposal row 1: is not as entry 6"),
    (
        "UPDATE corrections_proposal SET text = 'y' WHERE id = 1",
        "corrections_proposal row 1: its text is not what was sent in",
    ),
    (
        "UPDATE corrections_proposal SET text = '', salt = x'' WHERE id = 1",
        "corrections_proposal row 1: its text was taken away before its time",
    ),
    (
        "UPDATE corrections_proposal SET text = 'y' WHERE id = 2",
        "corrections_proposal row 2: its text is not what was sent in",
    ),
    (
        "UPDATE corrections_proposal SET text = 'y', salt = x'' WHERE id = 2",
        "corrections_proposal row 2: its text is not what was sent in",
    ),
    (
        "UPDATE corrections_proposal SET link = '', text = '', salt = x'' WHERE id = 2",
        "corrections_proposal row 2: its text is not what was sent in",
    ),
    (
        "UPDATE corrections_proposal SET link = 'https://x' WHERE id = 2",
        "corrections_proposal row 2: its text is not what was sent in",
    ),
    (
        "UPDATE corrections_proposal SET attachment = x'00' WHERE id = 2",
        "corrections_proposal row 2: its text is not what was sent in",
    ),
    (
        "UPDATE corrections_proposal SET attachment_name = 'b.png' WHERE id = 2",
        "corrections_proposal row 2: its text is not what was sent in",
    ),
    (
        "UPDATE corrections_proposal SET about = '' WHERE id = 2",
        "corrections_proposal row 2: is not as entry 2 of the intake",
    ),
    (
        "UPDATE corrections_proposal SET state = 'declined', decided = '2020-01-01' WHERE id = 2",
        "corrections_proposal row 2: is not as entry 2",
    ),
    ("UPDATE corrections_proposal SET receipt = 'mine' WHERE id = 2", "corrections_proposal row 2: is not as entry 2"),
    (
        "UPDATE corrections_proposal SET salt = zeroblob(16) WHERE id = 2",
        "corrections_proposal row 2: its text is not what was sent in",
    ),
    (
        "UPDATE corrections_proposal SET sent = zeroblob(32) WHERE id = 2",
        "corrections_proposal row 2: is not as entry 2",
    ),
    ("DELETE FROM corrections_proposal WHERE id = 2", "corrections_proposal row 2: is missing: entry 2 of the intake"),
    (
        "INSERT INTO corrections_proposal SELECT 9, kind, about, text, lang, link, received, 'z', state, decided, kk,"
        " ru, en, zh, entry, attachment_name, attachment, salt, sent FROM corrections_proposal WHERE id = 2",
        "corrections_proposal row 9: was added past the desk and the forms",
    ),
    ("UPDATE corrections_reply SET text = 'y'", "corrections_reply row 1: its text is not what was sent in"),
    ("UPDATE corrections_reply SET text = '', salt = x''", "corrections_reply row 1: its text was taken away"),
    ("UPDATE corrections_reply SET invitation = 'r1'", "corrections_reply row 1: is not as entry 3 of the intake"),
    ("UPDATE corrections_reply SET state = 'published'", "corrections_reply row 1: is not as entry 3 of the intake"),
    ("DELETE FROM corrections_reply", "corrections_reply row 1: is missing: entry 3 of the intake"),
    ("UPDATE corrections_code SET code = 'y'", "corrections_code row 1: is not as entry 7 of the desk's log"),
    ("UPDATE corrections_code SET expires = '2999-01-01'", "corrections_code row 1: is not as entry 7"),
    (
        "INSERT INTO corrections_code (invitation, code, expires) VALUES ('r1', 'y', '2999-01-01')",
        "corrections_code row 3: was added past the desk",
    ),
    ("UPDATE corrections_intake SET row = 'x 1' WHERE number = 1", "corrections_intake row 1: breaks the hash chain"),
    ("DELETE FROM corrections_intake WHERE number = 1", "corrections_intake row 2: breaks the hash chain"),
    ("DELETE FROM corrections_intake WHERE number = 3", "corrections_intake ends with row 2, but row 3 was the last"),
    ("UPDATE corrections_intake SET row = CAST(x'ff' AS TEXT)", "corrections_intake row 1: cannot be read"),
)


@pytest.fixture(scope="session")
def desk_built(small_built: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small register with a desk: two accounts, one of them disabled, a verdict that waits, a decision.

    A proposal and an answer wait, and a code is not used yet.
    """
    from aiqyn_site.accounts.log import log
    from aiqyn_site.inbox.actions import answer, decide, make_code, propose

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
        propose(kind="value", about="projects/bridge", text="It cost 29", link="", lang="en")
        decided = decide(1, "accepted", {"ru": "x"})
        log(person, "decided", "corrections/1", "accepted", of=decided)
        picture = {"attachment_name": "a.png", "attachment": b"pixels"}
        propose(
            kind="value", about="projects/bridge", text="It cost 28", link="https://a.example", lang="en", **picture
        )
        for invitation in ("r1", "r2"):
            code = make_code(invitation)
            log(person, "code_made", invitation, of=code.row)
        answer("r2", code.signs, "en", "We answer")
    return store


@pytest.fixture
def desk(desk_built: Store, tmp_path: Path) -> Store:
    file = shutil.copyfile(desk_built.file, tmp_path / "site.sqlite3")
    return Store(f"sqlite:///{file}", tmp_path, desk_built.blocker)


def unguarded(store: Store, sql: str) -> None:
    """Change the file as somebody with write access would: the log's guards taken away and put back."""
    with contextlib.closing(sqlite3.connect(store.file)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name IN ('accounts_logentry', 'corrections_intake')"
        ).fetchall()
        drop = [f"DROP TRIGGER {name}" for name, _ in guards]
        connection.executescript(";".join([*drop, sql, *(text for _, text in guards)]))


def test_a_desk_that_nobody_tampered_with_is_sound_and_its_head_is_told(desk: Store) -> None:
    printed = desk.run("verify").stdout

    assert "; log of the desk: entries 8, head " in printed
    assert "; intake of the inbox: entries 3, head " in printed


@pytest.mark.parametrize(("sql", "finding"), TAMPERINGS)
def test_what_was_changed_past_the_desk_is_found_and_named(desk: Store, sql: str, finding: str) -> None:
    unguarded(desk, sql)

    assert finding in desk.run("verify", expect=1).stderr


def test_a_log_of_before_is_chained_and_vouches_for_what_stands(desk: Store) -> None:
    columns = ";".join(
        f'ALTER TABLE {table} DROP COLUMN "{name}"'
        for table, names in (
            ("accounts_logentry", ("row", "content", "link")),
            *((table, ("salt",)) for table in ("accounts_proposal", "accounts_blankingrequest")),
            ("corrections_proposal", ("salt", "sent")),
            ("corrections_reply", ("salt", "sent")),
        )
        for name in names
    )
    names = "'0006_chained_log', '0003_salt', '0004_intake'"
    desk.execute("DROP TABLE corrections_intake")
    unguarded(desk, f"{columns}; DELETE FROM django_migrations WHERE name IN ({names})")
    desk.run("tidy")

    printed = desk.run("verify").stdout
    assert "; log of the desk: entries 14, head " in printed
    assert "; intake of the inbox: entries 2, head " in printed
    unguarded(desk, "UPDATE accounts_person SET role = 'publisher'")
    assert "accounts_person row 1: is not as entry 9" in desk.run("verify", expect=1).stderr


@pytest.mark.parametrize("model", [Person, Submission, BlankingRequest, Proposal, Reply, Code])
def test_every_column_is_vouched_for(model: type[Model]) -> None:
    columns, table = {field.attname for field in model._meta.concrete_fields}, model._meta.db_table

    assert columns - {"id", "erased", "salt"} == {*VOUCHED[table], *SENT.get(table, ())} - {"salt"}
