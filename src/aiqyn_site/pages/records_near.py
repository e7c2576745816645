"""The environmental records of a region or an organisation, as a short list with a link to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aiqyn.dossier.record import Record
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.pages.dossier_printer import dossier_printer
from aiqyn_site.pages.printer import Printer

_MOST = 10


class RecordsNear(NamedTuple):
    """The newest of `total` records of a region or company; `address` leads to all, if a list has just those."""

    say: Printer
    kind: str
    records: Sequence[Record]
    total: int
    address: str


def records_near(lang: str, kind: str, identifier: str) -> RecordsNear:
    """The records of a `region`, or of a `company`: any organisation, also a body that issued them."""
    rows = dossier.rows_of(identifier)
    records = dossier.records(row.id for row in rows[:_MOST])
    # A body that issued records is no company: not all of its records are under that filter.
    is_listed = kind == "region" or all(identifier in row.companies for row in rows)
    address = f"/{lang}/environment/?{kind}={identifier}" if is_listed else ""
    return RecordsNear(dossier_printer(lang, records, marks="source"), kind, records, len(rows), address)
