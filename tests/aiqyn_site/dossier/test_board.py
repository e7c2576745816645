"""What follows from all scores together: orders, averages, places, counts of items, agreement."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest

from aiqyn.disclosure import Evidence, load_checklist
from aiqyn_site.dossier import board
from aiqyn_site.dossier.board import SORTS
from aiqyn_site.projects.queries import Filters
from tests.aiqyn_site.dossier.conftest import Assess, all_scores
from tests.aiqyn_site.dossier.test_scores import PROJECT, Verdict, a_statement, line_of, open_items, verdict

pytestmark = pytest.mark.django_db


def ordered(sort: str) -> list[board.CardRow]:
    ids = board.find(Filters(sort=sort, per_page=1000)).ids
    rows = board.cards(ids)
    return [rows[key] for key in ids]


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_has_every_project_once(sort: str) -> None:
    ids = [row.project for row in ordered(sort)]
    assert len(ids) == len(set(ids)) > 90


def test_orders_go_by_what_they_say() -> None:
    for sort, key in (("low", "low"), ("coverage", "coverage"), ("known", "known_not_disclosed")):
        values = [getattr(row, key) for row in ordered(sort)]
        assert values == sorted(values, reverse=True), sort
    points = [row.points for row in ordered("score")]
    known = [value for value in points if value is not None]
    assert known == sorted(known, reverse=True)
    assert points == [*known, *[None] * (len(points) - len(known))]
    lowest = [row.points for row in ordered("lowest")]
    assert [value for value in lowest if value is not None] == sorted(known)
    assert lowest[-1] is None


def test_the_average_counts_each_project_that_has_a_score_once() -> None:
    points = [score.score.points for score in all_scores() if score.score.points is not None]
    average = board.board().average
    assert average.tally is not None
    assert average.projects == len(points)
    mean = sum(points, Decimal(0)) / len(points)
    assert average.tally.points == mean.quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_no_project_has_a_rank_that_was_not_assessed_far_enough() -> None:
    for row in ordered("name"):
        assert (row.project in board.board().ranks) == bool(row.rank_allowed and row.points is not None)


@pytest.mark.parametrize("facet", board.GATHERED)
def test_groups_come_with_the_surely_most_public_first(facet: str) -> None:
    groups = board.gathered(facet)
    assert groups
    with_average = [group for group in groups if group.average.tally is not None]
    assert groups[: len(with_average)] == with_average
    for before, other in pairwise(with_average):
        assert before.average.tally is not None
        assert other.average.tally is not None
        assert before.average.tally.low >= other.average.tally.low
    assert all(bool(group.average.tally) is (0 < group.average.projects <= group.projects) for group in groups)


def test_the_counts_of_an_item_add_up_to_the_projects_it_is_asked_of() -> None:
    projects = len(ordered("name"))
    counted = board.item_counts()
    assert [item.item for item in counted] == list(load_checklist().items)
    for count in counted:
        left_out = sum(count.counts[key] for key in ("outside", "not_yet_due", "not_applicable"))
        assert count.asked + left_out == projects
        assert sum(count.counts.values()) == projects


def test_two_assessors_of_the_same_items_have_an_agreement(assess: Assess) -> None:
    before = board.board().agreement
    seen, (first, other) = (Evidence(a_statement()),), open_items()[:2]
    assess(
        (PROJECT, verdict(first, Verdict.NOT_FOUND)),
        (PROJECT, verdict(other, Verdict.PARTIAL, evidence=seen)),
    )
    assert board.board().agreement == before
    assess(
        (PROJECT, verdict(first, Verdict.NOT_FOUND, assessor="B. Second")),
        (PROJECT, verdict(other, Verdict.DISCLOSED, evidence=seen, assessor="B. Second")),
    )
    board_now = board.board().agreement
    assert board_now is not None
    assert board_now.n == (before.n if before else 0) + 2
    assert line_of(other).key == Verdict.PARTIAL
