"""The order in which readers look names up in a list."""

from __future__ import annotations

import re

from aiqyn.names.sounds import han_sounds
from aiqyn.names.text_words import HAN

_KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_HAN = re.compile(f"[{HAN}]")
_ORDER = str.maketrans({letter: chr(0x0430 + place) for place, letter in enumerate(_KAZAKH)})


def alphabetical(text: str) -> str:
    """A key to sort by: small letters as capitals, Cyrillic ones as in the Kazakh alphabet, of which Russian's is part.

    By their numbers ё and the letters that only Kazakh has would come after я. Chinese characters stand by their sound
    (pinyin without tones), among Latin letters; those of one sound stand together.
    """
    small = text.casefold().translate(_ORDER)
    return _HAN.sub(_sounded, small)


def _sounded(match: re.Match[str]) -> str:
    char = match[0]
    return f"{han_sounds(char)[0]}\x01{char}"
