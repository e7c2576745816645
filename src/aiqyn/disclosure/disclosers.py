"""Who counts as disclosing: operators, state bodies, courts and lenders; not the press, not this register itself.

Decided by who says a thing (`said_by`), or else by the kind of the source: `data/disclosers.csv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from aiqyn.ledger import Source, Statement
from aiqyn.values.dates import Date, parse_date
from aiqyn.vocabulary.tables import data_folder, read_rows

_FILE = "disclosers.csv"
_COLUMNS = ("list", "code", "class", "note")


class Teller(StrEnum):
    """Whose words a statement is. NOBODY: this register's own wording or reckoning, which shows nothing."""

    DISCLOSER = "discloser"
    OTHER = "other"
    NOBODY = "nobody"


@cache
def load_tellers() -> Mapping[tuple[str, str], Teller]:
    """The class of each code of the lists `source_kind`, `organisation_type` and `basis` that has one."""
    rows = read_rows(data_folder("aiqyn.disclosure"), _FILE, _COLUMNS)
    return MappingProxyType({(row.cells["list"], row.cells["code"]): row.member("class", Teller) for row in rows})


class Tellers:
    """Tells whose words statements are, given the sources and the types of organisations by id."""

    def __init__(self, sources: Mapping[str, Source], organisation_types: Mapping[str, str]) -> None:
        self._sources, self._types = sources, organisation_types
        self._classes = load_tellers()
        self._known: dict[tuple[str, str, str], Teller] = {}

    def of(self, statement: Statement) -> Teller:
        """Whose words a statement is. One by an organisation of unknown type counts by its source."""
        key = (statement.source, statement.said_by, statement.basis)
        teller = self._known.get(key)
        if teller is None:
            teller = self._known[key] = self._decide(*key)
        return teller

    def kind(self, source: str) -> str:
        """The kind of a source, `unknown` where it is not described."""
        described = self._sources.get(source)
        return described.kind if described is not None else "unknown"

    def published(self, source: str) -> Date | None:
        """When a source appeared; None where that is not known."""
        described = self._sources.get(source)
        return parse_date(described.published) if described is not None and described.published else None

    def _decide(self, source: str, said_by: str, basis: str) -> Teller:
        by_source = self._classes.get(("source_kind", self.kind(source)), Teller.OTHER)
        if Teller.NOBODY in (by_source, self._classes.get(("basis", basis))):
            return Teller.NOBODY
        return self._classes.get(("organisation_type", self._types.get(said_by, "")), by_source)
