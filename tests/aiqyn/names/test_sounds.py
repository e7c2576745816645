"""The sound of Chinese names in characters, pinyin and Russian."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.names import sounds
from aiqyn.names.sounds import han_sounds, pairs, spelled


@pytest.mark.parametrize(
    ("first", "second"),
    [("扎纳塔斯", "札纳塔斯"), ("葛洲坝", "葛洲壩"), ("中国", "中國")],
)
def test_characters_that_are_read_alike_sound_alike(first: str, second: str) -> None:
    assert pairs(han_sounds(first)) == pairs(han_sounds(second))


def test_a_character_is_read_as_in_the_word_that_it_stands_in() -> None:
    assert " ".join(han_sounds("中国长城与重庆的银行")) == "zhong guo chang cheng yu chong qing de yin hang"
    assert " ".join(han_sounds("三一重工")) == "san yi zhong gong"


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("Gezhouba", ("ge", "zhou", "ba")),
        ("Гэчжоуба", ("ge", "zhou", "ba")),
        ("Сиань", ("xi", "an")),
        ("Чанъань", ("chang", "an")),
        ("Тяньцзинь", ("tian", "jin")),
        ("Чжэцзян", ("zhe", "jiang")),
        ("Сычуань", ("si", "chuan")),
        ("Хубэй", ("hu", "bei")),
        ("Lüshun", ("lu", "shun")),
        ("SINOMA", ()),
    ],
)
def test_a_name_spelled_by_the_rules_is_read_syllable_by_syllable(word: str, syllables: tuple[str, ...]) -> None:
    assert (syllables in spelled(word)) if syllables else spelled(word) == ()


@pytest.mark.parametrize("word", ["Жанатас", "cement", "завод", "зауыт", "ge", "ба", "", "ъъ", "a" * 200])
def test_words_that_are_not_wholly_chinese_syllables_have_no_sound(word: str) -> None:
    assert spelled(word) == ()


def test_a_spelling_that_can_be_read_in_two_ways_is_read_in_both() -> None:
    assert set(spelled("fangan")) == {("fang", "an"), ("fan", "gan")}


def test_the_tables_take_less_than_five_megabytes_of_memory() -> None:
    for table in (sounds._readings, sounds._syllables):
        table.cache_clear()
    tracemalloc.start()
    han_sounds("札纳塔斯")
    spelled.__wrapped__("Gezhouba")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 5_000_000


@given(st.text("aiounghъансюяэ", max_size=60))
def test_any_word_is_read_in_few_ways_and_soon(word: str) -> None:
    assert len(spelled(word)) <= 4
