"""The page of a source: what it is, the way to the original, and every statement drawn from it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import source_url
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.frame import host_of, show
from aiqyn_site.pages.printer import printer_for

_PER_PAGE = 100


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    source = ledger.source(identifier)
    if source is None:
        return missing(request, lang)
    after = _after(request)
    drawn = ledger.statements_from(identifier, after, _PER_PAGE + 1)
    more, drawn = len(drawn) > _PER_PAGE, drawn[:_PER_PAGE]
    statements = [recorded.statement for recorded in drawn]
    say = printer_for(lang, statements, [statement.entity for statement in statements], marks="permanent_link")
    total, code = ledger.count_statements(source=identifier), say.vocabulary.codes["source_kind"].get(source.kind)
    publisher, address = source.publisher or say.t("publisher_unknown"), source_url(lang, source.id)
    return show(
        request,
        lang,
        "source.html",
        title=source.title,
        description=say.t("source_described", publisher=publisher, statements=say.t("n_statements", n=total)),
        query=f"after={after}" if after else "",
        say=say,
        source=source,
        tier=code.tier if code else "",
        total=total,
        drawn=drawn,
        following=f"{address}?after={drawn[-1].number}" if more else "",
        cite=say.t("cite_source", title=source.title, publisher=publisher),
        address=host_of(request) + address,
    )


def _after(request: HttpRequest) -> int:
    """After which number of the ledger the page goes on; from the first where the query says nothing sensible."""
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
