"""The register as it was known: what is recorded later changes today's answer and no earlier day's."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from aiqyn.ledger import Statement
from aiqyn_site.derived import ensure_built
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.actions import load_register
from tests.aiqyn_site.api.conftest import Ask
from tests.aiqyn_site.conftest import REGISTER

pytestmark = pytest.mark.django_db
LATER = "2999-01-01"
Record = Callable[..., None]


@pytest.fixture
def record(db: None, tmp_path: Path) -> Record:
    """Record further rows on a later day; the test's transaction takes them back."""

    def record(*rows: tuple[str, str, str, str]) -> None:
        folder = tmp_path / "register"
        shutil.copytree(REGISTER, folder)
        with (folder / "statements.csv").open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            for entity, name, value, note in rows:
                lang = "en" if name == "other_name" else ""
                blank = ("", "reported", "", "aiqyn-compilation", "", "", "", "high")
                writer.writerow((entity, name, value, "", lang, *blank, note, LATER))
        load_register(folder)
        ensure_built()

    return record


@pytest.fixture
def capacity() -> Statement:
    """A statement that leads a page."""
    return next(statement for statement in ledger.statements_about("zhanatas-wind") if statement.property == "capacity")


def test_a_retraction_changes_today_and_leaves_the_past(ask: Ask, record: Record, capacity: Statement) -> None:
    before, day = ask("/api/projects/zhanatas-wind"), ledger.version().recorded
    cards = ask("/api/projects", limit=200)
    record(("zhanatas-wind", "retraction", capacity.id, "misread"))

    now = ask("/api/projects/zhanatas-wind")
    assert capacity.id in {headline["statement"] for headline in before["headlines"]}
    assert capacity.id not in {headline["statement"] for headline in now["headlines"]}
    assert ask("/api/projects/zhanatas-wind", known_on=day) == before
    assert ask("/api/projects", known_on=day, limit=200)["items"] == cards["items"]
    assert ask("/api/projects", limit=200)["items"] != cards["items"]
    retracted = ask(f"/api/statements/{capacity.id}")["retracted_by"]
    assert (retracted["reason"], retracted["recorded"]) == ("misread", LATER)
    assert ask("/api/statements", entity="zhanatas-wind", known_on=day)["total"] == before["counts"]["statements"]
    assert ask("/api/statements", entity="zhanatas-wind")["total"] == before["counts"]["statements"] + 1


def test_a_name_recorded_later_was_not_known_before(ask: Ask, record: Record, capacity: Statement) -> None:
    record(("zhanatas-wind", "other_name", "Windy Hollow", ""))
    assert ask("/api/projects", q="Windy Hollow")["total"] == 1
    assert ask("/api/projects", q="Windy Hollow", known_on=capacity.recorded)["total"] == 0


def test_cursors_of_the_ledger_outlive_a_load_and_those_of_derived_lists_do_not(
    ask: Ask, refuse: Ask, record: Record
) -> None:
    statements, projects = ask("/api/statements", limit=3)["next"], ask("/api/projects", limit=3)["next"]
    disagreements = ask("/api/disagreements", limit=3)["next"]
    record(("zhanatas-wind", "other_name", "Windy Hollow", ""))
    assert [statement["position"] for statement in ask("/api/statements", limit=2, cursor=statements)["items"]] == [
        4,
        5,
    ]
    refuse(f"/api/projects?limit=3&cursor={projects}")
    refuse(f"/api/disagreements?limit=3&cursor={disagreements}")
