"""A kept file leaves the register only when that is asked for by name, and never the ledger."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.aiqyn_site.store import Store, contents

NAME = "report.csv"


@pytest.fixture
def loaded(store: Store, small: Path) -> Store:
    """A store that holds the register with one file more than the folder now has."""
    (small / NAME).write_text("a,b\n1,2\n", encoding="utf-8")
    store.run("load", small)
    (small / NAME).unlink()
    return store


def test_a_file_that_is_gone_from_the_folder_stays_and_the_command_to_remove_it_is_said(
    loaded: Store, small: Path
) -> None:
    before = loaded.run("verify", "--json").stdout
    printed = loaded.run("load", small).stdout

    assert f"Recorded, but not in this folder (others may have added it): files {NAME}. It stays" in printed
    assert f"aiqyn load {small} --remove {NAME}\n" in printed
    assert loaded.run("verify", "--json").stdout == before
    assert loaded.exported() == {**contents(small), NAME: b"a,b\n1,2\n"}


def test_what_is_asked_for_is_removed_and_then_all_is_quiet(loaded: Store, small: Path) -> None:
    outcome = json.loads(loaded.run("load", small, "--remove", NAME, "--json").stdout)

    assert outcome["removed"] == [NAME]
    assert loaded.exported() == contents(small)
    assert loaded.run("verify").stdout.startswith("sound")
    assert "nothing new" in loaded.run("load", small).stdout
    assert "nothing new" in loaded.run("load", small, "--remove", NAME).stdout


def test_the_ledger_keeps_what_a_removed_file_held(sqlite_store: Store, small: Path) -> None:
    (small / NAME).write_text("a,b\n1,2\n", encoding="utf-8")
    sqlite_store.run("load", small)
    (small / NAME).unlink()
    sqlite_store.run("load", small, "--remove", NAME)
    with sqlite3.connect(sqlite_store.file) as database:
        versions = database.execute("SELECT content FROM ledger_file WHERE name = ? ORDER BY number", [NAME]).fetchall()

    assert versions == [(b"a,b\n1,2\n",), (None,)]


def test_a_file_that_comes_back_is_kept_again(loaded: Store, small: Path) -> None:
    loaded.run("load", small, "--remove", NAME)
    (small / NAME).write_text("a,b\n3,4\n", encoding="utf-8")
    loaded.run("load", small)

    assert loaded.exported() == contents(small)


def test_each_file_that_is_gone_is_named(store: Store, small: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (small / name).write_text("a\n", encoding="utf-8")
    store.run("load", small)
    for name in ("one.csv", "two.csv"):
        (small / name).unlink()
    outcome = json.loads(store.run("load", small, "--remove", "one.csv", "--json").stdout)

    assert (outcome["removed"], outcome["lacking"]) == (["one.csv"], {"files": ["two.csv"]})
    store.run("load", small, "--remove", "one.csv", "--remove", "two.csv")
    assert store.exported() == contents(small)


def test_a_file_that_lies_in_the_folder_is_not_removed(loaded: Store, small: Path) -> None:
    (small / NAME).write_text("a,b\n1,2\n", encoding="utf-8")
    refused = loaded.run("load", small, "--remove", NAME, expect=1).stderr

    assert f"{NAME}: to be removed, but it lies in the folder" in refused
    assert loaded.exported()[NAME] == b"a,b\n1,2\n"


def test_rows_that_were_added_at_the_desk_are_not_removed(store: Store, small: Path) -> None:
    header = "project,item,item_version,verdict,assessor,day,evidence,searches,note\n"
    path = small / "assessments.csv"
    path.write_text(f"{header}bridge,ID01,1,disclosed,one,2026-03-01,gazette@p. 1,,\n", encoding="utf-8")
    store.run("load", small)
    before = path.read_bytes()
    path.unlink()
    refused = store.run("load", small, "--remove", path.name, expect=1).stderr

    assert "its rows are recorded for good: it is neither removed nor replaced" in refused
    assert store.exported()[path.name] == before
