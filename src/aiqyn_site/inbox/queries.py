"""What pages and the desk read: invitations and replies, the public log, what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from aiqyn.dossier import Record
from aiqyn.dossier.adverse import BY_BODIES, Uninvited, companies_among, uninvited
from aiqyn.exchange.corrections import CORRECTIONS, Correction, read_corrections
from aiqyn.exchange.replies import REPLIES, Invitation, read_replies
from aiqyn.ledger import Statement
from aiqyn.ledger.statement import DRAWN_FROM
from aiqyn_site.clock import today
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.inbox.codes import digest_of_code
from aiqyn_site.inbox.models import Proposal, Reply
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.sql import select


@kept(most=1)
def invitations() -> tuple[Invitation, ...]:
    """All invitations to reply, in the order in which they were made, with their answers."""
    replies = ledger.file(REPLIES)
    return tuple(read_replies(replies)) if replies else ()


def invitation(identifier: str) -> Invitation | None:
    return next((invitation for invitation in invitations() if invitation.id == identifier), None)


class Replies(NamedTuple):
    """The right of reply as of a day: the invitations with their answers, and the companies not invited yet.

    A blank company stands for those against whom a record speaks without naming them.
    """

    as_of: date
    invitations: tuple[Invitation, ...] = ()
    uninvited: tuple[str, ...] = ()


def replies_to_record(record: Record) -> Replies:
    """The right of reply beside a record; nothing beside one that speaks against nobody."""
    if not record.is_adverse:
        return Replies(today())
    statements = [*record.codes(DRAWN_FROM), *(statement.id for statement in record.statements)]
    replies = _replies([record], statements)
    if replies.invitations or replies.uninvited or record.event_type in BY_BODIES:
        return replies
    return replies._replace(uninvited=("",))


def replies_to_statement(statement: Statement) -> Replies:
    """The right of reply beside a statement: what is about it or about the records that it is of or that set it out."""
    record = dossier.record(statement.entity)
    return _replies([record] if record else _setting_out(statement.id), [statement.id])


def _replies(records: Sequence[Record], statements: Iterable[str]) -> Replies:
    about = {*statements, *(record.id for record in records)}
    invited = tuple(invitation for invitation in invitations() if invitation.about in about)
    return Replies(today(), invited, tuple(missing.party for missing in not_invited(records)))


def _setting_out(statement: str) -> list[Record]:
    """The records that set out a statement about something else, such as the fine that a project's figure is of."""
    sql = """
    SELECT DISTINCT e.id FROM ledger_statement s JOIN ledger_entity e ON e.number = s.entity_id
    WHERE s.property = %s AND s.value = %s AND e.kind = %s
    """
    named = sorted(row[0] for row in select(sql, [DRAWN_FROM, statement, "record"]))
    return [record for record in dossier.records(named) if statement in record.codes(DRAWN_FROM)]


@kept(most=1)
def corrections() -> tuple[Correction, ...]:
    """The public log: decided proposals, in the order in which they were published."""
    log = ledger.file(CORRECTIONS)
    return tuple(read_corrections(log)) if log else ()


def not_invited(records: Sequence[Record]) -> list[Uninvited]:
    """Of some records, the adverse ones with the companies that they name and that were not invited to reply."""
    invited = {(invitation.about, invitation.party) for invitation in invitations()}
    return list(uninvited(records, _companies(), invited))


@kept(most=1)
def _companies() -> frozenset[str]:
    types: dict[str, list[Statement]] = {entity.id: [] for entity in ledger.entities("organisation")}
    for recorded in ledger.find_statements(property="organisation_type", limit=0):
        types[recorded.statement.entity].append(recorded.statement)
    return companies_among(types, types)


def all_not_invited() -> list[Uninvited]:
    """The same of all records of the register; it reads them all."""
    return not_invited(list(dossier.all_records()))


def waiting() -> int:
    """How many proposals wait for a decision."""
    return Proposal.objects.filter(state="new").count()


def look_up(receipt: str) -> Proposal | None:
    """What became of the proposal with this receipt, without what was sent; None where no proposal has it."""
    digest = digest_of_code(receipt)
    return Proposal.objects.filter(receipt=digest).defer("text", "link", "attachment").first() if digest else None


def proposals(state: str) -> list[Proposal]:
    """The proposals in a state, oldest first, without their pictures."""
    return list(Proposal.objects.filter(state=state).defer("attachment").order_by("received", "id"))


def unpublished() -> list[Proposal]:
    """The decided proposals that are not in the public log yet, without their pictures."""
    decided = Proposal.objects.filter(state__in=["accepted", "declined"], entry="")
    return list(decided.defer("attachment").order_by("decided", "id"))


def proposal(number: int, *, hold: bool = False) -> Proposal | None:
    """A proposal by its number, with its picture; `hold`: nobody else changes it until the transaction ends."""
    rows = Proposal.objects.select_for_update() if hold else Proposal.objects.all()
    return rows.filter(id=number).first()


def waiting_replies() -> list[Reply]:
    """The answers that wait for a publisher, oldest first."""
    return list(Reply.objects.filter(state="waiting").order_by("received", "id"))
