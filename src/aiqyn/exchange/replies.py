"""The right of reply, in `replies.csv`: who was invited to answer what the register says of them, and the answers.

Rows are only ever added. An invitation to reply is a row without an answer; each answer is a further row with the same
id and the invitation's own cells again, so that a later reply stands beside an earlier one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from aiqyn.errors import Finding, Refused, refuse
from aiqyn.exchange.cells import (
    accept,
    check_id,
    code_faults,
    day_in,
    folded,
    read_cells,
    readable_line,
    rows_or_findings,
    text_faults,
    unfolded,
)
from aiqyn.exchange.folder import RegisterFolder
from aiqyn.exchange.personal import personal_faults
from aiqyn.exchange.strict_csv import csv_line
from aiqyn.ledger.identity import is_statement_id
from aiqyn.values.blank_marks import day_of_mark, mark_faults
from aiqyn.values.text import is_readable
from aiqyn.vocabulary.text_languages import check_language

REPLIES = "replies.csv"
REPLY_COLUMNS = ("id", "about", "party", "invited_on", "channel", "due", "received_on", "lang", "text", "effect")
HEADER = csv_line(REPLY_COLUMNS).encode()
#: The columns of an answer, blank in the row of an invitation.
_OF_ANSWERS = REPLY_COLUMNS[6:]
#: How an invitation went out.
CHANNELS = ("letter", "email", "portal", "in_person", "other")
#: What a reply changed in the register.
EFFECTS = ("none", "corrected", "withdrawn")
LONGEST_REPLY = 20_000


class Answer(NamedTuple):
    """What a party answered, in full. `line` is that of the row in the file."""

    line: int
    received_on: datetime.date
    lang: str
    text: str
    effect: str

    @property
    def blanked_on(self) -> datetime.date | None:
        """When its text was taken away; None where it stands."""
        return day_of_mark(self.text)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation to reply, and the answers to it in the order in which they were added.

    `about` is the id of a record or of a statement, `party` that of an organisation.
    """

    line: int
    id: str
    about: str
    party: str
    invited_on: datetime.date
    channel: str
    due: datetime.date
    answers: tuple[Answer, ...] = ()


def answer_faults(invitation: Invitation, answer: Answer) -> Iterator[Refused]:
    """What is wrong with an answer to an invitation, at its columns. A party may name its office's address."""
    yield from personal_faults(answer.text, "text")
    yield from mark_faults(answer.text, "text")
    yield from _row_faults(invitation, answer)


def _row_faults(invitation: Invitation, answer: Answer) -> Iterator[Refused]:
    """What no row of the file can say of an answer."""
    if answer.received_on < invitation.invited_on:
        yield Refused("answer_early", "received_on", "answer_day")
    try:
        check_language(answer.lang)
    except Refused as refused:
        yield refused.at("lang")
    yield from code_faults("effect", answer.effect, EFFECTS)
    if not is_readable(answer.text):
        yield Refused("answer_blank", "text")
    yield from text_faults("text", answer.text, LONGEST_REPLY)


def read_replies(content: bytes) -> list[Invitation]:
    """The invitations of the file in its order, each with its answers. Raises RegisterRefused at the first fault.

    What a row names is not looked up here.
    """
    invitations: dict[str, Invitation] = {}
    for line, cells in read_cells(REPLIES, REPLY_COLUMNS, content):
        try:
            invitation = _reply(line, cells, invitations.get(cells["id"]))
        except Refused as refused:
            raise refuse(REPLIES, line, cells[refused.field], refused) from None
        invitations[invitation.id] = invitation
    return list(invitations.values())


def invitation_line(invitation: Invitation) -> str:
    """The line of the file that says that a party was invited. Refuses what the file cannot hold."""
    return readable_line(REPLY_COLUMNS, "", _row(invitation), read_replies)


def answer_line(invitation: Invitation, answer: Answer) -> str:
    """The line of the file that adds an answer to an invitation. Refuses what the file cannot hold."""
    accept(answer_faults(invitation, answer))
    cells = (answer.received_on.isoformat(), answer.lang, folded(answer.text), answer.effect)
    return readable_line(REPLY_COLUMNS, csv_line(_row(invitation)), _row(invitation, cells), read_replies)


def check_replies(register: RegisterFolder) -> Iterator[Finding]:
    """Every fault in a register's replies; none without the file.

    The statements are read once more where a row names one. Raises RegisterRefused where they cannot be read.
    """
    invitations = yield from rows_or_findings(register.files, REPLIES, read_replies)
    recorded = register.recorded_among(invitation.about for invitation in invitations)

    def kind_of(identifier: str) -> str:
        entity = register.entities.get(identifier)
        return entity.kind if entity else ""

    yield from reply_faults(invitations, kind_of, recorded.__contains__)


def reply_faults(
    invitations: Iterable[Invitation], kind_of: Callable[[str], str], is_recorded: Callable[[str], bool]
) -> Iterator[Finding]:
    """What replies name and the register does not have, and a party that is invited twice about the same.

    `kind_of` tells the kind of an entity, blank for an id that none has; `is_recorded` whether a statement is.
    """
    invited: set[tuple[str, str]] = set()
    for invitation in invitations:
        line, about, party = invitation.line, invitation.about, invitation.party
        if is_statement_id(about):
            if not is_recorded(about):
                yield Finding(REPLIES, line, about, Refused("statement_absent", "about", "copy_statement_id"))
        elif kind_of(about) != "record":
            yield Finding(REPLIES, line, about, Refused("record_absent", "about"))
        if kind_of(party) != "organisation":
            yield Finding(REPLIES, line, party, Refused("organisation_absent", "party"))
        if (about, party) in invited:
            yield Finding(REPLIES, line, party, Refused("invited_before", "party"))
        invited.add((about, party))


def _reply(line: int, cells: dict[str, str], invited: Invitation | None) -> Invitation:
    """An invitation, or one with a further answer. Refuses a bad cell at its column."""
    invitation = _invitation(line, cells)
    if invited is None:
        for column in _OF_ANSWERS:
            if cells[column]:
                raise Refused("answer_uninvited", column)
        return invitation
    for column in REPLY_COLUMNS[1:6]:
        if getattr(invitation, column) != getattr(invited, column):
            raise Refused("invitation_differs", column, above=str(invited.line))
    answer = Answer(line, day_in(cells, "received_on"), cells["lang"], unfolded(cells, "text"), cells["effect"])
    accept(_row_faults(invited, answer))
    return replace(invited, answers=(*invited.answers, answer))


def _invitation(line: int, cells: dict[str, str]) -> Invitation:
    check_id(cells, "id")
    for column in ("about", "party"):
        check_id(cells, column, "id_of_page")
    invited_on, due = day_in(cells, "invited_on"), day_in(cells, "due")
    if due < invited_on:
        raise Refused("due_early", "due")
    accept(code_faults("channel", cells["channel"], CHANNELS))
    return Invitation(line, cells["id"], cells["about"], cells["party"], invited_on, cells["channel"], due)


def _row(invitation: Invitation, answer: Iterable[str] = ("",) * len(_OF_ANSWERS)) -> list[str]:
    cells = (str(getattr(invitation, column)) for column in REPLY_COLUMNS[:6])
    return [*cells, *answer]
