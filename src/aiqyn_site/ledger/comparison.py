"""A register folder beside the ledger, all but its statements: what is new, changed, older or lacking in the folder."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.exchange.assessments import ASSESSMENTS
from aiqyn.exchange.folder import SOURCES, TRANSLATIONS, RegisterFolder
from aiqyn.exchange.growth import GROWING, Growth, growth
from aiqyn.exchange.renderings import Rendered, rendered_in_verdicts
from aiqyn.exchange.row_tables import ROW_TABLES, joined
from aiqyn.exchange.standing import Standing, differing, nearness, standings
from aiqyn.ledger import Source
from aiqyn.ledger.identity import entity_digest, source_digest
from aiqyn_site.ledger.base_mark import base_of
from aiqyn_site.ledger.hash_chain import file_digest
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.register import file
from aiqyn_site.ledger.renderings_kept import last_taken, returned
from aiqyn_site.ledger.sql import select

_SOURCE_SQL = f"SELECT number, {', '.join(Source._fields)} FROM ledger_source WHERE id = %s ORDER BY number"
_FILE_SQL = "SELECT number, content FROM ledger_file WHERE name = %s ORDER BY number"
_DIGITS = 12
_PIECES, _PIECE = 3, 80  # as many are shown, and as much of each


class Replaced(NamedTuple):
    """A recorded version, with its day, that gives way to the folder's: how many cells or lines do, and the first."""

    name: str
    recorded: str
    pieces: int
    was: tuple[str, ...]
    becomes: tuple[str, ...]


class Comparison:
    """Where entities, sources and files stand, by id or name; `replaced` is what recorded versions give way in them.

    Files whose rows are known one by one stand apart: they are joined with what is recorded. What is `taken`, a source
    or a file, counts as the folder has it.
    """

    def __init__(self, register: RegisterFolder, taken: Collection[str] = frozenset()) -> None:
        self.register, self._taken = register, taken
        self.entities = standings(
            {key: entity_digest(entity) for key, entity in register.entities.items()}, _versions("ledger_entity", "id")
        )
        self.sources = standings(
            {key: source_digest(source) for key, source in register.sources.items()}, _versions("ledger_source", "id")
        )
        recorded = _versions("ledger_file", "name")
        self.recorded_files = {key for key, digests in recorded.items() if digests[-1] != file_digest(key, None)}
        self._by_rows = {*GROWING, *(ROW_TABLES.keys() & self.recorded_files)} - {*taken}
        own = {name: file_digest(name, content) for name, content in register.files.items()}
        wanted = (own.keys() | self.recorded_files) - self._by_rows
        self.files = standings(
            {name: own[name] for name in own if name in wanted},
            {name: digests for name, digests in recorded.items() if name in wanted},
        )
        self._base = base_of(register.path)
        # Before this load: a register that comes with its tombstones for the first time brings nothing back.
        self._taken_on = last_taken()
        self.replaced: list[Replaced] = []

    def growths(self, more: Collection[Rendered] = ()) -> dict[str, Growth]:
        """The files known by their rows, joined with the folder's.

        `more` are texts of statements that are not recorded yet. Raises RegisterRefused for rows that are changed
        there, and for what may be renderings that were taken away, even in a file that is taken as the folder has it.
        """
        findings: list[Finding] = []
        grown: dict[str, Growth] = {}
        for name in sorted(self._by_rows & (self.register.files.keys() | self.recorded_files)):
            own = self.register.files.get(name, b"")
            try:
                if name in GROWING:
                    grown[name] = growth(name, file(name) or b"", own)
                else:
                    grown[name] = self._joined(name, own)
            except RegisterRefused as refused:
                findings += refused.findings
        findings += self._returned(grown, more)
        if findings:
            raise RegisterRefused(findings)
        return grown

    def _returned(self, grown: Mapping[str, Growth], more: Collection[Rendered]) -> list[Finding]:
        """What may be renderings that were taken away; a row of a verdict that was is refused, and renders nothing."""
        verdicts = grown[ASSESSMENTS].content if ASSESSMENTS in grown else file(ASSESSMENTS) or b""
        titles = (Rendered(source.lang, source.title) for source in self.register.sources.values())
        own = self.register.files.get(TRANSLATIONS, b"")
        return returned(own, {*more, *titles, *rendered_in_verdicts(verdicts)}, self._taken_on)

    def _joined(self, name: str, own: bytes) -> Growth:
        numbers, contents = zip(*_contents(name), strict=True)
        base = self._base
        made_from = base.seal.files if base and name not in base.behind else 0
        of_base = [content for number, content in zip(numbers, contents, strict=True) if number <= made_from]
        grown = joined(name, contents, own, of_base[-1] if of_base else None)
        self._give_way(name, _seal_of("files", numbers[-1]), _lines(grown.content), _lines(contents[-1]))
        return grown

    def settle(self) -> list[Finding]:
        """Tell what only the folder changed, and `replaced`, from what both sides changed, which is named."""
        conflicts: list[Finding] = []
        for standing, weigh in ((self.sources, self._weigh_source), (self.files, self._weigh_file)):
            for key in sorted(standing):
                if key in self._taken and standing[key] is Standing.OLDER:
                    standing[key] = Standing.CHANGED
                conflict = weigh(key) if standing[key] is Standing.CHANGED else None
                if conflict is not None:
                    standing[key] = Standing.BOTH
                    conflicts.append(conflict)
        return conflicts

    def _weigh_source(self, key: str) -> Finding | None:
        own = self.register.sources[key]
        numbers, versions = zip(*((row[0], row[1:]) for row in select(_SOURCE_SQL, [key])), strict=True)
        seal = _seal_of("sources", numbers[-1])
        if self._is_of_last(key, seal, nearness(enumerate(own), map(enumerate, versions))):
            self._give_way(key, seal, _cells(own), _cells(versions[-1]))
            return None
        columns = [name for name, cell, last in zip(Source._fields, own, versions[-1], strict=True) if cell != last]
        return Finding(SOURCES, 0, key, Refused("source_by_both", day=_day(seal), columns=tuple(columns), id=key))

    def _weigh_file(self, name: str) -> Finding | None:
        own = self.register.files[name]
        numbers, versions = zip(*_contents(name), strict=True)
        seal = _seal_of("files", numbers[-1])
        if self._is_of_last(name, seal, nearness(io.BytesIO(own), map(io.BytesIO, versions))):
            self._give_way(name, seal, _lines(own), _lines(versions[-1]))
            return None
        digests = {"recorded": _shown(versions[-1]), "own": _shown(own)}
        return Finding(name, 0, "", Refused("file_by_both", day=_day(seal), name=name, **digests))

    def _is_of_last(self, key: str, seal: Seal, near: int) -> bool:
        """Whether what the folder has was made from the last version, of a seal; or shall count even so."""
        return key in self._taken or near > 0 or (near == 0 and self._base is not None and self._base.has(key, seal))

    def _give_way(self, name: str, seal: Seal, own: Sequence[str], last: Sequence[str]) -> None:
        was, becomes = differing(own, last)
        if was:
            first = (tuple(piece[:_PIECE] for piece in pieces[:_PIECES]) for pieces in (was, becomes))
            self.replaced.append(Replaced(name, _day(seal), len(was), *first))


def keys_in(standing: Mapping[str, Standing], *wanted: Standing) -> list[str]:
    """What stands so, in order of the keys."""
    return sorted(key for key, where in standing.items() if where in wanted)


def _versions(table: str, key: str) -> dict[str, list[bytes]]:
    """The digests of all versions of each thing in a table, the last at the end."""
    versions: dict[str, list[bytes]] = {}
    for name, digest in select(f"SELECT {key}, digest FROM {table} ORDER BY number"):
        versions.setdefault(name, []).append(bytes(digest))
    return versions


def _contents(name: str) -> list[tuple[int, bytes]]:
    """The versions of a file with their numbers; empty where it was removed."""
    return [(number, bytes(content or b"")) for number, content in select(_FILE_SQL, [name])]


def _shown(content: bytes) -> str:
    """The beginning of the SHA-256 of a content."""
    return sha256(content).hexdigest()[:_DIGITS]


def _day(seal: Seal) -> str:
    return seal.loaded_at.date().isoformat()


def _seal_of(counter: str, number: int) -> Seal:
    """The seal under which a row of a table (`counter`: which) was recorded."""
    return Seal.objects.filter(**{f"{counter}__gte": number}).order_by("number")[0]


def _cells(source: Iterable[str]) -> list[str]:
    return [f"{column} {cell!r}" for column, cell in zip(Source._fields, source, strict=True)]


def _lines(content: bytes) -> list[str]:
    """The lines of a file, safe to print; those of what is no text are not told apart by what they say."""
    try:
        return [repr(line) for line in content.decode().split("\n")]
    except UnicodeDecodeError:
        return [f"SHA-256 {_shown(content)}"]
