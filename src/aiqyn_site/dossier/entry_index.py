"""Where the records and requests of a register belong: a small row for each, kept for one version of the ledger.

What they say in full is read when it is asked for (`aiqyn_site.dossier.queries`), so that tens of thousands of them
cost a worker little.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aiqyn.dossier.record import InformationRequest, Record, by_date, read_records, read_requests
from aiqyn.ledger import Entity, Statement
from aiqyn.ledger.statement import DRAWN_FROM
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.sql import batches, marks, select

#: The kinds of entities read here.
RECORD, REQUEST = "record", "request"
#: The property by which a project names an owner; its partners are a facet of lists.
_OWNER = "owner"
CONCERNS = "concerns"
#: What a row is made of.
_INDEXED = (
    *("document_type", "event_type", "event_date", "window", "request_event", "record_status", "outcome"),
    *("initiator", "issued_by", "addressed_to", "region", CONCERNS, DRAWN_FROM),
)
#: What is known of projects beside their records.
_OfProjects = Mapping[str, tuple[str, ...]]


class Row(NamedTuple):
    """A record or request as a list finds it. `date` is EDTF, blank where it is not known; so is `window`.

    `projects` are those it is about, also through records it is part of; `companies` those it names and the partners
    and owners of its projects; `bodies` those that issued it or were asked; `regions` its own and its projects';
    `above` all that it is part of or concerns.
    """

    id: str
    date: str
    window: str
    types: tuple[str, ...]
    status: str
    projects: tuple[str, ...]
    companies: tuple[str, ...]
    bodies: tuple[str, ...]
    regions: tuple[str, ...]
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The records, or the requests, of one version of the ledger, oldest first, those without a date at the end.

    `of` gives the places, in that order, of all that belong to an entity of any kind.
    """

    rows: tuple[Row, ...]
    places: Mapping[str, int]
    of: Mapping[str, tuple[int, ...]]


def build(kind: str) -> Index:
    """The index of all entities of the kind `record` or `request`."""
    rows = [_row(entry) for entry in read(kind, [entity.id for entity in ledger.entities(kind)], _INDEXED)]
    rows.sort(key=lambda row: (by_date(row.date), row.id))
    named = ledger.entities_by_id({key for row in rows for key in (*row.above, *row.companies)})
    kinds = {key: entity.kind for key, entity in named.items()}
    regions, companies = _around({key for row in rows for key in row.projects})
    rows = [_completed(row, kinds, regions, companies) for row in rows]
    of: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for key in dict.fromkeys((*row.projects, *row.companies, *row.bodies, *row.regions, *row.above)):
            of.setdefault(key, []).append(place)
    places = {row.id: place for place, row in enumerate(rows)}
    return Index(tuple(rows), places, {key: tuple(own) for key, own in of.items()})


def read(
    kind: str, identifiers: Sequence[str], properties: Sequence[str] = ()
) -> Iterator[Record | InformationRequest]:
    """The records or requests with these ids, in no order, each read with what it is drawn from; a batch at a time.

    `properties` are those that are read, all if none is named.
    """
    for batch in batches(identifiers):
        statements = ledger.statements_by_entity(batch, properties)
        every = [statement for own in statements.values() for statement in own]
        drawn = _standing({statement.value for statement in every if statement.property == DRAWN_FROM})
        entities = ledger.entities_by_id(batch)
        known = entities | _above(entities.values(), every)
        entries: Sequence[Record | InformationRequest]
        if kind == RECORD:
            entries = read_records(known.values(), statements, drawn)
        else:
            entries = read_requests(known.values(), statements, drawn)
        yield from (entry for entry in entries if entry.id in entities)


def _standing(identifiers: Iterable[str]) -> dict[str, Statement]:
    """Statements by id, without those that were withdrawn."""
    statements = ledger.statements_by_id(identifiers)
    withdrawn = ledger.retracted(statements.values()) if statements else frozenset()
    return {key: statement for key, statement in statements.items() if key not in withdrawn}


def _above(entities: Iterable[Entity], statements: Iterable[Statement]) -> dict[str, Entity]:
    """What some entities are part of or concern, and what that is part of, and so on."""
    above: dict[str, Entity] = {}
    wanted = {entity.part_of for entity in entities}
    wanted |= {statement.value for statement in statements if statement.property == CONCERNS}
    while wanted := {key for key in wanted if key and key not in above}:
        more = ledger.entities_by_id(wanted)
        if not more:
            break
        above |= more
        wanted = {entity.part_of for entity in more.values()}
    return above


def _row(entry: Record | InformationRequest) -> Row:
    types = tuple(filter(None, (entry.code("document_type"), entry.code("event_type"))))
    return Row(
        entry.id,
        entry.date,
        entry.code("window"),
        types,
        entry.code("record_status") or entry.code("outcome"),
        entry.projects,
        tuple(dict.fromkeys((*entry.codes("initiator"), *entry.codes(CONCERNS)))),
        tuple(dict.fromkeys((*entry.codes("issued_by"), *entry.codes("addressed_to")))),
        entry.codes("region"),
        entry.about,
    )


def _completed(row: Row, kinds: Mapping[str, str], regions_of: _OfProjects, companies_of: _OfProjects) -> Row:
    """A row with all that follows from its projects, and with organisations alone as its companies."""
    companies = [key for key in (*row.companies, *row.above) if kinds.get(key) == "organisation"]
    companies += [company for key in row.projects for company in companies_of.get(key, ())]
    regions = [*row.regions, *(region for key in row.projects for region in regions_of.get(key, ()))]
    return row._replace(companies=tuple(dict.fromkeys(companies)), regions=tuple(dict.fromkeys(regions)))


def _around(projects: set[str]) -> tuple[_OfProjects, _OfProjects]:
    """The regions of projects, from the derived rows of their lists, and their partners and owners."""
    regions: dict[str, tuple[str, ...]] = {}
    companies: dict[str, tuple[str, ...]] = {}
    for batch in batches(sorted(projects)):
        for key, text in select(f"SELECT id, facets FROM projects_project WHERE id IN ({marks(batch)})", batch):
            facets = json.loads(text)
            regions[key] = tuple(facets.get("region", ()))
            companies[key] = tuple(facets.get("partner", ()))
    owned = [recorded.statement for recorded in ledger.find_statements(property=_OWNER, limit=0)]
    withdrawn = ledger.retracted(owned) if owned else frozenset()
    for statement in owned:
        if statement.entity in projects and statement.id not in withdrawn:
            companies[statement.entity] = (*companies.get(statement.entity, ()), statement.value)
    return regions, companies
