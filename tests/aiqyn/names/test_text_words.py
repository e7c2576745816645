"""A text cut into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.names.text_words import Kind, number_keys, without_unseen, words


def texts(text: str) -> list[str]:
    return [word.text for word in words(text)]


def test_letters_numbers_and_chinese_characters_are_words_of_their_own() -> None:
    cut = list(words("Жаңатас-2, 100MW 札纳塔斯风电"))
    assert [(word.text, word.kind) for word in cut] == [
        ("Жаңатас", Kind.LETTERS),
        ("2", Kind.NUMBER),
        ("100", Kind.NUMBER),
        ("MW", Kind.LETTERS),
        ("札纳塔斯风电", Kind.HAN),
    ]


def test_a_radical_is_the_character_that_it_looks_like() -> None:
    assert list(words("见⾵电 x")) == list(words("见風电 x"))
    assert texts("⾵电") == ["風电"]
    assert texts("⺁⻢") == []  # these two stand for no character


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20.06.2021", ["2021", "06", "20"]),
        ("2021-06-20", ["2021", "06", "20"]),
        ("1 000 000", ["1000000"]),
        ("2\u00a0600,5", ["2600,5"]),
        ("27,7 и 27.7", ["27,7", "и", "27.7"]),
        ("", []),
        ("— … “”", []),
    ],
)
def test_days_and_grouped_digits_are_read_as_people_write_them(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_number_is_one_key_whatever_its_decimal_mark() -> None:
    assert number_keys("136.2") == number_keys("136,2") == ("136_2",)
    assert number_keys("2,600") == ("2_600", "2600")
    assert number_keys("１３６٫"[:-1]) == number_keys("੧੩੬") == ("136",)


@given(st.text(max_size=60))
def test_every_word_stands_where_it_says_unless_digits_were_joined(text: str) -> None:
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        if word.kind is not Kind.NUMBER:
            assert without_unseen(text[word.start : word.end]) == word.text
