"""Periods of numbers over time, and what a line may join."""

from __future__ import annotations

import pytest

from aiqyn.series.periods import Period, joins, periods
from tests.aiqyn.series.made_numbers import numbers


def shown(over_time: list[Period]) -> list[tuple[list[str], bool]]:
    return [([number.statement.value for number in period.numbers], period.after_gap) for period in over_time]


def test_numbers_of_one_period_stand_together_and_missing_years_are_seen() -> None:
    counts = numbers(("a", "2018", "1"), ("b", "2018-XX", "2"), ("a", "2019", "3"), ("a", "2022", "4"))
    by_value = [(sorted(values), gap) for values, gap in shown(periods(counts, by_year=False))]
    assert by_value == [(["1", "2"], False), (["3"], False), (["4"], True)]


def test_moments_of_a_year_stand_together_only_by_year() -> None:
    counts = numbers(("a", "2018-03", "1"), ("a", "2018-09-01", "2"), ("a", "2018", "3"))
    assert [values for values, _ in shown(periods(counts, by_year=False))] == [["1"], ["2"], ["3"]]
    assert [values for values, _ in shown(periods(counts, by_year=True))] == [["1", "2", "3"]]


def test_what_is_undated_stands_apart_and_after_a_gap() -> None:
    assert shown(periods(numbers(("a", "2018", "1"), ("a", "", "2")), by_year=True)) == [(["1"], False), (["2"], True)]
    assert periods([], by_year=True) == []


@pytest.mark.parametrize(
    ("counts", "joined"),
    [
        ((("a", "2018", "1"), ("a", "2019", "2")), [((0, 0), (1, 0))]),
        ((("a", "2018", "1"), ("b", "2019", "2")), []),
        ((("a", "2018", "1"), ("a", "2020", "2")), []),
        ((("a", "2018", "1"), ("a", "2019-33", "2")), []),
        ((("a", "1991/2018", "1"), ("a", "2005/2019", "2")), []),
        ((("a", "2018-06", "1"), ("a", "2019-06", "2")), [((0, 0), (1, 0))]),
        ((("a", "2018", "1"), ("a", "2018-12-31", "2")), []),
        ((("a", "", "1"), ("a", "2018", "2")), []),
    ],
    ids=["following", "another teller", "a year between", "part", "intervals", "moments", "year and moment", "undated"],
)
def test_a_line_joins_what_one_teller_counted_in_the_same_way(
    counts: tuple[tuple[str, str, str], ...], joined: list[object]
) -> None:
    assert joins(periods(numbers(*counts), by_year=False)) == joined


def test_no_line_chooses_between_two_numbers_of_one_teller() -> None:
    counts = numbers(("a", "2018", "1"), ("a", "2019", "2"), ("a", "2019", "3"), ("a", "2020", "4"), ("a", "2021", "5"))
    assert joins(periods(counts, by_year=False)) == [((2, 0), (3, 0))]


def test_without_a_teller_a_line_keeps_to_one_source() -> None:
    same = numbers(("", "2018", "1", "yearbook"), ("", "2019", "2", "yearbook"))
    other = numbers(("", "2018", "1"), ("", "2019", "2"))
    assert len(joins(periods(same, by_year=False))) == 1
    assert joins(periods(other, by_year=False)) == []
