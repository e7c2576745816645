"""The page that says why something sent in was not taken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn_site.pages.frame import show
from aiqyn_site.pages.wording import wording


def too_many(request: HttpRequest, lang: str) -> HttpResponse:
    """More came within the hour than is taken (RFC 6585, 429)."""
    t = wording(lang)
    title, text = t("correct_flood_title"), t("correct_flood")
    response = show(request, lang, "refused.html", title=title, description=text, status=429, heading=title, text=text)
    response.headers["Retry-After"] = "3600"
    return response


def is_foreign(request: HttpRequest) -> bool:
    """Whether a page of another site made the reader's browser send this (Fetch Metadata, W3C)."""
    return request.headers.get("Sec-Fetch-Site", "") == "cross-site"
