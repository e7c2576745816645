"""Tests of aiqyn.values.text."""

import csv
import doctest
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.errors import Refused
from aiqyn.values import text as text_module
from aiqyn.values.text import LONGEST_TEXT, composed, normal_text, spreadsheet_safe
from tests.aiqyn.refusals import in_english


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Өскемен, Жаңаөзен, Қостанай, Ұлытау, Түркістан, Әбіли, Ғабит, Һ, І",
        "中哈产能合作“51个项目”",
        "\u2f2d ﬁ Ａ ㎿",  # a Kangxi radical and compatibility forms: NFKC would change each
        "CO₂, m³ — «цитата» №5",
        "a\u00a0b",
        "نمی\u200cدانم",
        "葛\U000e0100飾",
    ],
)
def test_letters_of_the_source_stay(text: str) -> None:
    assert normal_text(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Алтаи\u0306", "Алтай"),
        ("e\u0301", "é"),
        ("\uf91d", "欄"),
    ],
)
def test_equal_letters_get_equal_codes(text: str, expected: str) -> None:
    assert normal_text(text) == expected


@pytest.mark.parametrize(
    ("text", "code", "way_out"),
    [
        ("a\x00b", "text_control", "delete"),
        ("a\x1bb", "text_control", "delete"),
        ("a\x7fb", "text_control", "delete"),
        ("a\x9fb", "text_control", "delete"),
        ("a\tb", "text_tab", "space"),
        ("a\nb", "text_line_break", "one line"),
        ("a\r\nb", "text_line_break", "one line"),
        ("a\x85b", "text_line_break", "one line"),
        ("a\u2028b", "text_line_break", "one line"),
        ("a\u202eb", "text_reversed", "delete"),
        ("a\u2066b", "text_reversed", "delete"),
        ("a\ud800b", "text_half", "UTF-8"),
        ("\ufeffa", "text_byte_order", "delete"),
        ("\u200fعربي", "text_hidden", "delete"),
        ("Алма\u00adты", "text_hidden", "delete"),
        ("a\u200b", "text_hidden", "delete"),
        ("a\ufffe", "text_hidden", "delete"),
        ("a\U000e0001", "text_hidden", "delete"),
        (" a", "text_ends", "ends"),
        ("a\u00a0", "text_ends", "ends"),
        (" ", "text_ends", "ends"),
        ("a" * (LONGEST_TEXT + 1), "text_long", "quote the part"),
        ("\u0958" * LONGEST_TEXT, "text_long", "quote the part"),  # NFC writes it as two
    ],
)
def test_what_cannot_be_seen_is_refused_with_the_way_out(text: str, code: str, way_out: str) -> None:
    with pytest.raises(Refused) as caught:
        normal_text(text)
    assert caught.value.code == code
    assert way_out in in_english(caught.value).way_out


def test_the_longest_text_is_taken() -> None:
    assert normal_text("ң" * LONGEST_TEXT) == "ң" * LONGEST_TEXT


@given(st.text(st.characters(exclude_categories=())))
def test_text_is_refused_with_a_way_out_or_made_normal_once_for_all(text: str) -> None:
    try:
        normal = normal_text(text)
    except Refused as refused:
        way_out = in_english(refused).way_out
    else:
        assert unicodedata.is_normalized("NFC", normal)
        assert normal_text(normal) == normal
        assert normal == normal.strip()
        assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in normal)
        return
    assert way_out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("27.6", "27.6"),
        ("-3.5", "-3.5"),
        ("+12", "+12"),
        ("-1,234,567.5", "-1,234,567.5"),
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://example.org")', '\'=HYPERLINK("http://example.org")'),
        ("+7 727 250", "'+7 727 250"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("-", "'-"),
        ("-12\n", "'-12\n"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\rx"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("-٣", "'-٣"),
        ("a=b", "a=b"),
        ("'=1", "'=1"),
        (">27", ">27"),
    ],
)
def test_a_cell_that_begins_a_formula_gets_an_apostrophe(text: str, expected: str) -> None:
    assert spreadsheet_safe(text) == expected


@given(st.text())
def test_a_safe_cell_stays_safe_and_loses_nothing(text: str) -> None:
    safe = spreadsheet_safe(text)
    assert spreadsheet_safe(safe) == safe
    assert safe in {text, "'" + text}
    assert safe[:1] not in {"=", "@", "\t", "\r"}


@given(st.text("=+-@1, '\"", min_size=1))
def test_a_safe_cell_is_the_same_after_csv(text: str) -> None:
    safe = spreadsheet_safe(text)
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([safe])
    assert next(csv.reader([buffer.getvalue()])) == [safe]


def test_the_tables_in_the_docstrings_hold() -> None:
    result = doctest.testmod(text_module)
    assert result.attempted > 0
    assert result.failed == 0


def test_marks_beyond_all_writing_are_left_out_at_once() -> None:
    assert composed("a" + "\u0301\u0323" * 200_000) == unicodedata.normalize("NFC", "a" + "\u0301\u0323" * 15)


@given(st.text(max_size=30))
def test_what_people_write_is_composed_as_unicode_says(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)
