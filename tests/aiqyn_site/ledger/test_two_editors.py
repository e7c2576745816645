"""The ledger is the master copy: folders of several editors, made from one export, all load and lose nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from aiqyn.exchange.folder import BASE_MARK
from aiqyn.ledger import make_statement
from aiqyn_site.derived import ensure_built
from aiqyn_site.ledger.base_mark import keep_base
from aiqyn_site.ledger.blanking import Grounds, blank_statements
from tests.aiqyn.prose.documents import HEADER as HEAD_OF_TEXT
from tests.aiqyn.prose.documents import document
from tests.aiqyn_site.store import HEADER, ROWS, Store, contents

ASSESSMENTS_HEADER = "project,item,item_version,verdict,assessor,day,evidence,searches,note\n"
SENTENCE = "Recorded, but not in this folder (others may have added it): "

#: For what goes the same way on both databases once the rows are read.
ONLY_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def jobs(year: int, number: int = 40, source: str = "herald", day: str = "") -> str:
    return f"bridge,jobs,{number},persons,,{year},reported,,{source},,,,high,,{day}\n"


def add(folder: Path, *rows: str, name: str = "statements.csv") -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.writelines(rows)


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def rows(store: Store) -> list[str]:
    return store.exported()["statements.csv"].decode().splitlines(keepends=True)[1:]


@pytest.fixture
def editors(store: Store, small: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two folders as exported after the small register was loaded with an article's stand-in and an assessment."""
    (small / "notes.txt").write_text("one\ntwo\nthree\n", encoding="utf-8")
    (small / "assessments.csv").write_text(
        ASSESSMENTS_HEADER + "bridge,ID01,1,disclosed,base,2026-03-01,gazette@p. 1,,\n", encoding="utf-8"
    )
    store.run("load", small)
    for name in ("anna", "bolat"):
        shutil.copytree(small, tmp_path / name)
    return tmp_path / "anna", tmp_path / "bolat"


def load_taking(store: Store, folder: Path, key: str) -> dict[str, Any]:
    outcome = json.loads(store.run("load", folder, "--json", "--take", key).stdout)
    assert isinstance(outcome, dict)
    return outcome


def load(store: Store, folder: Path) -> dict[str, object]:
    outcome = json.loads(store.run("load", folder, "--json").stdout)
    assert isinstance(outcome, dict)
    return outcome


def test_an_older_sheet_loads_its_rows_and_is_told_what_it_lacks(store: Store, editors: tuple[Path, Path]) -> None:
    anna, bolat = editors
    add(anna, *(jobs(year) for year in (2001, 2002, 2003)))
    add(bolat, jobs(2004), jobs(2005))
    store.run("load", anna)
    printed = store.run("load", bolat).stdout

    assert printed.startswith("loaded: statements 2,")
    assert f"{SENTENCE}statements 3. It stays: run aiqyn export" in printed
    assert [row.split(",")[5] for row in rows(store)[4:]] == ["2001", "2002", "2003", "2004", "2005"]
    store.run("verify")
    assert load(store, anna)["lacking"] == {"statements": 2, "files": []}
    add(anna, jobs(2006))
    assert load(store, anna)["added"] == {"statements": 1, "sources": 0, "entities": 0}
    exported = store.folder / "exported"
    store.exported()
    assert load(store, exported)["lacking"] == {"files": []}


@ONLY_SQLITE
@pytest.mark.parametrize("steps", ["aAbBaAbB", "abABabBA", "abBAyaAbB", "aAaAbBbB", "baABxyabAB"])
def test_whatever_the_turns_every_row_is_recorded_once(store: Store, editors: tuple[Path, Path], steps: str) -> None:
    """a, b: an editor adds a row; A, B: loads the folder; x, y: goes on from a fresh export."""
    folder_of = dict(zip("ab", editors, strict=True))
    written = [make_statement(row.rstrip("\n").split(",")).id for row in ROWS]
    for turn, step in enumerate(steps):
        folder = folder_of["b" if step in "bBy" else "a"]
        if step in "ab":
            row = jobs(2000 + turn)
            add(folder, row)
            written.append(make_statement(row.rstrip("\n").split(",")).id)
        elif step in "AB":
            store.run("load", folder)
        else:
            assert "nothing new" in store.run("load", folder).stdout
            store.exported()
            shutil.rmtree(folder)
            shutil.copytree(store.folder / "exported", folder)
    recorded = [make_statement(row.rstrip("\n").split(",")).id for row in rows(store)]

    assert sorted(recorded) == sorted(written)
    store.run("verify")


@ONLY_SQLITE
@pytest.mark.parametrize("order", [slice(None, None, -1), slice(0, None, 2)], ids=["backwards", "half of it"])
def test_neither_order_nor_lacking_rows_hinder_a_load(store: Store, small: Path, order: slice) -> None:
    store.run("load", small)
    (small / "statements.csv").write_text(HEADER + jobs(2001) + "".join(ROWS[order]), encoding="utf-8")
    lacking = len(ROWS) - len(ROWS[order])
    outcome = load(store, small)

    assert outcome["added"] == {"statements": 1, "sources": 0, "entities": 0}
    assert outcome["lacking"] == ({"statements": lacking} if lacking else {}) | {"files": []}
    assert [row.rpartition(",")[0] for row in rows(store)[:4]] == [row.rpartition(",")[0] for row in ROWS]


@pytest.mark.parametrize(
    ("edit", "line", "is_behind"),
    [
        (lambda lines: [*lines[:1], lines[1].replace("27.6", "28.6"), *lines[2:]], 3, True),
        (lambda lines: [*lines[:1], lines[1].replace("gazette,,p. 3", "herald,,p. 4"), *lines[2:]], 3, False),
        (lambda lines: [*lines[:3], lines[3].replace("operating", "completed")], 5, True),
        (lambda lines: [lines[0], *lines[2:], lines[1].replace("2019", "2018")], 5, False),
        (lambda lines: [*lines[:2], *lines[3:], lines[2].replace(",30,", ",31,")], 5, True),
    ],
    ids=["a value", "a source", "the last row", "a date of a row put at the end", "a value of a row put at the end"],
)
def test_a_changed_row_is_refused_and_named_with_the_way_out(
    store: Store, small: Path, tmp_path: Path, edit: Callable[[list[str]], list[str]], line: int, *, is_behind: bool
) -> None:
    store.run("load", small)
    if is_behind:
        shutil.copytree(small, tmp_path / "other")
        add(tmp_path / "other", jobs(2001))
        store.run("load", tmp_path / "other")
    before = store.run("verify", "--json").stdout
    (small / "statements.csv").write_text(HEADER + "".join(edit(list(ROWS))), encoding="utf-8")
    refused = store.run("load", small, expect=1).stderr

    assert f"statements.csv:{line}: 'bridge': stands for recorded statement" in refused
    assert "A recorded row is never changed: put it back" in refused
    assert "Nothing was loaded." in refused
    assert store.run("verify", "--json").stdout == before


@ONLY_SQLITE
def test_a_row_put_in_the_place_of_one_that_is_withdrawn_is_a_further_row(store: Store, small: Path) -> None:
    store.run("load", small)
    gone = make_statement(ROWS[1].rstrip("\n").split(","))
    add(small, f"bridge,retraction,{gone.id},,,,reported,,herald,,,,high,misread,\n")
    store.run("load", small)
    change(small, "statements.csv", "27.6", "28.6")
    assert load(store, small)["added"] == {"statements": 1, "sources": 0, "entities": 0}


@ONLY_SQLITE
def test_the_same_row_of_both_editors_is_recorded_once(store: Store, editors: tuple[Path, Path]) -> None:
    anna, bolat = editors
    add(anna, jobs(2001, day="2026-03-01"))
    add(bolat, jobs(2002), jobs(2001, day="2026-03-02"))
    store.run("load", anna)
    outcome = load(store, bolat)

    assert (outcome["added"], outcome["lacking"]) == ({"statements": 1, "sources": 0, "entities": 0}, {"files": []})
    moved = {"line": 7, "number": 5, "own": "2026-03-02", "recorded": "2026-03-01"}
    assert outcome["moved"] == {"count": 1, "first": [moved]}


def test_two_loads_at_once_both_come_in(store: Store, editors: tuple[Path, Path]) -> None:
    for number, folder in enumerate(editors):
        add(folder, *(jobs(1000 + 500 * number + n) for n in range(500)))
    loads = [store.start("load", folder) for folder in editors]
    assert [process.wait(timeout=120) for process in loads] == [0, 0]

    assert len({row.split(",")[5] for row in rows(store)[4:]}) == 1000
    store.run("verify")


def test_a_row_whose_text_was_taken_away_does_not_come_back(store: Store, small: Path) -> None:
    add(small, jobs(2001))
    store.run("load", small)
    gone = make_statement(jobs(2001).rstrip("\n").split(","))
    with store.used():
        blank_statements(gone.id, Grounds("a private number", "Anna", "Bolat"), date(2026, 3, 1))
        ensure_built()
    refused = store.run("load", small, expect=1).stderr
    assert "statements.csv:6: 'bridge': the file lacks recorded statement 5, whose text was taken away" in refused
    store.exported()
    assert "nothing new" in store.run("load", store.folder / "exported").stdout


def test_entities_sources_and_files_that_others_added_stay(store: Store, editors: tuple[Path, Path]) -> None:
    anna, bolat = editors
    add(anna, "tunnel,project,\n", name="entities.csv")
    add(anna, "tribune,,Tunnel,seen,Tribune,,unknown,en,press,\n", name="sources.csv")
    (anna / "more.txt").write_text("more\n", encoding="utf-8")
    add(anna, jobs(2001).replace("bridge", "tunnel").replace("herald", "tribune"))
    add(bolat, jobs(2002))
    store.run("load", anna)
    outcome = load(store, bolat)

    assert outcome["lacking"] == {"statements": 1, "sources": 1, "entities": 1, "files": ["more.txt"]}
    exported = store.exported()
    assert exported["entities.csv"] == contents(anna)["entities.csv"]
    assert exported["sources.csv"] == contents(anna)["sources.csv"]
    assert exported["more.txt"] == b"more\n"
    store.run("verify")


@ONLY_SQLITE
def test_an_entity_recorded_otherwise_is_refused_with_what_is_recorded(
    store: Store, editors: tuple[Path, Path]
) -> None:
    for folder, kind in zip(editors, ("project", "organisation"), strict=True):
        add(folder, f"tunnel,{kind},\n", name="entities.csv")
    store.run("load", editors[0])
    assert "tunnel': recorded otherwise: kind 'project', part_of ''" in store.run("load", editors[1], expect=1).stderr


ARTICLE = "articles/bridge.en.md"
#: The same cell or line of a file, which one editor changes from the first to the second, the other to the third.
SAME_PIECE = pytest.mark.parametrize(
    ("name", "key", "texts"),
    [
        ("sources.csv", "herald", ("Bridge costs", "AAA", "BBB")),
        ("register.toml", "register.toml", ("CC-BY-4.0", "AAA", "BBB")),
        (ARTICLE, ARTICLE, ("It is open.", "AAA", "BBB")),
        ("parts.csv", "parts.csv", ("Phase 9", "AAA", "BBB")),
    ],
    ids=["a source", "the description", "an article", "a label"],
)


@pytest.fixture
def written(editors: tuple[Path, Path], store: Store) -> tuple[Path, Path]:
    """The two folders with an article and a label besides, as loaded; neither says what it was made from."""
    for folder in editors:
        (folder / "articles").mkdir()
        for lang in ("kk", "ru", "en", "zh"):
            text = document("> The bridge.\n\n> It is open.", HEAD_OF_TEXT.replace("zhanatas-wind", "bridge"))
            (folder / "articles" / f"bridge.{lang}.md").write_bytes(text)
        add(folder, "phase-9,Phase 9,b,c,d\n", name="parts.csv")
    store.run("load", editors[0])
    for folder in editors:
        (folder / BASE_MARK).unlink(missing_ok=True)
    return editors


@ONLY_SQLITE
@SAME_PIECE
@pytest.mark.parametrize("is_marked", [True, False], ids=["marked", "unmarked"])
def test_of_two_who_change_the_same_piece_the_second_is_refused(
    store: Store, written: tuple[Path, Path], name: str, key: str, texts: tuple[str, str, str], *, is_marked: bool
) -> None:
    anna, bolat = written
    base, first, second = texts
    if is_marked:
        for folder in written:
            assert "nothing new" in store.run("load", folder).stdout
    change(anna, name, base, first)
    change(bolat, name, base, second)
    store.run("load", anna)
    refused = store.run("load", bolat, expect=1).stderr
    assert f"load with --take {key}" in refused
    assert f"load with --take {key}" in store.run("diff", bolat, expect=1).stdout
    assert first in store.exported()[name].decode()

    outcome = load_taking(store, bolat, key)
    assert outcome["replaced"]["count"] == 1
    (replaced,) = outcome["replaced"]["first"]
    assert (replaced["name"], replaced["pieces"]) == (key, 1)
    assert first in replaced["was"][0]
    assert second in replaced["becomes"][0]
    assert store.exported()[name] == (bolat / name).read_bytes()
    store.run("verify")


@ONLY_SQLITE
@SAME_PIECE
@pytest.mark.parametrize("is_exported", [True, False], ids=["exported", "loaded"])
def test_one_who_changes_the_same_piece_again_is_not_asked(
    store: Store, written: tuple[Path, Path], name: str, key: str, texts: tuple[str, str, str], *, is_exported: bool
) -> None:
    folder, other = written
    if is_exported:
        folder = store.folder / "copy"
        store.run("export", folder)
    for old, new in pairwise((*texts, "CCC")):
        change(folder, name, old, new)
        if is_exported or old != texts[0]:
            add(other, jobs(2000 + len(rows(store))))  # somebody else's row between is no change of this
            store.run("load", other)
        printed = store.run("load", folder).stdout
        assert f"Replaced: {key}, as recorded on " in printed
    content = (folder / name).read_bytes()
    assert store.exported()[name] == content


def test_a_folder_that_is_behind_does_not_pass_for_one_made_from_what_it_lacks(
    store: Store, written: tuple[Path, Path]
) -> None:
    anna, bolat = written
    store.run("load", bolat)
    change(anna, "sources.csv", "Bridge costs", "AAA")
    change(anna, "parts.csv", "Phase 9", "AAA")
    store.run("load", anna)
    change(bolat, ARTICLE, "It is open.", "It opened.")
    assert load(store, bolat)["newer"] == ["herald"]
    change(bolat, ARTICLE, "It opened.", "It was opened.")
    store.run("load", bolat)
    for name, key, old in (("sources.csv", "herald", "Bridge costs"), ("parts.csv", "parts.csv", "Phase 9")):
        change(bolat, name, old, "BBB")
        assert f"--take {key}" in store.run("load", bolat, expect=1).stderr
        change(bolat, name, "BBB", old)


@ONLY_SQLITE
def test_who_makes_anew_what_another_made_is_refused(store: Store, editors: tuple[Path, Path]) -> None:
    for folder, text in zip(editors, ("a\nb\n", "c\nd\n"), strict=True):
        (folder / "more.txt").write_text(text, encoding="utf-8")
        (folder / BASE_MARK).unlink(missing_ok=True)
    store.run("load", editors[0])
    assert "more.txt: changed here" in store.run("load", editors[1], expect=1).stderr


@ONLY_SQLITE
def test_a_mark_of_another_ledger_or_half_a_mark_says_nothing(store: Store, written: tuple[Path, Path]) -> None:
    anna, bolat = written
    change(anna, "sources.csv", "Bridge costs", "AAA")
    store.run("load", anna)
    mark = (anna / BASE_MARK).read_text("utf-8")
    *_, number, link = mark.split()
    change(bolat, "sources.csv", "Bridge costs", "BBB")
    for text in (mark.replace(link, "0" * 64), mark.replace(f"seal {number} ", "seal 99 "), mark[:-9], "", "\udcff\n"):
        (bolat / BASE_MARK).write_bytes(text.encode("utf-8", "surrogateescape"))
        assert "--take herald" in store.run("load", bolat, expect=1).stderr
    (bolat / BASE_MARK).write_text(mark, encoding="utf-8")
    store.run("load", bolat)


@ONLY_SQLITE
def test_a_mark_that_leads_elsewhere_is_refused_and_nothing_is_written_there(
    store: Store, small: Path, tmp_path: Path
) -> None:
    (tmp_path / "precious").write_text("precious", encoding="utf-8")
    (small / BASE_MARK).symlink_to(tmp_path / "precious")
    assert BASE_MARK in store.run("load", small, expect=1).stderr
    with store.used():
        keep_base(small, "mark")
    assert (tmp_path / "precious").read_text("utf-8") == "precious"


@ONLY_SQLITE
def test_a_folder_that_cannot_be_marked_loads(store: Store, small: Path) -> None:
    (small / BASE_MARK).unlink(missing_ok=True)
    small.chmod(0o555)
    try:
        assert store.run("load", small).stdout.startswith("loaded: ")
    finally:
        small.chmod(0o755)


NOTES, SOURCE = ("notes.txt", "one\n", "ONE\n"), ("sources.csv", "Bridge costs", "What it costs")


@pytest.mark.parametrize(
    ("theirs", "ours", "named"),
    [
        (NOTES, ("notes.txt", "three\n", "THREE\n"), "notes.txt: changed here (SHA-256 "),
        (NOTES, ("notes.txt", "one\n", "1\n"), "notes.txt: changed here (SHA-256 "),
        (SOURCE, ("sources.csv", "Herald,2021-06", "The Herald,2021-06"), "sources.csv: source 'herald' was described"),
    ],
    ids=["two lines", "one line", "a source"],
)
def test_what_both_changed_is_refused_with_the_way_out(
    store: Store, editors: tuple[Path, Path], theirs: tuple[str, str, str], ours: tuple[str, str, str], named: str
) -> None:
    anna, bolat = editors
    change(anna, *theirs)
    add(anna, jobs(2001))
    change(bolat, *ours)
    store.run("load", anna)
    refused = store.run("load", bolat, expect=1).stderr
    assert named in refused
    assert "Export the register (aiqyn export) and change that copy" in refused

    taken = "herald" if ours[0] == "sources.csv" else ours[0]
    store.run("load", bolat, "--take", taken)
    assert store.exported()[ours[0]] == (bolat / ours[0]).read_bytes()


@ONLY_SQLITE
@pytest.mark.parametrize(("name", "old", "new"), [NOTES, SOURCE], ids=["a file", "a source"])
def test_what_the_other_changed_stays_and_is_said(
    store: Store, editors: tuple[Path, Path], name: str, old: str, new: str
) -> None:
    anna, bolat = editors
    change(anna, name, old, new)
    store.run("load", anna)
    add(bolat, "phase-2,a,b,c,d\n", name="parts.csv")
    outcome = load(store, bolat)

    newer = "herald" if name == "sources.csv" else name
    assert outcome["newer"] == [newer]
    assert f"Newer in the ledger than in this folder: {newer}." in store.run("load", bolat).stdout
    assert store.exported()[name] == (anna / name).read_bytes()
    assert b"phase-2" in store.exported()["parts.csv"]
    change(anna, name, new, "Changed again\n" if name == "notes.txt" else "Changed again")
    store.run("load", anna)
    assert store.exported()[name] == (anna / name).read_bytes()


def test_parts_and_renderings_of_both_editors_are_joined(store: Store, editors: tuple[Path, Path]) -> None:
    anna, bolat = editors
    for folder, key in ((anna, "phase-2"), (bolat, "phase-1")):
        add(folder, f"{key},a,b,c,d\n", name="parts.csv")
        add(folder, "" if (folder / "translations.csv").exists() else "lang,text,ru,kk,zh\n", name="translations.csv")
        add(folder, f"en,{key},a,b,c\n", name="translations.csv")
        outcome = load(store, folder)
    assert outcome["lacking"] == {"parts.csv": 1, "translations.csv": 1, "files": []}
    exported = store.exported()
    assert exported["parts.csv"].decode().splitlines()[1:] == ["phase-1,a,b,c,d", "phase-2,a,b,c,d"]
    assert exported["translations.csv"].decode().splitlines()[1:] == ["en,phase-2,a,b,c", "en,phase-1,a,b,c"]
    for folder in editors:
        assert load(store, folder)["added"] == {"statements": 0, "sources": 0, "entities": 0}
    assert store.exported() == exported
    store.run("load", bolat, "--take", "parts.csv")
    assert store.exported()["parts.csv"] == (bolat / "parts.csv").read_bytes()
    assert "neither removed nor replaced" in store.run("load", bolat, "--take", "assessments.csv", expect=1).stderr


@ONLY_SQLITE
def test_a_name_that_is_nowhere_is_not_taken(store: Store, small: Path) -> None:
    assert "neither a file of the folder nor a source" in store.run("load", small, "--take", "x.md", expect=1).stderr


def test_assessments_of_both_editors_stand_one_after_the_other(store: Store, editors: tuple[Path, Path]) -> None:
    for folder in editors:
        line = f"bridge,ID01,1,disclosed,{folder.name},2026-03-02,gazette@p. 1,,\n"
        add(folder, line, name="assessments.csv")
        store.run("load", folder)
    lines = store.exported()["assessments.csv"].decode().splitlines()[1:]
    assert [line.split(",")[4] for line in lines] == ["base", "anna", "bolat"]
    change(editors[0], "assessments.csv", "disclosed,anna", "partial,anna")
    refused = store.run("load", editors[0], expect=1).stderr
    assert "assessments.csv:3: 'bridge ID01 anna 2026-03-02': recorded otherwise" in refused
    change(editors[1], "assessments.csv", "disclosed,base", "partial,base")
    refused = store.run("load", editors[1], expect=1).stderr
    assert "assessments.csv:2: 'bridge ID01 base 2026-03-01': recorded otherwise" in refused
