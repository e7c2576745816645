"""Digits as each language groups and marks them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

NBSP = "\u00a0"
MINUS = "\u2212"
DECIMAL_MARK = {"en": ".", "ru": ",", "kk": ",", "zh": "."}
GROUP_MARK = {"en": ",", "ru": NBSP, "kk": NBSP, "zh": ","}
#: From how many digits on a whole part is grouped: all but English leave four digits together.
GROUP_FROM = {"en": 4, "ru": 5, "kk": 5, "zh": 5}


def decimal_text(value: Decimal, lang: str) -> str:
    """A number with all its digits, grouped and marked as the language does.

    | lang | 1234567.50     | 1400  |
    |------|----------------|-------|
    | en   | 1,234,567.50   | 1,400 |
    | ru   | 1 234 567,50   | 1400  |
    | kk   | 1 234 567,50   | 1400  |
    | zh   | 1,234,567.50   | 1400  |
    """
    digits = format(value, "f")
    sign = MINUS if digits.startswith("-") else ""
    whole, _, decimals = digits.lstrip("-").partition(".")
    if len(whole) >= GROUP_FROM[lang]:
        whole = f"{int(whole):,}".replace(",", GROUP_MARK[lang])
    return sign + whole + (DECIMAL_MARK[lang] + decimals if decimals else "")


@lru_cache(maxsize=4096)
def count_text(n: int, lang: str) -> str:
    """A whole number of things counted by the site itself."""
    return decimal_text(Decimal(n), lang)
