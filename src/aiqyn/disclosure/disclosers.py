"""Who counts as disclosing: operators, state bodies, courts and lenders; not the press, not this register itself.

Decided by who says a thing (`said_by`), or else by the kind of the source: `data/disclosers.csv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from aiqyn.ledger import Source, Statement
from aiqyn.values.tables import data_folder, read_rows
from aiqyn.vocabulary import load_vocabulary

_FILE = "disclosers.csv"
_COLUMNS = ("list", "code", "class", "note")
_LAST_TIER = 9


class Teller(StrEnum):
    """Whose words a statement is. NOBODY: this register's own wording or reckoning, which shows nothing."""

    DISCLOSER = "discloser"
    OTHER = "other"
    NOBODY = "nobody"


_ORDER = tuple(Teller)


@cache
def load_tellers() -> Mapping[tuple[str, str], Teller]:
    """The class of each code of the lists `source_kind`, `organisation_type` and `basis` that has one."""
    rows = read_rows(data_folder("aiqyn.disclosure"), _FILE, _COLUMNS)
    return MappingProxyType({(row.cells["list"], row.cells["code"]): row.member("class", Teller) for row in rows})


class Tellers:
    """Tells whose words statements are, given the sources and the types of organisations by id."""

    def __init__(self, sources: Mapping[str, Source], organisation_types: Mapping[str, str]) -> None:
        self._sources, self._types = sources, organisation_types
        self._classes, self._tiers = load_tellers(), load_vocabulary().tiers("source_kind")
        self._known: dict[tuple[str, str, str], tuple[Teller, int]] = {}

    def of(self, statement: Statement) -> tuple[Teller, int]:
        """Whose words a statement is, and how far they are from the facts: disclosers are nearest.

        One by an organisation of unknown type counts by its source, and a source that is not described as unknown.
        """
        key = (statement.source, statement.said_by, statement.basis)
        weight = self._known.get(key)
        if weight is None:
            weight = self._known[key] = self._weigh(*key)
        return weight

    def _weigh(self, source: str, said_by: str, basis: str) -> tuple[Teller, int]:
        described = self._sources.get(source)
        kind = described.kind if described is not None else "unknown"
        teller = self._classes.get(("source_kind", kind), Teller.OTHER)
        if Teller.NOBODY in (teller, self._classes.get(("basis", basis))):
            teller = Teller.NOBODY
        else:
            teller = self._classes.get(("organisation_type", self._types.get(said_by, "")), teller)
        return teller, _ORDER.index(teller) * (_LAST_TIER + 1) + self._tiers.get(kind, _LAST_TIER)
