"""Kazakh endings: what they are taken off, and what only looks like one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.names.kazakh import SHORTEST, plain_stems, stems

WORDS = [
    (row["word"], row["base"])
    for row in csv.DictReader(
        (Path(__file__).parent / "data" / "kazakh_words.csv").read_text(encoding="utf-8").splitlines()
    )
]
#: Loans that take front endings after a back vowel: the rule of harmony does not reach them.
MISSED = {("паркі", "парк"), ("паркінің", "парк")}


def test_nine_of_ten_inflected_words_lead_to_their_base() -> None:
    missed = {(word, base) for word, base in WORDS if base not in stems(word)}
    assert len(WORDS) >= 120
    assert missed == MISSED
    assert 1 - len(missed) / len(WORDS) >= 0.9


def test_the_words_are_each_there_once() -> None:
    assert len({word for word, _ in WORDS}) == len(WORDS)


@pytest.mark.parametrize(
    "word",
    [
        "құрылыс", "облыс", "кешен", "жарыс", "алтын", "теңге", "Қарағанды", "Алматы", "Қызылорда", "Жаңатас",
        "келісім", "бағдарлама", "кәсіпорын", "Қазақстан", "оңтүстік", "сауда", "мақта", "Қытай", "цемент",
    ],
)  # fmt: skip
def test_a_word_that_only_looks_inflected_is_left_whole(word: str) -> None:
    assert stems(word) == ()


@pytest.mark.parametrize(
    ("word", "stranger"),
    [
        ("теңгеге", "тең"),
        ("Қарағандыда", "қараған"),
        ("Алматыда", "алма"),
        ("облысы", "облы"),
        ("саудасы", "сау"),
        ("зауытында", "зау"),
        ("қалада", "қал"),
        ("жеріне", "же"),
    ],
)
def test_false_friends_are_not_among_the_stems(word: str, stranger: str) -> None:
    assert stranger not in stems(word)


@pytest.mark.parametrize("word", ["зауытге", "облысда", "жобаті", "өңірлар", "облыстік"])
def test_an_ending_that_breaks_harmony_or_does_not_fit_the_sound_is_no_ending(word: str) -> None:
    assert stems(word) == ()


@given(st.text("абвгғдежзийкқлмнңоөпрстуұүфхшыіэя", max_size=24))
def test_stems_are_shorter_than_the_word_and_never_very_short(word: str) -> None:
    for stem in stems(word):
        assert len(stem) >= SHORTEST
        assert stem != word


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("зауытынын", "зауыт"),
        ("министрлигинин", "министрлик"),
        ("облысындагы", "облыс"),
        ("уйымынын", "уйым"),
        ("тенгеге", "тенге"),
        ("Казакстаннын", "казакстан"),
    ],
)
def test_a_word_typed_without_kazakh_letters_leads_to_its_base_without_them(word: str, base: str) -> None:
    assert base in plain_stems(word)
