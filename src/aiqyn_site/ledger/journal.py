"""SQLite's journal, the file `-wal` beside a database: what was overwritten in the database still stands in it."""

from __future__ import annotations

import threading
from contextlib import suppress

from django.db import OperationalError, connection, transaction

#: Milliseconds that those who read are waited for. Meanwhile nobody else writes.
_PATIENCE_MS = 1_000
_due = threading.Event()


def fold() -> bool:
    """Bring what was written into the one file and empty the journal; False where a reader or writer kept it.

    Not within a transaction. On PostgreSQL there is nothing to do. Raises OperationalError where the disk does not let
    it be done, as a full one: what was committed stays so, and is read from the journal.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        patience = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_kept = bool(cursor.fetchone()[0])
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
    return not is_kept


def empty_soon() -> None:
    """Empty the journal when the present transaction is done; if somebody reads just then, at the next occasion."""
    _due.set()
    catch_up()


def catch_up() -> None:
    """An occasion to empty the journal, after the present transaction, if it is still due."""
    if _due.is_set():
        transaction.on_commit(_empty, robust=True)


def _empty() -> None:
    # Where the disk is full, what was written is safe in the journal: at the next occasion.
    with suppress(OperationalError):
        if fold():
            _due.clear()
