"""The two changes there are: loading a register folder, whole or not at all, and adding rows to one of its files."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from aiqyn.errors import Finding, Refused, RegisterRefused, refuse
from aiqyn.exchange.assessments import check_assessments
from aiqyn.exchange.attachments import ATTACHMENT, Attached, attachment_findings
from aiqyn.exchange.folder import ENTITIES as ENTITIES_FILE
from aiqyn.exchange.folder import FILE_LIMIT, META, RegisterFolder, open_register
from aiqyn.exchange.folder import SOURCES as SOURCES_FILE
from aiqyn.exchange.folder import STATEMENTS as STATEMENTS_FILE
from aiqyn.exchange.responses import check_responses
from aiqyn.exchange.rows import ENTITY, RECORDED, SAID_BY, SOURCE, CheckedRow, checked_rows
from aiqyn.exchange.strict_csv import read_lines, safe_file
from aiqyn.exchange.text_references import check_prose
from aiqyn.ledger.identity import entity_digest, source_digest
from aiqyn.ledger.statement import COLUMNS
from aiqyn_site.ledger.hash_chain import (
    ENTITIES,
    FILES,
    SOURCES,
    STATEMENTS,
    TABLES,
    Chain,
    ChainedTable,
    append,
    bulk,
    file_digest,
)
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.queries import file, find_statements, retracted
from aiqyn_site.ledger.sql import select
from aiqyn_site.ledger.version import ask_again

Progress = Callable[[int], None]
_EVERY = 5_000
_APPEND_ONLY = "append_only"
#: The files to which rows are added while the site runs. A later content of one begins with the one before.
GROWING_FILES = ("assessments.csv", "corrections.csv", "replies.csv")
_LOCK = 4_141_971  # any number: one change at a time on PostgreSQL


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load added, in rows; `removed` are the names of files that the register had until then."""

    entities: int
    sources: int
    statements: int
    files: int
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything was added."""
        return any((self.entities, self.sources, self.statements, self.files))


def load_register(
    folder: Path, progress: Progress = lambda done: None, *, remove: Collection[str] = frozenset()
) -> Loaded:
    """Record in the ledger what a register folder holds and the ledger does not.

    One transaction: killed at any point, the ledger is as it was. Loading twice adds nothing. A file that is gone from
    the folder leaves the register only if `remove` names it; the ledger keeps what it held. Raises RegisterRefused,
    with file, line and the way out, when the folder is faulty, a text of it names what is not there, or it changes
    what was recorded.
    """
    register = open_register(folder)
    findings = [*check_prose(register), *check_assessments(register), *check_responses(register)]
    if findings:
        raise RegisterRefused(findings)
    with transaction.atomic():
        last = _last_seal()
        if last is not None and last.register != register.meta["id"]:
            raise refuse(META, 0, str(register.meta["id"]), Refused("ledger_of_other", "id", register=last.register))
        return _Load(register, last, progress, frozenset(remove)).run()


def append_to_file(name: str, addition: bytes, check: Callable[[bytes], object], *, header: bytes = b"") -> None:
    """Add rows to one of GROWING_FILES, as a new version of the file under a new seal, in one transaction.

    `addition` is whole lines of UTF-8; a file that is not there yet begins with `header`, a line too. `check` is given
    the whole new content, while nobody else can change it, and raises what it finds. Raises Refused for another file,
    for what are no whole lines, for more than a file may hold and where no register was loaded.
    """
    if name not in GROWING_FILES:
        raise Refused("file_fixed", name=name)
    if not addition.endswith(b"\n") or (header and not header.endswith(b"\n")):
        raise Refused("addition_half", name=name)
    with transaction.atomic():
        last = _last_seal()
        if last is None:
            raise Refused("ledger_empty")
        content = (file(name) or header) + addition
        if len(content) > FILE_LIMIT:
            raise Refused("file_full", name=name, n=FILE_LIMIT)
        check(content)
        chain = _chain(last, FILES)
        append(FILES, [(*chain.add(file_digest(name, content), ""), name, content)])
        kept = {field.name: getattr(last, field.name) for field in Seal._meta.fields}
        new = {"number": last.number + 1, "loaded_at": timezone.now(), "files": chain.number, "files_head": chain.head}
        Seal.objects.create(**kept | new)


def _last_seal() -> Seal | None:
    """The last seal, after which nobody else changes the ledger until the present transaction ends."""
    ask_again()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return Seal.objects.order_by("-number").first()


def _chain(last: Seal | None, table: ChainedTable) -> Chain:
    """A table's chain as its last seal left it."""
    if last is None:
        return Chain()
    return Chain(getattr(last, table.counter), bytes(getattr(last, f"{table.counter}_head")))


class _Load:
    """One load in progress: the chains' ends and what was added so far."""

    def __init__(self, register: RegisterFolder, last: Seal | None, progress: Progress, remove: frozenset[str]) -> None:
        self.register, self.last, self.progress, self.remove = register, last, progress, remove
        self.chains = {table.counter: _chain(last, table) for table in TABLES}
        self.recorded = last.recorded if last else ""
        self.file = safe_file(register.path, STATEMENTS_FILE)
        self.size = self.file.stat().st_size

    def run(self) -> Loaded:
        before = {counter: chain.number for counter, chain in self.chains.items()}
        entity_numbers = self._entities()
        source_numbers = self._sources()
        removed = self._files()
        self._statements(entity_numbers, source_numbers)
        self._check_attachments()
        added = {counter: chain.number - before[counter] for counter, chain in self.chains.items()}
        if any(added.values()):
            self._seal()
        return Loaded(**added, removed=removed)

    def _entities(self) -> dict[str, int]:
        """Numbers of all entities by id, new ones recorded."""
        numbers: dict[str, int] = {}
        known: dict[str, tuple[str, str]] = {}
        for number, key, kind, part_of in select("SELECT number, id, kind, part_of FROM ledger_entity"):
            numbers[key], known[key] = number, (kind, part_of)
        self._refuse_missing(ENTITIES_FILE, known, self.register.entities)
        chain, rows = self.chains["entities"], []
        for entity in self.register.entities.values():
            if entity.id not in known:
                link = chain.add(entity_digest(entity), "")
                numbers[entity.id] = link[0]
                rows.append((*link, *entity))
            elif known[entity.id] != (entity.kind, entity.part_of):
                raise refuse(ENTITIES_FILE, 0, entity.id, Refused("recorded_otherwise", "id", _APPEND_ONLY))
        append(ENTITIES, rows)
        return numbers

    def _sources(self) -> dict[str, int]:
        """Numbers of all sources by id; a description that changed is recorded anew."""
        numbers: dict[str, int] = {}
        digests: dict[str, bytes] = {}
        for number, key, digest in select("SELECT number, id, digest FROM ledger_source ORDER BY number"):
            numbers.setdefault(key, number)
            digests[key] = bytes(digest)
        self._refuse_missing(SOURCES_FILE, digests, self.register.sources)
        chain, rows = self.chains["sources"], []
        for source in self.register.sources.values():
            digest = source_digest(source)
            if digests.get(source.id) != digest:
                link = chain.add(digest, "")
                numbers.setdefault(source.id, link[0])
                rows.append((*link, *source))
        append(SOURCES, rows)
        return numbers

    def _refuse_missing(self, name: str, known: dict[str, Any], given: Any) -> None:
        missing = next((key for key in known if key not in given), None)
        if missing is not None:
            raise refuse(name, 0, missing, Refused("recorded_gone", "id", _APPEND_ONLY))

    def _files(self) -> tuple[str, ...]:
        """Records what became of the kept files; the names of those that are removed."""
        known = {name: bytes(digest) for name, digest in select("SELECT name, digest FROM ledger_file ORDER BY number")}
        self._check_removals(known)
        chain, rows = self.chains["files"], []
        contents: dict[str, bytes | None] = dict(self.register.files)
        contents |= {name: None for name in known if name not in contents}
        for name, content in contents.items():
            if name in GROWING_FILES and name in known and not (content or b"").startswith(file(name) or b""):
                raise refuse(name, 0, "", Refused("file_grew"))
            digest = file_digest(name, content)
            if known.get(name) != digest:
                rows.append((*chain.add(digest, ""), name, content))
        append(FILES, rows)
        return tuple(name for *_, name, content in rows if content is None)

    def _check_removals(self, known: Mapping[str, bytes]) -> None:
        """A kept file may be gone only if it is asked for, and what is asked for may not lie in the folder."""
        present = self.register.files
        gone = {name for name in known.keys() - present.keys() if known[name] != file_digest(name, None)}
        command = f"aiqyn load {shlex.quote(str(self.register.path))} --remove"
        findings = [
            Finding(name, 0, "", Refused("file_gone", command=f"{command} {name}"))
            for name in sorted(gone - self.remove - {*GROWING_FILES})
        ]
        findings += [Finding(name, 0, "", Refused("file_still_there")) for name in sorted(self.remove & present.keys())]
        if findings:
            raise RegisterRefused(findings)

    def _statements(self, entities: dict[str, int], sources: dict[str, int]) -> None:
        chain = self.chains["statements"]
        if self.last and self._is_continued():
            if self.size == self.last.file_bytes:
                return
            rows = checked_rows(self.register, self._entity_of, self._new_lines(), chain.number + 2)
        else:
            rows = checked_rows(self.register, self._entity_of)
            self._pass_recorded(rows)
        with bulk(STATEMENTS) if chain.number == 0 else nullcontext():
            append(STATEMENTS, self._linked(rows, entities, sources))

    def _linked(
        self, rows: Iterator[CheckedRow], entities: dict[str, int], sources: dict[str, int]
    ) -> Iterator[tuple[Any, ...]]:
        """Database rows of new statements, chained."""
        chain, recorded = self.chains["statements"], self.recorded
        add, may_repeat = chain.add, chain.number > 0
        for line, digest, row in rows:
            if may_repeat and self._entity_of(digest) is not None:
                raise refuse(STATEMENTS_FILE, line, row[ENTITY], Refused("statement_recorded"))
            day = row[RECORDED]
            if day < recorded:
                raise refuse(STATEMENTS_FILE, line, day, Refused("recorded_before", "recorded", last=recorded))
            values: list[Any] = row
            values[ENTITY], values[SOURCE] = entities[row[ENTITY]], sources[row[SOURCE]]
            values[SAID_BY] = entities[row[SAID_BY]] if row[SAID_BY] else None
            self.recorded = day
            if line % _EVERY == 0:
                self.progress(line)
            yield (*add(digest, day), *values)

    def _check_attachments(self) -> None:
        """Every document that a standing statement names is there, and no other."""
        said = find_statements(property=ATTACHMENT, limit=0)
        gone = retracted(one.statement for one in said)
        # Statement number 1 stands on line 2.
        attached = [Attached(one.number + 1, one.statement.value) for one in said if one.statement.id not in gone]
        findings = list(attachment_findings(attached, self.register.files))
        if findings:
            raise RegisterRefused(findings)

    def _is_continued(self) -> bool:
        """Whether the statements file still begins with exactly what was loaded last."""
        if self.last is None or self.size < self.last.file_bytes:
            return False
        return _digest_of_start(self.file, self.last.file_bytes) == bytes(self.last.file_digest)

    def _new_lines(self) -> Iterator[str]:
        """The header and the lines after what was loaded last, checked as the reader of the whole file would."""
        yield ",".join(COLUMNS) + "\n"
        yield from read_lines(self.file, self.last.file_bytes if self.last else 0, self.chains["statements"].number + 2)

    def _pass_recorded(self, rows: Iterator[CheckedRow]) -> None:
        """Read past the rows already recorded, which must stand first, in order and unchanged."""
        for number, digest in select("SELECT number, digest FROM ledger_statement ORDER BY number"):
            checked = next(rows, None)
            if checked is None:
                raise refuse(STATEMENTS_FILE, 0, "", Refused("recorded_missing", mend=_APPEND_ONLY, number=str(number)))
            if checked.digest != bytes(digest):
                reason = Refused("recorded_changed", mend=_APPEND_ONLY, number=str(number))
                raise refuse(STATEMENTS_FILE, checked.line, "", reason)

    def _entity_of(self, digest: bytes) -> str | None:
        found = select(
            "SELECT e.id FROM ledger_statement s JOIN ledger_entity e ON e.number = s.entity_id WHERE s.digest = %s",
            [digest],
        )
        return next((key for (key,) in found), None)

    def _seal(self) -> None:
        Seal.objects.create(
            number=(self.last.number if self.last else 0) + 1,
            register=self.register.meta["id"],
            loaded_at=timezone.now(),
            recorded=self.recorded,
            file_bytes=self.size,
            file_digest=_digest_of_start(self.file, self.size),
            **{counter: chain.number for counter, chain in self.chains.items()},
            **{f"{counter}_head": chain.head for counter, chain in self.chains.items()},
        )


def _digest_of_start(path: Path, size: int) -> bytes:
    """SHA-256 of the first `size` bytes of a file."""
    digest = sha256()
    with path.open("rb") as stream:
        while size > 0 and (block := stream.read(min(size, 1 << 20))):
            digest.update(block)
            size -= len(block)
    return digest.digest()
