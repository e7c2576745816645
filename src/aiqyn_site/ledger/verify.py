"""The audit of the ledger: every row's digest, every link of the chains, every seal."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection

from aiqyn.ledger.identity import CHAIN_START, chain_link, commitment, entity_digest, source_digest, statement_digest
from aiqyn.ledger.source import Entity, Source
from aiqyn_site.ledger.blanked import blanked_rows
from aiqyn_site.ledger.fault import UNREADABLE, Fault
from aiqyn_site.ledger.hash_chain import (
    BLANKINGS,
    ENTITIES,
    FILES,
    LINK_BYTES,
    SOURCES,
    STATEMENTS,
    ChainedTable,
    blanking_digest,
    file_digest,
)
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.seal_link import seal_link
from aiqyn_site.ledger.sql import select

_STATEMENT_SQL = """
SELECT s.number, s.digest, s.link, s.salt, e.id, s.property, s.value, s.unit, s.lang, s.as_of, s.basis, s.part, o.id,
       CASE WHEN s.said_by_id IS NULL THEN '' ELSE b.id END, s.place, s.printed, s.confidence, s.note, s.recorded
FROM ledger_statement s
LEFT JOIN ledger_entity e ON e.number = s.entity_id
LEFT JOIN ledger_source o ON o.number = s.source_id
  AND NOT EXISTS (SELECT 1 FROM ledger_source earlier WHERE earlier.id = o.id AND earlier.number < o.number)
LEFT JOIN ledger_entity b ON b.number = s.said_by_id
ORDER BY s.number
"""


Row = tuple[object, ...]
Digest = Callable[[Row], bytes]


def _statement_digest(row: Row) -> bytes:
    return statement_digest([str(value) for value in row[4:]])


def _plain_sql(table: ChainedTable) -> str:
    columns = ", ".join(f'"{column}"' for column in (*table.links, *table.columns))  # `table` is a word of SQL
    return f"SELECT {columns} FROM {table.table} ORDER BY number"


def _file_row_digest(row: Row) -> bytes:
    content = row[5]
    return file_digest(str(row[4]), None if content is None else bytes(content))  # type: ignore[call-overload]


_AUDITS: tuple[tuple[ChainedTable, str, Digest], ...] = (
    (ENTITIES, _plain_sql(ENTITIES), lambda row: entity_digest(Entity(*map(str, row[3:])))),
    (SOURCES, _plain_sql(SOURCES), lambda row: source_digest(Source(*map(str, row[3:])))),
    (STATEMENTS, _STATEMENT_SQL, _statement_digest),
    (FILES, _plain_sql(FILES), _file_row_digest),
    (BLANKINGS, _plain_sql(BLANKINGS), lambda row: blanking_digest(row[3:])),
)


def verify_ledger(progress: Callable[[int], None] = lambda done: None) -> list[Fault]:
    """The first fault of each table, in the order of the tables; an empty list means the ledger is as recorded."""
    faults: list[Fault] = []
    for table, sql, digest in _AUDITS:
        fault = _audit(table, sql, digest, progress)
        if fault is not None:
            faults.append(fault)
    faults.extend(_broken_seals())
    if not faults:
        faults.extend(_integrity())
    return faults


def _broken_seals() -> list[Fault]:
    """The first seal that does not follow from the one before."""
    head, number = CHAIN_START, 0
    try:
        for seal in Seal.objects.order_by("number").iterator():
            number += 1
            head = seal_link(seal, head)
            if seal.number != number or head != bytes(seal.link):
                return [Fault("ledger_seal", number, "breaks the chain of seals: it, or one before, was changed")]
    except UNREADABLE as error:
        return [Fault("ledger_seal", max(number, 1), f"or a later one cannot be read: {error}")]
    return []


def _audit(table: ChainedTable, sql: str, digest: Digest, progress: Callable[[int], None]) -> Fault | None:
    """Walk one table in recorded order and stop at the first row that is not as it was recorded."""
    number = 0
    try:
        seals, blanked = _seals(table), blanked_rows(table)
        head = CHAIN_START
        for row in select(sql):
            number += 1
            if row[0] != number:
                return Fault(table.table, number, f"is missing: row {row[0]} follows row {number - 1}")
            computed = digest(row)
            if computed != bytes(row[1]):
                return Fault(table.table, number, "its content does not give its digest: it was changed")
            blanking = blanked.get(number)
            if blanking is not None and (computed != blanking.becomes or row[3]):
                return Fault(table.table, number, f"is not what its blanking on {blanking.day} says")
            salt = bytes(row[3]) if table.salted else b""
            committed = blanking.commitment if blanking is not None else commitment(computed, salt)
            head = chain_link(head, committed, str(row[-1]) if table is STATEMENTS else "")
            if head[:LINK_BYTES] != bytes(row[2]):
                return Fault(table.table, number, "breaks the hash chain: it, or the order, was changed")
            if number in seals and seals[number] != head:
                return Fault(table.table, number, "does not give the head its seal recorded")
            if number % 5_000 == 0:
                progress(number)
        if seals and number != max(seals):
            return Fault(table.table, number + 1, f"is missing: the last seal counts {max(seals)} rows")
        if not seals and number:
            return Fault(table.table, 1, "stands without a seal")
    except UNREADABLE as error:
        return Fault(table.table, number + 1, f"cannot be read: {error}")
    return None


def _seals(table: ChainedTable) -> dict[int, bytes]:
    """The recorded head at each count of rows a seal names."""
    return {
        count: bytes(head)
        for count, head in Seal.objects.order_by("number").values_list(table.counter, f"{table.counter}_head")
        if count
    }


def _integrity() -> list[Fault]:
    """What the rows cannot show: damaged indexes."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            try:
                cursor.execute("PRAGMA integrity_check(1)")
                result = cursor.fetchone()
            except DatabaseError as error:
                return [Fault("database", 0, f"cannot be read: {error}")]
        if result and result[0] != "ok":
            return [Fault("database", 0, f"is damaged: {result[0]}")]
    return []
