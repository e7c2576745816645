"""Agreement of two assessors, against tables worked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from aiqyn.disclosure import Agreement, Assessment, Verdict, agreement
from tests.aiqyn.disclosure.verdicts import assessed
from tests.aiqyn.refusals import refused

D, P, N = Verdict.DISCLOSED, Verdict.PARTIAL, Verdict.NOT_FOUND
VERDICTS = [verdict for verdict in Verdict if verdict is not Verdict.NOT_ASSESSED]


def table(counts: Mapping[tuple[Verdict, Verdict], int]) -> tuple[dict[int, Assessment], dict[int, Assessment]]:
    """Two assessors on one item of many projects, as often as the table says."""
    pairs = [pair for pair, count in counts.items() for _ in range(count)]
    first = {project: assessed("EN06", verdict) for project, (verdict, _) in enumerate(pairs)}
    return first, {project: assessed("EN06", other) for project, (_, other) in enumerate(pairs)}


def test_kappa_of_the_two_by_two_table_that_textbooks_work_out() -> None:
    # 35 of 50 alike = 0.70; chance = 25/50 * 30/50 + 25/50 * 20/50 = 0.50; kappa = 0.20 / 0.50.
    first, second = table({(D, D): 20, (D, N): 5, (N, D): 10, (N, N): 15})
    assert agreement(first, second) == Agreement(50, Decimal("70.0"), Decimal("0.400"))


def test_kappa_of_three_verdicts() -> None:
    # 7 of 10 alike; margins 5 3 2 and 4 4 2: chance = (20 + 12 + 4) / 100 = 0.36; kappa = 0.34 / 0.64 = 0.53125.
    first, second = table({(D, D): 4, (D, P): 1, (P, P): 2, (P, N): 1, (N, N): 1, (N, P): 1})
    assert agreement(first, second) == Agreement(10, Decimal("70.0"), Decimal("0.531"))


def test_kappa_is_below_nought_where_the_two_disagree_more_than_chance_would() -> None:
    # None alike; chance = 1/2 * 1/2 + 1/2 * 1/2 = 0.5; kappa = -0.5 / 0.5.
    assert agreement(*table({(D, N): 3, (N, D): 3})) == Agreement(6, Decimal("0.0"), Decimal("-1.000"))


def test_kappa_is_one_where_both_gave_the_same_verdict_throughout() -> None:
    assert agreement(*table({(N, N): 7})) == Agreement(7, Decimal("100.0"), Decimal("1.000"))


def test_two_that_share_nothing_are_refused() -> None:
    with refused("agreement_none"):
        agreement({"EN06": assessed("EN06")}, {"EN07": assessed("EN07")})


def test_what_one_did_not_assess_is_not_shared() -> None:
    first = {"EN06": assessed("EN06"), "EN07": assessed("EN07", Verdict.NOT_ASSESSED)}
    second = {"EN06": assessed("EN06"), "EN07": assessed("EN07", N)}
    assert agreement(first, second).n == 1


def test_verdicts_on_different_versions_of_an_item_are_refused() -> None:
    with refused("agreement_versions", item="EN06", version="1", other="EN06", other_version="2"):
        agreement({"EN06": assessed("EN06")}, {"EN06": assessed("EN06", version=2)})


@given(st.lists(st.tuples(st.sampled_from(VERDICTS), st.sampled_from(VERDICTS)), min_size=1))
def test_agreement_is_the_same_both_ways_and_full_with_oneself(pairs: list[tuple[Verdict, Verdict]]) -> None:
    first = dict(enumerate(assessed("EN06", verdict) for verdict, _ in pairs))
    second = dict(enumerate(assessed("EN06", other) for _, other in pairs))
    comparison = agreement(first, second)
    assert comparison == agreement(second, first)
    assert -1 <= comparison.kappa <= 1
    assert agreement(first, first) == Agreement(len(pairs), Decimal("100.0"), Decimal("1.000"))
