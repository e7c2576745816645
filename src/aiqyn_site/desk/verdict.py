"""A verdict as somebody writes it in a form: read, and checked by the core, box by box."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.http import QueryDict

from aiqyn.disclosure import Assessment, Evidence, Item, Search, Verdict
from aiqyn.errors import Refused
from aiqyn.exchange.assessments import evidence_faults, format_row
from aiqyn.exchange.cells import day_in
from aiqyn.ledger.identity import is_statement_id
from aiqyn.values.text import composed
from aiqyn_site.ledger import queries as ledger

#: Boxes for evidence and for searches: at first, more at a time, and at most.
_EVIDENCE_AT_FIRST, _SEARCHES_AT_FIRST, _MORE, _MOST = 3, 4, 4, 40
_BOXES = ("verdict", "evidence", "searches", "note")
#: The address of a statement's or source's page, pasted instead of its id.
_ADDRESS = re.compile(r"(?:https?://\S+?)?/(?:kk|ru|en|zh)/(?:statements|sources)/([a-z0-9-]+)/?(?:[?#]\S*)?")


class Sent(NamedTuple):
    """What stands in the boxes: evidence as (id, place in it), searches as (place, query, day)."""

    verdict: str
    evidence: tuple[tuple[str, str], ...]
    searches: tuple[tuple[str, str, str], ...]
    note: str
    independent: bool


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
    return composed(" ".join(text.split()))


def _id(text: str) -> str:
    text = _tidy(text)
    pasted = _ADDRESS.fullmatch(text)
    return pasted[1] if pasted else text


def check(sent: Sent, project: str, item: Item, assessor: str, today: date) -> tuple[Assessment | None, list[Refused]]:
    """The verdict as it would be recorded, or None and what is wrong, at its boxes.

    Boxes are `verdict`, `evidence`, `evidence-0`, `searches`, `search-0` and on, `note`. Each filled box is tried alone
    in a verdict that rests on nothing, so that all mistakes are told at once, then all of them in the verdict chosen.
    """
    faults: list[Refused] = []

    def assess(
        verdict: Verdict, evidence: Iterable[Evidence] = (), searches: Iterable[Search] = (), note: str = ""
    ) -> Assessment:
        grounds = tuple(evidence), tuple(searches), note
        assessment = Assessment(item.id, item.version, verdict, assessor, today, *grounds)
        format_row(project, assessment)
        return assessment

    def try_alone(box: str, evidence: Iterable[Evidence] = (), searches: Iterable[Search] = (), note: str = "") -> None:
        try:
            assess(Verdict.NOT_ASSESSED, evidence, searches, note)
        except Refused as refused:
            faults.append(refused.at(box))

    evidence = {f"evidence-{n}": Evidence(*boxes) for n, boxes in enumerate(sent.evidence) if any(boxes)}
    for box, shown in evidence.items():
        try_alone(box, evidence=[shown])
    faults += _unknown(evidence)
    searches: dict[str, Search] = {}
    for box, boxes in _filled(sent.searches):
        try:
            searches[box] = Search(boxes["place"], boxes["query"], day_in(boxes, "day"))
            try_alone(box, searches=[searches[box]])
        except Refused as refused:
            faults.append(refused.at(box))
    try_alone("note", note=sent.note)
    if sent.verdict not in list(Verdict):
        faults.append(Refused("verdict_blank", "verdict"))
    if faults:
        return None, faults
    try:
        return assess(Verdict(sent.verdict), evidence.values(), searches.values(), sent.note), []
    except Refused as refused:
        return None, [at_box(refused)]


def at_box(refused: Refused) -> Refused:
    """What is refused at a column of the file, laid to the box of the form, or to the form where it has none."""
    return refused if refused.field in _BOXES else refused.at("")


def _filled(searches: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    for n, boxes in enumerate(searches):
        if boxes[0] or boxes[1]:
            yield f"search-{n}", dict(zip(("place", "query", "day"), boxes, strict=True))


def _unknown(evidence: Mapping[str, Evidence]) -> Iterator[Refused]:
    """What boxes name and the register does not have."""
    named = [shown.id for shown in evidence.values()]
    statements, sources = ledger.statements_by_id(filter(is_statement_id, named)), ledger.sources(named)
    for box, shown in evidence.items():
        for fault in evidence_faults(shown, sources, statements.__contains__):
            yield fault.at(box)
