"""What all pages of the disclosure score show in the same way: the score in words with its bar, verdicts as shapes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.disclosure import Tally
from aiqyn.words.score_text import covered_text, ends_text, of_hundred, range_of_hundred, rank_text, verdict_word
from aiqyn_site.pages.markup import escaped

#: The bar is this many units wide: tenths of a point.
_WIDE, _HIGH = 1000, 60
_STROKE = 12
_BAR = f'<svg class="score-bar" viewBox="0 0 {_WIDE} {_HIGH}" preserveAspectRatio="none" aria-hidden="true">{{}}</svg>'


@lru_cache(maxsize=4096)
def bar(points: Decimal | None, low: Decimal, high: Decimal) -> Markup:
    """A score as a bar: dark what is surely public, pale what nobody assessed, a stroke at the score.

    The words beside it say the same, so that a reader of the page's text misses nothing.
    """
    sure, far = _tenths(low), _tenths(high)
    parts_drawn = [f'<rect class="rest" width="{_WIDE}" height="{_HIGH}"/>']
    if sure:
        parts_drawn.append(f'<rect class="sure" width="{sure}" height="{_HIGH}"/>')
    if far > sure:
        parts_drawn.append(f'<rect class="open" x="{sure}" width="{far - sure}" height="{_HIGH}"/>')
    if points is not None:
        at = min(max(_tenths(points) - _STROKE // 2, 0), _WIDE - _STROKE)
        parts_drawn.append(f'<rect class="here" x="{at}" width="{_STROKE}" height="{_HIGH}"/>')
    return Markup(_BAR.format("".join(parts_drawn)))  # noqa: S704 - numbers alone


def _tenths(number: Decimal) -> int:
    return int(number * 10)


class Told(NamedTuple):
    """A score in words: what it is, how far it reaches, how much was assessed.

    Where too little was assessed for a rank, `points` is the range: a number alone would say more than is known.
    """

    points: str
    range: str
    covered: str
    rank: str
    bar: Markup


def told(tally: Tally, assessed: int, applicable: int, coverage: Decimal, rank_allowed: bool, lang: str) -> Told:
    """A score in words."""
    return Told(
        points=of_hundred(tally.points, lang) if rank_allowed else range_of_hundred(tally.low, tally.high, lang),
        range=ends_text(tally, rank_allowed, lang),
        covered=covered_text(assessed, applicable, coverage, lang),
        rank=rank_text(rank_allowed, lang),
        bar=bar(tally.points, tally.low, tally.high),
    )


def verdict_mark(key: str, lang: str) -> Markup:
    """A verdict as a shape and a word; the shape is the style sheet's."""
    return Markup(f'<span class="verdict {escaped(key)}">{escaped(verdict_word(key, lang))}</span>')  # noqa: S704


def verdict_shape(key: str) -> Markup:
    """The shape of a verdict alone, for a line that has the word."""
    return Markup(f'<span class="verdict {escaped(key)}" aria-hidden="true"></span>')  # noqa: S704 - a code


def share_bar(parts: Iterable[tuple[str, int]], whole: int) -> Markup:
    """How often each verdict was given, as parts of a bar in the order given; the numbers stand beside it."""
    parts_drawn, done = [f'<rect class="rest" width="{_WIDE}" height="{_HIGH}"/>'], 0
    for key, count in parts:
        start, end = (done * _WIDE // whole, (done + count) * _WIDE // whole) if whole else (0, 0)
        done += count
        if end > start:
            parts_drawn.append(f'<rect class="{escaped(key)}" x="{start}" width="{end - start}" height="{_HIGH}"/>')
    return Markup(_BAR.format("".join(parts_drawn)))  # noqa: S704 - numbers and codes
