"""Tests of aiqyn.values.rates."""

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.values import rates
from aiqyn.values.rates import Converted, convert, load_rates, nearest_rate, to_usd
from tests.aiqyn.refusals import refused

amounts = st.decimals(Decimal("0.01"), Decimal("1e15"), places=2)
covered = st.integers(2010, 2024)
currencies = st.sampled_from(["KZT", "CNY", "USD"])


def converted(amount: str, currency: str, to: str, year: int) -> Converted:
    conversion = convert(Decimal(amount), currency, to, year)
    assert conversion is not None
    return conversion


def test_the_table_has_tenge_and_yuan_for_each_year_from_2010_to_2024() -> None:
    assert set(load_rates()) == {(code, year) for code in ("KZT", "CNY") for year in range(2010, 2025)}


def test_every_rate_names_its_source() -> None:
    for (currency, year), rate in load_rates().items():
        assert (rate.currency, rate.year) == (currency, year)
        assert rate.per_usd > 0
        assert "International Monetary Fund" in rate.source


def test_only_the_tenge_of_2014_to_2016_is_uncertain_and_says_why() -> None:
    wide = {key for key, rate in load_rates().items() if rate.tolerance_percent != 10}
    assert wide == {("KZT", 2014), ("KZT", 2015), ("KZT", 2016)}
    for key, rate in load_rates().items():
        assert rate.tolerance_percent == (50 if key in wide else 10)
        assert ("floated in August 2015" in rate.note) == (key in wide)


@pytest.mark.parametrize(
    ("year", "tenge_per_yuan"),
    [
        (2010, "21.77"),
        (2011, "22.69"),
        (2012, "23.62"),
        (2013, "24.55"),
        (2014, "29.17"),
        (2015, "35.60"),
        (2016, "51.50"),
        (2017, "48.23"),
        (2018, "52.10"),
        (2019, "55.40"),
        (2020, "59.84"),
        (2021, "66.04"),
        (2022, "68.30"),
        (2023, "64.39"),
        (2024, "65.16"),
    ],
)
def test_the_cross_rate_of_tenge_and_yuan_is_that_of_the_reference_table(year: int, tenge_per_yuan: str) -> None:
    # The table divided rates of more digits than it prints, so its last digit may differ by one.
    assert abs(converted("1", "KZT", "CNY", year).rate - Decimal(tenge_per_yuan)) < Decimal("0.01")


@pytest.mark.parametrize(("tenge_millions", "usd_millions"), [("7700", "50.6"), ("5300", "34.8"), ("2400", "15.8")])
def test_the_fines_of_2013_convert_as_the_press_did(tenge_millions: str, usd_millions: str) -> None:
    # tengrinews 23983: 7.7 billion tenge printed as 50, 5.3 as over 34, 2.4 as 15.5 million dollars.
    conversion = to_usd(Decimal(tenge_millions), "KZT", 2013)
    assert conversion is not None
    assert conversion.amount.quantize(Decimal("0.1")) == Decimal(usd_millions)
    assert conversion.rate == Decimal("152.13")
    assert conversion.approximate


def test_a_loan_of_2020_lies_within_the_tolerance() -> None:
    # EBRD 50569: 10,847 million tenge beside 25.28 million dollars.
    conversion = converted("10847", "KZT", "USD", 2020)
    difference = abs(conversion.amount - Decimal("25.28")) / conversion.amount * 100
    assert Decimal("3.7") < difference < conversion.tolerance_percent


@pytest.mark.parametrize(
    ("currency", "to", "year"),
    [
        ("KZT", "USD", 2009),
        ("KZT", "USD", 2025),
        ("USD", "CNY", 2025),
        ("HKD", "USD", 2020),
        ("USD", "EUR", 2020),
        ("kzt", "USD", 2020),
        ("", "USD", 2020),
    ],
)
def test_without_a_rate_there_is_no_answer(currency: str, to: str, year: int) -> None:
    assert convert(Decimal(1), currency, to, year) is None


def test_an_amount_in_the_currency_asked_for_is_itself_and_exact() -> None:
    conversion = converted("5.3", "USD", "USD", 1999)
    assert (conversion.amount, conversion.rate, conversion.approximate) == (Decimal("5.3"), Decimal(1), False)


def test_a_cross_rate_names_both_sources_and_the_wider_tolerance() -> None:
    conversion = converted("1000", "CNY", "KZT", 2015)
    assert conversion.source.count("International Monetary Fund") == 2
    assert conversion.tolerance_percent == 50
    assert "floated" in conversion.note
    assert converted("1000", "CNY", "USD", 2015).tolerance_percent == 10


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_an_amount_that_is_no_number_is_refused(amount: str) -> None:
    with refused("rate_amount"):
        convert(Decimal(amount), "KZT", "USD", 2020)


@given(amounts, currencies, currencies, covered)
def test_converting_there_and_back_gives_the_amount(amount: Decimal, a: str, b: str, year: int) -> None:
    there = convert(amount, a, b, year)
    assert there is not None
    back = convert(there.amount, b, a, year)
    assert back is not None
    assert abs(back.amount - amount) <= amount * Decimal("1e-20")
    assert abs(there.amount * there.rate - amount) <= amount * Decimal("1e-20")


def test_the_tables_in_the_docstrings_hold() -> None:
    result = doctest.testmod(rates)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(("year", "nearest"), [(1, 2010), (2009, 2010), (2013, 2013), (2026, 2024), (9999, 2024)])
def test_the_nearest_rate_is_that_of_the_year_or_of_the_end_of_the_table(year: int, nearest: int) -> None:
    rate = nearest_rate("KZT", year)
    assert rate is not None
    assert rate == load_rates()["KZT", nearest]
    assert nearest_rate("RUB", year) is None
    dollar = nearest_rate("USD", year)
    assert dollar is not None
    assert dollar.per_usd == 1
