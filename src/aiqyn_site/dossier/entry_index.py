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
from aiqyn.ledger.statement import DRAWN_FROM, PREFERENCE, RETRACTION
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.sql import marks, select

#: The kinds of entities read here.
RECORD, REQUEST = "record", "request"
#: The property by which a project names an owner; its partners are a facet of lists.
_OWNER = "owner"
CONCERNS = "concerns"
_AT_ONCE = 500
#: What a row is made of.
_INDEXED = (
    *("document_type", "event_type", "event_date", "window", "request_event", "record_status", "outcome"),
    *("initiator", "issued_by", "addressed_to", "region", CONCERNS, DRAWN_FROM, RETRACTION, PREFERENCE),
)


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


class _Around(NamedTuple):
    """What is known of projects beside their records: their regions, and their partners and owners."""

    regions: Mapping[str, tuple[str, ...]]
    companies: Mapping[str, tuple[str, ...]]


def build(kind: str) -> Index:
    """The index of all entities of the kind `record` or `request`."""
    rows = [_row(one) for one in read(kind, [entity.id for entity in ledger.entities(kind)], _INDEXED)]
    rows.sort(key=lambda one: (by_date(one.date), one.id))
    kinds = {
        key: one.kind
        for key, one in ledger.entities_by_id({key for row in rows for key in (*row.above, *row.companies)}).items()
    }
    around = _around({key for row in rows for key in row.projects})
    rows = [_completed(row, kinds, around) for row in rows]
    of: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for key in dict.fromkeys((*row.projects, *row.companies, *row.bodies, *row.regions, *row.above)):
            of.setdefault(key, []).append(place)
    places = {row.id: place for place, row in enumerate(rows)}
    return Index(tuple(rows), places, {key: tuple(some) for key, some in of.items()})


def read(
    kind: str, identifiers: Sequence[str], properties: Sequence[str] = ()
) -> Iterator[Record | InformationRequest]:
    """The records or requests with these ids, in no order, each read with what it is drawn from; a batch at a time.

    `properties` are those that are read, all if none is named.
    """
    for start in range(0, len(identifiers), _AT_ONCE):
        some = identifiers[start : start + _AT_ONCE]
        said = ledger.statements_by_entity(some, properties)
        drawn = _standing({one.value for own in said.values() for one in own if one.property == DRAWN_FROM})
        own = ledger.entities_by_id(some)
        known = own | _above(own.values(), (one for each in said.values() for one in each))
        found: Sequence[Record | InformationRequest]
        if kind == RECORD:
            found = read_records(known.values(), said, drawn)
        else:
            found = read_requests(known.values(), said, drawn)
        yield from (one for one in found if one.id in own)


def _standing(identifiers: Iterable[str]) -> dict[str, Statement]:
    """Statements by id, without those that were withdrawn."""
    found = ledger.statements_by_id(identifiers)
    gone = ledger.retracted(found.values()) if found else frozenset()
    return {key: one for key, one in found.items() if key not in gone}


def _above(own: Iterable[Entity], said: Iterable[Statement]) -> dict[str, Entity]:
    """What some entities are part of or concern, and what that is part of, and so on."""
    found: dict[str, Entity] = {}
    wanted = {one.part_of for one in own} | {one.value for one in said if one.property == CONCERNS}
    while wanted := {key for key in wanted if key and key not in found}:
        more = ledger.entities_by_id(wanted)
        if not more:
            break
        found |= more
        wanted = {one.part_of for one in more.values()}
    return found


def _row(one: Record | InformationRequest) -> Row:
    types = tuple(filter(None, (one.code("document_type"), one.code("event_type"))))
    return Row(
        one.id,
        one.date,
        one.code("window"),
        types,
        one.code("record_status") or one.code("outcome"),
        one.projects,
        tuple(dict.fromkeys((*one.codes("initiator"), *one.codes(CONCERNS)))),
        tuple(dict.fromkeys((*one.codes("issued_by"), *one.codes("addressed_to")))),
        one.codes("region"),
        one.about,
    )


def _completed(row: Row, kinds: Mapping[str, str], around: _Around) -> Row:
    """A row with all that follows from its projects, and with organisations alone as its companies."""
    companies = [key for key in (*row.companies, *row.above) if kinds.get(key) == "organisation"]
    companies += [company for key in row.projects for company in around.companies.get(key, ())]
    regions = [*row.regions, *(region for key in row.projects for region in around.regions.get(key, ()))]
    return row._replace(companies=tuple(dict.fromkeys(companies)), regions=tuple(dict.fromkeys(regions)))


def _around(projects: set[str]) -> _Around:
    """Regions and companies of projects, from the derived rows of their lists."""
    regions: dict[str, tuple[str, ...]] = {}
    companies: dict[str, tuple[str, ...]] = {}
    wanted = sorted(projects)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for key, text in select(f"SELECT id, facets FROM projects_project WHERE id IN ({marks(some)})", some):
            facets = json.loads(text)
            regions[key] = tuple(facets.get("region", ()))
            companies[key] = tuple(facets.get("partner", ()))
    owned = [one.statement for one in ledger.find_statements(property=_OWNER, limit=0)]
    gone = ledger.retracted(owned) if owned else frozenset()
    for said in owned:
        if said.entity in projects and said.id not in gone:
            companies[said.entity] = (*companies.get(said.entity, ()), said.value)
    return _Around(regions, companies)
