"""What was done on proposals from readers, in `corrections.csv`; what a proposal and a decision on it must have.

Rows are only ever added.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from aiqyn.exchange.web_address import is_web_address
from aiqyn.values.blank_marks import day_of_mark, mark_faults
from aiqyn.values.text import is_readable
from aiqyn.vocabulary import LANGUAGES

CORRECTIONS = "corrections.csv"
CORRECTION_COLUMNS = ("id", "received_on", "about", "kind", "outcome", "decided_on", *LANGUAGES)
HEADER = csv_line(CORRECTION_COLUMNS).encode()
#: What a proposal was, and what became of it.
KINDS = ("correction", "source", "other")
OUTCOMES = ("accepted", "declined")
LONGEST_PROPOSAL = 5_000
LONGEST_LINK = 1_000
LONGEST_SUMMARY = 2_000
_STATEMENTS = "statements/"
#: A page of the site without its language: `projects/zhanatas-wind/`; blank is the register as a whole.
_PAGE = re.compile(r"(?:[a-z0-9-]{1,64}/){0,4}")


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

    @property
    def blanked_on(self) -> datetime.date | None:
        """When its summary was taken away; None where it stands."""
        return next((day for text in self.summaries.values() if (day := day_of_mark(text))), None)


def proposal_faults(kind: str, text: str, link: str) -> Iterator[Refused]:
    """What is wrong with a proposal as a reader sends it, at its fields."""
    yield from _kind_faults(kind)
    if not is_readable(text):
        yield Refused("proposal_blank", "text")
    yield from personal_faults(text, "text")
    yield from text_faults("text", text, LONGEST_PROPOSAL)
    if link and not is_web_address(link):
        yield Refused("source_url", "link")
    yield from personal_faults(link, "link")
    yield from text_faults("link", link, LONGEST_LINK)


def decision_faults(outcome: str, summaries: Mapping[str, str]) -> Iterator[Refused]:
    """What is wrong with a decision as an editor writes it, at its columns. A summary is public."""
    for lang, text in summaries.items():
        yield from personal_faults(text, lang)
        yield from mark_faults(text, lang)
    yield from _row_faults(outcome, summaries)


def _row_faults(outcome: str, summaries: Mapping[str, str]) -> Iterator[Refused]:
    """What no row of the file can say of a decision."""
    if not outcome:
        yield Refused("outcome_blank", "outcome")
    else:
        yield from code_faults("outcome", outcome, OUTCOMES)
    if not any(summaries.values()):
        yield Refused("summary_blank", LANGUAGES[0])
    for lang, text in summaries.items():
        if text and not is_readable(text):
            yield Refused("summary_blank", lang)
        yield from text_faults(lang, text, LONGEST_SUMMARY)


def read_corrections(content: bytes) -> list[Correction]:
    """The decided proposals of the file in its order. Raises RegisterRefused at the first fault."""
    corrections: dict[str, Correction] = {}
    for line, cells in read_cells(CORRECTIONS, CORRECTION_COLUMNS, content):
        try:
            correction = _correction(line, cells)
            if correction.id in corrections:
                raise Refused("id_used", "id", above=str(corrections[correction.id].line))
        except Refused as refused:
            raise refuse(CORRECTIONS, line, cells[refused.field], refused) from None
        corrections[correction.id] = correction
    return list(corrections.values())


def correction_line(correction: Correction) -> str:
    """A decided proposal as a line of the file. Refuses what the file cannot hold."""
    accept(decision_faults(correction.outcome, correction.summaries))
    texts = [folded(correction.summaries.get(lang, "")) for lang in LANGUAGES]
    row = [*(str(getattr(correction, column)) for column in CORRECTION_COLUMNS[:6]), *texts]
    return readable_line(CORRECTION_COLUMNS, "", row, read_corrections)


def check_corrections(register: RegisterFolder) -> Iterator[Finding]:
    """Every fault in a register's log of corrections; none without the file.

    The statements are read once more where a row names one. Raises RegisterRefused where they cannot be read.
    """
    corrections = yield from rows_or_findings(register.files, CORRECTIONS, read_corrections)
    recorded = register.recorded_among(map(_statement_of, corrections))
    yield from correction_faults(corrections, recorded.__contains__)


def correction_faults(corrections: Iterable[Correction], is_recorded: Callable[[str], bool]) -> Iterator[Finding]:
    """Statements that the log of corrections names and the register does not have."""
    for correction in corrections:
        statement = _statement_of(correction)
        if statement and not is_recorded(statement):
            reason = Refused("statement_absent", "about", "copy_statement_id")
            yield Finding(CORRECTIONS, correction.line, correction.about, reason)


def _statement_of(correction: Correction) -> str:
    """The statement whose page a proposal was about; blank for any other page."""
    about = correction.about
    return about.removeprefix(_STATEMENTS).rstrip("/") if about.startswith(_STATEMENTS) else ""


def _correction(line: int, cells: dict[str, str]) -> Correction:
    check_id(cells, "id")
    received_on, decided_on = day_in(cells, "received_on"), day_in(cells, "decided_on")
    if decided_on < received_on:
        raise Refused("decided_early", "decided_on")
    if not _PAGE.fullmatch(cells["about"]):
        raise Refused("page_form", "about")
    accept(_kind_faults(cells["kind"]))
    summaries = {lang: text for lang in LANGUAGES if (text := unfolded(cells, lang))}
    accept(_row_faults(cells["outcome"], summaries))
    ends = (cells["about"], cells["kind"], cells["outcome"], decided_on, summaries)
    return Correction(line, cells["id"], received_on, *ends)


def _kind_faults(kind: str) -> Iterator[Refused]:
    if not kind:
        yield Refused("kind_blank", "kind")
    else:
        yield from code_faults("kind", kind, KINDS)
