"""`aiqyn diff` tells what a folder and the ledger do not share, and changes neither."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.aiqyn_site.store import HEADER, ROWS, Store, contents, copy_of_register

JOBS = "bridge,jobs,40,persons,,{},reported,,herald,,,,high,,\n"
VERDICT = "bridge,ID01,1,disclosed,{},2026-03-01,gazette@p. 1,,\n"


def differing(store: Store, folder: Path) -> dict[str, object]:
    before = store.run("verify", "--json").stdout, contents(folder)
    outcome = json.loads(store.run("diff", folder, "--json", expect=1).stdout)
    assert (store.run("verify", "--json").stdout, contents(folder)) == before
    assert isinstance(outcome, dict)
    return outcome


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def test_a_folder_is_the_same_as_what_was_loaded_from_it(sqlite_store: Store, tmp_path: Path) -> None:
    register = copy_of_register(tmp_path)
    sqlite_store.run("load", register)
    assert sqlite_store.run("diff", register).stdout == "same: the folder holds what the ledger holds\n"
    assert json.loads(sqlite_store.run("diff", register, "--json").stdout)["same"] is True


def test_rows_and_files_of_either_side_are_named_with_the_newer_side(store: Store, small: Path, tmp_path: Path) -> None:
    (small / "assessments.csv").write_text(
        "project,item,item_version,verdict,assessor,day,evidence,searches,note\n" + VERDICT.format("base"), "utf-8"
    )
    for name in ("theirs.txt", "ours.txt"):
        (small / name).write_text("one\ntwo\n", encoding="utf-8")
    store.run("load", small)
    other = tmp_path / "other"
    shutil.copytree(small, other)
    for folder, year, name in ((other, "2001", "theirs.txt"), (small, "2002", "ours.txt")):
        for file, row in (("statements.csv", JOBS.format(year)), ("assessments.csv", VERDICT.format(year))):
            with (folder / file).open("a", encoding="utf-8") as stream:
                stream.write(row)
        change(folder, name, "one", "1")
        (folder / f"new-{name}").write_text("new\n", encoding="utf-8")
    store.run("load", other)
    change(small, "statements.csv", ",2026-01-02\n", ",2026-01-03\n")
    outcome = differing(store, small)
    moved = [{"line": line, "number": line - 1, "own": "2026-01-03", "recorded": "2026-01-02"} for line in (4, 5)]
    statements = outcome.pop("statements")
    assert isinstance(statements, dict)
    (there,) = statements["ledger"].pop("first")

    assert there | {"id": ""} == {"number": 5, "id": "", "entity": "bridge", "property": "jobs"}
    assert statements == {
        "folder": {"count": 1, "first": [{"line": 6, "entity": "bridge", "property": "jobs"}]},
        "ledger": {"count": 1},
        "moved": {"count": 2, "first": moved},
    }
    assert outcome == {
        "same": False,
        "entities": {},
        "sources": {},
        "files": {
            "new": ["new-ours.txt"],
            "lacking": ["new-theirs.txt"],
            "changed": ["ours.txt"],
            "older": ["theirs.txt"],
        },
        "by_rows": {"assessments.csv": {"folder": 1, "ledger": 1}},
        "changed_by_both": [],
    }
    printed = store.run("diff", small, expect=1).stdout
    assert "statements.csv: only in the folder 1: line 6 (bridge jobs)\n" in printed
    assert "statements.csv: only in the ledger 1: 5 (bridge jobs)\n" in printed
    assert "statements.csv:4: the folder says 2026-01-03, recorded on 2026-01-02\n" in printed
    assert "files: changed in the ledger, which is newer 1: theirs.txt\n" in printed
    assert "assessments.csv: rows only in the folder 1, only in the ledger 1\n" in printed


def test_what_both_changed_is_named_as_a_load_would(sqlite_store: Store, small: Path, tmp_path: Path) -> None:
    sqlite_store.run("load", small)
    shutil.copytree(small, tmp_path / "other")
    change(tmp_path / "other", "sources.csv", "Bridge costs", "What it costs")
    sqlite_store.run("load", tmp_path / "other")
    change(small, "sources.csv", "Herald,2021-06", "The Herald,2021-06")
    printed = sqlite_store.run("diff", small, expect=1).stdout

    assert "sources.csv: source 'herald' was described anew in the ledger on" in printed
    assert sqlite_store.run("load", small, expect=1).stderr == f"{printed}Nothing was loaded.\n"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (ROWS[0], ROWS[0].replace("bridge", "brigde"), "statements.csv:2: column entity: 'brigde'"),
        (HEADER, "x\n", "statements.csv:1: "),
    ],
)
def test_a_faulty_folder_is_refused_with_its_faults(
    sqlite_store: Store, small: Path, old: str, new: str, complaint: str
) -> None:
    sqlite_store.run("load", small)
    change(small, "statements.csv", old, new)
    assert complaint in sqlite_store.run("diff", small, expect=1).stderr
    change(small, "register.toml", 'id = "small"', 'id = "other"')
    assert "this database holds the register 'small'" in sqlite_store.run("diff", small, expect=1).stderr
