"""What statements are found by: their values and notes, and the leading names of what they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from aiqyn.ledger.statement import DECISIONS
from aiqyn.names.analysis import index_terms
from aiqyn.vocabulary import ValueType, load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Names, Translations
from aiqyn_site.ledger.sql import batches, marks, select
from aiqyn_site.search.indexed import SPANS, names_terms, value_terms

_AT_ONCE = 500
_MOST_ENTITIES = 4000
_SELECT = "SELECT number, entity_id, property, value, lang, printed, note FROM ledger_statement"

#: A number and its terms, joined by spaces.
Line = tuple[int, str]
_Row = tuple[int, int, str, str, str, str, str]


class StatementLines:
    """Makes the terms of statements, batch by batch; remembers those of the last entities and of frequent values."""

    def __init__(self, translations: Translations, names: Mapping[str, Names]) -> None:
        """`names` are those of entities that went by other names than they go by now."""
        self._translations, self._names = translations, names
        self._properties = load_vocabulary().properties
        self._of_entity: dict[int, str] = {}
        self._of_reference: dict[str, str] = {}
        self._own = lru_cache(maxsize=65536)(self._own_terms)

    def select(self, where: str = "1 = 1", parameters: Sequence[Any] = ()) -> Iterator[list[Line]]:
        """The lines of the statements that meet a condition, in recorded order, some hundreds at a time."""
        rows: Iterator[Any] = select(f"{_SELECT} WHERE {where} ORDER BY number", parameters)
        while batch := list(islice(rows, _AT_ONCE)):
            yield self._of(batch)

    def numbered(self, numbers: Sequence[int]) -> list[Line]:
        """The lines of the statements with these numbers, which rise."""
        return [
            line
            for batch in batches(numbers)
            for lines in self.select(f"number IN ({marks(batch)})", batch)
            for line in lines
        ]

    def _of(self, batch: Sequence[_Row]) -> list[Line]:
        self._remember({row[1] for row in batch})
        self._remember_references({row[3] for row in batch if self._properties[row[2]].type is ValueType.REFERENCE})
        first, of_entity = SPANS["statement"][0], self._of_entity
        return [
            (first + number, f"{of_entity[entity]} {self._own(*fields)}".rstrip()) for number, entity, *fields in batch
        ]

    def _remember(self, wanted: set[int]) -> None:
        missing = sorted(wanted - self._of_entity.keys())
        if not missing:
            return
        if len(self._of_entity) > _MOST_ENTITIES:
            self._of_entity = {key: line for key, line in self._of_entity.items() if key in wanted}
        ids = dict(select(f"SELECT number, id FROM ledger_entity WHERE number IN ({marks(missing)})", missing))
        named = self._named(ids.values())
        for number, key in ids.items():
            self._of_entity[number] = " ".join(names_terms(named[key], sounds=True))

    def _remember_references(self, wanted: set[str]) -> None:
        missing = wanted - self._of_reference.keys()
        if not missing:
            return
        if len(self._of_reference) > _MOST_ENTITIES:
            self._of_reference = {}
            self._own.cache_clear()
            missing = wanted
        for key, names in self._named(missing).items():
            self._of_reference[key] = " ".join(names_terms(names))

    def _named(self, identifiers: Iterable[str]) -> dict[str, Names]:
        return {key: self._names.get(key, names) for key, names in ledger.names(identifiers).items()}

    def _own_terms(self, name: str, value: str, lang: str, printed: str, note: str) -> str:
        if name in DECISIONS:
            return " ".join(index_terms(note, "en"))
        if self._properties[name].type is ValueType.REFERENCE:
            terms: Iterable[str] = self._of_reference[value].split()
        else:
            terms = value_terms(self._translations, {}, name, value, lang, sounds=False)
        own = dict.fromkeys(terms)
        if printed:
            own.update(dict.fromkeys(index_terms(printed, "")))
        if note:
            own.update(dict.fromkeys(index_terms(note, "en")))
        return " ".join(own)
