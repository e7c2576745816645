"""The order in which readers look names up in a list."""

from __future__ import annotations

import re

from aiqyn.names.han_forms import simplified
from aiqyn.names.sounds import han_sounds
from aiqyn.names.text_words import HAN

_KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_HAN = re.compile(f"[{HAN}]+")
#: Quotation marks and the like, with which a name may begin.
_SIGNS = re.compile(r"\A\W+")
_ORDER = str.maketrans({letter: chr(0x0430 + place) for place, letter in enumerate(_KAZAKH)})


def alphabetical(text: str) -> str:
    """A key to sort by: small letters as capitals, Cyrillic ones as in the Kazakh alphabet, of which Russian's is part.

    By their numbers ё and the letters that only Kazakh has would come after я. Chinese characters stand by their sound
    (pinyin without tones), among Latin letters; those of one sound stand together. Signs before the first letter or
    digit do not count.
    """
    small = text.casefold().translate(_ORDER)
    return _HAN.sub(_sounded, _SIGNS.sub("", small))


def _sounded(match: re.Match[str]) -> str:
    run = match[0]
    sounds = han_sounds(simplified(run))
    return "".join(f"{sound}\x01{char}" for sound, char in zip(sounds, run, strict=True))
