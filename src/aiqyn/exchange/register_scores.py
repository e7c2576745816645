"""The disclosure scores of a register folder, without a database: its files, read and put before the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from aiqyn.disclosure import Assessment, checklist_for
from aiqyn.disclosure.disclosers import Tellers
from aiqyn.disclosure.project_score import Circumstances, Material, ProjectScore, project_score
from aiqyn.dossier import read_records, read_requests
from aiqyn.dossier.record import Entry
from aiqyn.errors import Refused
from aiqyn.exchange.assessments import ASSESSMENTS, read_assessments
from aiqyn.exchange.folder import RegisterFolder, open_register
from aiqyn.exchange.replies import REPLIES, Invitation, read_replies
from aiqyn.exchange.rows import checked_rows
from aiqyn.ledger import Grounds, Statement, as_known_on
from aiqyn.ledger.claim import standing_statements
from aiqyn.ledger.identity import statement_id

_PROJECT, _TYPE = "project", "organisation_type"
_E = TypeVar("_E", bound=Entry)


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
        """The last day on which anything was recorded or assessed. Refuses a register that names no day."""
        days = [statement.recorded for group in self.statements.values() for statement in group if statement.recorded]
        days += [verdict.day.isoformat() for group in self.verdicts.values() for verdict in group]
        if not days:
            raise Refused("register_empty")
        return date.fromisoformat(max(days))

    def of(self, project: str, as_of: date) -> ProjectScore:
        """The score of a project as known on a day. Refuses an id that is no project's."""
        return next(iter(self.all(as_of, [project])))

    def all(self, as_of: date, projects: Sequence[str] | None = None) -> list[ProjectScore]:
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
    for _, digest, row in checked_rows(register):
        statement = Statement(statement_id(digest), *row)
        statements.setdefault(statement.entity, []).append(statement)
    verdicts: dict[str, list[Assessment]] = {}
    for verdict in read_assessments(register.files[ASSESSMENTS]) if ASSESSMENTS in register.files else ():
        verdicts.setdefault(verdict.project, []).append(verdict.assessment)
    invitations = read_replies(register.files[REPLIES]) if REPLIES in register.files else []
    return Scores(register, register.grounds, statements, verdicts, invitations)


class _Known:
    """A register as known on a day. A row that no load gave a day yet counts as recorded on that very day."""

    def __init__(self, scores: Scores, as_of: date) -> None:
        self.scores, self.as_of = scores, as_of
        day = as_of.isoformat()
        self.statements = {
            entity: [
                statement if statement.recorded else statement._replace(recorded=day)
                for statement in as_known_on(group, day)
            ]
            for entity, group in scores.statements.items()
        }
        entities = scores.register.entities.values()
        self.records = _by_project(read_records(entities, self.statements))
        self.requests = _by_project(read_requests(entities, self.statements))
        types = {
            statement.entity: statement.value
            for group in self.statements.values()
            for statement in standing_statements(group)
            if statement.property == _TYPE
        }
        register = scores.register
        tellers = Tellers(register.sources, types)
        self.circumstances = Circumstances(checklist_for(register.country), scores.grounds, tellers, as_of)
        self.invited = self._invited()

    def _invited(self) -> frozenset[str]:
        """The projects that somebody was invited to reply about: themselves, a record or a statement of theirs."""
        about = {invitation.about for invitation in self.scores.invitations if invitation.invited_on <= self.as_of}
        subjects = {
            statement.id: statement.entity
            for group in self.statements.values()
            for statement in group
            if statement.id in about
        }
        entities = {subjects.get(identifier, identifier) for identifier in about}
        by_project: list[tuple[str, Sequence[Entry]]] = [*self.records.items(), *self.requests.items()]
        of_entries = {
            project for project, entries in by_project if not entities.isdisjoint(entry.id for entry in entries)
        }
        return frozenset(entities | of_entries)

    def score(self, project: str) -> ProjectScore:
        material = Material(
            self.statements.get(project, []), self.records.get(project, []), self.requests.get(project, [])
        )
        persons = self.scores.verdicts.get(project, [])
        return project_score(project, material, persons, self.circumstances, invited=project in self.invited)


def _by_project(entries: Iterable[_E]) -> dict[str, list[_E]]:
    """What was said anything of, by the projects it is about."""
    by_project: dict[str, list[_E]] = {}
    for entry in entries:
        for project in entry.projects if entry.statements else ():
            by_project.setdefault(project, []).append(entry)
    return by_project
