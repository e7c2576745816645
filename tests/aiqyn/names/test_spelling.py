"""Typing errors that are forgiven."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.names.spelling import asked_for, distance, nearest, shortened, slips

WORD = st.text("abcdef", min_size=4, max_size=10)


@pytest.mark.parametrize(
    ("first", "second", "steps"),
    [("janatsa", "janatas", 1), ("janats", "janatas", 1), ("janataas", "janatas", 1), ("jonatos", "janatas", 2),
     ("", "abc", 3), ("abc", "abc", 0), ("ca", "abc", 3)],
)  # fmt: skip
def test_slips_are_counted(first: str, second: str, steps: int) -> None:
    assert distance(first, second) == steps


@given(WORD, WORD)
def test_the_distance_is_the_same_both_ways(first: str, second: str) -> None:
    assert distance(first, second) == distance(second, first)


@given(WORD, st.data())
def test_a_word_with_one_slip_meets_the_word(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdef"))
    slip = data.draw(
        st.sampled_from(
            [
                word[:place] + letter + word[place:],
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
            ]
        )
    )
    assert set(shortened(word)) & set(asked_for(slip))


def test_short_words_must_be_right_and_long_ones_may_have_two_slips() -> None:
    assert [slips(word) for word in ("abc", "abcd", "abcdefg", "abcdefgh")] == [0, 1, 1, 2]


def test_of_equally_near_words_those_that_begin_alike_are_taken() -> None:
    assert nearest("plant", ["plans", "slant", "plaint"]) == ["plaint", "plans"]
    assert nearest("farm", ["firm", "harm", "barn"]) == ["firm"]
    assert nearest("abcdefgh", ["abcdexyz"]) == []
