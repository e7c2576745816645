"""What environment variables may say."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Callable

import pytest

from aiqyn_site import variables
from aiqyn_site.settings import database_settings
from tests.aiqyn_site.store import Store

NAME = "AIQYN_TRIED"


def wide(name: str) -> int:
    return variables.number(name, 9)


@pytest.mark.parametrize(
    ("read", "given", "value"),
    [
        (wide, "", 9),
        (wide, " 12 ", 12),
        (variables.switch, "", False),
        (variables.switch, "1", True),
        (variables.day, "", None),
        (variables.day, "2026-11-29", datetime.date(2026, 11, 29)),
        (variables.hosts, "", []),
        (
            variables.hosts,
            "example.org, .example.net,[::1],my_host",
            ["example.org", ".example.net", "[::1]", "my_host"],
        ),
        (variables.hosts, "*", ["*"]),
        (variables.address, "", ""),
        (variables.address, "https://example.org:8443/", "https://example.org:8443"),
    ],
)
def test_what_is_well_formed_is_read(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], object], given: str, value: object
) -> None:
    monkeypatch.setenv(NAME, given)

    assert read(NAME) == value


@pytest.mark.parametrize(
    ("read", "given"),
    [
        (wide, "abc"),
        (wide, "-1"),
        (wide, "1.5"),
        (wide, "٩"),
        (wide, "9" * 7),
        (variables.switch, "yes"),
        (variables.day, "29.11.2026"),
        (variables.day, "0001-01-01"),
        (variables.day, "9999-12-31"),
        (variables.hosts, "https://example.org"),
        (variables.hosts, "example.org:8000"),
        (variables.hosts, "a b"),
        (variables.hosts, ","),
        (variables.address, "example.org"),
        (variables.address, "ftp://example.org"),
        (variables.address, "https://example.org/register"),
        (variables.address, "https://user:word@example.org"),
    ],
)
def test_what_is_not_is_refused_with_its_name(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], object], given: str
) -> None:
    monkeypatch.setenv(NAME, given)
    with pytest.raises(ValueError, match=NAME):
        read(NAME)


@pytest.mark.parametrize(
    ("name", "given"),
    [("AIQYN_CACHE_MB", "abc"), ("AIQYN_TODAY", "tomorrow"), ("AIQYN_HOSTS", "a b"), ("AIQYN_PUBLIC_URL", "here")],
)
def test_a_command_says_which_variable_cannot_be(sqlite_store: Store, name: str, given: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "aiqyn.cli", "verify"],
        env={**sqlite_store.environment, name: given},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert f"{name} is '{given}'" in ended.stderr or f"{name} has '{given}'" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "given", ["sqlite://", "sqlite:x", "sqlite:///", "sqlite:///:memory:", "mysql://host/name", "site.sqlite3"]
)
def test_an_address_of_no_database_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match=r"write sqlite:///path"):
        database_settings(given)
