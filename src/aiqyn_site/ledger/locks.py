"""Readers and writers of one database: who waits for whom, and how long."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from aiqyn_site.ledger import medium

#: Milliseconds that what a reader sends waits for another writer. A command waits longer (settings.DATABASES).
PATIENCE_MS = 3_000
#: What PostgreSQL says when a lock was not given in time.
_LOCK_NOT_AVAILABLE = "55P03"
#: Which file this thread's connection has open.
_OPENED = threading.local()
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


def use_present_file() -> None:
    """From now on a connection opens the database that is there, and makes none where there is none."""
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite" and "database" not in options:
        options["database"] = medium.uri(Path(str(connection.settings_dict["NAME"])), medium.WRITE)


def let_go_of_replaced() -> None:
    """Close this thread's connection where the file it has open is gone, or another lies in its place.

    What is written to a file without a name is lost, and whoever sent it was told that it came.
    """
    if connection.connection is not None and _OPENED.__dict__.get("file") != _identity():
        connection.close()


def _identity() -> tuple[int, int] | None:
    """What tells the file at the database's place from others; None on PostgreSQL, and where none lies there."""
    try:
        status = Path(str(connection.settings_dict["NAME"])).stat() if connection.vendor == "sqlite" else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status else None


def _bind(connection: BaseDatabaseWrapper, **_: Any) -> None:
    _OPENED.file = _identity()
    name = threading.current_thread().name
    kind = next((kind for kind in (READER, FORM) if name.startswith(kind)), "")
    if statement := _BOUNDS.get((connection.vendor, kind)):
        with connection.cursor() as cursor:
            cursor.execute(statement)
