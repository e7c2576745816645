"""The log of the desk: who did what, and when. It is only ever added to, and each entry is chained to that before.

An entry may vouch for a row of another table: it keeps a digest of what the row then was. By the last such entry the
audit tells whether an account, a decision or what a reader sent in was changed past the desk.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from aiqyn.ledger.identity import CHAIN_START, commitment, content_digest
from aiqyn_site.accounts.models import LogEntry, Person
from aiqyn_site.ledger.last_rows import keep_count

AT_ONCE = 100
#: Of each table that entries vouch for: the columns that nobody may change but by what is logged.
VOUCHED = {
    "accounts_person": ("name", "shown_as", "role", "language", "active", "password"),
    "accounts_proposal": (
        *("project", "item", "row", "independent", "state", "submitted_by_id", "submitted_at"),
        *("decided_by_id", "decided_at", "reason", "salt"),
    ),
    "accounts_blankingrequest": (
        *("what", "reason", "state", "asked_by_id", "asked_at", "decided_by_id", "decided_at", "salt"),
    ),
    "corrections_proposal": (
        *("kind", "about", "lang", "received", "receipt"),
        *("state", "decided", "kk", "ru", "en", "zh", "entry", "sent"),
    ),
    "corrections_reply": ("invitation", "lang", "received", "state", "sent"),
    "corrections_code": ("invitation", "code", "expires"),
}
#: Texts that are forgotten some day, and the salt with them. Their commitment `sent` is vouched for and stays.
SENT = {"corrections_proposal": ("text", "link", "attachment_name", "attachment"), "corrections_reply": ("text",)}
#: The one act after which a proposal waits as it did.
PROPOSAL_RENAMED = "proposal_renamed"
_SALT_BYTES = 16
_LOCK = 4_141_973  # any number: one entry at a time on PostgreSQL


def log(person: Person | None, action: str, about: str = "", detail: str = "", *, of: Model | None = None) -> None:
    """Record that a person did something just now; None is whoever runs the site, by a command.

    `action` is a word such as `published`, `about` an id or an address, `detail` whatever else one will want to know,
    `of` the row that the entry vouches for as it is now, of a table in VOUCHED. Inside a transaction the entry stands
    or falls with what it tells of.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = LogEntry.objects.order_by("-number").first()
        entry = LogEntry(
            number=(last.number if last else 0) + 1,
            person=person,
            at=timezone.now().replace(microsecond=0),
            action=action,
            about=about,
            detail=detail,
        )
        if of is not None:
            entry.row, entry.content = row_name(of), vouch_for(of)
        entry.link = link_of(entry, bytes(last.link) if last else CHAIN_START)
        entry.save(force_insert=True)
        keep_count(LogEntry._meta.db_table)


def entries(reader: Person, before: int | None = None) -> list[LogEntry]:
    """The latest entries that a person may read, newest first, at most 100: their own, for a publisher everybody's.

    `before` is the number of the entry after which a page goes on.
    """
    logged = LogEntry.objects.select_related("person").order_by("-number")
    if not reader.is_publisher:
        logged = logged.filter(person=reader)
    if before is not None:
        logged = logged.filter(number__lt=before)
    return list(logged[:AT_ONCE])


def link_of(entry: LogEntry, previous: bytes) -> bytes:
    """The link (32 bytes) of an entry in the hash chain, given that of the entry before."""
    columns = ("number", "person_id", "at", "action", "about", "detail", "row", "content")
    digest = content_digest("aiqyn-log-1", [_text(getattr(entry, column)) for column in columns])
    return sha256(previous + digest).digest()


def vouch_for(row: Model) -> bytes:
    """The digest that an entry keeps of a row, which gets a new salt, where it has any.

    A row that is in the database gets it there too. Without the salt, which goes with the text when that is forgotten,
    no guess at the text can be tried.
    """
    if hasattr(row, "salt"):
        row.salt = secrets.token_bytes(_SALT_BYTES)
        changed = ["salt"]
        if row._meta.db_table in SENT:
            row.sent = commitment_of(row)  # type: ignore[attr-defined]  # as has every table in SENT
            changed.append("sent")
        if row.pk is not None:
            row.save(update_fields=changed)
    return content_of(row)


def commitment_of(row: Model) -> bytes:
    """The commitment (32 bytes) of the texts of a row that are forgotten some day, under its salt."""
    texts = [getattr(row, column) for column in SENT[row._meta.db_table]]
    columns = [text if isinstance(text, str) else sha256(text).hexdigest() for text in texts]
    return commitment(content_digest("aiqyn-sent-1", columns), bytes(row.salt))  # type: ignore[attr-defined]


def row_name(row: Model) -> str:
    """How entries name a row: `accounts_person 3`."""
    return f"{row._meta.db_table} {row.pk}"


def content_of(row: Model, columns: Sequence[str] = ()) -> bytes:
    """The digest (20 bytes) of a row's vouched columns, or of those that were in an earlier version.

    A password is in it as it is kept, hashed with a salt: from the digest alone no guess at it can be tried.
    """
    table = row._meta.db_table
    return content_digest(f"{table}-1", [_text(getattr(row, column)) for column in columns or VOUCHED[table]])


def _text(value: object) -> str:
    """A value as text: the same on SQLite and on PostgreSQL."""
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat()
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex()
    return str(value)
