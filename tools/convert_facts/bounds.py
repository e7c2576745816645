"""Bounds and unusual dates: what a note or a word says about a figure, as the value grammar writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CLAUSES = re.compile(r"[;,]")
_PLAIN = re.compile(r"[0-9.]+")


def bounded(value: str, note: str, bounds: Mapping[str, str]) -> tuple[str, str]:
    """The value with the bound its note gives it, and the words of the note that gave it (blank if none).

    | value | note                                  | gives       | words     |
    |-------|---------------------------------------|-------------|-----------|
    | 33    | more than; about USD 76.2 million     | >33         | more than |
    | 300   | nearly 300 local residents            | nearly 300  | nearly    |
    | 6200  | about 65 trains                       | 6200        |           |
    | >27   | more than                             | >27         |           |

    Only a clause that consists of the words, or of the words and this very figure, speaks of the figure.
    """
    if not _PLAIN.fullmatch(value):
        return value, ""
    for clause in (part.strip() for part in _CLAUSES.split(note)):
        for words, bound in bounds.items():
            if clause == words or re.match(rf"{re.escape(words)} {re.escape(value)}\b", clause):
                return f"{bound}{value}", words
    return value, ""


def as_date(text: str, dates: Mapping[str, str]) -> str:
    """The EDTF form of a date as compiled: most are EDTF already, the rest stand in `dates.csv`."""
    return dates.get(text, text)


def last_day(date: str) -> str:
    """The last day that a date as compiled can mean, compared as text: `2019` gives `2019-12-31`."""
    end = date.rpartition("/")[2]
    year, _, rest = end.partition("-")
    if not rest:
        return f"{year}-12-31"
    return f"{end}-31" if len(rest) == 2 else end


def first_day(date: str) -> str:
    """The first day that a date as compiled can mean, compared as text."""
    start = date.partition("/")[0]
    return start + "-01-01"[len(start) - 4 :] if len(start) < 10 else start
