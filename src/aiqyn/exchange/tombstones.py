"""What stands in the place of a text that was taken away: a tombstone of a statement, a mark in a reply or a summary.

A tombstone is a row like any other, so that a folder with one is checked, loaded and written out as every folder is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from aiqyn.exchange.cells import read_cells
from aiqyn.exchange.corrections import CORRECTION_COLUMNS, CORRECTIONS
from aiqyn.exchange.replies import REPLIES, REPLY_COLUMNS
from aiqyn.exchange.rows import BASIS, CONFIDENCE, ENTITY, NOTE, PROPERTY, RECORDED, SOURCE, VALUE
from aiqyn.exchange.strict_csv import csv_line
from aiqyn.ledger.statement import BLANKED, COLUMNS
from aiqyn.values.days import parse_day
from aiqyn.vocabulary import LANGUAGES

_MARK = re.compile(r"\[blanked ([0-9]{4}-[0-9]{2}-[0-9]{2})\]")
#: The columns of each file in which people's texts stand, besides the one by which rows are told apart.
_TEXTS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    CORRECTIONS: (CORRECTION_COLUMNS, LANGUAGES),
    REPLIES: (REPLY_COLUMNS, ("text",)),
}


def tombstone(row: Sequence[str], day: date, token: str) -> list[str]:
    """The row that stands in a statement's place: what it is about, its source and the day it was recorded stay.

    The token, a few random letters, keeps two tombstones apart that would else say the same.
    """
    stone = [""] * len(COLUMNS)
    for column in (ENTITY, SOURCE, RECORDED):
        stone[column] = row[column]
    stone[PROPERTY], stone[VALUE], stone[NOTE] = BLANKED, day.isoformat(), token
    stone[BASIS], stone[CONFIDENCE] = "rendered", "high"
    return stone


def mark(day: date) -> str:
    """What stands in the place of a text of a reply or of a summary."""
    return f"[blanked {day.isoformat()}]"


def day_of_mark(text: str) -> date | None:
    """The day on which a text was taken away; None where it stands.

    >>> day_of_mark("[blanked 2026-11-29]"), day_of_mark("We disagree.")
    (datetime.date(2026, 11, 29), None)
    """
    marked = _MARK.fullmatch(text)
    return parse_day(marked[1]) if marked else None


def without_texts(name: str, content: bytes, identifier: str, day: date) -> bytes:
    """A file of replies or corrections without the texts of the rows that have an id."""
    columns, texts = _TEXTS[name]

    def blanked(cells: dict[str, str]) -> dict[str, str]:
        if cells["id"] != identifier:
            return cells
        return {key: mark(day) if key in texts and cell else cell for key, cell in cells.items()}

    return _rewritten(name, columns, content, blanked)


def _rewritten(
    name: str, columns: Sequence[str], content: bytes, change: Callable[[dict[str, str]], dict[str, str]]
) -> bytes:
    rows = (change(cells) for _, cells in read_cells(name, columns, content))
    return "".join([csv_line(columns), *(csv_line(list(row.values())) for row in rows)]).encode()
