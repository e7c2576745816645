"""Letters: what is given stands in them, in every language."""

from __future__ import annotations

from datetime import date

import pytest

from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.date_text import date_text
from aiqyn.words.letters import invitation_letter

DUE, EXPIRES = date(2026, 12, 6), date(2027, 1, 21)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_invitation_to_reply_names_what_is_said_where_and_by_when_to_answer(lang: str) -> None:
    addresses = {"address": "https://example.org/x/", "reply": "https://example.org/replies/r1/"}
    names = {"register": "Реестр", "party": "某公司", "about": "Fine"}
    letter = invitation_letter(lang, **names, **addresses, due=DUE, code=("AB-CD", EXPIRES))
    days = (date_text(day.isoformat(), lang) for day in (DUE, EXPIRES))
    assert letter.paragraphs[0].text in letter.text
    for given in (*names.values(), *addresses.values(), "AB-CD", *days):
        assert letter.text.count(given) == 1
