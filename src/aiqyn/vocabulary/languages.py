"""What is peculiar to each language, as data: marks of numbers and lists, plurals, stems, names of holidays, reading.

Reading: words, or characters of Chinese, a minute of adults reading silently: Trauzettel-Klosinski and Dietz,
"Standardized Assessment of Reading Performance: The New International Reading Speed Texts IReST" (2012). Kazakh was
not measured: Turkish stands for it, whose words are built and as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from aiqyn.values.tables import Row, data_folder, read_rows

NBSP = "\u00a0"
_GAPS = {"space": " ", "none": ""}
_GROUPS = {"space": NBSP, "comma": ","}
_PERCENT = {"apart": NBSP, "close": ""}
_PLURALS = ("same", "one_other", "one_few_many")
_STEMMERS = ("", "kazakh", "russian")
_COUNTED = ("words", "characters")


class Language(NamedTuple):
    """A language of the site. `group_from`: from how many digits on a whole part is grouped.

    `percent` stands between a number and %, `gap` between sentences; the four marks of lists end with it. `holidays`
    are the languages of the package `holidays` to ask, in order; `a_minute` is how many words or characters are read,
    `figure` as how many of them a figure counts.
    """

    lang: str
    name: str
    decimal: str
    group: str
    group_from: int
    percent: str
    comma: str
    colon: str
    list_comma: str
    semicolon: str
    gap: str
    plural: str
    stemmer: str
    holidays: tuple[str, ...]
    counted: str
    a_minute: int
    figure: int


@cache
def languages() -> Mapping[str, Language]:
    """The languages by their code, in the order in which pages offer them."""
    rows = read_rows(data_folder("aiqyn.vocabulary"), "languages.csv", Language._fields)
    return MappingProxyType({row.cells["lang"]: _language(row) for row in rows})


def _language(row: Row) -> Language:
    gap = _GAPS[row.known("gap", _GAPS)]
    # Marks of full width bring their own space.
    marks = {name: row.cells[name] + gap for name in ("comma", "colon", "list_comma", "semicolon")}
    return Language(
        lang=row.cells["lang"],
        name=row.cells["name"],
        decimal=row.cells["decimal"],
        group=_GROUPS[row.known("group", _GROUPS)],
        group_from=row.whole("group_from", least=1),
        percent=_PERCENT[row.known("percent", _PERCENT)],
        **marks,
        gap=gap,
        plural=row.known("plural", _PLURALS),
        stemmer=row.known("stemmer", _STEMMERS),
        holidays=tuple(row.cells["holidays"].split()),
        counted=row.known("counted", _COUNTED),
        a_minute=row.whole("a_minute", least=1),
        figure=row.whole("figure", least=1),
    )
