"""By which clock a country counts its days, also where the machine has no tables of zones."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime

import pytest

from aiqyn.deadlines import zones
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.zones import day_in, elsewhere, load_zones, zone_of, zone_text


@pytest.mark.parametrize(
    ("country", "moment", "day"),
    [
        ("KZ", "2026-11-22T18:59", "2026-11-22"),
        ("KZ", "2026-11-22T19:00", "2026-11-23"),
        ("CN", "2026-11-22T16:00", "2026-11-23"),
        ("CN", "2026-12-31T16:00", "2027-01-01"),
        ("KG", "2024-02-28T18:00", "2024-02-29"),
        ("GB", "2026-06-30T22:59", "2026-06-30"),  # summer time: an hour ahead
        ("GB", "2026-06-30T23:00", "2026-07-01"),
        ("GB", "2026-12-31T23:59", "2026-12-31"),
        ("UA", "2026-03-29T21:30", "2026-03-30"),  # the clocks were put forward in the morning
        ("ZZ", "2026-11-22T23:59", "2026-11-22"),
        ("", "2026-11-22T23:59", "2026-11-22"),
    ],
)
def test_a_day_begins_by_the_clock_of_its_country(country: str, moment: str, day: str) -> None:
    assert day_in(country, datetime.fromisoformat(moment).replace(tzinfo=UTC)) == date.fromisoformat(day)


def test_every_country_with_a_law_has_a_clock() -> None:
    assert set(load_laws().jurisdictions) <= load_zones().keys()


def test_a_clock_is_named_the_same_in_every_language() -> None:
    summer, winter = (datetime(2026, month, 1, tzinfo=UTC) for month in (7, 12))
    assert [zone_text("KZ", summer), zone_text("GB", summer), zone_text("GB", winter)] == [
        "UTC+05:00",
        "UTC+01:00",
        "UTC",
    ]


def test_only_countries_of_another_day_are_elsewhere() -> None:
    moment = datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert elsewhere("KZ", ("KZ", "CN", "UZ", "GB"), moment) == (("CN", date(2026, 11, 23)),)
    assert elsewhere("KZ", ("KZ", "CN", "UZ"), datetime(2026, 11, 22, 12, tzinfo=UTC)) == ()


def test_a_machine_without_tables_of_zones_keeps_utc_where_clocks_change(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> zoneinfo.ZoneInfo:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zones, "ZoneInfo", missing)
    load_zones.cache_clear()
    try:
        assert zone_of("GB") is UTC
        assert zone_text("KZ", datetime(2026, 7, 1, tzinfo=UTC)) == "UTC+05:00"
    finally:
        load_zones.cache_clear()
