"""How texts are filled: a sentence ends with one full stop, whatever its last value ends with."""

from __future__ import annotations

import pytest

from aiqyn.words.word_tables import Wording, in_sentences, words

TEXTS = {
    "due": "Last day: {day}.",
    "both": "{day}. {title}. And {day}, too.",
    "open": "{day}... and later",
    "quoted": "«{day}».",
    "days": "{n} day, {day}.|{n} days, {day}.",
}


@pytest.mark.parametrize(
    ("key", "values", "text"),
    [
        ("due", {"day": "22 декабря 2026 г."}, "Last day: 22 декабря 2026 г."),
        ("due", {"day": "22 December 2026"}, "Last day: 22 December 2026."),
        ("due", {"day": "to be said ..."}, "Last day: to be said ...."),
        ("both", {"day": "2011 г.", "title": "Sany Co., Ltd."}, "2011 г. Sany Co., Ltd. And 2011 г., too."),
        ("open", {"day": "2011 г."}, "2011 г.... and later"),
        ("quoted", {"day": "2011 г."}, "«2011 г.»."),
        ("days", {"n": 2, "day": "2011 г."}, "2 days, 2011 г."),
        ("days", {"n": 1, "day": "2011"}, "1 day, 2011."),
    ],
)
def test_a_value_with_a_full_stop_of_its_own_gets_no_second_one(key: str, values: dict[str, object], text: str) -> None:
    assert Wording("en", TEXTS)(key, **values) == text  # type: ignore[arg-type]  # `n` is an int


def test_russian_dates_end_sentences_once() -> None:
    sentence = words("ru")("letter_reply_due", due="22 декабря 2026 г.")
    assert "г." in sentence
    assert "г.." not in sentence


def test_parts_are_set_apart_by_one_full_stop() -> None:
    assert in_sentences("26 млрд, 2011 г.", "Sany", "ПП в...", "дата не указана") == (
        "26 млрд, 2011 г. Sany. ПП в... дата не указана"
    )
