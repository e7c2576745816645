"""The sound of Chinese names, without tone, so that characters, pinyin and Russian spellings of one name meet.

`han_sounds.csv` gives one common reading for each character, `palladius.csv` the Russian spelling of each
syllable in the system of Palladius (P. I. Kafarov), the one Russian uses for Chinese names; both are made by
`tools/make_han_sounds.py`. `han_words.csv` lists words of names in which a character is read otherwise. Sounds are
for forgiving: many characters share one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from aiqyn.values.tables import Row, data_folder, read_rows

_MOST_READINGS = 4
_LONGEST = 40  # letters: no name of one word has more


def _han_rows() -> Iterator[Row]:
    return read_rows(data_folder("aiqyn.names"), "han_sounds.csv", ("syllable", "characters"))


@cache
def _readings() -> Mapping[str, str]:
    return {char: row.cells["syllable"] for row in _han_rows() for char in row.cells["characters"]}


@cache
def _syllables() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Spellings of syllables in Latin and in Russian, each with its sound."""
    palladius = read_rows(data_folder("aiqyn.names"), "palladius.csv", ("russian", "pinyin"))
    russian = {row.cells["russian"]: row.cells["pinyin"] for row in palladius}
    latin = {row.cells["syllable"]: row.cells["syllable"] for row in _han_rows()}
    return latin, russian


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    rows = read_rows(data_folder("aiqyn.names"), "han_words.csv", ("word", "syllables"))
    return {row.cells["word"]: tuple(row.cells["syllables"].split()) for row in rows}


@cache
def _spoken() -> re.Pattern[str]:
    """The words that are read otherwise than their characters one by one; of two the longer."""
    return re.compile("|".join(sorted(_words(), key=len, reverse=True)))


def han_sounds(run: str) -> list[str]:
    """The sound of each character of a run of simplified ones, blank for one whose reading is not known."""
    known = _readings()
    sounds = [known.get(char, "") for char in run]
    for word in _spoken().finditer(run):
        sounds[word.start() : word.end()] = _words()[word[0]]
    return sounds


def pairs(sounds: list[str]) -> list[str]:
    """Neighbouring sounds joined: `zha_na na_ta ta_si`; nothing stands for a pair with an unknown sound."""
    return [f"{left}_{right}" for left, right in pairwise(sounds) if left and right]


@lru_cache(maxsize=4096)
def spelled(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways in which a Latin or Cyrillic word is wholly pinyin or Palladius, of two syllables or more.

    In Russian a hard sign parts syllables after н and stands for nothing else: Чанъань is chang an.
    """
    latin, russian = _syllables()
    text = unicodedata.normalize("NFKC", word).casefold()
    if len(text) > _LONGEST:
        return ()
    if text[:1].isascii() or not _is_cyrillic(text):
        bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
        spellings = _parses(bare, latin)
    else:
        spellings = _parses(text, russian)
    return tuple(syllables for syllables in spellings if len(syllables) > 1)


def _is_cyrillic(text: str) -> bool:
    return any("\u0400" <= char <= "\u04ff" for char in text)


def _parses(text: str, syllables: Mapping[str, str]) -> list[tuple[str, ...]]:
    """All ways to cut a text into syllables, those with the longest first syllables before others; at most four."""
    longest = 6
    parses: list[tuple[str, ...]] = []

    def cut(start: int, before: tuple[str, ...]) -> None:
        if start == len(text):
            parses.append(before)
            return
        if before and text[start] == "ъ" and text[start - 1] == "н":
            start += 1
        for end in range(min(len(text), start + longest), start, -1):
            sound = syllables.get(text[start:end])
            if sound is not None and len(parses) < _MOST_READINGS and start not in dead:
                cut(end, (*before, sound))
        if not parses:
            dead.add(start)

    dead: set[int] = set()
    cut(0, ())
    return parses
