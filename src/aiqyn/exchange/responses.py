r"""What others say of the register: `replies.csv` (right of reply) and `corrections.csv` (what was done on proposals).

Rows are only ever added to both. An invitation to reply is a row without an answer; each answer is a further row with
the same id and the invitation's own cells again, so that a later reply stands beside an earlier one. A text of several
paragraphs is one cell in which `\n` ends a line and `\\` is a backslash.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from aiqyn.errors import Finding, Refused, RegisterRefused, refuse
from aiqyn.exchange.folder import RegisterFolder, check_day
from aiqyn.exchange.personal import has_personal_number
from aiqyn.exchange.strict_csv import csv_line, lines_in, read_rows
from aiqyn.ledger.identity import is_id, is_statement_id
from aiqyn.values.text import normal_text
from aiqyn.vocabulary import LANGUAGES

REPLIES, CORRECTIONS = "replies.csv", "corrections.csv"
REPLY_COLUMNS = ("id", "about", "party", "invited_on", "channel", "due", "received_on", "lang", "text", "effect")
CORRECTION_COLUMNS = ("id", "received_on", "about", "kind", "outcome", "decided_on", *LANGUAGES)
#: How an invitation went out.
CHANNELS = ("letter", "email", "portal", "in_person", "other")
#: What a reply changed in the register.
EFFECTS = ("none", "corrected", "withdrawn")
#: What a proposal was, and what became of it.
KINDS = ("correction", "source", "other")
OUTCOMES = ("accepted", "declined")
LONGEST_REPLY = 20_000
LONGEST_SUMMARY = 2_000
_MOST = 100
_PIECE = 5_000
_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
#: A page of the site without its language: `projects/zhanatas-wind/`; blank is the register as a whole.
_PAGE = re.compile(r"(?:[a-z0-9-]{1,64}/){0,4}")
_ESCAPED = re.compile(r"\\(.?)")


class Answer(NamedTuple):
    """What a party answered, in full. `line` is that of the row in the file."""

    line: int
    received_on: datetime.date
    lang: str
    text: str
    effect: str


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


class Correction(NamedTuple):
    """What was done on a proposal, with a summary in as many languages as the editors wrote it in."""

    line: int
    id: str
    received_on: datetime.date
    about: str
    kind: str
    outcome: str
    decided_on: datetime.date
    summaries: dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What a row may name: the kinds of entities by id, and whether a statement with an id is recorded."""

    kind_of: Callable[[str], str]
    has_statement: Callable[[str], bool]


def read_replies(content: bytes) -> list[Invitation]:
    """The invitations of the file in its order, each with its answers. Raises RegisterRefused at the first fault.

    What a row names is not looked up here.
    """
    found: dict[str, Invitation] = {}
    for line, cells in _rows(REPLIES, REPLY_COLUMNS, content):
        try:
            one = _reply(line, cells, found.get(cells["id"]))
        except Refused as refused:
            raise refuse(REPLIES, line, cells[refused.field], refused) from None
        found[one.id] = one
    return list(found.values())


def read_corrections(content: bytes) -> list[Correction]:
    """The decided proposals of the file in its order. Raises RegisterRefused at the first fault."""
    found: dict[str, Correction] = {}
    for line, cells in _rows(CORRECTIONS, CORRECTION_COLUMNS, content):
        try:
            one = _correction(line, cells)
            if one.id in found:
                raise Refused("id_used", "id", above=str(found[one.id].line))
        except Refused as refused:
            raise refuse(CORRECTIONS, line, cells[refused.field], refused) from None
        found[one.id] = one
    return list(found.values())


def invitation_line(invited: Invitation) -> str:
    """The line of the file that says that a party was invited. Refuses what the file cannot hold."""
    line = csv_line([*_head(invited), "", "", "", ""])
    _attempt_line(lambda: read_replies(_with_header(REPLY_COLUMNS, line)))
    return line


def answer_line(invited: Invitation, received_on: datetime.date, lang: str, text: str, effect: str = "none") -> str:
    """The line of the file that adds an answer to an invitation. Refuses what the file cannot hold."""
    line = csv_line([*_head(invited), received_on.isoformat(), lang, folded(text), effect])
    before = csv_line([*_head(invited), "", "", "", ""])
    _attempt_line(lambda: read_replies(_with_header(REPLY_COLUMNS, before + line)))
    return line


def correction_line(one: Correction) -> str:
    """A decided proposal as a line of the file. Refuses what the file cannot hold."""
    texts = [folded(one.summaries.get(lang, "")) for lang in LANGUAGES]
    days = (one.received_on.isoformat(), one.decided_on.isoformat())
    line = csv_line([one.id, days[0], one.about, one.kind, one.outcome, days[1], *texts])
    _attempt_line(lambda: read_corrections(_with_header(CORRECTION_COLUMNS, line)))
    return line


def header_of(name: str) -> bytes:
    """The first line of one of the two files, which is the whole of it in a register that has no rows yet."""
    return csv_line({REPLIES: REPLY_COLUMNS, CORRECTIONS: CORRECTION_COLUMNS}[name]).encode()


def folded(text: str) -> str:
    r"""A text of several lines as one cell, in which `\n` ends a line.

    >>> print(folded("Dear editors,\n\npath C:\\data"))
    Dear editors,\n\npath C:\\data
    """
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def unfolded(cell: str) -> str:
    r"""The text that `folded` made a cell of. Refuses a backslash before anything but `n` and another backslash."""

    def line_end(found: re.Match[str]) -> str:
        if found[1] not in {"n", "\\"}:
            raise Refused("text_backslash", sign=found[1])
        return "\n" if found[1] == "n" else "\\"

    return _ESCAPED.sub(line_end, cell)


def check_responses(register: RegisterFolder, most: int = _MOST) -> Iterator[Finding]:
    """Every fault in a register's replies and corrections, at most `most`; none without the files.

    The statements are read once more where a row names one. Raises RegisterRefused where they cannot be read.
    """
    yield from islice(_faults(register), most)


def _faults(register: RegisterFolder) -> Iterator[Finding]:
    invitations: list[Invitation] = []
    corrections: list[Correction] = []
    try:
        if REPLIES in register.files:
            invitations = read_replies(register.files[REPLIES])
        if CORRECTIONS in register.files:
            corrections = read_corrections(register.files[CORRECTIONS])
    except RegisterRefused as refused:
        yield from refused.findings
        return
    pages = [one.about.removeprefix("statements/").rstrip("/") for one in corrections]
    recorded = register.recorded_among([*(one.about for one in invitations), *pages])

    def kind_of(identifier: str) -> str:
        entity = register.entities.get(identifier)
        return entity.kind if entity else ""

    known = Known(kind_of, recorded.__contains__)
    yield from reply_faults(invitations, known)
    yield from correction_faults(corrections, known)


def reply_faults(invitations: Iterable[Invitation], known: Known) -> Iterator[Finding]:
    """What replies name and the register does not have: the record or statement, the organisation."""
    for one in invitations:
        if is_statement_id(one.about):
            if not known.has_statement(one.about):
                yield Finding(REPLIES, one.line, one.about, Refused("statement_absent", "about", "copy_statement_id"))
        elif known.kind_of(one.about) != "record":
            yield Finding(REPLIES, one.line, one.about, Refused("record_absent", "about"))
        if known.kind_of(one.party) != "organisation":
            yield Finding(REPLIES, one.line, one.party, Refused("organisation_absent", "party"))


def correction_faults(corrections: Iterable[Correction], known: Known) -> Iterator[Finding]:
    """Statements that the log of corrections names and the register does not have."""
    for one in corrections:
        identifier = one.about.removeprefix("statements/").rstrip("/")
        if one.about.startswith("statements/") and not known.has_statement(identifier):
            reason = Refused("statement_absent", "about", "copy_statement_id")
            yield Finding(CORRECTIONS, one.line, one.about, reason)


def _rows(name: str, columns: Sequence[str], content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    for line, row in enumerate(read_rows(Path(name), columns, lines_in(name, content)), 2):
        yield line, dict(zip(columns, row, strict=True))


def _reply(line: int, cells: dict[str, str], invited: Invitation | None) -> Invitation:
    """An invitation, or one with a further answer. Refuses a bad cell at its column."""
    _check_id(cells)
    for column in ("about", "party"):
        if not is_id(cells[column]):
            raise Refused("id_form", column, "id_of_page")
    invited_on, due = _day(cells, "invited_on"), _day(cells, "due")
    if due < invited_on:
        raise Refused("due_early", "due")
    _check_code(cells, "channel", CHANNELS)
    given = Invitation(line, cells["id"], cells["about"], cells["party"], invited_on, cells["channel"], due)
    if invited is None:
        for column in ("received_on", "lang", "text", "effect"):
            if cells[column]:
                raise Refused("answer_uninvited", column)
        return given
    if _head(given) != _head(invited):
        column = next(c for c, a, b in zip(REPLY_COLUMNS, _head(given), _head(invited), strict=False) if a != b)
        raise Refused("invitation_differs", column, above=str(invited.line))
    answer = _answer(line, cells, invited_on)
    answers = (*invited.answers, answer)
    head = (invited.line, invited.id, invited.about, invited.party, invited.invited_on, invited.channel, invited.due)
    return Invitation(*head, answers)


def _answer(line: int, cells: dict[str, str], invited_on: datetime.date) -> Answer:
    received_on = _day(cells, "received_on")
    if received_on < invited_on:
        raise Refused("answer_early", "received_on", "answer_day")
    if not _LANG.fullmatch(cells["lang"]):
        raise Refused("language_form", "lang", "language_code")
    _check_code(cells, "effect", EFFECTS)
    text = _text(cells, "text", LONGEST_REPLY)
    if not text:
        raise Refused("answer_blank", "text")
    return Answer(line, received_on, cells["lang"], text, cells["effect"])


def _correction(line: int, cells: dict[str, str]) -> Correction:
    _check_id(cells)
    received_on, decided_on = _day(cells, "received_on"), _day(cells, "decided_on")
    if decided_on < received_on:
        raise Refused("decided_early", "decided_on")
    if not _PAGE.fullmatch(cells["about"]):
        raise Refused("page_form", "about")
    _check_code(cells, "kind", KINDS)
    _check_code(cells, "outcome", OUTCOMES)
    summaries = {lang: text for lang in LANGUAGES if (text := _text(cells, lang, LONGEST_SUMMARY))}
    ends = (cells["about"], cells["kind"], cells["outcome"], decided_on, summaries)
    return Correction(line, cells["id"], received_on, *ends)


def _check_id(cells: dict[str, str]) -> None:
    if not is_id(cells["id"]):
        raise Refused("id_form", "id")


def _check_code(cells: dict[str, str], column: str, codes: Collection[str]) -> None:
    if cells[column] not in codes:
        raise Refused("code_unknown", column, "write_one_of", known=tuple(codes))


def _day(cells: dict[str, str], column: str) -> datetime.date:
    try:
        check_day(cells[column])
    except Refused as refused:
        raise refused.at(column, "day_as") from None
    return datetime.date.fromisoformat(cells[column])


def _text(cells: dict[str, str], column: str, longest: int) -> str:
    """A cell's text, each of its lines such as the register takes them."""
    try:
        text = unfolded(cells[column])
        if has_personal_number(text):
            raise Refused("personal_number", mend="personal")
        if len(text) > longest:
            raise Refused("reply_long", n=longest)
        for each in text.split("\n"):
            # A piece at a time: what is quoted in a statement may not be as long as a reply.
            for start in range(0, len(each), _PIECE):
                normal_text(each[start : start + _PIECE].strip())
    except Refused as refused:
        raise refused.at(column) from None
    return text


def _head(one: Invitation) -> list[str]:
    days = (one.invited_on.isoformat(), one.due.isoformat())
    return [one.id, one.about, one.party, days[0], one.channel, days[1]]


def _with_header(columns: Sequence[str], line: str) -> bytes:
    return (csv_line(columns) + line).encode()


def _attempt_line(read: Callable[[], object]) -> None:
    try:
        read()
    except RegisterRefused as refused:
        raise refused.findings[0].reason from None
    except UnicodeEncodeError:
        raise Refused("row_half") from None
