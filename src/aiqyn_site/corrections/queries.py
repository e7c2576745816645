"""What pages and the desk read: invitations and replies, the public log, what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aiqyn.dossier import Record
from aiqyn.dossier.adverse import Uninvited, companies_among, uninvited
from aiqyn.exchange.responses import CORRECTIONS, REPLIES, Answer, Correction, Invitation
from aiqyn.exchange.responses import read_corrections as read_corrections_file
from aiqyn.exchange.responses import read_replies as read_replies_file
from aiqyn.ledger.statement import DRAWN_FROM
from aiqyn_site.corrections.codes import digest_of_code
from aiqyn_site.corrections.models import Proposal, Reply
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.sql import select
from aiqyn_site.ledger.version import Version, version


class Outcome(NamedTuple):
    """What became of a proposal. `state` is new, accepted, declined or spam; `texts` are by language."""

    state: str
    about: str
    received: str
    decided: str
    texts: Mapping[str, str]


class _Kept(NamedTuple):
    """The two files read, for one version of the ledger."""

    version: Version
    invitations: tuple[Invitation, ...]
    corrections: tuple[Correction, ...]


_kept: _Kept | None = None


def _now() -> _Kept:
    global _kept  # noqa: PLW0603 - one value a process, replaced whole
    now = version()
    if _kept is None or _kept.version != now:
        replies, corrections = ledger.file(REPLIES), ledger.file(CORRECTIONS)
        _kept = _Kept(
            now,
            tuple(read_replies_file(replies)) if replies else (),
            tuple(read_corrections_file(corrections)) if corrections else (),
        )
    return _kept


def invitations() -> tuple[Invitation, ...]:
    """All invitations to reply, in the order in which they were made, with their answers."""
    return _now().invitations


def invitation(identifier: str) -> Invitation | None:
    """The invitation with an id."""
    return next((one for one in invitations() if one.id == identifier), None)


def replies_about(*identifiers: str) -> tuple[Invitation, ...]:
    """The invitations about any of some records and statements, with their answers; later answers come later."""
    return tuple(one for one in invitations() if one.about in identifiers)


def records_setting_out(statement: str) -> list[Record]:
    """The records that set out a statement about something else, such as the fine that a project's figure is of."""
    sql = """
    SELECT DISTINCT e.id FROM ledger_statement s JOIN ledger_entity e ON e.number = s.entity_id
    WHERE s.property = %s AND s.value = %s AND e.kind = %s
    """
    named = sorted(row[0] for row in select(sql, [DRAWN_FROM, statement, "record"]))
    found = dossier.records(named) if named else []
    return [one for one in found if statement in one.codes(DRAWN_FROM)]


def corrections() -> tuple[Correction, ...]:
    """The public log: decided proposals, in the order in which they were published."""
    return _now().corrections


def not_invited(records: Sequence[Record]) -> list[Uninvited]:
    """Of some records, the adverse ones with the companies that they name and that were not invited to reply."""
    if not records:
        return []
    named = {one for record in records for one in (*record.about, *record.codes("initiator"))}
    kinds = ledger.entities_by_id(named)
    organisations = sorted(key for key, entity in kinds.items() if entity.kind == "organisation")
    said = ledger.statements_by_entity(organisations)
    companies = companies_among(organisations, {key: said.get(key, []) for key in organisations})
    return list(uninvited(records, companies, {(one.about, one.party) for one in invitations()}))


def all_not_invited() -> list[Uninvited]:
    """The same of all records of the register; it reads them all."""
    return not_invited(list(dossier.all_records()))


def waiting() -> int:
    """How many proposals wait for a decision."""
    return Proposal.objects.filter(state="new").count()


def look_up(receipt: str) -> Outcome | None:
    """What became of the proposal with this receipt; None where no proposal has it."""
    digest = digest_of_code(receipt)
    found = Proposal.objects.filter(receipt=digest).defer("attachment").first() if digest else None
    if found is None:
        return None
    texts = {"kk": found.kk, "ru": found.ru, "en": found.en, "zh": found.zh}
    return Outcome(found.state, found.about, found.received, found.decided, texts)


def proposals(state: str) -> list[Proposal]:
    """The proposals in a state, oldest first, without their pictures."""
    return list(Proposal.objects.filter(state=state).defer("attachment").order_by("received", "id"))


def unpublished() -> list[Proposal]:
    """The decided proposals that are not in the public log yet, without their pictures."""
    decided = Proposal.objects.filter(state__in=["accepted", "declined"], entry="")
    return list(decided.defer("attachment").order_by("decided", "id"))


def proposal(number: int) -> Proposal | None:
    """A proposal by its number, with its picture."""
    return Proposal.objects.filter(id=number).first()


def waiting_replies() -> list[Reply]:
    """The answers that wait for a publisher, oldest first."""
    return list(Reply.objects.filter(state="waiting").order_by("received", "id"))


__all__ = [
    "Answer",
    "Correction",
    "Invitation",
    "Outcome",
    "all_not_invited",
    "corrections",
    "invitation",
    "invitations",
    "look_up",
    "not_invited",
    "proposal",
    "proposals",
    "records_setting_out",
    "replies_about",
    "unpublished",
    "waiting",
    "waiting_replies",
]
