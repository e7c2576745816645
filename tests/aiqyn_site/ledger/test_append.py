"""Rows added while the site runs: chained and sealed like a load, and never lost by a load of an older folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aiqyn.errors import Refused
from aiqyn_site.derived import add_rows
from tests.aiqyn_site.store import Store, contents

NAME = "assessments.csv"
HEADER = b"project,item,item_version,verdict,assessor,day,evidence,searches,note\n"
#: Adds twenty rows of one assessor, for two to do so at once.
ADD_TWENTY = f"""
import sys
import django
django.setup()
from aiqyn_site.derived import add_rows
for number in range(20):
    add_rows({NAME!r}, sys.argv[1].replace("#", str(number)).encode(), lambda content: None, header={HEADER!r})
"""


def line(assessor: str) -> str:
    """A verdict of somebody, as a row of the file."""
    return f"bridge,ID01,1,disclosed,{assessor},2026-03-01,gazette@p. 1,,\n"


def check(content: bytes) -> None:
    if b"forbidden" in content:
        raise Refused("not_this")


def add(store: Store, row: str, name: str = NAME) -> None:
    with store.used():
        add_rows(name, row.encode(), check, header=HEADER)


@pytest.fixture
def loaded(store: Store, small: Path) -> Store:
    store.run("load", small)
    return store


def head(store: Store) -> str:
    return store.run("verify").stdout


def test_the_first_row_begins_the_file_with_its_header_and_others_follow(loaded: Store, small: Path) -> None:
    add(loaded, line("one"))
    add(loaded, line("two"))

    assert loaded.exported() == {**contents(small), NAME: HEADER + (line("one") + line("two")).encode()}
    assert head(loaded).startswith("sound")


def test_an_exported_folder_loads_back_and_may_have_grown(loaded: Store, tmp_path: Path) -> None:
    add(loaded, line("one"))
    loaded.exported()
    folder = tmp_path / "exported"
    assert "nothing new" in loaded.run("load", folder).stdout
    with (folder / NAME).open("a", encoding="utf-8") as file:
        file.write(line("two"))
    loaded.run("load", folder)
    add(loaded, line("three"))

    assert loaded.exported()[NAME].decode().splitlines()[1:] == [line(who).strip() for who in ("one", "two", "three")]
    assert head(loaded).startswith("sound")


@pytest.mark.parametrize("then", [None, "", line("two"), line("two") + line("one")])
def test_a_folder_without_the_added_rows_adds_its_own_and_loses_none(
    loaded: Store, small: Path, then: str | None
) -> None:
    add(loaded, line("one"))
    if then is not None:
        (small / NAME).write_bytes(HEADER + then.encode())
    outcome = json.loads(loaded.run("load", small, "--json").stdout)

    assert outcome["lacking"] == {"files": []} | ({} if then and line("one") in then else {NAME: 1})
    assert loaded.exported()[NAME] == HEADER + (line("one") + (line("two") if then else "")).encode()
    assert head(loaded).startswith("sound")


@pytest.mark.parametrize(
    ("name", "row", "complaint"),
    [
        ("register.toml", "1,2\n", "file_fixed"),
        (NAME, "1,2", "addition_half"),
        (NAME, "forbidden,2\n", "not_this"),
        (NAME, line("one"), "file_full"),
    ],
    ids=["another file", "half a line", "refused by the check", "too large"],
)
def test_what_cannot_be_added_changes_nothing(loaded: Store, small: Path, name: str, row: str, complaint: str) -> None:
    if complaint == "file_full":
        (small / name).write_bytes(HEADER + "".join(line(f"{n:03} {'x' * 9_600}") for n in range(516)).encode())
        loaded.run("load", small)
        row *= 800
    before = head(loaded)

    with pytest.raises(Refused, match=complaint):
        add(loaded, row, name)
    assert head(loaded) == before
    assert loaded.exported() == contents(small)


def test_an_empty_ledger_has_no_file_to_add_to(store: Store) -> None:
    with pytest.raises(Refused, match="ledger_empty"):
        add(store, line("one"))


def test_rows_added_by_two_at_once_are_all_there_and_the_chain_is_whole(loaded: Store) -> None:
    both = [loaded.start_script(ADD_TWENTY, line(f"{who} #")) for who in ("one", "two")]
    assert [process.communicate(timeout=120)[1] for process in both] == ["", ""]
    lines = loaded.exported()[NAME].decode().splitlines(keepends=True)

    assert sorted(lines[1:]) == sorted(line(f"{who} {n}") for who in ("one", "two") for n in range(20))
    assert head(loaded).startswith("sound")
