"""The form by which anyone proposes a correction or a source: no account, no cookie, no script needed."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.exchange.responses import KINDS
from aiqyn.words.digits import count_text
from aiqyn_site.inbox import allowance
from aiqyn_site.inbox.actions import DAYS_OF_TEXT, Sent, propose
from aiqyn_site.inbox.pictures import Picture, stripped
from aiqyn_site.inbox.refusal import NotTaken
from aiqyn_site.inbox.texts import regular
from aiqyn_site.networks import address_of
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.not_taken import is_foreign, too_many
from aiqyn_site.pages.safety import drop_box
from aiqyn_site.pages.subject import path_of, subject_at
from aiqyn_site.pages.wording import wording

LONGEST_TEXT = 5_000
_LONGEST_LINK = 1_000
_LONGEST_ABOUT = 300
#: A field that people do not see and programs fill in.
TRAP = "homepage"
_LINK = re.compile(r"https?://[^\s<>\"'\\]{3,}")


class Filled(NamedTuple):
    """What the form holds when it is shown."""

    about: str = ""
    kind: str = ""
    text: str = ""
    link: str = ""
    trap: str = ""


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The form; sent, the receipt, or the form again with what has to be mended."""
    if request.method == "POST":
        return _send(request, lang)
    about = request.GET.get("about", "")[:_LONGEST_ABOUT]
    path = path_of(about)
    filled = Filled(about=about if path is None else path, kind=request.GET.get("kind", ""))
    return _form(request, lang, filled, {}, query=urlencode({"about": path}) if path else "")


def _form(
    request: HttpRequest,
    lang: str,
    filled: Filled,
    mistakes: dict[str, str],
    *,
    query: str = "",
    had_file: bool = False,
) -> HttpResponse:
    """The form with what is to be mended: keys of the wording by field."""
    t, path, most = wording(lang), path_of(filled.about), count_text(LONGEST_TEXT, lang)
    return show(
        request,
        lang,
        "correction.html",
        title=t("correct_link"),
        description=t("correct_new_described"),
        query=query,
        status=422 if mistakes else 200,
        filled=filled,
        subject=subject_at(lang, path) if path else None,
        kinds=KINDS,
        mistakes={field: t(key, most=most) for field, key in mistakes.items()},
        most=most,
        days=DAYS_OF_TEXT,
        drop_box=drop_box(),
        had_file=had_file,
    )


def _send(request: HttpRequest, lang: str) -> HttpResponse:
    given = request.POST
    filled = Filled(
        about=given.get("about", "")[: _LONGEST_ABOUT + 1],
        kind=given.get("kind", ""),
        text=regular(given.get("text", "")),
        link=given.get("link", "").strip(),
        trap=given.get(TRAP, ""),
    )
    file = request.FILES.get("file")
    mistakes = _mistakes(filled)
    if is_foreign(request):
        mistakes["form"] = "correct_foreign"
    if mistakes:
        return _form(request, lang, filled, mistakes, had_file=bool(file))
    if not allowance.allows("proposal", address_of(request)):
        return too_many(request, lang)
    path = path_of(filled.about) or ""
    try:
        picture: Picture | None = stripped(file.read()) if file else None
        receipt = propose(Sent(filled.kind, path, filled.text, lang, filled.link, picture))
    except NotTaken as refused:
        field = "file" if refused.key.startswith("correct_file") else "form"
        return _form(request, lang, filled, {field: refused.key}, had_file=bool(file))
    title, subject = wording(lang)("correct_taken_title"), subject_at(lang, path)
    return show(
        request, lang, "correction_taken.html", title=title, description=title, receipt=receipt, subject=subject
    )


def _mistakes(filled: Filled) -> dict[str, str]:
    """What has to be mended, as keys of the wording by field."""
    mistakes = {}
    if filled.trap:
        mistakes["trap"] = "correct_trapped"
    if path_of(filled.about) is None:
        mistakes["about"] = "correct_about_missing"
    if filled.kind not in KINDS:
        mistakes["kind"] = "correct_kind_missing"
    if not filled.text:
        mistakes["text"] = "correct_text_blank"
    elif len(filled.text) > LONGEST_TEXT:
        mistakes["text"] = "correct_text_long"
    if filled.link and (len(filled.link) > _LONGEST_LINK or not _LINK.fullmatch(filled.link)):
        mistakes["link"] = "correct_link_bad"
    return mistakes
