"""Asking the search tables: what a query finds, grouped by kind, and what a beginning of a name could become."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from aiqyn.names.analysis import PREFIX, QueryWord, Question, Way, question, wanted_terms
from aiqyn.names.fold import fold
from aiqyn.names.text_words import Kind
from aiqyn_site.ledger.sql import marks, select
from aiqyn_site.search import index
from aiqyn_site.search.index import NAME, Plan
from aiqyn_site.search.indexed import KINDS, SPANS
from aiqyn_site.search.ranking import arranged, whole_key, within_names
from aiqyn_site.search.widening import Tried, some_of, widen

#: Counts above this are told as "more than".
MOST_COUNTED = 1000
_WEIGHED = 100
_PER_PAGE = 20
#: What all but statements are numbered by, and statements: two questions are quicker than one for each kind.
_SPANS = ((SPANS[KINDS[0]][0], SPANS["statement"][0] - 1), SPANS["statement"])
#: All that has names given to it: not the titles of sources, not statements.
_SUGGESTED_FROM = tuple(kind for kind in KINDS if kind not in {"source", "statement"})

Names = tuple[tuple[str, str], ...]


class Hit(NamedTuple):
    """Something found. `names` are (language, text), none for a statement; its `ref` is its number in the ledger.

    `entity_kind` is that of an entity, else blank.
    """

    kind: str
    ref: str
    entity_kind: str
    names: Names


class Group(NamedTuple):
    """What was found of one kind: how many (at most 1,000 are counted; `is_more` says there are more), the first."""

    kind: str
    total: int
    is_more: bool
    hits: tuple[Hit, ...]


class Answer(NamedTuple):
    """What a query found.

    `tried` tells what was done about words that occur nowhere; `is_partial` that only some of the words were asked
    for together. `wanted` are the terms to mark. `page` and `pages` are of the one kind asked for.
    """

    question: Question
    groups: tuple[Group, ...]
    tried: tuple[Tried, ...]
    is_partial: bool
    wanted: frozenset[str]
    page: int
    pages: int


class Suggestion(NamedTuple):
    """A name that a query could become, in its language, and what it is the name of."""

    text: str
    lang: str
    kind: str
    ref: str
    entity_kind: str


# --- finding ------------------------------------------------------------------------------------------------


def find(query: str, kind: str = "", page: int = 1, per_kind: int = 5) -> Answer:
    """What a query finds. With a kind, a page of twenty of that kind beside the counts of all.

    Ranking within a kind: a name that is the query, names with its words, names with their stems, the rest; then
    by number. Raises nothing: any text is a query.
    """
    asked = question(query)
    words: tuple[QueryWord, ...] = asked.words
    tried: tuple[Tried, ...] = ()
    plans: list[Plan] = [[word.ways for word in words]] if words else []
    is_partial = False
    numbers = _search(plans)
    if words and not numbers:
        words, tried = widen(words, _occurs)
        plans = [[word.ways for word in words]] if words else []
        numbers = _search(plans)
        for step in some_of(words):
            if numbers:
                break
            plans, numbers = step, _search(step)
            is_partial = bool(numbers)
    wanted = wanted_terms(word.ways for word in words)
    groups = _groups(numbers, kind, ((page - 1) * _PER_PAGE, _PER_PAGE) if kind else (0, per_kind), plans, words)
    counted = next((group.total for group in groups if group.kind == kind), 0)
    return Answer(asked, groups, tried, is_partial, wanted, page, max(1, -(-counted // _PER_PAGE)))


def _search(plans: Sequence[Plan]) -> dict[str, list[int]]:
    """The first numbers of each kind that meet a plan: one more than are counted."""
    if not plans:
        return {}
    most = MOST_COUNTED + 1
    numbers, statements = index.numbers([index.Question(plans, *span, most) for span in _SPANS])
    if len(numbers) < most:
        numbers += statements
    else:
        # So many that one kind may have taken the place of others.
        answers = index.numbers([index.Question(plans, *span, most) for span in SPANS.values()])
        numbers = [number for answer in answers for number in answer]
    by_kind = {
        kind: numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]
        for kind, (first, last) in SPANS.items()
    }
    return {kind: answer for kind, answer in by_kind.items() if answer}


def _occurs(ways: Sequence[Way]) -> bool:
    last = max(last for _, last in SPANS.values())
    return bool(index.numbers([index.Question([[ways]], 0, last, 1)])[0])


def _groups(
    numbers: dict[str, list[int]], kind: str, page: tuple[int, int], plans: Sequence[Plan], words: Sequence[QueryWord]
) -> tuple[Group, ...]:
    """What was found by kind, of each what is shown of it."""
    start, length = page
    asked = {name: answer for name, answer in numbers.items() if kind in {"", name}}
    shown = {name: best[start : start + length] for name, best in arranged(asked, plans, words).items()}
    hits = _hits([number for name, page_of_kind in shown.items() if name != "statement" for number in page_of_kind])
    first, _ = SPANS["statement"]
    hits |= {number: Hit("statement", str(number - first), "", ()) for number in shown.get("statement", ())}
    return tuple(
        Group(
            name,
            min(len(answer), MOST_COUNTED),
            len(answer) > MOST_COUNTED,
            tuple(hits[number] for number in shown.get(name, ())),
        )
        for name, answer in numbers.items()
    )


def _hits(numbers: Sequence[int]) -> dict[int, Hit]:
    if not numbers:
        return {}
    sql = f"SELECT number, kind, ref, entity_kind, names FROM search_document WHERE number IN ({marks(numbers)})"
    return {
        number: Hit(kind, ref, entity_kind, _names(names))
        for number, kind, ref, entity_kind, names in select(sql, numbers)
    }


def _names(text: str) -> Names:
    return tuple((lang, name) for lang, name in json.loads(text))


# --- suggesting ---------------------------------------------------------------------------------------------


def suggest(query: str, lang: str, limit: int = 8) -> list[Suggestion]:
    """Names that have the words of a query, the last of them only begun; in the page's language where it has them."""
    asked = question(query).words
    if not asked:
        return []
    plan: list[Sequence[Way]] = [*within_names([word.ways for word in asked[:-1]]), _begun(asked[-1])]
    among = [index.Question([plan], *SPANS[kind], _WEIGHED) for kind in _SUGGESTED_FROM]
    numbers = [number for answer in index.numbers(among) for number in answer]
    scored = sorted(_suggestion(number, hit, asked, lang) for number, hit in _hits(numbers).items())
    unlike: dict[tuple[str, str], Suggestion] = {}
    for _, _, _, suggestion in scored:
        unlike.setdefault((suggestion.text, suggestion.kind), suggestion)
    return list(unlike.values())[:limit]


def _begun(word: QueryWord) -> list[Way]:
    """The ways to find a word of a name of which only the beginning is known."""
    if word.kind is Kind.HAN:
        return [tuple(NAME + term for term in way) for way in word.ways]
    begun = [(NAME + word.key.replace(" ", "") + PREFIX,)]
    return begun + [tuple(NAME + term for term in way) for way in word.ways]


def _suggestion(number: int, hit: Hit, asked: Sequence[QueryWord], lang: str) -> tuple[int, bool, int, Suggestion]:
    """A suggestion with its score: names that begin with the query first, the page's language, then by number."""
    whole = whole_key(asked)
    unlikeness, is_other, _, (its_lang, name) = min(
        (_unlikeness(fold(name[1]), whole, asked), name[0] != lang, place, name) for place, name in enumerate(hit.names)
    )
    return unlikeness, is_other, number, Suggestion(name, its_lang, hit.kind, hit.ref, hit.entity_kind)


def _unlikeness(key: str, whole: str, asked: Sequence[QueryWord]) -> int:
    """0 where a name begins with the query, 1 where words of it begin with its words, 2 where they do not."""
    if key.startswith(whole):
        return 0
    begun = all(word.key in key if word.kind is Kind.HAN else f" {word.key}" in f" {key}" for word in asked)
    return 1 if begun else 2
