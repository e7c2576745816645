"""What is tried when a query finds nothing: sounds, then spellings, then some of the words. What was tried is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

from aiqyn.names import spelling
from aiqyn.names.analysis import QueryWord, Way, sound_ways
from aiqyn.names.fold import fold
from aiqyn.names.kazakh import plain_stems
from aiqyn.names.sounds import han_sounds, pairs
from aiqyn.names.text_words import Kind
from aiqyn_site.ledger.sql import marks, select
from aiqyn_site.search.actions import script_of
from aiqyn_site.search.index import Plan

_MOST_SPELLINGS = 6
_MOST_LEFT_OUT = 2
_MOST_PLANS = 150

#: Tells whether anything has a word, found in one of these ways.
Occurs = Callable[[Sequence[Way]], bool]


class Tried(NamedTuple):
    """What was done about a word that occurs nowhere.

    `how` is `sound`, `ending` (of a Kazakh word typed without Kazakh letters), `spelling`, `part` (of a run of Chinese
    characters) or `missing`; `instead` the words searched in its stead as they are written.
    """

    word: str
    how: str
    instead: tuple[str, ...] = ()


def widen(words: Sequence[QueryWord], occurs: Occurs) -> tuple[tuple[QueryWord, ...], tuple[Tried, ...]]:
    """The words to search for instead, and what was done about each that occurs nowhere.

    Words that occur somewhere stay as they are; others give way to what sounds or is spelled like them.
    """
    kept: list[QueryWord] = []
    tried: list[Tried] = []
    for word in words:
        if occurs(word.ways):
            kept.append(word)
            continue
        attempts = (attempt for try_it in _FORGIVING if (attempt := try_it(word, occurs)))
        other, change = next(attempts, (None, Tried(word.text, "missing")))
        tried.append(change)
        if other is not None:
            kept.append(other)
    return tuple(kept), tuple(tried)


def some_of(words: Sequence[QueryWord]) -> list[list[Plan]]:
    """Plans that leave out words: first one, then two, at last all but one; each step is any of its plans."""
    steps: list[list[Plan]] = []
    for size in [*range(len(words) - 1, max(len(words) - 1 - _MOST_LEFT_OUT, 0), -1), 1]:
        plans: list[Plan] = [[word.ways for word in selection] for selection in combinations(words, size)]
        if size < len(words) and len(plans) <= _MOST_PLANS and plans not in steps:
            steps.append(plans)
    return steps


def _by_sound(word: QueryWord, occurs: Occurs) -> tuple[QueryWord, Tried] | None:
    if word.kind is Kind.HAN:
        return _han(word, occurs)
    ways = sound_ways(word)
    return (word._replace(key="", ways=ways), Tried(word.text, "sound")) if ways and occurs(ways) else None


def _han(word: QueryWord, occurs: Occurs) -> tuple[QueryWord, Tried] | None:
    """Each pair of characters as written where it occurs, else by its sound; pairs that do neither are left out."""
    run = word.key
    if len(run) < 2:
        return None
    sounds = han_sounds(run)
    way: list[str] = []
    for place in range(len(run) - 1):
        pair, sound = run[place : place + 2], pairs(sounds[place : place + 2])
        if occurs([(pair,)]):
            way.append(pair)
        elif sound and occurs([tuple(sound)]):
            way.extend(sound)
    if not way or not occurs([tuple(way)]):
        return None
    how = "sound" if len(way) == len(run) - 1 else "part"
    return word._replace(key="", ways=(tuple(dict.fromkeys(way)),)), Tried(word.text, how)


def _by_ending(word: QueryWord, occurs: Occurs) -> tuple[QueryWord, Tried] | None:
    """A Kazakh word typed without Kazakh letters, by the longest of its stems that occurs."""
    if word.kind is not Kind.LETTERS or script_of(word.text) != "cyrillic":
        return None
    for stem in plain_stems(word.text):
        ways = ((fold(stem),),)
        if occurs(ways):
            return word._replace(key=fold(stem), ways=ways), Tried(word.text, "ending", (stem,))
    return None


def _by_spelling(word: QueryWord, occurs: Occurs) -> tuple[QueryWord, Tried] | None:
    if word.kind is not Kind.LETTERS or not spelling.slips(word.key):
        return None
    near = _near(word.key)
    best = spelling.nearest(word.key, near)[:_MOST_SPELLINGS]
    ways = tuple((key,) for key in best)
    if not ways or not occurs(ways):
        return None
    script = script_of(word.text)
    written = dict.fromkeys(near[key].get(script) or next(iter(near[key].values())) for key in best)
    return word._replace(key=best[0], ways=ways), Tried(word.text, "spelling", tuple(written))


#: What is tried for a word that occurs nowhere, in this order.
_FORGIVING: tuple[Callable[[QueryWord, Occurs], tuple[QueryWord, Tried] | None], ...] = (
    _by_sound,
    _by_ending,
    _by_spelling,
)


def _near(key: str) -> dict[str, dict[str, str]]:
    """Words that share what is left when letters are taken out: by key, how they are written in each script."""
    lefts = spelling.asked_for(key)
    near: dict[str, dict[str, str]] = {}
    for other, script, text in select(_NEAR.format(marks(lefts)), lefts):
        near.setdefault(other, {})[script] = text
    return near


_NEAR = """
SELECT w.key, w.script, w.text
FROM (SELECT key, script, min(document) AS document FROM search_word
      WHERE key IN (SELECT key FROM search_spelling WHERE "left" IN ({})) GROUP BY key, script) AS first
JOIN search_word w ON w.key = first.key AND w.script = first.script AND w.document = first.document
ORDER BY w.key, w.script
"""
