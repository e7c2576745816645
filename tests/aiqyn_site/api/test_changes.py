"""What changed, for programs: every field as described, the newest first, from a day on."""

from __future__ import annotations

import pytest

from aiqyn.ledger import Statement
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.api.conftest import Ask, Judge
from tests.aiqyn_site.later import DAY, NEXT_DAY, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def cost() -> Statement:
    return next(
        statement
        for statement in ledger.statements_about("zhanatas-wind")
        if statement.property == "cost" and statement.value == "136.2"
    )


def test_the_first_day_is_counted_and_not_listed(ask: Ask, judge: Judge) -> None:
    page = ask("/api/changes", limit=200)
    judge("ChangeList", page)

    assert page["total"] > 200
    assert sum(change["statements"] for change in page["items"]) > 0
    first = [change for change in page["items"] if change["first"]]
    assert len(first) > 100
    assert all(change["before"] == 0 and change["added"] == [] for change in first)
    assert all(change["before"] > 0 and change["added"] for change in page["items"] if not change["first"])


def test_a_cursor_leads_through_all_of_them_once(ask: Ask) -> None:
    page = ask("/api/changes", limit=150)
    seen = [(change["day"], change["entity"]) for change in page["items"]]
    while page["next"]:
        page = ask("/api/changes", limit=150, cursor=page["next"])
        seen += [(change["day"], change["entity"]) for change in page["items"]]

    assert len(seen) == len(set(seen)) == page["total"]


def test_a_later_day_tells_what_it_changed(ask: Ask, judge: Judge, record_later: Record, cost: Statement) -> None:
    (added,) = record_later(
        {"property": "cost", "value": "171", "unit": "USD million", "as_of": "2023", "basis": "measured"}
    )
    (gone,) = record_later({"property": "retraction", "value": cost.id, "note": "misread", "recorded": NEXT_DAY})

    page = ask("/api/changes", since=DAY, lang="ru")
    judge("ChangeList", page)
    last, first = page["items"]
    assert (last["day"], first["day"]) == (NEXT_DAY, DAY)
    assert [statement["id"] for statement in first["added"]] == [added.id]
    (superseded,) = first["superseded"]
    assert (superseded["after"]["statement"]["value"], superseded["after"]["rule"]) == ("171", "basis")
    assert superseded["before"]["statement"]["value"] == "about 150"
    (withdrawn,) = last["withdrawn"]
    assert withdrawn["statement"]["id"] == cost.id
    assert withdrawn["by"] == {"id": gone.id, "reason": "misread", "recorded": NEXT_DAY}
    assert last["before"] == first["before"] + 1
    assert set(first["entity_label"]) == {"ru"}
    assert first["page"] == "/ru/projects/zhanatas-wind/"


def test_a_preference_supersedes(ask: Ask, judge: Judge, record_later: Record, cost: Statement) -> None:
    record_later({"property": "preference", "value": cost.id, "note": "audited"})

    page = ask("/api/changes", since=DAY)
    judge("ChangeList", page)
    (change,) = page["items"]
    assert change["added"] == []
    assert [superseded["after"]["rule"] for superseded in change["superseded"]] == ["preference"]


def test_nothing_has_changed_since_the_future(ask: Ask) -> None:
    assert ask("/api/changes", since="9999-12-31") == {"total": 0, "items": [], "next": None}


def test_a_cursor_does_not_outlive_a_load(ask: Ask, refuse: Ask, record_later: Record) -> None:
    cursor = ask("/api/changes", limit=3)["next"]
    record_later({"property": "other_name", "value": "Windy Hollow", "lang": "en"})

    refuse(f"/api/changes?limit=3&cursor={cursor}")


@pytest.mark.parametrize("query", ["since=yesterday", "since=2026-02-30", "before=2026-01-01", "limit=0"])
def test_what_is_not_understood_is_refused(refuse: Ask, query: str) -> None:
    refuse(f"/api/changes?{query}")
