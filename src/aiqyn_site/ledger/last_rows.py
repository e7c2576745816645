"""How many rows each table that only grows ever had: without that, nothing shows that the last ones were lost.

SQLite keeps it in `sqlite_sequence`. On PostgreSQL the sequence of a table's numbers, which nobody draws from, is set
to its last number after each commit: never before, for what is rolled back was not there. So it is at most what was
committed, and where a process died in between it lags behind until the next row.
"""

from __future__ import annotations

from functools import partial

from django.db import connection, transaction

from aiqyn_site.ledger.fault import Fault

GROWING = (
    "ledger_entity",
    "ledger_source",
    "ledger_statement",
    "ledger_file",
    "ledger_seal",
    "ledger_blanking",
    "accounts_logentry",
    "corrections_intake",
)
_LAST = "SELECT coalesce(max(number), 0) FROM {table}"
_ADDED = {
    "sqlite": "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0)",
    "postgresql": "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%s, 'number')::regclass), 0)",
}
_KEEP = """
SELECT setval(pg_get_serial_sequence(%s, 'number'), coalesce(max(number), 1), max(number) IS NOT NULL) FROM {table}
"""


def keep_count(table: str) -> None:
    """Keep in mind, when the present transaction is done, how many rows a table has."""
    if connection.vendor == "postgresql":
        transaction.on_commit(partial(_keep, table), robust=True)


def lost_rows() -> list[Fault]:
    """Tables that no longer have their last row, or on SQLite more rows than were added. Not within a transaction."""
    faults = []
    with connection.cursor() as cursor:
        for table in GROWING:
            # In this order: meanwhile others may add rows.
            cursor.execute(_ADDED[connection.vendor], [table])
            added = cursor.fetchone()[0]
            cursor.execute(_LAST.format(table=table))
            last = cursor.fetchone()[0]
            if added > last or (added < last and connection.vendor == "sqlite"):
                faults.append(Fault(table, 0, f"ends with row {last}, but row {added} was the last to be added"))
    return faults


def _keep(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_KEEP.format(table=table), [table])
