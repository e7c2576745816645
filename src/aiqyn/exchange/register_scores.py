"""The disclosure scores of a register folder, without a database: its files, read and put before the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from aiqyn.disclosure import (
    Assessment,
    Condition,
    Score,
    SetAside,
    Stage,
    combine,
    computed,
    conditions_of,
    load_checklist,
    score,
    stage_at,
)
from aiqyn.dossier import InformationRequest, Record, read_records, read_requests
from aiqyn.dossier.record import Entry
from aiqyn.errors import Refused
from aiqyn.exchange.assessments import ASSESSMENTS, read_assessments
from aiqyn.exchange.folder import RegisterFolder, open_register
from aiqyn.exchange.responses import REPLIES, Invitation, read_replies
from aiqyn.exchange.rows import checked_rows
from aiqyn.ledger import Grounds, Statement, as_known_on, make_statement, standing
from aiqyn.ledger.claim import standing_statements

_PROJECT, _TYPE = "project", "organisation_type"


class Scored(NamedTuple):
    """A project's score with the stage and conditions it was computed for, and people's verdicts it cannot use."""

    project: str
    stage: Stage
    conditions: frozenset[Condition]
    score: Score
    set_aside: Sequence[SetAside]


@dataclass(frozen=True, slots=True)
class Scores:
    """A register read for scores. `statements` by entity, `verdicts` of people by project in the order of the file."""

    register: RegisterFolder
    grounds: Grounds
    statements: Mapping[str, Sequence[Statement]]
    verdicts: Mapping[str, Sequence[Assessment]]
    invitations: Sequence[Invitation]

    @property
    def projects(self) -> list[str]:
        """The ids of all projects, in the order of the file."""
        return [entity.id for entity in self.register.entities.values() if entity.kind == _PROJECT]

    @property
    def last_day(self) -> date:
        """The last day on which anything was recorded or assessed. Refuses a register without a statement."""
        days = [one.recorded for some in self.statements.values() for one in some]
        days += [one.day.isoformat() for some in self.verdicts.values() for one in some]
        if not days:
            raise Refused("register_empty")
        return date.fromisoformat(max(days))

    def of(self, project: str, as_of: date) -> Scored:
        """The score of a project as known on a day. Refuses an id that is no project's."""
        return next(iter(self.all(as_of, [project])))

    def all(self, as_of: date, projects: Sequence[str] | None = None) -> list[Scored]:
        """The scores of some projects, by default of all, as known on a day."""
        wanted = self.projects if projects is None else projects
        for project in wanted:
            entity = self.register.entities.get(project)
            if entity is None or entity.kind != _PROJECT:
                raise Refused("project_unknown", project=project)
        known = _Known(self, as_of)
        return [known.score(project) for project in wanted]


def read_scores(folder: Path) -> Scores:
    """A register folder read for scores. Raises RegisterRefused where it is faulty."""
    register = open_register(folder)
    statements: dict[str, list[Statement]] = {}
    for checked in checked_rows(register):
        said = make_statement(checked.row)
        statements.setdefault(said.entity, []).append(said)
    verdicts: dict[str, list[Assessment]] = {}
    for row in read_assessments(register.files[ASSESSMENTS]) if ASSESSMENTS in register.files else ():
        verdicts.setdefault(row.project, []).append(row.assessment)
    tiers = register.vocabulary.tiers("source_kind")
    standings = {source.id: standing(source, tiers) for source in register.sources.values()}
    invitations = read_replies(register.files[REPLIES]) if REPLIES in register.files else []
    return Scores(register, Grounds(register.vocabulary, standings), statements, verdicts, invitations)


class _Known:
    """A register as known on a day."""

    def __init__(self, scores: Scores, as_of: date) -> None:
        self.scores, self.as_of = scores, as_of
        day = as_of.isoformat()
        self.statements = {key: list(as_known_on(some, day)) for key, some in scores.statements.items()}
        entities = scores.register.entities
        self.records: dict[str, list[Record]] = {}
        for record in read_records(entities.values(), self.statements):
            for project in record.projects if record.statements else ():
                self.records.setdefault(project, []).append(record)
        self.requests: dict[str, list[InformationRequest]] = {}
        for request in read_requests(entities.values(), self.statements):
            for project in request.projects if request.statements else ():
                self.requests.setdefault(project, []).append(request)
        self.types = {
            said.entity: said.value
            for some in self.statements.values()
            for said in standing_statements(some)
            if said.property == _TYPE
        }
        self.invited = self._invited()

    def _invited(self) -> frozenset[str]:
        """The projects that somebody was invited to reply about: themselves, a record or a statement of theirs."""
        about = {one.about for one in self.scores.invitations if one.invited_on <= self.as_of}
        of = {one.id: one.entity for some in self.statements.values() for one in some if one.id in about}
        entities = {of.get(one, one) for one in about}
        entries: list[Entry] = [one for some in self.records.values() for one in some]
        entries += [one for some in self.requests.values() for one in some]
        entities |= {project for one in entries if one.id in entities for project in one.projects}
        return frozenset(entities)

    def score(self, project: str) -> Scored:
        """The score of one project."""
        scores, as_of = self.scores, self.as_of
        statements = self.statements.get(project, [])
        records, requests = self.records.get(project, []), self.requests.get(project, [])
        checklist, sources = load_checklist(), scores.register.sources
        stage = stage_at(statements, scores.grounds, as_of)
        held = conditions_of(statements, scores.grounds, records, requests, project in self.invited, as_of)
        own = computed(checklist, statements, records, requests, sources, self.types, as_of)
        combined = combine(checklist, stage, held, scores.verdicts.get(project, []), own, as_of)
        found = score(checklist, stage, held, combined.assessments, as_of)
        return Scored(project, stage, held, found, combined.set_aside)
