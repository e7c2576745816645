"""The shapes of what `/api/records` and `/api/requests` answer; see `schemas.py`."""

from __future__ import annotations

from aiqyn.dossier.request_clock import Status
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.api.shapes import (
    DAY,
    EDTF,
    MAYBE_LABEL,
    MAYBE_TEXT,
    PATH,
    TEXT,
    Schema,
    closed,
    codes,
    described,
    listed,
    maybe,
)


def dossier_schemas() -> dict[str, Schema]:
    """The schemas of records and requests by name; the lists themselves are made with the other lists."""
    return {"Record": _record(), "Request": _request()}


def _record() -> Schema:
    return closed(
        "An environmental record: a document, an event, or a document that tells of an event.",
        {
            "id": TEXT,
            "label": MAYBE_LABEL,
            "document_type": _code("document_type"),
            "event_type": _code("event_type"),
            "date": EDTF,
            "projects": described(listed(TEXT), "The projects it is about, also through a record it is part of."),
            "status": _code("record_status"),
            "finding": described(_code("finding"), "What it rests on; an allegation is not a finding of an authority."),
            "documents": _documents(),
            "page": PATH,
        },
    )


def _request() -> Schema:
    vague = closed("A step of which the day is not known.", {"event": TEXT, "date": described(TEXT, "In EDTF.")})
    day = maybe(DAY)
    return closed(
        "A request for information and how it stands on a day.",
        {
            "id": TEXT,
            "label": MAYBE_LABEL,
            "projects": listed(TEXT),
            "bodies": described(listed(TEXT), "The organisations asked; none where it is not told."),
            "asked": described(listed(codes(load_vocabulary().codes["document_type"])), "The documents asked for."),
            "sent": day,
            "received": day,
            "registered": day,
            "vague": listed(vague),
            "law": described(MAYBE_TEXT, "The rule that days are counted under."),
            "due_min": described(day, "The earliest day that can be the last for a reply; null if not counted."),
            "due_max": described(day, "The latest such day: only after it a request is overdue."),
            "status": described(codes(Status), "How it stands on as_of."),
            "days": described(
                {"type": ["integer", "null"], "minimum": 0},
                "Days after due_max: until as_of without a reply, until the reply where it was late; else null.",
            ),
            "outcome": _code("request_outcome"),
            "as_of": described(DAY, "The day of the answer, in UTC."),
            "documents": _documents(),
            "page": PATH,
        },
    )


def _code(code_list: str) -> Schema:
    return maybe(codes(load_vocabulary().codes[code_list]))


def _documents() -> Schema:
    return described(listed(PATH), "The addresses of the documents attached to it.")
