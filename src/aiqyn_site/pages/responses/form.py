"""The form by which anyone proposes a correction or a source: no account, no cookie, no script needed."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.exchange.responses import KINDS
from aiqyn.words.digits import count_text
from aiqyn_site.corrections import flow
from aiqyn_site.corrections.actions import DAYS_OF_TEXT, Sent, propose
from aiqyn_site.corrections.pictures import Picture, stripped
from aiqyn_site.corrections.refusal import NotTaken
from aiqyn_site.corrections.texts import regular
from aiqyn_site.networks import address_of
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.responses.about import About, about_page, path_of
from aiqyn_site.pages.responses.refusals import is_foreign, too_many
from aiqyn_site.pages.responses.safety import DropBox, drop_box
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


class Option(NamedTuple):
    """A kind of proposal to choose."""

    key: str
    label: str
    chosen: bool


class FormView(NamedTuple):
    """All that the template prints. `mistakes` are sentences by the field they are about."""

    filled: Filled
    about: About | None
    kinds: tuple[Option, ...]
    mistakes: dict[str, str]
    most: str
    days: int
    drop_box: DropBox
    had_file: bool


class TakenView(NamedTuple):
    """What is shown once, after a proposal was taken."""

    receipt: str
    about: About


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The form; sent, the receipt, or the form again with what has to be mended."""
    if request.method == "POST":
        return _taken(request, lang)
    about = request.GET.get("about", "")[:_LONGEST_ABOUT]
    path = path_of(about)
    filled = Filled(about=about if path is None else path, kind=request.GET.get("kind", ""))
    query = urlencode({"about": path}) if path else ""
    return _form(request, lang, filled, {}, query=query)


def _form(
    request: HttpRequest,
    lang: str,
    filled: Filled,
    mistakes: dict[str, str],
    *,
    query: str = "",
    had_file: bool = False,
) -> HttpResponse:
    t = wording(lang)
    path = path_of(filled.about)
    view = FormView(
        filled=filled,
        about=about_page(lang, path) if path else None,
        kinds=tuple(Option(key, t(f"correct_kind_{key}"), key == filled.kind) for key in KINDS),
        mistakes={field: t(key, most=count_text(LONGEST_TEXT, lang)) for field, key in mistakes.items()},
        most=count_text(LONGEST_TEXT, lang),
        days=DAYS_OF_TEXT,
        drop_box=drop_box(),
        had_file=had_file,
    )
    title, status = t("correct_link"), 422 if mistakes else 200
    description = t("correct_new_described")
    return render(
        request,
        "responses/form.html",
        {"p": view},
        lang,
        title=title,
        description=description,
        query=query,
        status=status,
    )


def _taken(request: HttpRequest, lang: str) -> HttpResponse:
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
    if not flow.allows("proposal", address_of(request)):
        return too_many(request, lang)
    path = path_of(filled.about) or ""
    try:
        picture: Picture | None = stripped(file.read()) if file else None
        receipt = propose(Sent(filled.kind, path, filled.text, lang, filled.link, picture))
    except NotTaken as refused:
        field = "file" if refused.key.startswith("correct_file") else "form"
        return _form(request, lang, filled, {field: refused.key}, had_file=bool(file))
    t = wording(lang)
    view, title = TakenView(receipt, about_page(lang, path)), t("correct_taken_title")
    return render(request, "responses/taken.html", {"p": view}, lang, title=title, description=title)


def _mistakes(filled: Filled) -> dict[str, str]:
    """What has to be mended, as keys of the wording by field."""
    found = {}
    if filled.trap:
        found["trap"] = "correct_trapped"
    if path_of(filled.about) is None:
        found["about"] = "correct_about_missing"
    if filled.kind not in KINDS:
        found["kind"] = "correct_kind_missing"
    if not filled.text:
        found["text"] = "correct_text_blank"
    elif len(filled.text) > LONGEST_TEXT:
        found["text"] = "correct_text_long"
    if filled.link and (len(filled.link) > _LONGEST_LINK or not _LINK.fullmatch(filled.link)):
        found["link"] = "correct_link_bad"
    return found
