"""What can be asked about a project and of whom, and by when an answer is due if it is asked now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from aiqyn.deadlines.calendars import Kind, open_calendar
from aiqyn.deadlines.derivation import Derivation
from aiqyn.deadlines.derive import derive_under
from aiqyn.deadlines.load import load_laws
from aiqyn.deadlines.model import ClauseKey, Rule
from aiqyn.deadlines.request import Request
from aiqyn.disclosure import Stage, load_checklist, missing
from aiqyn.disclosure.missing import Missing
from aiqyn.dossier.addressee import (
    Addressee,
    Organisation,
    Parties,
    addressees,
    load_addressees,
    project_regions,
    read_organisations,
    read_parties,
)
from aiqyn.dossier.chain import load_chain
from aiqyn.errors import Refused
from aiqyn.ledger import Statement
from aiqyn.ledger.claim import standing_statements
from aiqyn_site.dossier import board, queries
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.version import Version, version

_CATEGORY = "facility_category"
_ROLE = "body_role"
_MOST_AHEAD = 30  # days: no calendar has a longer run of days off


class Project(NamedTuple):
    """What of a project decides whom to ask. `category` is blank where it is not told."""

    id: str
    category: str
    parties: Parties
    regions: tuple[str, ...]


class Due(NamedTuple):
    """When an answer is due under a law if the request is received on a day; None where the law did not hold then."""

    rule: Rule
    derivation: Derivation | None

    @property
    def verified(self) -> bool:
        """Whether the term of the reply itself was read in a source."""
        return self.rule.clauses[ClauseKey.REPLY].verified


def read_project(identifier: str, statements: Sequence[Statement] | None = None) -> Project:
    """What of a project decides whom to ask; `statements` are those about it, where they are known already."""
    said = ledger.statements_about(identifier) if statements is None else statements
    return Project(identifier, _category(identifier, said), read_parties(said), project_regions(said))


def _category(identifier: str, statements: Iterable[Statement]) -> str:
    """The category as told of the project itself, else as a record about it tells."""
    stands = standing_statements(statements)
    told = sorted((one for one in stands if one.property == _CATEGORY), key=lambda one: (one.as_of, one.recorded))
    if told:
        return told[-1].value
    return next((found for one in queries.records_of(identifier) if (found := one.code(_CATEGORY))), "")


def bodies_to_ask(project: Project, item: str) -> list[Addressee]:
    """Whom to ask for an item about a project, the first choice first."""
    return addressees(item, project.category, project.parties, _organisations(project.parties), project.regions)


def _organisations(parties: Parties) -> list[Organisation]:
    """Those that have a role as a body to ask, and the parties of the project."""
    known = _with_roles(version())
    wanted = {*parties.operators, *parties.partners, *parties.lenders} - {one.id for one in known}
    return [*known, *_read(wanted)]


@lru_cache(maxsize=1)
def _with_roles(_: Version) -> tuple[Organisation, ...]:
    """Those that have a role as a body to ask, in one version of the ledger."""
    return tuple(_read({one.statement.entity for one in ledger.find_statements(property=_ROLE, limit=0)}))


def _read(wanted: set[str]) -> list[Organisation]:
    if not wanted:
        return []
    return read_organisations(ledger.entities_by_id(wanted).values(), ledger.statements_by_entity(wanted))


def missing_items(project: str) -> list[Missing]:
    """What of the checklist may be asked for about a project, the first to ask for first."""
    checklist, row = load_checklist(), board.cards([project]).get(project)
    keys = dict(zip(checklist.items, row.verdict_keys, strict=True)) if row else {}
    stage = row.stage if row else Stage.IDENTIFICATION.value
    documents = {item for rule in load_chain() for item in rule.items}
    askable = {one.item for one in load_addressees()}
    return [one for one in missing.missing_items(checklist, keys, stage, documents) if one.item.id in askable]


def day_of_receipt(today: date, calendar: tuple[str, ...] = ("KZ",)) -> date:
    """The first day from today on which a body surely works, so that a request sent today is received then."""
    known = open_calendar(calendar)
    for ahead in range(_MOST_AHEAD):
        day = today + timedelta(days=ahead)
        if known.day(day).kind is Kind.WORKING:
            return day
    return today


def dues(laws: Iterable[str], received: date) -> tuple[Due, ...]:
    """Under each law, when an answer to a request received on a day is due."""
    return tuple(_due(key, received) for key in laws)


@lru_cache(maxsize=64)
def _due(law: str, received: date) -> Due:
    rule = load_laws().versions(law)[-1]
    try:
        return Due(rule, derive_under(load_laws(), law, Request(sent=received, received=received, registered=received)))
    except Refused:
        return Due(rule, None)


def leading(due: Sequence[Due]) -> Due | None:
    """The law whose term a letter names: the first whose term was read in a source, else the first in force."""
    known = [one for one in due if one.derivation]
    return next((one for one in known if one.verified), known[0] if known else None)
