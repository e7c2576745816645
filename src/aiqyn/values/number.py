"""Printed numbers: what a figure says, how precisely it says it, and which other figures it can agree with.

A number is kept as printed. Its precision is read from its digits, so that "28" and "27.6" agree, "27" and
"27.6" agree only if one was cut short, and "26" and "27.6" do not.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from aiqyn.errors import Refused

_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:( |,)[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?")
_LONG = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_RANGE = re.compile(r"([0-9][0-9 ,.]*)[-–]([0-9][0-9 ,.]*)")
_DECIMAL = "decimal "
_INFINITY = Decimal("Infinity")
#: The worth of the last digit of a figure with 0, 1, 2 ... decimals, and half of it.
_STEPS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(10))
_HALVES = {step: step / 2 for step in _STEPS}
_HALF = Decimal("0.5")
_TENTH = Decimal("0.1")


class Bound(StrEnum):
    """How a printed figure limits the value it speaks of."""

    EXACT = ""
    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    RANGE = "range"
    ABOUT = "about"
    NEARLY = "nearly"


_PREFIXES = (
    (">=", Bound.AT_LEAST),
    ("<=", Bound.AT_MOST),
    (">", Bound.MORE),
    ("<", Bound.LESS),
    ("about ", Bound.ABOUT),
    ("nearly ", Bound.NEARLY),
)


class Agreement(StrEnum):
    """What two figures about the same thing are to each other."""

    AGREE = "agree"
    CUT_SHORT = "cut_short"
    DIFFER = "differ"


# As names of the module: a member asked of its Enum takes longer than the comparison it stands for.
AGREE, CUT_SHORT, DIFFER = Agreement


class Number(NamedTuple):
    """One printed number.

    `value` is the figure itself (the middle of a range), `low` and `high` the open interval of values it can
    stand for when its last digit was rounded, `step` the worth of its last printed digit, `first` and `last`
    the ends as printed (equal unless it is a range, where each end has the precision of its own digits and `step` is
    the coarser). Nothing here has a unit.
    """

    printed: str
    value: Decimal
    low: Decimal
    high: Decimal
    step: Decimal
    bound: Bound
    first: Decimal
    last: Decimal

    def times(self, factor: Decimal) -> Number:
        """The same figure in a unit `factor` times smaller; the printed form stays."""
        if factor == 1:
            return self
        value = self.value * factor
        first, last = (self.first * factor, self.last * factor) if self.bound is Bound.RANGE else (value, value)
        return Number(
            self.printed,
            value,
            self.low * factor,
            self.high * factor,
            self.step * factor,
            self.bound,
            first,
            last,
        )

    def widened(self, share: Decimal) -> Number:
        """The same figure known only to within `share` of itself (0.1 = a tenth), as after a conversion."""
        slack = abs(self.value) * share
        return Number(
            self.printed,
            self.value,
            self.low - slack,
            self.high + slack,
            max(self.step, slack),
            self.bound,
            self.first,
            self.last,
        )


def agreement(number: Number, other: Number) -> Agreement:
    """Whether two figures in the same unit can both hold.

    | number | other | is        | because                                             |
    |--------|-------|-----------|-----------------------------------------------------|
    | 28     | 27.6  | agree     | 27.6 rounds to 28                                   |
    | 27     | 27.6  | cut_short | 27.6 loses its last digit, it does not round to 27  |
    | 26     | 27.6  | differ    |                                                     |
    | >27    | 27.6  | agree     | a bound                                             |

    Intervals must overlap, not merely touch: 51 and 52 differ.
    """
    if number.low < other.high and other.low < number.high:
        return AGREE
    coarse, fine = (number, other) if number.step > other.step else (other, number)
    if (
        coarse.step > fine.step
        and coarse.bound is Bound.EXACT
        and fine.bound is Bound.EXACT
        and coarse.value > 0
        and coarse.value <= fine.value < coarse.value + coarse.step
    ):
        return CUT_SHORT
    return DIFFER


def parse_number(text: str, *, scaled: bool = False) -> Number:
    """Read a number as a register file writes it. `scaled`: its unit carries a scale word (million, billion).

    | text          | reads as                                  |
    |---------------|-------------------------------------------|
    | `27.6`        | 27.6, rounded to tenths                   |
    | `1 234 567`   | 1234567 (commas likewise)                 |
    | `>27` `>=27`  | a bound, likewise `<` and `<=`            |
    | `25-30`       | a range                                   |
    | `about 50`    | 45 to 55: half the last digit that is not nought, at most a tenth of the figure |
    | `nearly 50`   | 45 to 50, its end rounded                 |
    | `decimal 1.234` | 1.234, said to be a decimal; likewise `decimal >1.234` |

    Refuses what can be read in two ways: `1.234` and `1,234` (thousands or decimal?) unless `scaled`, where
    the point is the decimal mark, or the figure starts with `0.`; a range whose end is not above its start;
    more than 15 digits before the point or 9 after it, which no source has and exact arithmetic has not.
    """
    if _PLAIN.fullmatch(text):
        if not scaled and "." in text:
            _refuse_ambiguous_point(text)
        return _exact(text, text)
    for prefix, bound in _PREFIXES:
        if text.startswith(prefix):
            return _bounded(text, bound, text[len(prefix) :].lstrip(" "), scaled)
    if text.startswith(_DECIMAL) and not text.startswith(_DECIMAL * 2):
        return parse_number(text.removeprefix(_DECIMAL), scaled=True)._replace(printed=text)
    span = _RANGE.fullmatch(text)
    if span:
        return _range(text, _digits(span[1].strip(), scaled=scaled), _digits(span[2].strip(), scaled=scaled))
    return _exact(text, _digits(text, scaled=scaled))


def _refuse_ambiguous_point(text: str) -> None:
    whole, _, decimals = text.partition(".")
    if len(decimals) == 3 and len(whole.lstrip("-")) <= 3 and whole.lstrip("-") != "0":
        plain = f"{whole}{decimals}"
        raise Refused("number_point", mend="number_which", text=text, plain=plain, whole=whole, decimal=text)


def _digits(text: str, *, scaled: bool) -> str:
    """The plain digits of a number that may be grouped; refuses groups that could be decimals."""
    if _PLAIN.fullmatch(text):
        if not scaled and "." in text:
            _refuse_ambiguous_point(text)
        return text
    if _LONG.fullmatch(text):
        raise Refused("number_long", text=_cut(text))
    grouped = _GROUPED.fullmatch(text)
    if not grouped:
        raise Refused("number_none", text=_cut(text))
    if grouped[1] == "," and text.count(",") == 1 and "." not in text:
        plain, decimal = text.replace(",", ""), text.replace(",", ".")
        raise Refused("number_comma", mend="number_which", text=text, plain=plain, decimal=decimal)
    return _digits(text.replace(grouped[1], ""), scaled=True)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "..."


def _step(digits: str) -> Decimal:
    return _STEPS[len(digits.partition(".")[2])]


def _exact(printed: str, digits: str) -> Number:
    value, step = Decimal(digits), _step(digits)
    half = _HALVES[step]
    return Number(printed, value, value - half, value + half, step, Bound.EXACT, value, value)


def _range(printed: str, start: str, end: str) -> Number:
    first, last = Decimal(start), Decimal(end)
    if last <= first:
        raise Refused("number_backwards", text=printed, first=start, last=end)
    first_step, last_step = _step(start), _step(end)
    low, high = first - _HALVES[first_step], last + _HALVES[last_step]
    return Number(printed, (first + last) / 2, low, high, max(first_step, last_step), Bound.RANGE, first, last)


def _bounded(printed: str, bound: Bound, rest: str, scaled: bool) -> Number:
    digits = _digits(rest, scaled=scaled)
    value, step = Decimal(digits), _step(digits)
    half = _HALVES[step]
    low, high = value - half, value + half
    if bound is Bound.MORE:
        low, high = value, _INFINITY
    elif bound is Bound.AT_LEAST:
        high = _INFINITY
    elif bound is Bound.LESS:
        low, high = -_INFINITY, value
    elif bound is Bound.AT_MOST:
        low = -_INFINITY
    else:
        radius = max(half, min(_last_place(value) * _HALF, abs(value) * _TENTH))
        low, high = value - radius, value + (radius if bound is Bound.ABOUT else half)
    return Number(printed, value, low, high, step, bound, value, value)


def _last_place(value: Decimal) -> Decimal:
    """The worth of the last digit that is not nought: 10 for 150, 0.1 for 2.5."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
