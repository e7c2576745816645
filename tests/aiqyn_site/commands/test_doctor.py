"""What `aiqyn doctor` says an installation lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.aiqyn_site.store import Store

PASSWORD = "three quiet rivers\n"
KEY = "k" * 40


def lacks(store: Store, expect: int = 1) -> dict[str, list[str]]:
    """What is wrong, by part; each with something to do."""
    listed = json.loads(store.run("doctor", "--json", expect=expect).stdout)["lacks"]
    assert all(lack["mend"] for lack in listed)
    by_part: dict[str, list[str]] = {}
    for lack in listed:
        by_part.setdefault(lack["part"], []).append(lack["fault"])
    return by_part


@pytest.fixture
def whole(small_store: Store, small: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An installation that lacks nothing."""
    from django.conf import settings

    monkeypatch.setenv("AIQYN_SECRET_KEY", KEY)
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://example.org")
    monkeypatch.setattr(settings, "TRUSTED_PROXY", True)
    monkeypatch.setattr(settings, "REGISTER", small)
    small_store.file.chmod(0o600)
    for name, role in (("aru", "editor"), ("berik", "publisher")):
        small_store.run("account", "add", name, "--role", role, given=PASSWORD)
    return small_store


def test_nothing_is_named_where_nothing_lacks(whole: Store) -> None:
    assert lacks(whole, expect=0) == {}


def test_it_changes_nothing(whole: Store) -> None:
    before = whole.file.read_bytes()
    lacks(whole, expect=0)

    assert whole.file.read_bytes() == before


@pytest.mark.parametrize(("key", "fault"), [("", "is not set"), ("short", "has 5 signs")])
def test_a_weak_key_is_named(whole: Store, monkeypatch: pytest.MonkeyPatch, key: str, fault: str) -> None:
    monkeypatch.setenv("AIQYN_SECRET_KEY", key)

    assert fault in lacks(whole)["settings"][0]


@pytest.mark.parametrize(
    ("address", "fault"), [("", "AIQYN_PUBLIC_URL is not set"), ("http://example.org", "is not https")]
)
def test_a_site_without_https_is_named(whole: Store, monkeypatch: pytest.MonkeyPatch, address: str, fault: str) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "PUBLIC_URL", address)

    assert fault in lacks(whole)["settings"][0]


def test_a_site_that_nobody_can_publish_is_named(whole: Store) -> None:
    whole.run("account", "disable", "berik")

    assert lacks(whole)["accounts"] == ["nobody may publish", "there are fewer than two"]


def test_a_database_open_to_others_is_named(whole: Store) -> None:
    whole.file.chmod(0o644)

    assert "others on this machine can read" in lacks(whole)["disk"][0]


def test_a_folder_that_is_not_what_is_recorded_is_named(whole: Store, small: Path) -> None:
    with (small / "statements.csv").open("a", encoding="utf-8") as rows:
        rows.write("bridge,cost,31,USD million,,2022,reported,,herald,,,,high,,2026-03-01\n")

    assert "is not what is recorded" in lacks(whole)["register"][0]


def test_a_folder_that_is_not_there_is_named(whole: Store, small: Path) -> None:
    small.rename(small.with_name("elsewhere"))

    assert "cannot be read" in lacks(whole)["register"][0]


def test_what_should_be_forgotten_by_now_is_named(whole: Store) -> None:
    whole.execute(
        "INSERT INTO corrections_code (invitation, code, expires) VALUES ('r1', 'x', '2020-01-01')",
    )

    assert lacks(whole)["inbox"] == ["it holds what should be forgotten by now"]


def test_a_clock_behind_the_last_load_is_named(whole: Store) -> None:
    whole.execute("DROP TRIGGER ledger_seal_no_update", "UPDATE ledger_seal SET loaded_at = '2099-01-01 00:00:00'")

    assert "a load was 2099-01-01" in lacks(whole)["clock"][0]


def test_without_a_database_the_way_to_one_is_told(sqlite_store: Store) -> None:
    sqlite_store.file.unlink()

    assert "there is no database" in lacks(sqlite_store)["database"][0]
