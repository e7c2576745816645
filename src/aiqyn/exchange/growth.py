"""The files to which rows are added by several people while a site runs: what a folder's copy adds to the recorded."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.exchange.assessments import ASSESSMENTS, COLUMNS, faults_of, read_assessments
from aiqyn.exchange.corrections import CORRECTION_COLUMNS, CORRECTIONS, read_corrections
from aiqyn.exchange.folder import FILE_LIMIT
from aiqyn.exchange.replies import REPLIES, REPLY_COLUMNS, read_replies
from aiqyn.exchange.strict_csv import lines_in, read_rows
from aiqyn.values.blank_marks import day_of_mark

#: Each with its columns, and those of them that tell its rows apart.
GROWING: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    ASSESSMENTS: (COLUMNS, ("project", "item", "assessor", "day")),
    CORRECTIONS: (CORRECTION_COLUMNS, ("id",)),
    REPLIES: (REPLY_COLUMNS, ("id", "received_on", "lang")),
}


class Growth(NamedTuple):
    """The recorded rows with those of the folder behind them; how many those are, and how many the folder lacks."""

    content: bytes
    added: int
    lacking: int


def growth(name: str, recorded: bytes, own: bytes) -> Growth:
    """What one of GROWING holds when a folder's copy is added to it. A row is known by all it says.

    Raises RegisterRefused for a row that says otherwise what a recorded row says, which the copy lacks, and for rows
    that cannot stand after those recorded meanwhile.
    """
    if own.startswith(recorded):
        return Growth(own, _count(own) - _count(recorded), 0)
    if not own:
        return Growth(recorded, 0, _count(recorded))
    theirs, ours = list(io.BytesIO(recorded)), list(io.BytesIO(own))
    known, there = set(theirs), set(ours)
    new = [line for line in ours if line not in known]
    lacking = [line for line in theirs if line not in there]
    changed = _reasons(name, lacking)
    findings = [
        Finding(name, ours.index(line) + 1, " ".join(key), changed[key])
        for line in new
        if (key := _key(name, _cells(name, line))) in changed
    ]
    content = b"".join(theirs + new)
    if len(content) > FILE_LIMIT:
        findings.append(Finding(name, 0, "", Refused("file_large", n=FILE_LIMIT)))
    if new and lacking and not findings:
        findings = _faults(name, content)
    if findings:
        raise RegisterRefused(findings)
    return Growth(content, len(new), len(lacking))


def _count(content: bytes) -> int:
    return max(content.count(b"\n") - 1, 0)


def _reasons(name: str, lacking: Iterable[bytes]) -> dict[tuple[str, ...], Refused]:
    """Why a row that says otherwise what a lacking one says is refused, by what tells rows apart."""
    reasons: dict[tuple[str, ...], Refused] = {}
    for line in lacking:
        cells = _cells(name, line)
        day = next(filter(None, map(day_of_mark, cells.values())), None)
        if day is not None:
            reasons[_key(name, cells)] = Refused("row_text_blanked", day=day)
        else:
            reasons.setdefault(_key(name, cells), Refused("row_recorded_otherwise"))
    return reasons


def _key(name: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    _, telling = GROWING[name]
    return tuple(cells[column] for column in telling)


def _cells(name: str, line: bytes) -> dict[str, str]:
    columns, _ = GROWING[name]
    header = ",".join(columns).encode() + b"\n"
    (row,) = read_rows(Path(name), columns, lines_in(name, header + line))
    return dict(zip(columns, row, strict=True))


def _faults(name: str, content: bytes) -> list[Finding]:
    """What rows cannot do one after the other; what they name was looked up in the folder they come from."""
    if name == CORRECTIONS:
        read_corrections(content)
    if name == REPLIES:
        read_replies(content)
    if name != ASSESSMENTS:
        return []
    rows = read_assessments(content)
    named = {evidence.id for row in rows for evidence in row.assessment.evidence}
    return list(faults_of(rows, {row.project for row in rows}, named, named.__contains__))
