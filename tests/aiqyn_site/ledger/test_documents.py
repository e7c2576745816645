"""Attached documents in the ledger: loaded, verified and exported byte for byte, on both databases."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from tests.aiqyn.exchange.made_documents import pdf, picture, stream
from tests.aiqyn.register_factory import ENTITIES, STATEMENTS, csv_text, row, write_register
from tests.aiqyn_site.store import Store, contents

FILES = {
    "letter.pdf": pdf(stream(b"BT ET")),
    "scan.jpg": picture("JPEG"),
    "formulas.csv": b'a,b\n=1+1,"-2"\n',
}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register with three documents."""
    attached = [row(entity="letter", property="attachment", value=name, unit="", lang="zxx") for name in FILES]
    folder = write_register(tmp_path, (*STATEMENTS, *attached))
    entities = sorted((*ENTITIES, ("letter", "record", "zhanatas-wind")))
    (folder / "entities.csv").write_text(csv_text("entities.csv", entities), encoding="utf-8", newline="")
    (folder / "documents").mkdir()
    for name, content in FILES.items():
        (folder / "documents" / name).write_bytes(content)
    return folder


def test_documents_come_back_byte_for_byte(register: Path, store: Store) -> None:
    store.run("load", register)
    store.run("verify")
    assert store.exported() == contents(register)
    assert "nothing new" in store.run("load", register).stdout


def test_an_export_for_spreadsheets_leaves_documents_as_they_are(
    register: Path, sqlite_store: Store, tmp_path: Path
) -> None:
    sqlite_store.run("load", register)
    sqlite_store.run("export", "--for-spreadsheets", tmp_path / "safe")
    assert (tmp_path / "safe" / "documents" / "formulas.csv").read_bytes() == FILES["formulas.csv"]
    tables = list((tmp_path / "safe").glob("*.csv"))
    assert len(tables) >= 4
    for table in tables:
        content = table.read_bytes()
        # Without it a spreadsheet takes UTF-8 for the letters of one country.
        assert content.startswith(codecs.BOM_UTF8), table.name
        assert content.count(codecs.BOM_UTF8) == 1


def test_a_load_without_a_document_that_is_named_is_refused_whole(register: Path, sqlite_store: Store) -> None:
    (register / "documents" / "scan.jpg").unlink()
    printed = sqlite_store.run("load", register, expect=1).stderr
    assert f"statements.csv:{len(STATEMENTS) + 3}: column value: 'scan.jpg': no such file in documents/" in printed
    assert "Nothing was loaded" in printed
    (register / "documents" / "scan.jpg").write_bytes(FILES["scan.jpg"])
    sqlite_store.run("load", register)
    (register / "documents" / "stray.txt").write_text("stray")
    assert "documents/stray.txt: no statement that stands names" in sqlite_store.run("load", register, expect=1).stderr
