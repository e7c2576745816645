"""Of which projects the score does not stand any more."""

from __future__ import annotations

import tomllib
from collections.abc import Collection

from aiqyn.exchange.assessments import ASSESSMENTS
from aiqyn.exchange.description import META
from aiqyn.exchange.replies import REPLIES, read_replies
from aiqyn.ledger.identity import is_statement_id
from aiqyn_site.dossier.entry_index import CONCERNS, RECORD, REQUEST
from aiqyn_site.dossier.scores import ORGANISATION_TYPE, all_projects, ground, last_day, read_persons
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.addition import Addition, drawing_on, told_by

_PROJECT = "project"


def touched_projects(addition: Addition) -> list[str]:
    """What an addition touches.

    All projects, where the last day of the ledger is another, for the digest of a score names that day, where the
    register is of another country, or where an organisation is known to be of another kind. Else those that are new, or
    that something new is told of; those of the records and requests of which that is so, or which set out what was
    withdrawn; those told of by a source that is described anew; and those that somebody assessed, or about which
    somebody was invited to reply.
    """
    assessed = read_persons(addition.file_before(ASSESSMENTS))
    is_other_day = last_day(addition.known_recorded, assessed) != ground().last
    if is_other_day or _changes_country(addition) or _may_change_types(addition):
        return all_projects()
    entities = {entity.id for entity in addition.entities} | addition.told_of | told_by(addition.redescribed)
    entities |= drawing_on(addition.decided_on | told_by(addition.redescribed))
    if REPLIES in addition.files:
        entities |= _newly_invited(addition)
    projects = _reached(entities)
    if ASSESSMENTS in addition.files:
        persons = ground().persons
        projects |= {key for key in {*persons, *assessed} if persons.get(key) != assessed.get(key)}
    return [key for key in all_projects() if key in projects]


def _changes_country(addition: Addition) -> bool:
    before = addition.file_before(META) if META in addition.files else None
    return before is not None and tomllib.loads(before.decode()).get("country", "") != ledger.register().country


def _may_change_types(addition: Addition) -> bool:
    if any(statement.property == ORGANISATION_TYPE for statement in addition.statements):
        return True
    types = ledger.statements_by_entity(addition.decided_on, [ORGANISATION_TYPE])
    return any(statement.property == ORGANISATION_TYPE for own in types.values() for statement in own)


def _newly_invited(addition: Addition) -> set[str]:
    """What invitations that were not there before are about."""
    before, now = addition.file_before(REPLIES), ledger.file(REPLIES)
    known = {(invited.about, invited.invited_on) for invited in read_replies(before)} if before else set()
    invited = {(invitation.about, invitation.invited_on) for invitation in read_replies(now)} if now else set()
    about = {key for key, _ in known ^ invited}
    statements = ledger.statements_by_id(filter(is_statement_id, about))
    return {statements[key].entity if key in statements else key for key in about}


def _reached(entities: Collection[str]) -> set[str]:
    """The projects among some entities, and those that records and requests among them are or were ever about."""
    known = ledger.entities_by_id(entities)
    projects = {key for key, entity in known.items() if entity.kind == _PROJECT}
    entries = {key: entity for key, entity in known.items() if entity.kind in {RECORD, REQUEST}}
    concerned = ledger.statements_by_entity(entries, [CONCERNS])
    above = {entity.part_of for entity in entries.values()}
    above |= {statement.value for own in concerned.values() for statement in own if statement.property == CONCERNS}
    climbed = {""}
    while above := above - climbed:
        climbed |= above
        wholes = ledger.entities_by_id(above)
        projects |= {key for key, entity in wholes.items() if entity.kind == _PROJECT}
        above = {entity.part_of for entity in wholes.values() if entity.kind != _PROJECT}
    return projects
