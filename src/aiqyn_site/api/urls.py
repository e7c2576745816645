"""The addresses under /api/. Whatever else is asked for there is answered by a problem, never by a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path

from aiqyn.errors import Refused
from aiqyn_site.api.endpoints import ENDPOINTS, Endpoint
from aiqyn_site.api.guide import guide
from aiqyn_site.api.http import answered
from aiqyn_site.api.openapi import openapi
from aiqyn_site.api.parameters import LANG, Given
from aiqyn_site.api.problems import NOT_FOUND, Fault, faulty


def _pattern(endpoint: Endpoint) -> URLPattern:
    """`projects/{slug}` as an expression; what stands for a slug is checked by the parameter table."""
    expression = endpoint.path.replace("{", "(?P<").replace("}", ">[^/]+)")
    return re_path(f"^{expression}$", answered(endpoint.parameters, lambda _, given: endpoint.answer(given)))


def _nothing(request: HttpRequest, given: Given) -> HttpResponse:
    known = tuple(f"/api/{endpoint.path}" for endpoint in ENDPOINTS)
    raise faulty([Fault(Refused("address_unknown", "path", "use_one_of", known=known), request.path)], NOT_FOUND)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", answered((LANG,), guide)),
    path("openapi.json", answered((), openapi)),
    *map(_pattern, ENDPOINTS),
    re_path(r"^(?s:.*)$", answered((LANG,), _nothing)),
]
