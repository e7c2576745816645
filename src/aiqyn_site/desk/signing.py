"""Signing in and out, and the language of the desk."""

from __future__ import annotations

import datetime
import math

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from aiqyn.vocabulary import LANGUAGES
from aiqyn_site.accounts import actions, sessions
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.models import Person
from aiqyn_site.desk.access import HOME, SIGN_IN, next_of, refuse, signed_in
from aiqyn_site.desk.desk_frame import language_of, show_desk
from aiqyn_site.networks import address_of
from aiqyn_site.pages.wording import wording


def sign_in(request: HttpRequest) -> HttpResponse:
    """The page to sign in, and what follows from its form."""
    if settings.READ_ONLY:
        return refuse(request, "correct_copy", 503 if request.method == "POST" else 200)
    if sessions.person_of(request) is not None:
        return HttpResponseRedirect(next_of(request.GET.get("next", "")))
    if request.method != "POST":
        return _form(request)
    name, password = request.POST.get("name", ""), request.POST.get("password", "")
    outcome = actions.sign_in(name, password, address_of(request.META))
    t = wording(language_of(request))
    if isinstance(outcome, datetime.timedelta):
        minutes = math.ceil(outcome.total_seconds() / 60)
        response = _form(request, t("desk_wait", n=minutes), 429)
        response.headers["Retry-After"] = str(math.ceil(outcome.total_seconds()))
        return response
    if outcome is None:
        return _form(request, t("desk_wrong"), 403)
    sessions.begin(request, outcome)
    return HttpResponseRedirect(next_of(request.POST.get("next", "")))


@require_POST
@signed_in()
def sign_out(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign out; the session is gone on the server too."""
    log(person, "signed_out")
    sessions.end(request)
    return HttpResponseRedirect(SIGN_IN)


@require_POST
@signed_in()
def language(request: HttpRequest, person: Person) -> HttpResponse:
    """Change the language in which the desk speaks."""
    wanted = request.POST.get("language", "")
    if wanted in LANGUAGES:
        actions.set_language(person, wanted)
    return HttpResponseRedirect(next_of(request.POST.get("next", "")))


def _form(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    after = next_of(sent.get("next", ""))
    return show_desk(
        request,
        "desk/sign-in.html",
        title=wording(language_of(request))("desk_sign_in"),
        status=status,
        problem=problem,
        next="" if after == HOME else after,
        # The name is given back, unless it may be a password typed into the wrong box.
        name=request.POST.get("name", "")[:100] if request.POST.get("password") else "",
    )
