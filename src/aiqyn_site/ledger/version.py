"""Which state of the ledger the database holds: asked at every request, so it must cost next to nothing."""

from __future__ import annotations

import threading
from typing import NamedTuple

from django.db import connection


class Version(NamedTuple):
    """A state of the ledger and of what was derived from it. It changes when anything is recorded or rebuilt."""

    number: int
    build: int
    head: str
    recorded: str
    entities: int
    sources: int
    statements: int

    @property
    def tag(self) -> str:
        """A short text that is the same exactly when the ledger is."""
        return f"{self.number}.{self.build}.{self.head}"


EMPTY = Version(0, 0, "", "", 0, 0, 0)
_SQL = """
SELECT number, (SELECT coalesce(max(number), 0) FROM projects_build), statements_head, recorded, entities, sources,
       statements
FROM ledger_seal ORDER BY number DESC LIMIT 1
"""


class _Remembered(threading.local):
    """The last version asked for and the stamp it was found at: of each thread, for each has its own connection."""

    found: tuple[object, Version] | None = None


_remembered = _Remembered()


def version() -> Version:
    """The present version. On SQLite a changed file is noticed without a query (PRAGMA data_version)."""
    stamp = _stamp()
    if stamp is not None and _remembered.found is not None and _remembered.found[0] == stamp:
        return _remembered.found[1]
    with connection.cursor() as cursor:
        cursor.execute(_SQL)
        row = cursor.fetchone()
    found = Version(row[0], row[1], bytes(row[2]).hex()[:12], *row[3:]) if row else EMPTY
    if stamp is not None:
        _remembered.found = (stamp, found)
    return found


def _stamp() -> object | None:
    """What tells that neither another connection nor this one has written since; None where nothing tells it.

    Inside a transaction nothing tells it: what was written may yet be rolled back.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return None
    connection.ensure_connection()
    raw = connection.connection
    # The connection itself, not its id(): a later one, of another thread, could have the same.
    return raw, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes
