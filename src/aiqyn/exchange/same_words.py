"""Where the words of a text stand again, whatever their case, spaces, punctuation and hidden signs."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|(?<=[。！？；])|\n")
#: Of a text so many sentences are looked for, the longest first, of so many letters at least, for a shorter one stands
#: in many texts; where none is so long, the longest, down to a name. A Chinese character says as much as some letters.
_MOST, _LONG, _LEAST, _LETTERS_OF_HAN = 5, 20, 6, 3
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def plain_words(text: str) -> str:
    """The letters and digits of a text in small letters, one after the other.

    >>> plain_words("The  Zhanatas\u200b wind-farm"), plain_words("ЖАҢАТАС — 100")
    ('thezhanataswindfarm', 'жаңатас100')
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def same_text(text: str) -> str:
    """What two texts have in common that say the same in other case, spaces, punctuation or hidden signs."""
    return plain_words(text) or text


class Sentences:
    """The longest sentences of some texts, to be looked for in others."""

    def __init__(self, texts: Iterable[str]) -> None:
        wanted: dict[str, None] = {}
        for text in texts:
            plain = sorted({plain_words(sentence) for sentence in _SENTENCE_END.split(text)})
            longest = sorted(plain, key=_weight, reverse=True)[:_MOST]
            telling = [sentence for sentence in longest if _weight(sentence) >= _LONG] or longest[:1]
            wanted |= dict.fromkeys(sentence for sentence in telling if _weight(sentence) >= _LEAST)
        self._wanted: Sequence[str] = tuple(wanted)
        self._plain: dict[str, str] = {}

    def __bool__(self) -> bool:
        """Whether there is any to look for."""
        return bool(self._wanted)

    @property
    def shortest(self) -> int:
        """How many signs a text has at least that holds one of them: few signs stand for more than four letters."""
        return min(map(len, self._wanted), default=0) // 4

    def are_in(self, text: str) -> bool:
        """Whether a text holds one of them."""
        if len(text) < self.shortest:
            return False
        plain = plain_words(text)
        return any(sentence in plain for sentence in self._wanted)

    def lines(self, text: str) -> list[int]:
        """On which lines of a text one of them begins, from 1, in order; it may go on over the next lines."""
        lines = text.split("\n")
        plain = [self._plain_line(line) for line in lines]
        whole = "".join(plain)
        starts = [0, *accumulate(map(len, plain))][:-1]
        hits = {bisect_right(starts, place) for sentence in self._wanted for place in _places(sentence, whole)}
        return sorted(hits)

    def _plain_line(self, line: str) -> str:
        """Versions of a file have most of their lines in common."""
        if line not in self._plain:
            self._plain[line] = plain_words(line)
        return self._plain[line]


def _weight(plain: str) -> int:
    letters = sum(map(str.isalpha, plain))
    return letters + (_LETTERS_OF_HAN - 1) * len(_HAN.findall(plain))


def _places(sentence: str, whole: str) -> Iterable[int]:
    place = whole.find(sentence)
    while place >= 0:
        yield place
        place = whole.find(sentence, place + 1)
