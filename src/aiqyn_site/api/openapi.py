"""The OpenAPI 3.1 document, written from the table by which requests are checked and answered.

Its examples are taken from the register that is loaded, so none of them can be out of date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from aiqyn.errors import Refused
from aiqyn_site.api.endpoints import ENDPOINTS, Endpoint
from aiqyn_site.api.http import ALLOWED, json_response
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
    PROBLEM,
    QUERY,
    TOO_LONG,
    Problem,
    absent,
)
from aiqyn_site.api.shapes import components
from aiqyn_site.dossier import queries
from aiqyn_site.dossier.entry_index import RECORD, REQUEST
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.queries import Filters, find_projects

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
documents (RFC 9457) that name the field, a code and the way out. What is not known is null. Figures are strings of
digits, so that none is lost. A query has at most {LONGEST_QUERY} bytes."""


def openapi(request: HttpRequest, given: Given) -> HttpResponse:
    return json_response(_present_document())


@kept(1)
def _present_document() -> Document:
    return openapi_document(examples())


def openapi_document(shown: Mapping[str, str]) -> Document:
    """The document; `shown` gives an example for each kind of parameter value."""
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
        "paths": {f"/api/{endpoint.path}": {"get": _operation(endpoint, shown)} for endpoint in ENDPOINTS},
        "components": {
            "schemas": {**components(endpoint.shape for endpoint in ENDPOINTS), **components([PROBLEM])},
            "responses": _problems(),
        },
    }
    licence = register.meta.get("licence")
    if licence:
        document["info"]["license"] = {"name": f"Data: {licence}", "identifier": licence}
    document["paths"]["/api/openapi.json"] = {"get": _own_operation()}
    return document


def _operation(endpoint: Endpoint, shown: Mapping[str, str]) -> Document:
    summary = wording("en")(endpoint.wording)
    content: Document = {"application/json": {"schema": endpoint.shape.schema}}
    example = _answer(endpoint, shown)
    if example is not None:
        content["application/json"]["example"] = example
    if endpoint.has_csv:
        content["text/csv"] = {"schema": {"type": "string", "description": "RFC 4180, with a header."}}
    answer: Document = {"description": summary, "content": content}
    if CURSOR in endpoint.parameters:
        link = {"description": "The address of the next page, as `rel=next` (RFC 8288)", "schema": {"type": "string"}}
        answer["headers"] = {"Link": link}
    has_path = any(parameter.is_path for parameter in endpoint.parameters)
    return {
        "operationId": endpoint.name,
        "tags": ["register"],
        "summary": summary,
        "parameters": [_parameter(parameter, shown) for parameter in endpoint.parameters],
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


def _parameter(parameter: Parameter, shown: Mapping[str, str]) -> Document:
    example = shown.get(parameter.example)
    return {
        "name": parameter.name,
        "in": "path" if parameter.is_path else "query",
        "description": wording("en")(parameter.wording),
        "required": parameter.is_path,
        "schema": parameter.schema(),
        **({"example": example} if example else {}),
    }


def _problems() -> Document:
    refused = _refused([SECTOR], "sector=%D0%B5nergy")
    missing = absent("no_such_project", "slug", "no-such-project", "/api/projects")
    written = Problem(METHOD, Refused("method_writes", allowed=ALLOWED))
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
    return {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": PROBLEM.schema, "example": problem.document("en")}},
    }


# --- Examples from the register -----------------------------------------------------------------------------


def examples() -> dict[str, str]:
    """A value of each kind that finds something in this register; empty for an empty register."""
    _, most_disputed = find_projects(Filters(sort="disagreements", per_page=1))
    if not most_disputed:
        return {}
    card = most_disputed[0]
    lead = card.cost or card.capacity
    statement = lead.statement if lead else ledger.statements_about(card.id)[0]
    with_both = queries.index(RECORD).of.keys() & queries.index(REQUEST).of.keys()
    return {
        "project": card.id,
        "source": statement.source,
        "statement": statement.id,
        "property": statement.property,
        "known_on": card.updated,
        "since": card.updated,
        "lang": "kk",
        "format": "csv",
        "sort": "-cost",
        "difference": "conflict",
        "found": "project",
        "about": min(with_both, default=""),
        "q": card.names.best("kk").text.split()[0][:40],
        "sector": card.sector,
        "status": card.status,
        "size": "over_1bn",
        "region": next(iter(card.regions), ""),
        "partner": next(iter(card.partners), ""),
    }


def _answer(endpoint: Endpoint, shown: Mapping[str, str]) -> Document | None:
    """A real answer of an endpoint, its lists cut to two items; None when the register is empty."""
    if not shown:
        return None
    values = {parameter.name: shown[parameter.example] for parameter in endpoint.parameters if parameter.is_path}
    if CURSOR in endpoint.parameters:
        values["limit"] = str(_ITEMS_SHOWN)
    if ASKED in endpoint.parameters:
        values["q"] = shown["q"]
    document: Document = json.loads(endpoint.answer(Given(values)).content)
    return {name: _cut(value) for name, value in document.items()}


def _cut(value: object) -> object:
    """Long lists are cut, lists inside lists too: an example shows a shape."""
    if isinstance(value, list):
        return [_cut(item) for item in value[:_ITEMS_SHOWN]]
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in value.items()}
    return value
