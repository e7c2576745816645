"""What is not found any more by the terms that the index has: documents by what they are of, statements by number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from aiqyn.exchange.folder import ARTICLES, TRANSLATIONS
from aiqyn.vocabulary import ValueType, load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.addition import Addition, drawing_on
from aiqyn_site.ledger.queries import Names, Translations
from aiqyn_site.ledger.sql import batches, marks, select
from aiqyn_site.search.indexed import BELONGING


class Touched(NamedTuple):
    """The entities, sources and statements recorded before to be indexed anew; articles are together or not at all.

    `translations` are those by which the index knows the statements.
    """

    entities: frozenset[str]
    sources: frozenset[str]
    statements: tuple[int, ...]
    articles: bool
    translations: Translations


def touched_documents(addition: Addition, renamed: Mapping[str, Names]) -> Touched:
    """What an addition touches; `renamed` are the entities that go by other names than before.

    Of entities: what is new or something new is said of; what goes by another name, and what names it; what says
    something of which another translation is given now; records and requests that are part of any of these, or that
    set out what was withdrawn or is translated otherwise. Of statements: those about, or naming, what goes by another
    name, and those in words that are translated otherwise.
    """
    before = _translations_before(addition)
    now = ledger.register().translations
    translated = {key for key in {*before, *now} if before.get(key) != now.get(key)}
    worded = _in_words(translated)
    naming = _naming(renamed)
    reworded = {key for key, _ in worded}
    entities = {entity.id for entity in addition.entities} | addition.told_of | renamed.keys() | reworded
    entities |= {key for key, _ in naming}
    entities |= _belonging_to(entities) | drawing_on(addition.decided_on | reworded)
    statements = {number for _, number in (*worded, *naming, *_about(renamed))}
    return Touched(
        frozenset(entities),
        addition.sources | _titled(translated),
        tuple(sorted(number for number in statements if number <= addition.known_statements)),
        any(name.startswith(f"{ARTICLES}/") for name in addition.files),
        before,
    )


def _translations_before(addition: Addition) -> Translations:
    if TRANSLATIONS not in addition.files:
        return ledger.register().translations
    return ledger.read_translations(addition.file_before(TRANSLATIONS))


_NUMBERS = "SELECT e.id, s.number{} FROM ledger_statement s JOIN ledger_entity e ON e.number = s.entity_id"


def _about(entities: Iterable[str]) -> list[tuple[str, int]]:
    return _chosen(_NUMBERS.format(""), "e.id IN ({})", entities)


def _naming(entities: Collection[str]) -> list[tuple[str, int]]:
    """Statements whose value is one of some entities, with what they are about."""
    named = _of_type(ValueType.REFERENCE)
    return _chosen(_NUMBERS.format(""), f"s.property IN ({marks(named)}) AND s.value IN ({{}})", entities, named)


def _in_words(texts: Collection[tuple[str, str]]) -> list[tuple[str, int]]:
    """Statements in certain words of a language, with what they are about."""
    worded = _of_type(ValueType.TEXT)
    where = f"s.property IN ({marks(worded)}) AND s.value IN ({{}})"
    rows = _chosen(_NUMBERS.format(", s.lang, s.value"), where, {text for _, text in texts}, worded)
    return [(key, number) for key, number, *words in rows if tuple(words) in texts]


def _of_type(kind: ValueType) -> list[str]:
    return [prop.key for prop in load_vocabulary().properties.values() if prop.type is kind]


def _belonging_to(entities: Collection[str]) -> set[str]:
    rows = _chosen("SELECT id, kind FROM ledger_entity", "part_of IN ({})", entities)
    return {key for key, kind in rows if kind in BELONGING}


def _titled(texts: Collection[tuple[str, str]]) -> frozenset[str]:
    """Sources with certain titles."""
    rows = _chosen("SELECT id, lang, title FROM ledger_source", "title IN ({})", {text for _, text in texts})
    return frozenset(key for key, *words in rows if tuple(words) in texts)


def _chosen(sql: str, where: str, values: Iterable[str], first: Collection[str] = ()) -> list[tuple[Any, ...]]:
    """Rows by a condition on some values; `first` are the parameters before these."""
    return [
        row
        for batch in batches(sorted(set(values)))
        for row in select(f"{sql} WHERE {where.format(marks(batch))}", [*first, *batch])
    ]
