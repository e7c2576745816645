"""What a text is found by, and what a query asks for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.names.analysis import (
    LONGEST_QUERY,
    MOST_WORDS,
    Way,
    clean,
    index_terms,
    marked,
    question,
    sound_ways,
    wanted_terms,
)

TERM = re.compile(r"[0-9a-z_\u3400-\u4dbf\u4e00-\u9fff]+\*?")
QUERY = st.text(
    st.sampled_from("абвжңіzhanKJ0123456789.,札纳塔斯风电 \"'*()-:^\u202e\u0000\u0301"), max_size=60
) | st.text(max_size=60)


def finds(query: str, text: str, lang: str) -> bool:
    """Whether all words of a query are found in a text."""
    held = set(index_terms(text, lang, sounds=True))
    words = question(query).words
    return bool(words) and all(any(_holds(held, way) for way in word.ways) for word in words)


def _holds(held: set[str], way: Way) -> bool:
    return all(
        any(held_term.startswith(term[:-1]) for held_term in held) if term.endswith("*") else term in held
        for term in way
    )


@pytest.mark.parametrize(
    ("query", "text", "lang"),
    [
        ("Жанатас", "Zhanatas wind farm 100 MW", "en"),
        ("Жаңатас", "Zhanatas wind farm 100 MW", "en"),
        ("Janatas", "Жаңатас жел электр станциясы", "kk"),
        ("цементные заводы", "Цементный завод в Шиели", "ru"),
        ("цементного завода", "Цементный завод в Шиели", "ru"),
        ("цемент зауытының", "Шиелі тампонажды цемент зауыты", "kk"),
        ("зауыттар", "цемент зауытында", "kk"),
        ("cement plants", "Gezhouba Shieli Cement plant", "en"),
        ("风电", "札纳塔斯风电项目", "zh"),
        ("札", "札纳塔斯风电项目", "zh"),
        ("目", "札纳塔斯风电项目", "zh"),
        ("扎纳塔斯", "札纳塔斯风电项目", "zh"),
        ("葛洲壩", "中国葛洲坝集团", "zh"),
        ("Гэчжоуба", "中国葛洲坝集团", "zh"),
        ("葛洲坝", "China Gezhouba Group", "en"),
        ("136,2", "136.2", ""),
        ("2600", "2,600", ""),
        ("27.02.2018", "2018-02-27", ""),
        ("ВЕТРОВАЯ ферма", "ветровая ферма", "ru"),
        ("the cement plant of Shieli", "Shieli cement plant", "en"),
    ],
)
def test_a_query_finds_a_text(query: str, text: str, lang: str) -> None:
    assert finds(query, text, lang)


@pytest.mark.parametrize(
    ("query", "text", "lang"),
    [
        ("13", "136.2", ""),
        ("136", "136.2", ""),
        ("алтын", "алты", "kk"),
        ("塔纳", "札纳塔斯", "zh"),
        ("wind", "window", "en"),
    ],
)
def test_a_query_does_not_find_what_is_something_else(query: str, text: str, lang: str) -> None:
    assert not finds(query, text, lang)


@pytest.mark.parametrize(
    "query", ['"', "*", '" OR "" NEAR(', "AND", "()^:-", "\u202e\u202c\u200f", "\0", " ", "и в на", "、。"]
)
def test_signs_and_words_of_every_text_ask_for_nothing_of_their_own(query: str) -> None:
    assert [word.text for word in question(query).words] in ([], ["NEAR"])


@given(QUERY)
def test_every_term_is_safe_in_either_database(query: str) -> None:
    asked = question(query)
    terms = [term for word in asked.words for way in (*word.ways, *sound_ways(word)) for term in way]
    assert all(TERM.fullmatch(term) for term in [*terms, *index_terms(query, "", sounds=True)] if term)
    assert "" not in terms


@given(QUERY)
def test_a_text_is_found_by_itself(text: str) -> None:
    if question(text).words and not question(text).was_cut:
        assert finds(text, clean(text)[0], "")


def test_a_long_query_is_cut_and_says_so() -> None:
    asked = question("цемент " * 2000)
    assert asked.was_cut
    assert len(asked.text) <= LONGEST_QUERY
    assert question("a1 " + " ".join(f"w{n}" for n in range(40))).was_cut
    assert len(question(" ".join(f"ж{n}" for n in range(60))).words) == MOST_WORDS
    assert not question("цемент").was_cut


def test_what_cannot_be_seen_is_dropped() -> None:
    assert clean("\u202eЖана\u200bтас\u0000 \x07 ВЭС")[0] == "Жанатас ВЭС"


def test_the_ways_of_a_word_are_any_of_several() -> None:
    assert question("Zhanatas").words[0].ways[0] == ("janatas",)
    assert question("风电").words[0].ways == (("风电",),)
    assert question("扎纳塔斯").words[0].ways == (("扎纳", "纳塔", "塔斯"), ("zha_na", "na_ta", "ta_si"))
    assert question("").words == ()


def mark(text: str, lang: str, query: str) -> str:
    wanted = wanted_terms(word.ways for word in question(query).words)
    return "".join(f"[{piece}]" if hit else piece for piece, hit in marked(text, lang, wanted))


@pytest.mark.parametrize(
    ("text", "lang", "query", "expected"),
    [
        ("Zhanatas wind farm", "en", "Жанатас", "[Zhanatas] wind farm"),
        ("Цементный завод в Шиели", "ru", "цементные заводы", "[Цементный] [завод] в Шиели"),
        ("цемент зауытында", "kk", "зауыт", "цемент [зауытында]"),
        ("札纳塔斯风电项目", "zh", "扎纳塔斯", "[札纳塔斯]风电项目"),
        ("札纳塔斯风电项目", "zh", "电", "札纳塔斯风[电]项目"),
        ("中国葛洲坝集团", "zh", "Gezhouba", "中国[葛洲坝]集团"),
        ("China Gezhouba Group", "en", "葛洲壩", "China [Gezhouba] Group"),
        ("136.2 and 136", "en", "136,2", "[136.2] and 136"),
        ("nothing here", "en", "", "nothing here"),
    ],
)
def test_the_words_that_match_are_marked(text: str, lang: str, query: str, expected: str) -> None:
    assert mark(text, lang, query) == expected


@given(QUERY, QUERY)
def test_the_pieces_together_are_the_text(text: str, query: str) -> None:
    wanted = wanted_terms(word.ways for word in question(query).words)
    assert "".join(piece for piece, _ in marked(text, "", wanted)) == text
