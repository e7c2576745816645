"""Sessions of the desk: Django's, in the database, but only at the desk's addresses and within limits of time."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, rotate_token
from django.utils.crypto import constant_time_compare, salted_hmac

from aiqyn_site.accounts.models import Person

#: Seconds without a request, and since signing in, after which one has to sign in again.
IDLE_LIMIT, WHOLE_LIMIT = 2 * 3600, 12 * 3600
#: How often, in seconds, the time of the last request is written down.
_NOTED_EVERY = 60
_PERSON, _STAMP, _BEGAN, _SEEN = "person", "stamp", "began", "seen"


def _is_desk(request: HttpRequest) -> bool:
    return request.path.startswith(settings.DESK_PATH)


def _secured(request: HttpRequest, response: HttpResponseBase) -> None:
    """Cookies go over https alone where the site is reached over https."""
    if request.is_secure() or settings.PUBLIC_URL.startswith("https://"):
        for cookie in response.cookies.values():
            cookie["secure"] = True


class DeskSessions(SessionMiddleware):
    """Django's sessions, at the desk only: no other page reads or sets a cookie."""

    def process_request(self, request: HttpRequest) -> None:
        """Give a request at the desk its session."""
        if _is_desk(request):
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session of a request at the desk, and set its cookie."""
        if _is_desk(request):
            response = super().process_response(request, response)
            _secured(request, response)
        return response


class DeskCsrf(CsrfViewMiddleware):
    """Django's guard against forged requests, at the desk only: public forms have no session that could be misused."""

    def process_request(self, request: HttpRequest) -> None:
        """Read the token of a request at the desk."""
        if _is_desk(request):
            super().process_request(request)

    def process_view(self, request, callback, callback_args, callback_kwargs):  # type: ignore[no-untyped-def]  # as Django's
        """Refuse a forged request at the desk."""
        if _is_desk(request):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the token's cookie where a page of the desk asks for it."""
        if _is_desk(request):
            response = super().process_response(request, response)
            _secured(request, response)
        return response


def begin(request: HttpRequest, person: Person) -> None:
    """Let a person be signed in from now on, in a session that is new in all it says: no older key leads to it."""
    request.session.flush()
    request.session.clear_expired()
    now = int(time.time())
    request.session.update({_PERSON: person.pk, _STAMP: _stamp(person), _BEGAN: now, _SEEN: now})
    rotate_token(request)


def end(request: HttpRequest) -> None:
    """Sign out: the session is deleted, here and in the database."""
    request.session.flush()


def person_of(request: HttpRequest) -> Person | None:
    """Who is signed in; a session that is too old, or of a disabled account or an old password, is ended.

    Where the site is only read nobody is.
    """
    session = request.session
    if settings.READ_ONLY or _PERSON not in session:
        return None
    now = int(time.time())
    is_current = now - session[_SEEN] <= IDLE_LIMIT and now - session[_BEGAN] <= WHOLE_LIMIT
    person = Person.objects.filter(pk=session[_PERSON], active=True).first() if is_current else None
    if person is None or not constant_time_compare(session[_STAMP], _stamp(person)):
        session.flush()
        return None
    if now - session[_SEEN] >= _NOTED_EVERY:
        session[_SEEN] = now
    return person


def account_language(request: HttpRequest) -> str:
    """The language of whoever is signed in, asked without any change; "" where nobody is, or it cannot be read."""
    try:
        number = request.session.get(_PERSON, 0) if hasattr(request, "session") else 0
        languages = Person.objects.filter(pk=number, active=True).values_list("language", flat=True)
        return (languages.first() or "") if number else ""
    except DatabaseError:
        return ""


def _stamp(person: Person) -> str:
    """What of a password's hash a session remembers: a new password ends the sessions of the old one."""
    return salted_hmac("aiqyn-desk-session", person.password, algorithm="sha256").hexdigest()
