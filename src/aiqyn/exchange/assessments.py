"""The assessments of a register: `assessments.csv`, to which rows are only ever added.

A row is one assessor's verdict on one item of a project. A cell may hold several things: evidence as
`id@locator | id` (a statement needs no locator), searches as `place ; query ; day` or, where the answer was kept,
`place ; query ; day ; sha256`, joined by ` | `. Old rows stay as they are when an item gets a new version:
`aiqyn.disclosure.set_aside` parts them from those a score can use.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from aiqyn.disclosure import Assessment, Evidence, Search, Verdict, load_checklist
from aiqyn.errors import Refused
from aiqyn.exchange.findings import Finding, RegisterRefused
from aiqyn.exchange.folder import STATEMENTS, RegisterFolder, check_day
from aiqyn.exchange.lines import csv_line, lines_in, read_rows, refuse, safe_file
from aiqyn.exchange.personal import personal_data
from aiqyn.ledger.identity import digest_of, statement_digest
from aiqyn.ledger.statement import COLUMNS as STATEMENT_COLUMNS
from aiqyn.values.text import normal_text

ASSESSMENTS = "assessments.csv"
COLUMNS = ("project", "item", "item_version", "verdict", "assessor", "day", "evidence", "searches", "note")
PROJECT, ITEM, ITEM_VERSION, VERDICT, ASSESSOR, DAY, EVIDENCE, SEARCHES, NOTE = range(len(COLUMNS))
_BETWEEN, _WITHIN = " | ", " ; "
_ITEM_ID = re.compile(r"[A-Z]{2}[0-9]{2}")
_WHOLE = re.compile(r"[1-9][0-9]{0,3}")
_MOST = 100
#: The column that a verdict rests on, where it is not the evidence.
_RESTS_ON = {Verdict.NOT_FOUND: SEARCHES, Verdict.NOT_APPLICABLE: NOTE, Verdict.NOT_YET_DUE: NOTE}
#: How a statement's id begins; a source's id may begin so too, but is never as long.
_STATEMENT_ID = re.compile(r"s1[a-z2-7]{32}")
_T = TypeVar("_T")


class AssessmentRow(NamedTuple):
    """A row of the file: its line, the project's id and the verdict."""

    line: int
    project: str
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Known:
    """What a row may name: the ids of projects and sources, and whether a statement with an id is recorded."""

    projects: Collection[str]
    sources: Collection[str]
    has_statement: Callable[[str], bool]


class _Fault(Exception):
    def __init__(self, column: int, message: str, way_out: str) -> None:
        super().__init__(message)
        self.column, self.message, self.way_out = column, message, way_out


def read_assessments(content: bytes) -> list[AssessmentRow]:
    """The rows of the file in its order. Raises RegisterRefused at the first fault of form.

    What a row names is not looked up here, and any version of an item is read.
    """
    found = []
    for line, cells in enumerate(read_rows(Path(ASSESSMENTS), COLUMNS, lines_in(ASSESSMENTS, content)), 2):
        try:
            assessment = _assessment(cells)
        except _Fault as fault:
            column, value = COLUMNS[fault.column], cells[fault.column]
            raise refuse(ASSESSMENTS, line, column, value, fault.message, fault.way_out) from None
        found.append(AssessmentRow(line, cells[PROJECT], assessment))
    return found


def format_row(project: str, assessment: Assessment) -> str:
    """An assessment as a line of the file, its line end included; reading the line gives the same back.

    Refuses what the file cannot hold: ` | ` or ` ; ` inside a place, query or locator, a line break, a sign that
    cannot be seen, text not in Unicode form NFC, spaces at the ends of a text.
    """
    line = csv_line(_cells(project, assessment))
    try:
        rows = read_assessments((csv_line(COLUMNS) + line).encode())
    except RegisterRefused as refused:
        first = refused.findings[0]
        raise Refused(f"{first.column or 'the row'}: {first.message}", first.way_out) from None
    except UnicodeEncodeError:
        raise Refused("the text has half of a character", "copy the text again from its source as UTF-8") from None
    if [(row.project, row.assessment) for row in rows] != [(project, assessment)]:
        way_out = "write commas instead of '|' and ';' in places, queries and locators"
        raise Refused("a place, query or locator has a sign that parts one from the next", way_out)
    return line


def empty_file() -> bytes:
    """The file without rows, for a register that has none yet."""
    return csv_line(COLUMNS).encode()


def check_assessments(register: RegisterFolder, most: int = _MOST) -> Iterator[Finding]:
    """Every fault in a register's assessments, at most `most`; a fault of form ends the search. None without the file.

    The statements are read once more where a row names one. Raises RegisterRefused where they cannot be read.
    """
    content = register.files.get(ASSESSMENTS)
    if content is None or most < 1:
        return
    try:
        rows = read_assessments(content)
    except RegisterRefused as refused:
        yield from refused.findings
        return
    projects = {entity.id for entity in register.entities.values() if entity.kind == "project"}
    recorded = _recorded(register, rows)
    known = Known(projects, register.sources, recorded.__contains__)
    for finding, _ in zip(faults_of(rows, known), range(most), strict=False):
        yield finding


def faults_of(rows: Iterable[AssessmentRow], known: Known) -> Iterator[Finding]:
    """What is wrong in rows whose form is good, in the order of the file.

    A project, item, statement or source that there is not; a version that the item never had; a row that stands
    twice; a verdict that is earlier than the same assessor's verdict on the same item further up.
    """
    seen: dict[tuple[str, str, str], AssessmentRow] = {}
    items = load_checklist().items
    for row in rows:
        one = row.assessment
        item = items.get(one.item)
        if row.project not in known.projects:
            way_out = "add the project there, or correct the id"
            yield _finding(row, PROJECT, row.project, "no such project in entities.csv", way_out)
        if item is None:
            yield _finding(row, ITEM, one.item, "no such item in the checklist", "use an id of checklist.csv")
        elif one.item_version > item.version:
            message = f"the checklist has {one.item} only up to version {item.version}"
            yield _finding(row, ITEM_VERSION, str(one.item_version), message, "write the version that was assessed")
        yield from _evidence_faults(row, known)
        key = (row.project, one.item, one.assessor)
        before = seen.get(key)
        if before is not None and before.assessment == one:
            yield _finding(row, ITEM, one.item, f"the same verdict stands on line {before.line}", "remove the row")
        elif before is not None and one.day < before.assessment.day:
            message = f"earlier than the same assessor's verdict on line {before.line}"
            yield _finding(row, DAY, one.day.isoformat(), message, "write the day on which the verdict was given")
        seen[key] = row


def _evidence_faults(row: AssessmentRow, known: Known) -> Iterator[Finding]:
    for one in row.assessment.evidence:
        if _STATEMENT_ID.fullmatch(one.id):
            if not known.has_statement(one.id):
                way_out = "copy the id from the statement's page"
                yield _finding(row, EVIDENCE, one.id, "no statement with this id is recorded", way_out)
        elif one.id not in known.sources:
            way_out = "add the source there, or correct the id"
            yield _finding(row, EVIDENCE, one.id, "no such source in sources.csv, nor a statement's id", way_out)


def _finding(row: AssessmentRow, column: int, value: str, message: str, way_out: str) -> Finding:
    return Finding(ASSESSMENTS, row.line, COLUMNS[column], value[:80], message, way_out)


def _recorded(register: RegisterFolder, rows: Iterable[AssessmentRow]) -> set[str]:
    """The ids that rows name as evidence and that the register's statements have."""
    wanted = {
        digest_of(one.id): one.id for row in rows for one in row.assessment.evidence if _STATEMENT_ID.fullmatch(one.id)
    }
    if not wanted:
        return set()
    said = read_rows(safe_file(register.path, STATEMENTS), STATEMENT_COLUMNS)
    return {wanted[digest] for digest in map(statement_digest, said) if digest in wanted}


def _cells(project: str, one: Assessment) -> list[str]:
    evidence = [f"{its.id}@{its.locator}" if its.locator else its.id for its in one.evidence]
    searches = [
        _WITHIN.join([its.place, its.query, its.day.isoformat(), *([its.sha256] if its.sha256 else [])])
        for its in one.searches
    ]
    return [
        project,
        one.item,
        str(one.item_version),
        one.verdict.value,
        one.assessor,
        one.day.isoformat(),
        _BETWEEN.join(evidence),
        _BETWEEN.join(searches),
        one.note,
    ]


def _assessment(cells: list[str]) -> Assessment:
    """The verdict in a row; a fault names its column."""
    if not cells[PROJECT]:
        raise _Fault(PROJECT, "the project is blank", "write the id of a project")
    if not _ITEM_ID.fullmatch(cells[ITEM]):
        raise _Fault(ITEM, "not the id of an item", "write two capital letters and two digits, such as EN06")
    if not _WHOLE.fullmatch(cells[ITEM_VERSION]):
        raise _Fault(ITEM_VERSION, "not a version of an item", "write a whole number from 1")
    if cells[VERDICT] not in list(Verdict):
        raise _Fault(VERDICT, "not a verdict", "write one of: " + ", ".join(Verdict))
    for column in (PROJECT, ASSESSOR, EVIDENCE, SEARCHES, NOTE):
        _attempt(column, partial(normal_text, cells[column]))
    day = _day(DAY, cells[DAY])
    evidence = tuple(map(_evidence, _parts(cells[EVIDENCE])))
    searches = tuple(map(_search, _parts(cells[SEARCHES])))
    places = [text for one in searches for text in (one.place, one.query)]
    for column, texts in ((ASSESSOR, [cells[ASSESSOR]]), (SEARCHES, places), (NOTE, [cells[NOTE]])):
        _refuse_personal(column, texts)
    # Built in steps, so that what the disclosure module refuses is laid to its column.
    verdict = Verdict(cells[VERDICT])
    bare = partial(Assessment, cells[ITEM], int(cells[ITEM_VERSION]), day=day, assessor=cells[ASSESSOR])
    _attempt(ASSESSOR, lambda: bare(verdict=Verdict.NOT_ASSESSED))
    _attempt(EVIDENCE, lambda: bare(verdict=Verdict.NOT_ASSESSED, evidence=evidence))
    _attempt(SEARCHES, lambda: bare(verdict=Verdict.NOT_ASSESSED, searches=searches))
    whole = partial(bare, verdict=verdict, evidence=evidence, searches=searches, note=cells[NOTE])
    return _attempt(_RESTS_ON.get(verdict, EVIDENCE), whole)


def _refuse_personal(column: int, texts: Iterable[str]) -> None:
    found = next(filter(None, map(personal_data, texts)), "")
    if found:
        raise _Fault(column, f"{found}, which identifies a private person", "leave it out; name the office or company")


def _parts(cell: str) -> list[str]:
    return cell.split(_BETWEEN) if cell else []


def _evidence(part: str) -> Evidence:
    identifier, at, locator = part.partition("@")
    if part != part.strip() or "|" in part or (at and locator != locator.strip()) or (at and not locator):
        raise _Fault(EVIDENCE, f"'{part[:60]}' is not an id with its place", "write id@place, and ' | ' between two")
    return Evidence(identifier, locator)


def _search(part: str) -> Search:
    cells = part.split(_WITHIN)
    odd = any(cell != cell.strip() or not cell or ";" in cell or "|" in cell for cell in cells)
    if odd or len(cells) not in {3, 4}:
        way_out = "write place ; query ; day, then ; sha256 if the answer was kept, and ' | ' between two searches"
        raise _Fault(SEARCHES, f"'{part[:60]}' is not a search", way_out)
    return Search(cells[0], cells[1], _day(SEARCHES, cells[2]), cells[3] if len(cells) == 4 else "")


def _day(column: int, text: str) -> datetime.date:
    try:
        check_day(text)
    except Refused as fault:
        raise _Fault(column, fault.message, "write it as YYYY-MM-DD") from None
    return datetime.date.fromisoformat(text)


def _attempt(column: int, act: Callable[[], _T]) -> _T:
    try:
        return act()
    except Refused as fault:
        raise _Fault(column, fault.message, fault.way_out) from None
