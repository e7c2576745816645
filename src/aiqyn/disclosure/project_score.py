"""The score of one project from what is known of it: its stage, its conditions, the verdicts and their sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from aiqyn.disclosure.assessment import Assessment, SetAside
from aiqyn.disclosure.checklist import Checklist, Condition, Stage
from aiqyn.disclosure.computed import computed
from aiqyn.disclosure.disclosers import Tellers
from aiqyn.disclosure.leading_verdicts import combine
from aiqyn.disclosure.score import Score, score
from aiqyn.disclosure.stage import conditions_of, stage_at
from aiqyn.dossier import InformationRequest, Record
from aiqyn.ledger import Grounds, Statement, as_known_on
from aiqyn.ledger.claim import standing_statements


class Material(NamedTuple):
    """What is known of a project: its statements, and the records and requests about it."""

    statements: Sequence[Statement]
    records: Sequence[Record]
    requests: Sequence[InformationRequest]


class ProjectScore(NamedTuple):
    """A project's score with what it was computed for; `set_aside` are people's verdicts that it could not use."""

    project: str
    stage: Stage
    conditions: frozenset[Condition]
    as_of: date
    score: Score
    set_aside: tuple[SetAside, ...]


class Circumstances(NamedTuple):
    """What stands beside a project's own material, as known on `as_of`: `tellers` know sources and organisations.

    `checklist` is that of the register's country.
    """

    checklist: Checklist
    grounds: Grounds
    tellers: Tellers
    as_of: date


def computed_of(material: Material, known: Circumstances) -> list[Assessment]:
    """What the register computes of a project by itself, asked for or not."""
    standing = _standing(material, known.as_of)
    stage = stage_at(standing, known.grounds, known.as_of)
    items = known.checklist.items.values()
    return computed(items, stage, standing, material.records, material.requests, known.tellers, known.as_of)


def project_score(
    project: str, material: Material, persons: Iterable[Assessment], known: Circumstances, *, invited: bool
) -> ProjectScore:
    """The score of a project on a day; `persons` are people's verdicts in the order of their file.

    `invited`: somebody was invited to reply about it by then. Verdicts of later days are left out.
    """
    checklist, grounds, tellers, as_of = known
    statements, records, requests = material
    standing = _standing(material, as_of)
    stage = stage_at(standing, grounds, as_of)
    conditions = conditions_of(statements, grounds, records, requests, invited, as_of)
    asked_for = [item for item in checklist.items.values() if item.applies(stage, conditions)]
    own = computed(asked_for, stage, standing, records, requests, tellers, as_of)
    verdicts = combine(checklist, stage, conditions, persons, own, as_of)
    result = score(checklist, stage, conditions, verdicts.assessments, as_of)
    return ProjectScore(project, stage, conditions, as_of, result, tuple(verdicts.set_aside))


def _standing(material: Material, as_of: date) -> list[Statement]:
    return standing_statements(as_known_on(material.statements, as_of.isoformat()))
