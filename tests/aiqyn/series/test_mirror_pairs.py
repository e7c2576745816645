"""Pairs of what two countries told of one flow."""

from __future__ import annotations

from decimal import Decimal

from aiqyn.series.mirror_pairs import Pair, mirror_pairs
from tests.aiqyn.register_factory import grounds
from tests.aiqyn.series.made_numbers import numbers

COUNTRIES = ("KZ", "CN")
GROUNDS = grounds(tiers={"act": 1, "press": 5})


def pairs(*counts: tuple[str, ...]) -> list[Pair]:
    return mirror_pairs(numbers(*counts), COUNTRIES, GROUNDS)


def compared(pair: Pair) -> tuple[str, str]:
    return pair.ours.statement.value, pair.theirs.statement.value


def test_only_periods_of_which_both_told_make_a_pair() -> None:
    counts = (
        ("kz-customs", "2020", "6"),
        ("kz-customs", "2021", "8.2"),
        ("cn-customs", "2021", "14"),
        ("un", "2020", "9"),
    )
    (pair,) = pairs(*counts)
    assert (pair.period, compared(pair)) == ("2021", ("8.2", "14"))
    assert (pair.gap, pair.share, pair.agrees) == (Decimal("5.8"), Decimal("41.4"), False)
    assert pairs() == []
    assert pairs(("kz-customs", "", "1"), ("cn-customs", "", "2")) == []


def test_a_source_that_gives_both_is_compared_before_better_ones_that_give_one() -> None:
    (pair,) = pairs(
        ("kz-customs", "2021", "8", "act"), ("kz-customs", "2021", "9", "press"), ("cn-customs", "2021", "14", "press")
    )
    assert compared(pair) == ("9", "14")
    assert len(pair.numbers) == 3


def test_else_the_leading_number_of_each_is_compared() -> None:
    (pair,) = pairs(
        ("kz-customs", "2021", "9", "press"), ("kz-customs", "2021", "8", "act"), ("cn-customs", "2021", "14", "other")
    )
    assert compared(pair) == ("8", "14")


def test_numbers_that_agree_as_printed_have_no_gap_to_tell_of() -> None:
    (pair,) = pairs(("kz-customs", "2021", "28"), ("cn-customs", "2021", "27.6"))
    assert pair.agrees


def test_the_gap_is_in_the_usual_unit_and_other_dimensions_are_left_out() -> None:
    counts = [
        *numbers(("kz-customs", "2021", "8"), ("cn-customs", "2021", "10"), ("kz-customs", "2022", "1")),
        *numbers(("cn-customs", "2022", "5"), unit="t"),
    ]
    (pair,) = mirror_pairs(sorted(counts, key=lambda number: number.order), COUNTRIES, GROUNDS)
    assert (pair.unit.key, pair.gap, pair.share) == ("USD billion", Decimal(2), Decimal("20.0"))
