"""The frame of the desk's pages, in the language of the person who is signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from markupsafe import Markup

from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.word_tables import LANGUAGE_NAMES
from aiqyn_site.accounts.sessions import person_of
from aiqyn_site.pages.entrance import preferred
from aiqyn_site.pages.frame import environment

#: The desk's parts in the order of its menu; each is an address below /desk/ and a text `desk_nav_...`.
SECTIONS = ("assess", "proposals", "corrections", "invitations", "blanking", "log")
_TOKEN = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">')


def language_of(request: HttpRequest) -> str:
    """The language of a page: the person's own; before signing in, the one asked for by ?in=, or the browser's."""
    person = person_of(request)
    asked = person.language if person else request.GET.get("in", "")
    return asked if asked in LANGUAGES else preferred(request.headers.get("Accept-Language", ""))


def show_desk(request: HttpRequest, template: str, *, title: str, status: int = 200, **context: object) -> HttpResponse:
    """A page of the desk. The template extends desk/frame.html, and every form in it must contain `{{ csrf }}`.

    Templates get, besides the context, `title`, `person` (None before signing in) and `languages` by name.
    """
    lang = language_of(request)
    frame = {
        "title": title,
        "person": person_of(request),
        "csrf": _TOKEN.format(get_token(request)),
        "sections": SECTIONS,
        "section": request.path.removeprefix("/desk/").partition("/")[0],
        "here": request.path,
        "languages": LANGUAGE_NAMES,
    }
    response = HttpResponse(environment(lang).get_template(template).render(**frame, **context), status=status)
    response.headers["Content-Language"] = lang
    return response
