"""The assessments of a register: `assessments.csv`, to which rows are only ever added.

A row is one assessor's verdict on one item of a project. A cell may hold several things: evidence as
`id@locator | id` (a statement needs no locator), searches as `place ; query ; day` or, where the answer was kept,
`place ; query ; day ; sha256`, joined by ` | `. Old rows stay as they are when an item gets a new version:
`aiqyn.disclosure.set_aside` parts them from those a score can use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from aiqyn.disclosure import Assessment, Evidence, Search, Verdict, load_checklist
from aiqyn.errors import LONGEST_SHOWN, Finding, Refused, refuse
from aiqyn.exchange.cells import accept, day_in, read_cells, readable_line, rows_or_findings
from aiqyn.exchange.folder import RegisterFolder
from aiqyn.exchange.personal import check_personal
from aiqyn.exchange.strict_csv import csv_line
from aiqyn.ledger.identity import is_statement_id
from aiqyn.values.blank_marks import mark_faults
from aiqyn.values.text import normal_text

ASSESSMENTS = "assessments.csv"
COLUMNS = ("project", "item", "item_version", "verdict", "assessor", "day", "evidence", "searches", "note")
HEADER = csv_line(COLUMNS).encode()
_BETWEEN, _WITHIN = " | ", " ; "
_ITEM_ID = re.compile(r"[A-Z]{2}[0-9]{2}")
_WHOLE = re.compile(r"[1-9][0-9]{0,3}")


class AssessmentRow(NamedTuple):
    """A row of the file: its line, the project's id and the verdict."""

    line: int
    project: str
    assessment: Assessment


def read_assessments(content: bytes) -> list[AssessmentRow]:
    """The rows of the file in its order. Raises RegisterRefused at the first fault of form.

    What a row names is not looked up here, and any version of an item is read.
    """
    rows = []
    for line, cells in read_cells(ASSESSMENTS, COLUMNS, content):
        try:
            assessment = _assessment(cells)
        except Refused as refused:
            raise refuse(ASSESSMENTS, line, cells[refused.field], refused) from None
        rows.append(AssessmentRow(line, cells["project"], assessment))
    return rows


def format_row(project: str, assessment: Assessment) -> str:
    """An assessment as a line of the file, its line end included; reading the line gives the same back.

    Refuses what the file cannot hold: ` | ` or ` ; ` inside a place, query or locator, a line break, a sign that
    cannot be seen, text not in Unicode form NFC, spaces at the ends of a text; and a mark of a text taken away.
    """

    def read(content: bytes) -> None:
        if [(row.project, row.assessment) for row in read_assessments(content)] != [(project, assessment)]:
            raise Refused("row_parted")

    _check_texts(assessment)
    return readable_line(COLUMNS, "", _cells(project, assessment), read)


def plain_line(project: str, assessment: Assessment) -> str:
    """What `format_row` gives, of what was recorded: it stands, whatever a text may not hold any more."""
    return csv_line(_cells(project, assessment))


def check_assessments(register: RegisterFolder) -> Iterator[Finding]:
    """Every fault in a register's assessments; a fault of form ends the search. None without the file.

    The statements are read once more where a row names one. Raises RegisterRefused where they cannot be read.
    """
    rows = yield from rows_or_findings(register.files, ASSESSMENTS, read_assessments)
    projects = {entity.id for entity in register.entities.values() if entity.kind == "project"}
    recorded = register.recorded_among(evidence.id for row in rows for evidence in row.assessment.evidence)
    yield from faults_of(rows, projects, register.sources, recorded.__contains__)


def faults_of(
    rows: Iterable[AssessmentRow],
    projects: Collection[str],
    sources: Collection[str],
    has_statement: Callable[[str], bool],
) -> Iterator[Finding]:
    """What is wrong in rows whose form is good, in the order of the file.

    A project, item, statement or source that there is not; a version that the item never had; a row that stands
    twice; a verdict that is earlier than the same assessor's verdict on the same item further up.
    """
    seen: dict[tuple[str, str, str], AssessmentRow] = {}
    items = load_checklist().items
    for row in rows:
        verdict = row.assessment
        item = items.get(verdict.item)
        if row.project not in projects:
            yield _finding(row, row.project, Refused("project_absent", "project"))
        if item is None:
            yield _finding(row, verdict.item, Refused("item_absent", "item", "checklist_id"))
        elif verdict.item_version > item.version:
            reason = Refused("item_version_ahead", "item_version", item=verdict.item, version=str(item.version))
            yield _finding(row, str(verdict.item_version), reason)
        for evidence in verdict.evidence:
            for reason in evidence_faults(evidence, sources, has_statement):
                yield _finding(row, evidence.id, reason)
        key = (row.project, verdict.item, verdict.assessor)
        before = seen.get(key)
        if before is not None and before.assessment == verdict:
            yield _finding(row, verdict.item, Refused("verdict_repeated", "item", above=str(before.line)))
        elif before is not None and verdict.day < before.assessment.day:
            yield _finding(row, verdict.day.isoformat(), Refused("verdict_earlier", "day", above=str(before.line)))
        seen[key] = row


def evidence_faults(
    evidence: Evidence, sources: Collection[str], has_statement: Callable[[str], bool]
) -> Iterator[Refused]:
    """What evidence names and the register does not have."""
    if is_statement_id(evidence.id):
        if not has_statement(evidence.id):
            yield Refused("statement_absent", "evidence", "copy_statement_id")
    elif evidence.id not in sources:
        yield Refused("evidence_unknown", "evidence")


def _finding(row: AssessmentRow, value: str, reason: Refused) -> Finding:
    return Finding(ASSESSMENTS, row.line, value[:LONGEST_SHOWN], reason)


def _cells(project: str, verdict: Assessment) -> list[str]:
    evidence = [f"{its.id}@{its.locator}" if its.locator else its.id for its in verdict.evidence]
    searches = [
        _WITHIN.join([its.place, its.query, its.day.isoformat(), *([its.sha256] if its.sha256 else [])])
        for its in verdict.searches
    ]
    return [
        project,
        verdict.item,
        str(verdict.item_version),
        verdict.verdict.value,
        verdict.assessor,
        verdict.day.isoformat(),
        _BETWEEN.join(evidence),
        _BETWEEN.join(searches),
        verdict.note,
    ]


def _assessment(cells: Mapping[str, str]) -> Assessment:
    """The verdict in a row. Refuses a bad cell at its column."""
    if not cells["project"]:
        raise Refused("project_blank", "project")
    if not _ITEM_ID.fullmatch(cells["item"]):
        raise Refused("item_form", "item", "item_id_form")
    if not _WHOLE.fullmatch(cells["item_version"]):
        raise Refused("item_version_form", "item_version")
    if not cells["verdict"]:
        raise Refused("verdict_blank", "verdict")
    if cells["verdict"] not in list(Verdict):
        raise Refused("verdict_none", "verdict", "write_one_of", known=tuple(Verdict))
    for column in ("project", "assessor", "evidence", "searches", "note"):
        _check_text(column, cells[column])
    evidence = tuple(map(_evidence, _parts(cells["evidence"])))
    searches = tuple(map(_search, _parts(cells["searches"])))
    version, verdict, day = int(cells["item_version"]), Verdict(cells["verdict"]), day_in(cells, "day")
    return Assessment(cells["item"], version, verdict, cells["assessor"], day, evidence, searches, cells["note"])


def _check_text(column: str, text: str) -> None:
    try:
        normal_text(text)
    except Refused as refused:
        raise refused.at(column, "shorten" if refused.code == "text_long" else "") from None


def _check_texts(verdict: Assessment) -> None:
    """Refuses what no text may hold, and the marks that part one piece of evidence or search from the next."""
    texts = [("assessor", verdict.assessor), ("note", verdict.note)]
    texts += [("evidence", text) for shown in verdict.evidence for text in shown]
    texts += [("searches", text) for search in verdict.searches for text in (search.place, search.query)]
    for column, text in texts:
        _check_text(column, text)
        check_personal(text, column)
        accept(mark_faults(text, column))
    if any("|" in evidence.locator for evidence in verdict.evidence):
        raise Refused("row_parted", "evidence")
    if any(mark in search.place + search.query for search in verdict.searches for mark in "|;"):
        raise Refused("row_parted", "searches")


def _parts(cell: str) -> list[str]:
    return cell.split(_BETWEEN) if cell else []


def _evidence(part: str) -> Evidence:
    identifier, at, locator = part.partition("@")
    if part != part.strip() or "|" in part or (at and locator != locator.strip()) or (at and not locator):
        raise Refused("evidence_form", "evidence", text=part[:60])
    return Evidence(identifier, locator)


def _search(part: str) -> Search:
    words = part.split(_WITHIN)
    odd = any(word != word.strip() or not word or ";" in word or "|" in word for word in words)
    if odd or len(words) not in {3, 4}:
        raise Refused("search_form", "searches", text=part[:60])
    day = day_in({"searches": words[2]}, "searches")
    return Search(words[0], words[1], day, words[3] if len(words) == 4 else "")
