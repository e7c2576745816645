"""Environmental records and information requests for programs, newest first, as their pages tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse

from aiqyn.deadlines.load import load_laws
from aiqyn.dossier.record import DAYS, InformationRequest, Record
from aiqyn.dossier.request_clock import clock
from aiqyn.exchange.attachments import ATTACHMENT
from aiqyn_site.api.cursors import make_cursor, read_cursor
from aiqyn_site.api.documents import Document
from aiqyn_site.api.labels import Labels, labels_for
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.problems import Fault, faulty
from aiqyn_site.api.responses import json_response, next_link
from aiqyn_site.clock import today
from aiqyn_site.dossier import queries
from aiqyn_site.dossier.index import RECORD, REQUEST, Row
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import document_url, entity_url

_USUAL_LANGUAGE = "en"


def records(request: HttpRequest, given: Given) -> HttpResponse:
    """A page of records. Its cursor holds for one state of the register."""

    def described(some: list[str], labels: Labels) -> Iterable[Document]:
        return [record_document(one, labels) for one in queries.records(some)]

    return _listed(RECORD, "records", given, described)


def requests(request: HttpRequest, given: Given) -> HttpResponse:
    """A page of requests, each as it stands today. Its cursor holds for one state of the register."""
    as_of = today()

    def described(some: list[str], labels: Labels) -> Iterable[Document]:
        return [request_document(one, labels, as_of) for one in queries.requests(some)]

    return _listed(REQUEST, "requests", given, described)


def _listed(
    kind: str, place: str, given: Given, described: Callable[[list[str], Labels], Iterable[Document]]
) -> HttpResponse:
    bound, state = {**given.values, "limit": str(given.limit)}, ledger.version().tag
    start = read_cursor(given("cursor"), place, bound, state)
    rows = _rows(kind, given("about"))
    some = [one.id for one in rows[start : start + given.limit]]
    end = start + len(some)
    cursor = make_cursor(end, place, bound, state) if end < len(rows) else None
    items = list(described(some, labels_for(some, given("lang"))))
    return json_response(
        {"total": len(rows), "items": items, "next": cursor}, next_link(f"/api/{place}", given, cursor)
    )


def _rows(kind: str, about: str) -> list[Row]:
    """All of a kind, or those that belong to an entity, newest first. Refuses an entity that is not there."""
    known = queries.index(kind)
    if not about:
        return queries.newest_first(known.rows)
    places = known.of.get(about, ())
    if not places and ledger.entity(about) is None:
        raise faulty([Fault("about", "There is no entity with this id in the register.", about)])
    return queries.newest_first([known.rows[place] for place in places])


def record_document(one: Record, labels: Labels) -> Document:
    """A record. Dates are EDTF, codes those of the vocabulary; what is not told is null."""
    return {
        "id": one.id,
        "label": labels.entity(one.id),
        "document_type": one.document_type or None,
        "event_type": one.event_type or None,
        "date": one.date or None,
        "projects": list(one.projects),
        "status": one.code("record_status") or None,
        "finding": one.code("finding") or None,
        "documents": [document_url(name) for name in one.codes(ATTACHMENT)],
        "page": entity_url(labels.lang or _USUAL_LANGUAGE, RECORD, one.id),
    }


def request_document(one: InformationRequest, labels: Labels, as_of: date) -> Document:
    """A request with its clock on a day. A day that is not known to the day is null, and stands among `vague`."""
    found, days = clock(one, load_laws(), as_of), one.days
    due = found.derivation
    return {
        "id": one.id,
        "label": labels.entity(one.id),
        "projects": list(one.projects),
        "bodies": list(one.bodies),
        "asked": list(one.asked_documents),
        **{name: _day(getattr(days, name)) for name in DAYS},
        "vague": [{"event": event.kind, "date": event.date} for event in one.vague],
        "law": one.rule_id or None,
        "due_min": _day(due.due_min) if due else None,
        "due_max": _day(due.due_max) if due else None,
        "status": str(found.status),
        "days": found.days,
        "outcome": one.outcome or None,
        "as_of": as_of.isoformat(),
        "documents": [document_url(name) for name in one.codes(ATTACHMENT)],
        "page": entity_url(labels.lang or _USUAL_LANGUAGE, REQUEST, one.id),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
