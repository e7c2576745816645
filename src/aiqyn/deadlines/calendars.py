"""Working days: the holidays of the package `holidays`, corrected by a reviewed file, and how far they are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import NamedTuple

import holidays

from aiqyn.bare_package import bare_package
from aiqyn.errors import Refused
from aiqyn.values.tables import Row, data_folder, decoded, rows_of

__all__ = ["PACKAGE_VERSION", "Calendar", "Day", "Kind", "Tables", "load_tables", "open_calendar", "read_tables"]

PACKAGE_VERSION = version("holidays")
_SATURDAY = 5
_OVERRIDES = "jurisdiction,date,kind,reference,note"
_COVERAGE = "jurisdiction,first_year,last_year,note"
_JURISDICTION = re.compile(r"[A-Z]{2}(-[A-Z]{3})?")
_YEAR = re.compile(r"[0-9]{4}")

bare_package("holidays.countries")  # 8 MB


class Kind(StrEnum):
    """Whether work is done on a day. `doubtful`: a year without a table, or a feast whose date is an estimate."""

    WORKING = "working"
    OFF = "off"
    DOUBTFUL = "doubtful"


class Day(NamedTuple):
    """A day of a calendar. `why` is a key for wording; `note` the name of the holiday, the reference in brackets."""

    kind: Kind
    why: str
    note: str = ""


class Override(NamedTuple):
    """A day that a published calendar or decree makes a working day or a day off; `note` names the holiday, if any."""

    kind: Kind
    reference: str
    note: str


@dataclass(frozen=True, slots=True)
class Tables:
    """The overrides by jurisdiction and day, the years known by jurisdiction, and the digest of both files."""

    overrides: Mapping[str, Mapping[date, Override]]
    years: Mapping[str, range]
    digest: str


_WEEKDAY, _WEEKEND = Day(Kind.WORKING, "weekday"), Day(Kind.OFF, "weekend")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one or several jurisdictions: a day off in any of them is off."""

    keys: tuple[str, ...]
    tables: Tables

    def day(self, day: date) -> Day:
        days = [_day_in(key, day, self.tables) for key in self.keys]
        for kind in (Kind.OFF, Kind.DOUBTFUL):
            for calendar_day in days:
                if calendar_day.kind is kind:
                    return calendar_day
        return days[0]

    def untabled(self, years: Iterable[int]) -> tuple[int, ...]:
        """Those of the years for which at least one of the calendars has no holiday table."""
        return tuple(year for year in years if not all(year in self.tables.years[key] for key in self.keys))


def open_calendar(keys: tuple[str, ...], tables: Tables | None = None) -> Calendar:
    """The calendar of these jurisdictions, such as `KZ` or `GB-SCT`. Refuses one without a line in coverage.csv."""
    tables = tables or load_tables()
    for key in keys:
        if key not in tables.years:
            raise Refused("calendar_unknown", mend="use_one_of", calendar=key, known=tuple(sorted(tables.years)))
    return Calendar(keys, tables)


def _day_in(key: str, day: date, tables: Tables) -> Day:
    override = tables.overrides.get(key, {}).get(day)
    if override is not None:
        return Day(override.kind, f"override_{override.kind}", f"{override.note} [{override.reference}]".strip())
    special = _special(key, day.year).get(day)
    if special is None:
        return _WEEKEND if day.weekday() >= _SATURDAY else _WEEKDAY
    if day.year not in tables.years[key]:
        return Day(Kind.DOUBTFUL, "no_table", special.note)
    return special


@lru_cache(maxsize=512)
def _special(key: str, year: int) -> Mapping[date, Day]:
    """The days of a year that are not what their weekday says: holidays on weekdays, working weekends."""
    country, _, part = key.partition("-")
    named = holidays.country_holidays(country, subdiv=part or None, years=year, expand=False, language="en_US")
    special: dict[date, Day] = {}
    for day, name in named.items():
        if day.weekday() < _SATURDAY:
            estimated = "estimated" in name
            special[day] = Day(Kind.DOUBTFUL, "estimated", name) if estimated else Day(Kind.OFF, "holiday", name)
    for day in getattr(named, "weekend_workdays", ()):
        if day.year == year and day.weekday() >= _SATURDAY:
            special[day] = Day(Kind.WORKING, "moved_working_day")
    return special


@cache
def load_tables() -> Tables:
    """The overrides and the years known that come with the package, read once."""
    folder = data_folder("aiqyn.deadlines")
    return read_tables((folder / "calendars.csv").read_bytes(), (folder / "coverage.csv").read_bytes())


def read_tables(overrides: bytes, coverage: bytes) -> Tables:
    """The tables in the bytes of calendars.csv and coverage.csv.

    Refuses other columns, a jurisdiction, day, kind or year that is none, a day that stands twice, an override
    without a reference, and an override for a jurisdiction without known years. Messages name file and line.
    """
    years: dict[str, range] = {}
    for row in _rows("coverage.csv", coverage, _COVERAGE):
        jurisdiction = row.matching("jurisdiction", _JURISDICTION, "jurisdiction_form")
        first, last = row.matching("first_year", _YEAR, "years_once"), row.matching("last_year", _YEAR, "years_once")
        if first > last or jurisdiction in years:
            raise row.refused("years_not_one", "jurisdiction", "years_once")
        years[jurisdiction] = range(int(first), int(last) + 1)
    days: dict[str, dict[date, Override]] = {}
    for row in _rows("calendars.csv", overrides, _OVERRIDES):
        jurisdiction = row.matching("jurisdiction", _JURISDICTION, "jurisdiction_form")
        if jurisdiction not in years:
            raise row.refused("years_unknown", "jurisdiction")
        day = _day(row)
        kind = row.known("kind", ("working", "off"))
        if not row.cells["reference"]:
            raise row.refused("decree_unnamed", "reference")
        days_of = days.setdefault(jurisdiction, {})
        if day in days_of:
            raise row.refused("day_repeated", "date")
        days_of[day] = Override(Kind(kind), row.cells["reference"], row.cells["note"])
    digest = sha256(len(overrides).to_bytes(8, "big") + overrides + coverage).hexdigest()
    return Tables(days, years, digest)


def _day(row: Row) -> date:
    try:
        return date.fromisoformat(row.cells["date"])
    except ValueError as error:
        raise row.refused("cell_day", "date", "day_form") from error


def _rows(file: str, content: bytes, columns: str) -> Iterator[Row]:
    return rows_of(file, decoded(file, content), columns.split(","))
