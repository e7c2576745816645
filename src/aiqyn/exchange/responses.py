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

from aiqyn.errors import Refused
from aiqyn.exchange.findings import Finding, RegisterRefused
from aiqyn.exchange.folder import LANGUAGES, STATEMENTS, RegisterFolder, check_day
from aiqyn.exchange.lines import csv_line, lines_in, read_rows, refuse, safe_file
from aiqyn.exchange.personal import has_personal_number
from aiqyn.ledger.identity import digest_of, statement_digest
from aiqyn.ledger.statement import COLUMNS as STATEMENT_COLUMNS
from aiqyn.values.text import normal_text

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
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_STATEMENT_ID = re.compile(r"s1[a-z2-7]{32}")
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


class _Fault(Exception):
    def __init__(self, column: str, message: str, way_out: str) -> None:
        super().__init__(message)
        self.column, self.message, self.way_out = column, message, way_out


def read_replies(content: bytes) -> list[Invitation]:
    """The invitations of the file in its order, each with its answers. Raises RegisterRefused at the first fault.

    What a row names is not looked up here.
    """
    found: dict[str, Invitation] = {}
    for line, cells in _rows(REPLIES, REPLY_COLUMNS, content):
        try:
            one = _reply(line, cells, found.get(cells["id"]))
        except _Fault as fault:
            raise _refused(REPLIES, line, cells, fault) from None
        found[one.id] = one
    return list(found.values())


def read_corrections(content: bytes) -> list[Correction]:
    """The decided proposals of the file in its order. Raises RegisterRefused at the first fault."""
    found: dict[str, Correction] = {}
    for line, cells in _rows(CORRECTIONS, CORRECTION_COLUMNS, content):
        try:
            one = _correction(line, cells)
            if one.id in found:
                raise _Fault("id", f"stands on line {found[one.id].line} already", "give it an id of its own")
        except _Fault as fault:
            raise _refused(CORRECTIONS, line, cells, fault) from None
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
            raise Refused(f"a backslash before '{found[1]}'", r"write \n where a line ends and \\ for a backslash")
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
    recorded = _recorded(register, [*(one.about for one in invitations), *pages])

    def kind_of(identifier: str) -> str:
        entity = register.entities.get(identifier)
        return entity.kind if entity else ""

    known = Known(kind_of, recorded.__contains__)
    yield from reply_faults(invitations, known)
    yield from correction_faults(corrections, known)


def reply_faults(invitations: Iterable[Invitation], known: Known) -> Iterator[Finding]:
    """What replies name and the register does not have: the record or statement, the organisation."""
    for one in invitations:
        if _STATEMENT_ID.fullmatch(one.about):
            if not known.has_statement(one.about):
                way_out = "copy the id from the statement's page"
                yield Finding(REPLIES, one.line, "about", one.about, "no statement with this id is recorded", way_out)
        elif known.kind_of(one.about) != "record":
            way_out = "write the id of a record of entities.csv, or of a statement"
            yield Finding(REPLIES, one.line, "about", one.about, "no such record, nor a statement's id", way_out)
        if known.kind_of(one.party) != "organisation":
            way_out = "add the organisation to entities.csv, or correct the id"
            yield Finding(REPLIES, one.line, "party", one.party, "no such organisation", way_out)


def correction_faults(corrections: Iterable[Correction], known: Known) -> Iterator[Finding]:
    """Statements that the log of corrections names and the register does not have."""
    for one in corrections:
        identifier = one.about.removeprefix("statements/").rstrip("/")
        if one.about.startswith("statements/") and not known.has_statement(identifier):
            way_out = "copy the id from the statement's page"
            yield Finding(CORRECTIONS, one.line, "about", one.about, "no statement with this id is recorded", way_out)


def _recorded(register: RegisterFolder, named: Iterable[str]) -> set[str]:
    """The statements' ids among those named that the register has."""
    wanted = {digest_of(one): one for one in named if _STATEMENT_ID.fullmatch(one)}
    if not wanted:
        return set()
    said = read_rows(safe_file(register.path, STATEMENTS), STATEMENT_COLUMNS)
    return {wanted[digest] for digest in map(statement_digest, said) if digest in wanted}


def _rows(name: str, columns: Sequence[str], content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    for line, row in enumerate(read_rows(Path(name), columns, lines_in(name, content)), 2):
        yield line, dict(zip(columns, row, strict=True))


def _refused(name: str, line: int, cells: dict[str, str], fault: _Fault) -> RegisterRefused:
    return refuse(name, line, fault.column, cells[fault.column], fault.message, fault.way_out)


def _reply(line: int, cells: dict[str, str], invited: Invitation | None) -> Invitation:
    """An invitation, or one with a further answer; a fault names its column."""
    _check_id(cells)
    for column in ("about", "party"):
        if not _ID.fullmatch(cells[column]):
            raise _Fault(column, "not an id", "write the id as it stands in the address of the page")
    invited_on, due = _day(cells, "invited_on"), _day(cells, "due")
    if due < invited_on:
        raise _Fault("due", "earlier than the invitation", "write the last day that was given for the reply")
    _check_code(cells, "channel", CHANNELS)
    given = Invitation(line, cells["id"], cells["about"], cells["party"], invited_on, cells["channel"], due)
    if invited is None:
        for column in ("received_on", "lang", "text", "effect"):
            if cells[column]:
                raise _Fault(column, "an answer without its invitation", "put the invitation in a row before it")
        return given
    if _head(given) != _head(invited):
        column = next(c for c, a, b in zip(REPLY_COLUMNS, _head(given), _head(invited), strict=False) if a != b)
        raise _Fault(column, f"not what the invitation on line {invited.line} says", "write the same, or another id")
    answer = _answer(line, cells, invited_on)
    answers = (*invited.answers, answer)
    head = (invited.line, invited.id, invited.about, invited.party, invited.invited_on, invited.channel, invited.due)
    return Invitation(*head, answers)


def _answer(line: int, cells: dict[str, str], invited_on: datetime.date) -> Answer:
    received_on = _day(cells, "received_on")
    if received_on < invited_on:
        raise _Fault("received_on", "earlier than the invitation", "write the day on which the answer came")
    if not _LANG.fullmatch(cells["lang"]):
        raise _Fault("lang", "not a language", "write a BCP 47 code such as kk, ru, en or zh")
    _check_code(cells, "effect", EFFECTS)
    text = _text(cells, "text", LONGEST_REPLY)
    if not text:
        raise _Fault("text", "the answer is blank", "write it in full, or leave the row out")
    return Answer(line, received_on, cells["lang"], text, cells["effect"])


def _correction(line: int, cells: dict[str, str]) -> Correction:
    _check_id(cells)
    received_on, decided_on = _day(cells, "received_on"), _day(cells, "decided_on")
    if decided_on < received_on:
        raise _Fault("decided_on", "earlier than the proposal", "write the day on which it was decided")
    if not _PAGE.fullmatch(cells["about"]):
        raise _Fault("about", "not a page", "write its address without the language, such as projects/zhanatas-wind/")
    _check_code(cells, "kind", KINDS)
    _check_code(cells, "outcome", OUTCOMES)
    summaries = {lang: text for lang in LANGUAGES if (text := _text(cells, lang, LONGEST_SUMMARY))}
    ends = (cells["about"], cells["kind"], cells["outcome"], decided_on, summaries)
    return Correction(line, cells["id"], received_on, *ends)


def _check_id(cells: dict[str, str]) -> None:
    if not _ID.fullmatch(cells["id"]):
        raise _Fault("id", "not an id", "use a-z, 0-9 and hyphens, at most 64 characters")


def _check_code(cells: dict[str, str], column: str, codes: Collection[str]) -> None:
    if cells[column] not in codes:
        raise _Fault(column, "not known here", "write one of: " + ", ".join(codes))


def _day(cells: dict[str, str], column: str) -> datetime.date:
    try:
        check_day(cells[column])
    except Refused as refused:
        raise _Fault(column, refused.message, "write the day as YYYY-MM-DD") from None
    return datetime.date.fromisoformat(cells[column])


def _text(cells: dict[str, str], column: str, longest: int) -> str:
    """A cell's text, each of its lines such as the register takes them."""
    try:
        text = unfolded(cells[column])
        if has_personal_number(text):
            raise Refused("a person's identification number (IIN)", "leave it out; name the office")
        if len(text) > longest:
            raise Refused(f"longer than {longest} characters", "shorten it, or publish it elsewhere and link to it")
        for each in text.split("\n"):
            # A piece at a time: what is quoted in a statement may not be as long as a reply.
            for start in range(0, len(each), _PIECE):
                normal_text(each[start : start + _PIECE].strip())
    except Refused as refused:
        raise _Fault(column, refused.message, refused.way_out) from None
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
        first = refused.findings[0]
        raise Refused(f"{first.column or 'the row'}: {first.message}", first.way_out) from None
    except UnicodeEncodeError:
        raise Refused("the text has half of a character", "copy the text again from its source as UTF-8") from None
