"""What stands in the place of a text that was taken away: a tombstone of a statement, a mark in a row of another file.

A tombstone is a row like any other, so that a folder with one is checked, loaded and written out as every folder is.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from aiqyn.disclosure import Assessment, Evidence, Search
from aiqyn.exchange.assessments import AssessmentRow, plain_line, read_assessments
from aiqyn.exchange.cells import read_cells
from aiqyn.exchange.corrections import CORRECTION_COLUMNS, CORRECTIONS
from aiqyn.exchange.replies import REPLIES, REPLY_COLUMNS
from aiqyn.exchange.rows import BASIS, CONFIDENCE, ENTITY, NOTE, PROPERTY, RECORDED, SOURCE, VALUE
from aiqyn.exchange.strict_csv import csv_line
from aiqyn.ledger.statement import BLANKED, COLUMNS
from aiqyn.values.blank_marks import mark
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


def without_verdict_texts(content: bytes, going: Collection[AssessmentRow], day: date) -> bytes:
    """A file of assessments without the texts of some verdicts, known by all they say."""
    wanted = {(row.project, row.assessment) for row in going}
    lines = list(io.BytesIO(content))
    for row in read_assessments(content):
        if (row.project, row.assessment) in wanted:
            lines[row.line - 1] = plain_line(row.project, textless(row, day)).encode()
    return b"".join(lines)


def textless(row: AssessmentRow, day: date) -> Assessment:
    """A verdict without what its assessor wrote: the note, where and for what they searched, places in sources.

    What was found, by whom, when and from what stays, with the days of searches and how many places were searched, so
    that the score does. The hash of a kept answer goes, for the words of a search can be guessed by it. The note says
    on which line the row stands, else two verdicts of a day could become one.
    """
    verdict = row.assessment
    places = {place: number for number, place in enumerate(dict.fromkeys(its.place for its in verdict.searches), 1)}
    return replace(
        verdict,
        evidence=tuple(Evidence(its.id, its.locator and mark(day)) for its in verdict.evidence),
        searches=tuple(Search(mark(day, places[its.place]), mark(day), its.day) for its in verdict.searches),
        note=mark(day, row.line),
    )
