"""The page of one of our articles, and the count of its reads."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse

from aiqyn_site.articles import queries as catalogue
from aiqyn_site.articles.reads import count_read, reads_before, today
from aiqyn_site.networks import address_of
from aiqyn_site.pages.addresses import article_url
from aiqyn_site.pages.articles import articles_feed
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.frame import host_of, show
from aiqyn_site.pages.narrative import narrative
from aiqyn_site.pages.printer import printer_for

_IMAGE = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    article, text = catalogue.article(identifier, lang), narrative(f"articles/{identifier}", lang)
    if article is None or text is None:
        return missing(request, lang)
    header = article.header
    say = printer_for(lang, [], header.projects)
    return show(
        request,
        lang,
        "article.html",
        title=header.title,
        description=header.lead,
        feeds=articles_feed(lang).links(),
        say=say,
        article=article,
        text=text,
        languages=catalogue.languages_of(identifier),
        linked=[entity for entity in header.projects if say.kind(entity)],
        reads=reads_before(identifier, today()),
        yesterday=(datetime.date.fromisoformat(today()) - datetime.timedelta(days=1)).isoformat(),
        cite=say.cite_page(header.title),
        address=host_of(request) + article_url(lang, identifier),
    )


def read(request: HttpRequest, slug: str) -> HttpResponse:
    """The image at the end of an article, whose answer counts as a read: once a day for each reader."""
    if not catalogue.languages_of(slug):
        return missing(request)
    is_asked_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if request.method == "GET" and not is_asked_ahead:
        count_read(slug, address_of(request.META), today())
    body = _IMAGE if request.method == "GET" else b""
    response = HttpResponse(body, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
