"""Reads of environmental records and information requests that pages share.

What they say in full is read when it is asked for, and the last few thousand are kept.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from aiqyn.dossier.record import InformationRequest, Record, by_date, read_date
from aiqyn_site.dossier.entry_index import RECORD, REQUEST, Index, Row, build, read
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept

#: How many records and requests a worker keeps in full: about 40 MB.
_MOST_KEPT = 5_000
_AT_ONCE = 500
_FOLLOWS = "follows"
_Form = TypeVar("_Form", Record, InformationRequest)


#: What a list of records can be narrowed by.
FILTERS = ("type", "region", "company", "status")
#: What makes a record one of a hearing, and what says that a hearing is over, whatever its window.
_HEARINGS = frozenset(
    {"hearing_notice", "hearing_announced", "hearing_held", "hearing_repeated", "hearing_failed", "hearing_protocol"}
)
_OVER = frozenset({"hearing_held", "hearing_failed", "hearing_protocol"})


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
    return next((row.projects for row in rows([identifier]).values()), ())


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
    indexes = [index(kind) for kind in (RECORD, REQUEST)] if wanted else []
    return {key: known.rows[known.places[key]] for known in indexes for key in wanted if key in known.places}


def rows_of(identifier: str) -> list[Row]:
    """The records that belong to an entity as lists find them, newest first; see `records_of`."""
    known = index(RECORD)
    return newest_first([known.rows[place] for place in known.of.get(identifier, ())])


def find_records(given: Mapping[str, str]) -> tuple[list[Row], Mapping[str, Mapping[str, int]]]:
    """The records that have what is given by filter, newest first, and how many each value of each filter would leave.

    Blank is no filter. Those without a date come last.
    """
    asked = [(key, value) for key, value in given.items() if value]
    met: list[Row] = []
    counts: dict[str, Counter[str]] = {key: Counter() for key in FILTERS}
    for row in newest_first(index(RECORD).rows):
        unmet = [key for key, value in asked if value not in _values(row, key)]
        if len(unmet) > 1:
            continue
        if not unmet:
            met.append(row)
        # A record that only one filter shuts out would come in by another value of that filter.
        for key in unmet or FILTERS:
            counts[key].update(_values(row, key))
    return met, counts


def newest_first(rows: Sequence[Row]) -> list[Row]:
    """Rows in the order of an index the other way round, those without a known year still at the end."""
    dated = [row for row in rows if read_date(row.date) is not None]
    return [*reversed(dated), *(row for row in rows if read_date(row.date) is None)]


def hearings(as_of: date) -> tuple[list[Row], list[Row]]:
    """The hearings open on a day, those that close first in front, and all others, newest first.

    Open is one whose last day has not passed and that is not said to have been held.
    """
    closing: list[tuple[date, Row]] = []
    past: list[Row] = []
    for row in newest_first(index(RECORD).rows):
        if _HEARINGS.isdisjoint(row.types):
            continue
        last = last_day(row)
        if last is not None and last >= as_of and _OVER.isdisjoint(row.types):
            closing.append((last, row))
        else:
            past.append(row)
    return [row for _, row in sorted(closing, key=lambda pair: (pair[0], pair[1].id))], past


def last_day(hearing: Row) -> date | None:
    """The last day on which a hearing can be commented on: of its window, or else its date, as far as it is known."""
    when = read_date(hearing.window or hearing.date)
    return when.last if when is not None else None


def _values(row: Row, key: str) -> tuple[str, ...]:
    if key == "type":
        return row.types
    if key == "status":
        return (row.status,) if row.status else ()
    return row.regions if key == "region" else row.companies


def _ids_of(kind: str, identifier: str) -> list[str]:
    known = index(kind)
    return [known.rows[place].id for place in known.of.get(identifier, ())]


def _all(kind: str, form: type[_Form]) -> Iterator[_Form]:
    ids = [row.id for row in index(kind).rows]
    for start in range(0, len(ids), _AT_ONCE):
        yield from _read(kind, ids[start : start + _AT_ONCE], form)


def _read(kind: str, identifiers: Sequence[str], form: type[_Form]) -> list[_Form]:
    known, full = index(kind), _in_full()
    wanted = [key for key in identifiers if key in known.places]
    entries = {key: entry for key in wanted if (entry := full.get(key)) is not None}
    entries |= {entry.id: entry for entry in read(kind, [key for key in wanted if key not in entries])}
    for key in wanted:  # each of these steps is whole, whatever another thread does meanwhile
        full.pop(key, None)
        full[key] = entries[key]
    while len(full) > _MOST_KEPT:
        full.popitem(last=False)
    return [entry for key in wanted if isinstance(entry := entries[key], form)]
