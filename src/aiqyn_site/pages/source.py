"""The page of a source: what it is, the way to the original, and every statement drawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Source
from aiqyn.words.date_text import date_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Recorded
from aiqyn_site.pages.addresses import entity_url, source_url
from aiqyn_site.pages.figures import Figure, Printer, printer_for
from aiqyn_site.pages.render import capital, host_of, render
from aiqyn_site.pages.views import missing

_PER_PAGE = 100
#: The kinds of entity that have a page.
_PAGED = ("project", "organisation", "region", "programme", "edition", "event")


class Drawn(NamedTuple):
    """A statement drawn from the source, with what it is about."""

    name: str
    name_lang: str
    href: str
    label: str
    part: str
    figure: Figure
    withdrawn: bool


class SourceView(NamedTuple):
    """All that the template prints."""

    source: Source
    kind: str
    tier: str
    language: str
    published: str
    published_basis: str
    total: int
    rows: tuple[Drawn, ...]
    next_href: str
    cite: str
    address: str


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """A source's page."""
    source = ledger.source(identifier)
    if source is None:
        return missing(request, lang)
    after = _after(request)
    drawn = ledger.statements_from(identifier, after, _PER_PAGE + 1)
    shown = drawn[:_PER_PAGE]
    printer = printer_for(
        lang,
        [one.statement for one in shown],
        [one.statement.entity for one in shown],
        marks="permanent_link",
    )
    total = ledger.count_statements(source=identifier)
    more = f"{source_url(lang, identifier)}?after={shown[-1].number}" if len(drawn) > _PER_PAGE else ""
    view = _view(printer, source, shown, total, more, host_of(request))
    described = printer.t(
        "source_described",
        publisher=source.publisher or printer.t("publisher_unknown"),
        statements=printer.t("n_statements", n=total),
    )
    query = f"after={after}" if after else ""
    return render(request, "source.html", {"p": view}, lang, title=source.title, description=described, query=query)


def _after(request: HttpRequest) -> int:
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _view(printer: Printer, source: Source, shown: list[Recorded], total: int, more: str, host: str) -> SourceView:
    t, lang, codes = printer.t, printer.lang, printer.vocabulary.codes["source_kind"]
    code = codes.get(source.kind)
    published = date_text(source.published, lang)
    kinds = {kind: {one.id for one in ledger.entities(kind)} for kind in _PAGED}
    return SourceView(
        source=source,
        kind=code.label(lang) if code else source.kind,
        tier=t("tier_n", tier=code.tier) if code and code.tier else "",
        language=t(f"lang_{source.lang}") if t.has(f"lang_{source.lang}") else source.lang,
        published=published or t("undated"),
        published_basis=t(f"published_{source.published_basis}")
        if published and t.has(f"published_{source.published_basis}")
        else "",
        total=total,
        rows=tuple(_drawn(printer, one, kinds) for one in shown),
        next_href=more,
        cite=t("cite_source", title=source.title, publisher=source.publisher or t("publisher_unknown")),
        address=host + source_url(lang, source.id),
    )


def _drawn(printer: Printer, one: Recorded, kinds: Mapping[str, set[str]]) -> Drawn:
    said = one.statement
    kind = next((kind for kind, ids in kinds.items() if said.entity in ids), "")
    name, lang = printer.name(said.entity)
    prop = printer.vocabulary.properties[said.property]
    return Drawn(
        name,
        lang,
        entity_url(printer.lang, kind, said.entity),
        capital(prop.label(printer.lang)),
        printer.part(said.part),
        printer.figure(said),
        one.retracted_by is not None,
    )
