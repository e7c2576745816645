"""Disclosure scores for programs: as stored, by id of the project, with what each was computed for."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse

from aiqyn.disclosure import load_checklist
from aiqyn_site.api.cursors import make_cursor, read_cursor
from aiqyn_site.api.documents import Document
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.problems import Fault, faulty
from aiqyn_site.api.responses import json_response, next_link
from aiqyn_site.dossier import board
from aiqyn_site.dossier.derive import CardRow
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.projects.queries import Filters

_USUAL_LANGUAGE = "en"


def scores(request: HttpRequest, given: Given) -> HttpResponse:
    """A page of scores, what is surely public the most first. Its cursor holds for one state of the register."""
    bound, state = {**given.values, "limit": str(given.limit)}, ledger.version().tag
    start = read_cursor(given("cursor"), "scores", bound, state)
    found = board.find(
        Filters(
            sector=given("sector"),
            region=given("region"),
            sort=board.SORTS[0],
            page=start // given.limit + 1,
            per_page=given.limit,
        )
    )
    if not found.total and given("region"):
        entity = ledger.entity(given("region"))
        if entity is None or entity.kind != "region":
            raise faulty([Fault("region", "There is no region with this id in the register.", given("region"))])
    end = start + len(found.ids)
    cursor = make_cursor(end, "scores", bound, state) if end < found.total else None
    rows = board.cards(found.ids)
    items = [score_document(rows[key]) for key in found.ids if key in rows]
    document = {"total": found.total, "items": items, "next": cursor}
    return json_response(document, next_link("/api/scores", given, cursor))


def score_document(row: CardRow) -> Document:
    """A project's score. Points are 0 to 100 with one decimal, the coverage per cent."""
    return {
        "project": row.project,
        "stage": row.stage,
        "conditions": row.conditions.split(),
        "points": _digits(row.tally.points),
        "low": _digits(row.tally.low),
        "high": _digits(row.tally.high),
        "equal_points": _digits(row.equal),
        "assessed": row.assessed,
        "applicable": row.applicable,
        "coverage": _digits(row.share),
        "rank_allowed": bool(row.rank_allowed),
        "known_not_disclosed": row.known_not_disclosed,
        "verdicts": dict(zip(load_checklist().items, row.verdict_keys, strict=True)),
        "digest": row.digest,
        "page": f"{entity_url(_USUAL_LANGUAGE, 'project', row.project)}disclosure/",
    }


def _digits(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
