"""By which clock a country counts its days (`data/zones.csv`).

A fixed offset goes before the tables of the machine, which may be older than the last change of a country's time, or
missing; those are needed only where the clocks change twice a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiqyn.values.tables import Row, data_folder, read_rows

#: Countries in which it is now another day than at home, each with its day.
Elsewhere: TypeAlias = tuple[tuple[str, date], ...]

_COLUMNS = ("country", "offset", "zone", "source")
_COUNTRY = re.compile(r"[A-Z]{2}")
_OFFSET = re.compile(r"(?:([+-])([01][0-9]):([0-5][0-9]))?")


@cache
def load_zones() -> Mapping[str, tzinfo]:
    """The clock of each country that has a line."""
    rows = read_rows(data_folder("aiqyn.deadlines"), "zones.csv", _COLUMNS)
    return MappingProxyType({row.matching("country", _COUNTRY, "jurisdiction_form"): _zone(row) for row in rows})


def _zone(row: Row) -> tzinfo:
    offset = _OFFSET.fullmatch(row.matching("offset", _OFFSET, "offset_form"))
    if offset and offset[1]:
        ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(-ahead if offset[1] == "-" else ahead)
    try:
        return ZoneInfo(row.cells["zone"])
    except ZoneInfoNotFoundError:
        return UTC  # a machine without tables of zones; the zone is said wherever the day is


def zone_of(country: str) -> tzinfo:
    """The clock of a country; UTC for one without a line."""
    return load_zones().get(country, UTC)


def zone_text(country: str, moment: datetime) -> str:
    """The clock of a country at a moment, the same in every language: `UTC+05:00`."""
    return timezone(moment.astimezone(zone_of(country)).utcoffset() or timedelta()).tzname(None)


def day_in(country: str, moment: datetime) -> date:
    """The day that it is in a country at a moment, which has a zone of its own."""
    return moment.astimezone(zone_of(country)).date()


def elsewhere(home: str, countries: Iterable[str], moment: datetime) -> Elsewhere:
    """Those of some countries in which it is another day than at home, with their days."""
    at_home = day_in(home, moment)
    days = ((country, day_in(country, moment)) for country in countries)
    return tuple((country, day) for country, day in days if day != at_home)
