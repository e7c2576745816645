"""The languages that texts of a register are in: their codes, and by which letters one tells them.

`text_languages.csv` has the codes (BCP 47, from ISO 639) and what is often written instead; `scripts.csv` the letters
of each script (ISO 15924), from the Unicode Standard. A language more is a line more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from aiqyn.errors import Refused
from aiqyn.values.tables import data_folder, read_rows

_SUBTAGS = re.compile(r"[a-z]{2,3}(?:-(?P<script>[A-Z][a-z]{3}))?(?:-[A-Z]{2})?")
_RANGES = re.compile(r"[0-9A-F]{4,5}(?:-[0-9A-F]{4,5})?(?: [0-9A-F]{4,5}(?:-[0-9A-F]{4,5})?)*")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = "Latn"


class TextLanguage(NamedTuple):
    """A language: the scripts it is written in, none where it has no letters of its own, and its own name."""

    scripts: tuple[str, ...]
    name: str


class MixedWord(NamedTuple):
    """A word with letters of two scripts, and the first letter of the script that has fewer in it."""

    word: str
    letter: str
    sign: str


def check_language(code: str) -> None:
    """Refuses what is no code of a language that the table knows, with the code to write where it is plain."""
    known, instead = _languages()
    base = code.partition("-")[0]
    if base in instead:
        right = instead[base]
        raise Refused("language_other", right=right, name=known[right].name)
    if base not in known or not _SUBTAGS.fullmatch(code):
        raise Refused("language_unknown", mend="language_code")


def script_fault(text: str, code: str) -> Refused | None:
    """Why a text cannot be in a language: it has letters, and none of a script of that language.

    Latin letters alone say nothing: names are written in them in every language.
    """
    wanted = _scripts_of(code)
    if not wanted or any(_letters()[script].search(text) for script in wanted):
        return None
    others = tuple(script for script in _letters() if script != _LATIN and _letters()[script].search(text))
    return Refused("text_script", wanted=wanted, script=others[0]) if others else None


def mixed_words(text: str) -> Iterator[MixedWord]:
    """The words of a text in which Latin and Cyrillic letters stand together."""
    latin, cyrillic = _letters()[_LATIN], _letters()["Cyrl"]
    if text.isascii() or not latin.search(text) or not cyrillic.search(text):
        return
    for match in _WORD.finditer(text):
        of_latin, of_cyrillic = latin.findall(match[0]), cyrillic.findall(match[0])
        if of_latin and of_cyrillic:
            letter = (of_latin if len(of_latin) <= len(of_cyrillic) else of_cyrillic)[0]
            yield MixedWord(match[0], letter, f"U+{ord(letter):04X}")


@cache
def _scripts_of(code: str) -> tuple[str, ...]:
    """The scripts of a language, or the one its code names; none where it is not known."""
    match = _SUBTAGS.fullmatch(code)
    named = str(match["script"] or "") if match else ""
    if named in {"Hans", "Hant"}:
        return ("Hani",)
    if named:
        return (named,) if named in _letters() else ()
    known = _languages()[0].get(code.partition("-")[0])
    return known.scripts if known else ()


@cache
def _languages() -> tuple[Mapping[str, TextLanguage], Mapping[str, str]]:
    """The languages by code, and the codes to write instead of others."""
    known: dict[str, TextLanguage] = {}
    instead: dict[str, str] = {}
    for row in read_rows(data_folder("aiqyn.vocabulary"), "text_languages.csv", ("lang", "scripts", "name", "instead")):
        lang = row.cells["lang"]
        if lang in known or lang in instead:
            raise row.refused("key_repeated", "lang")
        if row.cells["instead"]:
            instead[lang] = row.known("instead", known)
        else:
            known[lang] = TextLanguage(row.words("scripts", _letters()), row.cells["name"])
    return known, instead


@cache
def _letters() -> Mapping[str, re.Pattern[str]]:
    """For each script what finds a letter of it."""
    rows = read_rows(data_folder("aiqyn.vocabulary"), "scripts.csv", ("script", "ranges"))
    return {row.cells["script"]: _class(row.matching("ranges", _RANGES, "write_code_point")) for row in rows}


def _class(ranges: str) -> re.Pattern[str]:
    spans = ("-".join(f"\\U{point:0>8}" for point in span.split("-")) for span in ranges.split())
    return re.compile(f"[{''.join(spans)}]")
