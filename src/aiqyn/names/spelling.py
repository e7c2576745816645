"""Forgiving typing errors: words that lie one or two slips of the finger away.

A word and a mistyped form of it meet in what is left when one letter is taken from each: Wolf Garbe's SymSpell
(2012). The distance counts letters put in, left out, exchanged for another, or two neighbours swapped, no
letter twice (optimal string alignment, after F. J. Damerau, 1964).
"""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 4
_LONG = 8


def slips(word: str) -> int:
    """How many slips are forgiven in a word: none in short ones, two from eight letters on."""
    if len(word) < SHORTEST:
        return 0
    return 1 if len(word) < _LONG else 2


def shortened(word: str) -> list[str]:
    """The word and what is left of it when one letter is taken out, each once: what a word is stored under."""
    return list(dict.fromkeys([word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]))


def asked_for(word: str) -> list[str]:
    """What to look up for a mistyped word: the word less one letter, less two where two slips are forgiven."""
    lookups = dict.fromkeys(shortened(word))
    if slips(word) > 1:
        for shorter in list(lookups)[1:]:
            lookups.update(dict.fromkeys(shortened(shorter)))
    return list(lookups)


def nearest(word: str, among: Iterable[str]) -> list[str]:
    """The words within the slips forgiven, those with the fewest slips only, in order of the alphabet.

    The first letter is seldom mistyped, so of equally near words those that begin alike come alone.
    """
    most = slips(word)
    near: dict[int, list[str]] = {}
    for other in sorted(set(among)):
        steps = distance(word, other)
        if steps <= most:
            near.setdefault(steps, []).append(other)
    if not near:
        return []
    best = near[min(near)]
    return [candidate for candidate in best if candidate[0] == word[0]] or best


def distance(word: str, other: str) -> int:
    """How many slips lie between two words."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(word, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            steps = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == against:
                steps = min(steps, before[column - 2] + 1)
            line.append(steps)
        before, last = last, line
    return last[-1]
