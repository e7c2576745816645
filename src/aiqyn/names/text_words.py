"""A text cut into words for finding: letters, numbers and runs of Chinese characters, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from aiqyn.values.tables import data_folder, read_rows

#: CJK Unified Ideographs and Extension A: what names are written in, and what both databases take for letters.
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(
    rf"(?P<han>[{HAN}]+)"
    r"|(?P<day>(?<!\d)\d{1,2}\.\d{1,2}\.\d{4}(?!\d))"
    r"|(?P<grouped>(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?(?!\d))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    rf"|(?P<letters>[^\W\d_{HAN}]+)"
)
#: What nobody sees (Unicode's Default_Ignorable_Code_Point): soft hyphens, joiners, marks of direction, selectors.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff]"
)
#: The radicals of dictionaries, each as the character that it looks like (NFKC), where there is one.
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_CHARACTERS = {sign: unicodedata.normalize("NFKC", chr(sign)) for sign in range(0x2E80, 0x2FE0)}
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GAPS = str.maketrans(dict.fromkeys(" \u00a0\u2009\u202f"))


class Kind(Enum):
    """What a word is made of."""

    LETTERS = "letters"
    NUMBER = "number"
    HAN = "han"

    __hash__ = object.__hash__  # an Enum hashes its name in Python, and what a word gives is kept by its kind


class Word(NamedTuple):
    """A word of a text, as written, and where it stands."""

    text: str
    kind: Kind
    start: int
    end: int


def without_unseen(text: str) -> str:
    """A text without what nobody sees, so that it is found by what is seen."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def words(text: str) -> Iterator[Word]:
    """The words of a text without what nobody sees, in order; a radical is the character that it looks like.

    A day as 20.06.2021 gives its year, month and day.
    """
    text = text.translate(_CHARACTERS) if not text.isascii() and _RADICAL.search(text) else text
    if text.isascii() or not _UNSEEN.search(text):
        yield from _words(text)
        return
    places = [place for place, char in enumerate(text) if not _UNSEEN.match(char)]
    for word in _words("".join(text[place] for place in places)):
        yield word._replace(start=places[word.start], end=places[word.end - 1] + 1)


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        start, end = match.span()
        group = match.lastgroup
        if group == "han":
            yield Word(match[0], Kind.HAN, start, end)
        elif group == "letters":
            yield Word(match[0], Kind.LETTERS, start, end)
        elif group == "day":
            day, month, year = match[0].split(".")
            yield from (Word(part, Kind.NUMBER, start, end) for part in (year, month.zfill(2), day.zfill(2)))
        else:
            yield Word(match[0].translate(_GAPS), Kind.NUMBER, start, end)


@lru_cache(maxsize=16384)
def number_keys(text: str) -> tuple[str, ...]:
    """A number as one key: `136.2` and `136,2` are `136_2`; `2,600` is `2_600` and `2600` too.

    Digits of every script are those of ours.
    """
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    keys = [plain.replace(",", "_").replace(".", "_")]
    if _THOUSANDS.fullmatch(plain):
        keys.append(plain.replace(",", "").replace(".", "_"))
    return tuple(keys)


@cache
def stop_words() -> frozenset[str]:
    """Words in small letters that say nothing of what a text is about (`data/stop_words.csv`)."""
    rows = read_rows(data_folder("aiqyn.names"), "stop_words.csv", ("lang", "word"))
    return frozenset(row.cells["word"] for row in rows)
