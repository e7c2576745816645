"""Which state of the ledger the database holds: asked once a request, so it must cost next to nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import NamedTuple

from django.db import connection


class Version(NamedTuple):
    """A state of the ledger and of what was derived from it. It changes when anything is recorded or rebuilt.

    `heads` are the ends of all chains: a number that was given in a transaction taken back may come again with other
    rows, these cannot.
    """

    number: int
    build: int
    head: str
    recorded: str
    entities: int
    sources: int
    statements: int
    heads: bytes

    @property
    def tag(self) -> str:
        """A short text that is the same exactly when the ledger is."""
        return f"{self.number}.{self.build}.{sha256(self.heads).hexdigest()[:12]}"


EMPTY = Version(0, 0, "", "", 0, 0, 0, b"")
_SQL = """
SELECT number, (SELECT coalesce(max(number), 0) FROM projects_build), recorded, entities, sources, statements,
       statements_head, entities_head, sources_head, files_head, blankings_head
FROM ledger_seal ORDER BY number DESC LIMIT 1
"""


class _Thread(threading.local):
    """What one thread knows, for each has its own connection and answers one request at a time.

    `last` is the last version asked for with the stamp it was found at; `present` that of the request being answered.
    """

    last: tuple[object, Version] | None = None
    present: Version | None = None
    is_reading = False


_thread = _Thread()


@contextmanager
def reading() -> Iterator[None]:
    """While one request is answered: the version is asked for once, and holds until this thread changes the ledger."""
    _thread.is_reading = True
    try:
        yield
    finally:
        ask_again()


def ask_again() -> None:
    """For whoever is about to change the ledger: from here on every call asks, to the end of the request."""
    _thread.is_reading, _thread.present = False, None


def version() -> Version:
    """The present version; within a request, that of its beginning."""
    if _thread.present is not None:
        return _thread.present
    now = _ask()
    if _thread.is_reading:
        _thread.present = now
    return now


def _ask() -> Version:
    """Ask the database. On SQLite a changed file is noticed without a query (PRAGMA data_version)."""
    stamp = _stamp()
    if stamp is not None and _thread.last is not None and _thread.last[0] == stamp:
        return _thread.last[1]
    with connection.cursor() as cursor:
        cursor.execute(_SQL)
        row = cursor.fetchone()
    now = EMPTY
    if row:
        number, build, recorded, entities, sources, statements, *heads = row
        heads = [bytes(head) for head in heads]
        now = Version(number, build, heads[0].hex()[:12], recorded, entities, sources, statements, b"".join(heads))
    if stamp is not None:
        _thread.last = (stamp, now)
    return now


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
