"""What holds for every response, pages and API alike: security headers, and reading only but for the forms."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from aiqyn_site.cache import READING
from aiqyn_site.form_sizes import most_bytes
from aiqyn_site.pages.entrance import too_large
from aiqyn_site.response_headers import HEADERS

#: Under no-referrer a browser sends "Origin: null" with a form, which the desk's guard against forgery refuses.
_DESK_HEADERS = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}
_API = "/api/"

Handler = Callable[[HttpRequest], HttpResponse]


def is_desk(request: HttpRequest) -> bool:
    """Whether the request is for a page of the desk, where people sign in."""
    return request.path.startswith(settings.DESK_PATH)


def security_headers(get_response: Handler) -> Handler:
    """Adds the headers to every response; what the desk or a form answers is kept by no cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in (HEADERS | _DESK_HEADERS if is_desk(request) else HEADERS).items():
            response.headers.setdefault(name, value)
        if is_desk(request) or request.method not in READING:
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def read_only(get_response: Handler) -> Handler:
    """Refuses everything but reading, save at the addresses of forms; the API answers for itself.

    A form may be sent with no more bytes than settings.FORMS says for its address; more is refused unread.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in READING or request.path.startswith(_API):
            return get_response(request)
        most = most_bytes(request.path)
        if request.method != "POST" or most is None:
            return HttpResponseNotAllowed(sorted(READING))
        # A length that is no number counts as none: Django then takes the body to be empty.
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isascii() and length.isdigit() and int(length[:20]) > most:
            return too_large(request, most)
        return get_response(request)

    return middleware
