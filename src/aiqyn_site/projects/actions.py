"""Deriving the rows of some subjects or of all, and proving that they are what the ledger gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.addition import Addition
from aiqyn_site.ledger.derived_table import Audit, DerivedTable
from aiqyn_site.ledger.queries import Names
from aiqyn_site.ledger.sql import batches
from aiqyn_site.ledger.verify import Fault
from aiqyn_site.projects.derive import ChangeRow, DisagreementRow, NameRow, ProjectRow, PromiseRow, derive
from aiqyn_site.projects.touched_subjects import touched_subjects

Progress = Callable[[int], None]
Rows = list[tuple[Any, ...]]

_PROJECT = "project"
#: Bits of a row's number for its place among the rows of its subject; above them the subject's number, and at the top
#: whether editions are compared under it: a programme comes after everything else.
_PLACE_BITS, _PROGRAMME_BIT = 20, 60
_TABLES: Mapping[str, DerivedTable] = {
    "names": DerivedTable("projects_name", ("number", *NameRow._fields), "entity"),
    "projects": DerivedTable("projects_project", ProjectRow._fields, "id"),
    "disagreements": DerivedTable("projects_disagreement", ("number", *DisagreementRow._fields), "subject"),
    "promises": DerivedTable("projects_promise", ("number", *PromiseRow._fields), "entity"),
    "changes": DerivedTable("projects_change", ("number", *ChangeRow._fields), "subject"),
}
_NUMBERED = [name for name, table in _TABLES.items() if table.columns[0] == "number"]


def rebuild(progress: Progress) -> dict[str, int]:
    """Throw the app's rows away and compute them anew; how many of each. For a caller's transaction."""
    for table in _TABLES.values():
        table.clear()
    counts = dict.fromkeys(_TABLES, 0)
    for _, rows in _derived(ledger.subjects()):
        for name, table in _TABLES.items():
            table.insert(rows[name])
            counts[name] += len(rows[name])
        progress(sum(counts.values()))
    return counts


def follow(addition: Addition) -> dict[str, Names]:
    """Compute anew the rows that an addition touches; the names that entities went by, where they go by others now."""
    before: dict[str, Names] = {}
    for keys, rows in _derived(sorted(touched_subjects(addition))):
        named = ledger.names(keys)
        for name, table in _TABLES.items():
            table.forget(keys)
            table.insert(rows[name])
        before |= {key: named[key] for key, names in ledger.names(keys).items() if names.texts != named[key].texts}
    return before


def verify() -> list[Fault]:
    """The first row of each table that a rebuild would not give; an empty list means all are right."""
    audits = {name: Audit(table) for name, table in _TABLES.items()}
    for members, rows in _derived(ledger.subjects()):
        for name, audit in audits.items():
            audit.compare(members, rows[name])
    return [fault for audit in audits.values() for fault in audit.finish()]


def _derived(subjects: Sequence[str]) -> Iterator[tuple[Collection[str], Mapping[str, Rows]]]:
    """What follows for some subjects, a few hundred at a time: whose the rows are, and the rows of each table."""
    grounds = ledger.register().grounds
    programmes = set(grounds.subjects.values())
    for batch in batches(subjects):
        told = ledger.statements_by_subject(batch)
        entities = ledger.numbered({*batch, *(said.entity for statements in told.values() for said in statements)})
        firsts = {
            key: (key in programmes) << _PROGRAMME_BIT | entity.number << _PLACE_BITS
            for key, entity in entities.items()
        }
        rows: dict[str, Rows] = {name: [] for name in _TABLES}
        for subject in batch:
            is_project = entities[subject].kind == _PROJECT
            derived = derive(subject, told.get(subject, ()), is_project, grounds)
            rows["projects"] += [derived.project] if derived.project else []
            for name in _NUMBERED:
                rows[name] += _numbered(getattr(derived, name), _TABLES[name].subject, firsts)
        yield firsts, rows


def _numbered(rows: Iterable[NamedTuple], subject: str, firsts: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    """Rows with their numbers, which follow from whose they are and from their place among those."""
    places: Counter[str] = Counter()
    for row in rows:
        key = getattr(row, subject)
        yield (firsts[key] + places[key], *row)
        places[key] += 1
