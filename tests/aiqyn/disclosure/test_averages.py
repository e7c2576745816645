"""Averages and places of many projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from aiqyn.disclosure import Score, Stage, Verdict, load_checklist, programme_average, rank_flips, ranking, score
from tests.aiqyn.disclosure.verdicts import AS_OF, DAY, assessed

CHECKLIST = load_checklist()
ASKED = [item for item in CHECKLIST.items.values() if item.applies(Stage.OPERATION, [])]


def scored(disclosed: int, of: int = len(ASKED), day: date = DAY) -> Score:
    """A score in which the first items are disclosed and the rest of those assessed are not."""
    assessments = [
        assessed(item.id, Verdict.DISCLOSED if n < disclosed else Verdict.NOT_FOUND, day)
        for n, item in enumerate(ASKED[:of])
    ]
    return score(CHECKLIST, Stage.OPERATION, [], assessments, AS_OF)


def test_the_average_by_cost_gives_the_dear_project_its_weight() -> None:
    low, high = scored(0), scored(len(ASKED))
    average = programme_average([(low, Decimal(300)), (high, Decimal(100)), (high, None)])
    mean = Decimal("66.7")
    assert average == (3, (mean, mean, mean), 2, Decimal("25.0"))


def test_a_project_that_costs_nothing_is_none_whose_cost_is_known() -> None:
    average = programme_average([(scored(0), Decimal(0)), (scored(len(ASKED)), Decimal(100))])
    assert (average.projects, average.costed, average.weighted) == (2, 1, Decimal("100.0"))


def test_a_project_without_any_verdict_has_no_part_in_the_average() -> None:
    nothing = score(CHECKLIST, Stage.OPERATION, [], [], AS_OF)
    average = programme_average([(nothing, Decimal(5))])
    assert (average.projects, average.tally, average.weighted) == (0, None, None)


def test_only_projects_with_enough_coverage_have_a_place_and_equals_share_one() -> None:
    ranks = ranking({"b": scored(9), "a": scored(9), "c": scored(20), "few": scored(3, of=4)})
    assert [(rank.project, rank.place) for rank in ranks] == [("c", 1), ("a", 2), ("b", 2)]


def test_the_projects_that_change_places_with_equal_weights_are_named() -> None:
    heavy = [item for item in ASKED if item.weight == 3][:6]
    light = [item for item in ASKED if item.weight == 1][:8]

    def with_disclosed(chosen: list[str]) -> Score:
        assessments = [
            assessed(item.id, Verdict.DISCLOSED if item.id in chosen else Verdict.NOT_FOUND) for item in ASKED
        ]
        return score(CHECKLIST, Stage.OPERATION, [], assessments, AS_OF)

    ranks = ranking(
        {"heavy": with_disclosed([item.id for item in heavy]), "light": with_disclosed([item.id for item in light])}
    )
    assert [(item.project, item.place, item.equal_place, item.moves) for item in rank_flips(ranks)] == [
        ("heavy", 1, 2, -1),
        ("light", 2, 1, 1),
    ]


@given(st.lists(st.integers(0, len(ASKED)), max_size=8))
def test_places_rise_as_points_fall(disclosed: list[int]) -> None:
    ranks = ranking({str(n): scored(many) for n, many in enumerate(disclosed)})
    assert len(ranks) == len(disclosed)
    points = [rank.points for rank in ranks]
    assert points == sorted(points, reverse=True)
    assert all(rank.place == 1 + sum(other.points > rank.points for other in ranks) for rank in ranks)
