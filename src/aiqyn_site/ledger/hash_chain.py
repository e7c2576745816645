"""The chained tables: their columns, how a row is hashed and linked, and how many rows are added fast."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from aiqyn.ledger.identity import CHAIN_START, chain_link, commitment, content_digest
from aiqyn_site.ledger.last_rows import keep_count
from aiqyn_site.ledger.sql import insert

LINK_BYTES, SALT_BYTES = 8, 16
_BATCH = 500  # few enough for the garbage collector not to look at the same rows again and again
_BULK_CACHE_KB = -64_000  # negative: kilobytes; a served page needs far less than a load


@dataclass(frozen=True, slots=True)
class ChainedTable:
    """One append-only table and the name of its counter in a seal; a salted one has a salt after its links."""

    table: str
    columns: tuple[str, ...]
    counter: str
    salted: bool = False

    @property
    def links(self) -> tuple[str, ...]:
        """The columns before those of its own."""
        return ("number", "digest", "link", "salt") if self.salted else ("number", "digest", "link")


ENTITIES = ChainedTable("ledger_entity", ("id", "kind", "part_of"), "entities")
SOURCES = ChainedTable(
    "ledger_source",
    (
        "id",
        "url",
        "title",
        "title_basis",
        "publisher",
        "published",
        "published_basis",
        "lang",
        "kind",
        "note",
    ),
    "sources",
)
STATEMENTS = ChainedTable(
    "ledger_statement",
    (
        "entity_id",
        "property",
        "value",
        "unit",
        "lang",
        "as_of",
        "basis",
        "part",
        "source_id",
        "said_by_id",
        "place",
        "printed",
        "confidence",
        "note",
        "recorded",
    ),
    "statements",
    salted=True,
)
FILES = ChainedTable("ledger_file", ("name", "content"), "files", salted=True)
BLANKINGS = ChainedTable(
    "ledger_blanking",
    ("table", "row", "commitment", "becomes", "day", "reason", "asked_by", "confirmed_by"),
    "blankings",
)
TABLES = (ENTITIES, SOURCES, STATEMENTS, FILES, BLANKINGS)


def file_digest(name: str, content: bytes | None) -> bytes:
    """The digest of a stored file: its name and the SHA-256 of its content, or that it was removed."""
    return content_digest("aiqyn-file-1", [name, "removed" if content is None else sha256(content).hexdigest()])


def blanking_digest(row: Sequence[Any]) -> bytes:
    """The digest of a blanking, given its columns."""
    fields = [bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value) for value in row]
    return content_digest("aiqyn-blanking-1", fields)


class Chain:
    """The growing end of one table's hash chain."""

    def __init__(self, number: int = 0, head: bytes = CHAIN_START, *, salted: bool = False) -> None:
        self.number, self.head = number, head
        self._salts = _salts() if salted else None

    def add(self, digest: bytes, recorded: str) -> tuple[Any, ...]:
        """The first columns of the next row, as its table's `links` name them."""
        self.number += 1
        if self._salts is None:
            self.head = chain_link(self.head, digest, recorded)
            return self.number, digest, self.head[:LINK_BYTES]
        salt = next(self._salts)
        self.head = chain_link(self.head, commitment(digest, salt), recorded)
        return self.number, digest, self.head[:LINK_BYTES], salt


def _salts() -> Iterator[bytes]:
    """Salts without end; the system is asked for many at once."""
    while True:
        block = os.urandom(SALT_BYTES * _BATCH)
        yield from (block[start : start + SALT_BYTES] for start in range(0, len(block), SALT_BYTES))


def append(table: ChainedTable, rows: Iterable[Sequence[Any]]) -> None:
    """Add rows (the links, then the columns) to a table in the current transaction.

    In batches: to make the next rows may ask the same connection, which must not be at an INSERT.
    """
    pending = iter(rows)
    while batch := list(islice(pending, _BATCH)):
        insert(table.table, (*table.links, *table.columns), batch)
    keep_count(table.table)


@contextmanager
def bulk(table: ChainedTable) -> Iterator[None]:
    """Take a table's indexes and triggers away while it is filled and put them back, in one transaction.

    Only for a table that is empty: nothing recorded is ever unguarded. Building indexes at the end is faster than
    keeping them while rows come in; the unique index on digests checks every row when it is put back.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = {_BULK_CACHE_KB}")
        with _unguarded(cursor, table.table):
            yield
        cursor.execute(f"PRAGMA cache_size = {int(usual)}")


@contextmanager
def unguarded(tables: Sequence[str]) -> Iterator[None]:
    """Take the guards of tables away, so that all their rows can be replaced, and put them back, in one transaction.

    Nobody else sees the tables unguarded. On SQLite the indexes go too: building them at the end is faster.
    """
    with connection.cursor() as cursor, ExitStack() as stack:
        for table in tables:
            stack.enter_context(_unguarded(cursor, table))
        yield
        if connection.vendor == "postgresql":
            # What of keys is still to be checked stands in the way of a trigger.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def _unguarded(cursor: CursorWrapper, table: str) -> Iterator[None]:
    if connection.vendor == "postgresql":
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    cursor.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('index', 'trigger')"
        " AND sql IS NOT NULL ORDER BY type, name",
        [table],
    )
    guards = cursor.fetchall()
    for kind, name, _ in guards:
        cursor.execute(f"DROP {kind} {name}")
    yield
    for _, _, sql in guards:
        cursor.execute(sql)
