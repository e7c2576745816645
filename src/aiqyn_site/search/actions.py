"""Deriving the search tables, and proving that they are what the ledger gives."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from aiqyn.names import spelling
from aiqyn.names.fold import fold
from aiqyn.names.text_words import Kind, words
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.addition import Addition
from aiqyn_site.ledger.derived_table import REBUILD, Audit, DerivedTable
from aiqyn_site.ledger.fault import UNREADABLE, Fault
from aiqyn_site.ledger.queries import Names
from aiqyn_site.ledger.sql import batches, marks, select
from aiqyn_site.search import index
from aiqyn_site.search.indexed import (
    Articles,
    Indexed,
    article_documents,
    documents,
    entity_documents,
    no_articles,
    source_documents,
    weighed,
)
from aiqyn_site.search.statement_lines import StatementLines
from aiqyn_site.search.touched_documents import Touched, touched_documents

_BATCH = 5000
_SUMS, _MASK = 65_536, 2**64 - 1

Progress = Callable[[int], None]
Item = TypeVar("Item")


class Document(NamedTuple):
    """A row of `search_document`."""

    number: int
    kind: str
    ref: str
    entity_kind: str
    names: str
    keys: str
    stems: str
    terms: str


class Word(NamedTuple):
    """A row of `search_word`."""

    document: int
    key: str
    script: str
    text: str


_DOCUMENTS = DerivedTable("search_document", Document._fields, "number")
_WORDS = DerivedTable("search_word", Word._fields, "document")
_SPELLINGS = DerivedTable("search_spelling", ("left", "key"), "key")


def rebuild_index(progress: Progress = lambda done: None, articles: Articles = no_articles) -> int:
    """Throw the search tables away and make them anew, in the caller's transaction; how many documents there are."""
    for table in (_DOCUMENTS, _WORDS, _SPELLINGS):
        table.clear()
    index.clear()
    keys: set[str] = set()
    done = 0
    for batch in _in_batches(documents(articles)):
        keys.update(word.key for word in _insert(batch))
        done += len(batch)
        progress(done)
    for lines in StatementLines(ledger.register().translations, {}).select():
        index.add(lines)
        done += len(lines)
        progress(done)
    index.finish()
    _SPELLINGS.insert(_spellings(sorted(keys)))
    return done


def follow(addition: Addition, renamed: Mapping[str, Names], articles: Articles) -> None:
    """Index anew what an addition touches, in the caller's transaction, after the names; `renamed` are those before."""
    touched = touched_documents(addition, renamed)
    gone = _documents_of(touched)
    keys = _forget(gone)
    indexed = [*entity_documents(weighed(touched.entities)), *source_documents(touched.sources)]
    indexed += article_documents(articles) if touched.articles else ()
    lines = StatementLines(ledger.register().translations, {})
    index.remove([*gone, *StatementLines(touched.translations, renamed).numbered(touched.statements)])
    keys.update(word.key for word in _insert(sorted(indexed)))
    index.add(lines.numbered(touched.statements))
    for added in lines.select("number > %s", [addition.known_statements]):
        index.add(added)
    _respell(keys)


def _documents_of(touched: Touched) -> list[tuple[int, str]]:
    """The numbers and terms of the documents that stand of what is touched."""
    sql, rows = "SELECT number, terms FROM search_document WHERE", list[tuple[int, str]]()
    for batch in batches(sorted(touched.entities)):
        rows += select(f"{sql} entity_kind <> '' AND ref IN ({marks(batch)})", batch)
    for batch in batches(sorted(touched.sources)):
        rows += select(f"{sql} kind = 'source' AND ref IN ({marks(batch)})", batch)
    if touched.articles:
        rows += select(f"{sql} kind = 'article'")
    return sorted(rows)


def _forget(documents: Sequence[tuple[int, str]]) -> set[str]:
    """Take documents and the words of their names away; the keys of these."""
    numbers = [number for number, _ in documents]
    keys = {row[1] for row in _WORDS.rows_of(numbers)}
    _WORDS.forget(numbers)
    _DOCUMENTS.forget(numbers)
    return keys


def _respell(keys: Iterable[str]) -> None:
    """Make anew by what some words are found when they are mistyped; a word that no name has any more by nothing."""
    _SPELLINGS.forget(sorted(keys))
    for batch in batches(sorted(keys)):
        stands = select(f"SELECT DISTINCT key FROM search_word WHERE key IN ({marks(batch)})", batch)
        _SPELLINGS.insert(_spellings([row[0] for row in stands]))


def _in_batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _insert(batch: Sequence[Indexed]) -> list[Word]:
    """Add documents to the tables and to the index; the words of their names."""
    rows = list(map(_document, batch))
    named = [word for document in batch for word in _words(document)]
    _DOCUMENTS.insert(rows)
    _WORDS.insert(named)
    index.add([(row.number, row.terms) for row in rows])
    return named


def _document(indexed: Indexed) -> Document:
    stems, keys = indexed.stems, indexed.keys
    terms = " ".join(indexed.terms(stems, keys))
    names = indexed.names_text
    return Document(
        indexed.number, indexed.kind, indexed.ref, indexed.entity_kind, names, "\n".join(keys), " ".join(stems), terms
    )


def _words(indexed: Indexed) -> list[Word]:
    """The words of a document's names, each as it is written where it first comes up."""
    written: dict[tuple[str, str], str] = {}
    for _, text in indexed.names:
        for word in words(text):
            key = fold(word.text) if word.kind is Kind.LETTERS else ""
            if len(key) >= spelling.SHORTEST and " " not in key:
                written.setdefault((key, script_of(word.text)), word.text)
    return [Word(indexed.number, key, script, text) for (key, script), text in written.items()]


def _spellings(keys: Iterable[str]) -> list[tuple[str, str]]:
    return [(left, key) for key in keys for left in spelling.shortened(key)]


def script_of(word: str) -> str:
    """`cyrillic` or `latin`: in which of the two a word is written."""
    return "cyrillic" if any("\u0400" <= char <= "\u04ff" for char in word) else "latin"


class _Sums:
    """Which terms which numbers have, in any order and in little memory: sums of hashes, numbers sharing one of them.

    Python keys its hashes anew in every process, so that nobody can prepare other terms with the same sum.
    """

    def __init__(self) -> None:
        self._sums = array("Q", bytes(8 * _SUMS))

    def add(self, number: int, terms: Iterable[str]) -> None:
        place = number % _SUMS
        self._sums[place] = (self._sums[place] + sum(hash((term, number)) for term in terms)) & _MASK

    def differences(self, other: _Sums) -> set[int]:
        """Where the two differ: the remainders by _SUMS of the numbers that have other terms."""
        return {place for place, pair in enumerate(zip(self._sums, other._sums, strict=True)) if pair[0] != pair[1]}


def verify_index(articles: Articles = no_articles) -> list[Fault]:
    """The first row of each search table that a rebuild would not give; an empty list means all are right."""
    must = _Sums()
    documented, worded, spelled = Audit(_DOCUMENTS), Audit(_WORDS), Audit(_SPELLINGS)
    keys: set[str] = set()
    total_rows = total_terms = 0
    for indexed in _in_batches(documents(articles)):
        numbers, rows = [document.number for document in indexed], list(map(_document, indexed))
        named = [word for document in indexed for word in _words(document)]
        documented.compare(numbers, rows)
        worded.compare(numbers, named)
        keys.update(word.key for word in named)
        for number, terms in ((row.number, row.terms.split()) for row in rows):
            must.add(number, set(terms))
            total_rows, total_terms = total_rows + 1, total_terms + len(terms)
    for number, terms in _statement_terms():
        must.add(number, set(terms))
        total_rows, total_terms = total_rows + 1, total_terms + len(terms)
    for batch in batches(sorted(keys)):
        spelled.compare(batch, _spellings(batch))
    try:
        is_consistent = index.is_consistent(total_rows, total_terms)
    except UNREADABLE:
        is_consistent = False
    faults = [*documented.finish(), *worded.finish(), *spelled.finish(), *_index_faults(must, articles)]
    if not faults and not is_consistent:
        faults.append(Fault("search_terms", 0, f"does not count what it holds, or has other settings: {REBUILD}"))
    return faults


def _statement_terms() -> Iterator[tuple[int, list[str]]]:
    for lines in StatementLines(ledger.register().translations, {}).select():
        yield from ((number, terms.split()) for number, terms in lines)


def _index_faults(must: _Sums, articles: Articles) -> list[Fault]:
    """The first number that the index does not have with just the terms that it must have."""
    stands = _Sums()
    try:
        for term, number in index.postings():
            stands.add(number, (term,))
        places = must.differences(stands)
        if not places:
            missed = index.unanswered()
            return [] if missed is None else [Fault("search_terms", 0, f"cannot be asked for '{missed}': {REBUILD}")]
        indexed: dict[int, set[str]] = defaultdict(set)
        for term, number in index.postings():
            if number % _SUMS in places:
                indexed[number].add(term)
    except UNREADABLE as error:
        return [Fault("search_terms", 0, f"cannot be read: {error}: {REBUILD}")]
    for document in documents(articles):
        if document.number % _SUMS in places:
            indexed[document.number] ^= set(_document(document).terms.split())
    for number, terms in _statement_terms():
        if number % _SUMS in places:
            indexed[number] ^= set(terms)
    wrong = min(number for number, terms in indexed.items() if terms)
    return [Fault("search_terms", wrong, f"has or lacks '{min(indexed[wrong])}', not as the ledger gives: {REBUILD}")]
