"""A register folder: the plain files of a register, read strictly and checked before anything is loaded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from aiqyn.errors import Refused, refuse
from aiqyn.exchange.description import META, read_description
from aiqyn.exchange.file_safety import document_fault
from aiqyn.exchange.personal import check_personal
from aiqyn.exchange.strict_csv import read_rows, safe_file
from aiqyn.exchange.web_address import is_web_address
from aiqyn.ledger.claim import Grounds, source_rank
from aiqyn.ledger.identity import digest_of, is_id, is_statement_id, statement_digest
from aiqyn.ledger.source import Entity, Source
from aiqyn.ledger.statement import COLUMNS
from aiqyn.values.dates import parse_date
from aiqyn.vocabulary import Vocabulary, load_vocabulary
from aiqyn.vocabulary.text_languages import check_language

STATEMENTS, ENTITIES, SOURCES, PARTS = "statements.csv", "entities.csv", "sources.csv", "parts.csv"
TRANSLATIONS = "translations.csv"
#: The two subfolders there may be, and the text of the programme's history, without its language.
ARTICLES, DOCUMENTS, PROGRAMME = "articles", "documents", "programme"
SUBFOLDERS = (ARTICLES, DOCUMENTS)
TRANSLATION_COLUMNS = ("lang", "text", "ru", "kk", "zh")
#: Files whose rows are kept in tables of their own; all others are kept as they are.
TABLES = (ENTITIES, SOURCES, STATEMENTS)
PACKAGE = "datapackage.json"
#: The files to which rows are added while the site runs. A later content of one begins with the one before.
GROWING_FILES = ("assessments.csv", "corrections.csv", "replies.csv")
#: Says what a folder was made from; written by us, no file of the register.
BASE_MARK = ".aiqyn-base"
FILE_LIMIT = 5_000_000
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


class Part(NamedTuple):
    """A named portion of a thing (phase 2, a product, a lender), with its label in four languages."""

    id: str
    en: str
    ru: str
    kk: str
    zh: str


@dataclass(frozen=True, slots=True)
class RegisterFolder:
    """An opened register: its description and everything but its statements, all checked.

    `entities`, `sources` and `parts` are by id, in file order; `files` are the other files' bytes by name, those of
    the subfolders as `articles/NAME` and `documents/NAME`.
    """

    path: Path
    meta: Mapping[str, Any]
    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]
    parts: Mapping[str, Part]
    files: Mapping[str, bytes]
    vocabulary: Vocabulary

    @property
    def country(self) -> str:
        """The country whose law and clock count, as in the code list `country`; blank where none is named."""
        return str(self.meta.get("country", ""))

    @property
    def grounds(self) -> Grounds:
        """What its statements are weighed by."""
        tiers = self.vocabulary.tiers("source_kind")
        compared = {kind.key for kind in self.vocabulary.kinds.values() if kind.compared_under}
        return Grounds(
            self.vocabulary,
            {source.id: source_rank(source, tiers) for source in self.sources.values()},
            {
                entity.id: entity.part_of
                for entity in self.entities.values()
                if entity.kind in compared and entity.part_of
            },
        )

    def recorded_among(self, identifiers: Iterable[str]) -> set[str]:
        """The ids of statements among some that the statements file has; it is read only where one is named."""
        return set(self.lines_of(identifiers))

    def lines_of(self, identifiers: Iterable[str]) -> dict[str, int]:
        """The lines on which some statements stand first, by their ids; those that the file lacks are left out."""
        wanted = {digest_of(identifier): identifier for identifier in identifiers if is_statement_id(identifier)}
        lines: dict[str, int] = {}
        for line, row in enumerate(read_rows(safe_file(self.path, STATEMENTS), COLUMNS), 2) if wanted else ():
            digest = statement_digest(row)
            if digest in wanted:
                lines.setdefault(wanted[digest], line)
        return lines


def open_register(path: Path) -> RegisterFolder:
    """Read and check all of a register but its statements. Raises RegisterRefused at the first fault."""
    if path.is_symlink() or not path.is_dir():
        raise refuse(str(path), 0, "", Refused("folder_none"))
    vocabulary = load_vocabulary()
    meta = read_description(small_file(path, META))
    entities = _read_entities(path, vocabulary)
    sources = _read_sources(path, vocabulary)
    parts = _read_parts(path, entities, vocabulary)
    _check_translations(path)
    return RegisterFolder(path, meta, entities, sources, parts, _other_files(path), vocabulary)


def _keyed_rows(folder: Path, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Rows with their line, their first column a well-formed id, in ascending order and each once."""
    before = ""
    for line, row in enumerate(read_rows(safe_file(folder, name), columns), 2):
        key = row[0]
        if not is_id(key):
            raise refuse(name, line, key, Refused("id_form", columns[0]))
        if key == before:
            raise refuse(name, line, key, Refused("id_twice", columns[0]))
        if key < before:
            raise refuse(name, line, key, Refused("id_unsorted", columns[0], before=before))
        for column, cell in zip(columns, row, strict=True):
            _check_cell(name, line, column, cell)
        before = key
        yield line, row


def _check_cell(name: str, line: int, column: str, cell: str) -> None:
    """A cell holds nothing of a private person."""
    try:
        check_personal(cell, column)
    except Refused as refused:
        raise refuse(name, line, cell, refused) from None


def _read_entities(folder: Path, vocabulary: Vocabulary) -> Mapping[str, Entity]:
    entities: dict[str, Entity] = {}
    lines: dict[str, int] = {}
    for line, row in _keyed_rows(folder, ENTITIES, Entity._fields):
        entity = Entity(*row)
        if entity.kind not in vocabulary.kinds:
            reason = Refused("entity_kind", "kind", "write_one_of", known=tuple(sorted(vocabulary.kinds)))
            raise refuse(ENTITIES, line, entity.kind, reason)
        _check_free(ENTITIES, line, entity.id, vocabulary)
        entities[entity.id], lines[entity.id] = entity, line
    for entity in entities.values():
        if entity.part_of and (entity.part_of not in entities or _is_within_itself(entity, entities)):
            raise refuse(ENTITIES, lines[entity.id], entity.part_of, Refused("entity_whole", "part_of"))
    return entities


def _is_within_itself(entity: Entity, entities: Mapping[str, Entity]) -> bool:
    """Whether the chain of what an entity is part of comes back to it."""
    seen: set[str] = set()
    whole = entity.part_of
    while whole and whole not in seen and whole in entities:
        if whole == entity.id:
            return True
        seen.add(whole)
        whole = entities[whole].part_of
    return False


def _read_sources(folder: Path, vocabulary: Vocabulary) -> Mapping[str, Source]:
    sources: dict[str, Source] = {}
    kinds = vocabulary.code_list("source_kind")
    for line, row in _keyed_rows(folder, SOURCES, Source._fields):
        source = Source(*row)
        fault = _source_fault(source, kinds)
        if fault is not None:
            raise refuse(SOURCES, line, getattr(source, fault.field), fault)
        sources[source.id] = source
    return sources


def _source_fault(source: Source, kinds: Mapping[str, object]) -> Refused | None:
    """The first fault of a source, at its column."""
    if source.url and not is_web_address(source.url):
        return Refused("source_url", "url")
    if not source.title:
        return Refused("source_title", "title")
    if source.title_basis not in {"seen", "described"}:
        return Refused("source_title_basis", "title_basis")
    if source.published_basis not in {"stated", "inferred", "unknown"}:
        return Refused("source_published_basis", "published_basis")
    if source.kind not in kinds:
        return Refused("source_kind", "kind", "write_one_of", known=tuple(sorted(kinds)))
    for column, parse in (("lang", check_language), ("published", parse_date)):
        text = getattr(source, column)
        try:
            parse(text) if text else None
        except Refused as refused:
            return refused.at(column)
    return None


def _read_parts(folder: Path, entities: Mapping[str, Entity], vocabulary: Vocabulary) -> Mapping[str, Part]:
    parts: dict[str, Part] = {}
    for line, row in _keyed_rows(folder, PARTS, Part._fields):
        if not all(row):
            column = Part._fields[row.index("")]
            raise refuse(PARTS, line, "", Refused("part_unlabelled", column, part=row[0]))
        if row[0] in entities:
            raise refuse(PARTS, line, row[0], Refused("part_entity", "id"))
        _check_free(PARTS, line, row[0], vocabulary)
        parts[row[0]] = Part(*row)
    return parts


def _check_free(name: str, line: int, key: str, vocabulary: Vocabulary) -> None:
    """What a part names is told by its id alone, so a code that serves as a part is no other thing's id."""
    if key in vocabulary.parts:
        raise refuse(name, line, key, Refused("id_is_code", "id", list=vocabulary.parts[key].code_list))


def _check_translations(folder: Path) -> None:
    """Our own renderings of English texts: optional, but each in all other languages, and each text once."""
    if not (folder / TRANSLATIONS).exists():
        return
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(read_rows(safe_file(folder, TRANSLATIONS), TRANSLATION_COLUMNS), 2):
        if not all(row):
            column = TRANSLATION_COLUMNS[row.index("")]
            raise refuse(TRANSLATIONS, line, "", Refused("translation_missing", column))
        if (row[0], row[1]) in seen:
            raise refuse(TRANSLATIONS, line, row[1], Refused("translation_twice", "text"))
        seen.add((row[0], row[1]))


def _other_files(folder: Path) -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for path in sorted(folder.iterdir()):
        if path.name in SUBFOLDERS and path.is_dir() and not path.is_symlink():
            files |= _inner_files(path)
        elif path.name not in {*TABLES, BASE_MARK}:
            _check_name(path.name)
            files[path.name] = small_file(folder, path.name)
            _check_lines(path.name, files[path.name])
    _check_package(files.get(PACKAGE, b"{}"), set(files) | set(TABLES))
    return files


def _inner_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a subfolder, named with it; documents are looked into."""
    inside = f"{folder.name}/"
    for path in sorted(folder.iterdir()):
        _check_name(path.name, inside)
        content = small_file(folder, path.name, inside)
        fault = document_fault(path.name, content) if folder.name == DOCUMENTS else None
        if fault is not None:
            raise refuse(inside + path.name, 0, "", fault)
        if folder.name == ARTICLES:
            _check_lines(inside + path.name, content)
        yield inside + path.name, content


def _check_name(name: str, inside: str = "") -> None:
    if not _FILE_NAME.fullmatch(name):
        raise refuse(inside + repr(name), 0, "", Refused("file_name"))
    _check_cell(inside + name, 0, "", name)


def _check_lines(name: str, content: bytes) -> None:
    """No line of a text holds anything of a private person: a description, an article, what is read by columns later.

    Coordinates are no text, and rows that the desk adds to are asked cell by cell where they are read.
    """
    if name.endswith(".geojson") or name in GROWING_FILES:
        return
    for line, text in enumerate(content.decode("utf-8", "replace").split("\n"), 1):
        _check_cell(name, line, "", text)


def small_file(folder: Path, name: str, inside: str = "") -> bytes:
    """The bytes of a file of the folder. Raises RegisterRefused where it is none, or larger than FILE_LIMIT."""
    with safe_file(folder, name, inside).open("rb") as stream:
        content = stream.read(FILE_LIMIT + 1)
    if len(content) > FILE_LIMIT:
        raise refuse(inside + name, 0, "", Refused("file_large", n=FILE_LIMIT))
    return content


def _check_package(content: bytes, names: set[str]) -> None:
    """The data package may name only files of this folder: no other path, no address."""
    try:
        paths = [resource.get("path", "") for resource in json.loads(content).get("resources", [])]
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise refuse(PACKAGE, 0, "", Refused("package_form")) from None
    for path in paths:
        if not isinstance(path, str) or path not in names:
            raise refuse(PACKAGE, 0, str(path), Refused("package_path", "path", name=PACKAGE))
