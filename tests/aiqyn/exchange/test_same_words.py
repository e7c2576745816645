"""The words of a text are found again, whatever their case, spaces and hidden signs."""

from __future__ import annotations

import pytest

from aiqyn.exchange.same_words import Sentences, same_text

TEXT = "The guard was Zhibek Zhibekova. She left. The court heard her in May 2019, behind closed doors."


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"One.\nTwo: {TEXT}\n", [2]),
        ("THE  GUARD was\u00a0Zhibek Zhi\u00adbek\u200bova!", [1]),
        (
            "nothing\n\nthe court heard\nher in May 2019,\n  behind closed doors\n\nthe guard was zhibek zhibekova",
            [3, 7],
        ),
        ("She left.", []),
        ("The court heard her in May 2018, behind closed doors.", []),
    ],
    ids=["as it is", "other signs", "over line ends", "too short", "another"],
)
def test_a_sentence_is_found_where_it_begins(text: str, lines: list[int]) -> None:
    sentences = Sentences([TEXT])
    assert sentences.lines(text) == lines
    assert sentences.are_in(text) == bool(lines)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("法院认定此事属实。他们没有出庭。", "据报道，法院认定此事属实"),
        ("李伟", "工程师李伟"),
        ("Айгүл С.", "маман АЙГҮЛ С"),
    ],
)
def test_languages_and_names(text: str, again: str) -> None:
    assert Sentences([text]).are_in(again)


@pytest.mark.parametrize("text", ["", "280 MW", "p. 9", "2019", "— …"])
def test_what_stands_everywhere_is_not_looked_for(text: str) -> None:
    assert not Sentences([text])


def test_the_least_length_of_a_text_that_is_asked_leaves_no_hit_out() -> None:
    text = "ffi ffi ffi ffi"
    assert Sentences([text]).are_in("\ufb03\ufb03\ufb03\ufb03")
    assert Sentences([text]).shortest <= 4


def test_a_text_of_signs_alone_is_itself() -> None:
    assert same_text("—") == "—"
    assert same_text(" Yes. ") == same_text("yes")
