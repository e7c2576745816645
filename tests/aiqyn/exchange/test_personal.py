"""Private people's numbers and addresses are found in statements before they can be published."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.cli import find_faults
from aiqyn.exchange.personal import is_personal_number, personal_data
from tests.aiqyn.register_factory import row, write_register

IIN = "850214300123"
COMPANIES = ("240140011067", "950440001346", "050140003234", "941140000754", "950340000949", "110540010855")


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2025, 12, 31)), st.integers(0, 1), st.integers(0, 99_999))
def test_the_number_of_anybody_born_in_these_centuries_is_personal(day: datetime.date, sex: int, rest: int) -> None:
    century = 2 * (day.year // 100 - 18) + 1 + sex
    assert is_personal_number(f"{day:%y%m%d}{century}{rest:05}")


@given(
    st.dates(datetime.date(1990, 1, 1), datetime.date(2025, 12, 31)), st.sampled_from("456"), st.integers(0, 9_999_999)
)
def test_no_number_of_a_company_is_personal(day: datetime.date, kind: str, rest: int) -> None:
    assert not is_personal_number(f"{day:%y%m}{kind}{rest:07}")


@pytest.mark.parametrize(
    ("number", "is_personal"),
    [("000229500001", True), ("000229300001", False), ("000229100001", False), ("960229100001", True)],
)
def test_the_seventh_digit_tells_the_century_of_a_leap_day(number: str, is_personal: bool) -> None:
    """Of the years 1800, 1900 and 2000 only the last had a 29 February."""
    assert is_personal_number(number) is is_personal


@pytest.mark.parametrize("number", COMPANIES)
def test_the_numbers_of_real_companies_pass(number: str) -> None:
    assert personal_data(f"BIN {number}") == ""


def test_the_registration_number_of_a_hearing_passes() -> None:
    assert personal_data("250217001004") == ""


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        (f"ИИН {IIN}, директор", "personal_number"),
        ("write to aigerim.s@example.kz", "personal_mail"),
        ("тел. +7 701 555 12 34", "personal_telephone"),
        ("8 (701) 555-12-34", "personal_telephone"),
        (f"a longer number 1{IIN}", ""),
        ("8 700 000 tenge", ""),
        ("7 of 8 7000 MW turbines", ""),
        ("@", ""),
    ],
)
def test_what_identifies_a_person_is_told_by_its_code(text: str, identifier: str) -> None:
    assert personal_data(text) == identifier


@pytest.mark.parametrize("column", ["note", "printed", "place"])
def test_a_statement_with_a_persons_number_is_a_finding(tmp_path: Path, column: str) -> None:
    (fault,) = find_faults(write_register(tmp_path, [row(**{column: f"representative, {IIN}"})]))
    assert (fault.field, fault.code) == (column, "personal_number")


def test_a_name_that_holds_a_telephone_number_is_a_finding(tmp_path: Path) -> None:
    (fault,) = find_faults(write_register(tmp_path, [row(property="name", value="Плант, +77015551234")]))
    assert (fault.field, fault.line) == ("value", 2)


def test_a_sum_of_money_of_twelve_digits_is_not_taken_for_a_person(tmp_path: Path) -> None:
    rows = [row(value=IIN, unit="KZT")]
    assert find_faults(write_register(tmp_path, rows)) == []
