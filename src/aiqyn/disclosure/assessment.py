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
from aiqyn.ledger.identity import is_statement_id
from aiqyn.values.blank_marks import day_of_mark

_ON_EVIDENCE = (Verdict.DISCLOSED, Verdict.PARTIAL, Verdict.KNOWN_NOT_DISCLOSED)
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
            raise Refused("verdict_no_assessor", "assessor")
        if self.verdict in _ON_EVIDENCE and not self.evidence:
            raise Refused("verdict_no_evidence", "evidence", verdict=self.verdict)
        if self.verdict is Verdict.NOT_FOUND and not self.searches:
            raise Refused("verdict_no_search", "searches", verdict=self.verdict, instead=Verdict.NOT_ASSESSED)
        if self.verdict in EXCLUDED and not self.note.strip():
            raise Refused("verdict_no_reason", "note", verdict=self.verdict)
        for evidence in self.evidence:
            _check_evidence(evidence)
        for search in self.searches:
            _check_search(search, self.day)

    @property
    def blanked_on(self) -> date | None:
        """When what the assessor wrote was taken away; None where it stands."""
        return day_of_mark(self.note)

    @property
    def has_texts(self) -> bool:
        """Whether there is anything that the assessor wrote."""
        return bool(self.texts) and self.blanked_on is None

    @property
    def texts(self) -> list[str]:
        """What the assessor wrote: the note, where and for what they searched, places in sources."""
        searched = [text for search in self.searches for text in (search.place, search.query)]
        return [text for text in (self.note, *searched, *(evidence.locator for evidence in self.evidence)) if text]


def _check_evidence(evidence: Evidence) -> None:
    if not evidence.id.strip():
        raise Refused("evidence_no_id", "evidence")
    if not evidence.locator.strip() and not is_statement_id(evidence.id):
        raise Refused("evidence_no_locator", "evidence", source=evidence.id)


def _check_search(search: Search, day: date) -> None:
    if not search.place.strip() or not search.query.strip():
        raise Refused("search_half", "searches")
    if search.day > day:
        raise Refused("search_later", "searches", searched=search.day, day=day)
    if search.sha256 and not _SHA256.fullmatch(search.sha256):
        raise Refused("search_digest", "searches", text=search.sha256)


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
    item = checklist.items.get(assessment.item)
    if item is None:
        raise Refused("item_unknown", "item", "checklist_id")
    if assessment.item_version != item.version:
        versions = {"version": str(assessment.item_version), "current": str(item.version)}
        raise Refused("verdict_version", "item_version", **versions)
    if not item.applies(stage, conditions):
        raise Refused("verdict_not_asked", "item")
    if assessment.day > as_of:
        raise Refused("verdict_later", "day", day=assessment.day, as_of=as_of)
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
