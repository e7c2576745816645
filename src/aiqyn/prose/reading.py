"""How long a text takes to read."""

from __future__ import annotations

import re

from aiqyn.prose.document import Document, plain_text, references_of
from aiqyn.prose.reference import NAMING

#: Words a minute of adults reading silently: Trauzettel-Klosinski and Dietz, "Standardized Assessment of Reading
#: Performance: The New International Reading Speed Texts IReST" (2012). Kazakh was not measured: Turkish stands for
#: it, whose words are built and as long.
_WORDS = {"en": 228, "ru": 184, "kk": 166}
#: Chinese characters a minute, from the same study: Chinese has no spaces to count words by.
_CHARACTERS = 255
#: A figure with its unit is read as so many words, or characters of Chinese.
_FIGURE = {"zh": 5}
_FIGURE_WORDS = 3
_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def reading_minutes(document: Document, lang: str) -> int:
    """Whole minutes that a text in a language of the site takes, at least one. KeyError for another language."""
    text = plain_text(document)
    figures = sum(1 for reference in references_of(document) if reference.form not in NAMING)
    if lang == "zh":
        read, a_minute = len(_HAN.findall(text)), _CHARACTERS
    else:
        read, a_minute = len(_WORD.findall(text)), _WORDS[lang]
    return max(1, round((read + figures * _FIGURE.get(lang, _FIGURE_WORDS)) / a_minute))
