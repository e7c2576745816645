"""Numbers, money and units as each language writes them, with the printed precision kept.

No figure gets more digits than its source gave. In Chinese, figures in millions and billions are written
in 万 (ten thousand) and 亿 (a hundred million), as readers expect: 136.2 million is 1.362亿. The decimal
mark moves and every printed digit stays; where the new unit is smaller than the last digit, noughts
fill the place (27 billion is 270亿). Kazakh suffixes follow the last word of the number as it is read aloud.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from aiqyn.values.measure import Measure, Unit, parse_measure
from aiqyn.values.number import Bound, Number
from aiqyn.values.points import Point
from aiqyn.vocabulary import languages
from aiqyn.vocabulary.languages import NBSP
from aiqyn.words.digits import decimal_text, percent_text
from aiqyn.words.word_tables import plural_form, words

_GENITIVE_BOUNDS = frozenset({Bound.MORE, Bound.AT_LEAST, Bound.LESS, Bound.AT_MOST, Bound.ABOUT, Bound.RANGE})
_SIGNS = {
    Bound.MORE: ">",
    Bound.AT_LEAST: "≥",
    Bound.LESS: "<",
    Bound.AT_MOST: "≤",
    Bound.ABOUT: "≈",
    Bound.NEARLY: "≈",
}
_IDLE_NOUGHTS = re.compile(r"(?:(\.[0-9]*[1-9])|\.)0+(?![0-9])")
_ZH_SCALES = {"thousand": "千", "million": "百万", "billion": "十亿", "trillion": "万亿"}
_ZH_NOUGHTS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_ZH_WORDS = ((12, "万亿"), (8, "亿"), (4, "万"))


@lru_cache(maxsize=4096)
def printed_text(value: str, unit: Unit, lang: str) -> str:
    """A figure as the register writes it, in words: see `measure_text`."""
    return _plain_text(value, unit, lang) or measure_text(parse_measure(value, unit), lang)


_is_plain = re.compile(r"(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,12})?").fullmatch


def _plain_text(value: str, unit: Unit, lang: str) -> str:
    """What `measure_text` says of plain digits, straight from them; blank for all else. Most figures are plain."""
    if lang == "zh" or words(lang).has("unit_" + unit.key) or not _is_plain(value):
        return ""
    whole, mark, decimals = value.partition(".")
    language = languages()[lang]
    if len(whole) >= language.group_from:
        whole = f"{int(whole):,}".replace(",", language.group)
    return _joined(whole + (language.decimal + decimals if mark else ""), unit.symbols[lang], lang)


def measure_text(measure: Measure, lang: str) -> str:
    """A figure with its bound in words and its unit.

    | value, unit            | en                       | ru                       |
    |------------------------|--------------------------|--------------------------|
    | 136.2, USD million     | 136.2 million USD        | 136,2 млн долл. США      |
    | >27, USD billion       | more than 27 billion USD | более 27 млрд долл. США  |
    | 25-30, persons         | 25 to 30 people          | от 25 до 30 чел.         |

    | value, unit            | kk                            | zh              |
    |------------------------|-------------------------------|-----------------|
    | 136.2, USD million     | 136,2 млн АҚШ доллары         | 1.362亿美元     |
    | >27, USD billion       | 27 млрд-тан астам АҚШ доллары | 超过270亿美元   |
    | 25-30, persons         | 25–30 адам                    | 25至30人        |
    """
    number = measure.number
    if lang == "zh":
        return _in_chinese(number, measure.unit)
    if lang == "kk":
        return _in_kazakh(number, measure.unit)
    symbol = _symbol(measure.unit, number, lang)
    return _joined(_with_bound(number, lang), symbol, lang)


@lru_cache(maxsize=4096)
def bare_text(value: str, unit: Unit, lang: str) -> str:
    """A figure with its bound in words and without its unit, for a text that names what is counted.

    The scale stays, for it is part of the number: 27.6 of USD billion is `27.6 billion`, in Chinese `276亿`.
    """
    return measure_text(parse_measure(value, unit)._replace(unit=bare_unit(unit, lang)), lang)


@lru_cache(maxsize=512)
def bare_unit(unit: Unit, lang: str) -> Unit:
    """A unit of which only the scale is printed, in one language."""
    scale = unit.symbols[lang].partition(" ")[0] if unit.scale else ""
    return replace(unit, key="", symbols={lang: _ZH_SCALES.get(unit.scale, "") if lang == "zh" else scale})


def compact_text(measure: Measure, lang: str) -> str:
    """A figure as the label of a chart's row: no unit, and its bound as a sign (>27, ≈50, 25–30)."""
    number = measure.number
    if number.bound is Bound.RANGE:
        text = f"{decimal_text(number.first, lang)}–{decimal_text(number.last, lang)}"
        return text if lang != "zh" else _bare_chinese(number, measure.unit)
    bare = number._replace(bound=Bound.EXACT)
    text = decimal_text(number.first, lang) if lang != "zh" else _bare_chinese(bare, measure.unit)
    return _SIGNS.get(number.bound, "") + text


def scale_text(measure: Measure, lang: str) -> str:
    """A figure beside a line of a scale, as `compact_text` writes it.

    100 million is 1.00亿 to a printer that keeps every digit; a line of a scale has no printed digits.
    """
    text = compact_text(measure, lang)
    return _IDLE_NOUGHTS.sub(r"\1", text) if lang == "zh" else text


def unit_text(unit: Unit, lang: str) -> str:
    """The unit that `compact_text` leaves out; blank for things counted, which the title names."""
    if unit.kind == "count":
        return ""
    symbol = unit.symbols[lang]
    return symbol.removeprefix(_ZH_SCALES.get(unit.scale, "")) if lang == "zh" else symbol


@lru_cache(maxsize=1024)
def span_text(low: Decimal, high: Decimal, unit: Unit, lang: str) -> str:
    """The smallest and largest of rival figures in one unit: `130 to 160 million USD`."""
    low, high = _readable(low), _readable(high)
    bound = Bound.EXACT if low == high else Bound.RANGE
    number = Number("", high, low, high, Decimal(1), bound, low, high)  # no text says how fine its digits are
    return measure_text(Measure(number, unit, number), lang)


def point_text(point: Point, lang: str) -> str:
    """A point in words: degrees as printed, the half of the world named."""
    t = words(lang)
    lat = t("north" if point.lat >= 0 else "south", degrees=decimal_text(abs(point.lat), lang))
    lon = t("east" if point.lon >= 0 else "west", degrees=decimal_text(abs(point.lon), lang))
    text = t("point", lat=lat, lon=lon)
    if point.radius_m is None:
        return text
    if point.radius_m % 1000 == 0:
        return text + t("within_km", radius=decimal_text(Decimal(point.radius_m // 1000), lang))
    return text + t("within_m", radius=decimal_text(Decimal(point.radius_m), lang))


def rounded(value: Decimal, digits: int) -> Decimal:
    """A number to so many significant digits, without an exponent: for converted money."""
    if not value:
        return value
    # Adding nought brings 1.4E+2 back to 140.
    return value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1)) + Decimal(0)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _readable(value: Decimal) -> Decimal:
    """A figure brought into another unit, freed of noughts, cut to three digits if endless."""
    short = value.normalize()
    _, digits, exponent = short.as_tuple()
    if len(digits) > 9:
        short = rounded(value, 3).normalize()
        exponent = _exponent(short)
    return short if isinstance(exponent, int) and exponent <= 0 else short.quantize(Decimal(1))


def _with_bound(number: Number, lang: str) -> str:
    first = decimal_text(number.first, lang)
    if number.bound is Bound.EXACT:
        return first
    t = words(lang)
    if number.bound is Bound.RANGE:
        return t("bound_range", first=first, last=decimal_text(number.last, lang))
    return t(f"bound_{number.bound.name.lower()}", number=first)


def _joined(number: str, symbol: str, lang: str) -> str:
    if symbol == "%":
        return percent_text(number, lang)
    return number + NBSP + symbol if symbol else number


def _symbol(unit: Unit, number: Number, lang: str) -> str:
    """The unit's symbol, in the form its number asks for where the language counts."""
    key = "unit_" + unit.key
    if not words(lang).has(key):
        return unit.symbols[lang]
    forms = words(lang).forms(key)
    if len(forms) == 1:
        return forms[0]
    return forms[_counted_form(number, lang)]


def _counted_form(number: Number, lang: str) -> int:
    """Plural form of a unit: fractions take the second; after words of the genitive never the first."""
    last = number.last
    if last != last.to_integral_value():
        return 1
    n = abs(int(last))
    if lang == "ru" and number.bound in _GENITIVE_BOUNDS:
        return 1 if number.bound is not Bound.RANGE and n % 10 == 1 and n % 100 != 11 else 2
    return plural_form(lang, n)


# --- Kazakh: suffixes by vowel harmony with the number as read aloud ---

_UNITS = {0: "ден", 1: "ден", 2: "ден", 3: "тен", 4: "тен", 5: "тен", 6: "дан", 7: "ден", 8: "ден", 9: "дан"}
_TENS = {1: "нан", 2: "дан", 3: "дан", 4: "тан", 5: "ден", 6: "тан", 7: "тен", 8: "нен", 9: "нан"}
_SCALE_SUFFIXES = {"мың": "нан", "млн": "нан", "млрд": "тан", "трлн": "нан"}
_DATIVE = {"ден": "ге", "тен": "ке", "дан": "ға", "тан": "қа", "нан": "ға", "нен": "ге"}


def kazakh_ablative(digits: str) -> str:
    """The ablative suffix of a number in digits: 27 (жеті) -ден, 40 (қырық) -тан, 1000 (мың) -нан."""
    read = digits.replace(NBSP, "").rpartition(",")[2].lstrip("0") or "0"
    if read == "0" or read[-1] != "0":
        return _UNITS[int(read[-1])]
    noughts = len(read) - len(read.rstrip("0"))
    if noughts == 1:
        return _TENS[int(read[-2])]
    if noughts == 2:
        return "ден"
    # A thousand and a million end on н or ң, a thousand million on рд.
    return "тан" if noughts >= 9 else "нан"


def _in_kazakh(number: Number, unit: Unit) -> str:
    symbol = _symbol(unit, number, "kk")
    if number.bound not in {Bound.MORE, Bound.LESS, Bound.NEARLY}:
        return _joined(_with_bound(number, "kk"), symbol, "kk")
    digits = decimal_text(number.first, "kk")
    scale, _, rest = symbol.partition(" ")
    if scale in _SCALE_SUFFIXES:
        stem, suffix = f"{digits}{NBSP}{scale}", _SCALE_SUFFIXES[scale]
    else:
        stem, suffix, rest = digits, kazakh_ablative(digits), symbol
    if symbol == "%":
        # Read aloud the sign is the word "пайыз".
        stem, suffix, rest = f"{digits}{NBSP}%", "дан", ""
    if number.bound is Bound.NEARLY:
        suffix = _DATIVE[suffix]
    key = f"bound_{number.bound.name.lower()}"
    return words("kk")(key, number=f"{stem}-{suffix}") + (" " + rest if rest else "")


# --- Chinese: 万 and 亿 ---


def _bare_chinese(number: Number, unit: Unit) -> str:
    """A figure in Chinese without its unit, 万 and 亿 kept."""
    return _in_chinese(number, unit).removesuffix(unit_text(unit, "zh") or _symbol(unit, number, "zh"))


def _in_chinese(number: Number, unit: Unit) -> str:
    symbol = _symbol(unit, number, "zh")
    word = _ZH_SCALES.get(unit.scale, "")
    if word and symbol.startswith(word):
        scale = _ZH_NOUGHTS[unit.scale]
        places, name = _chinese_scale(abs(number.last).scaleb(scale))
        number = number._replace(first=_moved(number.first, scale - places), last=_moved(number.last, scale - places))
        symbol = name + symbol.removeprefix(word)
    return _with_bound(number, "zh") + symbol


def _chinese_scale(value: Decimal) -> tuple[int, str]:
    """The largest of 万亿, 亿 and 万 that fits, with its noughts; none for nought, which has no size."""
    fitting = ((places, name) for places, name in _ZH_WORDS if value and value.adjusted() >= places)
    return next(fitting, (0, ""))


def _moved(value: Decimal, places: int) -> Decimal:
    """The decimal mark moved; adding nought writes out the noughts of 2.4E+2."""
    return value.scaleb(places) + Decimal(0)
