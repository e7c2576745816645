"""The register as it was known: what is recorded later changes today's answer and no earlier day's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aiqyn.ledger import Statement
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.api.conftest import Ask
from tests.aiqyn_site.later import NEXT_DAY, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(record_later: Record) -> Callable[..., None]:
    """Record rows of a property, a value and a note on a later day."""

    def record(*rows: tuple[str, str, str, str]) -> None:
        fields = [dict(zip(("entity", "property", "value", "note"), row, strict=True)) for row in rows]
        worded = [row | {"lang": "en"} if row["property"] == "other_name" else row for row in fields]
        record_later(*(row | {"recorded": NEXT_DAY} for row in worded))

    return record


@pytest.fixture
def capacity() -> Statement:
    """A statement that leads a page."""
    return next(statement for statement in ledger.statements_about("zhanatas-wind") if statement.property == "capacity")


def test_a_retraction_changes_today_and_leaves_the_past(
    ask: Ask, record: Callable[..., None], capacity: Statement
) -> None:
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
    assert (retracted["reason"], retracted["recorded"]) == ("misread", NEXT_DAY)
    assert ask("/api/statements", entity="zhanatas-wind", known_on=day)["total"] == before["counts"]["statements"]
    assert ask("/api/statements", entity="zhanatas-wind")["total"] == before["counts"]["statements"] + 1


def test_a_name_recorded_later_was_not_known_before(ask: Ask, record: Callable[..., None], capacity: Statement) -> None:
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
