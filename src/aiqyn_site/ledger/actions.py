"""The changes there are: loading a register folder, whole or not at all, recording further rows, growing a file."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import transaction

from aiqyn.errors import Finding, Refused, RegisterRefused, refuse
from aiqyn.exchange.assessments import check_assessments
from aiqyn.exchange.attachments import ATTACHMENT, Attached, attachment_findings
from aiqyn.exchange.corrections import check_corrections
from aiqyn.exchange.folder import ENTITIES as ENTITIES_FILE
from aiqyn.exchange.folder import FILE_LIMIT, GROWING_FILES, META, RegisterFolder, open_register
from aiqyn.exchange.folder import SOURCES as SOURCES_FILE
from aiqyn.exchange.folder import STATEMENTS as STATEMENTS_FILE
from aiqyn.exchange.replies import check_replies
from aiqyn.exchange.rows import CheckedRow, check_rows, checked_rows
from aiqyn.exchange.strict_csv import read_lines, safe_file
from aiqyn.exchange.text_references import check_prose, is_prose
from aiqyn.ledger import Entity, Statement
from aiqyn.ledger.identity import source_digest
from aiqyn.ledger.statement import COLUMNS
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.ledger.hash_chain import file_digest
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.queries import (
    file_content,
    files,
    find_statements,
    numbered,
    retracted,
    source_numbers,
    sources,
    statements_by_entity,
    statements_by_id,
)
from aiqyn_site.ledger.register import file, own_parts
from aiqyn_site.ledger.sql import select
from aiqyn_site.ledger.writer import Progress, Recording, entity_of, last_seal

_APPEND_ONLY = "append_only"


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
    findings = [*check_assessments(register), *check_replies(register), *check_corrections(register)]
    if findings:
        raise RegisterRefused(findings)
    with transaction.atomic():
        last = last_seal()
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
        last = _loaded_seal()
        content = (file(name) or header) + addition
        if len(content) > FILE_LIMIT:
            raise Refused("file_full", name=name, n=FILE_LIMIT)
        check(content)
        recording = Recording(last)
        recording.add_files({name: content})
        recording.seal(last.register, last.file_bytes, bytes(last.file_digest))


def record(rows: Sequence[Sequence[str]], entities: Sequence[Entity] = ()) -> None:
    """Record further statements, each by its columns, and the entities they need, in one transaction.

    The rows are checked as those of a folder, with what texts and documents name. Raises RegisterRefused for what a
    load would refuse, Refused where no register was loaded. The seal tells of no file, for none was read: where the
    next folder has these rows, and that they are the same, only reading its statements from the first can tell.
    """
    with transaction.atomic():
        last = _loaded_seal()
        register = _as_folder(entities)
        recording = Recording(last)
        numbers = {key: entity.number for key, entity in numbered(register.entities).items()}
        numbers |= recording.add_entities(entities)
        checked = check_rows(register, (list(row) for row in rows), entity_of, last.statements + 2)
        recording.add_statements(checked, numbers, source_numbers(register.sources))
        _check_named(register)
        if any(recording.added.values()):
            recording.seal(last.register, 0, b"")


def _as_folder(new: Sequence[Entity]) -> RegisterFolder:
    """The register as recorded, with entities about to be: what further rows are checked against."""
    kinds = load_vocabulary().kinds
    entities = {row[0]: Entity(*row) for row in select("SELECT id, kind, part_of FROM ledger_entity ORDER BY id")}
    for entity in new:
        if entity.id in entities:
            raise refuse(ENTITIES_FILE, 0, entity.id, Refused("id_twice", "id"))
        if entity.kind not in kinds:
            reason = Refused("entity_kind", "kind", "write_one_of", known=tuple(sorted(kinds)))
            raise refuse(ENTITIES_FILE, 0, entity.kind, reason)
        if entity.part_of and entity.part_of not in entities:
            raise refuse(ENTITIES_FILE, 0, entity.part_of, Refused("entity_whole", "part_of"))
        entities[entity.id] = entity
    return RegisterFolder(
        path=Path(),
        meta={},
        entities=entities,
        sources=sources(key for (key,) in select("SELECT id FROM ledger_source")),
        parts=own_parts(),
        files={name: file_content(number) if is_prose(name) else b"" for name, number in files().items()},
        vocabulary=load_vocabulary(),
    )


def _check_named(register: RegisterFolder) -> None:
    """What texts and attachments name is recorded and stands, and no document lies there that none names."""
    attachments = find_statements(property=ATTACHMENT, limit=0)
    gone = retracted(recorded.statement for recorded in attachments)
    # Statement number 1 stands on line 2.
    attached = [
        Attached(recorded.number + 1, recorded.statement.value)
        for recorded in attachments
        if recorded.statement.id not in gone
    ]
    findings = check_prose(register, statements_of=_statements_of)
    findings += attachment_findings(attached, register.files)
    if findings:
        raise RegisterRefused(findings)


def _statements_of(entities: Collection[str], ids: Collection[str]) -> Iterator[Statement]:
    about = {*entities, *(statement.entity for statement in statements_by_id(ids).values())}
    return chain.from_iterable(statements_by_entity(about).values())


def _loaded_seal() -> Seal:
    last = last_seal()
    if last is None:
        raise Refused("ledger_empty")
    return last


class _Load:
    """One load in progress."""

    def __init__(self, register: RegisterFolder, last: Seal | None, progress: Progress, remove: frozenset[str]) -> None:
        self.register, self.last, self.remove = register, last, remove
        self.recording = Recording(last, progress)
        self.file = safe_file(register.path, STATEMENTS_FILE)
        self.size = self.file.stat().st_size

    def run(self) -> Loaded:
        entity_numbers = self._entities()
        source_numbers = self._sources()
        removed = self._files()
        self._statements(entity_numbers, source_numbers)
        _check_named(self.register)
        added = self.recording.added
        if any(added.values()):
            self.recording.seal(self.register.meta["id"], self.size, _digest_of_start(self.file, self.size))
        return Loaded(**added, removed=removed)

    def _entities(self) -> dict[str, int]:
        """Numbers of all entities by id, new ones recorded."""
        numbers: dict[str, int] = {}
        known: dict[str, tuple[str, str]] = {}
        for number, key, kind, part_of in select("SELECT number, id, kind, part_of FROM ledger_entity"):
            numbers[key], known[key] = number, (kind, part_of)
        self._refuse_missing(ENTITIES_FILE, known, self.register.entities)
        entities = self.register.entities.values()
        for entity in entities:
            if known.get(entity.id, entity[1:]) != entity[1:]:
                raise refuse(ENTITIES_FILE, 0, entity.id, Refused("recorded_otherwise", "id", _APPEND_ONLY))
        return numbers | self.recording.add_entities(entity for entity in entities if entity.id not in known)

    def _sources(self) -> dict[str, int]:
        """Numbers of all sources by id; a description that changed is recorded anew."""
        numbers: dict[str, int] = {}
        digests: dict[str, bytes] = {}
        for number, key, digest in select("SELECT number, id, digest FROM ledger_source ORDER BY number"):
            numbers.setdefault(key, number)
            digests[key] = bytes(digest)
        self._refuse_missing(SOURCES_FILE, digests, self.register.sources)
        described = [
            source for source in self.register.sources.values() if digests.get(source.id) != source_digest(source)
        ]
        return self.recording.add_sources(described) | numbers

    def _refuse_missing(self, name: str, known: dict[str, Any], given: Any) -> None:
        missing = next((key for key in known if key not in given), None)
        if missing is not None:
            raise refuse(name, 0, missing, Refused("recorded_gone", "id", _APPEND_ONLY))

    def _files(self) -> tuple[str, ...]:
        """Records what became of the kept files; the names of those that are removed."""
        known = {name: bytes(digest) for name, digest in select("SELECT name, digest FROM ledger_file ORDER BY number")}
        self._check_removals(known)
        changed: dict[str, bytes | None] = {}
        contents: dict[str, bytes | None] = dict(self.register.files)
        contents |= {name: None for name in known if name not in contents}
        for name, content in contents.items():
            if name in GROWING_FILES and name in known and not (content or b"").startswith(file(name) or b""):
                raise refuse(name, 0, "", Refused("file_grew"))
            if known.get(name) != file_digest(name, content):
                changed[name] = content
        self.recording.add_files(changed)
        return tuple(name for name, content in changed.items() if content is None)

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
        if self.last and self._is_continued():
            if self.size == self.last.file_bytes:
                return
            rows = checked_rows(self.register, entity_of, self._new_lines(), self.last.statements + 2)
        else:
            rows = checked_rows(self.register, entity_of)
            self._pass_recorded(rows)
        self.recording.add_statements(rows, entities, sources)

    def _is_continued(self) -> bool:
        """Whether the statements file still begins with exactly what was loaded last."""
        if self.last is None or not self.last.file_bytes or self.size < self.last.file_bytes:
            return False
        return _digest_of_start(self.file, self.last.file_bytes) == bytes(self.last.file_digest)

    def _new_lines(self) -> Iterator[str]:
        """The header and the lines after what was loaded last, checked as the reader of the whole file would."""
        yield ",".join(COLUMNS) + "\n"
        if self.last is not None:
            yield from read_lines(self.file, self.last.file_bytes, self.last.statements + 2)

    def _pass_recorded(self, rows: Iterator[CheckedRow]) -> None:
        """Read past the rows already recorded, which must stand first, in order and unchanged."""
        for number, digest in select("SELECT number, digest FROM ledger_statement ORDER BY number"):
            checked = next(rows, None)
            if checked is None:
                raise refuse(STATEMENTS_FILE, 0, "", Refused("recorded_missing", mend=_APPEND_ONLY, number=str(number)))
            line, digest_now, _ = checked
            if digest_now != bytes(digest):
                reason = Refused("recorded_changed", mend=_APPEND_ONLY, number=str(number))
                raise refuse(STATEMENTS_FILE, line, "", reason)


def _digest_of_start(path: Path, size: int) -> bytes:
    """SHA-256 of the first `size` bytes of a file."""
    digest = sha256()
    with path.open("rb") as stream:
        while size > 0 and (block := stream.read(min(size, 1 << 20))):
            digest.update(block)
            size -= len(block)
    return digest.digest()
