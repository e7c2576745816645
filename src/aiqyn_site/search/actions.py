"""Deriving the search tables, and proving that they are what the ledger gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from aiqyn.names import spelling
from aiqyn.names.fold import fold
from aiqyn.names.text_words import Kind, words
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.addition import Addition
from aiqyn_site.ledger.derived_table import Audit, DerivedTable
from aiqyn_site.ledger.queries import Names
from aiqyn_site.ledger.sql import batches, marks, select
from aiqyn_site.ledger.verify import Fault
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
_REBUILD = "run aiqyn rebuild"

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


def verify_index(articles: Articles = no_articles) -> list[Fault]:
    """The first row of each search table that a rebuild would not give; an empty list means all are right.

    The index itself cannot be read back row by row: of every term the number of rows that have it is compared.
    """
    counted: Counter[str] = Counter()
    documented, worded, spelled = Audit(_DOCUMENTS), Audit(_WORDS), Audit(_SPELLINGS)
    keys: set[str] = set()
    for indexed in _in_batches(documents(articles)):
        numbers, rows = [document.number for document in indexed], list(map(_document, indexed))
        named = [word for document in indexed for word in _words(document)]
        documented.compare(numbers, rows)
        worded.compare(numbers, named)
        keys.update(word.key for word in named)
        for row in rows:
            counted.update(row.terms.split())
    for lines in StatementLines(ledger.register().translations, {}).select():
        for _, terms in lines:
            counted.update(set(terms.split()))
    for batch in batches(sorted(keys)):
        spelled.compare(batch, _spellings(batch))
    return [*documented.finish(), *worded.finish(), *spelled.finish(), *_vocabulary_faults(counted)]


def _vocabulary_faults(counted: Counter[str]) -> list[Fault]:
    for place, (term, docs) in enumerate(index.vocabulary(), 1):
        if counted.pop(term, 0) != docs:
            return [Fault("search_terms", place, f"has '{term}' in {docs} rows, not as the ledger gives: {_REBUILD}")]
    if counted:
        return [Fault("search_terms", 0, f"lacks '{min(counted)}' and {len(counted) - 1} more terms: {_REBUILD}")]
    return []
