"""The endpoints of the API: one table by which requests are checked, answered and described in OpenAPI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Never, TypeVar
from urllib.parse import urlencode

from django.http import HttpResponse

from aiqyn_site.api import parameters as p
from aiqyn_site.api.changes import CHANGE_LIST, changes
from aiqyn_site.api.cursors import Stretch
from aiqyn_site.api.disagreements import DISAGREEMENT_LIST, disagreements
from aiqyn_site.api.http import csv_response, json_response
from aiqyn_site.api.labels import Labels
from aiqyn_site.api.parameters import Given, Parameter
from aiqyn_site.api.projects import PROJECT, PROJECT_LIST, project, projects
from aiqyn_site.api.records import RECORD_LIST, REQUEST_LIST, records, requests
from aiqyn_site.api.register import REGISTER, register
from aiqyn_site.api.scores import SCORE_LIST, scores
from aiqyn_site.api.search import FOUND, SUGGESTIONS, search, suggestions
from aiqyn_site.api.shapes import Shape
from aiqyn_site.api.statements import SOURCE, STATEMENT, STATEMENT_LIST, source, statement, statements, statements_csv
from aiqyn_site.api.vocabulary import VOCABULARY, vocabulary

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the API. `path` is under /api/; a good answer has the `shape`.

    What it gives is told by the wording `api_endpoint_<name>`.
    """

    name: str
    path: str
    shape: Shape[Never]
    answer: Callable[[Given], HttpResponse]
    parameters: tuple[Parameter, ...]

    @property
    def wording(self) -> str:
        return f"api_endpoint_{self.name}"

    @property
    def has_csv(self) -> bool:
        return p.FORMAT in self.parameters


def _endpoint(
    name: str,
    path: str,
    shape: Shape[Thing],
    find: Callable[[Given], tuple[Thing, Labels]],
    *parameters: Parameter,
    as_csv: Callable[[Thing], str] | None = None,
) -> Endpoint:
    """An endpoint that answers with what `find` finds, said in its shape."""

    def answer(given: Given) -> HttpResponse:
        thing, labels = find(given)
        link = ""
        if isinstance(thing, Stretch) and thing.next:
            link = f"/api/{path}?{urlencode({**given.values, 'cursor': thing.next})}"
        if as_csv is not None and given("format") == "csv":
            return csv_response(as_csv(thing), f"{name}.csv", link)
        return json_response(shape.value(thing, labels), link)

    return Endpoint(name, path, shape, answer, parameters)


_LISTED = (p.LANG, p.LIMIT, p.CURSOR)
ENDPOINTS = (
    _endpoint(
        *("projects", "projects", PROJECT_LIST, projects),
        *(p.SECTOR, p.REGION, p.STATUS, p.PARTNER, p.SIZE, p.SEARCH, p.KNOWN_ON, p.SORT, *_LISTED),
    ),
    _endpoint("project", "projects/{slug}", PROJECT, project, p.PROJECT_ID, p.KNOWN_ON, p.LANG),
    _endpoint(
        *("statements", "statements", STATEMENT_LIST, statements),
        *(p.ENTITY, p.PROPERTY, p.SOURCE, p.KNOWN_ON, p.FORMAT, p.LIMIT, p.CURSOR),
        as_csv=statements_csv,
    ),
    _endpoint("statement", "statements/{id}", STATEMENT, statement, p.STATEMENT_ID, p.LANG),
    _endpoint("source", "sources/{id}", SOURCE, source, p.SOURCE_ID, p.LANG),
    _endpoint("disagreements", "disagreements", DISAGREEMENT_LIST, disagreements, p.DIFFERENCE, p.PROPERTY, *_LISTED),
    _endpoint("changes", "changes", CHANGE_LIST, changes, p.SINCE, *_LISTED),
    _endpoint("scores", "scores", SCORE_LIST, scores, p.SECTOR, p.REGION, p.LIMIT, p.CURSOR),
    _endpoint("records", "records", RECORD_LIST, records, p.ABOUT, *_LISTED),
    _endpoint("requests", "requests", REQUEST_LIST, requests, p.ABOUT, *_LISTED),
    _endpoint("search", "search", FOUND, search, p.ASKED, p.FOUND_KIND, p.LANG, p.FOUND),
    _endpoint("suggest", "suggest", SUGGESTIONS, suggestions, p.ASKED, p.LANG),
    _endpoint("register", "register", REGISTER, register),
    _endpoint("vocabulary", "vocabulary", VOCABULARY, vocabulary),
)
