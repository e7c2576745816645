"""Tests of aiqyn.values.hidden_signs."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.values.hidden_signs import HiddenSign, hidden_sign, without_hidden_signs

EVERY_SIGN = [chr(point) for point in range(0x110000)]


@pytest.mark.parametrize(
    "text",
    [
        "Өскемен, Жаңаөзен\nKyzylorda – “中国” №5 CO₂ 𠮷",
        "a\u00a0b\u3000c",  # spaces that are seen as such
        "نمی\u200cدانم",  # Persian: two words written close
        "क्\u200dष",  # Hindi: the half letter
        "ᠮᠣᠩᠭᠣᠯ\u180b",
        "👨\u200d👩\u200d👧 ❤\ufe0f",
        "葛\U000e0100飾",  # the form of a Han character that a name is written with
    ],
)
def test_what_a_language_is_written_with_is_no_hidden_sign(text: str) -> None:
    assert hidden_sign(text) is None
    assert without_hidden_signs(text) == text


@pytest.mark.parametrize(
    ("text", "hidden", "without"),
    [
        ("Joint\x00x", HiddenSign("U+0000", "6"), "Jointx"),
        ("a\tb", HiddenSign("U+0009", "2"), "ab"),
        ("Алма\u00adты", HiddenSign("U+00AD", "5"), "Алматы"),
        ("风\u200b电", HiddenSign("U+200B", "2"), "风电"),
        ("a\u200cb", HiddenSign("U+200C", "2"), "ab"),  # no letter joins its neighbour here
        ("a\U000e0100", HiddenSign("U+E0100", "2"), "a"),
        ("\u202eabc", HiddenSign("U+202E", "1"), "abc"),
        ("x\ufffe\uffff", HiddenSign("U+FFFE", "2"), "x"),
        ("x\U0010ffff", HiddenSign("U+10FFFF", "2"), "x"),
        ("x\U000e0041", HiddenSign("U+E0041", "2"), "x"),
        ("x\ud800", HiddenSign("U+D800", "2"), "x"),
        ("x\ue000", HiddenSign("U+E000", "2"), "x"),
        ("Алм\ufffdты", HiddenSign("U+FFFD", "4"), "Алмты"),
    ],
)
def test_a_hidden_sign_is_named_with_its_place(text: str, hidden: HiddenSign, without: str) -> None:
    assert hidden_sign(text) == hidden
    assert without_hidden_signs(text) == without


def test_no_control_half_private_sign_or_noncharacter_is_forgotten() -> None:
    left = without_hidden_signs("".join(EVERY_SIGN)).replace("\n", "")
    assert not {unicodedata.category(sign) for sign in left} & {"Cc", "Cs", "Co", "Zl", "Zp"}
    assert not [sign for sign in left if ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF]


def test_every_letter_mark_number_and_space_in_use_here_is_left() -> None:
    used = [sign for sign in EVERY_SIGN if unicodedata.category(sign)[0] in "LMNPSZ" and sign not in "\u2028\u2029"]
    lost = {unicodedata.name(sign, "") for sign in used} - {
        unicodedata.name(sign, "") for sign in without_hidden_signs("".join(f"a{sign}" for sign in used))
    }
    selectors = {name for name in lost if name.startswith(("VARIATION SELECTOR", "MONGOLIAN FREE VARIATION"))}
    assert lost - selectors == {
        *("COMBINING GRAPHEME JOINER", "HANGUL CHOSEONG FILLER", "HANGUL JUNGSEONG FILLER", "HANGUL FILLER"),
        *("KHMER VOWEL INHERENT AQ", "KHMER VOWEL INHERENT AA", "HALFWIDTH HANGUL FILLER", "BRAILLE PATTERN BLANK"),
        *("OBJECT REPLACEMENT CHARACTER", "REPLACEMENT CHARACTER"),
    }


def test_what_a_sign_stood_after_may_itself_be_gone() -> None:
    assert without_hidden_signs("a\u180b\u180c\u180d" * 100_000) == "a" * 100_000
    assert without_hidden_signs("ᠣ\u200b\u180b") == "ᠣ\u180b"


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_left_has_nothing_to_hide(text: str) -> None:
    assert hidden_sign(without_hidden_signs(text)) is None
