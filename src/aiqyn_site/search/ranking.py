"""What comes first of what was found: names that are the query, names with its words, then the rest, by number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aiqyn.names.analysis import PREFIX, QueryWord, Way, index_terms
from aiqyn.names.text_words import Kind
from aiqyn_site.ledger.sql import marks, select
from aiqyn_site.search import index
from aiqyn_site.search.index import NAME, Plan, Question
from aiqyn_site.search.indexed import NAME_PROPERTIES, SPANS, whole_term

_RANKED = 100
_RANKED_STATEMENTS = 60
_STATEMENT = "statement"


def arranged(found: Mapping[str, list[int]], plans: Sequence[Plan], words: Sequence[QueryWord]) -> dict[str, list[int]]:
    """The numbers of each kind, the best first.

    Only the first 100 of a kind are weighed; where there are more, those that are named so are among them.
    """
    weighed = {kind: some[:_RANKED] for kind, some in found.items() if kind != _STATEMENT}
    many = [kind for kind in weighed if len(found[kind]) > _RANKED]
    for kind, named in zip(many, _named(many, plans, words), strict=True):
        weighed[kind] = list(dict.fromkeys((*weighed[kind], *named)))
    scores = _scores([number for some in weighed.values() if len(some) > 1 for number in some], words)
    best = {kind: sorted(some, key=lambda number: (scores.get(number, ()), number)) for kind, some in weighed.items()}
    if _STATEMENT in found:
        best[_STATEMENT] = _best_statements(found[_STATEMENT][:_RANKED_STATEMENTS], words)
    result: dict[str, list[int]] = {}
    for kind, some in best.items():
        placed = set(some)
        result[kind] = some + [number for number in found[kind] if number not in placed]
    return result


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


def _scores(numbers: Sequence[int], words: Sequence[QueryWord]) -> dict[int, tuple[bool, int, int]]:
    """Less is better: the query is a name; its words that are in one name as written; those that are by their stems."""
    if not numbers:
        return {}
    whole = f"\n{whole_key(words)}\n"
    marked = [word.key if word.kind is Kind.HAN else f" {word.key} " for word in words if word.key]
    scores: dict[int, tuple[bool, int, int]] = {}
    sql = f"SELECT number, keys, stems FROM search_document WHERE number IN ({marks(numbers)})"
    for number, keys, stems in select(sql, numbers):
        exact = max(_counted(marked, f" {key} ") for key in keys.split("\n"))
        held = set(stems.split())
        scores[number] = (whole not in f"\n{keys}\n", -exact, -sum(_meets(held, word.ways) for word in words))
    return scores


def _counted(marked: Sequence[str], key: str) -> int:
    return sum([mark in key for mark in marked])


def _meets(held: set[str], ways: Iterable[Way]) -> bool:
    return any(_holds(held, way) for way in ways)


def _holds(held: set[str], way: Way) -> bool:
    if way[0].endswith(PREFIX):
        return any(one.startswith(way[0][:-1]) for one in held)
    return held.issuperset(way)


def _best_statements(numbers: list[int], words: Sequence[QueryWord]) -> list[int]:
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
        own = set(index_terms(value, lang))
        if printed:
            own.update(index_terms(printed, ""))
        weight = 2 * sum(_meets(own, word.ways) for word in words)
        if note:
            weight += _meets(set(index_terms(note, "en")), [way for word in words for way in word.ways])
        scores[first + place] = 1 if prop in NAME_PROPERTIES else -weight
    return sorted(scores, key=lambda number: (scores[number], number))
