"""Labels by language: of words of the vocabulary, of entities, of parts. A language asked for narrows them.

Every label is a mapping from language to text, so that the shape of an answer does not depend on `lang`. When
there is no text in the language asked for, the mapping holds another one under its own language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from aiqyn.ledger import Source, Statement
from aiqyn.vocabulary import LANGUAGES, ValueType, load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Names, Register
from aiqyn_site.pages.addresses import entity_url, source_url, statement_url

Label = dict[str, str]
Text = TypeVar("Text")
USUAL_LANGUAGE = "en"


def narrowed(texts: Mapping[str, Text], lang: str) -> dict[str, Text]:
    """All the texts, or the one in a language, or else the first of kk, ru, en, zh, any other."""
    if not lang:
        return dict(texts)
    for key in (lang, *LANGUAGES, *texts):
        if texts.get(key):
            return {key: texts[key]}
    return dict(texts)


class Labels:
    """The names, sources and statements that one answer needs; `lang` blank means all languages."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.names: Mapping[str, Names] = {}
        self.sources: Mapping[str, Source] = {}
        self.statements: Mapping[int, Statement] = {}
        self.vocabulary = load_vocabulary()
        self._properties: dict[str, Label] = {}

    @cached_property
    def register(self) -> Register:
        return ledger.register()

    def property(self, key: str) -> Label:
        label = self._properties.get(key)
        if label is None:
            label = self._properties[key] = narrowed(self.vocabulary.properties[key].labels, self.lang)
        return label

    def code(self, code_list: str, key: str) -> Label | None:
        """The words for a code; None for a code that is not in the list."""
        code = self.vocabulary.codes[code_list].get(key)
        return narrowed(code.labels, self.lang) if code else None

    def entity(self, identifier: str) -> Label | None:
        """The names of an entity; None for a blank id."""
        names = self.names.get(identifier)
        return narrowed({lang: name.text for lang, name in names.items()}, self.lang) if names else None

    def part(self, identifier: str) -> Label | None:
        """What portion of a thing a part is; None for the whole."""
        if not identifier:
            return None
        texts = self.register.parts.get(identifier)
        return narrowed(texts, self.lang) if texts else self.entity(identifier)

    def value(self, statement: Statement) -> Label | None:
        """The words for a code or a reference, or our rendering of a text; None for a figure and a date."""
        prop = self.vocabulary.properties[statement.property]
        if prop.type is ValueType.CODE:
            return self.code(prop.codes, statement.value)
        if prop.type is ValueType.REFERENCE:
            return self.entity(statement.value)
        if prop.type is ValueType.TEXT:
            rendered = self.register.translations.get((statement.lang, statement.value))
            return narrowed(rendered, self.lang) if rendered else None
        return None

    def page(self, kind: str, identifier: str) -> str:
        """The address of an entity's page, blank for kinds that have none."""
        return entity_url(self.lang or USUAL_LANGUAGE, kind, identifier)

    def statement_page(self, identifier: str) -> str:
        return statement_url(self.lang or USUAL_LANGUAGE, identifier)

    def source_page(self, identifier: str) -> str:
        return source_url(self.lang or USUAL_LANGUAGE, identifier)


def entities_named(statements: Iterable[Statement]) -> set[str]:
    """The ids of the entities that statements name: as value, as part, or as the one who says it."""
    properties, statements = load_vocabulary().properties, list(statements)
    speakers = {statement.said_by for statement in statements if statement.said_by}
    values = {statement.value for statement in statements if properties[statement.property].type is ValueType.REFERENCE}
    return speakers | values | entities_among(statement.part for statement in statements)


def entities_among(parts: Iterable[str]) -> set[str]:
    """Those parts that are entities, not words of the register's list of parts."""
    known = ledger.register().parts
    return {part for part in parts if part and part not in known}


def labels_for(identifiers: Iterable[str], lang: str, statements: Iterable[Statement] = ()) -> Labels:
    """Labels that know the names of these entities and the sources of these statements, each read in one query."""
    labels = Labels(lang)
    labels.names = ledger.names(identifiers)
    labels.sources = ledger.sources(statement.source for statement in statements)
    return labels
