"""Tests of aiqyn.values.number."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.errors import Refused
from aiqyn.values.number import Agreement, Bound, agreement, parse_number
from tests.aiqyn.refusals import in_english, refused

AGREE, CUT_SHORT, DIFFER = Agreement.AGREE, Agreement.CUT_SHORT, Agreement.DIFFER

plain_texts = st.builds(
    lambda whole, decimals: f"{whole}{decimals}",
    st.integers(-(10**6), 10**15 - 1),
    st.sampled_from(["", "", ".5", ".25", ".125", ".0", ".000000001"]),
)
ranges = st.builds(lambda low, more: f"{low}-{low + more}", st.integers(0, 10**6), st.integers(1, 10**6))
bounds = st.builds(
    lambda prefix, digits: prefix + digits,
    st.sampled_from([">", ">=", "<", "<=", "about ", "nearly "]),
    plain_texts,
)
printed = plain_texts | ranges | bounds
figures = st.decimals(1, Decimal("1e12"), places=3)


def met(first: str, second: str) -> Agreement:
    return agreement(parse_number(first, scaled=True), parse_number(second, scaled=True))


def rows_of(docstring: str | None) -> list[list[str]]:
    """The rows of the table in a docstring, without its heading."""
    lines = [line.strip() for line in (docstring or "").splitlines() if line.strip().startswith("|")]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("28", "27.6", AGREE),
        ("27", "27.6", CUT_SHORT),
        ("26", "27.6", DIFFER),
        ("29", "27.6", DIFFER),
        (">27", "27.6", AGREE),
        (">27.6", "27", DIFFER),
        (">28", "27.6", DIFFER),
        (">=28", "27.6", AGREE),
        ("<27", "27.6", DIFFER),
        ("<28", "27.6", AGREE),
        ("<=27", "27.6", DIFFER),
        ("25-30", "27.6", AGREE),
        ("28-30", "27.6", AGREE),
        ("29-30", "27.6", DIFFER),
        ("25-30", "30-35", AGREE),
        ("25-30", "31-35", DIFFER),
        ("1.5-2", "1.1", DIFFER),  # each end is as sharp as its own digits
        ("1.5-2", "1.46", AGREE),
        ("1.5-2", "2.4", AGREE),
        ("1-2.5", "2.6", DIFFER),
        ("about 50", "53", AGREE),
        ("about 50", "46", AGREE),
        ("about 50", "44", DIFFER),
        ("about 50", "56", DIFFER),
        ("about 2.5", "2.46", AGREE),
        ("about 2.5", "2.3", DIFFER),
        ("about 100000", "104000", AGREE),
        ("about 100000", "120000", DIFFER),
        ("nearly 50", "46", AGREE),
        ("nearly 50", "50", AGREE),
        ("nearly 50", "52", DIFFER),
        (">27", "<27", DIFFER),
        (">27", "<28", AGREE),
        (">=27", "<=27", AGREE),
        ("51", "52", DIFFER),
        ("51", "51", AGREE),
        ("100000", "104000", DIFFER),
        ("19.88", "12", DIFFER),
        ("0.36", "0.368", CUT_SHORT),
        ("0.37", "0.368", AGREE),
        ("2.6", "2.63", AGREE),
        ("1.79", "1.865", DIFFER),
        ("1.78", "1.789", CUT_SHORT),
        ("27-29", "30", DIFFER),
        ("0", "0.6", DIFFER),
        ("0", "0.4", AGREE),
        ("-28", "-27.6", AGREE),
    ],
)
def test_two_figures_agree_within_what_they_print(first: str, second: str, expected: Agreement) -> None:
    assert met(first, second) is expected


def test_the_table_of_agreement_in_the_docstring_is_what_the_code_does() -> None:
    rows = rows_of(agreement.__doc__)
    assert len(rows) == 4
    for first, second, expected, _ in rows:
        assert met(first, second) == expected


def test_the_table_of_parse_number_is_what_the_code_does() -> None:
    reads = dict(rows_of(parse_number.__doc__))
    assert parse_number("27.6").step == Decimal("0.1"), reads["27.6"]
    assert parse_number("1 234 567").value == parse_number("1,234,567").value == 1_234_567
    assert parse_number("25-30").bound is Bound.RANGE, reads["25-30"]
    assert (parse_number("about 50").low, parse_number("about 50").high) == (45, 55), reads["about 50"]
    assert (parse_number("nearly 50").low, parse_number("nearly 50").high) == (45, Decimal("50.5"))
    assert parse_number("decimal 1.234").value == Decimal("1.234"), reads["decimal 1.234"]
    assert len(reads) == 7


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "step", "bound"),
    [
        ("28", "28", "27.5", "28.5", "1", Bound.EXACT),
        ("27.6", "27.6", "27.55", "27.65", "0.1", Bound.EXACT),
        ("-3.5", "-3.5", "-3.55", "-3.45", "0.1", Bound.EXACT),
        ("1 234 567", "1234567", "1234566.5", "1234567.5", "1", Bound.EXACT),
        ("1,234.5", "1234.5", "1234.45", "1234.55", "0.1", Bound.EXACT),
        (">27", "27", "27", "Infinity", "1", Bound.MORE),
        (">=27", "27", "26.5", "Infinity", "1", Bound.AT_LEAST),
        ("<5", "5", "-Infinity", "5", "1", Bound.LESS),
        ("<=5", "5", "-Infinity", "5.5", "1", Bound.AT_MOST),
        ("25-30", "27.5", "24.5", "30.5", "1", Bound.RANGE),
        ("1.5-2", "1.75", "1.45", "2.5", "1", Bound.RANGE),
        ("25–30", "27.5", "24.5", "30.5", "1", Bound.RANGE),
        ("about 150", "150", "145", "155", "1", Bound.ABOUT),
        ("about 7", "7", "6.5", "7.5", "1", Bound.ABOUT),
        ("nearly 300", "300", "270", "300.5", "1", Bound.NEARLY),
        ("0.368", "0.368", "0.3675", "0.3685", "0.001", Bound.EXACT),
    ],
)
def test_a_number_keeps_its_figure_its_precision_and_its_bound(
    text: str, value: str, low: str, high: str, step: str, bound: Bound
) -> None:
    number = parse_number(text)
    assert (number.value, number.low, number.high) == (Decimal(value), Decimal(low), Decimal(high))
    assert (number.step, number.bound, number.printed) == (Decimal(step), bound, text)


def test_a_range_keeps_both_ends_as_printed() -> None:
    number = parse_number("25-30.5")
    assert (number.first, number.last) == (25, Decimal("30.5"))


@pytest.mark.parametrize("text", ["1.234", "12.345", "123.456", "-1.234", ">1.234", "about 1.234", "1.234-2"])
def test_a_point_before_three_digits_is_refused_with_both_readings_and_the_way_out(text: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_number(text)
    digits = re.search(r"-?[0-9]+\.[0-9]{3}", text.removeprefix(">"))
    assert digits
    whole, _, decimals = digits[0].partition(".")
    assert caught.value.code == "number_point"
    assert {"plain": whole + decimals, "whole": whole}.items() <= caught.value.values.items()
    assert in_english(caught.value).way_out.startswith(
        f"write {whole}{decimals} for thousands or begin with 'decimal '"
    )


def test_both_ways_out_of_an_ambiguous_point_are_accepted() -> None:
    assert parse_number("1234").value == 1234
    assert parse_number("decimal 1.234").value == Decimal("1.234")
    assert parse_number("decimal >1.234").bound is Bound.MORE
    assert parse_number("decimal 1.234-2.345").last == Decimal("2.345")


def test_a_unit_with_a_scale_word_makes_the_point_a_decimal_mark() -> None:
    assert parse_number("1.234", scaled=True).value == Decimal("1.234")


@pytest.mark.parametrize("text", ["0.368", "-0.368", "1234.567", "1.23", "1.2345", "1,234.567"])
def test_a_point_that_can_only_be_a_decimal_mark_is_accepted(text: str) -> None:
    assert parse_number(text).value == Decimal(text.replace(",", ""))


@pytest.mark.parametrize("scaled", [False, True])
def test_a_single_comma_is_refused_whatever_the_unit(scaled: bool) -> None:
    with pytest.raises(Refused) as caught:
        parse_number("1,234", scaled=scaled)
    assert (
        in_english(caught.value).way_out
        == "write 1234 for thousands or begin with 'decimal ' for a fraction: decimal 1.234"
    )


@pytest.mark.parametrize("text", ["27-25", "27-27", "27.5-27.4", "3,000,000-1"])
def test_a_range_that_does_not_rise_is_refused(text: str) -> None:
    with refused("number_backwards"):
        parse_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "27 ",
        " 27",
        "2 7",
        "27,5",
        "27.",
        ".5",
        "+27",
        "−27",
        "--27",
        "-",
        "1e5",
        "1E5",
        "NaN",
        "Infinity",
        "-Infinity",
        "inf",
        "0x10",
        "1_000",
        "٢٧",
        "２７",
        "२७",
        "27\u00a0600",
        "27\n",
        "1.2.3",
        "1.234.567",
        "12,34,567",
        "1 234,567",
        "1,2345",
        "ten",
        ">",
        ">>27",
        "> >27",
        ">25-30",
        "about",
        "about about 5",
        "25-",
        "-25-30",
        "25--30",
        "25 - 30",
        "decimal ",
        "decimal decimal 5",
        "27%",
        "$27",
        "½",
    ],
)
def test_what_is_not_a_number_is_refused(text: str) -> None:
    with refused("number_none"):
        parse_number(text)


@pytest.mark.parametrize("text", ["1" * 40, "1" * 16, "-" + "1" * 16, "1.1234567891", "1 " + " ".join(["000"] * 12)])
def test_more_digits_than_any_source_has_are_refused(text: str) -> None:
    with refused("number_long"):
        parse_number(text)


def test_a_refusal_does_not_repeat_a_text_of_any_length() -> None:
    with pytest.raises(Refused) as refused:
        parse_number("decimal " * 5000)
    assert len(str(refused.value)) < 200


@given(printed)
def test_a_number_agrees_with_itself(text: str) -> None:
    assert met(text, text) is AGREE


@given(printed, printed)
def test_agreement_is_symmetric(first: str, second: str) -> None:
    assert met(first, second) is met(second, first)


@given(figures, st.integers(0, 2), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_a_rounded_form_of_a_number_agrees_with_it(figure: Decimal, places: int, rounding: str) -> None:
    rounded = figure.quantize(Decimal(1).scaleb(-places), rounding)
    assert met(str(rounded), str(figure)) is AGREE


@given(figures, st.integers(0, 2))
def test_a_truncated_form_of_a_number_agrees_with_it_or_is_cut_short(figure: Decimal, places: int) -> None:
    cut = figure.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
    assert met(str(cut), str(figure)) in {AGREE, CUT_SHORT}


@given(printed, printed, st.sampled_from(["12", "1000", "10000", "1000000000000"]))
def test_agreement_is_the_same_in_any_unit(first: str, second: str, factor: str) -> None:
    a, b = parse_number(first, scaled=True), parse_number(second, scaled=True)
    assert agreement(a.times(Decimal(factor)), b.times(Decimal(factor))) is agreement(a, b)


@given(printed)
def test_the_figure_lies_in_what_it_can_stand_for(text: str) -> None:
    number = parse_number(text, scaled=True)
    assert number.low < number.high
    assert number.low <= number.first <= number.value <= number.last <= number.high


@given(st.text(alphabet="0123456789.,-–<>= abenrlytucdim٣Ee+", max_size=20))
def test_any_text_is_a_number_that_keeps_its_print_or_is_refused(text: str) -> None:
    try:
        number = parse_number(text)
    except Refused:
        return
    assert number.printed == text
    assert number.value.is_finite()


def test_times_keeps_the_printed_form_and_one_changes_nothing() -> None:
    number = parse_number("25-30")
    assert number.times(Decimal(1)) is number
    larger = number.times(Decimal(1000))
    assert (larger.printed, larger.first, larger.last, larger.step) == ("25-30", 25_000, 30_000, 1000)


def test_widened_lets_near_figures_agree_and_keeps_the_ends() -> None:
    wide = parse_number("100").widened(Decimal("0.1"))
    assert agreement(wide, parse_number("109")) is AGREE
    assert agreement(wide, parse_number("112")) is DIFFER
    assert (wide.first, wide.last, wide.value) == (100, 100, 100)
