"""Dates as each language writes them, as finely as the source gave them and no finer."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from aiqyn.ledger.promise import Slip, Verdict, slip
from aiqyn.values.dates import Date, Precision, parse_date
from aiqyn.words.digits import decimal_text
from aiqyn.words.word_tables import Wording, words

_PLAIN = (Precision.DAY, Precision.MONTH, Precision.YEAR)
_MONTHS_IN_WORDS = 24  # longer slips are told in years


@lru_cache(maxsize=8192)
def date_text(text: str, lang: str) -> str:
    """An EDTF date in words; the blank date is blank.

    | EDTF          | en                         | ru                          |
    |---------------|----------------------------|-----------------------------|
    | 2024-03-12    | 12 March 2024              | 12 марта 2024 г.            |
    | 2020-33       | first quarter of 2020      | I квартал 2020 г.           |
    | 2015/2022-07  | 2015 to July 2022          | 2015 г. – июль 2022 г.      |
    | ../2022-06-07 | up to 7 June 2022          | до 7 июня 2022 г.           |
    | 2019~         | about 2019                 | приблизительно 2019 г.      |
    | XXXX-09-17    | 17 September, year unknown | 17 сентября, год неизвестен |
    """
    return _date(parse_date(text), lang) if text else ""


def since_text(text: str, lang: str) -> str:
    """Since an EDTF date, as far as a language has a form for it; else the date alone. Blank for an unknown year."""
    date = parse_date(text) if text else None
    if date is None or not date.year_known:
        return ""
    is_plain = date.precision in _PLAIN and not (date.approximate or date.uncertain or "X" in text)
    return date_text(f"{text}/.." if is_plain else text, lang)


def slip_text(promised: str, actual: str, lang: str) -> str:
    """How much later than promised something happened, as far as the two dates can tell; or blank."""
    return slip_words(slip(parse_date(promised), parse_date(actual)), lang)


def slip_words(slipped: Slip, lang: str) -> str:
    """A slip in words, in whole months or in years; blank where the dates tell nothing."""
    least, most = slipped.least_months, slipped.most_months
    if least is None or most is None:
        return ""
    t = words(lang)
    if slipped.verdict is Verdict.ON_TIME:
        return _within(least, most, t)
    if slipped.verdict is Verdict.EARLY:
        return _amount("early", -most, -least, t)
    return _amount("late", least, most, t)


def _within(least: int, most: int, t: Wording) -> str:
    if least == most or (least < 0 < most):
        return t("slip_none")
    return t("slip_up_to_late", n=most) if most else t("slip_up_to_early", n=-least)


def _amount(direction: str, least: int, most: int, t: Wording) -> str:
    if not least:  # surely not on time, yet perhaps by less than a month
        return t(f"slip_{direction}_most", n=most) if most else t(f"slip_{direction}_short")
    if most <= _MONTHS_IN_WORDS:
        key = f"slip_{direction}" if least == most else f"slip_{direction}_range"
        return t(key, n=most, least=least)
    years = [decimal_text(_years(months), t.lang) for months in (least, most)]
    if years[0] == years[1]:
        return t(f"slip_{direction}_years", years=years[0])
    return t(f"slip_{direction}_years_range", least=years[0], years=years[1])


def _date(date: Date, lang: str, case: str = "") -> str:
    t = words(lang)
    body = _interval(date, t) if date.precision is Precision.INTERVAL else _plain(date, t, case)
    if date.precision is Precision.INTERVAL:
        return body
    if date.approximate:
        body = t("date_about", date=body)
    return t("date_uncertain", date=body) if date.uncertain else body


def _plain(date: Date, t: Wording, case: str = "") -> str:
    """A single date. `case` picks the form of the month where the language bends it: of, from, until."""
    year = "" if date.year is None else str(date.year)
    if date.precision is Precision.DAY:
        return t("date_day", day=str(date.day), month=_month(date, t, case or "_of"), year=year)
    if date.precision is Precision.MONTH:
        return t("date_month", month=_month(date, t, case), year=year)
    if date.precision is Precision.UNKNOWN:
        key = "date_no_year_month" if date.day is None else "date_no_year_day"
        return t(key, day=str(date.day), month=_month(date, t, "" if date.day is None else "_of"))
    if date.precision is Precision.YEAR:
        return t(f"date_year{case if case != '_of' else ''}", year=year)
    key = f"date_{date.code}"
    return t(key, year=year, next=f"{(date.year or 0) + 1:04}"[-2:])


def _month(date: Date, t: Wording, case: str) -> str:
    return t(f"month{case}_{date.month}")


def _interval(date: Date, t: Wording) -> str:
    start, end = date.start, date.end
    if start is None and end is not None:
        return t("date_until", date=_date(end, t.lang, "_until"))
    if end is None and start is not None:
        return t("date_from", date=_date(start, t.lang, "_from"))
    if start is None or end is None:
        return ""
    short = _short_interval(start, end, t)
    return short or t("date_interval", first=_date(start, t.lang), last=_date(end, t.lang))


def _short_interval(start: Date, end: Date, t: Wording) -> str:
    """Intervals within a month or a year name it once."""
    if start.approximate or start.uncertain or end.approximate or end.uncertain or start.year != end.year:
        return ""
    year = str(start.year)
    if start.precision is end.precision is Precision.MONTH:
        return t("date_months", first=t(f"month_{start.month}"), last=t(f"month_{end.month}"), year=year)
    if start.precision is end.precision is Precision.DAY and start.month == end.month:
        return t(
            "date_days",
            first=str(start.day),
            last=str(end.day),
            month=t(f"month_of_{start.month}"),
            year=year,
        )
    return ""


def _years(months: int) -> Decimal:
    return (Decimal(months) / 12).quantize(Decimal("0.1"))
