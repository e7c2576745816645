"""Rebuilding everything derived, and proving that it is what a rebuild would give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.verify import Fault
from aiqyn_site.projects.derive import ChangeRow, Derived, DisagreementRow, NameRow, ProjectRow, PromiseRow, derive

_BATCH = 2_000
_TABLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("names", "projects_name", NameRow._fields),
    ("projects", "projects_project", ProjectRow._fields),
    ("disagreements", "projects_disagreement", DisagreementRow._fields),
    ("promises", "projects_promise", PromiseRow._fields),
    ("changes", "projects_change", ChangeRow._fields),
)
#: What numbers the rows of a table in the order in which they are derived; projects have their ids.
_KEYS = {
    "projects_name": "id",
    "projects_disagreement": "number",
    "projects_promise": "number",
    "projects_change": "number",
}


Progress = Callable[[int], None]


def rebuild(progress: Progress) -> dict[str, int]:
    """Throw the app's rows away and compute them anew; how many of each. For a caller's transaction."""
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
    return counts


def _derived_rows() -> Iterator[Derived]:
    """Everything derived, entity by entity, straight from the ledger."""
    kinds = {one.id: one.kind for one in ledger.entities("project")}
    return derive(ledger.all_statements(), kinds, ledger.register().grounds)


def _batches(derived: Iterator[Derived]) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    batch: dict[str, list[tuple[Any, ...]]] = {name: [] for name, _, _ in _TABLES}
    for one in derived:
        batch["names"].extend(one.names)
        batch["disagreements"].extend(one.disagreements)
        batch["promises"].extend(one.promises)
        batch["changes"].extend(one.changes)
        if one.project is not None:
            batch["projects"].append(one.project)
        if sum(map(len, batch.values())) > _BATCH:
            yield batch
            batch = {name: [] for name, _, _ in _TABLES}
    yield batch


def _insert(table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]], done: int) -> None:
    """Add derived rows; all but projects are numbered in the order they are derived."""
    key = _KEYS.get(table)
    names = (key, *columns) if key else columns
    values = [(done + place, *row) for place, row in enumerate(rows, 1)] if key else rows
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({','.join(names)}) VALUES ({','.join(['%s'] * len(names))})", values)


def verify() -> list[Fault]:
    """The first row of each table that a rebuild would not give; an empty list means all are right."""
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
    order = _KEYS.get(table)
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
