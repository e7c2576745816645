"""Who may see and do what at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn_site.accounts.models import Person, Role
from aiqyn_site.accounts.sessions import person_of
from aiqyn_site.desk.desk_frame import language_of, show_desk
from aiqyn_site.pages.wording import wording

SIGN_IN = "/desk/sign-in/"
HOME = "/desk/"
_OF_THE_DESK = re.compile(r"/desk/[A-Za-z0-9/_.?=&%+-]{0,300}")
_P = ParamSpec("_P")
_Inner = Callable[Concatenate[HttpRequest, Person, _P], HttpResponse]
_View = Callable[Concatenate[HttpRequest, _P], HttpResponse]


def signed_in(role: str = Role.EDITOR) -> Callable[[_Inner[_P]], _View[_P]]:
    """A view for people who are signed in; they are its second argument. With role "publisher", for these alone.

    Others are sent to sign in and then back; an editor who lacks the role is told so with status 403.
    """

    def decorate(view: _Inner[_P]) -> _View[_P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            person = person_of(request)
            if person is None:
                return HttpResponseRedirect(f"{SIGN_IN}?next={quote(request.get_full_path(), safe='/')}")
            if role == Role.PUBLISHER and not person.is_publisher:
                return refuse(request, "desk_only_publishers")
            return view(request, person, *args, **kwargs)

        return cast("_View[_P]", guarded)

    return decorate


def refuse(request: HttpRequest, reason: str, status: int = 403, **values: str) -> HttpResponse:
    """A page that says why something was not done; `reason` is the key of the text."""
    t = wording(language_of(request))
    return show_desk(
        request, "desk/refused.html", title=t("desk_refused_title"), status=status, text=t(reason, None, **values)
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's handler for a form that does not carry the page's own token."""
    return refuse(request, "desk_forged")


def next_of(text: str) -> str:
    """Where to go after signing in: an address of the desk, and for anything else its first page."""
    return text if _OF_THE_DESK.fullmatch(text) and not text.startswith(SIGN_IN) else HOME
