"""Readers and writers of one database: who waits for whom, and how long."""

from __future__ import annotations

import sqlite3
import threading
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

#: Milliseconds that what a reader sends waits for another writer. A command waits longer (settings.DATABASES).
PATIENCE_MS = 3_000
#: What PostgreSQL says when a lock was not given in time.
_LOCK_NOT_AVAILABLE = "55P03"
READER, FORM = "reader", "form"
_BOUNDS = {
    ("sqlite", READER): "PRAGMA query_only = ON",
    ("sqlite", FORM): f"PRAGMA busy_timeout = {PATIENCE_MS}",
    ("postgresql", READER): "SET default_transaction_read_only = on",
    ("postgresql", FORM): f"SET lock_timeout = {PATIENCE_MS}",
}


def is_lock(error: BaseException | None) -> bool:
    """Whether the database was kept by another writer for longer than is waited for."""
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.OperationalError):
        # The code itself, whatever more is told of it (https://www.sqlite.org/rescode.html).
        return cause.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return getattr(cause, "sqlstate", None) == _LOCK_NOT_AVAILABLE


def bind_threads() -> None:
    """From now on a new connection goes by its thread's name: a `reader` may only read, a `form` not wait long."""
    connection_created.connect(_bind, dispatch_uid=_bind.__name__)


def _bind(connection: BaseDatabaseWrapper, **_: Any) -> None:
    name = threading.current_thread().name
    kind = next((kind for kind in (READER, FORM) if name.startswith(kind)), "")
    if statement := _BOUNDS.get((connection.vendor, kind)):
        with connection.cursor() as cursor:
            cursor.execute(statement)
