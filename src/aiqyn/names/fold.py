"""Folding: one search key for the spellings of a name, so that Жаңатас, Жанатас and Zhanatas meet.

Kazakh and Russian letters go to Latin by the one table in `data/letters.csv`, which joins what
transliterations tell apart (zh and j, kh and h, q and k); Chinese characters stay as they are. Folding is for
finding, never for deciding that two names are one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from aiqyn.values.tables import data_folder, read_rows

_GAP = re.compile(r"[^0-9a-z\u3400-\u9fff]+")


@cache
def _tables() -> tuple[dict[int, str], tuple[tuple[str, str], ...]]:
    """Single letters for str.translate, and Latin spellings to join, longest first."""
    letters: dict[int, str] = {}
    spellings: list[tuple[str, str]] = []
    for row in read_rows(data_folder("aiqyn.names"), "letters.csv", ("kind", "from", "to", "note")):
        if row.cells["kind"] == "letter":
            letters[ord(row.cells["from"])] = row.cells["to"]
        else:
            spellings.append((row.cells["from"], row.cells["to"]))
    return letters, tuple(sorted(spellings, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The search key of a text: lower-case Latin words and Chinese characters, single spaces between.

    | text                | key         |
    |---------------------|-------------|
    | `Жаңатас`           | `janatas`   |
    | `Жанатас`           | `janatas`   |
    | `Zhanatas`          | `janatas`   |
    | `札纳塔斯风电项目`    | `札纳塔斯风电项目` |
    """
    letters, spellings = _tables()
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = _joined(bare.translate(letters), spellings)
    return _GAP.sub(" ", plain).strip()


def _joined(latin: str, spellings: tuple[tuple[str, str], ...]) -> str:
    """Spellings joined until none is left: `iy` becomes `ii`, and that `i`."""
    before = ""
    while latin != before:
        before = latin
        for spelling, joined in spellings:
            latin = latin.replace(spelling, joined)
    return latin
