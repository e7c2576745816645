"""Texts as people send them, made such as the register may hold: the words untouched, the rest made regular."""

from __future__ import annotations

import re

from aiqyn.values.hidden_signs import without_hidden_signs
from aiqyn.values.text import composed

_MANY_LINES = re.compile(r"\n{3,}")


def regular(text: str) -> str:
    r"""A text in Unicode form NFC, its lines ended by `\n`, without signs that nobody sees and end spaces.

    >>> regular("  one\r\n\ttwo \x00\u202e\n\n\n\nthree")
    'one\n two\n\nthree'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    shown = composed(without_hidden_signs(lines))
    return _MANY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in shown.split("\n"))).strip()
