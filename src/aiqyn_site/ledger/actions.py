"""The changes there are: loading a register folder, whole or not at all, recording further rows, growing a file.

The ledger is the master copy. A folder brings rows in: what it lacks stays, what others recorded meanwhile too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from django.db import transaction

from aiqyn.errors import Finding, Refused, RegisterRefused, refuse
from aiqyn.exchange.assessments import check_assessments
from aiqyn.exchange.attachments import ATTACHMENT, Attached, attachment_findings
from aiqyn.exchange.corrections import check_corrections
from aiqyn.exchange.days_to_come import day_findings
from aiqyn.exchange.description import META
from aiqyn.exchange.folder import ENTITIES as ENTITIES_FILE
from aiqyn.exchange.folder import FILE_LIMIT, RegisterFolder, open_register
from aiqyn.exchange.folder import STATEMENTS as STATEMENTS_FILE
from aiqyn.exchange.growth import GROWING, Growth
from aiqyn.exchange.line_numbers import LineNumbers
from aiqyn.exchange.replies import check_replies
from aiqyn.exchange.rows import ENTITY, CheckedRow, check_rows
from aiqyn.exchange.standing import Standing
from aiqyn.exchange.text_references import check_prose, is_prose
from aiqyn.ledger import Entity, Statement
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site import clock
from aiqyn_site.ledger.base_mark import base_text
from aiqyn_site.ledger.comparison import Comparison, Replaced, keys_in
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.queries import (
    entities_by_id,
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
from aiqyn_site.ledger.statements_sheet import MovedDay, StatementsSheet
from aiqyn_site.ledger.writer import Progress, Recording, entity_of, last_seal


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load added, in rows, and what it left as it was.

    `removed` are the names of files that the register had until then. `lacking` counts what is recorded and not in the
    folder, by table or growing file, other files by their names in `lacking_files`; `newer` are sources and files of
    which the ledger has a newer version, `replaced` recorded versions of such that gave way to the folder's. `base` is
    the mark for the folder of what it stands on now. `today` is the day given to the rows on the lines `undated` (they
    had none) and `redated` (theirs was not taken); `moved` are the first of `moved_count` recorded rows whose day is
    another in the folder.
    """

    entities: int
    sources: int
    statements: int
    files: int
    removed: tuple[str, ...]
    lacking: Mapping[str, int]
    lacking_files: tuple[str, ...]
    newer: tuple[str, ...]
    replaced: Sequence[Replaced]
    base: str
    today: str
    undated: LineNumbers
    redated: LineNumbers
    moved: Sequence[MovedDay]
    moved_count: int

    def __bool__(self) -> bool:
        """Whether anything was added."""
        return any((self.entities, self.sources, self.statements, self.files))


def load_register(
    folder: Path,
    progress: Progress = lambda done: None,
    *,
    remove: Collection[str] = frozenset(),
    take: Collection[str] = frozenset(),
) -> Loaded:
    """Record in the ledger what a register folder holds and the ledger does not.

    One transaction: killed at any point, the ledger is as it was. Loading twice adds nothing. What the folder lacks
    stays in the register, save the files that `remove` names; the ledger keeps what they held. `take` names files and
    sources of which the folder's version shall count whatever others recorded meanwhile. Raises RegisterRefused, with
    file, line and the way out, when the folder is faulty, a text of it names what is not there, or it changes what was
    recorded.
    """
    register = open_register(folder)
    findings = [*check_assessments(register), *check_replies(register), *check_corrections(register)]
    if findings:
        raise RegisterRefused(findings)
    with transaction.atomic():
        last = last_seal()
        # A clock that goes wrong by days after a load must not make what was loaded then look as if it were to come.
        findings = list(day_findings(register, clock.today_after(last.loaded_at if last else None, register.country)))
        if findings:
            raise RegisterRefused(findings)
        if last is not None and last.register != register.meta["id"]:
            raise refuse(META, 0, str(register.meta["id"]), Refused("ledger_of_other", "id", register=last.register))
        return _Load(register, last, progress, frozenset(take)).run(frozenset(remove))


def append_to_file(name: str, addition: bytes, check: Callable[[bytes], object], *, header: bytes = b"") -> None:
    """Add rows to one of GROWING, as a new version of the file under a new seal, in one transaction.

    `addition` is whole lines of UTF-8; a file that is not there yet begins with `header`, a line too. `check` is given
    the whole new content, while nobody else can change it, and raises what it finds. Raises Refused for another file,
    for what are no whole lines, for more than a file may hold and where no register was loaded.
    """
    if name not in GROWING:
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
    load would refuse, Refused where no register was loaded. The seal tells of no file, for none was read.
    """
    with transaction.atomic():
        last = _loaded_seal()
        register = _as_folder(entities)
        recording = Recording(last)
        numbers = {key: entity.number for key, entity in numbered(register.entities).items()}
        numbers |= recording.add_entities(entities)
        checked = check_rows(register, (list(row) for row in rows), entity_of, last.statements + 2)
        recording.add_statements(_unrecorded(checked), numbers, source_numbers(register.sources))
        _check_named(register)
        if any(recording.added.values()):
            recording.seal(last.register, 0, b"")


def _unrecorded(rows: Iterator[CheckedRow]) -> Iterator[CheckedRow]:
    for line, digest, row in rows:
        if entity_of(digest) is not None:
            raise refuse(STATEMENTS_FILE, line, row[ENTITY], Refused("statement_recorded"))
        yield line, digest, row


def _as_folder(new: Sequence[Entity] = ()) -> RegisterFolder:
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
    findings = _named_findings(register)
    if findings:
        raise RegisterRefused(findings)


def recorded_findings() -> list[Finding]:
    """What texts and attachments of the register as recorded name and is not there, and documents that none names."""
    return _named_findings(_as_folder())


def _named_findings(register: RegisterFolder) -> list[Finding]:
    attachments = find_statements(property=ATTACHMENT, limit=0)
    gone = retracted(recorded.statement for recorded in attachments)
    # Statement number 1 stands on line 2.
    attached = [
        Attached(recorded.number + 1, recorded.statement.value)
        for recorded in attachments
        if recorded.statement.id not in gone
    ]
    findings = check_prose(register, statements_of=_statements_of)
    return [*findings, *attachment_findings(attached, register.files)]


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

    def __init__(self, register: RegisterFolder, last: Seal | None, progress: Progress, take: frozenset[str]) -> None:
        self.register, self.take = register, take
        self.last = last
        self.recording = Recording(last, progress, str(register.meta.get("country", "")))
        self.comparison = Comparison(register, take)
        self.sheet = StatementsSheet(register, last.statements if last else 0)

    def run(self, remove: frozenset[str]) -> Loaded:
        self._check_asked(remove)
        self._statements(self._entities(), self._new_sources())
        growths = self.comparison.growths()
        conflicts = self.comparison.settle()
        if conflicts:
            raise RegisterRefused(conflicts)
        self._changed_sources()
        removed = self._files(growths, remove)
        added = self.recording.added
        seal = self.last
        if seal is None or any(added.values()):
            _check_named(_as_folder())
            seal = self.recording.seal(self.register.meta["id"], self.sheet.size, self.sheet.digest())
        return self._outcome(added, growths, removed, seal)

    def _check_asked(self, remove: frozenset[str]) -> None:
        """What is to be removed may not lie in the folder, what is to be taken must; a growing file is neither."""
        files = self.register.files
        findings = [
            Finding(name, 0, "", Refused("file_grew")) for name in sorted((remove | self.take) & GROWING.keys())
        ]
        findings += [Finding(name, 0, "", Refused("file_still_there")) for name in sorted(remove & files.keys())]
        absent = self.take - files.keys() - self.register.sources.keys()
        findings += [Finding(name, 0, "", Refused("take_absent")) for name in sorted(absent)]
        if findings:
            raise RegisterRefused(findings)

    def _entities(self) -> dict[str, int]:
        """Numbers of all entities by id, new ones recorded."""
        standing = self.comparison.entities
        changed = keys_in(standing, Standing.CHANGED)
        if changed:
            recorded = entities_by_id(changed)
            raise RegisterRefused(
                [
                    Finding(ENTITIES_FILE, 0, key, Refused("recorded_otherwise", "id", **recorded[key]._asdict()))
                    for key in changed
                ]
            )
        numbers = dict(select("SELECT id, number FROM ledger_entity"))
        new = (entity for entity in self.register.entities.values() if standing[entity.id] is Standing.NEW)
        return numbers | self.recording.add_entities(new)

    def _new_sources(self) -> dict[str, int]:
        """Numbers of all sources by id, new ones recorded."""
        numbers = dict(select("SELECT id, min(number) FROM ledger_source GROUP BY id"))
        return numbers | self._add_sources(Standing.NEW)

    def _changed_sources(self) -> None:
        """A description that changed is recorded anew."""
        self._add_sources(Standing.CHANGED)

    def _add_sources(self, standing: Standing) -> dict[str, int]:
        wanted = keys_in(self.comparison.sources, standing)
        return self.recording.add_sources(self.register.sources[key] for key in wanted)

    def _statements(self, entities: dict[str, int], sources: dict[str, int]) -> None:
        self.recording.add_statements(self.sheet.new_rows(), entities, sources)
        self.sheet.refuse_changed()

    def _files(self, growths: Mapping[str, Growth], remove: frozenset[str]) -> tuple[str, ...]:
        """Records what became of the kept files; the names of those that are removed."""
        files = self.register.files
        changed: dict[str, bytes | None] = {
            name: files[name] for name in keys_in(self.comparison.files, Standing.NEW, Standing.CHANGED)
        }
        changed |= {name: grown.content for name, grown in growths.items() if grown.content != file(name)}
        removed = sorted(remove & self.comparison.recorded_files)
        self.recording.add_files(changed | dict.fromkeys(removed))
        return tuple(removed)

    def _outcome(
        self, added: dict[str, int], growths: Mapping[str, Growth], removed: tuple[str, ...], seal: Seal
    ) -> Loaded:
        compared = self.comparison
        lacking = {
            "statements": self.sheet.lacking,
            "sources": len(keys_in(compared.sources, Standing.LACKING)),
            "entities": len(keys_in(compared.entities, Standing.LACKING)),
            **{name: grown.lacking for name, grown in growths.items()},
        }
        newer = (*keys_in(compared.sources, Standing.OLDER), *keys_in(compared.files, Standing.OLDER))
        behind = {
            *newer,
            *keys_in(compared.sources, Standing.LACKING),
            *(set(keys_in(compared.files, Standing.LACKING)) - {*removed}),
            *(name for name, grown in growths.items() if grown.lacking),
        }
        recording = self.recording
        return Loaded(
            **added,
            removed=removed,
            lacking={name: number for name, number in lacking.items() if number},
            lacking_files=tuple(name for name in keys_in(compared.files, Standing.LACKING) if name not in removed),
            newer=newer,
            replaced=compared.replaced,
            base=base_text(seal, behind),
            today=recording.today,
            undated=recording.undated,
            redated=recording.redated,
            moved=self.sheet.moved,
            moved_count=self.sheet.moved_count,
        )
