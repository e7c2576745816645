"""Tests of aiqyn.values.measure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.values.measure import Measure, compare, parse_measure
from aiqyn.values.number import Agreement
from aiqyn.vocabulary import load_vocabulary
from tests.aiqyn.refusals import refused

UNITS = load_vocabulary().units
AGREE, CUT_SHORT, DIFFER = Agreement.AGREE, Agreement.CUT_SHORT, Agreement.DIFFER


def measure(text: str, unit: str) -> Measure:
    return parse_measure(text, UNITS[unit])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("1.2", "GW"), ("1200", "MW"), AGREE),
        (("1.2", "GW"), ("1240", "MW"), AGREE),
        (("1.2", "GW"), ("1260", "MW"), CUT_SHORT),
        (("1.2", "GW"), ("1310", "MW"), DIFFER),
        (("2.6", "USD billion"), ("2600", "USD million"), AGREE),
        (("2.6", "USD billion"), ("2630", "USD million"), AGREE),
        (("2.6", "USD billion"), ("2700", "USD million"), DIFFER),
        (("26", "USD million"), ("26000000", "USD"), AGREE),
        (("3", "kt"), ("3000", "t"), AGREE),
        (("1.5", "years"), ("18", "months"), AGREE),
        (("60", "vehicles"), ("60", "buses"), AGREE),
        (("51", "projects"), ("52", "projects"), DIFFER),
        (("100", "km2"), ("10000", "ha"), AGREE),
    ],
)
def test_measures_are_compared_in_the_base_unit_of_their_dimension(
    first: tuple[str, str], second: tuple[str, str], expected: Agreement
) -> None:
    assert compare(measure(*first), measure(*second)) is expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("100", "t/year"), ("100", "t/day")),
        (("100", "MW"), ("100", "GWh")),
        (("100", "USD"), ("100", "KZT")),
        (("100", "t CO2"), ("100", "t CO2e")),
        (("10", "percent"), ("10", "percent change")),
    ],
)
def test_measures_of_two_dimensions_are_not_compared(first: tuple[str, str], second: tuple[str, str]) -> None:
    assert compare(measure(*first), measure(*second)) is None


def test_the_scale_of_a_unit_makes_the_point_a_decimal_mark() -> None:
    assert measure("1.234", "USD billion").base.value == 1_234_000_000
    with refused("number_point"):
        measure("1.234", "USD")
    with refused("number_point"):
        measure("1.234", "MW")


@pytest.mark.parametrize("text", ["140", "100.1", ">100", "-5", "<0", "90-110"])
def test_a_share_outside_nought_to_a_hundred_is_refused(text: str) -> None:
    with refused("measure_share"):
        measure(text, "percent")


@pytest.mark.parametrize("text", ["0", "100", "51", ">=90", ">50", "<100", "40-60", "about 30", "99.9"])
def test_a_share_of_a_whole_is_accepted(text: str) -> None:
    assert measure(text, "percent").number.printed == text


@pytest.mark.parametrize("text", ["807", "-12", "140"])
def test_a_growth_rate_has_no_limit(text: str) -> None:
    assert measure(text, "percent change").number.value == Decimal(text)


def test_a_negative_count_is_refused() -> None:
    with refused("measure_negative", text="-5"):
        measure("-5", "persons")


def test_a_measure_keeps_the_number_and_unit_as_printed() -> None:
    about = measure("about 1.2", "GW")
    assert (about.number.printed, about.unit.key, about.base.value) == ("about 1.2", "GW", 1_200_000_000)


def test_money_in_another_currency_is_widened_by_the_tolerance_of_the_year() -> None:
    in_dollars = measure("7700", "KZT million").in_currency("USD", 2013)
    assert in_dollars is not None
    number, converted = in_dollars
    assert converted.approximate
    assert number.value.quantize(Decimal(1)) == converted.amount.quantize(Decimal(1)) == 50_614_606
    assert number.low < converted.amount * Decimal("0.901")
    assert number.high > converted.amount * Decimal("1.099")


def test_nought_in_another_currency_is_nought() -> None:
    in_dollars = measure("0", "KZT").in_currency("USD", 2013)
    assert in_dollars is not None
    assert in_dollars[0].value == 0


def test_money_without_a_rate_and_what_is_no_money_is_not_converted() -> None:
    assert measure("7700", "KZT million").in_currency("USD", 1995) is None
    assert measure("100", "EUR").in_currency("USD", 2019) is None
    assert measure("100", "MW").in_currency("USD", 2019) is None


def test_only_units_of_money_are_money() -> None:
    assert UNITS["USD million"].is_money
    assert not UNITS["MW"].is_money


amounts = st.decimals(Decimal("0.1"), Decimal(10**6), places=1).map(str)
powers = st.sampled_from(["kW", "MW", "GW"])


@given(amounts, powers, amounts, powers)
def test_comparison_is_symmetric_and_reflexive(first: str, unit: str, second: str, its: str) -> None:
    a, b = measure(first, unit), measure(second, its)
    assert compare(a, a) is AGREE
    assert compare(a, b) is compare(b, a)
