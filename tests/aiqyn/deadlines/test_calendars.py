"""Tests of aiqyn.deadlines.calendars: real holidays, moved days, overrides, and years that are not known."""

from __future__ import annotations

from datetime import date

import pytest

from aiqyn.deadlines.calendars import Kind, load_tables, open_calendar, read_tables
from tests.aiqyn.refusals import refused, refused_in_words

OVERRIDES = "jurisdiction,date,kind,reference,note\n"
COVERAGE = "jurisdiction,first_year,last_year,note\nKZ,2016,2025,\n"


def kind(jurisdiction: str, day: str) -> tuple[str, str]:
    calendar_day = open_calendar((jurisdiction,)).day(date.fromisoformat(day))
    return calendar_day.kind.value, calendar_day.why


@pytest.mark.parametrize(
    ("jurisdiction", "day", "expected"),
    [
        ("KZ", "2022-03-05", ("working", "moved_working_day")),
        ("KZ", "2022-03-07", ("off", "holiday")),
        ("KZ", "2024-05-04", ("working", "moved_working_day")),
        ("KZ", "2024-05-08", ("off", "holiday")),
        ("KZ", "2022-03-22", ("off", "holiday")),
        ("KZ", "2022-06-20", ("working", "weekday")),
        ("KZ", "2022-06-25", ("off", "weekend")),
        ("KZ", "2027-05-16", ("off", "weekend")),
        ("KZ", "2027-05-07", ("doubtful", "no_table")),
        ("KZ", "2026-05-27", ("off", "override_off")),
        ("KZ", "2026-08-31", ("working", "weekday")),  # 30 August was Constitution Day until 2025
        ("CN", "2026-02-23", ("off", "holiday")),
        ("CN", "2026-10-10", ("working", "moved_working_day")),
        ("RU", "2026-12-31", ("off", "holiday")),
        ("CN", "2022-01-29", ("working", "moved_working_day")),
        ("CN", "2022-02-04", ("off", "holiday")),
        ("GB-NIR", "2022-07-12", ("off", "holiday")),
        ("GB-ENG", "2022-07-12", ("working", "weekday")),
    ],
)
def test_days_are_what_they_were(jurisdiction: str, day: str, expected: tuple[str, str]) -> None:
    assert kind(jurisdiction, day) == expected


def test_a_day_off_in_one_part_of_a_union_is_off() -> None:
    union = open_calendar(("GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"))
    assert union.day(date(2022, 7, 12)).kind is Kind.OFF
    assert union.day(date(2022, 1, 4)).kind is Kind.OFF


def test_an_override_goes_before_the_package_and_changes_the_digest() -> None:
    lines = OVERRIDES + "KZ,2022-06-21,off,Decree 1,a made-up day\nKZ,2022-06-25,working,Decree 1,\n"
    tables = read_tables(lines.encode(), COVERAGE.encode())
    calendar = open_calendar(("KZ",), tables)
    assert calendar.day(date(2022, 6, 21)) == (Kind.OFF, "override_off", "a made-up day [Decree 1]")
    assert calendar.day(date(2022, 6, 25)) == (Kind.WORKING, "override_working", "[Decree 1]")
    assert tables.digest != read_tables(OVERRIDES.encode(), COVERAGE.encode()).digest


def test_a_feast_of_an_estimated_date_is_doubtful_in_a_year_of_the_table() -> None:
    tables = read_tables(b"jurisdiction,date,kind,reference,note\n", COVERAGE.replace("2025", "2026").encode())
    calendar_day = open_calendar(("KZ",), tables).day(date(2026, 5, 27))
    assert calendar_day == (Kind.DOUBTFUL, "estimated", "Eid al-Adha (estimated)")


def test_the_years_without_a_table_are_named() -> None:
    calendar = open_calendar(("KZ",), read_tables(OVERRIDES.encode(), COVERAGE.encode()))
    assert calendar.untabled(range(2014, 2028)) == (2014, 2015, 2026, 2027)


def test_the_tables_of_the_package_are_read() -> None:
    assert {"KZ", "CN", "GB-SCT"} <= set(load_tables().years)


def test_an_unknown_calendar_is_refused() -> None:
    with refused_in_words("there is no calendar 'XX'; use one of: CN, GB-ENG"):
        open_calendar(("XX",))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("KZ,2023-02-29,off,Decree,\n", "line 2, column date: '2023-02-29' is no day"),
        ("KZ,2022-06-21,maybe,Decree,\n", "column kind: 'maybe' is not known here; use one of: off, working"),
        ("KZ,2022-06-21,off,,\n", "the day has no reference"),
        ("CN,2022-06-21,off,Decree,\n", "'CN' has no known years"),
        ("kz,2022-06-21,off,Decree,\n", "'kz' is not of the form asked for; write the jurisdiction as KZ or GB-SCT"),
        ("KZ,2022-06-21,off\n", "line 2: 3 cells under 5 columns"),
        ("KZ,2022-06-21,off,D,\nKZ,2022-06-21,working,D,\n", "line 3, column date: '2022-06-21' stands twice"),
        ('KZ,2022-06-21,off,"D,\n', "calendars.csv line 2: not valid CSV"),
    ],
)
def test_a_wrong_override_is_refused_with_its_line(line: str, message: str) -> None:
    with refused_in_words(message):
        read_tables((OVERRIDES + line).encode(), COVERAGE.encode())


@pytest.mark.parametrize("line", ["KZ,2016,2025,\n", "CN,2025,2016,\n", "CN,x,2016,\n"])
def test_wrong_years_are_refused(line: str) -> None:
    with refused_in_words(r"coverage.csv line 3, .*write each jurisdiction once, with its first and last year"):
        read_tables(OVERRIDES.encode(), (COVERAGE + line).encode())


def test_other_columns_are_refused() -> None:
    with refused_in_words(r"calendars.csv line 1: column 'jurisdiction' is missing"):
        read_tables(b"a,b\n", COVERAGE.encode())
    with refused("column_missing"):
        read_tables(b"", COVERAGE.encode())
