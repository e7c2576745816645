"""Texts in every language, from tables that people can read: `key,en,ru,kk,zh`.

A text may hold `{name}` placeholders and, where it counts something, its forms apart by `|`: one and other in
English, one, few and many in Russian; Kazakh and Chinese have one form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from aiqyn.values.tables import read_rows
from aiqyn.vocabulary import LANGUAGES, languages
from aiqyn.words.digits import count_text

#: What joins words: facts of the language, because their spaces matter.
_JOINING = ("comma", "colon", "list_comma", "semicolon", "gap")
_MOST_COUNTED = 4096
#: A placeholder before a full stop, and the end of a value that has one; an ellipsis is neither.
_STOPPED, _ENDS = re.compile(r"\{(\w+)\}\.(?!\.)"), re.compile(r"(?<!\.)\.$")
#: Each language in its own words, in the order of the language switch.
LANGUAGE_NAMES: Mapping[str, str] = {lang: language.name for lang, language in languages().items()}

#: Texts by language and key.
Texts = Mapping[str, Mapping[str, str]]


def plural_form(lang: str, n: int) -> int:
    """Which of a language's forms goes with the whole number n (Unicode CLDR plural rules)."""
    rule = languages()[lang].plural
    if rule == "one_other":
        return 0 if n == 1 else 1
    if rule == "one_few_many":
        if n % 10 == 1 and n % 100 != 11:
            return 0
        return 1 if n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14} else 2
    return 0


class Wording:
    """The texts of one language: `t(key)`, `t(key, n=3)`, `t(key, name=...)`. Unknown keys raise KeyError."""

    __slots__ = ("_counted", "_texts", "lang")

    def __init__(self, lang: str, texts: Mapping[str, str]) -> None:
        self.lang = lang
        self._texts = texts
        self._counted: dict[tuple[str, int], str] = {}

    def __call__(self, key: str, n: int | None = None, **values: object) -> str:
        """The text of a key, in the form that goes with `n`, its placeholders filled."""
        if n is None:
            text = self._texts[key]
            return _filled(text, values) if values else text
        if values:
            return _filled(self._form(key, n), {"n": count_text(n, self.lang), **values})
        # Counts of one kind come up again and again on a page.
        known = self._counted.get((key, n))
        if known is None:
            known = self._form(key, n).format(n=count_text(n, self.lang))
            if len(self._counted) < _MOST_COUNTED:
                self._counted[key, n] = known
        return known

    def forms(self, key: str) -> list[str]:
        """The forms of a counted text; one where it counts nothing."""
        return self._texts[key].split("|")

    def _form(self, key: str, n: int) -> str:
        forms = self.forms(key)
        return forms[min(plural_form(self.lang, n), len(forms) - 1)]

    def has(self, key: str) -> bool:
        return key in self._texts


def _filled(text: str, values: Mapping[str, object]) -> str:
    """A text with its values; a value that ends with a full stop of its own (`2026 г.`, `Ltd.`) needs no second one."""
    for name in _before_full_stops(text):
        if _ENDS.search(str(values.get(name, ""))):
            text = text.replace(f"{{{name}}}.", f"{{{name}}}")
    return text.format(**values)


@lru_cache(maxsize=2048)
def _before_full_stops(text: str) -> tuple[str, ...]:
    return tuple(_STOPPED.findall(text))


def read_texts(folder: Traversable, known: Texts = MappingProxyType({})) -> Texts:
    """The texts of all tables in a folder, added to those known.

    Refuses a key that stands twice or lacks a language, with file and line.
    """
    joining = {lang: {key: getattr(language, key) for key in _JOINING} for lang, language in languages().items()}
    texts = {lang: {**joining[lang], **known.get(lang, {})} for lang in LANGUAGES}
    for table in sorted(folder.iterdir(), key=lambda table: table.name):
        if not table.name.endswith(".csv"):
            continue
        for row in read_rows(folder, table.name, ("key", *LANGUAGES)):
            key = row.cells["key"]
            if not key or key in texts[LANGUAGES[0]]:
                raise row.refused("key_repeated", "key")
            for lang, text in row.texts().items():
                texts[lang][key] = text
    return texts


def in_sentences(*parts: str) -> str:
    """Parts one after the other, with a full stop after each but the last where it has none of its own."""
    *before, last = parts
    return " ".join([*(part if part.endswith(".") else f"{part}." for part in before), last])


def capital(text: str) -> str:
    """A label with a capital first letter: the vocabulary writes labels as within a sentence."""
    return text[:1].upper() + text[1:]


@cache
def core_texts() -> Texts:
    return read_texts(files("aiqyn.words").joinpath("data"))


@lru_cache(maxsize=8)
def words(lang: str) -> Wording:
    """The core's texts in a language; KeyError for a language that has none."""
    return Wording(lang, core_texts()[lang])
