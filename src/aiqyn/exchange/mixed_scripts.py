"""Words of a register that mix Latin and Cyrillic letters: remarked, for nobody sees it in a text."""

from __future__ import annotations

from collections.abc import Iterator

from aiqyn.errors import LONGEST_SHOWN, Finding, Refused
from aiqyn.exchange.folder import SOURCES, STATEMENTS, RegisterFolder
from aiqyn.exchange.rows import LANG, VALUE
from aiqyn.vocabulary.text_languages import mixed_words

_MOST = 100


class MixedScripts:
    """Collects remarks as it is shown the statement rows."""

    def __init__(self, register: RegisterFolder) -> None:
        self._register = register
        self._remarks: list[Finding] = []

    def see(self, line: int, digest: bytes, row: list[str]) -> None:
        """Take in a row of statements that passed every other check."""
        if row[LANG] and len(self._remarks) < _MOST:
            self._remarks += _remarks_on(STATEMENTS, line, "value", row[VALUE])

    def remarks(self) -> Iterator[Finding]:
        """What was seen in values, then what stands in titles of sources."""
        yield from self._remarks
        for line, source in enumerate(self._register.sources.values(), 2):
            yield from _remarks_on(SOURCES, line, "title", source.title)


def _remarks_on(file: str, line: int, field: str, text: str) -> Iterator[Finding]:
    for mixed in mixed_words(text):
        reason = Refused("word_mixed", field, word=mixed.word, letter=mixed.letter, sign=mixed.sign)
        yield Finding(file, line, text[:LONGEST_SHOWN], reason)
