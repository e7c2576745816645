"""The intake: what came in from readers, each entry chained to that before and vouching for a row of the inbox.

What becomes of a row later is in the log of the desk, which vouches for it from then on.
"""

from __future__ import annotations

from hashlib import sha256

from django.db import connection, transaction
from django.db.models import Model

from aiqyn.ledger.identity import CHAIN_START, content_digest
from aiqyn_site.accounts.log import row_name, vouch_for
from aiqyn_site.inbox.models import Intake
from aiqyn_site.ledger.last_rows import keep_count

_LOCK = 4_141_974  # any number: one entry at a time on PostgreSQL


def take_in(row: Model) -> None:
    """Add a row that came in just now, of a table in VOUCHED, and vouch for it."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = Intake.objects.order_by("-number").first()
        entry = Intake(number=(last.number if last else 0) + 1, content=vouch_for(row))
        row.save(force_insert=True)
        entry.row = row_name(row)
        entry.link = intake_link(entry, bytes(last.link) if last else CHAIN_START)
        entry.save(force_insert=True)
        keep_count(Intake._meta.db_table)


def intake_link(entry: Intake, previous: bytes) -> bytes:
    """The link (32 bytes) of an entry in the hash chain, given that of the entry before."""
    digest = content_digest("aiqyn-intake-1", [str(entry.number), entry.row, bytes(entry.content).hex()])
    return sha256(previous + digest).digest()
