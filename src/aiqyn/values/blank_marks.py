"""What stands in the place of a text that was taken out of a file to which rows are added: a mark with the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from aiqyn.errors import Refused
from aiqyn.values.days import parse_day

_MARK = re.compile(r"\[blanked ([0-9]{4}-[0-9]{2}-[0-9]{2})(?: #[1-9][0-9]*)?\]")


def mark(day: date, number: int = 0) -> str:
    """The mark of a day; a number, where it is not 0, keeps two apart that must not say the same.

    >>> mark(date(2026, 11, 29)), mark(date(2026, 11, 29), 17)
    ('[blanked 2026-11-29]', '[blanked 2026-11-29 #17]')
    """
    return f"[blanked {day.isoformat()}{f' #{number}' if number else ''}]"


def day_of_mark(text: str) -> date | None:
    """The day on which a text was taken away; None where it stands, as does one that names no day there is.

    >>> day_of_mark("[blanked 2026-11-29 #17]"), day_of_mark("We disagree."), day_of_mark("[blanked 2026-02-30]")
    (datetime.date(2026, 11, 29), None, None)
    """
    marked = _MARK.fullmatch(text)
    try:
        return parse_day(marked[1]) if marked else None
    except Refused:
        return None


def mark_faults(text: str, field: str) -> Iterator[Refused]:
    """Asked where people type: a text that looks as if one was taken away. A folder may bring such."""
    if day_of_mark(text):
        yield Refused("text_mark", field)
