"""What is known of the register as a whole, and the bytes of its files besides the three tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiqyn.dossier.duties import has_duties
from aiqyn.exchange.description import META
from aiqyn.exchange.folder import PARTS, TRANSLATION_COLUMNS, TRANSLATIONS, Part
from aiqyn.exchange.strict_csv import lines_in, read_rows
from aiqyn.ledger import Grounds, Source, SourceRank, source_rank
from aiqyn.vocabulary import LANGUAGES, load_vocabulary
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.sql import select
from aiqyn_site.ledger.version import Version, version

#: Our renderings of a text, by (language, text), each by its language.
Translations = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Register:
    """What a page needs to know of the register as a whole.

    `parts` and `translations` give labels by language: of a part by its id or code, of a text by (language, text).
    `corrected` are the ids of sources that were described more than once.
    """

    id: str
    meta: Mapping[str, Any]
    parts: Mapping[str, Mapping[str, str]]
    translations: Translations
    grounds: Grounds
    version: Version
    corrected: frozenset[str] = frozenset()

    @property
    def country(self) -> str:
        """The country whose law and clock count here, as in the code list `country`; blank where none is named."""
        return str(self.meta.get("country", ""))

    @property
    def has_duties(self) -> bool:
        """Whether it is entered here what the law of its country asks for."""
        return has_duties(self.country)

    def title(self, lang: str) -> str:
        return str(self.meta["title"].get(lang) or "Aiqyn")


@kept(most=1)
def register() -> Register:
    """The register as it is now."""
    files = {name: bytes(content) for name, content in select(_FILES_SQL, [META, PARTS, TRANSLATIONS])}
    meta = tomllib.loads(files[META].decode()) if META in files else {"id": "", "title": {}, "summary": {}}
    parts = {key: code.labels for key, code in load_vocabulary().parts.items()}
    parts |= {
        key: {lang: getattr(part, lang) for lang in LANGUAGES} for key, part in _read_parts(files.get(PARTS)).items()
    }
    translations = read_translations(files.get(TRANSLATIONS))
    again = frozenset(row[0] for row in select("SELECT id FROM ledger_source GROUP BY id HAVING count(*) > 1", []))
    return Register(str(meta["id"]), meta, parts, translations, _grounds(), version(), again)


_FILES_SQL = """
SELECT name, content FROM ledger_file
WHERE name IN (%s, %s, %s) AND content IS NOT NULL
  AND number IN (SELECT max(number) FROM ledger_file GROUP BY name)
"""


def file(name: str) -> bytes | None:
    """The content of another file of the register as last loaded; None where there is none."""
    sql = "SELECT content FROM ledger_file WHERE name = %s ORDER BY number DESC LIMIT 1"
    content = next((row[0] for row in select(sql, [name])), None)
    return bytes(content) if content is not None else None


def read_translations(content: bytes | None) -> Translations:
    rows = _rows(TRANSLATIONS, TRANSLATION_COLUMNS, content)
    others = [(lang, TRANSLATION_COLUMNS.index(lang)) for lang in LANGUAGES if lang in TRANSLATION_COLUMNS]
    return {(row[0], row[1]): {lang: row[place] for lang, place in others} for row in rows}


def _read_parts(content: bytes | None) -> dict[str, Part]:
    return {row[0]: Part(*row) for row in _rows(PARTS, Part._fields, content)}


def _rows(name: str, columns: Sequence[str], content: bytes | None) -> Iterable[list[str]]:
    return read_rows(Path(name), columns, lines_in(name, content)) if content is not None else ()


def _grounds() -> Grounds:
    vocabulary = load_vocabulary()
    tiers = vocabulary.tiers("source_kind")
    ranks: dict[str, SourceRank] = {}
    for row in select(f"SELECT {', '.join(Source._fields)} FROM ledger_source ORDER BY number", []):
        ranks[row[0]] = source_rank(Source(*row), tiers)
    kinds = [kind.key for kind in vocabulary.kinds.values() if kind.compared_under]
    subjects = {
        key: part_of
        for kind in kinds
        for key, part_of in select("SELECT id, part_of FROM ledger_entity WHERE kind = %s AND part_of <> ''", [kind])
    }
    return Grounds(vocabulary, ranks, subjects)


def own_parts() -> dict[str, Part]:
    """The parts that the register itself describes, by id."""
    return _read_parts(file(PARTS))
