"""Texts go into the ledger whole and come out to the byte; one that names what is not there is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aiqyn.errors import RegisterRefused
from aiqyn.ledger import Entity, make_statement
from aiqyn_site.ledger import actions
from tests.aiqyn_site.later import later_row
from tests.aiqyn_site.store import Store, contents

LANGUAGES = ("kk", "ru", "en", "zh")
TEXT = """+++
title = "The bridge"
lead = "What it cost."
published = 2026-01-03
authors = ["Aiqyn"]
tags = ["cost"]
original = "en"
projects = ["bridge"]
+++

It cost {value bridge cost source=gazette}.
"""


@pytest.fixture
def telling_register(small: Path) -> Path:
    """The small register with an article and a history of the programme."""
    (small / "articles").mkdir()
    for lang in LANGUAGES:
        (small / f"articles/the-bridge.{lang}.md").write_text(TEXT, encoding="utf-8")
        (small / f"programme.{lang}.md").write_text(TEXT, encoding="utf-8")
    return small


def test_an_export_has_the_articles_byte_for_byte(store: Store, telling_register: Path) -> None:
    store.run("load", telling_register)
    exported = store.exported()
    assert exported == contents(telling_register)
    assert "articles/the-bridge.zh.md" in exported
    assert store.run("load", telling_register).stdout.startswith("nothing new")
    store.run("verify")


def test_an_export_names_its_files_by_their_place(store: Store, telling_register: Path) -> None:
    store.run("load", telling_register)
    printed = store.run("export", store.folder / "out", "--json").stdout
    assert "articles/the-bridge.kk.md" in json.loads(printed)["files"]


def test_an_article_that_is_taken_away_is_gone_from_the_next_export(store: Store, telling_register: Path) -> None:
    store.run("load", telling_register)
    names = [f"articles/the-bridge.{lang}.md" for lang in LANGUAGES]
    for name in names:
        (telling_register / name).unlink()
    store.run("load", telling_register, *(argument for name in names for argument in ("--remove", name)))
    assert store.exported() == contents(telling_register)


def test_a_broken_reference_is_refused_before_anything_is_written(store: Store, telling_register: Path) -> None:
    path = telling_register / "articles/the-bridge.ru.md"
    path.write_text(TEXT.replace("source=gazette", "source=herald as_of=1999"), encoding="utf-8")
    refused = store.run("load", telling_register, expect=1)
    assert "articles/the-bridge.ru.md:11: '{value bridge cost source=herald as_of=1999}'" in refused.stderr
    assert "Nothing was loaded." in refused.stderr
    checked = store.run("check", telling_register, expect=1)
    assert checked.stderr.splitlines() == refused.stderr.splitlines()[:-1]
    path.write_text(TEXT, encoding="utf-8")
    assert store.run("load", telling_register).stdout.startswith("loaded: statements 4")


def test_a_withdrawal_that_breaks_an_article_is_refused(store: Store, telling_register: Path) -> None:
    store.run("load", telling_register)
    before = store.exported()
    identifier = "bridge,retraction,{},,,,reported,,herald,,,,high,,2026-02-01\n"
    row = (telling_register / "statements.csv").read_text("utf-8").splitlines()[2].split(",")
    with (telling_register / "statements.csv").open("a", encoding="utf-8") as stream:
        stream.write(identifier.format(make_statement(row).id))
    assert "nothing in the register meets this reference" in store.run("load", telling_register, expect=1).stderr
    assert store.exported() == before


@pytest.mark.parametrize(
    ("entity", "prop", "lang", "code"),
    [("bridge", "retraction", "", "reference_unmet"), ("letter", "attachment", "zxx", "attachment_missing")],
)
def test_a_row_recorded_without_a_folder_is_refused_for_what_a_load_refuses(
    store: Store, telling_register: Path, entity: str, prop: str, lang: str, code: str
) -> None:
    store.run("load", telling_register)
    before = store.exported()
    cost = (telling_register / "statements.csv").read_text("utf-8").splitlines()[2].split(",")
    value = make_statement(cost).id if prop == "retraction" else "letter.pdf"
    row = later_row(entity=entity, property=prop, value=value, lang=lang, source="herald")
    with store.used(), pytest.raises(RegisterRefused) as refused:
        actions.record([row], [Entity("letter", "record", "bridge")])
    assert {finding.code for finding in refused.value.findings} == {code}
    assert store.exported() == before
