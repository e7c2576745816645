"""The present day, as every page and command takes it: that of the register's own country.

For the clock of a request it is the day of the country whose law counts.
"""

from __future__ import annotations

import datetime

from django.conf import settings

from aiqyn.deadlines import zones
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.zones import Elsewhere
from aiqyn_site.ledger.register import register


def today(country: str | None = None) -> datetime.date:
    """The present day in a country, by default in the register's own; in UTC where its clock is not known.

    Everywhere the day set by AIQYN_TODAY, where a copy or a test shows the site as of that day.
    """
    fixed: datetime.date | None = settings.TODAY
    return fixed or zones.day_in(_country(country), _now())


def elsewhere() -> Elsewhere:
    """The countries with laws in which it is now another day than in the register's own."""
    if settings.TODAY:
        return ()
    return zones.elsewhere(register().country, load_laws().jurisdictions, _now())


def zone_text(country: str | None = None) -> str:
    """The clock by which `today` goes, as `UTC+05:00`."""
    return zones.zone_text(_country(country), _now())


def _country(country: str | None) -> str:
    return register().country if country is None else country


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def today_after(moment: datetime.datetime | None, country: str | None = None) -> datetime.date:
    """The present day, or the day of a moment that has been, where the machine's clock is behind it."""
    day = today(country)
    return day if settings.TODAY or moment is None else max(day, zones.day_in(_country(country), moment))
