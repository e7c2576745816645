"""The views of the API: read what was asked for, find it, answer. Nothing here changes anything."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import resolve
from aiqyn_site.api import endpoints
from aiqyn_site.api.changes import changes
from aiqyn_site.api.cursors import make_cursor, read_cursor
from aiqyn_site.api.documents import (
    Document,
    card_document,
    disagreement_document,
    project_document,
    source_document,
    statement_document,
    statements_csv,
    whole_statement_document,
)
from aiqyn_site.api.dossier import records, requests
from aiqyn_site.api.labels import entities_named, labels_for
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.problems import NOT_FOUND, Fault, Problem, faulty
from aiqyn_site.api.responses import answered, csv_response, json_response, next_link
from aiqyn_site.api.scores import scores
from aiqyn_site.api.search import search, suggestions
from aiqyn_site.api.vocabulary import vocabulary_document
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.projects.catalogue import FACETS
from aiqyn_site.projects.queries import Filters, find_disagreements, find_projects, totals


def projects(request: HttpRequest, given: Given) -> HttpResponse:
    """A page of projects. Its cursor holds for one state of the register: two do not fit together."""
    bound, state = {**given.values, "limit": str(given.limit)}, ledger.version().tag
    start = read_cursor(given("cursor"), "projects", bound, state)
    found = find_projects(
        Filters(
            **{facet: given(facet) for facet in FACETS},
            q=given("q"),
            sort=given("sort") or "name",
            lang=given("lang") or "en",
            page=start // given.limit + 1,
            per_page=given.limit,
            known_on=given("known_on"),
        )
    )
    if not found.total:
        _check_entity(given, "region", "region")
        _check_entity(given, "partner")
    leads = [lead.statement for card in found.items for lead in (card.cost, card.capacity) if lead is not None]
    named = {key for card in found.items for key in (*card.regions, *card.partners)}
    labels = labels_for(named | entities_named(leads, ledger.register()), given("lang"))
    sources = ledger.sources(said.source for said in leads)
    end = start + len(found.items)
    cursor = make_cursor(end, "projects", bound, state) if end < found.total else None
    items = [card_document(card, sources, labels) for card in found.items]
    return _page("/api/projects", given, found.total, items, cursor)


def project(request: HttpRequest, given: Given) -> HttpResponse:
    """One project, now or as it was known on a day."""
    slug, lang = given("slug"), given("lang")
    entity = ledger.entity(slug)
    if entity is None or entity.kind != "project":
        raise _missing("slug", slug, "project", "/api/projects")
    register = ledger.register()
    statements = ledger.statements_about(slug, given("known_on"))
    resolution = resolve(statements, register.grounds)
    leads = [one.statement for one in resolution.headlines]
    labels = labels_for({slug, *entities_named(leads, register)}, lang)
    sources = ledger.sources(said.source for said in leads)
    return json_response(project_document(slug, statements, resolution, sources, labels))


def statements(request: HttpRequest, given: Given) -> HttpResponse:
    """A page of statements. The ledger only grows at its end, so a cursor stays good for ever."""
    filters = {name: given(name) for name in ("entity", "property", "source", "known_on")}
    after = read_cursor(given("cursor"), "statements", filters)
    total = ledger.count_statements(**filters)
    if not total:
        _check_entity(given, "entity")
        _check_source(given)
    found = ledger.find_statements(**filters, after=after, limit=given.limit + 1)
    items = found[: given.limit]
    cursor = make_cursor(items[-1].number, "statements", filters) if len(found) > len(items) else None
    if given("format") == "csv":
        return csv_response(statements_csv(items), "statements.csv", next_link("/api/statements", given, cursor))
    labels = labels_for((), "")
    return _page("/api/statements", given, total, [statement_document(one, labels) for one in items], cursor)


def statement(request: HttpRequest, given: Given) -> HttpResponse:
    """One statement."""
    found = ledger.statement(given("id"))
    if found is None:
        raise _missing("id", given("id"), "statement", "/api/statements")
    said = found.statement
    labels = labels_for({said.entity, *entities_named([said], ledger.register())}, given("lang"))
    return json_response(whole_statement_document(found, ledger.source(said.source), labels))


def source(request: HttpRequest, given: Given) -> HttpResponse:
    """One source."""
    found = ledger.source(given("id"))
    if found is None:
        raise _missing("id", given("id"), "source", "/api/statements")
    total = ledger.count_statements(source=found.id)
    return json_response(source_document(found, total, labels_for((), given("lang"))))


def disagreements(request: HttpRequest, given: Given) -> HttpResponse:
    """A page of disagreements, for one state of the register."""
    bound, state = {**given.values, "limit": str(given.limit)}, ledger.version().tag
    start = read_cursor(given("cursor"), "disagreements", bound, state)
    found = find_disagreements(given("kind"), given("property"), start // given.limit + 1, given.limit)
    parts = ledger.register().parts
    named = {one.key.subject for one in found.items}
    named.update(one.key.part for one in found.items if one.key.part and one.key.part not in parts)
    labels = labels_for(named, given("lang"))
    end = start + len(found.items)
    cursor = make_cursor(end, "disagreements", bound, state) if end < found.total else None
    items = [disagreement_document(one, labels) for one in found.items]
    return _page("/api/disagreements", given, found.total, items, cursor)


def register(request: HttpRequest, given: Given) -> HttpResponse:
    """The register as a whole."""
    now, counted = ledger.register(), totals()
    meta, state = now.meta, now.version
    founded = meta.get("founded")
    document: Document = {
        "id": now.id,
        "title": meta["title"],
        "summary": meta["summary"],
        "languages": meta.get("languages", []),
        "licence": meta.get("licence") or None,
        "publisher": meta.get("publisher") or None,
        "founded": founded.isoformat() if isinstance(founded, date) else founded or None,
        "version": state.number,
        "head": state.head,
        "recorded": state.recorded or None,
        "counts": {
            "projects": counted.projects,
            "organisations": counted.organisations,
            "regions": counted.regions,
            "sources": counted.sources,
            "statements": counted.statements,
            "conflicts": counted.conflicts,
            "differences": counted.differences,
        },
        "links": {
            "projects": "/api/projects",
            "statements": "/api/statements",
            "disagreements": "/api/disagreements",
            "changes": "/api/changes",
            "scores": "/api/scores",
            "records": "/api/records",
            "requests": "/api/requests",
            "search": "/api/search",
            "vocabulary": "/api/vocabulary",
            "openapi": "/api/openapi.json",
            "help": "/api/",
        },
    }
    return json_response(document)


def vocabulary(request: HttpRequest, given: Given) -> HttpResponse:
    """All words."""
    return json_response(vocabulary_document())


def missing(request: HttpRequest, given: Given) -> HttpResponse:
    """An address under /api/ that is none of the API's."""
    path = request.path
    known = ", ".join(f"/api/{one.path}" for one in endpoints.ENDPOINTS)
    raise Problem(
        NOT_FOUND,
        f"There is nothing at this address; there is {known}.",
        (Fault("path", "No such address.", path),),
    )


def _page(path: str, given: Given, total: int, items: list[Document], cursor: str | None) -> HttpResponse:
    return json_response({"total": total, "items": items, "next": cursor}, next_link(path, given, cursor))


def _missing(field: str, value: str, what: str, where: str) -> Problem:
    return faulty([Fault(field, f"There is no {what} with this id; {where} lists those there are.", value)], NOT_FOUND)


def _check_entity(given: Given, name: str, kind: str = "") -> None:
    """Refuses a filter by an entity that is not there (asked only when nothing was found)."""
    if not given(name):
        return
    entity = ledger.entity(given(name))
    if entity is None or (kind and entity.kind != kind):
        raise faulty([Fault(name, f"There is no {kind or 'entity'} with this id in the register.", given(name))])


def _check_source(given: Given) -> None:
    if given("source") and ledger.source(given("source")) is None:
        raise faulty([Fault("source", "There is no source with this id in the register.", given("source"))])


VIEWS = {
    endpoint.name: answered(endpoint.parameters, view)
    for endpoint, view in (
        (endpoints.PROJECTS, projects),
        (endpoints.PROJECT, project),
        (endpoints.STATEMENTS, statements),
        (endpoints.STATEMENT, statement),
        (endpoints.SOURCE, source),
        (endpoints.DISAGREEMENTS, disagreements),
        (endpoints.CHANGES, changes),
        (endpoints.SCORES, scores),
        (endpoints.RECORDS, records),
        (endpoints.REQUESTS, requests),
        (endpoints.SEARCH, search),
        (endpoints.SUGGEST, suggestions),
        (endpoints.REGISTER, register),
        (endpoints.VOCABULARY, vocabulary),
    )
}
