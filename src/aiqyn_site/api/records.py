"""Environmental records and information requests for programs, newest first, as their pages tell them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.dossier.record import DAYS, Entry, InformationRequest, Record, Vague
from aiqyn.dossier.request_clock import Clock, Status, clock
from aiqyn.exchange.attachments import ATTACHMENT
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.api.cursors import Stretch, stretch, stretch_of
from aiqyn_site.api.labels import Labels, labels_for
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.shapes import (
    DAY,
    EDTF,
    ENTITY_LABEL,
    MAYBE_TEXT,
    PATH,
    TEXT,
    Field,
    Shape,
    codes,
    document,
    field,
    leaf,
    lifted,
    listed,
    maybe,
)
from aiqyn_site.clock import elsewhere, today
from aiqyn_site.dossier import queries
from aiqyn_site.dossier.entry_index import RECORD, REQUEST
from aiqyn_site.pages.addresses import document_url

_CODES = load_vocabulary().codes
_LABEL: Field[Entry] = field("label", ENTITY_LABEL, "id")
_DOCUMENTS: Field[Entry] = field(
    "documents",
    listed(PATH),
    lambda entry, _: map(document_url, entry.codes(ATTACHMENT)),
    "The addresses of the documents attached to it.",
)


class Counted(NamedTuple):
    """A request with its clock."""

    request: InformationRequest
    clock: Clock


def _due(counted: Counted) -> tuple[date | None, date | None]:
    """The earliest and the latest day that can be the last for a reply."""
    derivation = counted.clock.derivation
    return (derivation.due_min, derivation.due_max) if derivation else (None, None)


def _day(name: str) -> Field[InformationRequest]:
    return field(name, maybe(DAY), lambda request, _: getattr(request.days, name))


RECORD_DOCUMENT: Shape[Record] = document(
    "An environmental record: a document, an event, or a document that tells of an event.",
    (
        field("id", TEXT),
        _LABEL,
        field("document_type", maybe(codes(_CODES["document_type"]))),
        field("event_type", maybe(codes(_CODES["event_type"]))),
        field("date", EDTF),
        field("projects", listed(TEXT), about="The projects it is about, also through a record it is part of."),
        field("status", maybe(codes(_CODES["record_status"])), lambda record, _: record.code("record_status")),
        field(
            "finding",
            maybe(codes(_CODES["finding"])),
            lambda record, _: record.code("finding"),
            "What it rests on; an allegation is not a finding of an authority.",
        ),
        _DOCUMENTS,
        field("page", PATH, lambda record, labels: labels.page(RECORD, record.id)),
    ),
    name="Record",
)
_VAGUE: Shape[Vague] = document(
    "A step of which the day is not known.", (field("event", TEXT, "kind"), field("date", TEXT, about="In EDTF."))
)
_ASKED: tuple[Field[InformationRequest], ...] = (
    field("id", TEXT),
    _LABEL,
    field("projects", listed(TEXT)),
    field("bodies", listed(TEXT), about="The organisations asked; none where it is not told."),
    field("asked", listed(codes(_CODES["document_type"])), "asked_documents", "The documents asked for."),
    *map(_day, DAYS),
    field("vague", listed(_VAGUE)),
    field("law", MAYBE_TEXT, "rule_id", "The rule that days are counted under."),
)
_DAYS_LATE = "Days after due_max: until as_of without a reply, until the reply where it was late; else null."
_COUNTED: tuple[Field[Counted], ...] = (
    field(
        "due_min",
        maybe(DAY),
        lambda counted, _: _due(counted)[0],
        "The earliest day that can be the last for a reply; null if not counted.",
    ),
    field(
        "due_max",
        maybe(DAY),
        lambda counted, _: _due(counted)[1],
        "The latest such day: only after it a request is overdue.",
    ),
    field("status", codes(Status), "clock.status", "How it stands on as_of."),
    field("days", leaf("integer", "null", minimum=0), "clock.days", _DAYS_LATE),
    field("outcome", maybe(codes(_CODES["request_outcome"])), "request.outcome"),
    field("as_of", DAY, "clock.as_of", "The present day in the country whose law counts, else in the register's own."),
)
REQUEST_DOCUMENT: Shape[Counted] = document(
    "A request for information and how it stands on a day.",
    (
        *lifted(_ASKED, "request"),
        *_COUNTED,
        *lifted([_DOCUMENTS], "request"),
        field("page", PATH, lambda counted, labels: labels.page(REQUEST, counted.request.id)),
    ),
    name="Request",
)
RECORD_LIST = stretch_of(RECORD_DOCUMENT, "environmental records, newest first, those without a date last")
REQUEST_LIST = stretch_of(REQUEST_DOCUMENT, "information requests, newest first, those without a date last")


def records(given: Given) -> tuple[Stretch[Record], Labels]:
    def find(start: int, length: int) -> tuple[int, Sequence[Record]]:
        ids = _ids(RECORD, given("about"))
        return len(ids), queries.records(ids[start : start + length])

    page = stretch("records", given, find)
    return page, labels_for((record.id for record in page.items), given("lang"))


def requests(given: Given) -> tuple[Stretch[Counted], Labels]:
    """A page of requests, each as it stands today."""
    days, laws = (today(), elsewhere()), load_laws()

    def find(start: int, length: int) -> tuple[int, Sequence[Counted]]:
        ids = _ids(REQUEST, given("about"))
        asked = queries.requests(ids[start : start + length])
        return len(ids), [Counted(request, clock(request, laws, *days)) for request in asked]

    page = stretch("requests", given, find)
    return page, labels_for((counted.request.id for counted in page.items), given("lang"))


def _ids(kind: str, about: str) -> list[str]:
    """All of a kind, or those that belong to an entity, newest first."""
    index = queries.index(kind)
    rows = [index.rows[place] for place in index.of.get(about, ())] if about else index.rows
    return [row.id for row in queries.newest_first(rows)]
