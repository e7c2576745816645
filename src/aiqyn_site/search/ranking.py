"""What comes first of what was found: names that are the query, names with its words, then the rest, by number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from aiqyn.names.analysis import PREFIX, QueryWord, Way, index_terms
from aiqyn.names.text_words import Kind
from aiqyn_site.ledger.sql import marks, select
from aiqyn_site.search import index
from aiqyn_site.search.index import NAME, Plan, Question
from aiqyn_site.search.indexed import NAME_PROPERTIES, SPANS, whole_term

_RANKED = 100
_RANKED_STATEMENTS = 60
_STATEMENT = "statement"


def arranged(
    numbers: Mapping[str, list[int]], plans: Sequence[Plan], words: Sequence[QueryWord]
) -> dict[str, list[int]]:
    """The numbers of each kind, the best first.

    Only the first 100 of a kind are weighed; where there are more, those that are named so are among them.
    """
    weighed = {kind: numbers[kind][:_RANKED] for kind in numbers if kind != _STATEMENT}
    crowded = [kind for kind in weighed if len(numbers[kind]) > _RANKED]
    for kind, named in zip(crowded, _named(crowded, plans, words), strict=True):
        weighed[kind] = list(dict.fromkeys((*weighed[kind], *named)))
    wanted = [_Wanted(word.ways) for word in words]
    rivals = [number for candidates in weighed.values() if len(candidates) > 1 for number in candidates]
    scores = _scores(rivals, words, wanted)
    best = {
        kind: sorted(candidates, key=lambda number: (scores.get(number, ()), number))
        for kind, candidates in weighed.items()
    }
    if _STATEMENT in numbers:
        best[_STATEMENT] = _best_statements(numbers[_STATEMENT][:_RANKED_STATEMENTS], wanted)
    return {kind: list(dict.fromkeys((*first, *numbers[kind]))) for kind, first in best.items()}


class _Wanted:
    """The ways in which a word is found, by how they are looked for: a term alone, terms together, a beginning."""

    __slots__ = ("alone", "beginnings", "together")

    def __init__(self, ways: Iterable[Way]) -> None:
        whole = [way for way in ways if not way[0].endswith(PREFIX)]
        self.alone = frozenset(way[0] for way in whole if len(way) == 1)
        self.together = [frozenset(way) for way in whole if len(way) > 1]
        self.beginnings = tuple(way[0][:-1] for way in ways if way[0].endswith(PREFIX))

    def is_among(self, terms: Collection[str]) -> bool:
        return (
            not self.alone.isdisjoint(terms)
            or any(way.issubset(terms) for way in self.together)
            or (bool(self.beginnings) and any(term.startswith(self.beginnings) for term in terms))
        )


def _named(kinds: Sequence[str], plans: Sequence[Plan], words: Sequence[QueryWord]) -> list[list[int]]:
    """For each kind the numbers whose name is the query, then those whose names have its words."""
    if not kinds:
        return []
    whole: Plan = [[(whole_term(whole_key(words)),)]]
    in_names = [within_names(plan) for plan in plans]
    answers = index.numbers([Question(asked, *SPANS[kind], _RANKED) for kind in kinds for asked in ([whole], in_names)])
    return [answers[place] + answers[place + 1] for place in range(0, len(answers), 2)]


def within_names(plan: Plan) -> Plan:
    """The same plan, asked of names alone."""
    return [[tuple(NAME + term for term in way) for way in ways] for ways in plan]


def whole_key(words: Sequence[QueryWord]) -> str:
    """The words together, as the key of a name has them."""
    return " ".join(word.key for word in words if word.key)


def _scores(
    numbers: Sequence[int], words: Sequence[QueryWord], wanted: Sequence[_Wanted]
) -> dict[int, tuple[bool, int, int]]:
    """Less is better: the query is a name; its words that are in one name as written; those that are by their stems."""
    if not numbers:
        return {}
    whole = f"\n{whole_key(words)}\n"
    marks_of_words = [word.key if word.kind is Kind.HAN else f" {word.key} " for word in words if word.key]
    scores: dict[int, tuple[bool, int, int]] = {}
    sql = f"SELECT number, keys, stems FROM search_document WHERE number IN ({marks(numbers)})"
    for number, keys, stems in select(sql, numbers):
        terms = stems.split()
        by_stem = sum([word.is_among(terms) for word in wanted])
        scores[number] = (whole not in f"\n{keys}\n", -_most_together(marks_of_words, keys), -by_stem)
    return scores


def _most_together(marked: Sequence[str], keys: str) -> int:
    """How many of the marked words the name that has most of them has; `keys` are its names, a line each."""
    lines = f" {keys} ".replace("\n", " \n ")
    present = [mark for mark in marked if mark in lines]
    if len(present) < 2:
        return len(present)
    return max([sum([mark in line for mark in present]) for line in lines.split("\n")])


def _best_statements(numbers: list[int], wanted: Sequence[_Wanted]) -> list[int]:
    """Statements whose own words or figures are asked for come before those that only speak of what is asked for.

    Names come last: they say what the other statements are about.
    """
    if len(numbers) < 2:
        return numbers
    first, _ = SPANS[_STATEMENT]
    places = [number - first for number in numbers]
    sql = f"SELECT number, property, value, lang, printed, note FROM ledger_statement WHERE number IN ({marks(places)})"
    scores: dict[int, int] = {}
    for place, prop, value, lang, printed, note in select(sql, places):
        if prop in NAME_PROPERTIES:
            scores[first + place] = 1
            continue
        own = index_terms(value, lang)
        if printed:
            own += index_terms(printed, "")
        weight = 2 * sum([word.is_among(own) for word in wanted])
        if note:
            noted = index_terms(note, "en")
            weight += any(word.is_among(noted) for word in wanted)
        scores[first + place] = -weight
    return sorted(scores, key=lambda number: (scores[number], number))
