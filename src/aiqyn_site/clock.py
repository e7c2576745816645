"""The present day, as every page and command takes it."""

from __future__ import annotations

import datetime

from django.conf import settings


def today() -> datetime.date:
    """The present day in UTC; the day set by AIQYN_TODAY where a copy or a test shows the site as of that day."""
    fixed: datetime.date | None = settings.TODAY
    return fixed or datetime.datetime.now(datetime.UTC).date()
