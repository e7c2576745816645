"""The public log of corrections, and the receipt by which a sender learns what became of a proposal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aiqyn.errors import Refused
from aiqyn_site.inbox import allowance
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.networks import address_of
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.listing import Listing
from aiqyn_site.pages.not_taken import too_many
from aiqyn_site.pages.subject import subject_at
from aiqyn_site.pages.wording import wording

_PER_PAGE = 50


@require_safe
def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The log, newest first."""
    t, log = wording(lang), inbox.corrections()
    listing = Listing(request, lang, f"/{lang}/corrections/", {}, _PER_PAGE)
    shown = [(correction, subject_at(lang, correction.about)) for correction in listing.shown(log[::-1])]
    response = show(
        request,
        lang,
        "corrections.html",
        title=t("correct_title"),
        description=t("correct_described"),
        query=listing.query,
        waiting=inbox.waiting(),
        corrections=shown,
        links=listing.links(len(log)),
    )
    # How many wait is no part of the ledger, by which the page cache goes.
    response.headers["Cache-Control"] = "no-store"
    return response


def receipt(request: HttpRequest, lang: str) -> HttpResponse:
    """The form for a receipt; sent, it says what became of the proposal. All answers are alike but for their words."""
    t, is_sent = wording(lang), request.method == "POST"
    if is_sent:
        try:
            allowance.admit("receipt", address_of(request.META))
        except Refused:
            return too_many(request, lang)
    outcome = inbox.look_up(request.POST.get("receipt", "")) if is_sent else None
    return show(
        request,
        lang,
        "receipt.html",
        title=t("correct_receipt_title"),
        description=t("correct_receipt_described"),
        is_sent=is_sent,
        outcome=outcome,
        subject=subject_at(lang, outcome.about) if outcome else None,
    )
