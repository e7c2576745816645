"""Days on which the register's own people did something: none of them is yet to come.

What sources tell may well lie ahead. But a verdict, a decision or an answer of a later day would stand before every
true one for good, since its file only grows.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.exchange.assessments import ASSESSMENTS
from aiqyn.exchange.assessments import COLUMNS as ASSESSMENT_COLUMNS
from aiqyn.exchange.cells import read_cells
from aiqyn.exchange.corrections import CORRECTION_COLUMNS, CORRECTIONS
from aiqyn.exchange.description import META
from aiqyn.exchange.folder import SOURCES, RegisterFolder
from aiqyn.exchange.replies import REPLIES, REPLY_COLUMNS
from aiqyn.exchange.text_references import is_prose
from aiqyn.prose.document import parse_document
from aiqyn.values.blank_marks import day_of_mark
from aiqyn.values.dates import parse_date

#: The columns of each file that tell when something was done; a search is no later than its verdict anyway.
_OWN_DAYS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = MappingProxyType(
    {
        ASSESSMENTS: (ASSESSMENT_COLUMNS, ("day",)),
        CORRECTIONS: (CORRECTION_COLUMNS, ("received_on", "decided_on")),
        REPLIES: (REPLY_COLUMNS, ("invited_on", "received_on")),
    }
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: A day begins earlier where a row was written than where days are counted from.
_GRACE = datetime.timedelta(days=1)


def day_findings(register: RegisterFolder, today: datetime.date) -> Iterator[Finding]:
    """Each day after today, one day of grace given, on which something was done.

    In the files that grow, also of texts taken away there; of articles; of the register's founding. What cannot be
    read is told of by its own check.
    """
    last = today + _GRACE
    founded = register.meta.get("founded")
    if isinstance(founded, datetime.date) and founded.isoformat() > last.isoformat():
        yield _finding(META, 0, "founded", founded.isoformat(), today)
    for name, content in register.files.items():
        if name in _OWN_DAYS:
            days = _days_in_rows(name, content)
        elif is_prose(name):
            days = _days_of_text(content)
        else:
            continue
        for line, field, day in days:
            if day > last.isoformat():
                yield _finding(name, line, field, day, today)


def source_remarks(register: RegisterFolder, today: datetime.date) -> Iterator[Finding]:
    """Each source published after today, one day of grace given: no fault, for a journal may date itself ahead."""
    for source in register.sources.values():
        when = parse_date(source.published) if source.published else None
        if when and when.year_known and today + _GRACE < when.first != datetime.date.max:
            reason = Refused("source_to_come", "published", source=source.id, day=today)
            yield Finding(SOURCES, 0, source.published, reason)


def _finding(name: str, line: int, field: str, day: str, today: datetime.date) -> Finding:
    return Finding(name, line, day, Refused("done_to_come", field, day=today))


def _days_in_rows(name: str, content: bytes) -> Iterator[tuple[int, str, str]]:
    columns, dated = _OWN_DAYS[name]
    try:
        for line, cells in read_cells(name, columns, content):
            for column, cell in cells.items():
                marked = day_of_mark(cell)
                if marked or (column in dated and _DAY.fullmatch(cell)):
                    yield line, column, marked.isoformat() if marked else cell
    except RegisterRefused:
        return


def _days_of_text(content: bytes) -> Iterator[tuple[int, str, str]]:
    document = parse_document(content).document
    if document is not None:
        header = document.header
        yield 1, "published", header.published
        for field, notes in (("revised", header.revised), ("corrections", header.corrections)):
            yield from ((1, field, note.date) for note in notes)
