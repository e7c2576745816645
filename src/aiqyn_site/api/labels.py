"""Labels by language: of words of the vocabulary, of entities, of parts. A language asked for narrows them.

Every label is a mapping from language to text, so that the shape of an answer does not depend on `lang`. When
there is no text in the language asked for, the mapping holds another one under its own language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aiqyn.ledger import Statement
from aiqyn.vocabulary import LANGUAGES, Property, ValueType
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Names, Register

Label = dict[str, str]


def narrowed(texts: Mapping[str, str], lang: str) -> Label:
    """All the texts, or the one in a language, or else the first of kk, ru, en, zh, any other."""
    if not lang:
        return dict(texts)
    for each in (lang, *LANGUAGES, *texts):
        if texts.get(each):
            return {each: texts[each]}
    return dict(texts)


class Labels:
    """The labels one answer needs; `lang` blank means all languages."""

    def __init__(self, register: Register, names: Mapping[str, Names], lang: str) -> None:
        self.register, self.names, self.lang = register, names, lang
        self.vocabulary = register.grounds.vocabulary
        self._properties: dict[str, Label] = {}

    def property(self, key: str) -> Label:
        """The name of a property."""
        found = self._properties.get(key)
        if found is None:
            found = self._properties[key] = narrowed(self.vocabulary.properties[key].labels, self.lang)
        return found

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

    def value(self, said: Statement, prop: Property) -> Label | None:
        """The words for a code or a reference, or our rendering of a text; None for a figure and a date."""
        if prop.type is ValueType.CODE:
            return self.code(prop.codes, said.value)
        if prop.type is ValueType.REFERENCE:
            return self.entity(said.value)
        if prop.type is ValueType.TEXT:
            rendered = self.register.translations.get((said.lang, said.value))
            return narrowed(rendered, self.lang) if rendered else None
        return None


def entities_named(statements: Iterable[Statement], register: Register) -> set[str]:
    """The ids of the entities that statements name: as value, as part, or as the one who says it."""
    properties = register.grounds.vocabulary.properties
    found: set[str] = set()
    for said in statements:
        if said.said_by:
            found.add(said.said_by)
        if said.part and said.part not in register.parts:
            found.add(said.part)
        if properties[said.property].type is ValueType.REFERENCE:
            found.add(said.value)
    return found


def labels_for(identifiers: Iterable[str], lang: str) -> Labels:
    """Labels that know the names of these entities, read in one query."""
    return Labels(ledger.register(), ledger.names(identifiers), lang)
