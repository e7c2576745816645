"""Reads of environmental records and information requests that pages share.

What they say in full is read when it is asked for, and the last few thousand are kept.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from aiqyn.dossier.record import InformationRequest, Record, by_date, read_date
from aiqyn_site.dossier.index import RECORD, REQUEST, Index, Row, build, read
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept

#: How many records and requests a worker keeps in full: about 40 MB.
_MOST_KEPT = 5_000
_AT_ONCE = 500
_FOLLOWS = "follows"
_Form = TypeVar("_Form", Record, InformationRequest)


class Narrowed(NamedTuple):
    """What a list of records is narrowed to; blank means no filter."""

    type: str = ""
    region: str = ""
    company: str = ""
    status: str = ""


class Found(NamedTuple):
    """A page of records, newest first, with how many each value of each filter would leave."""

    total: int
    rows: tuple[Row, ...]
    counts: Mapping[str, Mapping[str, int]]


@kept()
def index(kind: str) -> Index:
    """The index of the kind `record` or `request`."""
    return build(kind)


@kept(most=1)
def _in_full() -> OrderedDict[str, Record | InformationRequest]:
    """The records and requests read last, by id; whoever reads more adds them."""
    return OrderedDict()


def all_records() -> Iterator[Record]:
    """Every record, oldest first, those without a date at the end; read as they are consumed."""
    return _all(RECORD, Record)


def record(identifier: str) -> Record | None:
    """The record with an id."""
    return next(iter(records([identifier])), None)


def records(identifiers: Iterable[str]) -> list[Record]:
    """The records with these ids, in this order; ids that are no record's are left out."""
    return _read(RECORD, list(identifiers), Record)


def records_of(identifier: str) -> list[Record]:
    """The records that belong to an entity, oldest first.

    Of a project: those about it, also through the records they are part of. Of an organisation: those it issued, that
    it initiated or that concern it, and those of its projects. Of a region: those of its projects and its own. Of a
    record: those that are part of it or concern it.
    """
    return records(_ids_of(RECORD, identifier))


def all_requests() -> Iterator[InformationRequest]:
    """Every request, oldest first, those without a date at the end; read as they are consumed."""
    return _all(REQUEST, InformationRequest)


def request(identifier: str) -> InformationRequest | None:
    """The request with an id."""
    return next(iter(requests([identifier])), None)


def requests(identifiers: Iterable[str]) -> list[InformationRequest]:
    """The requests with these ids, in this order; ids that are no request's are left out."""
    return _read(REQUEST, list(identifiers), InformationRequest)


def requests_of(identifier: str) -> list[InformationRequest]:
    """The requests that belong to an entity, oldest first; of an organisation also those it was sent."""
    return requests(_ids_of(REQUEST, identifier))


def projects_of(identifier: str) -> tuple[str, ...]:
    """The projects that a record or request is about, also through records it is part of."""
    return next((one.projects for one in rows([identifier]).values()), ())


def entries(identifiers: Iterable[str]) -> list[Record | InformationRequest]:
    """The records and requests with these ids, by date; ids that are neither's are left out."""
    wanted = list(identifiers)
    return sorted([*records(wanted), *requests(wanted)], key=lambda entry: by_date(entry.date))


def followers(identifier: str) -> list[Record | InformationRequest]:
    """The records and requests that follow from one, and what follows from those, by date."""
    seen, waiting = {identifier: None}, [identifier]
    while waiting:
        naming = [item for item in ledger.statements_naming(waiting.pop()) if item.property == _FOLLOWS]
        gone = ledger.retracted(naming) if naming else frozenset()
        new = [item.entity for item in naming if item.id not in gone and item.entity not in seen]
        seen |= dict.fromkeys(new)
        waiting += new
    return entries(key for key in seen if key != identifier)


def rows(identifiers: Iterable[str]) -> dict[str, Row]:
    """Records and requests as lists find them, by id; ids that are neither's are left out."""
    wanted = list(identifiers)
    known = [index(kind) for kind in (RECORD, REQUEST)] if wanted else []
    return {key: one.rows[one.places[key]] for one in known for key in wanted if key in one.places}


def find_records(narrowed: Narrowed, start: int, length: int) -> Found:
    """The records that meet all filters, newest first, those without a date last, from a place on."""
    known = index(RECORD).rows
    asked = [(key, value) for key, value in narrowed._asdict().items() if value]
    met: list[Row] = []
    counts: dict[str, Counter[str]] = {key: Counter() for key in Narrowed._fields}
    for one in newest_first(known):
        unmet = [key for key, value in asked if value not in _values(one, key)]
        if len(unmet) > 1:
            continue
        if not unmet:
            met.append(one)
        # A record that only one filter shuts out would come in by another value of that filter.
        for key in unmet or Narrowed._fields:
            counts[key].update(_values(one, key))
    return Found(len(met), tuple(met[start : start + length]), counts)


def newest_first(rows: Sequence[Row]) -> list[Row]:
    """Rows in the order of an index the other way round, those without a known year still at the end."""
    dated = [one for one in rows if read_date(one.date) is not None]
    return [*reversed(dated), *(one for one in rows if read_date(one.date) is None)]


def _values(one: Row, key: str) -> tuple[str, ...]:
    if key == "type":
        return one.types
    if key == "status":
        return (one.status,) if one.status else ()
    return one.regions if key == "region" else one.companies


def _ids_of(kind: str, identifier: str) -> list[str]:
    known = index(kind)
    return [known.rows[place].id for place in known.of.get(identifier, ())]


def _all(kind: str, form: type[_Form]) -> Iterator[_Form]:
    ids = [one.id for one in index(kind).rows]
    for start in range(0, len(ids), _AT_ONCE):
        yield from _read(kind, ids[start : start + _AT_ONCE], form)


def _read(kind: str, identifiers: Sequence[str], form: type[_Form]) -> list[_Form]:
    known, full = index(kind), _in_full()
    wanted = [key for key in identifiers if key in known.places]
    found = {key: entry for key in wanted if (entry := full.get(key)) is not None}
    found |= {one.id: one for one in read(kind, [key for key in wanted if key not in found])}
    for key in wanted:  # each of these steps is whole, whatever another thread does meanwhile
        full.pop(key, None)
        full[key] = found[key]
    while len(full) > _MOST_KEPT:
        full.popitem(last=False)
    return [one for key in wanted if isinstance(one := found[key], form)]
