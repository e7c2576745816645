"""One change of the ledger in progress: new rows chained to those before, and the seal under which they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from django.db import connection
from django.utils import timezone

from aiqyn.exchange.line_numbers import LineNumbers
from aiqyn.exchange.rows import ENTITY, RECORDED, SAID_BY, SOURCE, CheckedRow
from aiqyn.ledger import Entity, Source
from aiqyn.ledger.identity import CHAIN_START, entity_digest, source_digest
from aiqyn.ledger.recording_days import RecordingDays
from aiqyn_site import clock
from aiqyn_site.ledger.hash_chain import (
    BLANKINGS,
    ENTITIES,
    FILES,
    SOURCES,
    STATEMENTS,
    TABLES,
    Chain,
    append,
    blanking_digest,
    bulk,
    file_digest,
)
from aiqyn_site.ledger.last_rows import keep_count
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.seal_link import seal_link
from aiqyn_site.ledger.sql import select
from aiqyn_site.ledger.version import ask_again

Progress = Callable[[int], None]
_EVERY = 5_000
LOCK = 4_141_971  # any number: one change at a time on PostgreSQL


def last_seal() -> Seal | None:
    """The last seal, after which nobody else changes the ledger until the present transaction ends."""
    ask_again()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return Seal.objects.order_by("-number").first()


class Recording:
    """The ends of the chains, and what was added to them so far. For a caller's transaction.

    `undated` are the lines of rows that came without a day, `redated` of those whose own day was not taken
    (`RecordingDays`); both got `today`.
    """

    def __init__(self, last: Seal | None, progress: Progress = lambda done: None, country: str | None = None) -> None:
        """`country` is the one whose day it is, where that is another than the recorded register's."""
        self.last, self.progress = last, progress
        self.today = clock.today_after(last.loaded_at if last else None, country).isoformat()
        self.recorded = _last_day(last, self.today)
        self.undated, self.redated = LineNumbers(), LineNumbers()
        self.chains = {table.counter: Chain(salted=table.salted) for table in TABLES}
        if last is not None:
            for table in TABLES:
                head = bytes(getattr(last, f"{table.counter}_head"))
                self.chains[table.counter] = Chain(getattr(last, table.counter), head, salted=table.salted)
        self._before = {counter: chain.number for counter, chain in self.chains.items()}

    @property
    def added(self) -> dict[str, int]:
        """How many rows were added to each table that holds what a register's folder holds."""
        return {
            table.counter: self.chains[table.counter].number - self._before[table.counter]
            for table in TABLES
            if table is not BLANKINGS
        }

    def add_entities(self, entities: Iterable[Entity]) -> dict[str, int]:
        """Record entities; their numbers by id."""
        chain = self.chains["entities"]
        rows = [(*chain.add(entity_digest(entity), ""), *entity) for entity in entities]
        append(ENTITIES, rows)
        return {row[3]: row[0] for row in rows}

    def add_sources(self, sources: Iterable[Source]) -> dict[str, int]:
        """Record descriptions of sources; their numbers by id."""
        chain = self.chains["sources"]
        rows = [(*chain.add(source_digest(source), ""), *source) for source in sources]
        append(SOURCES, rows)
        return {row[3]: row[0] for row in rows}

    def add_files(self, contents: Mapping[str, bytes | None]) -> None:
        """Record what other files hold now; None where one was removed."""
        add = self.chains["files"].add
        append(FILES, [(*add(file_digest(name, content), ""), name, content) for name, content in contents.items()])

    def add_blankings(self, rows: Iterable[Sequence[Any]]) -> None:
        """Record, before it is done, that texts are taken away; each row by the columns of its table."""
        add = self.chains["blankings"].add
        append(BLANKINGS, [(*add(blanking_digest(row), ""), *row) for row in rows])

    def add_statements(
        self, rows: Iterator[CheckedRow], entities: Mapping[str, int], sources: Mapping[str, int]
    ) -> None:
        """Record statements, given the numbers of entities and sources by id."""
        with bulk(STATEMENTS) if self.chains["statements"].number == 0 else nullcontext():
            append(STATEMENTS, self._linked(rows, entities, sources))

    def _linked(
        self, rows: Iterator[CheckedRow], entities: Mapping[str, int], sources: Mapping[str, int]
    ) -> Iterator[list[Any]]:
        """Database rows of new statements, dated and chained."""
        add, days = self.chains["statements"].add, RecordingDays(self.recorded, self.today)
        for line, digest, row in rows:
            own = row[RECORDED]
            day = row[RECORDED] = days.take(own)
            if day != own:
                (self.redated if own else self.undated).add(line)
            values: list[Any] = row
            values[ENTITY], values[SOURCE] = entities[row[ENTITY]], sources[row[SOURCE]]
            values[SAID_BY] = entities[row[SAID_BY]] if row[SAID_BY] else None
            values[:0] = add(digest, day)
            self.recorded = max(self.recorded, day)
            if line % _EVERY == 0:
                self.progress(line)
            yield values

    def seal(self, register: str, file_bytes: int, file_digest: bytes) -> Seal:
        """Close the change; `file_bytes` and `file_digest` tell the statements file that it came from (see `Seal`)."""
        seal = Seal(
            number=(self.last.number if self.last else 0) + 1,
            register=register,
            loaded_at=timezone.now(),
            recorded=self.recorded,
            file_bytes=file_bytes,
            file_digest=file_digest,
            **{counter: chain.number for counter, chain in self.chains.items()},
            **{f"{counter}_head": chain.head for counter, chain in self.chains.items()},
        )
        seal.link = seal_link(seal, bytes(self.last.link) if self.last else CHAIN_START)
        seal.save(force_insert=True)
        keep_count(Seal._meta.db_table)
        return seal


def _last_day(last: Seal | None, today: str) -> str:
    """The last day of recording that is not to come; versions before this one took days to come from a folder."""
    if last is None or last.recorded <= today:
        return last.recorded if last else ""
    sql = "SELECT max(recorded) FROM ledger_statement WHERE recorded <= %s"
    return next(select(sql, [today]))[0] or ""


def entity_of(digest: bytes) -> str | None:
    """What a recorded statement is about, by its digest; None where it is not recorded."""
    rows = select(
        "SELECT e.id FROM ledger_statement s JOIN ledger_entity e ON e.number = s.entity_id WHERE s.digest = %s",
        [digest],
    )
    return next((key for (key,) in rows), None)
