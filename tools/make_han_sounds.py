"""Make `src/aiqyn/names/data/han_sounds.csv` and `palladius.csv` from pypinyin (MIT), which the site does not need.

    pip install pypinyin==0.55.0 && python tools/make_han_sounds.py

One common reading for each character of the blocks that names are written in, without tone, ü written u as
folding does; and for each of those syllables its Russian spelling (the Palladius system). Both files are
reviewed by eye and kept: run this again only to take in a new edition of pypinyin.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

from pypinyin import Style, pinyin
from pypinyin.style.cyrillic import CyrillicfoConverter

DATA = Path(__file__).resolve().parents[1] / "src" / "aiqyn" / "names" / "data"
_BLOCKS = (range(0x4E00, 0x9FA6),)
_SYLLABLE = re.compile(r"[a-z]*[aeiou][a-z]*")
#: Where pypinyin's Russian is not Palladius: -uo is -о; hui is spelled хуэй (and, in older books, хой).
_RUSSIAN = {
    "chuo": ("чо",),
    "cuo": ("цо",),
    "duo": ("до",),
    "hui": ("хуэй", "хой"),
    "shuo": ("шо",),
    "suo": ("со",),
    "tuo": ("то",),
    "zhuo": ("чжо",),
    "zuo": ("цзо",),
}


def main() -> None:
    """Write both files."""
    sounds: dict[str, list[str]] = {}
    spelled: dict[str, set[str]] = {}
    for code in (code for block in _BLOCKS for code in block):
        char = chr(code)
        reading = pinyin(char, style=Style.NORMAL, errors="ignore", heteronym=False)
        toned = reading[0][0] if reading else ""
        syllable = _plain(toned)
        if _SYLLABLE.fullmatch(syllable):
            sounds.setdefault(syllable, []).append(char)
            spelled.setdefault(syllable, set()).update(_russian(toned, syllable))
    _write("han_sounds.csv", ("syllable", "characters"), [(key, "".join(sounds[key])) for key in sorted(sounds)])
    rows = sorted((russian, key) for key, spellings in spelled.items() for russian in spellings)
    _write("palladius.csv", ("russian", "pinyin"), rows)


def _plain(syllable: str) -> str:
    bare = unicodedata.normalize("NFD", syllable.replace("v", "u"))
    return "".join(char for char in bare if not unicodedata.combining(char))


def _russian(toned: str, syllable: str) -> tuple[str, ...]:
    if syllable in _RUSSIAN:
        return _RUSSIAN[syllable]
    return (str(CyrillicfoConverter().to_cyrillic(toned.replace("v", "ü"))),)


def _write(name: str, columns: tuple[str, ...], rows: list[tuple[str, str]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
