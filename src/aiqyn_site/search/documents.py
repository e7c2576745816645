"""What is found by which terms: everything in the register turned into numbered documents. It stores nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from aiqyn.ledger.claim import withdrawn_ids
from aiqyn.ledger.identity import digest_of
from aiqyn.ledger.statement import DRAWN_FROM, PREFERENCE, RETRACTION
from aiqyn.names.analysis import index_terms
from aiqyn.names.fold import fold
from aiqyn.vocabulary import ValueType, load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Names, Register
from aiqyn_site.ledger.sql import marks, select
from aiqyn_site.search.index import LONGEST_WHOLE, NAME, WHOLE

#: The kinds of what is found, in the order of their numbers; entities of no kind named here are events.
KINDS = ("project", "organisation", "region", "record", "request", "article", "event", "source", "statement")
_OWN_KINDS = ("project", "organisation", "region", "record", "request")
_ENTITY_KINDS = {**{kind: kind for kind in _OWN_KINDS}, "country": "region"}
#: Codes whose labels an entity is found by: of a project, of a record, of a request.
_CODED = frozenset(
    {
        *("sector", "status", "document_type", "event_type", "finding", "court_outcome", "record_status"),
        *("asked_document", "outcome", "refusal_ground", "given", "withheld"),
    }
)
#: The kinds that are also found by names and place of what they are part of, and by what they set out.
_BELONGING = frozenset({"record", "request"})
_REGION = "region"
_PLACES = (_REGION, "settlement", "location")
#: The properties that give names.
NAME_PROPERTIES = ("name", "other_name")
_AT_ONCE = 500
_MOST_ENTITIES = 4000

#: A property, a value and its language.
_Said = tuple[str, str, str]
Article = tuple[str, str, str, str, str]
#: Gives slug, language, title, lead and text of each article in each language, one article after another.
Articles = Callable[[], Iterable[Article]]


def no_articles() -> Iterator[Article]:
    """There are none."""
    return iter(())


class Found(NamedTuple):
    """A document: what it is, its names as (language, text), and everything else it is found by."""

    kind: str
    ref: str
    entity_kind: str
    names: tuple[tuple[str, str], ...]
    body: tuple[str, ...]

    @property
    def stems(self) -> tuple[str, ...]:
        """The terms of its names."""
        terms = (term for lang, text in self.names for term in index_terms(text, lang, sounds=True))
        return tuple(dict.fromkeys(terms))

    @property
    def keys(self) -> tuple[str, ...]:
        """Its names folded, each once."""
        return tuple(dict.fromkeys(key for _, text in self.names if (key := fold(text))))

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms: those of names also as such, and each whole name as one."""
        stems = self.stems
        named = (NAME + term for term in stems)
        whole = (whole_term(key) for key in self.keys)
        return tuple(dict.fromkeys((*stems, *self.body, *named, *whole)))

    @property
    def names_text(self) -> str:
        """Its names as stored."""
        return json.dumps(self.names, ensure_ascii=False, separators=(",", ":"))


def whole_term(key: str) -> str:
    """The term of a whole folded name."""
    return WHOLE + key.replace(" ", "_")[:LONGEST_WHOLE]


# --- documents with names -----------------------------------------------------------------------------------


def documents(articles: Articles) -> Iterator[Found]:
    """Everything that has names, in the order of numbers."""
    register = ledger.register()
    ordered: dict[str, list[_Entity]] = {kind: [] for kind in KINDS}
    for one in _entities_by_weight():
        ordered[_ENTITY_KINDS.get(one.kind, "event")].append(one)
    withdrawn = _withdrawn()
    for kind in KINDS[:-1]:
        if kind == "article":
            yield from _articles(articles)
        elif kind == "source":
            yield from _sources(register)
        else:
            for start in range(0, len(ordered[kind]), _AT_ONCE):
                yield from _entities(kind, ordered[kind][start : start + _AT_ONCE], register, withdrawn)


class _Entity(NamedTuple):
    """An entity to be told of."""

    number: int
    id: str
    kind: str
    part_of: str


def _entities_by_weight() -> Iterator[_Entity]:
    """Entities, those with the most statements first."""
    sql = (
        "SELECT e.number, e.id, e.kind, e.part_of FROM ledger_entity e LEFT JOIN"
        " (SELECT entity_id, count(*) AS said FROM ledger_statement GROUP BY entity_id) s ON s.entity_id = e.number"
        " ORDER BY coalesce(s.said, 0) DESC, e.number"
    )
    return (_Entity(*row) for row in select(sql))


def _withdrawn() -> frozenset[bytes]:
    """Digests of the statements that are withdrawn: the names they give are no names."""
    retractions = ledger.find_statements(property=RETRACTION, limit=0)
    return frozenset(digest_of(one) for one in withdrawn_ids(one.statement for one in retractions))


def _entities(kind: str, some: Sequence[_Entity], register: Register, withdrawn: frozenset[bytes]) -> Iterator[Found]:
    said = _told(some, withdrawn)
    properties = register.grounds.vocabulary.properties
    references = {
        value for told in said.values() for prop, value, _ in told if properties[prop].type is ValueType.REFERENCE
    }
    named = ledger.names([*references, *(one.id for one in some)])
    wholes = _wholes({one.part_of for one in some if one.kind in _BELONGING and one.part_of}, register, withdrawn)
    drawn = _drawn(said.values(), withdrawn)
    for number, key, entity_kind, whole in some:
        told = said.get(number, [])
        leading = _by_language(named[key])
        others = [(lang, value) for prop, value, lang in told if prop in NAME_PROPERTIES]
        names = tuple(dict.fromkeys((*leading, *others)))
        body = dict.fromkeys((*index_terms(key, "en"), *wholes.get(whole, ())))
        for prop, value, lang in (drawn.get(each[1], each) for each in told):
            if prop not in NAME_PROPERTIES:
                body.update(dict.fromkeys(_value_terms(register, named, prop, value, lang, sounds=True)))
        yield Found(kind, key, entity_kind, names, tuple(body))


def _told(some: Sequence[_Entity], withdrawn: frozenset[bytes]) -> dict[int, list[_Said]]:
    """What is said in words about some entities: property, value, language."""
    vocabulary = load_vocabulary()
    worded = {ValueType.TEXT, ValueType.REFERENCE}
    properties = [
        prop.key
        for prop in vocabulary.properties.values()
        if prop.type in worded or prop.key in _CODED or prop.key == DRAWN_FROM
    ]
    found: dict[int, list[_Said]] = {}
    sql = (
        "SELECT entity_id, property, value, lang, digest FROM ledger_statement"
        f" WHERE entity_id IN ({marks(some)}) AND property IN ({marks(properties)}) ORDER BY number"
    )
    for number, prop, value, lang, digest in select(sql, [*(one.number for one in some), *properties]):
        if not withdrawn or bytes(digest) not in withdrawn:
            found.setdefault(number, []).append((prop, value, lang))
    return found


def _wholes(identifiers: Collection[str], register: Register, withdrawn: frozenset[bytes]) -> dict[str, list[str]]:
    """The terms of the names of what records and requests are part of, and of where it is, by id."""
    said = ledger.statements_by_entity(identifiers, _PLACES)
    stands = {key: [one for one in own if digest_of(one.id) not in withdrawn] for key, own in said.items()}
    regions = {one.value for own in stands.values() for one in own if one.property == _REGION}
    named = ledger.names({*identifiers, *regions})
    found = {key: _names_terms(named[key], sounds=True) for key in identifiers}
    for key, own in stands.items():
        for one in own:
            found[key] += _value_terms(register, named, one.property, one.value, one.lang, sounds=True)
    return found


def _drawn(told: Iterable[Sequence[_Said]], withdrawn: frozenset[bytes]) -> dict[str, _Said]:
    """What the statements say that records and requests set out, by id; references and withdrawn ones are left out."""
    properties = load_vocabulary().properties
    named = {value for some in told for prop, value, _ in some if prop == DRAWN_FROM}
    return {
        key: (said.property, said.value, said.lang)
        for key, said in ledger.statements_by_id(named).items()
        if digest_of(key) not in withdrawn and properties[said.property].type is not ValueType.REFERENCE
    }


def _value_terms(
    register: Register, named: Mapping[str, Names], prop: str, value: str, lang: str, *, sounds: bool
) -> Iterable[str]:
    """The terms of a value: of words as said and as rendered, of a code's labels, of the names of what is named."""
    known = register.grounds.vocabulary.properties[prop]
    if known.type is ValueType.REFERENCE:
        return _names_terms(named[value], sounds=sounds)
    if known.type is ValueType.CODE:
        return _code_terms(known.codes, value)
    if known.type is ValueType.TEXT:
        texts = {lang: value, **register.translations.get((lang, value), {})}
        return [term for its_lang, text in texts.items() for term in index_terms(text, its_lang, sounds=sounds)]
    return () if known.type in {ValueType.STATEMENT, ValueType.POINT} else index_terms(value, "")


def _names_terms(names: Names, *, sounds: bool = False) -> list[str]:
    terms = (term for lang, text in _by_language(names) for term in index_terms(text, lang, sounds=sounds))
    return list(dict.fromkeys(terms))


def _by_language(names: Names) -> list[tuple[str, str]]:
    """Leading names as (language, text), always in one order: databases give rows in any."""
    return sorted((lang, name.text) for lang, name in names.items())


@lru_cache(maxsize=1024)
def _code_terms(code_list: str, value: str) -> tuple[str, ...]:
    """The terms of a code's labels, and of the labels of the codes it is part of."""
    codes = load_vocabulary().codes[code_list]
    found: dict[str, None] = {}
    while value in codes:
        for lang, text in codes[value].labels.items():
            found.update(dict.fromkeys(index_terms(text, lang)))
        value = value.rpartition(".")[0]
    return tuple(found)


def _articles(articles: Articles) -> Iterator[Found]:
    """Articles, each with all its languages."""
    gathered: dict[str, list[Article]] = {}
    for one in articles():
        gathered.setdefault(one[0], []).append(one)
    for slug, versions in gathered.items():
        names = tuple((lang, title) for _, lang, title, _, _ in versions)
        body = {term: None for _, lang, _, lead, text in versions for term in index_terms(f"{lead}\n{text}", lang)}
        yield Found("article", slug, "", names, tuple(body))


def _sources(register: Register) -> Iterator[Found]:
    """Sources as last described, in the order in which they were."""
    sql = (
        "SELECT id, title, title_basis, publisher, url, lang FROM ledger_source"
        " WHERE number IN (SELECT max(number) FROM ledger_source GROUP BY id) ORDER BY number"
    )
    for key, title, basis, publisher, url, lang in select(sql):
        rendered = register.translations.get((lang, title), {})
        # A title that was not seen is described in the editors' language.
        names = ((lang if basis == "seen" else "en", title), *rendered.items())
        host = urlsplit(url).hostname or ""
        body = dict.fromkeys((*index_terms(publisher, ""), *index_terms(host, "en"), *index_terms(key, "en")))
        yield Found("source", key, "", tuple(dict.fromkeys(names)), tuple(body))


# --- statements ---------------------------------------------------------------------------------------------


def statements() -> Iterator[tuple[int, str]]:
    """Each statement's number in the ledger and its terms, joined by spaces, in order.

    A statement is found by its value, its note, and the leading names of what it speaks of.
    """
    lines = _StatementLines(ledger.register())
    batch: list[tuple[int, int, str, str, str, str, str]] = []
    sql = "SELECT number, entity_id, property, value, lang, printed, note FROM ledger_statement ORDER BY number"
    for row in select(sql):
        batch.append(row)
        if len(batch) == _AT_ONCE:
            yield from lines.of(batch)
            batch = []
    yield from lines.of(batch)


class _StatementLines:
    """Makes the terms of statements, batch by batch; remembers those of the last entities and of frequent values."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._properties = register.grounds.vocabulary.properties
        self._of_entity: dict[int, str] = {}
        self._of_reference: dict[str, str] = {}
        self._own = lru_cache(maxsize=65536)(self._own_terms)

    def of(self, batch: Sequence[tuple[int, int, str, str, str, str, str]]) -> Iterator[tuple[int, str]]:
        """The lines of a batch."""
        self._remember({row[1] for row in batch})
        self._remember_references({row[3] for row in batch if self._properties[row[2]].type is ValueType.REFERENCE})
        for number, entity, prop, value, lang, printed, note in batch:
            own = self._own(prop, value, lang, printed, note)
            yield number, f"{self._of_entity[entity]} {own}" if own else self._of_entity[entity]

    def _remember(self, wanted: set[int]) -> None:
        missing = sorted(wanted - self._of_entity.keys())
        if not missing:
            return
        if len(self._of_entity) > _MOST_ENTITIES:
            self._of_entity = {key: line for key, line in self._of_entity.items() if key in wanted}
        sql = f"SELECT number, id FROM ledger_entity WHERE number IN ({marks(missing)})"
        ids = dict(select(sql, missing))
        named = ledger.names(ids.values())
        for number, key in ids.items():
            self._of_entity[number] = " ".join(_names_terms(named[key], sounds=True))

    def _remember_references(self, wanted: set[str]) -> None:
        missing = wanted - self._of_reference.keys()
        if not missing:
            return
        if len(self._of_reference) > _MOST_ENTITIES:
            self._of_reference = {}
            self._own.cache_clear()
            missing = wanted
        for key, names in ledger.names(missing).items():
            self._of_reference[key] = " ".join(_names_terms(names))

    def _own_terms(self, prop: str, value: str, lang: str, printed: str, note: str) -> str:
        if prop in {RETRACTION, PREFERENCE}:
            return " ".join(index_terms(note, "en"))
        if self._properties[prop].type is ValueType.REFERENCE:
            terms: Iterable[str] = self._of_reference[value].split()
        else:
            terms = _value_terms(self._register, {}, prop, value, lang, sounds=False)
        found = dict.fromkeys(terms)
        if printed:
            found.update(dict.fromkeys(index_terms(printed, "")))
        if note:
            found.update(dict.fromkeys(index_terms(note, "en")))
        return " ".join(found)
