"""Whom to ask for an item of the checklist: roles in order (`data/addressees.csv`), and who has them here.

The file is reviewed by people. It names rules of `deadlines/data/laws.toml` as the legal basis; what a rule rests on,
and whether it was read, is said there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from typing import NamedTuple

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.dossier.record import Record
from aiqyn.ledger.claim import standing_statements
from aiqyn.ledger.source import Entity
from aiqyn.ledger.statement import Statement
from aiqyn.values.tables import Row, data_folder, read_rows
from aiqyn.vocabulary import load_vocabulary

OPERATOR = "operator"
LENDER = "lender"
CATEGORY = "facility_category"
LOCAL = "local_executive"
UNKNOWN = "unknown"

_FILE = "addressees.csv"
_COLUMNS = ("items", "order", "categories", "role", "reason", "laws", "note")
_ITEMS = re.compile(r"[A-Z]{2}[0-9]{2}(?: [A-Z]{2}[0-9]{2})*")
_REASON = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_HOME = "KZ"
_OF_STATE, _OF_COMPANIES = ("kk", "ru"), ("zh", "en")
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


class Setting(NamedTuple):
    """What of a project decides whom to ask; `category` (a code of facility_category) is blank where it is not told."""

    category: str
    parties: Parties
    regions: tuple[str, ...]


class Addressee(NamedTuple):
    """Somebody to ask. `body` is blank where nobody in the register has the role; then the role is all that is known.

    `reason` is a key for wording, `laws` are rule ids, none for a company.
    """

    body: str
    role: str
    reason: str
    laws: tuple[str, ...]

    @property
    def is_company(self) -> bool:
        return self.role in {OPERATOR, LENDER}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which a letter to it is offered: those of the state where a law binds it to answer."""
        return _OF_STATE if self.laws else _OF_COMPANIES


@cache
def load_addressees() -> tuple[Candidate, ...]:
    """The lines that come with the package, read once."""
    return read_addressees(data_folder("aiqyn.dossier"))


def read_addressees(folder: Traversable) -> tuple[Candidate, ...]:
    """The lines of `addressees.csv` in a folder, one for each item named, in order.

    Refuses wrong columns, an item that is none, and unknown categories, roles and rules; the message names the line.
    """
    candidates = [candidate for row in read_rows(folder, _FILE, _COLUMNS) for candidate in _candidates(row)]
    return tuple(sorted(candidates, key=lambda candidate: (candidate.item, candidate.order)))


def _candidates(row: Row) -> Iterator[Candidate]:
    codes = load_vocabulary().codes
    categories = row.words("categories", (*codes[CATEGORY], UNKNOWN))
    role = row.known("role", codes["body_role"])
    reason = row.matching("reason", _REASON, "key_form")
    laws = row.words("laws", load_laws().ids)
    for item in row.matching("items", _ITEMS, "item_ids").split():
        yield Candidate(item, row.whole("order"), categories, role, reason, laws)


@cache
def _candidates_for(item: str, category: str) -> tuple[Candidate, ...]:
    return tuple(
        candidate for candidate in load_addressees() if candidate.item == item and category in candidate.categories
    )


@cache
def askable_items() -> frozenset[str]:
    """The ids of the items that somebody can be asked for."""
    return frozenset(candidate.item for candidate in load_addressees())


def addressees(item: str, setting: Setting, organisations: Iterable[Organisation]) -> list[Addressee]:
    """Whom to ask for an item, the first choice first; empty for an item nobody is asked for.

    A local body is asked only in the region of the project; of other bodies those of the region come before those of
    the whole country.
    """
    known = list(organisations)
    chosen: dict[tuple[str, str], Addressee] = {}
    for candidate in _candidates_for(item, setting.category or UNKNOWN):
        role, laws = candidate.role, candidate.laws
        for body, country in _holders(role, setting, known) or [("", _HOME)]:
            theirs = laws if country in {_HOME, ""} or not laws else _ABROAD.get(country, ())
            chosen.setdefault((body, "" if body else role), Addressee(body, role, candidate.reason, theirs))
    return list(chosen.values())


def _holders(role: str, setting: Setting, organisations: Sequence[Organisation]) -> list[tuple[str, str]]:
    """The organisations that have a role for a project, with their countries."""
    if role in {OPERATOR, LENDER}:
        countries = {organisation.id: organisation.country for organisation in organisations}
        parties = setting.parties
        named = parties.lenders if role == LENDER else (*parties.operators, *parties.partners)
        return [(party, countries.get(party, "")) for party in named]
    having = [organisation for organisation in organisations if role in organisation.roles]
    near = [organisation for organisation in having if organisation.regions.intersection(setting.regions)]
    wide = [] if role == LOCAL else [organisation for organisation in having if not organisation.regions]
    return [(organisation.id, organisation.country) for organisation in (*near, *wide)]


def read_organisations(entities: Iterable[Entity], statements: Mapping[str, Sequence[Statement]]) -> list[Organisation]:
    """The organisations among some entities, from the statements about them by entity, in the order of the entities."""
    organisations = []
    for entity in entities:
        if entity.kind == "organisation":
            stands = standing_statements(statements.get(entity.id, ()))
            country = next(iter(_values(stands, "country")), "")
            roles, regions = frozenset(_values(stands, "body_role")), frozenset(_values(stands, "region"))
            organisations.append(Organisation(entity.id, roles, regions, country))
    return organisations


def read_setting(statements: Iterable[Statement], records: Iterable[Record] = ()) -> Setting:
    """What of a project decides whom to ask, from the statements about it, retractions among them, and its records."""
    stands = standing_statements(statements)
    parties = Parties(
        operators=_values(stands, "partner_kz", "owner"),
        partners=_values(stands, "partner_cn"),
        lenders=_values(stands, "lender"),
    )
    return Setting(_category(stands, records), parties, _values(stands, "region"))


def _category(stands: Iterable[Statement], records: Iterable[Record]) -> str:
    """The category as told last of the project itself, else as a record about it tells."""
    latest = max(
        (statement for statement in stands if statement.property == CATEGORY),
        key=lambda statement: (statement.as_of, statement.recorded),
        default=None,
    )
    return latest.value if latest else next((code for record in records if (code := record.code(CATEGORY))), "")


def _values(statements: Sequence[Statement], *properties: str) -> tuple[str, ...]:
    """The values of some properties, the first property's first, each once."""
    return tuple(
        dict.fromkeys(statement.value for name in properties for statement in statements if statement.property == name)
    )
