"""Dates as sources print them: a year, a quarter, a day, an interval, a day of an unknown year.

The written form is a subset of EDTF, ISO 8601-2:2019, as published by the Library of Congress
(https://www.loc.gov/standards/datetime/, edition of 4 February 2019). Nothing here guesses: an
expression outside the subset is refused with the form to write instead.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from aiqyn.errors import Refused, Value

__all__ = ["Date", "Precision", "contains", "is_before", "months_between", "overlaps", "parse_date"]


class Precision(StrEnum):
    """How finely a date speaks. UNKNOWN is a month or a day whose year is not known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    INTERVAL = "interval"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Date:
    """A date expression and the days it can mean.

    `first` and `last` are the earliest and latest day, both included; an open end and an unknown
    year give `date.min` and `date.max`. They are not widened for an approximate (`~`) or uncertain
    (`?`) date, because EDTF sets no width: who compares such dates reads the two flags. Of an
    interval either flag is true when it is true of one of the ends.
    """

    text: str
    first: date
    last: date
    precision: Precision
    approximate: bool
    uncertain: bool
    year_known: bool

    @property
    def year(self) -> int | None:
        """The year; None for an interval and where the year is not known."""
        return self._number(0, 4)

    @property
    def month(self) -> int | None:
        """The calendar month 1 to 12, or None."""
        number = self._number(5, 7)
        return number if number is not None and number <= 12 else None

    @property
    def day(self) -> int | None:
        """The day of the month, or None."""
        return self._number(8, 10)

    @property
    def code(self) -> int | None:
        """The EDTF code of a season (21-24), quarter (33-36) or half (40-41), or None."""
        number = self._number(5, 7)
        return number if number in _SUB_YEARS else None

    @property
    def start(self) -> "Date | None":
        """The beginning of an interval; None when it is open or the date is no interval."""
        return self._end(0)

    @property
    def end(self) -> "Date | None":
        """The end of an interval; None when it is open or the date is no interval."""
        return self._end(1)

    @property
    def is_open(self) -> bool:
        """True for an interval of which one end is open (`..`)."""
        return ".." in self.text

    @property
    def is_bounded(self) -> bool:
        """Whether days can be counted from it and to it: its year is known and no end is open."""
        return self.year_known and not self.is_open

    def _number(self, begin: int, end: int) -> int | None:
        digits = self.text[begin:end]
        if self.precision is Precision.INTERVAL or not digits.isdigit():
            return None
        return int(digits)

    def _end(self, which: int) -> "Date | None":
        if self.precision is not Precision.INTERVAL:
            return None
        text = self.text.split("/")[which]
        return None if text == ".." else parse_date(text)


@lru_cache(maxsize=16_384)
def parse_date(text: str) -> Date:
    """Return the date that `text` writes in EDTF, keeping its precision.

    >>> for text in ("2019", "2019-XX", "2019-09", "2019-09-XX", "2019-09-11", "2019-21", "2019-24",
    ...              "2020-33", "2017-41", "2019?", "2019-09~", "2015/2022-07", "../2022-06-07",
    ...              "2022-06-08/..", "XXXX-09-17"):
    ...     date = parse_date(text)
    ...     print(f"{text:13} -> {date.first} {date.last} {date.precision}")
    2019          -> 2019-01-01 2019-12-31 year
    2019-XX       -> 2019-01-01 2019-12-31 year
    2019-09       -> 2019-09-01 2019-09-30 month
    2019-09-XX    -> 2019-09-01 2019-09-30 month
    2019-09-11    -> 2019-09-11 2019-09-11 day
    2019-21       -> 2019-03-01 2019-05-31 season
    2019-24       -> 2019-12-01 2020-02-29 season
    2020-33       -> 2020-01-01 2020-03-31 quarter
    2017-41       -> 2017-07-01 2017-12-31 half
    2019?         -> 2019-01-01 2019-12-31 year
    2019-09~      -> 2019-09-01 2019-09-30 month
    2015/2022-07  -> 2015-01-01 2022-07-31 interval
    ../2022-06-07 -> 0001-01-01 2022-06-07 interval
    2022-06-08/.. -> 2022-06-08 9999-12-31 interval
    XXXX-09-17    -> 0001-01-01 9999-12-31 unknown

    Seasons are northern. EDTF leaves their months open; here spring (21) is March to May, summer
    (22) June to August, autumn (23) September to November, and winter (24) of a year runs from its
    December to the end of February of the next. Quarters are 33-36, halves 40-41 (EDTF level 2).
    `?` marks an uncertain date, `~` an approximate one, `%` both; each end of an interval has its own.

    Refuses, with the form to write: days, months and codes that do not exist; a month or day of one
    digit; years before 1000 or of two digits; `05/06/2019` and every other order of day and month;
    `Q4 2026`; an interval that ends before it begins, is open on both sides, has a season, quarter
    or half as an end (EDTF intervals run between dates) or an unknown year; whitespace; digits other
    than 0 to 9; times of day; the empty text.
    """
    match = _EXPRESSION.fullmatch(text)
    if match is None:
        return _interval(text)
    year, month, day, mark = match.groups()
    approximate, uncertain = _MARKS[mark]
    if year == "XXXX":
        _check_unknown_year(text, month, day)
        return Date(text, date.min, date.max, Precision.UNKNOWN, approximate, uncertain, False)
    first, last, precision = _span(text, int(year), month, day)
    return Date(text, first, last, precision, approximate, uncertain, True)


def overlaps(a: Date, b: Date) -> bool:
    """True when some day can be meant by both dates. Of an unknown year only month and day count."""
    if not a.year_known and not b.year_known:
        return _touch(*_in_year(a, _LEAP_YEAR), *_in_year(b, _LEAP_YEAR))
    if not a.year_known:
        return overlaps(b, a)
    if not b.year_known:
        # 29 February comes back within eight years at the latest (1896 to 1904).
        years = range(a.first.year, min(a.last.year, a.first.year + 8) + 1)
        return any(_touch(a.first, a.last, *_in_year(b, year)) for year in years)
    return _touch(a.first, a.last, b.first, b.last)


def is_before(a: Date, b: Date) -> bool:
    """True when every day that `a` can mean lies before every day that `b` can mean."""
    return a.last < b.first


def contains(outer: Date, inner: Date) -> bool:
    """True when every day that `inner` can mean can be meant by `outer` too."""
    first, last = inner.first, inner.last
    if outer.year_known:
        return outer.first <= first and last <= outer.last
    if not inner.year_known:
        first, last = _in_year(inner, _LEAP_YEAR)
    outer_first, outer_last = _in_year(outer, first.year)
    return outer_first <= first and last <= outer_last


def months_between(promised: Date, actual: Date) -> tuple[int, int]:
    """Return the least and the most whole months by which `actual` came after `promised`.

    A month after a day is the same day of the next month, or its last day where that day does not
    exist. Negative numbers mean early. Promised 2015 and done in November 2022 is a slip of 82 to 94.

    >>> months_between(parse_date("2015"), parse_date("2022-11"))
    (82, 94)

    Refuses dates with an open end or an unknown year, between which no months can be counted.
    """
    for given in (promised, actual):
        if given.is_open or not given.year_known:
            raise Refused("date_not_countable", text=_shown(given.text))
    return _whole_months(promised.last, actual.first), _whole_months(promised.first, actual.last)


_LEAP_YEAR = 2000  # a year in which every month and day of an unknown year exists

# EDTF code -> precision, first month, number of months
_SUB_YEARS = {
    21: (Precision.SEASON, 3, 3),
    22: (Precision.SEASON, 6, 3),
    23: (Precision.SEASON, 9, 3),
    24: (Precision.SEASON, 12, 3),
    33: (Precision.QUARTER, 1, 3),
    34: (Precision.QUARTER, 4, 3),
    35: (Precision.QUARTER, 7, 3),
    36: (Precision.QUARTER, 10, 3),
    40: (Precision.HALF, 1, 6),
    41: (Precision.HALF, 7, 6),
}
_MARKS = {"": (False, False), "~": (True, False), "?": (False, True), "%": (True, True)}
_EXPRESSION = re.compile(r"([0-9]{4}|XXXX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)")

_Span: TypeAlias = tuple[date, date, Precision]


def _span(text: str, year: int, month: str | None, day: str | None) -> _Span:
    if year < 1000:
        raise Refused("date_year_early", text=_shown(text))
    if month is None or month == "XX":
        if day is not None and day != "XX":
            raise Refused("date_day_alone", text=_shown(text), year=str(year))
        return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
    number = int(month)
    if day is None and number in _SUB_YEARS:
        precision, start, count = _SUB_YEARS[number]
        return *_months(year, start, count), precision
    if not 1 <= number <= 12:
        raise _no_such_month(text, year, number)
    if day is None or day == "XX":
        return *_months(year, number, 1), Precision.MONTH
    try:
        only = date(year, number, int(day))
    except ValueError:
        raise _no_such_day(text, year, number) from None
    return only, only, Precision.DAY


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    over, index = divmod(month + count - 2, 12)
    last_year = year + over
    if last_year > MAXYEAR:
        return date(year, month, 1), date.max
    return date(year, month, 1), date(last_year, index + 1, calendar.monthrange(last_year, index + 1)[1])


def _check_unknown_year(text: str, month: str | None, day: str | None) -> None:
    if month is None or month == "XX":
        raise Refused("date_says_nothing", mend="date_leave_blank", text=_shown(text))
    number = int(month)
    if not 1 <= number <= 12:
        raise Refused("date_no_month", text=_shown(text))
    if day is not None and day != "XX" and not 1 <= int(day) <= calendar.monthrange(_LEAP_YEAR, number)[1]:
        raise _no_such_day(text, _LEAP_YEAR, number)


def _interval(text: str) -> Date:
    ends = text.split("/")
    if len(ends) != 2 or not all(end == ".." or _EXPRESSION.fullmatch(end) for end in ends):
        raise _refusal(text)
    if ends == ["..", ".."]:
        raise Refused("date_open_both", mend="date_leave_blank", text=_shown(text))
    parsed = [None if end == ".." else parse_date(end) for end in ends]
    for end in parsed:
        _check_end(text, end)
    start, finish = parsed
    if start is not None and finish is not None and finish.last < start.first:
        raise Refused("date_backwards", text=_shown(text), first=finish.text, last=start.text)
    return Date(
        text,
        date.min if start is None else start.first,
        date.max if finish is None else finish.last,
        Precision.INTERVAL,
        any(end is not None and end.approximate for end in parsed),
        any(end is not None and end.uncertain for end in parsed),
        True,
    )


def _check_end(text: str, end: Date | None) -> None:
    if end is None:
        return
    if not end.year_known:
        raise Refused("date_interval_no_year", text=_shown(text))
    if end.code is not None:
        months = {"first": f"{end.first:%Y-%m}", "last": f"{end.last:%Y-%m}"}
        raise Refused("date_end_part", text=_shown(text), end=end.text[:7], **months)


def _touch(a_first: date, a_last: date, b_first: date, b_last: date) -> bool:
    return a_first <= b_last and b_first <= a_last


def _in_year(unknown: Date, year: int) -> tuple[date, date]:
    """Return the days a date of unknown year means in `year`; an empty range where there are none."""
    month, day = unknown.month or 1, unknown.day
    if day is None:
        return _months(year, month, 1)
    if day > calendar.monthrange(year, month)[1]:
        return date.max, date.min
    return date(year, month, day), date(year, month, day)


def _whole_months(begin: date, end: date) -> int:
    if end < begin:
        return -_whole_months(end, begin)
    months = (end.year - begin.year) * 12 + end.month - begin.month
    reached = end.day >= min(begin.day, calendar.monthrange(end.year, end.month)[1])
    return months if reached else months - 1


# What follows runs only for refused text: it finds the reason and the form to write instead.

_FORMS, _WRITE = "date_forms", "date_write"
_LIKELY_YEARS = (1800, 2200)
_LONGEST = 40  # the longest form, two marked days and a slash, has 23 characters
_SEASON_CODES = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

#: The code of a refusal, its way out, and what fills them.
_Why: TypeAlias = tuple[str, str, dict[str, Value]]
_Explain: TypeAlias = Callable[[re.Match[str]], _Why]


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "...")[1:-1]


def _no_such_month(text: str, year: int, number: int) -> Refused:
    shown = _shown(text)
    if number == 0:
        return Refused("date_month_nought", text=shown, year=str(year))
    if 25 <= number <= 32:
        return Refused("date_hemisphere", text=shown, year=str(year))
    if 37 <= number <= 39:
        begin = (number - 37) * 4 + 1
        return Refused("date_third", mend=_WRITE, text=shown, form=f"{year}-{begin:02}/{year}-{begin + 3:02}")
    later = year - year % 100 + number
    if later > year and len(text) == 7:
        years = f"{year}/{later}"
        return Refused("date_month", mend="date_month_or_years", text=shown, month=f"{number:02}", form=years)
    return Refused("date_month", text=shown, month=f"{number:02}")


def _no_such_day(text: str, year: int, month: int) -> Refused:
    days = calendar.monthrange(year, month)[1]
    return Refused("date_day", text=_shown(text), month=text[:7], n=days)


def _refusal(text: str) -> Refused:
    """Return the refusal of a text that has none of the forms, with the likeliest form to write."""
    if not text:
        return Refused("date_blank", mend=_FORMS)
    if len(text) > _LONGEST:
        return Refused("date_long", mend=_FORMS, text=_shown(text))
    for pattern, explain in _REASONS:
        match = pattern.fullmatch(text)
        if match is not None:
            code, mend, values = explain(match)
            if mend == _WRITE and not _is_likely(str(values["form"])):
                # Such digits may be a day of another calendar, 1402 a year of the Iranian one: no form is proposed.
                code, mend, values = "date_calendar", "date_gregorian", {}
            return Refused(code, "", mend, text=_shown(text), **values)
    return _refusal_by_repair(text) or _refusal_of_end(text) or Refused("date_none", mend=_FORMS, text=_shown(text))


def _is_likely(form: str) -> bool:
    """Whether a form to propose is a date, and one that a source of our time can mean."""
    try:
        proposed = parse_date(form)
    except Refused:
        return False
    ends = {proposed.first, proposed.last} - {date.min, date.max}
    return all(_LIKELY_YEARS[0] <= end.year <= _LIKELY_YEARS[1] for end in ends)


def _refusal_by_repair(text: str) -> Refused | None:
    plain = re.sub(r"[‐-―−]", "-", unicodedata.normalize("NFKC", text))
    digits = "".join(str(unicodedata.digit(sign, sign)) for sign in plain)
    repaired = re.sub(r"\s", "", digits).replace("x", "X")
    if repaired == text:
        return None
    spaced = re.search(r"\s", text) is not None
    code = "date_space" if spaced else "date_signs"
    try:
        return Refused(code, mend=_WRITE, text=_shown(text), form=parse_date(repaired).text)
    except Refused as refused:
        return Refused(code, "", refused.mend, **refused.values | {"text": _shown(text)})


def _refusal_of_end(text: str) -> Refused | None:
    if text.count("/") != 1:
        return None
    bad = next(end for end in text.split("/") if end != ".." and _EXPRESSION.fullmatch(end) is None)
    return _refusal(bad)


def _fixed(code: str, form: str, mend: str = _WRITE) -> _Explain:
    return lambda match: (code, mend, {"form": match.expand(form)})


def _three_parts(match: re.Match[str]) -> _Why:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    day_first = _written(year, second, first)
    month_first = _written(year, first, second) if mark != "." else None
    if day_first and month_first and day_first != month_first:
        return "date_ambiguous", "", {"day_first": day_first, "month_first": month_first}
    reordered = day_first or month_first
    return "date_order", _WRITE if reordered else _FORMS, {"form": reordered or ""}


def _written(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _padded(match: re.Match[str]) -> _Why:
    parts = [part.zfill(2) for part in match.groups() if part]
    return "date_unpadded", _WRITE, {"form": "-".join(parts)}


def _year_and_short(match: re.Match[str]) -> _Why:
    year, short = match[1], int(match[2])
    forms: dict[str, Value] = {"month": f"{year}-{short:02}", "years": f"{year}/{year[:2]}{short:02}"}
    is_month, are_years = 1 <= short <= 12, short > int(year[2:])
    if is_month and are_years:
        return "date_short_end", "date_month_or_span", forms
    return "date_short_end", "date_as_month" if is_month else "date_as_years" if are_years else _FORMS, forms


def _two_years(match: re.Match[str]) -> _Why:
    earlier, later = sorted(match.groups())
    return "date_two_years", _WRITE, {"form": f"{earlier}/{later}"}


def _part_of_year(base: int) -> _Explain:
    def explain(match: re.Match[str]) -> _Why:
        year, number = match["y1"] or match["y2"], match["n1"] or match["n2"] or match["n3"]
        return "date_part", _WRITE, {"form": f"{year}-{base + int(number)}"}

    return explain


def _season(match: re.Match[str]) -> _Why:
    year, name = match["y1"] or match["y2"], match["n1"] or match["n2"]
    return "date_season", _WRITE, {"form": f"{year}-{_SEASON_CODES[name.lower()]}"}


def _part_pattern(letter: str, numbers: str) -> str:
    before = rf"(?:{letter}(?P<n1>{numbers})|(?P<n3>{numbers}){letter})[\s-]*(?P<y1>\d{{4}})"
    return rf"{before}|(?P<y2>\d{{4}})[\s-]*{letter}(?P<n2>{numbers})"


_SEASON = "spring|summer|autumn|fall|winter"
_REASONS: tuple[tuple[re.Pattern[str], _Explain], ...] = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE), explain)
    for pattern, explain in (
        (r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", _three_parts),
        (r"\d{1,2}([./-])\d{1,2}\1\d{2}", _fixed("date_year_short", "2019-05-13", "date_four_as")),
        (r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", _padded),
        (r"(\d{4})(\d\d)(\d\d)", _padded),
        (r"(\d{4})-(\d)", _padded),
        (r"(\d{4})(\d\d)", _padded),
        (r"0?([1-9])[./-](\d{4})", _fixed("date_month_first", r"\2-0\1")),
        (r"(1[0-2])[./-](\d{4})", _fixed("date_month_first", r"\2-\1")),
        (r"(\d{4})[/.](\d{1,2})", _year_and_short),
        (r"(\d{4})(?:--?|\.\.)(\d{4})", _two_years),
        (_part_pattern("Q", "[1-4]"), _part_of_year(32)),
        (_part_pattern("H", "[12]"), _part_of_year(39)),
        (rf"(?P<n1>{_SEASON})[\s-]*(?P<y1>\d{{4}})|(?P<y2>\d{{4}})[\s-]*(?P<n2>{_SEASON})", _season),
        (r"(?:ca?\.?|circa|about)\s*(\d{4}[\d-]*)", _fixed("date_about", r"\1~")),
        (r"([\dX/-]+)(?:\?~|~\?)", _fixed("date_marks", r"\1%", "date_both")),
        (r"(\d{4}-\d\d-\d\d)[T\s]\d.*", _fixed("date_time", r"\1")),
        (r"(\d{3})X", _fixed("date_digit_open", r"\g<1>0/\g<1>9", "date_interval")),
        (r"(\d\d)XX", _fixed("date_digits_open", r"\g<1>00/\g<1>99", "date_interval")),
        (r"(\d\d)", _fixed("date_two_digits", r"\1", "date_century")),
        (r"\d{1,3}|-\d+|Y-?\d+|\d{5,}", _fixed("date_year_range", "", "date_four")),
        (r"([^/]+)/", _fixed("date_no_end", r"\1/..", "date_open_end")),
        (r"/([^/]+)", _fixed("date_no_start", r"../\1", "date_open_start")),
    )
)
