"""What is found by which terms: everything in the register turned into numbered documents. It stores nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from aiqyn.ledger.claim import standing_statements, withdrawn_ids
from aiqyn.ledger.identity import digest_of
from aiqyn.ledger.statement import DRAWN_FROM, RETRACTION
from aiqyn.names.analysis import index_terms
from aiqyn.names.fold import fold
from aiqyn.vocabulary import ValueType, load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Names, Translations
from aiqyn_site.ledger.sql import batches, marks, select
from aiqyn_site.search.index import LONGEST_WHOLE, NAME, WHOLE

#: The kinds of what is found, in the order of their numbers. The vocabulary says as which an entity is found.
KINDS = ("project", "organisation", "region", "record", "request", "article", "event", "source", "statement")
_KIND_BITS, _ENTITY_BITS, _WEIGHT_BITS = 56, 32, 24
#: The first and last number of each kind. A statement's number is its place in the ledger after the first.
SPANS: Mapping[str, tuple[int, int]] = {
    kind: (place << _KIND_BITS, (place + 1 << _KIND_BITS) - 1) for place, kind in enumerate(KINDS, 1)
}
#: Codes whose labels an entity is found by: of a project, of a record, of a request.
_CODED = frozenset(
    {
        *("sector", "status", "document_type", "event_type", "finding", "court_outcome", "record_status"),
        *("asked_document", "outcome", "refusal_ground", "given", "withheld"),
    }
)
#: The kinds that are also found by names and place of what they are part of, and by what they set out.
BELONGING = frozenset({"record", "request"})
_REGION = "region"
_PLACES = (_REGION, "settlement", "location")
#: The properties that give names.
NAME_PROPERTIES = ("name", "other_name")

#: A property, a value and its language.
_Assertion = tuple[str, str, str]
Article = tuple[str, str, str, str, str]
#: Gives slug, language, title, lead and text of each article in each language, one article after another.
Articles = Callable[[], Iterable[Article]]


def no_articles() -> Iterator[Article]:
    return iter(())


class Indexed(NamedTuple):
    """A document: what it is, its names as (language, text), and everything else it is found by."""

    number: int
    kind: str
    ref: str
    entity_kind: str
    names: tuple[tuple[str, str], ...]
    body: tuple[str, ...]

    @property
    def stems(self) -> tuple[str, ...]:
        """The terms of its names."""
        return _terms_of_names(self.names, sounds=True)

    @property
    def keys(self) -> tuple[str, ...]:
        """Its names folded, each once."""
        return tuple(dict.fromkeys(key for _, text in self.names if (key := fold(text))))

    def terms(self, stems: Sequence[str], keys: Sequence[str]) -> tuple[str, ...]:
        """All terms: those of names also as such, and each whole name as one."""
        named = (NAME + stem for stem in stems)
        whole = (whole_term(key) for key in keys)
        return tuple(dict.fromkeys((*stems, *self.body, *named, *whole)))

    @property
    def names_text(self) -> str:
        """Its names as stored."""
        return json.dumps(self.names, ensure_ascii=False, separators=(",", ":"))


def whole_term(key: str) -> str:
    """The term of a whole folded name."""
    return WHOLE + key.replace(" ", "_")[:LONGEST_WHOLE]


# --- documents with names -----------------------------------------------------------------------------------


class Weighed(NamedTuple):
    """An entity with the number of statements about it: the more, the earlier it is found."""

    number: int
    id: str
    kind: str
    part_of: str
    statements: int

    @property
    def indexed_as(self) -> str:
        """The kind of document it is."""
        return load_vocabulary().kinds[self.kind].found_as

    @property
    def document(self) -> int:
        """The number of its document: within a kind what more is said about comes first."""
        most = (1 << _WEIGHT_BITS) - 1
        rank = most - min(self.statements, most)
        return SPANS[self.indexed_as][0] | rank << _ENTITY_BITS | self.number


_WEIGHED = """
SELECT e.number, e.id, e.kind, e.part_of, count(s.number)
FROM ledger_entity e LEFT JOIN ledger_statement s ON s.entity_id = e.number
"""


def weighed(identifiers: Iterable[str] | None = None) -> list[Weighed]:
    """All entities, or those with these ids, in the order of their documents."""
    if identifiers is None:
        entities = [Weighed(*row) for row in select(f"{_WEIGHED} GROUP BY e.number")]
    else:
        entities = [
            Weighed(*row)
            for batch in batches(sorted(set(identifiers)))
            for row in select(f"{_WEIGHED} WHERE e.id IN ({marks(batch)}) GROUP BY e.number", batch)
        ]
    return sorted(entities, key=lambda entity: entity.document)


def documents(articles: Articles) -> Iterator[Indexed]:
    """Everything that has names, in the order of numbers."""
    entities: dict[str, list[Weighed]] = {kind: [] for kind in KINDS}
    for entity in weighed():
        entities[entity.indexed_as].append(entity)
    for kind in KINDS:
        if kind == "article":
            yield from article_documents(articles)
        elif kind == "source":
            yield from source_documents()
        else:
            yield from entity_documents(entities[kind])


def entity_documents(entities: Sequence[Weighed]) -> Iterator[Indexed]:
    """Entities, each with what is said of it in words."""
    translations, withdrawn = ledger.register().translations, _withdrawn()
    for batch in batches(entities):
        yield from _entities(batch, translations, withdrawn)


def _withdrawn() -> frozenset[bytes]:
    """Digests of the statements that are withdrawn: the names they give are no names."""
    retractions = ledger.find_statements(property=RETRACTION, limit=0)
    return frozenset(digest_of(key) for key in withdrawn_ids(recorded.statement for recorded in retractions))


def _entities(
    entities: Sequence[Weighed], translations: Translations, withdrawn: frozenset[bytes]
) -> Iterator[Indexed]:
    assertions = _assertions(entities, withdrawn)
    properties = load_vocabulary().properties
    references = {
        value for own in assertions.values() for name, value, _ in own if properties[name].type is ValueType.REFERENCE
    }
    named = ledger.names([*references, *(entity.id for entity in entities)])
    belonging = {entity.part_of for entity in entities if entity.kind in BELONGING and entity.part_of}
    wholes = _wholes(belonging, translations)
    drawn = _drawn(assertions.values(), withdrawn)
    for entity in entities:
        own = assertions.get(entity.number, [])
        others = [(lang, value) for name, value, lang in own if name in NAME_PROPERTIES]
        names = tuple(dict.fromkeys((*named[entity.id].texts, *others)))
        whole = wholes[entity.part_of] if entity.kind in BELONGING and entity.part_of else ()
        body = dict.fromkeys((*index_terms(entity.id, "en"), *whole))
        for name, value, lang in (drawn.get(assertion[1], assertion) for assertion in own):
            if name not in NAME_PROPERTIES:
                body.update(dict.fromkeys(value_terms(translations, named, name, value, lang, sounds=True)))
        yield Indexed(entity.document, entity.indexed_as, entity.id, entity.kind, names, tuple(body))


def _assertions(entities: Sequence[Weighed], withdrawn: frozenset[bytes]) -> dict[int, list[_Assertion]]:
    """What is said in words about some entities, by their numbers."""
    worded = {ValueType.TEXT, ValueType.REFERENCE}
    properties = [
        prop.key
        for prop in load_vocabulary().properties.values()
        if prop.type in worded or prop.key in _CODED or prop.key == DRAWN_FROM
    ]
    assertions: dict[int, list[_Assertion]] = {}
    sql = (
        "SELECT entity_id, property, value, lang, digest FROM ledger_statement"
        f" WHERE entity_id IN ({marks(entities)}) AND property IN ({marks(properties)}) ORDER BY number"
    )
    for number, name, value, lang, digest in select(sql, [*(entity.number for entity in entities), *properties]):
        if not withdrawn or bytes(digest) not in withdrawn:
            assertions.setdefault(number, []).append((name, value, lang))
    return assertions


def _wholes(identifiers: Collection[str], translations: Translations) -> dict[str, list[str]]:
    """The terms of the names of what records and requests are part of, and of where it is, by id."""
    statements = ledger.statements_by_entity(identifiers, _PLACES)
    stands = {key: standing_statements(own) for key, own in statements.items()}
    regions = {statement.value for own in stands.values() for statement in own if statement.property == _REGION}
    named = ledger.names({*identifiers, *regions})
    terms = {key: list(names_terms(named[key], sounds=True)) for key in identifiers}
    for key, own in stands.items():
        for statement in own:
            name, value, lang = statement.property, statement.value, statement.lang
            terms[key] += value_terms(translations, named, name, value, lang, sounds=True)
    return terms


def _drawn(assertions: Iterable[Sequence[_Assertion]], withdrawn: frozenset[bytes]) -> dict[str, _Assertion]:
    """What the statements say that records and requests set out, by id; references and withdrawn ones are left out."""
    properties = load_vocabulary().properties
    named = {value for own in assertions for name, value, _ in own if name == DRAWN_FROM}
    return {
        key: (statement.property, statement.value, statement.lang)
        for key, statement in ledger.statements_by_id(named).items()
        if digest_of(key) not in withdrawn and properties[statement.property].type is not ValueType.REFERENCE
    }


def value_terms(
    translations: Translations, named: Mapping[str, Names], name: str, value: str, lang: str, *, sounds: bool
) -> Iterable[str]:
    """The terms of a value: of words as said and as rendered, of a code's labels, of the names of what is named."""
    prop = load_vocabulary().properties[name]
    if prop.type is ValueType.REFERENCE:
        return names_terms(named[value], sounds=sounds)
    if prop.type is ValueType.CODE:
        return _code_terms(prop.codes, value)
    if prop.type is ValueType.TEXT:
        texts = {lang: value, **translations.get((lang, value), {})}
        return [term for its_lang, text in texts.items() for term in index_terms(text, its_lang, sounds=sounds)]
    return () if prop.type in {ValueType.STATEMENT, ValueType.POINT} else index_terms(value, "")


def names_terms(names: Names, *, sounds: bool = False) -> tuple[str, ...]:
    return _terms_of_names(names.texts, sounds=sounds)


def _terms_of_names(names: Iterable[tuple[str, str]], *, sounds: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for lang, text in names for term in _name_terms(text, lang, sounds)))


@lru_cache(maxsize=16384)
def _name_terms(text: str, lang: str, sounds: bool) -> Sequence[str]:
    """The terms of a name, which comes with its entity, with all that names this, and with each statement about it."""
    return index_terms(text, lang, sounds=sounds)


@lru_cache(maxsize=1024)
def _code_terms(code_list: str, value: str) -> tuple[str, ...]:
    """The terms of a code's labels, and of the labels of the codes it is part of."""
    codes = load_vocabulary().codes[code_list]
    terms: dict[str, None] = {}
    while value in codes:
        for lang, text in codes[value].labels.items():
            terms.update(dict.fromkeys(index_terms(text, lang)))
        value = value.rpartition(".")[0]
    return tuple(terms)


def article_documents(articles: Articles) -> Iterator[Indexed]:
    """Articles, each with all its languages, numbered in their order: they are few, and change together."""
    gathered: dict[str, list[Article]] = {}
    for article in articles():
        gathered.setdefault(article[0], []).append(article)
    for number, (slug, versions) in enumerate(gathered.items(), SPANS["article"][0]):
        names = tuple((lang, title) for _, lang, title, _, _ in versions)
        body = {term: None for _, lang, _, lead, text in versions for term in index_terms(f"{lead}\n{text}", lang)}
        yield Indexed(number, "article", slug, "", names, tuple(body))


_SOURCES = """
SELECT number, id, title, title_basis, publisher, url, lang FROM ledger_source
WHERE number IN (SELECT max(number) FROM ledger_source GROUP BY id)
"""


def source_documents(identifiers: Iterable[str] | None = None) -> Iterator[Indexed]:
    """All sources, or those with these ids, as last described and in the order in which they were."""
    translations, first = ledger.register().translations, SPANS["source"][0]
    if identifiers is None:
        rows = list(select(f"{_SOURCES} ORDER BY number"))
    else:
        wanted = batches(sorted(set(identifiers)))
        rows = sorted(row for batch in wanted for row in select(f"{_SOURCES} AND id IN ({marks(batch)})", batch))
    for number, key, title, basis, publisher, url, lang in rows:
        rendered = translations.get((lang, title), {})
        # A title that was not seen is described in the editors' language.
        names = ((lang if basis == "seen" else "en", title), *rendered.items())
        host = urlsplit(url).hostname or ""
        body = dict.fromkeys((*index_terms(publisher, ""), *index_terms(host, "en"), *index_terms(key, "en")))
        yield Indexed(first + number, "source", key, "", tuple(dict.fromkeys(names)), tuple(body))
