"""Digits as each language groups and marks them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from aiqyn.vocabulary import languages

MINUS = "\u2212"


def decimal_text(value: Decimal, lang: str) -> str:
    """A number with all its digits, grouped and marked as the language does; nought has no sign.

    | lang | 1234567.50     | 1400  |
    |------|----------------|-------|
    | en   | 1,234,567.50   | 1,400 |
    | ru   | 1 234 567,50   | 1400  |
    | kk   | 1 234 567,50   | 1400  |
    | zh   | 1,234,567.50   | 1400  |
    """
    digits = format(value, "f")
    sign = MINUS if value < 0 else ""
    whole, _, decimals = digits.lstrip("-").partition(".")
    language = languages()[lang]
    if len(whole) >= language.group_from:
        whole = f"{int(whole):,}".replace(",", language.group)
    return sign + whole + (language.decimal + decimals if decimals else "")


def percent_text(number: str, lang: str) -> str:
    """A number that is written already, with the sign of per cent as the language puts it."""
    return f"{number}{languages()[lang].percent}%"


@lru_cache(maxsize=4096)
def count_text(n: int, lang: str) -> str:
    """A whole number of things counted by the site itself."""
    return decimal_text(Decimal(n), lang)
