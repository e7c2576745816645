"""Accounts are made by whoever runs the site, and what people do is written down for good."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import psycopg
import pytest

from aiqyn.errors import Refused
from aiqyn_site.accounts import attempts
from aiqyn_site.accounts.actions import add_person
from aiqyn_site.accounts.attempts import FREE_FOR_A_NAME
from aiqyn_site.accounts.models import Attempt, LogEntry, Person
from tests.aiqyn_site.store import Databases, Store

PASSWORD = "four unrelated words here"


def account(store: Store, *arguments: str, given: str = "", expect: int = 0) -> str:
    """Run `aiqyn account`, with a password on standard input; what it printed."""
    return "".join(store.run("account", *arguments, given=given, expect=expect))


def test_an_account_is_added_listed_and_disabled(store: Store) -> None:
    account(store, "add", "aru", "--role", "editor", "--shown-as", "Editor 1", given=PASSWORD + "\n")
    account(store, "add", "dana", "--role", "publisher", "--language", "zh", given=PASSWORD)
    account(store, "disable", "aru")
    listed = json.loads(account(store, "list", "--json"))["accounts"]

    assert listed == [
        {"name": "aru", "shown_as": "Editor 1", "role": "editor", "language": "kk", "active": False},
        {"name": "dana", "shown_as": "dana", "role": "publisher", "language": "zh", "active": True},
    ]
    account(store, "password", "aru", given="another long password\n")
    assert json.loads(account(store, "list", "--json"))["accounts"][0]["active"] is True


@pytest.mark.parametrize(
    ("name", "shown_as", "password", "code"),
    [
        ("aru", "", "short", "password_short"),
        ("aru", "", "", "password_short"),
        ("aru-editor-one", "", "aru-editor-one", "password_weak"),
        ("850214300123", "", PASSWORD, "personal_number"),
        ("aru", "Aru +7 701 555 12 34", PASSWORD, "personal_telephone"),
        ("aru", "", "ARU-aru-ARU-aru-", "password_weak"),
        ("aru", "", "aaaaaaaaaaaaaaaaaaaa", "password_weak"),
        ("aru", "", "123456789012", "password_numeric"),
        ("aru", "", "qwerty123456", "password_common"),
        ("aru", "", "startfinding", "password_common"),
        ("aru", "Zhanar of Taraz", "zhanar of taraz1", "password_weak"),
        ("aru", "", "long " * 300, "password_long"),
        ("Aru Editor", "", PASSWORD, "account_name"),
        ("dana", "", PASSWORD, "account_taken"),
        ("aru", "Dana D.", PASSWORD, "account_shown_taken"),
        ("register", "", PASSWORD, "account_shown_taken"),
        ("aru", "a\u202eb", PASSWORD, "text_reversed"),
    ],
)
def test_a_weak_password_and_a_wrong_name_are_refused(
    db: None, name: str, shown_as: str, password: str, code: str
) -> None:
    add_person("dana", "publisher", PASSWORD, "en", "Dana D.")

    with pytest.raises(Refused, match=f"^{code} "):
        add_person(name, "editor", password, "en", shown_as)
    assert Person.objects.count() == 1


def test_unlocking_says_what_is_forgotten_and_is_logged(store: Store) -> None:
    account(store, "add", "dana", "--role", "publisher", given=PASSWORD)
    with store.used():
        for _ in range(FREE_FOR_A_NAME):
            attempts.begin("dana", "203.0.113.7")
        attempts.begin("nobody", "203.0.113.8")
        assert attempts.begin("dana", "203.0.113.7") is not None
    printed = account(store, "unlock", "dana")

    assert f"{FREE_FOR_A_NAME} wrong passwords" in printed
    with store.used():
        assert not Attempt.objects.exists()
        assert LogEntry.objects.order_by("-number")[0].action == "account_unlocked"
    assert "there is no account 'nobody'" in account(store, "unlock", "nobody", expect=2)


def test_an_unknown_account_is_named_with_the_way_out(store: Store) -> None:
    printed = account(store, "disable", "nobody", expect=2)

    assert "there is no account 'nobody'" in printed
    assert "aiqyn account list" in printed


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_logentry SET detail = 'nothing'",
        "DELETE FROM accounts_logentry",
        "REPLACE INTO accounts_logentry SELECT * FROM accounts_logentry",
    ],
)
def test_sqlite_refuses_to_change_the_log(sqlite_store: Store, sql: str) -> None:
    account(sqlite_store, "add", "dana", "--role", "publisher", given=PASSWORD)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sqlite_store.execute(sql)


@pytest.mark.postgres
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_logentry SET detail = 'nothing'",
        "DELETE FROM accounts_logentry",
        "TRUNCATE accounts_logentry CASCADE",
    ],
)
def test_postgresql_refuses_to_change_the_log(databases: Databases, tmp_path: Path, sql: str) -> None:
    store = databases.copy("postgres", tmp_path, loaded=False)
    account(store, "add", "dana", "--role", "publisher", given=PASSWORD)

    with psycopg.connect(store.url) as connection, pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        connection.execute(sql)


def test_the_log_says_what_the_command_did_and_no_password(sqlite_store: Store) -> None:
    account(sqlite_store, "add", "dana", "--role", "publisher", given=PASSWORD)
    account(sqlite_store, "disable", "dana")
    rows = sqlite3.connect(sqlite_store.file).execute("SELECT person_id, action, about, detail FROM accounts_logentry")

    assert rows.fetchall() == [(None, "account_added", "dana", "publisher"), (None, "account_disabled", "dana", "")]
    assert PASSWORD.encode() not in sqlite_store.file.read_bytes()
