"""The present day is that of the register's country; for the clock of a request, of the country whose law counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.test import Client
from pytest_django import Settings

from aiqyn_site import clock

pytestmark = pytest.mark.django_db


def test_today_is_the_day_of_the_country_that_the_register_names() -> None:
    before = datetime.now(UTC)
    days = clock.today(), clock.today("CN"), clock.today("")
    zones = (timezone(timedelta(hours=hours)) for hours in (5, 8, 0))
    for day, zone in zip(days, zones, strict=True):
        assert before.astimezone(zone).date() <= day <= datetime.now(zone).date()
    assert [clock.zone_text(), clock.zone_text("CN"), clock.zone_text("")] == ["UTC+05:00", "UTC+08:00", "UTC"]


def test_the_day_that_is_set_is_the_same_everywhere(settings: Settings) -> None:
    settings.TODAY = date(2026, 11, 22)
    assert {clock.today(), clock.today("CN"), clock.today("GB")} == {date(2026, 11, 22)}
    assert clock.elsewhere() == ()


@pytest.mark.parametrize(
    ("rule", "zone"), [("kz.appc", "UTC+05:00"), ("cn.ogi", "UTC+08:00"), ("nothing", "UTC+05:00")]
)
def test_the_calculator_says_by_which_clock_it_is_today(client: Client, rule: str, zone: str) -> None:
    assert f"({zone})" in client.get(f"/en/requests/calculator/?rule={rule}&received=2024-03-05").content.decode()


@pytest.mark.parametrize(("ahead", "is_its_day"), [(timedelta(days=400), True), (timedelta(days=-400), False)])
def test_a_clock_that_is_behind_a_moment_that_has_been_gives_its_day(*, ahead: timedelta, is_its_day: bool) -> None:
    moment = datetime.now(UTC) + ahead
    assert (clock.today_after(moment, "") == moment.date()) is is_its_day
