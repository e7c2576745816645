"""What stands in the place of a text that was taken out of a file of replies or corrections: a mark with the day."""

from __future__ import annotations

import re
from datetime import date

from aiqyn.values.days import parse_day

_MARK = re.compile(r"\[blanked ([0-9]{4}-[0-9]{2}-[0-9]{2})\]")


def mark(day: date) -> str:
    return f"[blanked {day.isoformat()}]"


def day_of_mark(text: str) -> date | None:
    """The day on which a text was taken away; None where it stands.

    >>> day_of_mark("[blanked 2026-11-29]"), day_of_mark("We disagree.")
    (datetime.date(2026, 11, 29), None)
    """
    marked = _MARK.fullmatch(text)
    return parse_day(marked[1]) if marked else None
