"""For which countries it is entered here what their law asks of projects and whom to ask (`data/countries.csv`).

A register of another country has no chain of documents, no letter and no item of the score that rests on law: the law
of one country is none in another.
"""

from __future__ import annotations

import re
from functools import cache

from aiqyn.values.tables import data_folder, read_rows

_COUNTRY = re.compile(r"[A-Z]{2}")


@cache
def _entered() -> frozenset[str]:
    rows = read_rows(data_folder("aiqyn.dossier"), "countries.csv", ("country", "note"))
    return frozenset(row.matching("country", _COUNTRY, "jurisdiction_form") for row in rows)


def has_duties(country: str) -> bool:
    """Whether the duties that the law of a country sets are entered here; never for a country that is not named."""
    return country in _entered()
