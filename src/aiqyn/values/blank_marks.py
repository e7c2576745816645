"""What stands in the place of a text that was taken out of a file to which rows are added: a mark with the day."""

from __future__ import annotations

import re
from datetime import date

from aiqyn.values.days import parse_day

_MARK = re.compile(r"\[blanked ([0-9]{4}-[0-9]{2}-[0-9]{2})(?: #[1-9][0-9]*)?\]")


def mark(day: date, number: int = 0) -> str:
    """The mark of a day; a number, where it is not 0, keeps two apart that must not say the same.

    >>> mark(date(2026, 11, 29)), mark(date(2026, 11, 29), 17)
    ('[blanked 2026-11-29]', '[blanked 2026-11-29 #17]')
    """
    return f"[blanked {day.isoformat()}{f' #{number}' if number else ''}]"


def day_of_mark(text: str) -> date | None:
    """The day on which a text was taken away; None where it stands.

    >>> day_of_mark("[blanked 2026-11-29 #17]"), day_of_mark("We disagree.")
    (datetime.date(2026, 11, 29), None)
    """
    marked = _MARK.fullmatch(text)
    return parse_day(marked[1]) if marked else None
