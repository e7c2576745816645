"""The addresses under /api/. Whatever else is asked for there is answered by a problem, never by a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path

from aiqyn_site.api.endpoints import ENDPOINTS, Endpoint
from aiqyn_site.api.guide import guide
from aiqyn_site.api.http import answered
from aiqyn_site.api.openapi import openapi
from aiqyn_site.api.parameters import LANG, Given
from aiqyn_site.api.problems import NOT_FOUND, Fault, Problem


def _pattern(endpoint: Endpoint) -> URLPattern:
    """`projects/{slug}` as an expression; what stands for a slug is checked by the parameter table."""
    expression = endpoint.path.replace("{", "(?P<").replace("}", ">[^/]+)")
    return re_path(f"^{expression}$", answered(endpoint.parameters, lambda _, given: endpoint.answer(given)))


def _nothing(request: HttpRequest, given: Given) -> HttpResponse:
    known = ", ".join(f"/api/{endpoint.path}" for endpoint in ENDPOINTS)
    fault = Fault("path", "No such address.", request.path)
    raise Problem(NOT_FOUND, f"There is nothing at this address; there is {known}.", (fault,))


urlpatterns: list[URLPattern | URLResolver] = [
    path("", answered((LANG,), guide)),
    path("openapi.json", answered((), openapi)),
    *map(_pattern, ENDPOINTS),
    re_path(r"^(?s:.*)$", answered((), _nothing)),
]
