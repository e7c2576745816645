"""What all pages of the disclosure score say in the same way: points, ranges, coverage, verdicts, the bar."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.disclosure import Line, Tally, load_checklist
from aiqyn.disclosure.explanation import OUTSIDE
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import decimal_text
from aiqyn_site.pages.markup import escaped
from aiqyn_site.pages.wording import wording

#: The bar is this many units wide: tenths of a point.
_WIDE, _HIGH = 1000, 60
_STROKE = 12
_BAR = f'<svg class="score-bar" viewBox="0 0 {_WIDE} {_HIGH}" preserveAspectRatio="none" aria-hidden="true">{{}}</svg>'


def points_text(points: Decimal | None, lang: str) -> str:
    """A score as a number, in words where there is none."""
    return wording(lang)("disclosure_none") if points is None else decimal_text(points, lang)


def of_hundred(points: Decimal | None, lang: str) -> str:
    """A score of 100."""
    t = wording(lang)
    return t("disclosure_none") if points is None else t("disclosure_points", points=decimal_text(points, lang))


def range_text(low: Decimal, high: Decimal, lang: str) -> str:
    """From the low to the high end of a score."""
    return wording(lang)("disclosure_span", low=decimal_text(low, lang), high=decimal_text(high, lang))


def range_of_hundred(low: Decimal, high: Decimal, lang: str) -> str:
    """From the low to the high end of a score, of 100."""
    return wording(lang)("disclosure_points", points=range_text(low, high, lang))


def percent_text(share: Decimal, lang: str) -> str:
    """A share in per cent."""
    return wording(lang)("disclosure_percent", coverage=decimal_text(share, lang))


def verdict_word(key: str, lang: str) -> str:
    """A verdict in a word; also of an item that is not asked for."""
    if key == OUTSIDE:
        return wording(lang)("disclosure_outside")
    return load_checklist().method.verdicts[key][lang]


def line_text(line: Line, lang: str) -> str:
    """An item's line of explanation, its days and numbers as the language writes them."""
    fields = dict(line.fields)
    for name in ("day", "searched"):
        if name in fields:
            fields[name] = date_text(fields[name], lang)
    if "earned" in fields:
        fields["earned"] = decimal_text(Decimal(fields["earned"]), lang)
    return line.sentences[lang].format_map({"label": line.item.labels[lang], **fields})


@lru_cache(maxsize=4096)
def bar(points: Decimal | None, low: Decimal, high: Decimal) -> Markup:
    """A score as a bar: dark what is surely public, pale what nobody assessed, a stroke at the score.

    The words beside it say the same, so that a reader of the page's text misses nothing.
    """
    sure, far = _tenths(low), _tenths(high)
    made = [f'<rect class="rest" width="{_WIDE}" height="{_HIGH}"/>']
    if sure:
        made.append(f'<rect class="sure" width="{sure}" height="{_HIGH}"/>')
    if far > sure:
        made.append(f'<rect class="open" x="{sure}" width="{far - sure}" height="{_HIGH}"/>')
    if points is not None:
        at = min(max(_tenths(points) - _STROKE // 2, 0), _WIDE - _STROKE)
        made.append(f'<rect class="here" x="{at}" width="{_STROKE}" height="{_HIGH}"/>')
    return Markup(_BAR.format("".join(made)))  # noqa: S704 - numbers alone


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
    t = wording(lang)
    minimum = load_checklist().method.minimum_coverage
    return Told(
        points=of_hundred(tally.points, lang) if rank_allowed else range_of_hundred(tally.low, tally.high, lang),
        range=_range(tally, rank_allowed, lang),
        covered=t(
            "disclosure_covered",
            coverage=decimal_text(coverage, lang),
            assessed=assessed,
            applicable=applicable,
        ),
        rank=t("disclosure_rankable" if rank_allowed else "disclosure_no_rank", minimum=minimum),
        bar=bar(tally.points, tally.low, tally.high),
    )


def _range(tally: Tally, rank_allowed: bool, lang: str) -> str:
    t = wording(lang)
    if rank_allowed:
        return t("disclosure_range", low=decimal_text(tally.low, lang), high=decimal_text(tally.high, lang))
    meaning = t("disclosure_ends")
    if tally.points is None:
        return meaning
    return f"{meaning} {t('disclosure_of_assessed', points=decimal_text(tally.points, lang))}"


def verdict_mark(key: str, lang: str) -> Markup:
    """A verdict as a shape and a word; the shape is the style sheet's."""
    return Markup(f'<span class="verdict {escaped(key)}">{escaped(verdict_word(key, lang))}</span>')  # noqa: S704


def verdict_shape(key: str) -> Markup:
    """The shape of a verdict alone, for a line that has the word."""
    return Markup(f'<span class="verdict {escaped(key)}" aria-hidden="true"></span>')  # noqa: S704 - a code


def share_bar(parts: Iterable[tuple[str, int]], whole: int) -> Markup:
    """How often each verdict was given, as parts of a bar in the order given; the numbers stand beside it."""
    made, done = [f'<rect class="rest" width="{_WIDE}" height="{_HIGH}"/>'], 0
    for key, count in parts:
        start, end = (done * _WIDE // whole, (done + count) * _WIDE // whole) if whole else (0, 0)
        done += count
        if end > start:
            made.append(f'<rect class="{escaped(key)}" x="{start}" width="{end - start}" height="{_HIGH}"/>')
    return Markup(_BAR.format("".join(made)))  # noqa: S704 - numbers and codes
