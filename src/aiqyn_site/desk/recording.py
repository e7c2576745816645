"""Bringing decisions and replies into the register: rows added to corrections.csv and replies.csv, for good."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator

from django.db import transaction

from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.exchange import corrections, replies
from aiqyn.exchange.corrections import CORRECTIONS, OUTCOMES, Correction, correction_line, read_corrections
from aiqyn.exchange.replies import REPLIES, Answer, Invitation, answer_line, invitation_line, read_replies
from aiqyn_site import clock
from aiqyn_site.derived import add_rows
from aiqyn_site.inbox.actions import MadeCode, make_code
from aiqyn_site.inbox.models import Proposal, Reply
from aiqyn_site.ledger import queries as ledger


def publish_decisions() -> list[Proposal]:
    """Add all decided proposals that are not published yet to the public log, and return them."""
    with transaction.atomic():
        waiting = list(Proposal.objects.filter(state__in=OUTCOMES, entry="").order_by("decided", "id"))
        if not waiting:
            return []
        published = len(read_corrections(ledger.file(CORRECTIONS) or corrections.HEADER))
        lines = []
        for number, proposal in enumerate(waiting, published + 1):
            proposal.entry = f"c{number}"
            lines.append(correction_line(_entry(proposal)))
        _append(CORRECTIONS, lines, _correction_faults, corrections.HEADER)
        Proposal.objects.bulk_update(waiting, ["entry"])
    return waiting


def invite(about: str, party: str, channel: str, due: datetime.date) -> tuple[Invitation, MadeCode]:
    """Record an invitation made today, and return it with a one-time code for the answer.

    Refuses what the register does not have, and a party that was invited about the same before.
    """
    with transaction.atomic():
        number = len(_invitations()) + 1
        invitation = Invitation(0, f"r{number}", about, party, clock.today(), channel, due)
        _append(REPLIES, [invitation_line(invitation)], _reply_faults, replies.HEADER)
        code = make_code(invitation.id)
    return invitation, code


def publish_reply(number: int, effect: str) -> Reply:
    """Add a waiting answer to the register, in full, and return it. Refuses one that is gone."""
    with transaction.atomic():
        reply = Reply.objects.select_for_update().filter(id=number, state="waiting").first()
        if reply is None:
            raise Refused("answer_gone", mend="look_again")
        received_on = datetime.date.fromisoformat(reply.received)
        record_answer(reply.invitation, Answer(0, received_on, reply.lang, reply.text, effect))
        reply.state = "published"
        reply.save(update_fields=["state"])
    return reply


def record_answer(identifier: str, answer: Answer) -> None:
    """Add an answer to the invitation that has an id. Refuses an invitation that there is not, and a day to come."""
    invitation = next((invitation for invitation in _invitations() if invitation.id == identifier), None)
    if invitation is None:
        raise Refused("invitation_unknown", text=identifier)
    if answer.received_on > clock.today():
        raise Refused("day_to_come", "received_on", "answer_day")
    _append(REPLIES, [answer_line(invitation, answer)], _reply_faults, replies.HEADER)


def _invitations() -> list[Invitation]:
    return read_replies(ledger.file(REPLIES) or replies.HEADER)


def _entry(proposal: Proposal) -> Correction:
    received_on, decided_on = map(datetime.date.fromisoformat, (proposal.received, proposal.decided))
    ends = (proposal.about, proposal.kind, proposal.state, decided_on, proposal.summaries)
    return Correction(0, proposal.entry, received_on, *ends)


def _append(name: str, lines: Iterable[str], find: Callable[[bytes], Iterable[Finding]], header: bytes) -> None:
    def check(content: bytes) -> None:
        findings = list(find(content))
        if findings:
            raise RegisterRefused(findings)

    add_rows(name, "".join(lines).encode(), check, header=header)


def _correction_faults(content: bytes) -> Iterator[Finding]:
    return corrections.correction_faults(read_corrections(content), _is_recorded)


def _reply_faults(content: bytes) -> Iterator[Finding]:
    def kind_of(identifier: str) -> str:
        entity = ledger.entity(identifier)
        return entity.kind if entity else ""

    return replies.reply_faults(read_replies(content), kind_of, _is_recorded)


def _is_recorded(identifier: str) -> bool:
    return ledger.statement(identifier) is not None
