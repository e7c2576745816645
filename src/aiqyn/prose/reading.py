"""How long a text takes to read."""

from __future__ import annotations

import re

from aiqyn.prose.document import Document, plain_text, references_of
from aiqyn.prose.reference import NAMING
from aiqyn.vocabulary import languages

#: What is counted of a text. Chinese has no spaces to count words by.
_COUNTED = {
    "words": re.compile(r"\w+(?:[-’'.]\w+)*"),
    "characters": re.compile(r"[\u3400-\u9fff\uf900-\ufaff]"),
}


def reading_minutes(document: Document, lang: str) -> int:
    """Whole minutes that a text in a language of the site takes, at least one. KeyError for another language."""
    language = languages()[lang]
    figures = sum(1 for reference in references_of(document) if reference.form not in NAMING)
    read = len(_COUNTED[language.counted].findall(plain_text(document)))
    return max(1, round((read + figures * language.figure) / language.a_minute))
