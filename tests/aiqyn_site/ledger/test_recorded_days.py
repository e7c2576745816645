"""The day of recording is the load's to give: whatever day a row brings, it cannot hold up those that follow."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from aiqyn_site.ledger.version import version
from tests.aiqyn_site.store import HEADER, ROWS, Store, contents

TODAY = "2026-06-01"

ONLY_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.TODAY = date.fromisoformat(TODAY)


def jobs(number: int, day: str) -> str:
    return f"bridge,jobs,{number},persons,,{2000 + number},reported,,herald,,,,high,,{day}\n"


def write(folder: Path, *rows: str) -> None:
    (folder / "statements.csv").write_text(HEADER + "".join((*ROWS, *rows)), encoding="utf-8")


def days(store: Store) -> list[str]:
    """The days of the rows after those of the small register, as exported."""
    lines = store.exported()["statements.csv"].decode().splitlines()
    return [line.rpartition(",")[2] for line in lines[1 + len(ROWS) :]]


def load(store: Store, folder: Path) -> dict[str, object]:
    outcome = json.loads(store.run("load", folder, "--json").stdout)
    store.run("verify")
    assert isinstance(outcome, dict)
    return outcome


@ONLY_SQLITE
def test_a_history_is_taken_as_given(store: Store, small: Path) -> None:
    write(small, jobs(1, "2026-03-01"), jobs(2, TODAY))
    load(store, small)
    assert store.exported() == contents(small)


@pytest.mark.parametrize("loaded_first", [True, False], ids=["appended", "first load"])
def test_a_day_that_is_missing_to_come_or_gone_by_becomes_today(
    store: Store, small: Path, *, loaded_first: bool
) -> None:
    if loaded_first:
        load(store, small)
    write(
        small, jobs(1, ""), jobs(2, "2062-01-01"), jobs(3, "2026-01-01"), jobs(4, "2026-05-01"), jobs(5, "2026-04-30")
    )
    outcome = load(store, small)

    assert outcome["recorded"] == {"day": TODAY, "undated": [[6, 6]], "redated": [[7, 8], [10, 10]]}
    assert days(store) == [TODAY, TODAY, TODAY, "2026-05-01", TODAY]
    with store.used():
        assert version().recorded == TODAY


@ONLY_SQLITE
def test_what_was_done_to_days_is_said_with_the_way_out(store: Store, small: Path) -> None:
    write(small, jobs(1, ""), jobs(2, "2062-01-01"))
    printed = store.run("load", small).stdout
    assert "Rows without a day were recorded on 2026-06-01: 1 (statements.csv: 6)" in printed
    assert "Rows with a day to come or gone by were recorded on 2026-06-01: 1 (statements.csv: 7)" in printed
    assert "run aiqyn export" in printed


@ONLY_SQLITE
def test_a_folder_whose_days_were_written_for_it_loads_again_in_silence_and_grows(store: Store, small: Path) -> None:
    write(small, jobs(1, ""), jobs(2, "2062-01-01"))
    load(store, small)
    again = store.run("load", small).stdout
    write(small, jobs(1, ""), jobs(2, "2062-01-01"), jobs(3, ""))
    grown = load(store, small)

    assert again == "nothing new: the ledger already holds this register\n"
    assert grown["added"] == {"statements": 1, "sources": 0, "entities": 0}
    assert grown["moved"] == {"count": 0, "first": []}
    folder = store.folder / "exported"
    store.exported()
    assert store.run("load", folder).stdout == again


@ONLY_SQLITE
def test_a_changed_day_of_a_recorded_row_is_named_and_the_recorded_stays(store: Store, small: Path) -> None:
    load(store, small)
    write(small)
    path = small / "statements.csv"
    path.write_text(HEADER + ROWS[0].replace("2026-01-01", "2025-12-31") + "".join(ROWS[1:]), encoding="utf-8")
    outcome = load(store, small)

    moved = {"line": 2, "number": 1, "own": "2025-12-31", "recorded": "2026-01-01"}
    assert outcome["moved"] == {"count": 1, "first": [moved]}
    assert "statement 1 was recorded on 2026-01-01, which stays" in store.run("load", small).stdout
    assert store.exported()["statements.csv"].decode() == HEADER + "".join(ROWS)


def test_a_ledger_held_up_by_a_day_to_come_goes_on(store: Store, small: Path, settings: Settings) -> None:
    settings.TODAY = date(2062, 1, 1)  # as a version did that took any day
    write(small, jobs(1, "2062-01-01"))
    load(store, small)
    settings.TODAY = date.fromisoformat(TODAY)
    write(small, jobs(1, "2062-01-01"), jobs(2, "2026-05-01"), jobs(3, "2026-01-01"), jobs(4, ""))
    load(store, small)

    assert days(store) == ["2062-01-01", "2026-05-01", TODAY, TODAY]
    with store.used():
        assert version().recorded == TODAY
