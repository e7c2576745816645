"""Why something sent in was not taken: beside the fields of its form, or on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse

from aiqyn.errors import Refused
from aiqyn.words.refusal_text import sentences
from aiqyn.words.word_tables import Wording
from aiqyn_site.pages.frame import TOO_MANY, show
from aiqyn_site.pages.wording import wording

FLOOD = "flood"


def mistakes_of(faults: Iterable[Refused], t: Wording) -> dict[str, str]:
    """What is to be mended in a form, by field; `form` stands for the whole. The first fault of a field is told."""
    mistakes: dict[str, str] = {}
    for fault in faults:
        mistakes.setdefault(fault.field or "form", sentences(fault, t))
    return mistakes


def takes_nothing(request: HttpRequest, lang: str) -> HttpResponse:
    """This site only shows a copy (settings.READ_ONLY): a form is not offered, and one that is sent not taken."""
    t = wording(lang)
    title, text = t("correct_copy_title"), t("correct_copy")
    status = 503 if request.method == "POST" else 200
    return show(request, lang, "refused.html", title=title, description=text, status=status, heading=title, text=text)


def status_of(faults: Sequence[Refused]) -> int:
    """The status of a form with such faults: 429 where more came than is taken (RFC 6585), 422 for any other."""
    if any(fault.code == FLOOD for fault in faults):
        return TOO_MANY
    return 422 if faults else 200


def too_many(request: HttpRequest, lang: str) -> HttpResponse:
    """More came than is taken, where nothing was typed that would be lost."""
    t = wording(lang)
    title, text = t("correct_flood_title"), sentences(Refused(FLOOD), t)
    return show(request, lang, "refused.html", title=title, description=text, status=TOO_MANY, heading=title, text=text)


def foreign_faults(request: HttpRequest) -> Iterable[Refused]:
    """A page of another site made the reader's browser send this (Fetch Metadata, W3C)."""
    if request.headers.get("Sec-Fetch-Site", "") == "cross-site":
        yield Refused("form_foreign")
