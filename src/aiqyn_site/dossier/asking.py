"""What can be asked about a project and of whom, as far as the register knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from aiqyn.deadlines.due import Due, day_of_receipt, dues, leading_due
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.disclosure import Stage, load_checklist
from aiqyn.disclosure.missing import Missing, missing_items
from aiqyn.dossier.addressee import (
    Addressee,
    Organisation,
    Setting,
    addressees,
    askable_items,
    read_organisations,
    read_setting,
)
from aiqyn.dossier.chain import load_chain
from aiqyn_site.clock import today
from aiqyn_site.dossier import queries
from aiqyn_site.dossier.derive import KEYS, CardRow
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept

_ROLE = "body_role"


def setting_of(project: str) -> Setting:
    """What of a project decides whom to ask about it."""
    return read_setting(ledger.statements_about(project), queries.records_of(project))


def bodies_to_ask(setting: Setting, item: str) -> list[Addressee]:
    """Whom to ask for an item, the first choice first, among those that have a role and the parties of the project.

    Nobody where the law of the register's country is not entered here.
    """
    if not ledger.register().has_duties:
        return []
    parties = [*setting.parties.operators, *setting.parties.partners, *setting.parties.lenders]
    known = {organisation.id: organisation for organisation in _with_roles()}
    others = (_organisation(party) for party in parties if party not in known)
    return addressees(item, setting, [*known.values(), *filter(None, others)])


@kept(most=1)
def _with_roles() -> tuple[Organisation, ...]:
    """Those that have a role as a body to ask."""
    return tuple(_read({recorded.statement.entity for recorded in ledger.find_statements(property=_ROLE, limit=0)}))


@kept(most=2000)
def _organisation(identifier: str) -> Organisation | None:
    return next(iter(_read([identifier])), None)


def _read(identifiers: Iterable[str]) -> list[Organisation]:
    wanted = list(identifiers)
    return read_organisations(ledger.entities_by_id(wanted).values(), ledger.statements_by_entity(wanted))


def open_items(card: CardRow | None) -> tuple[Missing, ...]:
    """What of the checklist may be asked for about a project with a stored score, the first to ask for first."""
    if not ledger.register().has_duties:
        return ()
    return _open_items(card.verdicts, card.stage) if card else _open_items("", Stage.IDENTIFICATION.value)


@lru_cache(maxsize=100)
def _open_items(verdicts: str, stage: str) -> tuple[Missing, ...]:
    """The items by their verdicts as stored: many projects have the same, most of them none."""
    checklist = load_checklist()
    keys = {item: KEYS[letter] for item, letter in zip(checklist.items, verdicts, strict=bool(verdicts))}
    documents = {item for rule in load_chain() for item in rule.items}
    return tuple(
        missing for missing in missing_items(checklist, keys, stage, documents) if missing.item.id in askable_items()
    )


class NextRequest(NamedTuple):
    """What to ask for next about a project, and whom; `due` is when the answer is due if it is received on a day.

    `others` is how many more items may be asked for. `due` is None where no law sets a term.
    """

    missing: Missing
    addressee: Addressee
    received: date
    due: Due | None
    others: int


def day_received(to: Addressee) -> date:
    """On which day somebody asked today receives it, by the clock and the working days of the law that binds them."""
    if not to.laws:
        return today()
    rule = load_laws().versions(to.laws[0])[-1]
    return day_of_receipt(today(rule.jurisdiction), rule.calendar)


def next_request(setting: Setting, card: CardRow | None) -> NextRequest | None:
    """The next request about a project; None where nothing is missing that somebody could be asked for."""
    items = open_items(card)
    for missing in items:
        if bodies := bodies_to_ask(setting, missing.item.id):
            received = day_received(bodies[0])
            due = leading_due(dues(bodies[0].laws, received))
            return NextRequest(missing, bodies[0], received, due if due and due.derivation else None, len(items) - 1)
    return None
