"""Whom to ask for an item of the checklist: roles in order (`data/addressees.csv`), and who has them here.

The file is reviewed by people. It names rules of `deadlines/data/laws.toml` as the legal basis; what a rule rests on,
and whether it was read, is said there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from typing import NamedTuple

from aiqyn.deadlines.load import load_laws
from aiqyn.ledger.claim import standing_statements
from aiqyn.ledger.source import Entity
from aiqyn.ledger.statement import Statement
from aiqyn.vocabulary import load_vocabulary
from aiqyn.vocabulary.tables import Row, data_folder, read_rows

OPERATOR = "operator"
LENDER = "lender"
LOCAL = "local_executive"
UNKNOWN = "unknown"

_FILE = "addressees.csv"
_COLUMNS = ("items", "order", "categories", "role", "reason", "laws", "note")
_ITEMS = re.compile(r"[A-Z]{2}[0-9]{2}(?: [A-Z]{2}[0-9]{2})*")
_REASON = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_HOME = "KZ"
#: The laws of other countries under which their bodies are asked. Companies are asked under none.
_ABROAD = {"CN": ("cn.ogi",)}


class Candidate(NamedTuple):
    """One line of the file: a role that can be asked for an item, why, and under which rules."""

    item: str
    order: int
    categories: tuple[str, ...]
    role: str
    reason: str
    laws: tuple[str, ...]


class Organisation(NamedTuple):
    """An organisation that can be asked: its roles (codes of body_role), regions and country, blank for not told."""

    id: str
    roles: frozenset[str]
    regions: frozenset[str]
    country: str


class Parties(NamedTuple):
    """The organisations of a project: who works it (partners of Kazakhstan, owners), foreign partners and lenders."""

    operators: tuple[str, ...]
    partners: tuple[str, ...]
    lenders: tuple[str, ...]


class Addressee(NamedTuple):
    """Somebody to ask. `body` is blank where nobody in the register has the role; then the role is all that is known.

    `reason` is a key for wording, `laws` are rule ids, none for a company.
    """

    body: str
    role: str
    reason: str
    laws: tuple[str, ...]


@cache
def load_addressees() -> tuple[Candidate, ...]:
    """The lines that come with the package, read once."""
    return read_addressees(data_folder("aiqyn.dossier"))


def read_addressees(folder: Traversable) -> tuple[Candidate, ...]:
    """The lines of `addressees.csv` in a folder, one for each item named, in order.

    Refuses wrong columns, an item that is none, and unknown categories, roles and rules; the message names the line.
    """
    found = [one for row in read_rows(folder, _FILE, _COLUMNS) for one in _candidates(row)]
    return tuple(sorted(found, key=lambda one: (one.item, one.order)))


def _candidates(row: Row) -> Iterator[Candidate]:
    codes = load_vocabulary().codes
    categories = row.words("categories", (*codes["facility_category"], UNKNOWN))
    role = row.known("role", codes["body_role"])
    reason = row.matching("reason", _REASON, "key_form")
    laws = row.words("laws", load_laws().ids)
    for item in row.matching("items", _ITEMS, "item_ids").split():
        yield Candidate(item, row.whole("order"), categories, role, reason, laws)


def addressees(
    item: str,
    category: str,
    parties: Parties,
    organisations: Iterable[Organisation],
    regions: Collection[str],
) -> list[Addressee]:
    """Whom to ask for an item, the first choice first; empty for an item nobody is asked for.

    `category` is a code of facility_category, blank where it is not known; `regions` are those of the project. A local
    body is asked only in its region; of other bodies those of the region come before those of the whole country.
    """
    known = list(organisations)
    lines = [one for one in load_addressees() if one.item == item and (category or UNKNOWN) in one.categories]
    found: dict[tuple[str, str], Addressee] = {}
    for line in lines:
        for body, country in _holders(line.role, parties, known, regions) or [("", _HOME)]:
            laws = line.laws if country in {_HOME, ""} or not line.laws else _ABROAD.get(country, ())
            found.setdefault((body, "" if body else line.role), Addressee(body, line.role, line.reason, laws))
    return list(found.values())


def _holders(
    role: str, parties: Parties, organisations: Sequence[Organisation], regions: Collection[str]
) -> list[tuple[str, str]]:
    """The organisations that have a role for a project, with their countries."""
    countries = {one.id: one.country for one in organisations}
    if role == OPERATOR:
        return [(one, countries.get(one, "")) for one in (*parties.operators, *parties.partners)]
    if role == LENDER:
        return [(one, countries.get(one, "")) for one in parties.lenders]
    near = [one for one in organisations if role in one.roles and one.regions & {*regions}]
    wide = [] if role == LOCAL else [one for one in organisations if role in one.roles and not one.regions]
    return [(one.id, one.country) for one in (*near, *wide)]


def read_organisations(entities: Iterable[Entity], statements: Mapping[str, Sequence[Statement]]) -> list[Organisation]:
    """The organisations among some entities, from the statements about them by entity, in the order of the entities."""
    found = []
    for one in entities:
        if one.kind == "organisation":
            stands = standing_statements(statements.get(one.id, ()))
            countries = [said.value for said in stands if said.property == "country"]
            found.append(
                Organisation(
                    one.id,
                    frozenset(said.value for said in stands if said.property == "body_role"),
                    frozenset(said.value for said in stands if said.property == "region"),
                    countries[0] if countries else "",
                )
            )
    return found


def read_parties(statements: Iterable[Statement]) -> Parties:
    """The parties of a project, from the statements about it, retractions among them."""
    stands = standing_statements(statements)
    return Parties(
        operators=_values(stands, "partner_kz", "owner"),
        partners=_values(stands, "partner_cn"),
        lenders=_values(stands, "lender"),
    )


def project_regions(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The regions of a project, from the statements about it, retractions among them."""
    stands = standing_statements(statements)
    return _values(stands, "region")


def _values(statements: Sequence[Statement], *properties: str) -> tuple[str, ...]:
    """The values of some properties, the first property's first, each once."""
    return tuple(dict.fromkeys(one.value for name in properties for one in statements if one.property == name))
