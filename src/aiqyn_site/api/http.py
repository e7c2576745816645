"""From an answer to HTTP: JSON, CSV and problems, open to every origin, never with credentials."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse

from aiqyn.errors import Refused
from aiqyn_site.api.parameters import Given, Parameter, language_asked, read_parameters
from aiqyn_site.api.problems import MEDIA_TYPE, METHOD, Problem

ALLOWED = "GET, HEAD, OPTIONS"
#: What may be asked, for people and for browsers that ask first (CORS).
_OPTIONS = {
    "Allow": ALLOWED,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def json_response(document: object, link: str = "") -> HttpResponse:
    return _response(_encode(document), "application/json", link)


def csv_response(text: str, name: str, link: str = "") -> HttpResponse:
    """A good answer as a CSV file (RFC 4180, RFC 7111)."""
    response = _response(text, "text/csv; charset=utf-8; header=present", link)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def problem_response(problem: Problem, lang: str) -> HttpResponse:
    response = _response(_encode(problem.document(lang)), MEDIA_TYPE, status=problem.kind.status)
    response.headers["Content-Language"] = lang
    if problem.kind is METHOD:
        response.headers["Allow"] = ALLOWED
    return response


def _response(text: str, media_type: str, link: str = "", status: int = 200) -> HttpResponse:
    response = HttpResponse(text.encode("utf-8", "backslashreplace"), content_type=media_type, status=status)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    if link:
        response.headers["Link"] = f'<{link}>; rel="next"'
    return response


def answered(
    table: Sequence[Parameter], answer: Callable[[HttpRequest, Given], HttpResponse]
) -> Callable[..., HttpResponse]:
    """A Django view that checks method and parameters first, and turns every problem into its answer."""

    def view(request: HttpRequest, **path: str) -> HttpResponse:
        query = str(request.META.get("QUERY_STRING", ""))
        try:
            if request.method == "OPTIONS":
                response = HttpResponse(status=204, headers=_OPTIONS)
                del response.headers["Content-Type"]
                return response
            if request.method not in {"GET", "HEAD"}:
                raise Problem(METHOD, Refused("method_writes", allowed=ALLOWED))
            return answer(request, read_parameters(table, query, path))
        except Problem as problem:
            return problem_response(problem, language_asked(query))

    return view
