"""Loading: all or nothing, twice the same as once, and never a change to what was recorded."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest

from tests.aiqyn_site.store import REGISTER, ROWS, Store, contents, copy_of_register

NEW = "bridge,jobs,40,persons,,2022,reported,,herald,,,,high,,2026-03-01\n"


def test_export_after_load_is_the_folder_byte_for_byte(store: Store, tmp_path: Path) -> None:
    store.run("load", copy_of_register(tmp_path))

    assert store.exported() == contents(REGISTER)


def test_loading_twice_changes_nothing(store: Store, small: Path) -> None:
    store.run("load", small)
    before = store.run("verify", "--json").stdout
    again = store.run("load", small)

    assert "nothing new" in again.stdout
    assert store.run("verify", "--json").stdout == before


def test_rows_added_at_the_end_are_all_that_is_loaded(store: Store, small: Path) -> None:
    store.run("load", small)
    with (small / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(NEW)
    added = json.loads(store.run("load", small, "--json").stdout)["added"]

    assert added == {"entities": 0, "sources": 0, "statements": 1}
    assert store.exported() == contents(small)
    store.run("verify")


def test_a_corrected_source_is_recorded_anew_and_keeps_its_statements(store: Store, small: Path) -> None:
    store.run("load", small)
    path = small / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Bridge costs", "What the bridge costs"), encoding="utf-8")
    added = json.loads(store.run("load", small, "--json").stdout)["added"]

    assert added == {"entities": 0, "sources": 1, "statements": 0}
    assert store.exported() == contents(small)
    store.run("verify")


def test_a_statement_added_twice_is_refused(store: Store, small: Path) -> None:
    store.run("load", small)
    with (small / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(ROWS[1].replace("2026-01-01", "2026-03-01"))

    assert "statements.csv:6: 'bridge': the same statement is recorded already" in store.run(
        "load", small, expect=1
    ).stderr.replace(":  ", ": ")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("entities.csv", "bridge,project,", "bridge,organisation,", "recorded otherwise"),
        ("register.toml", 'id = "small"', 'id = "other"', "this database holds the register 'small'"),
    ],
)
def test_what_is_for_ever_cannot_be_changed(
    store: Store, small: Path, name: str, old: str, new: str, message: str
) -> None:
    store.run("load", small)
    path = small / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    assert message in store.run("load", small, expect=1).stderr


def test_a_bad_row_loads_nothing_of_its_file(store: Store, small: Path) -> None:
    with (small / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(NEW + NEW.replace(",2022,", ",2021-13,"))
    refused = store.run("load", small, expect=1)

    assert "statements.csv:7: column as_of: '2021-13'" in refused.stderr.replace(":  ", ": ")
    assert "no register is loaded" in store.run("verify", expect=1).stderr


@pytest.mark.parametrize("wait", [0.35, 0.6, 0.8, 1.0])
def test_a_killed_load_leaves_the_old_state(store: Store, small: Path, wait: float) -> None:
    store.run("load", small)
    before = store.run("verify", "--json").stdout
    with (small / "statements.csv").open("a", encoding="utf-8") as file:
        for number in range(60_000):
            file.write(NEW.replace(",40,", f",{number},"))
    process = store.start("load", small)
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert store.run("verify", "--json").stdout == before
