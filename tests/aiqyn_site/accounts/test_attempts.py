"""Guessing passwords: counted before anything is looked at, slowed down, and forgotten after a day."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from aiqyn_site.accounts import actions, attempts
from aiqyn_site.accounts.actions import add_person
from aiqyn_site.accounts.attempts import (
    FIRST_WAIT,
    FREE_FOR_A_NAME,
    FREE_FOR_A_NETWORK,
    GUESSED_AT,
    LONGEST_WAIT,
    begin,
    succeed,
)
from aiqyn_site.accounts.log_audit import verify_desk
from aiqyn_site.accounts.models import Attempt, Person

PASSWORD = "four unrelated words here"
HERE = "203.0.113.7"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, db: None) -> list[datetime.datetime]:
    """The present time, which a test may move on."""
    now = [timezone.now()]
    monkeypatch.setattr(attempts.timezone, "now", lambda: now[0])
    return now


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.aiqyn_site.desk.hashers.Quick"]


def other(n: int) -> str:
    """An address in a network of its own."""
    return f"198.{n // 65_536}.{n // 256 % 256}.{n % 256}"


def aru() -> Person:
    return Person.objects.create(name="aru", shown_as="aru", role="editor", language="en", password="!")


def test_some_attempts_are_free_and_then_each_waits_twice_as_long(clock: list[datetime.datetime]) -> None:
    for _ in range(FREE_FOR_A_NAME):
        assert begin("aru", HERE) is None
    waited = []
    for _ in range(10):
        wait = begin("aru", HERE)
        assert wait is not None
        waited.append(wait)
        clock[0] += wait
        assert begin("aru", HERE) is None

    assert waited[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waited[-1] == LONGEST_WAIT


def guessed_at(clock: list[datetime.datetime]) -> None:
    """Hundreds of networks have tried the name, each as often as it could."""
    for n in range(GUESSED_AT):
        for _ in range(2):
            begin("aru", other(300 * n))


def test_who_guesses_locks_the_name_to_no_other_network(clock: list[datetime.datetime]) -> None:
    for _ in range(FREE_FOR_A_NAME + 1):
        begin("aru", other(0))

    assert begin("aru", other(0)) is not None
    assert [begin("aru", HERE) for _ in range(FREE_FOR_A_NAME)] == [None] * FREE_FOR_A_NAME


def test_many_networks_that_guess_at_a_name_have_one_attempt_each(clock: list[datetime.datetime]) -> None:
    guessed_at(clock)

    assert begin("aru", "192.0.2.1") is None
    assert begin("aru", "192.0.2.2") == FIRST_WAIT
    assert begin("aru", HERE) is None
    assert begin("berik", "192.0.2.2") is None


def test_a_network_from_which_a_name_signed_in_is_not_slowed_down_by_guesses_from_others(
    clock: list[datetime.datetime],
) -> None:
    begin("aru", HERE)
    succeed(aru(), HERE)
    clock[0] += datetime.timedelta(days=60)
    guessed_at(clock)
    begin("aru", "203.0.113.200")

    assert begin("aru", "203.0.113.201") is not None
    assert [begin("aru", HERE) for _ in range(FREE_FOR_A_NAME)] == [None] * FREE_FOR_A_NAME
    assert begin("aru", HERE) == FIRST_WAIT


def test_a_network_is_slowed_down_whatever_names_it_tries(clock: list[datetime.datetime]) -> None:
    for n in range(FREE_FOR_A_NETWORK):
        assert begin(f"name{n}", HERE) is None

    assert begin("another", HERE) == FIRST_WAIT
    assert begin("another", other(1)) is None


def test_all_addresses_of_an_ipv6_network_count_as_one(clock: list[datetime.datetime]) -> None:
    for n in range(FREE_FOR_A_NETWORK):
        assert begin(f"name{n}", f"2001:db8::{n:x}") is None

    assert begin("another", "2001:db8::ffff:1") is not None
    assert begin("another", "2001:db8:1::1") is None


def test_the_right_password_gives_a_name_a_new_start(clock: list[datetime.datetime]) -> None:
    person = aru()
    for _ in range(3):
        for _ in range(FREE_FOR_A_NAME - 1):
            assert begin("aru", HERE) is None
        succeed(person, HERE)

    assert begin("aru", HERE) is None


def test_signing_in_often_from_one_network_is_no_failure(clock: list[datetime.datetime]) -> None:
    person = aru()
    for _ in range(3 * FREE_FOR_A_NETWORK):
        assert begin("aru", HERE) is None
        succeed(person, HERE)


def test_failures_are_forgotten_after_a_day(clock: list[datetime.datetime]) -> None:
    for _ in range(FREE_FOR_A_NAME):
        begin("aru", HERE)
    clock[0] += datetime.timedelta(days=1, seconds=1)
    begin("somebody else", other(1))

    assert Attempt.objects.count() == 4
    assert begin("aru", HERE) is None


def test_what_is_counted_is_bounded_and_what_is_known_stays(
    clock: list[datetime.datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "_MOST_KEPT", 60)
    begin("aru", HERE)
    succeed(aru(), HERE)
    for n in range(100):
        clock[0] += datetime.timedelta(seconds=1)
        begin("aru", other(n))
        assert Attempt.objects.count() <= 65
    guessed_at(clock)

    assert begin("aru", HERE) is None


def test_where_somebody_signed_in_from_is_forgotten_after_ninety_days(clock: list[datetime.datetime]) -> None:
    begin("aru", HERE)
    succeed(aru(), HERE)
    clock[0] += datetime.timedelta(days=91)
    begin("somebody else", HERE)

    assert Attempt.objects.filter(person__isnull=False).count() == 0


def test_waiting_is_said_and_the_right_password_is_not_even_looked_at(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person("aru", "editor", PASSWORD, "en")

    def attempt(password: str) -> Any:
        form = {"name": "aru", "password": password}
        return client.post("/desk/sign-in/", form, headers={"Accept-Language": "en"})

    assert [attempt("wrong").status_code for _ in range(FREE_FOR_A_NAME)] == [403] * FREE_FOR_A_NAME
    monkeypatch.setattr(actions, "check_password", lambda *_: pytest.fail("the password was looked at"))
    answer = attempt(PASSWORD)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert "Try again in 1 minute." in answer.content.decode()


def test_an_unknown_name_takes_the_work_of_a_real_one(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["aiqyn_site.accounts.hashing.LeanArgon2"]
    person = add_person("aru", "editor", PASSWORD)
    assert person.password.startswith("argon2$argon2id$")
    worked: list[str] = []
    verify, encode = hashers.Argon2PasswordHasher.verify, hashers.Argon2PasswordHasher.encode

    def verifying(self: Any, *given: str) -> bool:
        worked.append("verify")
        return verify(self, *given)

    def encoding(self: Any, *given: str) -> str:
        worked.append("encode")
        return encode(self, *given)

    monkeypatch.setattr(hashers.Argon2PasswordHasher, "verify", verifying)
    monkeypatch.setattr(hashers.Argon2PasswordHasher, "encode", encoding)
    for name, disabled in (("aru", False), ("nobody", False), ("aru", True)):
        if disabled:
            actions.disable("aru")
        actions.sign_in(name, "wrong", HERE)

    assert worked == ["verify", "encode", "encode"]


def test_a_hash_that_took_other_work_is_made_anew_by_signing_in(db: None, client: Client, settings: Settings) -> None:
    person = add_person("aru", "editor", PASSWORD)
    settings.PASSWORD_HASHERS = ["aiqyn_site.accounts.hashing.LeanArgon2"]
    assert actions.sign_in("aru", "wrong", HERE) is None
    client.post("/desk/sign-in/", {"name": "aru", "password": PASSWORD})
    person.refresh_from_db()

    assert person.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert client.get("/desk/").status_code == 200
    assert actions.sign_in("aru", PASSWORD, HERE) == person
    assert verify_desk() == []


def test_nothing_of_an_address_or_a_name_is_kept(db: None) -> None:
    begin("a password typed as a name", "203.0.113.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM accounts_attempt")
        kept = [bytes(row[0]) for row in cursor.fetchall()]

    assert {len(key) for key in kept} == {32}
    assert not any(b"typed" in key or b"203.0" in key or bytes([203, 0, 113, 77]) in key for key in kept)
