"""Bringing decisions and replies into the register: rows added to corrections.csv and replies.csv, for good."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import transaction

from aiqyn.errors import Refused, RegisterRefused
from aiqyn.exchange.responses import (
    CORRECTIONS,
    OUTCOMES,
    REPLIES,
    Correction,
    Invitation,
    Known,
    answer_line,
    correction_faults,
    correction_line,
    header_of,
    invitation_line,
    read_corrections,
    read_replies,
    reply_faults,
)
from aiqyn.vocabulary import LANGUAGES
from aiqyn_site import clock
from aiqyn_site.derived import add_rows
from aiqyn_site.inbox.actions import make_code
from aiqyn_site.inbox.models import Proposal, Reply
from aiqyn_site.ledger import queries as ledger


def publish_decisions() -> int:
    """Add all decided proposals that are not published yet to the public log, and return how many."""
    with transaction.atomic():
        waiting = list(Proposal.objects.filter(state__in=OUTCOMES, entry="").order_by("decided", "id"))
        if not waiting:
            return 0
        taken = len(read_corrections(ledger.file(CORRECTIONS) or header_of(CORRECTIONS)))
        lines = []
        for number, proposal in enumerate(waiting, taken + 1):
            proposal.entry = f"c{number}"
            lines.append(correction_line(_entry(proposal)))
        _append(CORRECTIONS, "".join(lines), _check_corrections)
        Proposal.objects.bulk_update(waiting, ["entry"])
    return len(waiting)


def invite(about: str, party: str, channel: str, due: datetime.date) -> tuple[Invitation, str, datetime.date]:
    """Record an invitation made today, and return it with a one-time code for the answer and the code's last day.

    Refuses what the register does not have, and a party that was invited about the same before.
    """
    with transaction.atomic():
        known = read_replies(ledger.file(REPLIES) or header_of(REPLIES))
        if any((invitation.about, invitation.party) == (about, party) for invitation in known):
            raise Refused("invited_before")
        invitation = Invitation(0, f"r{len(known) + 1}", about, party, clock.today(), channel, due)
        _append(REPLIES, invitation_line(invitation), _check_replies)
        code, expires = make_code(invitation.id)
    return invitation, code, expires


def publish_reply(number: int, effect: str) -> Invitation:
    """Add a waiting answer to the register, in full, and return the invitation it answers. Refuses one that is gone."""
    with transaction.atomic():
        reply = Reply.objects.select_for_update().filter(id=number, state="waiting").first()
        if reply is None:
            raise Refused("answer_gone", mend="look_again")
        received = datetime.date.fromisoformat(reply.received)
        invited = record_answer(reply.invitation, received, reply.lang, reply.text, effect)
        reply.state = "published"
        reply.save(update_fields=["state"])
    return invited


def record_answer(invitation: str, received: datetime.date, lang: str, text: str, effect: str) -> Invitation:
    """Add an answer that came another way, such as by letter. Refuses an invitation that there is not."""
    known = {invited.id: invited for invited in read_replies(ledger.file(REPLIES) or header_of(REPLIES))}
    if invitation not in known:
        raise Refused("invitation_unknown", text=invitation)
    if received > clock.today():
        raise Refused("day_to_come", "received", "answer_day")
    _append(REPLIES, answer_line(known[invitation], received, lang, text, effect), _check_replies)
    return known[invitation]


def _entry(proposal: Proposal) -> Correction:
    summaries = {lang: getattr(proposal, lang) for lang in LANGUAGES if getattr(proposal, lang)}
    received, decided = map(datetime.date.fromisoformat, (proposal.received, proposal.decided))
    return Correction(0, proposal.entry, received, proposal.about, proposal.kind, proposal.state, decided, summaries)


def _append(name: str, lines: str, check: Callable[[bytes], object]) -> None:
    add_rows(name, lines.encode(), check, header=header_of(name))


def _check_corrections(content: bytes) -> None:
    findings = list(correction_faults(read_corrections(content), _known()))
    if findings:
        raise RegisterRefused(findings)


def _check_replies(content: bytes) -> None:
    findings = list(reply_faults(read_replies(content), _known()))
    if findings:
        raise RegisterRefused(findings)


def _known() -> Known:
    def kind_of(identifier: str) -> str:
        entity = ledger.entity(identifier)
        return entity.kind if entity else ""

    return Known(kind_of, lambda identifier: ledger.statement(identifier) is not None)
