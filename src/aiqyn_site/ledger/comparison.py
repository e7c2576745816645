"""A register folder beside the ledger, all but its statements: what is new, changed, older or lacking in the folder."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from hashlib import sha256

from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.exchange.assessments import ASSESSMENTS
from aiqyn.exchange.folder import SOURCES, TRANSLATIONS, RegisterFolder
from aiqyn.exchange.growth import GROWING, Growth, growth
from aiqyn.exchange.renderings import Rendered, rendered_in_verdicts
from aiqyn.exchange.row_tables import ROW_TABLES, joined
from aiqyn.exchange.standing import Standing, nearness, standings
from aiqyn.ledger import Source
from aiqyn.ledger.identity import entity_digest, source_digest, statement_id
from aiqyn_site.ledger.hash_chain import file_digest
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.register import file
from aiqyn_site.ledger.renderings_kept import returned
from aiqyn_site.ledger.sql import select

_SOURCE_SQL = f"SELECT number, {', '.join(Source._fields)} FROM ledger_source WHERE id = %s ORDER BY number"
_FILE_SQL = "SELECT number, content FROM ledger_file WHERE name = %s ORDER BY number"
_DIGITS = 12


class Comparison:
    """Where entities, sources and files stand, by id or name.

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
                    grown[name] = joined(name, [content for _, content in _contents(name)], own)
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
        return returned(own, {*more, *titles, *rendered_in_verdicts(verdicts)})

    def settle(self) -> list[Finding]:
        """Tell what only the folder changed from what both sides changed, which is named."""
        conflicts: list[Finding] = []
        for standing, conflict_of in ((self.sources, self._source_conflict), (self.files, self._file_conflict)):
            for key in sorted(standing):
                if key in self._taken and standing[key] is Standing.OLDER:
                    standing[key] = Standing.CHANGED
                elif key not in self._taken and standing[key] is Standing.CHANGED:
                    conflict = conflict_of(key)
                    if conflict is not None:
                        standing[key] = Standing.BOTH
                        conflicts.append(conflict)
        return conflicts

    def _source_conflict(self, key: str) -> Finding | None:
        own = self.register.sources[key]
        numbers, versions = zip(*((row[0], row[1:]) for row in select(_SOURCE_SQL, [key])), strict=True)
        seal = self._seal_since("sources", numbers[-1], nearness(enumerate(own), map(enumerate, versions)))
        if seal is None:
            return None
        columns = [name for name, cell, last in zip(Source._fields, own, versions[-1], strict=True) if cell != last]
        return Finding(SOURCES, 0, key, Refused("source_by_both", day=_day(seal), columns=tuple(columns), id=key))

    def _file_conflict(self, name: str) -> Finding | None:
        own = self.register.files[name]
        numbers, versions = zip(*_contents(name), strict=True)
        seal = self._seal_since("files", numbers[-1], nearness(io.BytesIO(own), map(io.BytesIO, versions)))
        if seal is None:
            return None
        digests = {"recorded": _shown(versions[-1]), "own": _shown(own)}
        return Finding(name, 0, "", Refused("file_by_both", day=_day(seal), name=name, **digests))

    def _seal_since(self, counter: str, number: int, near: int) -> Seal | None:
        """The seal of the last version of a thing that was changed from an older one, by the last's number; else None.

        Where it is as near to both, the rest of that load tells: a folder that lacks some of it is older.
        """
        if near > 0:
            return None
        seal = Seal.objects.filter(**{f"{counter}__gte": number}).order_by("number")[0]
        return seal if near < 0 or self._lacks_of(seal) else None

    def _lacks_of(self, seal: Seal) -> bool:
        """Whether the folder lacks something that was recorded under a seal."""
        before = Seal.objects.filter(number=seal.number - 1).first() or Seal(
            entities=0, sources=0, statements=0, files=0
        )
        stretch = "number > %s AND number <= %s"
        for table, key, counter, standing in (
            ("ledger_entity", "id", "entities", self.entities),
            ("ledger_source", "id", "sources", self.sources),
            ("ledger_file", "name", "files", self.files),
        ):
            sql = f"SELECT {key} FROM {table} WHERE {stretch}"
            recorded = select(sql, [getattr(before, counter), getattr(seal, counter)])
            if any(standing.get(key) in {Standing.LACKING, Standing.OLDER} for (key,) in recorded):
                return True
        sql = f"SELECT digest FROM ledger_statement WHERE {stretch} LIMIT 500"
        ids = {statement_id(bytes(digest)) for (digest,) in select(sql, [before.statements, seal.statements])}
        return bool(ids - self.register.recorded_among(ids))


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
