"""Signs that nobody sees and that change what a text is: which no text of a register may hold.

Two names that look alike must be the same name, and a page must not break or turn around by what stands in a text.
Which signs these are, and after which characters some of them are needed to write a language, is in
`data/hidden_signs.csv` (Unicode Standard 15.1: chapter 23; Annex 31, table 3 on joiners; Annex 9 on direction).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from aiqyn.values.tables import data_folder, read_rows

_POINT = re.compile(r"[0-9A-F]{4,6}")
_SPAN = rf"{_POINT.pattern}(?:-{_POINT.pattern})?"
_AFTER = re.compile(rf"(?:{_SPAN}(?: {_SPAN})*)?")


class HiddenSign(NamedTuple):
    """A sign that may not stand in a text: its code point as `U+200B`, and its place in the text, from 1."""

    sign: str
    place: str


class _Patterns(NamedTuple):
    """What is refused; and a class that holds more than that, which is looked for several times quicker."""

    suspect: re.Pattern[str]
    hidden: re.Pattern[str]


def hidden_sign(text: str) -> HiddenSign | None:
    """The first sign that no text of a register may hold; the line feed, which ends lines, is none of them."""
    suspect, hidden = _patterns()
    if not suspect.search(text):
        return None
    match = hidden.search(text)
    return HiddenSign(f"U+{ord(match[0]):04X}", str(match.start() + 1)) if match else None


def without_hidden_signs(text: str) -> str:
    """The text without the signs that no text of a register may hold; each is judged by what is left before it."""
    suspect, hidden = _patterns()
    shown, end, last = [], 0, ""
    for match in suspect.finditer(text):
        start = match.start()
        last = text[start - 1] if start > end else last
        if hidden.match(last + match[0], len(last)):
            shown.append(text[end:start])
            end = start + 1
        else:
            last = match[0]
    return "".join((*shown, text[end:]))


@cache
def _patterns() -> _Patterns:
    suspect, hidden = "", []
    for row in read_rows(data_folder("aiqyn.values"), "hidden_signs.csv", ("first", "last", "after", "note")):
        first, last = (row.matching(column, _POINT, "write_code_point") for column in ("first", "last"))
        signs = _spans(f"{first}-{last}")
        # All beyond the first plane are rare, and one span is looked through quicker than twenty.
        suspect += signs if len(first) == len("FFFF") else ""
        needed_after = _spans(row.matching("after", _AFTER, "write_code_point"))
        hidden.append(f"(?<![{needed_after}])[{signs}]" if needed_after else f"[{signs}]")
    return _Patterns(re.compile(f"[{suspect}\U00010000-\U0010ffff]"), re.compile("|".join(hidden)))


def _spans(spans: str) -> str:
    """Code points and spans of them, apart by spaces, as a class of signs."""
    return "".join("-".join(f"\\U{point:0>8}" for point in span.split("-")) for span in spans.split())
