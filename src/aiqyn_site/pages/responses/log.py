"""The public log of corrections, and the receipt by which a sender learns what became of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aiqyn.exchange.responses import Correction
from aiqyn.words.date_text import date_text
from aiqyn_site.corrections import flow
from aiqyn_site.corrections import queries as corrections
from aiqyn_site.networks import address_of
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.paging import PageLink, page_links, page_number, page_query
from aiqyn_site.pages.responses.about import About, about_page
from aiqyn_site.pages.responses.refusals import too_many
from aiqyn_site.pages.wording import wording

_ON_A_PAGE = 50


class Entry(NamedTuple):
    """A decided proposal. `lang` is that of the summary where there is none in the page's language."""

    id: str
    decided: str
    received: str
    about: About
    kind: str
    outcome: str
    text: str
    lang: str


class Log(NamedTuple):
    """All that the template of the log prints."""

    waiting: int
    entries: tuple[Entry, ...]
    pages: tuple[PageLink, ...]


class Looked(NamedTuple):
    """The form for a receipt, and what it led to: an answer in words, and the editors' text."""

    answer: str
    about: About | None
    text: str
    lang: str


@require_safe
def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The log, newest first."""
    t, known = wording(lang), corrections.corrections()
    last = max(1, -(-len(known) // _ON_A_PAGE))
    number = min(page_number(request), last)
    newest = list(reversed(known))[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
    links = page_links(t, f"/{lang}/corrections/", "", number, last)
    view = Log(corrections.waiting(), tuple(_entry(lang, one) for one in newest), links)
    query = page_query("", number)
    title, description = t("correct_title"), t("correct_described")
    response = render(
        request, "responses/log.html", {"p": view}, lang, title=title, description=description, query=query
    )
    # How many wait is no part of the ledger, by which the page cache goes.
    response.headers["Cache-Control"] = "no-store"
    return response


def receipt(request: HttpRequest, lang: str) -> HttpResponse:
    """The form for a receipt; sent, it says what became of the proposal. All answers are alike but for their words."""
    looked = Looked("", None, "", "")
    if request.method == "POST":
        if not flow.allows("receipt", address_of(request)):
            return too_many(request, lang)
        looked = _looked_up(lang, request.POST.get("receipt", ""))
    t = wording(lang)
    title, description = t("correct_receipt_title"), t("correct_receipt_described")
    return render(request, "responses/receipt.html", {"p": looked}, lang, title=title, description=description)


def _looked_up(lang: str, typed: str) -> Looked:
    t, found = wording(lang), corrections.look_up(typed)
    if found is None:
        return Looked(t("correct_receipt_unknown"), None, "", "")
    received, decided = date_text(found.received, lang), date_text(found.decided, lang)
    answer = t(f"correct_receipt_{found.state}", received=received, decided=decided)
    text, text_lang = _in_language(lang, found.texts)
    return Looked(answer, about_page(lang, found.about), text, text_lang)


def _entry(lang: str, one: Correction) -> Entry:
    t = wording(lang)
    text, text_lang = _in_language(lang, one.summaries)
    received = t("correct_received", day=date_text(one.received_on.isoformat(), lang))
    words = (t(f"correct_kind_{one.kind}"), t(f"correct_outcome_{one.outcome}"))
    decided = date_text(one.decided_on.isoformat(), lang)
    return Entry(one.id, decided, received, about_page(lang, one.about), *words, text, text_lang)


def _in_language(lang: str, texts: Mapping[str, str]) -> tuple[str, str]:
    """The text in the page's language, or the first there is, with its language where it is another."""
    for each in (lang, *texts):
        if texts.get(each):
            return texts[each], "" if each == lang else each
    return "", ""
