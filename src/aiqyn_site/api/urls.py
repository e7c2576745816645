"""The addresses under /api/. Whatever else is asked for there is answered by a problem, never by a page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from aiqyn_site.api.endpoints import ENDPOINTS
from aiqyn_site.api.openapi import openapi
from aiqyn_site.api.page import PAGE_PARAMETERS, page
from aiqyn_site.api.responses import answered
from aiqyn_site.api.views import VIEWS, missing


def _pattern(template: str) -> str:
    """`projects/{slug}` as an expression; what stands for a slug is checked by the parameter table."""
    return "^" + template.replace("{", "(?P<").replace("}", ">[^/]+)") + "$"


urlpatterns: list[URLPattern | URLResolver] = [
    path("", answered(PAGE_PARAMETERS, page)),
    path("openapi.json", answered((), openapi)),
    *(re_path(_pattern(one.path), VIEWS[one.name]) for one in ENDPOINTS),
    re_path(r"^(?s:.*)$", answered((), missing)),
]
