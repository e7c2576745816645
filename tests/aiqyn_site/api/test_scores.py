"""Disclosure scores for programs: as described, in order, to the last one, and the same as the pages tell."""

from __future__ import annotations

import pytest

from aiqyn_site.dossier import board
from aiqyn_site.dossier import scores as worked_out
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.api.conftest import Ask, Judge

pytestmark = pytest.mark.django_db


def test_a_cursor_leads_through_all_scores_once_and_each_is_as_described(ask: Ask, judge: Judge) -> None:
    page = ask("/api/scores", limit=40)
    judge("ScoreList", page)
    items = page["items"]
    while page["next"]:
        page = ask("/api/scores", limit=40, cursor=page["next"])
        judge("ScoreList", page)
        items += page["items"]
    assert sorted(score["project"] for score in items) == sorted(score.id for score in ledger.entities("project"))
    low = [float(score["low"]) for score in items]
    assert low == sorted(low, reverse=True)


def test_a_score_is_that_of_the_project(ask: Ask) -> None:
    items = ask("/api/scores", sector="energy", limit=200)["items"]
    score = items[0]
    card = worked_out.card(score["project"]).score
    assert (score["points"], score["low"], score["high"]) == (str(card.points), str(card.low), str(card.high))
    assert score["digest"] == card.digest
    assert score["verdicts"] == {line.item.id: str(line.key) for line in card.lines}
    assert score["rank_allowed"] is card.rank_allowed


def test_a_region_narrows_and_one_that_is_not_there_is_named(ask: Ask, refuse: Ask) -> None:
    region = board.gathered("region")[0]
    assert ask("/api/scores", region=region.key)["total"] == region.projects
    problem = refuse("/api/scores?region=nowhere")
    assert problem["errors"][0]["field"] == "region"


def test_the_page_of_a_score_is_there(ask: Ask, client: object) -> None:
    page = ask("/api/scores", limit=1)["items"][0]["page"]
    assert client.get(page).status_code == 200  # type: ignore[attr-defined]
