"""Tests of aiqyn.values.dates."""

import doctest
from datetime import date
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aiqyn.errors import Refused
from aiqyn.values import dates
from aiqyn.values.dates import Date, Precision, contains, is_before, months_between, overlaps, parse_date
from tests.aiqyn.refusals import in_english

days = st.dates(min_value=date(1000, 1, 1))
years = st.integers(1000, 9999)
plain = st.one_of(
    days.map(str),
    days.map(lambda day: str(day)[:7]),
    years.map(str),
    years.map(lambda year: f"{year}-XX"),
    days.map(lambda day: f"{str(day)[:7]}-XX"),
)
marked = st.builds(str.__add__, plain, st.sampled_from(["", "", "?", "~", "%"]))
sub_years = st.builds("{}-{}".format, years, st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36, 40, 41]))
unknown_years = st.dates(date(2000, 1, 1), date(2000, 12, 31)).flatmap(
    lambda day: st.sampled_from([f"XXXX-{day:%m-%d}", f"XXXX-{day:%m}", f"XXXX-{day:%m}-XX"])
)


def in_order(ends: tuple[str, str]) -> str:
    return "/".join(sorted(ends, key=lambda end: parse_date(end).first))


intervals = st.one_of(st.tuples(marked, marked).map(in_order), marked.map("../{}".format), marked.map("{}/..".format))
texts = st.one_of(marked, sub_years, intervals, unknown_years)
bounded = st.one_of(marked, sub_years, st.tuples(marked, marked).map(in_order)).map(parse_date)
anything = texts.map(parse_date)

READ = [
    ("2019", "2019-01-01", "2019-12-31", "year"),
    ("1000", "1000-01-01", "1000-12-31", "year"),
    ("2019-XX", "2019-01-01", "2019-12-31", "year"),
    ("2019-XX-XX", "2019-01-01", "2019-12-31", "year"),
    ("2019-09", "2019-09-01", "2019-09-30", "month"),
    ("2020-02", "2020-02-01", "2020-02-29", "month"),
    ("1900-02", "1900-02-01", "1900-02-28", "month"),
    ("2019-09-XX", "2019-09-01", "2019-09-30", "month"),
    ("2019-09-11", "2019-09-11", "2019-09-11", "day"),
    ("2019-21", "2019-03-01", "2019-05-31", "season"),
    ("2019-22", "2019-06-01", "2019-08-31", "season"),
    ("2019-23", "2019-09-01", "2019-11-30", "season"),
    ("2019-24", "2019-12-01", "2020-02-29", "season"),
    ("9999-24", "9999-12-01", "9999-12-31", "season"),
    ("2020-33", "2020-01-01", "2020-03-31", "quarter"),
    ("2020-34", "2020-04-01", "2020-06-30", "quarter"),
    ("2020-35", "2020-07-01", "2020-09-30", "quarter"),
    ("2020-36", "2020-10-01", "2020-12-31", "quarter"),
    ("2017-40", "2017-01-01", "2017-06-30", "half"),
    ("2017-41", "2017-07-01", "2017-12-31", "half"),
    ("2015/2022-07", "2015-01-01", "2022-07-31", "interval"),
    ("2019-06/2019", "2019-06-01", "2019-12-31", "interval"),
    ("2019/2019", "2019-01-01", "2019-12-31", "interval"),
    ("2019-09-01/2019-09-02", "2019-09-01", "2019-09-02", "interval"),
    ("../2022-06-07", "0001-01-01", "2022-06-07", "interval"),
    ("2022-06-08/..", "2022-06-08", "9999-12-31", "interval"),
    ("XXXX-09", "0001-01-01", "9999-12-31", "unknown"),
    ("XXXX-09-17", "0001-01-01", "9999-12-31", "unknown"),
    ("XXXX-02-29", "0001-01-01", "9999-12-31", "unknown"),
]


@pytest.mark.parametrize(("text", "first", "last", "precision"), READ)
def test_a_date_means_its_first_to_last_day(text: str, first: str, last: str, precision: str) -> None:
    parsed = parse_date(text)
    assert (str(parsed.first), str(parsed.last), parsed.precision) == (first, last, precision)
    assert not parsed.approximate
    assert not parsed.uncertain
    assert parsed.year_known == (precision != "unknown")


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2019?", False, True),
        ("2019-09~", True, False),
        ("2019-09-11%", True, True),
        ("2020-36~", True, False),
        ("XXXX-09-17?", False, True),
        ("2015~/2022", True, False),
        ("2015~/2022?", True, True),
        ("2015/..", False, False),
    ],
)
def test_marks_say_approximate_and_uncertain(text: str, approximate: bool, uncertain: bool) -> None:
    parsed = parse_date(text)
    assert (parsed.approximate, parsed.uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "year", "month", "day", "code"),
    [
        ("2019", 2019, None, None, None),
        ("2019?", 2019, None, None, None),
        ("2019-XX", 2019, None, None, None),
        ("2019-09~", 2019, 9, None, None),
        ("2019-09-XX", 2019, 9, None, None),
        ("2019-09-11", 2019, 9, 11, None),
        ("2020-24", 2020, None, None, 24),
        ("2026-36~", 2026, None, None, 36),
        ("2017-40", 2017, None, None, 40),
        ("XXXX-09-17", None, 9, 17, None),
        ("2015-01-02/2022-07", None, None, None, None),
        ("../2022-07", None, None, None, None),
    ],
)
def test_the_parts_for_display_are_kept(
    text: str, year: int | None, month: int | None, day: int | None, code: int | None
) -> None:
    parsed = parse_date(text)
    assert (parsed.year, parsed.month, parsed.day, parsed.code) == (year, month, day, code)


def test_the_ends_of_an_interval_are_dates_or_none() -> None:
    assert parse_date("2015~/2022-07").start == parse_date("2015~")
    assert parse_date("2015~/2022-07").end == parse_date("2022-07")
    assert parse_date("../2022-07").start is None
    assert parse_date("2015/..").end is None
    assert parse_date("2015").start is None
    assert parse_date("2015").end is None
    assert [parse_date(text).is_open for text in ("2015", "2015/2016", "2015/..", "../2015")] == [0, 0, 1, 1]


REFUSED = [
    # text, its code, a word of the way out
    ("", "date_blank", "2019-09-11"),
    ("2021-13", "date_month", "01 to 12"),
    ("2019-20", "date_month", "2019/2020"),
    ("2021-00", "date_month_nought", "write 2021 "),
    ("2021-02-30", "date_day", "2021-02 "),
    ("2021-05-00", "date_day", "2021-05 "),
    ("2019-33-01", "date_month", "quarter"),
    ("2019-27", "date_hemisphere", "2019-21"),
    ("2019-38", "date_third", "2019-05/2019-08"),
    ("2019-XX-05", "date_day_alone", "2019"),
    ("0999", "date_year_early", "four digits"),
    ("0999-12-01", "date_year_early", "four digits"),
    ("13.05.2019", "date_order", "write 2019-05-13"),
    ("05.06.2019", "date_order", "write 2019-06-05"),
    ("05/06/2019", "date_ambiguous", "2019-06-05 or 2019-05-06"),
    ("05-06-2019", "date_ambiguous", "2019-06-05 or 2019-05-06"),
    ("13/05/2019", "date_order", "write 2019-05-13"),
    ("05/13/2019", "date_order", "write 2019-05-13"),
    ("05/05/2019", "date_order", "write 2019-05-05"),
    ("99/99/2019", "date_order", "write 2019"),
    ("13.05.19", "date_year_short", "four"),
    ("2019-9", "date_unpadded", "write 2019-09"),
    ("2019-9-1", "date_unpadded", "write 2019-09-01"),
    ("2019.5.3", "date_unpadded", "write 2019-05-03"),
    ("20190911", "date_unpadded", "write 2019-09-11"),
    ("1402/05/01", "date_calendar", "Gregorian"),  # the Iranian calendar: 23 July 2023
    ("2566/5/1", "date_calendar", "Gregorian"),  # the Thai one: 1 May 2023
    ("01.05.1402", "date_calendar", "Gregorian"),
    ("14020501", "date_calendar", "Gregorian"),
    ("2019/13/05", "date_calendar", "Gregorian"),
    ("201909", "date_unpadded", "write 2019-09"),
    ("5/2019", "date_month_first", "write 2019-05"),
    ("12.2019", "date_month_first", "write 2019-12"),
    ("2019/05", "date_short_end", "2019-05 for the month"),
    ("2010/12", "date_short_end", "2010-12 for the month or 2010/2012 for the years"),
    ("2019/20", "date_short_end", "2019/2020 for the years"),
    ("2019/13", "date_short_end", "write 2019"),
    ("2017-2016", "date_two_years", "write 2016/2017"),
    ("2017-2018", "date_two_years", "write 2017/2018"),
    ("2017..2018", "date_two_years", "write 2017/2018"),
    ("Q4 2026", "date_part", "write 2026-36"),
    ("2026-Q1", "date_part", "write 2026-33"),
    ("4q2026", "date_part", "write 2026-36"),
    ("2017-H1", "date_part", "write 2017-40"),
    ("H2 2017", "date_part", "write 2017-41"),
    ("2016 spring", "date_season", "write 2016-21"),
    ("Fall 2016", "date_season", "write 2016-23"),
    ("about 2019", "date_about", "write 2019~"),
    ("c. 2019-05", "date_about", "write 2019-05~"),
    ("2019?~", "date_marks", "write 2019%"),
    ("2019-09-11T10:00", "date_time", "write 2019-09-11"),
    ("201X", "date_digit_open", "2010/2019"),
    ("20XX", "date_digits_open", "2000/2099"),
    ("19", "date_two_digits", "2019 or 1919"),
    ("9", "date_year_range", "four digits"),
    ("12345", "date_year_range", "four digits"),
    ("-0500", "date_year_range", "four digits"),
    ("Y17000", "date_year_range", "four digits"),
    ("2022/2019", "date_backwards", "write 2019/2022"),
    ("2019-09-12/2019-09-11", "date_backwards", "2019-09-11/2019-09-12"),
    ("../..", "date_open_both", "blank"),
    ("2019/", "date_no_end", "write 2019/.."),
    ("/2019", "date_no_start", "write ../2019"),
    ("2019/2020/2021", "date_none", "interval"),
    ("2019/..~", "date_none", "2019/2020-06"),
    ("2019/2020-9", "date_unpadded", "write 2020-09"),
    ("2020-33/2020-34", "date_end_part", "2020-33 begins with 2020-01 and ends with 2020-03"),
    ("2020-24/..", "date_end_part", "ends with 2021-02"),
    ("XXXX-05/2019", "date_interval_no_year", "both ends"),
    ("XXXX", "date_says_nothing", "blank"),
    ("XXXX-XX-17", "date_says_nothing", "blank"),
    ("XXXX-13", "date_no_month", "XXXX-MM"),
    ("XXXX-21", "date_no_month", "XXXX-MM"),
    ("XXXX-02-30", "date_day", "XXXX-02 "),
    (" 2019", "date_space", "write 2019"),
    ("2019\n", "date_space", "write 2019"),
    ("2019 - 09", "date_space", "write 2019-09"),
    ("2021-13 ", "date_space", "01 to 12"),
    ("2019-xx", "date_signs", "write 2019-XX"),
    ("٢٠١٩", "date_signs", "write 2019"),
    ("２０１９-０９", "date_signs", "write 2019-09"),
    ("2019–09", "date_signs", "write 2019-09"),
    ("2019–2020", "date_signs", "write 2019/2020"),
    ("TBD", "date_none", "write 2019"),
    ("2019\x00", "date_none", "write 2019"),
    ("2019" * 20, "date_long", "write 2019"),
]


@pytest.mark.parametrize(("text", "code", "way_out"), REFUSED)
def test_unclear_text_is_refused_with_the_way_out(text: str, code: str, way_out: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_date(text)
    assert caught.value.code == code
    assert way_out in in_english(caught.value).way_out


@given(st.one_of(st.text(max_size=50), st.text("0123456789-/.?~%XxQH ", max_size=24)))
def test_any_text_is_read_or_refused_with_a_way_out(text: str) -> None:
    try:
        parsed = parse_date(text)
    except Refused as refused:
        way_out = in_english(refused).way_out
    else:
        assert parsed.text == text
        assert parsed.first <= parsed.last
        return
    assert way_out


@given(texts)
def test_every_form_keeps_its_text_and_runs_forward(text: str) -> None:
    parsed = parse_date(text)
    assert parsed.text == text
    assert parsed.first <= parsed.last
    assert parsed == parse_date(text)


@given(days)
@example(date(9999, 12, 31))
@example(date(2000, 2, 29))
def test_every_calendar_day_is_itself(day: date) -> None:
    parsed = parse_date(day.isoformat())
    assert parsed.first == parsed.last == day
    assert date(parsed.year or 0, parsed.month or 0, parsed.day or 0) == day


@given(bounded)
def test_precision_tells_how_many_days_a_date_spans(parsed: Date) -> None:
    longest = {"day": 1, "month": 31, "season": 92, "quarter": 92, "half": 184, "year": 366}
    assert (parsed.last - parsed.first).days < longest.get(parsed.precision, 10_000_000)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2019", "2019-09", True),
        ("2019", "2020", False),
        ("2019-24", "2020-02-29", True),
        ("../2019", "2019-12-31/..", True),
        ("../2019", "2020", False),
        ("XXXX-09-17", "2024", True),
        ("XXXX-09-17", "2024-09", True),
        ("XXXX-09-17", "2024-08", False),
        ("XXXX-09", "2024-10/2025-08", False),
        ("XXXX-09", "2024-10/2025-09", True),
        ("XXXX-02-29", "2023", False),
        ("XXXX-02-29", "2023/2024", True),
        ("XXXX-02-29", "1897/1903", False),
        ("XXXX-02-29", "1897/..", True),
        ("XXXX-09-17", "../2000", True),
        ("XXXX-09", "XXXX-09-17", True),
        ("XXXX-09", "XXXX-08", False),
    ],
)
def test_overlap_asks_for_a_common_day(a: str, b: str, expected: bool) -> None:
    assert overlaps(parse_date(a), parse_date(b)) is expected
    assert overlaps(parse_date(b), parse_date(a)) is expected


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("2019", "2019-09", True),
        ("2019-09", "2019", False),
        ("2019/..", "2020/..", True),
        ("2020/..", "2019/..", False),
        ("XXXX-09", "2024-09-17", True),
        ("XXXX-09", "2024-08-17", False),
        ("XXXX-09", "2024", False),
        ("XXXX-09", "XXXX-09-17", True),
        ("XXXX-09-17", "XXXX-09", False),
        ("XXXX-02-29", "2023-02", False),
        ("2019", "XXXX-09", False),
    ],
)
def test_containing_asks_for_every_day(outer: str, inner: str, expected: bool) -> None:
    assert contains(parse_date(outer), parse_date(inner)) is expected


@given(anything)
def test_overlap_and_containing_are_reflexive(parsed: Date) -> None:
    assert overlaps(parsed, parsed)
    assert contains(parsed, parsed)
    assert not is_before(parsed, parsed)


@given(anything, anything)
def test_overlap_is_symmetric_and_excludes_order(a: Date, b: Date) -> None:
    assert overlaps(a, b) == overlaps(b, a)
    assert not (overlaps(a, b) and is_before(a, b))
    assert not contains(a, b) or overlaps(a, b)
    if a.year_known and b.year_known:
        assert overlaps(a, b) or is_before(a, b) or is_before(b, a)


@pytest.mark.parametrize(
    ("promised", "actual", "expected"),
    [
        ("2015", "2022-11", (82, 94)),
        ("2020-12", "2020-12", (0, 0)),
        ("2019-05-15", "2020-05-15", (12, 12)),
        ("2019-05-15", "2020-05-14", (11, 11)),
        ("2021-01-31", "2021-02-28", (1, 1)),
        ("2021-01-31", "2021-02-27", (0, 0)),
        ("2020-05-15", "2019-05-15", (-12, -12)),
        ("2012/2014", "2022-11-01", (94, 130)),
        ("2020-33", "2020-36", (6, 11)),
    ],
)
def test_slip_is_counted_in_whole_months(promised: str, actual: str, expected: tuple[int, int]) -> None:
    assert months_between(parse_date(promised), parse_date(actual)) == expected


@pytest.mark.parametrize(("a", "b"), [("2019/..", "2020"), ("2019", "../2020"), ("XXXX-09-17", "2020")])
def test_slip_from_or_to_nowhere_is_refused(a: str, b: str) -> None:
    with pytest.raises(Refused) as caught:
        months_between(parse_date(a), parse_date(b))
    assert (caught.value.code, "both ends" in in_english(caught.value).way_out) == ("date_not_countable", True)


@given(bounded, bounded)
def test_the_least_slip_is_not_above_the_most(a: Date, b: Date) -> None:
    least, most = months_between(a, b)
    assert least <= most
    assert months_between(b, a) == (-most, -least)


@given(days, days, days)
def test_slip_grows_with_the_actual_and_shrinks_with_the_promised_day(x: date, y: date, z: date) -> None:
    early, middle, late = (parse_date(str(day)) for day in sorted((x, y, z)))
    assert months_between(early, middle) <= months_between(early, late)
    assert months_between(early, late) >= months_between(middle, late)


def test_every_code_of_part_of_year_is_named_by_its_precision() -> None:
    names = [parse_date(f"2020-{code}").precision for code in (21, 24, 33, 36, 40, 41)]
    assert names == ["season", "season", "quarter", "quarter", "half", "half"]
    assert set(Precision) == {"day", "month", "season", "quarter", "half", "year", "interval", "unknown"}


def test_overlap_agrees_with_a_search_day_by_day_around_leap_years() -> None:
    forms = ["1899", "1899-12/1900-01", "1900-02", "1900-24", "1904-02-29", "1900/1904-02", "XXXX-02"]
    forms += ["XXXX-02-29", "XXXX-01-31"]
    window = [date.fromordinal(day) for day in range(date(1899, 1, 1).toordinal(), date(1905, 1, 1).toordinal())]
    meant = {form: {day for day in window if contains(parse_date(form), parse_date(str(day)))} for form in forms}
    for a, b in combinations_with_replacement(forms, 2):
        assert overlaps(parse_date(a), parse_date(b)) == bool(meant[a] & meant[b]), (a, b)
    for a, b in product(forms[:6], forms[:6]):
        assert contains(parse_date(a), parse_date(b)) == (meant[b] <= meant[a]), (a, b)


def test_the_tables_in_the_docstrings_hold() -> None:
    result = doctest.testmod(dates)
    assert result.attempted > 0
    assert result.failed == 0
