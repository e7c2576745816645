"""A day of the calendar as people and files write it: YYYY-MM-DD."""

from __future__ import annotations

import re
from datetime import date

from aiqyn.errors import Refused

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FIRST_YEAR = 1000  # as of dates: what has less is a year of two or three digits, filled up by a date field


def parse_day(text: str) -> date:
    """The day written as 2022-06-20.

    Refuses another form, a day that does not exist, such as 29 February 2023, and a year before 1000, which no text of
    a date can say: `0024` is what a date field sends for 24.
    """
    if not text:
        raise Refused("day_blank")
    written = _ISO.fullmatch(text)
    if not written:
        raise Refused("day_form", text=text)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        if written[2] == "02" and written[3] == "29" and written[1] != "0000":
            raise Refused("day_leap", text=text, year=written[1]) from error
        raise Refused("day_none", text=text) from error
    if day.year < _FIRST_YEAR:
        raise Refused("date_year_early", text=text)
    return day
