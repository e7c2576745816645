"""Tests of aiqyn.vocabulary.text_languages."""

from __future__ import annotations

import pytest

from aiqyn.errors import Refused
from aiqyn.vocabulary.text_languages import MixedWord, check_language, mixed_words, script_fault
from aiqyn.words.refusal_text import sentences
from aiqyn.words.word_tables import words


@pytest.mark.parametrize("code", ["kk", "ru", "en", "zh", "zh-Hant", "kk-Latn", "kk-Arab", "zh-CN", "ug", "zxx", "mul"])
def test_a_code_of_a_language_is_taken(code: str) -> None:
    check_language(code)


@pytest.mark.parametrize(
    ("code", "right", "name"),
    [("kz", "kk", "қазақша"), ("cn", "zh", "中文"), ("ua", "uk", "українська"), ("kz-KZ", "kk", "")],
)
def test_a_countrys_code_is_answered_with_the_languages(code: str, right: str, name: str) -> None:
    with pytest.raises(Refused) as caught:
        check_language(code)
    for lang in ("kk", "ru", "en", "zh"):
        text = sentences(caught.value, words(lang))
        assert f"{right}" in text
        assert name in text


@pytest.mark.parametrize("code", ["", "qq", "Kazakh", "KK", "kk_KZ", "kk-latn", "zh-", "kk-Latn-x", "e", "english"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(Refused, match="language_unknown"):
        check_language(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Жаңатас", "kk"),
        ("Завод Sinohydro", "ru"),
        ("KAZ Minerals", "ru"),  # names are written in Latin letters in every language
        ("KAZ Minerals", "zh"),
        ("札纳塔斯 100 МВт", "zh"),
        ("The ТОО of Zhanatas", "en"),
        ("札納塔斯", "zh-Hant"),
        ("Janatas", "kk-Latn"),
        ("ジャナタス", "ja"),
        ("12 345,6", "ru"),
        ("№ 5", "kk"),
        ("Жаңатас", "mul"),
        ("ᠮᠣᠩᠭᠣᠯ", "mn"),
    ],
)
def test_a_text_may_be_in_its_language(text: str, code: str) -> None:
    assert script_fault(text, code) is None


@pytest.mark.parametrize(
    ("text", "code", "script"),
    [
        ("Жаңатас", "en", "Cyrl"),
        ("Жаңатас", "zh", "Cyrl"),
        ("札纳塔斯", "kk", "Hani"),
        ("札纳塔斯", "en", "Hani"),
        ("Жаңатас жел электр станциясы, 2021", "kk-Latn", "Cyrl"),
    ],
)
def test_a_text_without_a_letter_of_its_language_is_a_fault(text: str, code: str, script: str) -> None:
    fault = script_fault(text, code)
    assert fault is not None
    assert fault.values["script"] == script


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("Жaңатас", [MixedWord("Жaңатас", "a", "U+0061")]),
        ("Əкімдік", [MixedWord("Əкімдік", "Ə", "U+018F")]),
        ("Shиeli", [MixedWord("Shиeli", "и", "U+0438")]),
        ("IT-компания WiFi, CO₂-экв., 3D-модель, Sinohydro Жаңатаста", []),
        ("风电 wind жел", []),
    ],
)
def test_a_word_of_two_scripts_is_named_with_its_letter(text: str, mixed: list[MixedWord]) -> None:
    assert list(mixed_words(text)) == mixed
