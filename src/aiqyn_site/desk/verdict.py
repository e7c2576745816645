"""A verdict as somebody writes it in a form: read, and checked by the rules of the disclosure module, box by box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.http import QueryDict

from aiqyn.disclosure import Assessment, Evidence, Item, Search, Verdict
from aiqyn.errors import Refused
from aiqyn.exchange.assessments import format_row
from aiqyn.exchange.folder import check_day
from aiqyn.ledger.identity import is_statement_id
from aiqyn.words.refusal_text import sentences
from aiqyn.words.word_tables import Wording
from aiqyn_site.ledger import queries as ledger

#: Boxes for evidence and for searches: at first, more at a time, and at most.
_EVIDENCE_AT_FIRST, _SEARCHES_AT_FIRST, _MORE, _MOST = 3, 4, 4, 40
_BOXES = ("evidence", "searches", "note")
#: The address of a statement's or source's page, pasted instead of its id.
_ADDRESS = re.compile(r"(?:https?://\S+?)?/(?:kk|ru|en|zh)/(?:statements|sources)/([a-z0-9-]+)/?(?:[?#]\S*)?")


class Sent(NamedTuple):
    """What stands in the boxes: evidence as (id, place in it), searches as (place, query, day)."""

    verdict: str
    evidence: tuple[tuple[str, str], ...]
    searches: tuple[tuple[str, str, str], ...]
    note: str
    independent: bool


class Checked(NamedTuple):
    """The verdict as it would be recorded, or None and what is wrong, by box.

    Boxes are `verdict`, `evidence`, `evidence-0`, `searches`, `search-0` and on, `note`, and `form` for the whole.
    """

    assessment: Assessment | None
    problems: Mapping[str, str]


def blank(today: date, independent: bool) -> Sent:
    """An empty form; the days of searches say today."""
    searches = (("", "", today.isoformat()),) * _SEARCHES_AT_FIRST
    return Sent("", (("", ""),) * _EVIDENCE_AT_FIRST, searches, "", independent)


def read(form: QueryDict, today: date) -> Sent:
    """What was sent, its text tidied: line breaks and double spaces become one space."""
    evidence, searches = [], []
    for n in range(_MOST):
        if f"evidence-{n}" in form:
            evidence.append((_id(form.get(f"evidence-{n}", "")), _tidy(form.get(f"locator-{n}", ""))))
        if f"place-{n}" in form:
            boxes = (form.get(f"{name}-{n}", "") for name in ("place", "query", "day"))
            place, query, day = map(_tidy, boxes)
            searches.append((place, query, day))
    if "more-evidence" in form:
        evidence += [("", "")] * min(_MORE, _MOST - len(evidence))
    if "more-searches" in form:
        searches += [("", "", today.isoformat())] * min(_MORE, _MOST - len(searches))
    return Sent(
        form.get("verdict", ""),
        tuple(evidence),
        tuple(searches),
        _tidy(form.get("note", "")),
        form.get("independent") == "1",
    )


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _id(text: str) -> str:
    text = _tidy(text)
    pasted = _ADDRESS.fullmatch(text)
    return pasted[1] if pasted else text


def check(sent: Sent, project: str, item: Item, assessor: str, today: date, t: Wording) -> Checked:
    """The verdict that was sent, checked; what is wrong is said in the language of `t` beside its box.

    Each filled box is tried alone in a verdict that rests on nothing, so that all mistakes are told at once, then all
    of them in the verdict chosen.
    """
    problems: dict[str, str] = {}

    def assess(verdict: Verdict, evidence: Iterable[Evidence], searches: Iterable[Search], note: str) -> Assessment:
        grounds = tuple(evidence), tuple(searches), note
        assessment = Assessment(item.id, item.version, verdict, assessor, today, *grounds)
        format_row(project, assessment)
        return assessment

    def try_alone(box: str, evidence: Iterable[Evidence] = (), searches: Iterable[Search] = (), note: str = "") -> None:
        try:
            assess(Verdict.NOT_ASSESSED, evidence, searches, note)
        except Refused as refused:
            problems[box] = _said(refused, t)

    evidence = {f"evidence-{n}": Evidence(*boxes) for n, boxes in enumerate(sent.evidence) if any(boxes)}
    for box, shown in evidence.items():
        try_alone(box, evidence=[shown])
    for box in evidence.keys() - _known(evidence):
        problems[box] = t("desk_f_evidence_unknown")
    searches = _searches(sent, today, problems, t)
    for box, search in searches.items():
        try_alone(box, searches=[search])
    try_alone("note", note=sent.note)
    if sent.verdict not in list(Verdict):
        problems["verdict"] = t("desk_f_verdict")
    if problems:
        return Checked(None, problems)
    try:
        return Checked(assess(Verdict(sent.verdict), evidence.values(), searches.values(), sent.note), {})
    except Refused as refused:
        if refused.field in _BOXES:
            return Checked(None, {refused.field: _said(refused, t)})
        return Checked(None, {"form": t("desk_f_refused", reason=sentences(refused, t))})


def _searches(sent: Sent, today: date, problems: dict[str, str], t: Wording) -> dict[str, Search]:
    """The searches by their boxes; today stands for a day that is none."""
    searches = {}
    for n, (place, query, written) in enumerate(sent.searches):
        if place or query:
            box, day = f"search-{n}", today
            try:
                check_day(written)
                day = date.fromisoformat(written)
            except Refused:
                problems[box] = t("desk_f_day")
            searches[box] = Search(place, query, day)
    return searches


def _known(evidence: Mapping[str, Evidence]) -> set[str]:
    """The boxes that name a statement or source of the register."""
    named = [shown.id for shown in evidence.values()]
    known = ledger.statements_by_id(filter(is_statement_id, named)).keys() | ledger.sources(named).keys()
    return {box for box, shown in evidence.items() if shown.id in known}


def _said(refused: Refused, t: Wording) -> str:
    """What the core refuses: in words for a form where those for a file would mislead, else in its own."""
    key = f"desk_f_{refused.code}"
    return t(key) if t.has(key) else sentences(refused, t)
