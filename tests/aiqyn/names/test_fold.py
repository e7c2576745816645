"""Tests of aiqyn.names.fold."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.names.fold import fold

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


@pytest.mark.parametrize(
    "spellings",
    [
        ("Жаңатас", "Жанатас", "Zhanatas", "Janatas", "ЖАҢАТАС"),
        ("Қарағанды", "Караганды", "Qaraghandy", "Karagandy", "Qarağandy"),
        ("Жамбыл", "Жамбил", "Zhambyl", "Jambyl", "Zhambil"),
        ("Қорғас", "Qorghas", "Korgas"),
        ("Хоргос", "Khorgos", "Horgos"),
        ("Өскемен", "Oskemen", "Ôskemen"),
        ("Шиелі", "Shieli"),
        ("Алматинский", "Almatinskiy", "Almatinsky", "Almatinskii"),
        ("Щучинск", "Shchuchinsk"),
        ("Аягөз", "Ayagoz", "Aiagoz"),
        ("Ұлытау", "Ulytau", "Ulytaw"),
        ("Ақтау — 2", "Aqtau (2)", "  aktau,2 "),
        ("ХИМ-плюс", "Khim plius", "Ｈｉｍ－ｐｌｙｕｓ"),
        ("Жаңатас", "Жа\u00adңатас", "Жаңа\u200bтас", "\ufeffЖаңатас\u200f"),
        ("Әкімдік", "Əкімдік", "əкімдік", "Əkimdik"),  # ə and Ə of Latin keyboards
        ("Өскемен", "Ɵскемен", "Oskemen"),
        ("Ресурс", "Реcуpс"),  # Latin c and p among Cyrillic letters
        ("Актөбе", "Aктөбе", "Актɵбе"),
        ("风电项目", "風電項目"),
        ("Oʻzbekiston", "Ozbekiston"),
        ("Ørsted", "Orsted"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_the_table_in_the_docstring_is_what_the_code_does() -> None:
    rows = re.findall(r"\| `([^`]+)` +\| `([^`]+)` +\|", fold.__doc__ or "")
    assert len(rows) == 5
    assert [(text, fold(text)) for text, _ in rows] == rows


@pytest.mark.parametrize(("first", "second"), [("Актау", "Актобе"), ("Жаңатас", "Жаңаөзен"), ("札纳塔斯", "阿拉木图")])
def test_different_names_have_different_keys(first: str, second: str) -> None:
    assert fold(first) != fold(second)


def test_chinese_characters_stay_and_stand_apart_from_signs() -> None:
    assert fold("中国—哈萨克斯坦（霍尔果斯）") == "中国 哈萨克斯坦 霍尔果斯"


@pytest.mark.parametrize("text", ["", "   ", "—", "«»", "\u0301"])
def test_a_text_without_letters_has_no_key(text: str) -> None:
    assert fold(text) == ""


def test_every_kazakh_and_russian_letter_has_a_place_in_latin() -> None:
    assert re.fullmatch(r"[a-z]+", fold(KAZAKH.replace("ъ", "").replace("ь", "")))
    assert fold("объём подъезд") == "obem podezd"


def test_letters_with_marks_that_no_table_names_lose_only_the_marks() -> None:
    assert fold("Ўзбекістан Їжак") == fold("Узбекістан Іжак")


texts = st.text(alphabet=KAZAKH + KAZAKH.upper() + "abcdghijkqsuwyzABCZ 札纳-.,0189Ôğ", max_size=30)


@given(texts | st.text(max_size=30))
def test_a_key_is_its_own_key_and_has_only_letters_digits_and_single_spaces(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert re.fullmatch(r"([0-9a-z\u3400-\u9fff]+( [0-9a-z\u3400-\u9fff]+)*)?", key)


@given(texts)
def test_case_and_unicode_form_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(unicodedata.normalize("NFD", text)) == fold(text)
