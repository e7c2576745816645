"""Folding: one search key for the spellings of a name, so that Жаңатас, Жанатас and Zhanatas meet.

Kazakh and Russian letters go to Latin by the one table in `data/letters.csv`, which joins what
transliterations tell apart (zh and j, kh and h, q and k); Chinese characters take their simplified form. Folding is for
finding, never for deciding that two names are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from aiqyn.names.han_forms import simplified
from aiqyn.names.text_words import without_unseen
from aiqyn.values.tables import data_folder, read_rows

_LETTERS = re.compile(r"[^\W\d_]+")
_has_cyrillic = re.compile("[\u0400-\u052f]").search
_has_latin = re.compile("[a-z\u014b\u0259\u0275]").search
_GAP = re.compile(r"[^0-9a-z\u3400-\u9fff]+")


class _Tables(NamedTuple):
    """Single letters for str.translate, Latin spellings to join, longest first, and Cyrillic letters by look."""

    letters: Mapping[int, str]
    spellings: tuple[tuple[str, str], ...]
    lookalikes: Mapping[str, str]


@cache
def _tables() -> _Tables:
    kinds: dict[str, dict[str, str]] = {"letter": {}, "spelling": {}, "lookalike": {}}
    for row in read_rows(data_folder("aiqyn.names"), "letters.csv", ("kind", "from", "to", "note")):
        kinds[row.known("kind", kinds)][row.cells["from"]] = row.cells["to"]
    letters = {ord(letter): plain for letter, plain in kinds["letter"].items()}
    spellings = sorted(kinds["spelling"].items(), key=lambda pair: -len(pair[0]))
    return _Tables(letters, tuple(spellings), kinds["lookalike"])


def one_script(text: str) -> str:
    """A text in small letters, in whose Cyrillic words Latin letters are the Cyrillic ones that they look like.

    Əкімдік and Aктөбе, typed on two keyboards, so become әкімдік and актөбе; a word with other Latin letters stays.
    """
    return _LETTERS.sub(_in_cyrillic, text) if _has_cyrillic(text) and _has_latin(text) else text


def _in_cyrillic(match: re.Match[str]) -> str:
    word, lookalikes = match[0], _tables().lookalikes
    latin = [letter for letter in word if not "\u0400" <= letter <= "\u052f"]
    if not 0 < len(latin) < len(word) or any(letter not in lookalikes for letter in latin):
        return word
    return "".join(lookalikes.get(letter, letter) for letter in word)


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The search key of a text: lower-case Latin words and simplified Chinese characters, single spaces between.

    | text                | key         |
    |---------------------|-------------|
    | `Жаңатас`           | `janatas`   |
    | `Жанатас`           | `janatas`   |
    | `Zhanatas`          | `janatas`   |
    | `札纳塔斯风电项目`    | `札纳塔斯风电项目` |
    | `札納塔斯風電項目`    | `札纳塔斯风电项目` |
    """
    letters, spellings, _ = _tables()
    small = unicodedata.normalize("NFKC", without_unseen(text)).casefold()
    decomposed = unicodedata.normalize("NFD", one_script(small))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = _joined(simplified(bare).translate(letters), spellings)
    return _GAP.sub(" ", plain).strip()


def _joined(latin: str, spellings: tuple[tuple[str, str], ...]) -> str:
    """Spellings joined until none is left: `iy` becomes `ii`, and that `i`."""
    before = ""
    while latin != before:
        before = latin
        for spelling, joined in spellings:
            latin = latin.replace(spelling, joined)
    return latin
