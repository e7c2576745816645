"""The database that is served is the file at its place: none is made there, and none is written to that is gone."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

from aiqyn_site.ledger import medium

#: Which file this thread's connection has open.
_OPENED = threading.local()


def use_present_file() -> None:
    """From now on a connection opens the database that is there, and makes none where there is none."""
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite" and "database" not in options:
        options["database"] = medium.uri(Path(str(connection.settings_dict["NAME"])), medium.WRITE)
    connection_created.connect(_note, dispatch_uid=_note.__name__)


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


def _note(**_: Any) -> None:
    _OPENED.file = _identity()
