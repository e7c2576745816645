"""The words of the pages in every language, from `wording/*.csv`, beside those of the core.

No page has words of its own.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from aiqyn.words.word_tables import Texts, Wording, core_texts, read_texts

FOLDER = Path(__file__).resolve().parents[1] / "wording"


@cache
def texts() -> Texts:
    """All texts by language and key, those of the core too."""
    return read_texts(FOLDER, core_texts())


@lru_cache(maxsize=8)
def wording(lang: str) -> Wording:
    """The texts of a language, counting as the language counts. KeyError for a language that has none."""
    return Wording(lang, texts()[lang])
