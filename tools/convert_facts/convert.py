"""The whole conversion: fact files and tables in, the rows of every register file out. Reads nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.convert_facts.content import (
    country_rows,
    edition_rows,
    entities,
    indicator_rows,
    organisation_rows,
    programme_rows,
    project_rows,
    region_rows,
)
from tools.convert_facts.facts import Reader, convert_fact, works_by_project
from tools.convert_facts.rows import (
    COMPILATION,
    FACT_FILES,
    RECORDED,
    Entity,
    Outcome,
    Row,
    read_csv,
    read_facts,
)
from tools.convert_facts.tables import LANGUAGES, Record, Tables

SOURCE_COLUMNS = (
    "id", "url", "title", "title_basis", "publisher", "published", "published_basis", "lang", "kind", "note",
)  # fmt: skip
_PUBLISHED_BASIS = {
    "stated, in URL, or from the index header": "stated",
    "inferred": "inferred",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of the register's files, and what became of each fact."""

    entities: tuple[Entity, ...]
    sources: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, ...], ...]
    statements: tuple[Row, ...]
    translations: tuple[tuple[str, ...], ...]
    outcomes: tuple[Outcome, ...]


def convert(shared: Path, tables: Tables) -> Register:
    """Makes the register from the folder of shared notes. The same input gives the same rows."""
    folder = shared / "facts"
    facts = {name: read_facts(folder, name) for name in FACT_FILES}
    reader = Reader(tables, works_by_project(facts["project_facts"]))
    outcomes = tuple(convert_fact(fact, reader) for name in FACT_FILES for fact in facts[name])
    projects = sorted(read_csv(folder / "projects.csv"), key=lambda row: row["project_id"])
    statements = tuple(_statements(read_csv(shared / "regions.csv"), projects, outcomes, tables))
    return Register(
        entities=tuple(sorted(entities(tables, projects))),
        sources=tuple(sorted(_sources(read_csv(folder / "sources.csv"), tables))),
        parts=_used_parts(statements, tables),
        statements=statements,
        translations=tuple(_translations(statements, tables)),
        outcomes=outcomes,
    )


def _statements(
    regions: Sequence[Record], projects: Sequence[Record], outcomes: Sequence[Outcome], tables: Tables
) -> Iterator[Row]:
    """All statements in the order in which a person would read them: places, bodies, lists, then projects."""
    by_entity: dict[str, list[Row]] = {}
    for row in (row for outcome in outcomes for row in outcome.rows):
        by_entity.setdefault(row.entity, []).append(row)
    yield from country_rows()
    yield from region_rows(regions, tables)
    for organisation in tables.organisations.values():
        yield from organisation_rows(organisation)
        yield from by_entity.get(organisation["id"], ())
    yield from programme_rows()
    for edition in tables.editions.values():
        yield from edition_rows(edition)
        yield from by_entity[edition["id"]]
    for indicator in tables.indicators.values():
        yield from indicator_rows(indicator)
        yield from by_entity[indicator["id"]]
    for event in tables.events.values():
        yield from by_entity[event]
    for project in projects:
        stated = by_entity.get(project["project_id"], [])
        rows = (*project_rows(project, tables, stated), *stated)
        yield from sorted(rows, key=lambda row: (tables.order[row.property], row.part))


def _sources(rows: Iterable[Record], tables: Tables) -> Iterator[tuple[str, ...]]:
    """The sources as compiled; a title in [brackets] describes the page and loses its brackets."""
    for row in rows:
        described = row["title"].startswith("[") and row["title"].endswith("]")
        yield (
            row["source_id"],
            row["url"],
            row["title"][1:-1] if described else row["title"],
            "described" if described else "seen",
            row["publisher"],
            row["published"],
            _PUBLISHED_BASIS[row["published_basis"]],
            row["language"],
            tables.publishers[row["publisher"]],
            row["note"],
        )
    title = "Compilation of the facts about the Kazakhstan-China joint projects"
    note = "what the compilers wrote themselves: our names, sectors, places and approximate points"
    yield (COMPILATION, "", title, "described", "Aiqyn", RECORDED, "stated", "en", "register", note)


def _used_parts(statements: Iterable[Row], tables: Tables) -> tuple[tuple[str, ...], ...]:
    """The parts that a statement uses, by id, as the register's files are sorted."""
    used = {row.part for row in statements}
    rows = ((part["id"], *(part[lang] for lang in LANGUAGES)) for part in tables.parts if part["id"] in used)
    return tuple(sorted(rows))


def texts_to_translate(statements: Iterable[Row]) -> list[str]:
    """The English texts of the register, names apart, each once, in the order in which they first stand."""
    names = ("name", "other_name")
    return list(dict.fromkeys(row.value for row in statements if row.lang == "en" and row.property not in names))


def _translations(statements: Iterable[Row], tables: Tables) -> Iterator[tuple[str, ...]]:
    for text in texts_to_translate(statements):
        words: Mapping[str, str] = tables.translations.get(text, {})
        if words:
            yield ("en", text, words["ru"], words["kk"], words["zh"])
