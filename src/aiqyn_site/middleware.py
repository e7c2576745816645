"""What holds for every response, pages and API alike: security headers, and reading only."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

#: Nothing may be fetched from anyone else, only the site's own script file runs, no page can be framed.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_READING = ("GET", "HEAD")
_API = "/api/"

Handler = Callable[[HttpRequest], HttpResponse]


def security_headers(get_response: Handler) -> Handler:
    """Adds the headers to every response."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def read_only(get_response: Handler) -> Handler:
    """Refuses everything but reading on pages; the API answers for itself, as a problem document."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in _READING or request.path.startswith(_API):
            return get_response(request)
        return HttpResponseNotAllowed(_READING)

    return middleware
