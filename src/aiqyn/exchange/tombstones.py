"""What stands in the place of a text that was taken away: a tombstone of a statement, a mark in a reply or a summary.

A tombstone is a row like any other, so that a folder with one is checked, loaded and written out as every folder is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from aiqyn.exchange.blank_marks import mark
from aiqyn.exchange.cells import read_cells
from aiqyn.exchange.corrections import CORRECTION_COLUMNS, CORRECTIONS
from aiqyn.exchange.replies import REPLIES, REPLY_COLUMNS
from aiqyn.exchange.rows import BASIS, CONFIDENCE, ENTITY, NOTE, PROPERTY, RECORDED, SOURCE, VALUE
from aiqyn.exchange.strict_csv import csv_line
from aiqyn.ledger.statement import BLANKED, COLUMNS
from aiqyn.vocabulary import LANGUAGES

#: The columns of each file, and those in which people's texts stand.
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


def without_texts(name: str, content: bytes, identifier: str, day: date) -> bytes:
    """A file of replies or corrections without the texts of the rows that have an id."""
    columns, texts = _TEXTS[name]
    lines = [csv_line(columns)]
    for _, cells in read_cells(name, columns, content):
        if cells["id"] == identifier:
            cells |= {column: mark(day) for column in texts if cells[column]}
        lines.append(csv_line(list(cells.values())))
    return "".join(lines).encode()
