"""Rebuilding everything derived, and proving that it is what a rebuild would give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction

import aiqyn
from aiqyn_site.edition import code_tag
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.verify import Fault
from aiqyn_site.ledger.version import version
from aiqyn_site.projects.derive import Derived, DisagreementRow, NameRow, ProjectRow, derive
from aiqyn_site.projects.models import Build

_BATCH = 2_000
_TABLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("names", "projects_name", NameRow._fields),
    ("projects", "projects_project", ProjectRow._fields),
    ("disagreements", "projects_disagreement", DisagreementRow._fields),
)


class Built(NamedTuple):
    """How many rows a rebuild made."""

    names: int
    projects: int
    disagreements: int


Progress = Callable[[int], None]


@cache
def _recipe() -> str:
    """The edition of the code that derives: the core's rules and this app."""
    return code_tag(Path(aiqyn.__file__).parent) + code_tag(Path(__file__).parent)


def ensure_built(progress: Progress = lambda done: None) -> None:
    """Rebuild when the derived rows follow from another state of the ledger or another edition of the code."""
    now = version()
    if now.number and not Build.objects.filter(number=now.build, seal=now.number, recipe=_recipe()).exists():
        rebuild_derived(progress)


def rebuild_derived(progress: Progress = lambda done: None) -> Built:
    """Throw all derived rows away and compute them anew from the ledger, in one transaction."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for _, table, _ in _TABLES:
                cursor.execute(f"DELETE FROM {table}")
        counts = {name: 0 for name, _, _ in _TABLES}
        for batch in _batches(_derived_rows()):
            for name, table, columns in _TABLES:
                rows = batch[name]
                _insert(table, columns, rows, counts[name])
                counts[name] += len(rows)
            progress(sum(counts.values()))
        Build.objects.create(seal=version().number, recipe=_recipe())
    return Built(**counts)


def _derived_rows() -> Iterator[Derived]:
    """Everything derived, entity by entity, straight from the ledger."""
    kinds = {one.id: one.kind for one in ledger.entities("project")}
    return derive(ledger.all_statements(), kinds, ledger.register().grounds)


def _batches(derived: Iterator[Derived]) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    batch: dict[str, list[tuple[Any, ...]]] = {name: [] for name, _, _ in _TABLES}
    for one in derived:
        batch["names"].extend(one.names)
        batch["disagreements"].extend(one.disagreements)
        if one.project is not None:
            batch["projects"].append(one.project)
        if sum(map(len, batch.values())) > _BATCH:
            yield batch
            batch = {name: [] for name, _, _ in _TABLES}
    yield batch


def _insert(table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]], done: int) -> None:
    """Add derived rows; names and disagreements are numbered in the order they are derived."""
    numbered = table != "projects_project"
    key = {"projects_name": "id", "projects_disagreement": "number"}.get(table)
    names = (key, *columns) if key else columns
    values = [(done + place, *row) for place, row in enumerate(rows, 1)] if numbered else rows
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({','.join(names)}) VALUES ({','.join(['%s'] * len(names))})", values)


def verify_derived() -> list[Fault]:
    """The first row of each derived table that a rebuild would not give; an empty list means all are right."""
    now = version()
    if not now.number:
        return []
    if not Build.objects.filter(number=now.build, seal=now.number, recipe=_recipe()).exists():
        message = "derived rows follow from another state or another edition of the code: run aiqyn rebuild"
        return [Fault("projects_build", now.build, message)]
    stored = {name: _stored(table, columns) for name, table, columns in _TABLES}
    counted = {name: 0 for name, _, _ in _TABLES}
    for batch in _batches(_derived_rows()):
        for name, table, _ in _TABLES:
            for row in batch[name]:
                counted[name] += 1
                if next(stored[name], None) != tuple(row):
                    return [Fault(table, counted[name], "is not what the ledger gives: run aiqyn rebuild")]
    return [
        Fault(table, counted[name] + 1, "does not follow from the ledger: run aiqyn rebuild")
        for name, table, _ in _TABLES
        if next(stored[name], None) is not None
    ]


def _stored(table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    order = {"projects_name": "id", "projects_disagreement": "number"}.get(table)
    if order is None:  # projects come in the order in which their entities were recorded
        sql = (
            f"SELECT {','.join('p.' + name for name in columns)} FROM {table} p"
            " JOIN ledger_entity e ON e.id = p.id ORDER BY e.number"
        )
    else:
        sql = f"SELECT {','.join(columns)} FROM {table} ORDER BY {order}"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(1000):
            yield from map(tuple, rows)
