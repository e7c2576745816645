"""A day is one of the calendar, written YYYY-MM-DD in ASCII digits, and nothing else."""

from datetime import date

import pytest

from aiqyn.values.days import parse_day
from tests.aiqyn.refusals import refused


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "day_blank"),
        ("2026", "day_form"),
        ("2026-11", "day_form"),
        ("2026-1-1", "day_form"),
        ("20261121", "day_form"),
        ("2026-W47-6", "day_form"),
        ("2026-11-21T00", "day_form"),
        ("2０26-11-21", "day_form"),
        ("2026-02-30", "day_none"),
        ("0000-01-01", "day_none"),
        ("0024-03-01", "date_year_early"),
        ("0999-12-31", "date_year_early"),
        ("2026-02-29", "day_leap"),
    ],
)
def test_what_is_no_day_is_refused(text: str, code: str) -> None:
    with refused(code):
        parse_day(text)


def test_a_leap_day_that_exists_is_read() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)
