"""Scales and their ticks, and how wide a text may be. No drawing."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_ELLIPSIS = "…"
#: Widths of letters as shares of the size of the type, on the wide side of common system fonts.
_WIDE, _NARROW, _LETTER, _CAPITAL, _CYRILLIC = 1.02, 0.36, 0.6, 0.72, 0.66
_NARROW_LETTERS = frozenset("iljtfrI1.,:;'|!()[] \u00a0-–·")


class Scale(NamedTuple):
    """From values to places across the drawing, in per cent of its width: rising, straight or by powers of ten.

    `low` is less than `high`, and above nought on a scale by powers of ten.
    """

    low: float
    high: float
    left: float
    right: float
    is_log: bool = False

    def across(self, value: float) -> float:
        """The place of a value. Values beyond the ends stand at the ends."""
        low, high, at = self.low, self.high, min(max(value, self.low), self.high)
        if self.is_log:
            low, high, at = math.log10(low), math.log10(high), math.log10(at)
        share = (at - low) / (high - low)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def rounded_ends(
    values: Iterable[float], *, from_zero: bool = False, whole: bool = False, room: bool = False
) -> tuple[float, float, float]:
    """Lowest and highest value of a scale that holds all values, and the step between its lines.

    The scale begins at nought when it must (`from_zero`: bars) and when the smallest value is less than half the
    largest. There are two to seven lines; `whole` puts them at whole numbers, for things counted. `room` begins the
    scale lower, so that labels have room on that side.
    """
    held = list(values) or [0.0]
    low, high = min(held), max(held)
    if from_zero or (0 <= low <= high / 2):
        low = min(low, 0.0)
    elif room:
        low = max(0.0, low - 1.2 * (high - low))
    if high <= low:
        low, high = (0.0, 1.0) if high == 0 else (min(0.0, high), max(0.0, high))
    step = _step((high - low) / 5, whole=whole)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return first * step, max(last, first + 1) * step, step


def _step(rough: float, *, whole: bool) -> float:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is at least this large."""
    power = 10.0 ** math.floor(math.log10(rough))
    if whole and power <= 1:
        power, rough = 1.0, max(rough, 1.0)
        return next(times for times in (1.0, 2.0, 5.0, 10.0) if times >= rough * (1 - 1e-9))
    return next(times * power for times in (1.0, 2.0, 2.5, 5.0, 10.0) if times * power >= rough * (1 - 1e-9))


def steps(low: float, high: float, step: float) -> list[float]:
    """The values from low to high, a step apart, freed of the errors of binary fractions."""
    count = round((high - low) / step)
    return [round(low + n * step, 10) for n in range(count + 1)]


def decades(values: Iterable[float]) -> list[float]:
    """The powers of ten around positive values, the lowest at or below all of them and the highest at or above."""
    held = list(values)
    first, last = math.floor(math.log10(min(held)) + 1e-9), math.ceil(math.log10(max(held)) - 1e-9)
    return [10.0**n for n in range(first, max(last, first + 1) + 1)]


@lru_cache(maxsize=8192)
def text_width(text: str, size: float = 12) -> float:
    """About how many pixels a text takes, rather too many than too few."""
    return sum(map(_letter_width, text)) * size


@lru_cache(maxsize=2048)
def _letter_width(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _NARROW
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _WIDE
    if letter.isupper():
        return _CAPITAL
    return _CYRILLIC if "\u0400" <= letter <= "\u052f" else _LETTER


def shortened(text: str, room: float, size: float = 12) -> str:
    """As much of a text as fits into so many pixels, with an ellipsis where something was left out."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(_ended(kept), size) > room:
        kept = kept[:-1]
    return _ended(kept) if len(kept) > 2 else ""


def _ended(text: str) -> str:
    """A text with its ellipsis, without what should not stand before one."""
    return text.rstrip(" ,·(") + _ELLIPSIS
