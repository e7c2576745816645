"""Waiting for whoever changes the database at present: one changes it at a time."""

from __future__ import annotations

import errno
import os
import time

from django.db import OperationalError, connection

from aiqyn.cli import Progress
from aiqyn_site.ledger.locks import is_lock
from aiqyn_site.ledger.writer import LOCK

_PATIENCE = 600.0  # seconds
_STEP = 0.5  # seconds between two looks


def wait_for_turn() -> None:
    """Wait until nobody else changes the database, and say so. Raises OSError (EBUSY) after ten minutes."""
    begun = time.monotonic()
    progress = Progress(lambda seconds: f"waiting for another command that changes the database, seconds: {seconds}")
    try:
        while not _is_free():
            waited = time.monotonic() - begun
            if waited > _PATIENCE:
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(connection.settings_dict["NAME"]))
            progress(int(waited))
    finally:
        progress.close()


def _is_free() -> bool:
    """Look once, for half a second where somebody else is at work."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                time.sleep(_STEP)
                return False
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
            return True
        cursor.execute("PRAGMA busy_timeout")
        usual = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout = {int(_STEP * 1000)}")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except OperationalError as fault:
            if not is_lock(fault):
                raise
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
        return True
