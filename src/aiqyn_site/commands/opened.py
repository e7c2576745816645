"""Opening the database for a command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from aiqyn.cli import WRONG_USE


def set_up() -> None:
    """Make Django and the database's tables ready."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aiqyn_site.settings")
    try:
        django.setup()
        name = str(settings.DATABASES["default"]["NAME"])
        if connection.vendor == "sqlite" and name != ":memory:":
            Path(name).parent.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
    except (ValueError, OSError, DatabaseError) as fault:
        print(f"The database cannot be used: {fault}".rstrip(), file=sys.stderr)
        print("Check DATABASE_URL: sqlite:///path or postgres://user@host/name.", file=sys.stderr)
        sys.exit(WRONG_USE)


def fold_journal() -> None:
    """On SQLite, bring what was written into the one file, so that copying that file is a backup."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
