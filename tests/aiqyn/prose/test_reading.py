"""Reading time by the words or characters of a language."""

import pytest

from aiqyn.prose.reading import reading_minutes
from tests.aiqyn.prose.documents import parsed


@pytest.mark.parametrize(
    ("lang", "word", "count", "minutes"),
    [("en", "word ", 2280, 10), ("ru", "слово ", 1840, 10), ("kk", "сөз ", 1660, 10), ("zh", "字", 2550, 10)],
)
def test_ten_minutes_are_what_readers_manage_in_ten_minutes(lang: str, word: str, count: int, minutes: int) -> None:
    body = "\n\n".join([f"> {word * 10}"] * (count // 10))
    document = parsed(body).document
    assert document is not None
    assert reading_minutes(document, lang) == minutes


def test_a_short_text_takes_a_minute() -> None:
    document = parsed("> x").document
    assert document is not None
    assert reading_minutes(document, "zh") == 1


def test_figures_are_read_too() -> None:
    plain, figures = parsed("> x").document, parsed("{value bridge cost} " * 200).document
    assert plain is not None
    assert figures is not None
    assert reading_minutes(figures, "en") > reading_minutes(plain, "en")
