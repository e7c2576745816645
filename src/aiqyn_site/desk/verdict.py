"""A verdict as somebody writes it in a form: read, and checked by the rules of the disclosure module, box by box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.http import QueryDict

from aiqyn.disclosure import Assessment, Evidence, Item, Search, Verdict
from aiqyn.disclosure.checklist import EXCLUDED
from aiqyn.errors import Refused
from aiqyn.exchange.assessments import format_row
from aiqyn.values.text import normal_text
from aiqyn.words.refusal_text import sentences
from aiqyn.words.wording import Wording
from aiqyn_site.dossier.scores import is_statement
from aiqyn_site.ledger import queries as ledger

#: Boxes for evidence and for searches: at first, more at a time, and at most.
_EVIDENCE_AT_FIRST, _SEARCHES_AT_FIRST, _MORE, _MOST = 3, 4, 4, 40
_ON_EVIDENCE = (Verdict.DISCLOSED, Verdict.PARTIAL, Verdict.KNOWN_NOT_DISCLOSED)
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
    """The verdict that was sent, checked; what is wrong is said in the language of `t` beside its box."""
    problems: dict[str, str] = {}
    verdict = Verdict(sent.verdict) if sent.verdict in list(Verdict) else None
    evidence = _evidence(sent, problems, t)
    searches = _searches(sent, today, problems, t)
    _check_text("note", sent.note, problems, t)
    if verdict is None:
        problems["verdict"] = t("desk_f_verdict")
    elif verdict in _ON_EVIDENCE and not evidence and not any(key.startswith("evidence") for key in problems):
        problems["evidence"] = t("desk_f_evidence_needed")
    elif verdict is Verdict.NOT_FOUND and not searches and not any(key.startswith("search") for key in problems):
        problems["searches"] = t("desk_f_search_needed")
    elif verdict in EXCLUDED and not sent.note:
        problems["note"] = t("desk_f_note")
    if problems or verdict is None:
        return Checked(None, problems)
    try:
        assessment = Assessment(item.id, item.version, verdict, assessor, today, evidence, searches, sent.note)
        format_row(project, assessment)
    except Refused as refused:
        return Checked(None, {"form": t("desk_f_refused", reason=sentences(refused, t))})
    return Checked(assessment, {})


def _evidence(sent: Sent, problems: dict[str, str], t: Wording) -> tuple[Evidence, ...]:
    evidence = []
    filled = [(n, boxes) for n, boxes in enumerate(sent.evidence) if any(boxes)]
    named = [identifier for _, (identifier, _) in filled]
    statements, sources = ledger.statements_by_id(filter(is_statement, named)), ledger.sources(named)
    for n, (identifier, locator) in filled:
        box = f"evidence-{n}"
        if identifier not in statements and identifier not in sources:
            problems[box] = t("desk_f_evidence_unknown")
        elif identifier in sources and not locator:
            problems[box] = t("desk_f_locator")
        elif _parts(locator):
            problems[box] = t("desk_f_apart")
        else:
            _check_text(box, locator, problems, t)
        evidence.append(Evidence(identifier, locator))
    return tuple(evidence)


def _searches(sent: Sent, today: date, problems: dict[str, str], t: Wording) -> tuple[Search, ...]:
    searches = []
    for n, (place, query, written) in enumerate(sent.searches):
        if not place and not query:
            continue
        box, day = f"search-{n}", _day(written)
        if not place or not query:
            problems[box] = t("desk_f_search_part")
        elif _parts(place) or _parts(query):
            problems[box] = t("desk_f_apart")
        elif day is None:
            problems[box] = t("desk_f_day")
        elif day > today:
            problems[box] = t("desk_f_future")
        else:
            _check_text(box, place, problems, t)
            _check_text(box, query, problems, t)
            searches.append(Search(place, query, day))
    return tuple(searches)


def _check_text(box: str, text: str, problems: dict[str, str], t: Wording) -> None:
    try:
        normal_text(text)
    except Refused:
        problems[box] = t("desk_f_signs")


def _parts(text: str) -> bool:
    """Whether a text has a sign that parts one thing from the next in the register's file."""
    return "|" in text or ";" in text


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
