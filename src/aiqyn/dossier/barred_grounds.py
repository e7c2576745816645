"""Grounds on which a law does not let certain documents be refused (`data/barred_grounds.csv`).

Nothing here says that a refusal was unlawful: it says which rule a reader may hold against it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from aiqyn.dossier.record import InformationRequest
from aiqyn.values.tables import data_folder, read_rows
from aiqyn.vocabulary import load_vocabulary

_FILE = "barred_grounds.csv"
_COLUMNS = ("key", "ground", "documents", "items", "verified", "note")
_KEY = re.compile(r"[a-z]+(_[a-z]+)*")
_ITEMS = re.compile(r"(?:[A-Z]{2}[0-9]{2}(?: [A-Z]{2}[0-9]{2})*)?")


class BarredGround(NamedTuple):
    """A ground that does not hold for some documents and items of the checklist; `key` names the rule for wording."""

    key: str
    ground: str
    asked: frozenset[str]
    verified: bool


@cache
def load_barred_grounds() -> tuple[BarredGround, ...]:
    codes = load_vocabulary().codes
    return tuple(
        BarredGround(
            row.matching("key", _KEY, "key_form"),
            row.known("ground", codes["refusal_ground"]),
            frozenset(
                (*row.words("documents", codes["document_type"]), *row.matching("items", _ITEMS, "item_ids").split())
            ),
            row.flag("verified"),
        )
        for row in read_rows(data_folder("aiqyn.dossier"), _FILE, _COLUMNS)
    )


def barred_grounds(request: InformationRequest) -> list[BarredGround]:
    """The grounds given for refusing a request that do not hold for something it asks for or was refused."""
    asked = {*request.asked_documents, *request.asked_items, *request.withheld}
    return [barred for barred in load_barred_grounds() if barred.ground in request.grounds and barred.asked & asked]
