"""The assessment: one assessor's verdict on one item of a project, with what it rests on.

Absence is evidence only with a log of where it was looked for; without one the honest verdict is `not_assessed`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from aiqyn.disclosure.checklist import EXCLUDED, Checklist, Condition, Item, Stage, Verdict
from aiqyn.errors import Refused

_ON_EVIDENCE = (Verdict.DISCLOSED, Verdict.PARTIAL, Verdict.KNOWN_NOT_DISCLOSED)
_STATEMENT_ID = re.compile(r"s1[a-z2-7]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Evidence(NamedTuple):
    """A statement's or a source's id. `locator` is the place in the source; a statement brings its own."""

    id: str
    locator: str = ""


class Search(NamedTuple):
    """One place that was searched. `sha256` is the hex digest of the kept answer, blank if none was kept."""

    place: str
    query: str
    day: date
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A verdict on an item, by whom and on what day.

    Refuses: `not_found` without a search; `disclosed`, `partial` and `known_not_disclosed` without evidence; a
    source without its locator; `not_yet_due` and `not_applicable` without a note that says why; a search without
    its place or query, or after the day of the verdict; a nameless assessor.
    """

    item: str
    item_version: int
    verdict: Verdict
    assessor: str
    day: date
    evidence: tuple[Evidence, ...] = ()
    searches: tuple[Search, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not self.assessor.strip():
            raise Refused(f"{self.item}: the assessor has no name", "say who assessed it")
        if self.verdict in _ON_EVIDENCE and not self.evidence:
            raise Refused(
                f"{self.item}: '{self.verdict}' has no evidence", "name the statement or source that shows it"
            )
        if self.verdict is Verdict.NOT_FOUND and not self.searches:
            way_out = "log each place searched, the query and the day, or write not_assessed"
            raise Refused(f"{self.item}: 'not_found' has no search log", way_out)
        if self.verdict in EXCLUDED and not self.note.strip():
            raise Refused(f"{self.item}: '{self.verdict}' has no reason", "say in the note why the item is left out")
        for evidence in self.evidence:
            _check_evidence(self.item, evidence)
        for search in self.searches:
            _check_search(self.item, search, self.day)


def _check_evidence(item: str, evidence: Evidence) -> None:
    if not evidence.id.strip():
        raise Refused(f"{item}: evidence has no id", "give the id of a statement or a source")
    if not evidence.locator.strip() and not _STATEMENT_ID.fullmatch(evidence.id):
        raise Refused(f"{item}: source '{evidence.id}' has no locator", "say where in the source it stands, as 'p. 4'")


def _check_search(item: str, search: Search, day: date) -> None:
    if not search.place.strip() or not search.query.strip():
        raise Refused(f"{item}: a search has no place or no query", "say where and for what it was searched")
    if search.day > day:
        problem = f"{item}: the search of {search.day} is later than the verdict of {day}"
        raise Refused(problem, "date the verdict on or after its last search")
    if search.sha256 and not _SHA256.fullmatch(search.sha256):
        raise Refused(f"{item}: '{search.sha256}' is not a SHA-256", "write its 64 small hexadecimal digits")


def check_assessment(
    checklist: Checklist,
    stage: Stage,
    conditions: Collection[Condition],
    assessment: Assessment,
    as_of: date,
) -> Item:
    """The item an assessment is about.

    Refuses an item the checklist has not, one of another version, one that is not asked for at the stage under
    the conditions that hold, and an assessment made after `as_of`.
    """
    name = assessment.item
    item = checklist.items.get(name)
    if item is None:
        raise Refused(f"item '{name}' is not in the checklist", "use an id of checklist.csv")
    if assessment.item_version != item.version:
        raise Refused(
            f"{name}: the verdict is on version {assessment.item_version}, the checklist has version {item.version}, "
            "and what counts as disclosed may differ between them",
            f"assess the item again by version {item.version}, or score with the checklist of that time",
        )
    if not item.applies(stage, conditions):
        problem = f"{name}: the item is not asked for at the stage '{stage}' under the conditions given"
        raise Refused(problem, "leave the verdict out, or correct the stage or the conditions")
    if assessment.day > as_of:
        problem = f"{name}: the verdict of {assessment.day} is later than {as_of}, the day asked for"
        raise Refused(problem, "ask for a later day, or leave the verdict out")
    return item


class SetAside(NamedTuple):
    """An assessment that a score cannot use, and why."""

    assessment: Assessment
    reason: Refused


def set_aside(
    checklist: Checklist,
    stage: Stage,
    conditions: Collection[Condition],
    assessments: Iterable[Assessment],
    as_of: date,
) -> tuple[list[Assessment], list[SetAside]]:
    """The assessments a score can use, and the rest with the reason each is refused for, both in the order given.

    For a register whose projects move on and whose items change version: the rest is to be shown, not dropped.
    """
    usable: list[Assessment] = []
    rest: list[SetAside] = []
    for assessment in assessments:
        try:
            check_assessment(checklist, stage, conditions, assessment, as_of)
        except Refused as reason:
            rest.append(SetAside(assessment, reason))
        else:
            usable.append(assessment)
    return usable, rest
