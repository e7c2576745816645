"""The order in which readers look names up in a list."""

from __future__ import annotations

_KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_ORDER = str.maketrans({letter: chr(0x0430 + place) for place, letter in enumerate(_KAZAKH)})


def alphabetical(text: str) -> str:
    """A key to sort by: small letters as capitals, Cyrillic ones as in the Kazakh alphabet, of which Russian's is part.

    By their numbers ё and the letters that only Kazakh has would come after я.
    """
    return text.casefold().translate(_ORDER)
