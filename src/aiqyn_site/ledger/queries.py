"""Reads of the ledger that pages and API share. Every answer is immutable and as the core's types have it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from aiqyn.errors import Refused
from aiqyn.ledger import Entity, Source, Statement
from aiqyn.ledger.claim import withdrawn_ids
from aiqyn.ledger.identity import digest_of, statement_id, statement_ids
from aiqyn.ledger.statement import DECISIONS, PREFERENCE, RETRACTION
from aiqyn.vocabulary import LANGUAGES, load_vocabulary
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.register import Register, Translations, file, read_translations, register
from aiqyn_site.ledger.sql import batches, marks, select
from aiqyn_site.ledger.version import version

_COLUMNS = """
s.number, s.digest, e.id, s.property, s.value, s.unit, s.lang, s.as_of, s.basis, s.part, o.id, coalesce(b.id, ''),
s.place, s.printed, s.confidence, s.note, s.recorded
"""
_FROM = """
FROM ledger_statement s
JOIN ledger_entity e ON e.number = s.entity_id
JOIN ledger_source o ON o.number = s.source_id
LEFT JOIN ledger_entity b ON b.number = s.said_by_id
"""
_SELECT = f"SELECT {_COLUMNS} {_FROM}"
_AT_ONCE = 1000
_OF_ENTITY = """
SELECT s.digest, s.property, s.value, s.unit, s.lang, s.as_of, s.basis, s.part, s.source_id, coalesce(b.id, ''),
       s.place, s.printed, s.confidence, s.note, s.recorded
FROM ledger_statement s LEFT JOIN ledger_entity b ON b.number = s.said_by_id
WHERE s.entity_id = (SELECT number FROM ledger_entity WHERE id = %s) ORDER BY s.number
"""
_MOST_SOURCES_KEPT = 2000  # about 3 MB


class Recorded(NamedTuple):
    """A statement as it stands in the ledger: its number in recorded order, and what was later said of it."""

    number: int
    statement: Statement
    retracted_by: Statement | None = None
    preferred_by: Statement | None = None


def entity(identifier: str) -> Entity | None:
    """The entity with an id."""
    for row in select("SELECT id, kind, part_of FROM ledger_entity WHERE id = %s", [identifier]):
        return Entity(*row)
    return None


def entities(kind: str) -> list[Entity]:
    """All entities of a kind, by id."""
    return [
        Entity(*row)
        for row in select("SELECT id, kind, part_of FROM ledger_entity WHERE kind = %s ORDER BY id", [kind])
    ]


class Numbered(NamedTuple):
    """An entity with its number in recorded order."""

    number: int
    id: str
    kind: str
    part_of: str


def subjects() -> list[str]:
    """Everything that statements are compared under, in recorded order."""
    subject_of = register().grounds.subjects
    above = set(subject_of.values())
    keys = (row[0] for row in select("SELECT id FROM ledger_entity ORDER BY number"))
    return [key for key in keys if key not in subject_of or key in above]


def entities_after(number: int) -> Iterator[Entity]:
    """The entities recorded after a number."""
    sql = "SELECT id, kind, part_of FROM ledger_entity WHERE number > %s ORDER BY number"
    return (Entity(*row) for row in select(sql, [number]))


def source_numbers(identifiers: Iterable[str]) -> dict[str, int]:
    """The numbers by which statements name sources, by id: those of their first descriptions."""
    sql = "SELECT id, min(number) FROM ledger_source WHERE id IN ({}) GROUP BY id"
    wanted = batches(sorted(set(identifiers)))
    return dict(row for batch in wanted for row in select(sql.format(marks(batch)), batch))


def numbered(identifiers: Iterable[str]) -> dict[str, Numbered]:
    """Entities by id with their numbers; ids that are not there are left out."""
    entities: dict[str, Numbered] = {}
    for batch in batches(sorted(set(identifiers))):
        for row in select(f"SELECT number, id, kind, part_of FROM ledger_entity WHERE id IN ({marks(batch)})", batch):
            entities[row[1]] = Numbered(*row)
    return entities


def entities_by_id(identifiers: Iterable[str]) -> dict[str, Entity]:
    """Entities by id; ids that are not there are left out."""
    entities: dict[str, Entity] = {}
    for batch in batches(sorted(set(identifiers))):
        for row in select(f"SELECT id, kind, part_of FROM ledger_entity WHERE id IN ({marks(batch)})", batch):
            entities[row[0]] = Entity(*row)
    return entities


def files() -> dict[str, int]:
    """The files of the register folder but its tables, in order of their names, those of subfolders as `articles/NAME`.

    The number of each changes with its content.
    """
    sql = """
    SELECT name, number FROM ledger_file
    WHERE number IN (SELECT max(number) FROM ledger_file GROUP BY name) AND content IS NOT NULL
    """
    return dict(sorted(select(sql)))


def file_content(number: int) -> bytes:
    """The bytes of a stored file, by its number; empty where there is none."""
    return next((bytes(row[0]) for row in select("SELECT content FROM ledger_file WHERE number = %s", [number])), b"")


def source(identifier: str) -> Source | None:
    """A source as last described."""
    return sources([identifier]).get(identifier)


def sources(identifiers: Iterable[str]) -> dict[str, Source]:
    """Sources by id, each as last described; ids that are not there are left out."""
    described: dict[str, Source] = {}
    columns = ", ".join(Source._fields)
    for batch in batches(sorted(set(identifiers))):
        sql = f"SELECT {columns} FROM ledger_source WHERE id IN ({marks(batch)}) ORDER BY number"
        for row in select(sql, batch):
            described[row[0]] = Source(*row)
    return described


class Name(NamedTuple):
    """An entity's name in a language, whether it was seen or is our own rendering, and the statement that gives it."""

    text: str
    lang: str
    basis: str
    statement_id: str


class Names(dict[str, Name]):
    """An entity's leading names by language; `kind` is the entity's, blank where nobody read it."""

    kind = ""

    def best(self, lang: str) -> Name:
        """The name in a language, or else the first there is in Kazakh, Russian, English, Chinese, any other."""
        for language in (lang, *LANGUAGES, *self):
            if language in self:
                return self[language]
        raise KeyError(lang)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The names as (language, text), always in one order: databases give rows in any."""
        return sorted((lang, name.text) for lang, name in self.items())


def names(identifiers: Iterable[str]) -> dict[str, Names]:
    """The names of entities. An entity that has no name goes by its id, marked as no language (`zxx`)."""
    by_entity: dict[str, Names] = {}
    for batch in batches(sorted(set(identifiers))):
        sql = (
            "SELECT n.entity, n.text, n.lang, n.basis, n.statement, e.kind"
            " FROM projects_name n JOIN ledger_entity e ON e.id = n.entity"
            f" WHERE n.entity IN ({marks(batch)}) ORDER BY n.number"
        )
        for key, *columns, kind in select(sql, batch):
            name, own = Name(*columns), by_entity.setdefault(key, Names())
            own[name.lang], own.kind = name, kind
        for key in batch:
            if key not in by_entity:
                by_entity[key] = Names(zxx=Name(key, "zxx", "rendered", ""))
    return by_entity


def organisations_named(texts: Iterable[str]) -> dict[str, str]:
    """The organisations whose leading name in some language is exactly a text; the first by id where several are."""
    organisations: dict[str, str] = {}
    for batch in batches(sorted(set(texts))):
        sql = (
            "SELECT n.text, min(n.entity) FROM projects_name n JOIN ledger_entity e ON e.id = n.entity"
            f" WHERE e.kind = 'organisation' AND n.text IN ({marks(batch)}) GROUP BY n.text"
        )
        organisations.update((text, key) for text, key in select(sql, batch))
    return organisations


def statements_about(identifier: str, known_on: str = "") -> list[Statement]:
    """The statements about an entity, with those compared under it (a programme's editions), in recorded order."""
    subjects = register().grounds.subjects
    keys = [identifier, *(key for key, subject in subjects.items() if subject == identifier)]
    sql = f"{_SELECT} WHERE s.entity_id IN (SELECT number FROM ledger_entity WHERE id IN ({marks(keys)}))"
    if known_on:
        return list(_statements(f"{sql} AND s.recorded <= %s ORDER BY s.number", [*keys, known_on]))
    return list(_statements(f"{sql} ORDER BY s.number", keys))


def statements_about_each(identifiers: Iterable[str]) -> dict[str, list[Statement]]:
    """What `statements_about` gives, for each of some entities, in one read."""
    wanted = set(identifiers)
    under = {key: subject for key, subject in register().grounds.subjects.items() if subject in wanted}
    numbered: dict[str, list[tuple[int, Statement]]] = {key: [] for key in wanted}
    for batch in batches(sorted(wanted | set(under))):
        sql = f"{_SELECT} WHERE s.entity_id IN (SELECT number FROM ledger_entity WHERE id IN ({marks(batch)}))"
        for row in select(sql, batch):
            statement = _statement(row)
            for key in {statement.entity, under.get(statement.entity, "")} & wanted:
                numbered[key].append((row[0], statement))
    return {key: [statement for _, statement in sorted(pairs)] for key, pairs in numbered.items()}


def statements_by_subject(subjects: Collection[str]) -> dict[str, list[Statement]]:
    """For each of some subjects all statements compared under it, entity by entity in recorded order."""
    subject_of = register().grounds.subjects
    by_subject: dict[str, list[Statement]] = {}
    for batch in batches(sorted(subjects)):
        wanted = set(batch)
        members = [key for key in batch if key not in subject_of]
        members += [key for key, subject in subject_of.items() if subject in wanted]
        sql = f"{_SELECT} WHERE s.entity_id IN (SELECT number FROM ledger_entity WHERE id IN ({marks(members)}))"
        for statement in _statements(f"{sql} ORDER BY s.entity_id, s.number", members):
            by_subject.setdefault(subject_of.get(statement.entity, statement.entity), []).append(statement)
    return by_subject


def statements_of_kind(kind: str) -> list[Statement]:
    """The statements about all entities of a kind that has few (editions, events), in recorded order."""
    sql = f"{_SELECT} WHERE s.entity_id IN (SELECT number FROM ledger_entity WHERE kind = %s) ORDER BY s.number"
    return list(_statements(sql, [kind]))


def statements_by_entity(identifiers: Iterable[str], properties: Sequence[str] = ()) -> dict[str, list[Statement]]:
    """The statements about each of some entities, in recorded order; entities without any are left out.

    `properties` are those that are wanted, all if none is named; what withdraws or prefers a statement comes too.
    """
    wanted = sorted(DECISIONS.union(properties)) if properties else []
    by_entity: dict[str, list[Statement]] = {}
    for batch in batches(sorted(set(identifiers))):
        sql = f"{_SELECT} WHERE s.entity_id IN (SELECT number FROM ledger_entity WHERE id IN ({marks(batch)}))"
        if wanted:
            sql += f" AND s.property IN ({marks(wanted)})"
        for statement in _statements(f"{sql} ORDER BY s.number", [*batch, *wanted]):
            by_entity.setdefault(statement.entity, []).append(statement)
    return by_entity


def statements_with_sources(identifier: str) -> tuple[list[Statement], dict[str, Source]]:
    """The statements about an entity and the sources they are drawn from; see `statements_about`."""
    if identifier in register().grounds.subjects.values():
        statements = statements_about(identifier)
        return statements, sources(statement.source for statement in statements)
    rows = list(select(_OF_ENTITY, [identifier]))
    cited = _sources_numbered({row[8] for row in rows})
    statements = [
        Statement._make((key, identifier, *row[1:8], cited[row[8]].id, *row[9:]))
        for key, row in zip(statement_ids([row[0] for row in rows]), rows, strict=True)
    ]
    return statements, {source.id: source for source in cited.values()}


@kept(most=1)
def _sources_read() -> OrderedDict[int, Source]:
    """The sources read last, by the numbers that statements name them by; whoever reads more adds them."""
    return OrderedDict()


def _sources_numbered(numbers: Collection[int]) -> dict[int, Source]:
    """Sources as last described, by the numbers of their first descriptions: many projects cite the same."""
    known = _sources_read()
    cited = {number: source for number in numbers if (source := known.get(number)) is not None}
    lacking = [number for number in numbers if number not in cited]
    if lacking:
        columns = ", ".join(Source._fields)
        sql = f"SELECT number, {columns} FROM ledger_source WHERE number IN ({marks(lacking)})"
        described = {number: Source(*row) for number, *row in select(sql, lacking)}
        again = register().corrected.intersection(source.id for source in described.values())
        corrected = sources(again) if again else {}
        cited |= {number: corrected.get(source.id, source) for number, source in described.items()}
    for number in lacking:  # each of these steps is whole, whatever another thread does meanwhile
        known[number] = cited[number]
    while len(known) > _MOST_SOURCES_KEPT:
        known.popitem(last=False)
    return cited


def statements_naming(identifier: str) -> list[Statement]:
    """The statements about other entities whose value is this entity, in recorded order."""
    properties = [prop.key for prop in load_vocabulary().properties.values() if prop.type == "reference"]
    sql = f"{_SELECT} WHERE s.property IN ({marks(properties)}) AND s.value = %s ORDER BY s.number"
    return list(_statements(sql, [*properties, identifier]))


def statements_from(source_id: str, after: int = 0, limit: int = 0) -> list[Recorded]:
    """The statements drawn from a source after a number; `limit` 0 means all."""
    return find_statements(source=source_id, after=after, limit=limit)


def statement(identifier: str) -> Recorded | None:
    """One statement by its id, with the retraction and the preference that name it, if any stand."""
    try:
        digest = digest_of(identifier)
    except Refused:
        return None
    for row in select(f"{_SELECT} WHERE s.digest = %s", [digest]):
        about = statements_about(row[2])
        decisions = [decision for decision in about if decision.property in DECISIONS]
        stands = {decision.id for decision in decisions} - withdrawn_ids(decisions)
        naming = {
            decision.property: decision
            for decision in decisions
            if decision.value == identifier and decision.id in stands
        }
        return Recorded(row[0], _statement(row), naming.get(RETRACTION), naming.get(PREFERENCE))
    return None


def statements_by_id(identifiers: Iterable[str]) -> dict[str, Statement]:
    """Statements by their ids; ids that are not there are left out."""
    statements: dict[str, Statement] = {}
    for batch in batches(sorted(set(identifiers))):
        digests = [digest_of(identifier) for identifier in batch]
        for statement in _statements(f"{_SELECT} WHERE s.digest IN ({marks(digests)})", digests):
            statements[statement.id] = statement
    return statements


def statements_numbered(numbers: Iterable[int]) -> dict[int, Statement]:
    """Statements by their numbers in recorded order; numbers that are not there are left out."""
    keys = sorted(set(numbers))
    if not keys:
        return {}
    return {row[0]: _statement(row) for row in select(f"{_SELECT} WHERE s.number IN ({marks(keys)})", keys)}


def retracted(statements: Iterable[Statement]) -> frozenset[str]:
    """The ids of those among some statements that a standing retraction withdraws."""
    entity_of = {statement.id: statement.entity for statement in statements}
    entities = sorted(set(entity_of.values()))
    if not entities:
        return frozenset()
    sql = f"{_SELECT} WHERE s.property = %s AND e.id IN ({marks(entities)})"
    return frozenset(entity_of) & withdrawn_ids(_statements(sql, [RETRACTION, *entities]))


def find_statements(
    *,
    entity: str = "",
    property: str = "",
    source: str = "",
    known_on: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[Recorded]:
    """Statements that meet every filter given, in recorded order after a number; `limit` 0 means all."""
    where, parameters = _filters(entity, property, source, known_on)
    sql = f"{_SELECT} WHERE {where} AND s.number > %s ORDER BY s.number"
    if limit:
        sql += f" LIMIT {int(limit)}"
    return [Recorded(row[0], _statement(row)) for row in select(sql, [*parameters, after])]


def count_statements(*, entity: str = "", property: str = "", source: str = "", known_on: str = "") -> int:
    """How many statements meet every filter given."""
    where, parameters = _filters(entity, property, source, known_on)
    return next(select(f"SELECT count(*) FROM ledger_statement s WHERE {where}", parameters))[0]  # type: ignore[no-any-return]


def _filters(entity: str, property: str, source: str, known_on: str) -> tuple[str, list[Any]]:
    clauses: list[str] = ["1 = 1"]
    parameters: list[Any] = []
    for value, clause in (
        (entity, "s.entity_id = (SELECT number FROM ledger_entity WHERE id = %s)"),
        (property, "s.property = %s"),
        (source, "s.source_id = (SELECT min(number) FROM ledger_source WHERE id = %s)"),
        (known_on, "s.recorded <= %s"),
    ):
        if value:
            clauses.append(clause)
            parameters.append(value)
    return " AND ".join(clauses), parameters


def latest_statements(limit: int) -> list[Recorded]:
    """The statements recorded last, newest first."""
    return [
        Recorded(row[0], _statement(row)) for row in select(f"{_SELECT} ORDER BY s.number DESC LIMIT {int(limit)}", [])
    ]


def all_statements() -> Iterator[Statement]:
    """Every statement, by entity in recorded order; read as it is consumed."""
    return _statements(f"{_SELECT} ORDER BY s.entity_id, s.number")


def _statements(sql: str, parameters: Sequence[Any] = ()) -> Iterator[Statement]:
    rows = select(sql, parameters)
    while batch := list(islice(rows, _AT_ONCE)):
        for identifier, row in zip(statement_ids([bytes(row[1]) for row in batch]), batch, strict=True):
            yield Statement(identifier, *row[2:])


def _statement(row: Sequence[Any]) -> Statement:
    return Statement(statement_id(bytes(row[1])), *row[2:])


__all__ = [
    "Name",
    "Names",
    "Numbered",
    "Recorded",
    "Register",
    "Translations",
    "all_statements",
    "count_statements",
    "entities",
    "entities_after",
    "entities_by_id",
    "entity",
    "file",
    "file_content",
    "files",
    "find_statements",
    "latest_statements",
    "names",
    "numbered",
    "organisations_named",
    "read_translations",
    "register",
    "retracted",
    "source",
    "source_numbers",
    "sources",
    "statement",
    "statements_about",
    "statements_about_each",
    "statements_by_entity",
    "statements_by_id",
    "statements_by_subject",
    "statements_from",
    "statements_naming",
    "statements_numbered",
    "statements_of_kind",
    "statements_with_sources",
    "subjects",
    "version",
]
