"""Numbers, money and units in four languages."""

from decimal import Decimal

import pytest

from aiqyn.errors import Refused
from aiqyn.values.measure import Unit, parse_measure
from aiqyn.values.points import parse_point
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import decimal_text
from aiqyn.words.number_text import (
    bare_text,
    compact_text,
    kazakh_ablative,
    measure_text,
    point_text,
    printed_text,
    rounded,
    span_text,
    unit_text,
)
from tests.aiqyn.words.tables import LANGUAGES, only_languages, plain, rows_of

UNITS = load_vocabulary().units


@pytest.mark.parametrize("row", rows_of("figures.csv"), ids=lambda row: f"{row['value']} {row['unit']}")
def test_a_figure_reads_as_each_language_writes_it(row: dict[str, str]) -> None:
    unit = UNITS[row["unit"]]
    texts = {lang: plain(printed_text(row["value"], unit, lang)) for lang in LANGUAGES}
    assert texts == only_languages(row)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", ["1.60", "100.0", "7", "0.368", "12.5"])
def test_no_digit_is_added_and_none_is_lost(value: str, lang: str) -> None:
    shown = printed_text(value, UNITS["MW"], lang)
    assert "".join(sign for sign in shown if sign.isdigit()) == value.replace(".", "")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("unit", ["USD million", "percent change", "persons"])
@pytest.mark.parametrize("value", ["0", "0.0", ">0"])
def test_nought_has_no_sign(value: str, unit: str, lang: str) -> None:
    of_unit = UNITS[unit]
    assert printed_text(value.replace("0", "-0", 1), of_unit, lang) == printed_text(value, of_unit, lang)


def test_digits_survive_the_move_to_chinese_units() -> None:
    assert printed_text("1.865", UNITS["USD billion"], "zh") == "18.65亿美元"
    assert printed_text("178", UNITS["USD million"], "zh") == "1.78亿美元"
    assert printed_text("0", UNITS["USD million"], "zh") == "0美元"
    assert printed_text("0.0", UNITS["USD billion"], "zh") == "0美元"


@pytest.mark.parametrize(
    ("digits", "suffix"),
    [("27", "ден"), ("6", "дан"), ("9", "дан"), ("3", "тен"), ("10", "нан"), ("20", "дан"), ("30", "дан"),
     ("40", "тан"), ("50", "ден"), ("60", "тан"), ("70", "тен"), ("80", "нен"), ("90", "нан"), ("100", "ден"),
     ("1000", "нан"), ("20\u00a0000", "нан"), ("1\u00a0000\u00a0000", "нан"), ("27,6", "дан"), ("0", "ден")],
)  # fmt: skip
def test_a_kazakh_suffix_follows_the_word_read_aloud(digits: str, suffix: str) -> None:
    assert kazakh_ablative(digits) == suffix


def test_a_whole_part_is_grouped_as_the_language_does() -> None:
    assert [plain(decimal_text(Decimal("1234567.50"), lang)) for lang in LANGUAGES] == [
        "1,234,567.50",
        "1 234 567,50",
        "1 234 567,50",
        "1,234,567.50",
    ]


def test_a_span_names_the_unit_once() -> None:
    spans = [plain(span_text(Decimal(130), Decimal(160), UNITS["USD million"], lang)) for lang in LANGUAGES]
    assert spans == [
        "130 to 160 million USD",
        "от 130 до 160 млн долл. США",
        "130–160 млн АҚШ доллары",
        "1.30至1.60亿美元",
    ]


def test_a_span_of_one_figure_is_that_figure() -> None:
    assert plain(span_text(Decimal(5), Decimal(5), UNITS["MW"], "en")) == "5 MW"


def test_an_endless_fraction_is_cut_to_three_digits() -> None:
    third = Decimal(1) / 3
    assert plain(span_text(third, Decimal("1.1"), UNITS["USD billion"], "en")) == "0.333 to 1.1 billion USD"


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (">14.5", ">14.5"),
        (">=3", "≥3"),
        ("<3", "<3"),
        ("<=3", "≤3"),
        ("about 50", "≈50"),
        ("25-30", "25–30"),
        ("27", "27"),
    ],
)
def test_a_row_of_a_chart_has_its_bound_as_a_sign(value: str, label: str) -> None:
    assert compact_text(parse_measure(value, UNITS["USD billion"]), "en") == label


def test_a_chinese_row_keeps_its_scale_but_not_its_unit() -> None:
    assert compact_text(parse_measure("25-30", UNITS["USD billion"]), "zh") == "250至300亿"
    assert compact_text(parse_measure(">50", UNITS["projects"]), "zh") == ">50"
    assert unit_text(UNITS["USD billion"], "zh") == "美元"


def test_things_counted_need_no_unit_in_a_chart() -> None:
    assert unit_text(UNITS["projects"], "en") == ""


def test_a_point_says_how_sure_it_is() -> None:
    near = parse_point("43.55465,69.722525;u=5000")
    assert plain(point_text(near, "en")) == "43.55465° N, 69.722525° E, to within about 5 km"
    assert plain(point_text(near, "ru")) == "43,55465° с. ш., 69,722525° в. д., с точностью около 5 км"
    assert point_text(near, "zh") == "北纬43.55465°，东经69.722525°，误差约5公里"
    assert plain(point_text(parse_point("-33.5,-151"), "en")) == "33.5° S, 151° W"
    assert plain(point_text(parse_point("46.66,82.72;u=250"), "kk")).endswith("дәлдігі шамамен 250 м")


@pytest.mark.parametrize(
    ("value", "expected"), [("50.61", "50.6"), ("1364000", "1360000"), ("0", "0"), ("0.001234", "0.00123")]
)
def test_converted_money_is_rounded_to_three_digits(value: str, expected: str) -> None:
    assert format(rounded(Decimal(value), 3), "f") == expected


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("unit", load_vocabulary().units.values(), ids=lambda unit: unit.key)
def test_plain_digits_read_the_same_without_being_parsed(lang: str, unit: Unit) -> None:
    for value in ("0", "1", "2", "21", "100", "0.50", "7.0", "12.345", "999", "1000", "1400", "12345.60", "1234567890"):
        try:
            slowly = measure_text(parse_measure(value, unit), lang)
        except Refused:
            continue
        assert printed_text(value, unit, lang) == slowly


@pytest.mark.parametrize(
    ("value", "unit", "texts"),
    [
        ("51", "projects", {"en": "51", "ru": "51", "kk": "51", "zh": "51"}),
        (">50", "projects", {"en": "more than 50", "ru": "более 50", "kk": "50-ден астам", "zh": "超过50"}),
        ("27.6", "USD billion", {"en": "27.6 billion", "ru": "27,6 млрд", "kk": "27,6 млрд", "zh": "276亿"}),
        ("12.5", "percent", {"en": "12.5", "ru": "12,5", "kk": "12,5", "zh": "12.5"}),
    ],
)
def test_a_bare_figure_keeps_its_bound_and_scale_and_loses_its_unit(
    value: str, unit: str, texts: dict[str, str]
) -> None:
    assert {lang: plain(bare_text(value, UNITS[unit], lang)) for lang in LANGUAGES} == texts
