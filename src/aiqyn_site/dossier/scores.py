"""The disclosure score of a project, worked out from the ledger: what people assessed and what the register computes.

A score is a function of the ledger alone: it is of the last day on which anything was recorded or assessed, or of
any day before, and then from nothing that came later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from aiqyn.disclosure import Assessment, Checklist, checklist_for
from aiqyn.disclosure.disclosers import Tellers
from aiqyn.disclosure.project_score import Circumstances, Material, ProjectScore, computed_of, project_score
from aiqyn.disclosure.rules import load_rules
from aiqyn.dossier.record import InformationRequest, Record, read_records, read_requests
from aiqyn.exchange.assessments import ASSESSMENTS, AssessmentRow, read_assessments
from aiqyn.exchange.replies import REPLIES, read_replies
from aiqyn.ledger import Grounds, Statement, as_known_on
from aiqyn.ledger.identity import is_statement_id
from aiqyn_site.dossier import queries
from aiqyn_site.dossier.entry_index import RECORD, REQUEST
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.sql import select
from aiqyn_site.ledger.version import version

ORGANISATION_TYPE = "organisation_type"


class Ground(NamedTuple):
    """What all scores of one version of the ledger rest on.

    `persons` are people's verdicts by project in the order of the file; `invited` the first day on which a party of
    a project was invited to reply; `types` what is told of the types of organisations and stands; `first` and `last`
    the days between which there are scores.
    """

    grounds: Grounds
    persons: Mapping[str, tuple[Assessment, ...]]
    invited: Mapping[str, date]
    types: Sequence[Statement]
    first: date
    last: date

    def circumstances(self, materials: Iterable[Material], day: date) -> Circumstances:
        """What stands beside some projects' material, as known on a day."""
        sources = ledger.sources({key for material in materials for key in _named_sources(material)})
        types = {statement.entity: statement.value for statement in as_known_on(self.types, day.isoformat())}
        return Circumstances(checklist(), self.grounds, Tellers(sources, types), day)

    def score(self, project: str, material: Material, circumstances: Circumstances) -> ProjectScore:
        """The score of a project, from people's verdicts up to the day of the circumstances too."""
        day = circumstances.as_of
        invited = project in self.invited and self.invited[project] <= day
        persons = [verdict for verdict in self.persons.get(project, ()) if verdict.day <= day]
        return project_score(project, material, persons, circumstances, invited=invited)


@kept(most=1)
def ground() -> Ground:
    """What the scores of the present version rest on."""
    now = version()
    persons = read_persons(ledger.file(ASSESSMENTS))
    began = next(select("SELECT min(recorded) FROM ledger_statement"))[0] or now.recorded
    types = [recorded.statement for recorded in ledger.find_statements(property=ORGANISATION_TYPE, limit=0)]
    withdrawn = ledger.retracted(types)
    return Ground(
        ledger.register().grounds,
        persons,
        _invited(),
        [statement for statement in types if statement.id not in withdrawn],
        _day(began),
        last_day(now.recorded, persons),
    )


def read_persons(content: bytes | None) -> Mapping[str, tuple[Assessment, ...]]:
    """People's verdicts by project, in the order of the file."""
    persons: dict[str, list[Assessment]] = {}
    for row in read_assessments(content) if content else ():
        persons.setdefault(row.project, []).append(row.assessment)
    return {project: tuple(assessments) for project, assessments in persons.items()}


def last_day(recorded: str, persons: Mapping[str, Sequence[Assessment]]) -> date:
    """The last day on which anything was recorded or assessed."""
    days = [assessment.day for assessments in persons.values() for assessment in assessments]
    return max([_day(recorded), *days])


def _day(recorded: str) -> date:
    """A day of recording; where nothing was ever recorded, the first there is."""
    return date.fromisoformat(recorded[:10]) if recorded else date.min


def assessment_rows() -> list[AssessmentRow]:
    """What people assessed, in the order of the file."""
    content = ledger.file(ASSESSMENTS)
    return read_assessments(content) if content else []


def _invited() -> dict[str, date]:
    """By project, the first day on which somebody was invited to reply about it, a record or a statement of it."""
    content = ledger.file(REPLIES)
    invitations = read_replies(content) if content else []
    statements = ledger.statements_by_id(filter(is_statement_id, (invitation.about for invitation in invitations)))
    first_days: dict[str, date] = {}
    for invitation in invitations:
        about = invitation.about
        entity = statements[about].entity if about in statements else about
        for project in (entity, *queries.projects_of(entity)):
            first_days[project] = min(first_days.get(project, invitation.invited_on), invitation.invited_on)
    return first_days


def checklist() -> Checklist:
    """The checklist for the register's country."""
    return checklist_for(ledger.register().country)


def computed_items() -> frozenset[str]:
    """The items that the register can decide from its own statements and records."""
    return frozenset(load_rules())


def days() -> tuple[date, date]:
    """The first and the last day for which there are scores."""
    known = ground()
    return known.first, known.last


def assessments_of(project: str) -> tuple[list[Assessment], list[Assessment]]:
    """What people assessed of a project, in the order of the file, and what the register computes on the last day."""
    known, material = ground(), _material(project)
    return list(known.persons.get(project, ())), computed_of(material, known.circumstances([material], known.last))


def persons_of(project: str, as_of: date) -> list[Assessment]:
    """What people assessed of a project up to a day, in the order of the file."""
    return [verdict for verdict in ground().persons.get(project, ()) if verdict.day <= as_of]


def card(project: str, as_of: date | None = None) -> ProjectScore:
    """The score of a project on a day, from what was recorded and assessed up to it; None means the last day.

    A day after the last is the last day; before the first nothing is known and nothing assessed.
    """
    known = ground()
    day = known.last if as_of is None else min(as_of, known.last)
    material = _material(project)
    if day < known.last:
        material = _as_known(project, material, day)
    return known.score(project, material, known.circumstances([material], day))


def all_projects() -> list[str]:
    """Every project, in recorded order."""
    return [row[0] for row in select("SELECT id FROM ledger_entity WHERE kind = 'project' ORDER BY number")]


def scores_of(projects: Sequence[str], statements: Mapping[str, Sequence[Statement]]) -> Iterator[ProjectScore]:
    """The score of each of some projects on the last day, in this order, from what is told of each."""
    known = ground()
    records, requests = _entries_of(projects)
    materials = [
        Material(statements.get(project, ()), records.get(project, ()), requests.get(project, ()))
        for project in projects
    ]
    circumstances = known.circumstances(materials, known.last)
    for project, material in zip(projects, materials, strict=True):
        yield known.score(project, material, circumstances)


def _entries_of(
    projects: Sequence[str],
) -> tuple[dict[str, list[Record]], dict[str, list[InformationRequest]]]:
    """The records and requests of some projects, read at once."""
    wanted = {kind: _ids_of(kind, projects) for kind in (RECORD, REQUEST)}
    records: dict[str, list[Record]] = {}
    requests: dict[str, list[InformationRequest]] = {}
    for record in queries.records(wanted[RECORD]):
        for project in record.projects:
            records.setdefault(project, []).append(record)
    for request in queries.requests(wanted[REQUEST]):
        for project in request.projects:
            requests.setdefault(project, []).append(request)
    return records, requests


def _ids_of(kind: str, projects: Iterable[str]) -> list[str]:
    known = queries.index(kind)
    places = {place for project in projects for place in known.of.get(project, ())}
    return [known.rows[place].id for place in sorted(places)]


def _material(project: str) -> Material:
    return Material(
        ledger.statements_by_entity([project]).get(project, []),
        queries.records_of(project),
        queries.requests_of(project),
    )


def _as_known(project: str, now: Material, day: date) -> Material:
    """What was known of a project on a past day; a record that did not tell of it yet is left out."""
    entries = (*now.records, *now.requests)
    ids = [entry.id for entry in entries]
    statements = {project: now.statements, **ledger.statements_by_entity(ids)}
    known = {key: list(as_known_on(own, day.isoformat())) for key, own in statements.items()}
    entities = ledger.entities_by_id([project, *ids, *(entry.part_of for entry in entries)]).values()
    return Material(
        known[project],
        [record for record in read_records(entities, known) if record.statements and project in record.projects],
        [request for request in read_requests(entities, known) if request.statements and project in request.projects],
    )


def _named_sources(material: Material) -> set[str]:
    entries = (*material.records, *material.requests)
    beside = chain.from_iterable((*entry.statements, *entry.drawn) for entry in entries)
    return {statement.source for statement in chain(material.statements, beside)}
