"""The OpenAPI 3.1 document, written from the table that checks requests and the shapes answers are held to.

Its examples are taken from the register that is loaded, so none of them can be out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn_site.api.endpoints import ENDPOINTS, Endpoint
from aiqyn_site.api.parameters import (
    ASKED,
    CURSOR,
    LONGEST_QUERY,
    MOST_ITEMS,
    SECTOR,
    Given,
    Parameter,
    read_parameters,
)
from aiqyn_site.api.problems import (
    ADDRESS,
    MEDIA_TYPE,
    METHOD,
    NOT_FOUND,
    PARAMETER,
    QUERY,
    TOO_LONG,
    Problem,
)
from aiqyn_site.api.responses import ALLOWED, json_response
from aiqyn_site.api.schemas import schemas
from aiqyn_site.api.views import VIEWS
from aiqyn_site.dossier import queries
from aiqyn_site.dossier.index import RECORD, REQUEST
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.version import Version
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.queries import Filters, ProjectCard, find_projects

OPENAPI = "3.1.0"
API_VERSION = "1.0.0"
_ITEMS_SHOWN = 2
Document = dict[str, Any]

_INTRODUCTION = f"""\
The register as data: read-only, without a key, open to scripts of any origin. Every figure comes with its
source, its date and what other sources say.

Lists have pages of at most {MOST_ITEMS} items: `next` is the `cursor` of the next one, and the header `Link`
has its whole address. With `known_on` an answer is as the register was known on that day. Good answers carry
an `ETag`: send it back as `If-None-Match` and the answer is 304 while nothing has changed. Errors are problem
documents (RFC 9457) that name the field and the way out. What is not known is null. Figures are strings of
digits, so that none is lost. A query has at most {LONGEST_QUERY} bytes."""

_written: tuple[Version, Document] | None = None


def openapi(request: HttpRequest, given: Given) -> HttpResponse:
    """The OpenAPI document, written once for each version of the ledger."""
    global _written  # noqa: PLW0603 - one value a process, replaced whole
    now = ledger.version()
    if _written is None or _written[0] != now:
        _written = (now, openapi_document(examples()))
    return json_response(_written[1])


def openapi_document(shown: Mapping[str, str]) -> Document:
    """The whole document; `shown` gives an example for each kind of parameter value."""
    register = ledger.register()
    document: Document = {
        "openapi": OPENAPI,
        "info": {
            "title": f"Aiqyn: {register.meta['title'].get('en', '')}".rstrip(": "),
            "version": API_VERSION,
            "summary": "A register in which every figure shows who said it, when, and who says otherwise",
            "description": _INTRODUCTION,
        },
        "servers": [{"url": "/", "description": "The server this document came from"}],
        "externalDocs": {"url": "/api/", "description": "The API for people, in four languages"},
        "tags": [{"name": "register", "description": "Reading the register"}],
        "paths": {f"/api/{one.path}": {"get": _operation(one, shown)} for one in ENDPOINTS},
        "components": {"schemas": schemas(), "responses": _problems()},
    }
    licence = register.meta.get("licence")
    if licence:
        document["info"]["license"] = {"name": f"Data: {licence}", "identifier": licence}
    document["paths"]["/api/openapi.json"] = {"get": _own_operation()}
    return document


def _operation(endpoint: Endpoint, shown: Mapping[str, str]) -> Document:
    summary = wording("en")(endpoint.wording)
    content: Document = {
        "application/json": {"schema": {"$ref": f"#/components/schemas/{endpoint.answer}"}},
    }
    example = _answer(endpoint, shown)
    if example is not None:
        content["application/json"]["example"] = example
    if endpoint.has_csv:
        content["text/csv"] = {"schema": {"type": "string", "description": "RFC 4180, with a header."}}
    answer: Document = {"description": summary, "content": content}
    if CURSOR in endpoint.parameters:
        link = {
            "description": "The address of the next page, as `rel=next` (RFC 8288)",
            "schema": {"type": "string"},
        }
        answer["headers"] = {"Link": link}
    has_path = any(one.is_path for one in endpoint.parameters)
    return {
        "operationId": endpoint.name,
        "tags": ["register"],
        "summary": summary,
        "parameters": [_parameter(one, shown) for one in endpoint.parameters],
        "responses": {
            "200": answer,
            "304": {"description": "Nothing has changed since the answer whose ETag was sent"},
            "400": {"$ref": "#/components/responses/BadRequest"},
            **({"404": {"$ref": "#/components/responses/NotFound"}} if has_path else {}),
            "405": {"$ref": "#/components/responses/ReadOnly"},
            "414": {"$ref": "#/components/responses/TooLong"},
        },
    }


def _own_operation() -> Document:
    return {
        "operationId": "openapi",
        "tags": ["register"],
        "summary": "This document",
        "responses": {
            "200": {
                "description": "The OpenAPI document of this API",
                "content": {"application/json": {"schema": {"type": "object", "required": ["openapi", "paths"]}}},
            },
            "400": {"$ref": "#/components/responses/BadRequest"},
            "405": {"$ref": "#/components/responses/ReadOnly"},
        },
    }


def _parameter(one: Parameter, shown: Mapping[str, str]) -> Document:
    described: Document = {
        "name": one.name,
        "in": "path" if one.is_path else "query",
        "description": wording("en")(one.wording),
        "required": one.is_path,
        "schema": one.schema(),
    }
    if shown.get(one.example):
        described["example"] = shown[one.example]
    return described


def _problems() -> Document:
    refused = _refused([SECTOR], "sector=%D0%B5nergy")
    missing = Problem(NOT_FOUND, "slug: There is no project with this id; /api/projects lists those there are.")
    written = Problem(METHOD, f"Nothing can be changed through the API; use one of {ALLOWED}.")
    long = _refused([], "q=" + "x" * LONGEST_QUERY)
    return {
        "BadRequest": _response(
            f"What was asked for is not right ({PARAMETER.type}, {QUERY.type}, {ADDRESS.type})", refused
        ),
        "NotFound": _response(f"There is no such thing ({NOT_FOUND.type})", missing),
        "ReadOnly": _response(f"The method changes something ({METHOD.type})", written),
        "TooLong": _response(f"The query is too long ({TOO_LONG.type})", long),
    }


def _refused(table: list[Parameter], query: str) -> Problem:
    """The problem that a query makes."""
    try:
        read_parameters(table, query, {})
    except Problem as problem:
        return problem
    raise ValueError(f"{query} is right")


def _response(description: str, problem: Problem) -> Document:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": schema, "example": problem.document()}},
    }


# --- Examples from the register -----------------------------------------------------------------------------


def examples() -> dict[str, str]:
    """A value of each kind that finds something in this register; empty for an empty register."""
    most_disputed = find_projects(Filters(sort="disagreements", per_page=1)).items
    if not most_disputed:
        return {}
    card = most_disputed[0]
    lead = card.cost or card.capacity
    said = lead.statement if lead else ledger.statements_about(card.id)[0]
    return {
        "project": card.id,
        "source": said.source,
        "statement": said.id,
        "property": said.property,
        "known_on": card.updated,
        "since": card.updated,
        "lang": "kk",
        "format": "csv",
        "sort": "-cost",
        "difference": "conflict",
        "found": "project",
        "about": _about(),
        "q": card.names.best("kk").text.split()[0][:40],
        **_facets(card),
    }


def _about() -> str:
    """The first entity by id that has a record and a request; blank where none has both."""
    both = queries.index(RECORD).of.keys() & queries.index(REQUEST).of.keys()
    return min(both, default="")


def _facets(card: ProjectCard) -> dict[str, str]:
    first: dict[str, Iterable[str]] = {"region": card.regions, "partner": card.partners}
    return {
        "sector": card.sector,
        "status": card.status,
        "size": "over_1bn",
        **{facet: next(iter(values), "") for facet, values in first.items()},
    }


def _answer(endpoint: Endpoint, shown: Mapping[str, str]) -> Document | None:
    """A real answer of an endpoint, its lists cut to two items; None when the register is empty."""
    if not shown:
        return None
    request = HttpRequest()
    request.method = "GET"
    asked = {CURSOR: ("limit", str(_ITEMS_SHOWN)), ASKED: ("q", shown["q"])}
    request.META["QUERY_STRING"] = urlencode([pair for one, pair in asked.items() if one in endpoint.parameters])
    path = {one.name: shown[one.example] for one in endpoint.parameters if one.is_path}
    found: Document = json.loads(VIEWS[endpoint.name](request, **path).content)
    return {name: _cut(value) for name, value in found.items()}


def _cut(value: object) -> object:
    """Long lists are cut, lists inside lists too: an example shows a shape."""
    if isinstance(value, list):
        return [_cut(item) for item in value[:_ITEMS_SHOWN]]
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in value.items()}
    return value
