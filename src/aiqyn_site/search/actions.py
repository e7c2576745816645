"""Rebuilding the search tables, and proving that they are what a rebuild would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice, zip_longest
from typing import Any, NamedTuple, TypeVar

from django.db import connection

from aiqyn.names import spelling
from aiqyn.names.fold import fold
from aiqyn.names.text_words import Kind, words
from aiqyn_site.ledger.sql import marks, select
from aiqyn_site.ledger.verify import Fault
from aiqyn_site.search import index
from aiqyn_site.search.documents import KINDS, Articles, Found, documents, no_articles, statements

_BATCH = 5000
_TABLES = ("search_document", "search_range", "search_word", "search_spelling")
_REBUILD = "run aiqyn rebuild"

Progress = Callable[[int], None]
Some = TypeVar("Some")


class Document(NamedTuple):
    """A row of `search_document`."""

    number: int
    kind: str
    ref: str
    entity_kind: str
    names: str
    keys: str
    stems: str
    digest: str


class Range(NamedTuple):
    """A row of `search_range`."""

    kind: str
    first: int
    last: int
    digest: str


class Word(NamedTuple):
    """A row of `search_word`."""

    number: int
    key: str
    script: str
    text: str


class Derivation:
    """Everything search derives from the ledger, made as it is consumed; ranges and words are whole at the end."""

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._digests = {kind: blake2b(digest_size=8) for kind in KINDS}
        self._counts = dict.fromkeys(KINDS, 0)
        self._words: dict[tuple[str, str], str] = {}
        self._last = 0

    def documents(self) -> Iterator[tuple[Document, str]]:
        """Documents with their terms joined by spaces; to be consumed before `statements`."""
        for number, found in enumerate(documents(self._articles), 1):
            terms = " ".join(found.terms)
            digest = blake2b(terms.encode(), digest_size=8)
            self._digests[found.kind].update(digest.digest())
            self._counts[found.kind] += 1
            self._note_words(found)
            self._last = number
            yield (
                Document(
                    number,
                    found.kind,
                    found.ref,
                    found.entity_kind,
                    found.names_text,
                    "\n".join(found.keys),
                    " ".join(found.stems),
                    digest.hexdigest(),
                ),
                terms,
            )

    def statements(self) -> Iterator[tuple[int, str]]:
        """The numbers of statements with their terms joined by spaces."""
        base, digest, number = self._last, self._digests["statement"], 0
        for number, terms in statements():
            digest.update(terms.encode())
            yield base + number, terms
        self._counts["statement"] = number

    def _note_words(self, found: Found) -> None:
        for _, text in found.names:
            for word in words(text):
                key = fold(word.text) if word.kind is Kind.LETTERS else ""
                if len(key) >= spelling.SHORTEST and " " not in key:
                    self._words.setdefault((key, script_of(word.text)), word.text)

    def ranges(self) -> list[Range]:
        """The numbers of each kind."""
        found, first = [], 1
        for kind in KINDS:
            last = first + self._counts[kind] - 1
            found.append(Range(kind, first, last, self._digests[kind].hexdigest()))
            first = last + 1
        return found

    def words(self) -> list[Word]:
        """The words of names and titles."""
        return [
            Word(number, key, script, self._words[key, script])
            for number, (key, script) in enumerate(sorted(self._words), 1)
        ]


def script_of(word: str) -> str:
    """`cyrillic` or `latin`: in which of the two a word is written."""
    return "cyrillic" if any("\u0400" <= char <= "\u04ff" for char in word) else "latin"


def rebuild_index(progress: Progress = lambda done: None, articles: Articles = no_articles) -> int:
    """Throw the search tables away and make them anew, in the caller's transaction; how many documents there are."""
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"DELETE FROM {table}")
    index.clear()
    derivation, done = Derivation(articles), 0
    for batch in _batches(derivation.documents()):
        _insert("search_document", Document._fields, [row for row, _ in batch])
        index.add([(row.number, terms) for row, terms in batch])
        done += len(batch)
        progress(done)
    for some in _batches(derivation.statements()):
        index.add(some)
        done += len(some)
        progress(done)
    index.finish()
    _insert("search_range", Range._fields, derivation.ranges())
    for named in _batches(derivation.words()):
        _insert("search_word", Word._fields, named)
        _insert(
            "search_spelling",
            ("left", "word_id"),
            [(left, word.number) for word in named for left in spelling.shortened(word.key)],
        )
    return done


def _batches(rows: Iterable[Some]) -> Iterator[list[Some]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    # `left` is a word of SQL
    names = ",".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks(columns)})", rows)


def verify_index(articles: Articles = no_articles) -> list[Fault]:
    """The first row of each search table that a rebuild would not give; an empty list means all are right.

    The index itself cannot be read back row by row: of every term the number of rows that have it is compared.
    """
    derivation = Derivation(articles)
    counted: Counter[str] = Counter()
    faults = _compare("search_document", Document._fields, "number", _counting(derivation, counted))
    for _, terms in derivation.statements():
        counted.update(set(terms.split()))
    order = {kind: place for place, kind in enumerate(KINDS)}
    stored = sorted(select("SELECT kind, first, last, digest FROM search_range"), key=lambda row: order[row[0]])
    for place, (was, must) in enumerate(zip_longest(stored, derivation.ranges()), 1):
        if was != must:
            faults.append(Fault("search_range", place, f"is not what the ledger gives: {_REBUILD}"))
            break
    named = derivation.words()
    faults += _compare("search_word", Word._fields, "number", named)
    lefts = sorted((left, word.number) for word in named for left in spelling.shortened(word.key))
    faults += _compare("search_spelling", ("left", "word_id"), "id", lefts, is_sorted=False)
    return faults + _vocabulary_faults(counted)


def _counting(derivation: Derivation, counted: Counter[str]) -> Iterator[Document]:
    for row, terms in derivation.documents():
        counted.update(set(terms.split()))
        yield row


def _compare(
    table: str, columns: Sequence[str], order: str, rows: Iterable[Sequence[Any]], *, is_sorted: bool = True
) -> list[Fault]:
    names = ",".join(f'"{column}"' for column in columns)
    stored: Iterable[tuple[Any, ...]] = select(f"SELECT {names} FROM {table} ORDER BY {order}")
    if not is_sorted:
        stored = sorted(stored)
    found: list[Fault] = []
    for place, (was, must) in enumerate(zip_longest(stored, rows), 1):
        if not found and (was is None or must is None or tuple(was) != tuple(must)):
            found.append(Fault(table, place, f"is not what the ledger gives: {_REBUILD}"))
    return found


def _vocabulary_faults(counted: Counter[str]) -> list[Fault]:
    for place, (term, docs) in enumerate(index.vocabulary(), 1):
        if counted.pop(term, 0) != docs:
            return [Fault("search_terms", place, f"has '{term}' in {docs} rows, not as the ledger gives: {_REBUILD}")]
    if counted:
        return [Fault("search_terms", 0, f"lacks '{min(counted)}' and {len(counted) - 1} more terms: {_REBUILD}")]
    return []
