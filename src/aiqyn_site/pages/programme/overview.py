"""What the programme's four pages have in common: how much stands on each, and the kept main part of each."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.ledger.edition import editions
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.pages.addresses import anchor, programme_path
from aiqyn_site.pages.frame import markup_of, show
from aiqyn_site.projects import queries as catalogue

#: The pages in their order; the history is the first and has no name in its address.
HISTORY, EVENTS, EDITIONS, PROMISES = PAGES = ("", "events", "editions", "promises")
#: The pages on which charts stand with their tables.
CHARTS = {
    "programme-projects": EDITIONS,
    "programme-value": EDITIONS,
    "status-by-edition": EDITIONS,
    "slip": PROMISES,
}


class Main(NamedTuple):
    """The main part of a page, which follows from the ledger alone, with what its frame says."""

    title: str
    description: str
    markup: Markup


class Counts(NamedTuple):
    """How many events, editions of the list, counts on another basis, and promised dates that came."""

    events: int
    editions: int
    others: int
    promises: int


@kept(most=1)
def counts() -> Counts:
    of_the_list = editions(ledger.statements_of_kind("edition"), ledger.register().grounds)
    return Counts(
        len({statement.entity for statement in ledger.statements_of_kind("event")}),
        sum(edition.is_of_the_list for edition in of_the_list),
        sum(len(edition.apart) for edition in of_the_list),
        catalogue.promise_totals().dates,
    )


def charts_on(page: str) -> list[str]:
    """The charts that stand on a page with their tables."""
    return [name for name, place in CHARTS.items() if place == page]


def chart_place(name: str) -> str:
    """The path, without language, of the place where a chart stands with its table."""
    return f"{programme_path(CHARTS[name])}#chart-{name}"


def main_part(lang: str, template: str, title: str, lead: str, **context: object) -> Markup:
    """The main part of the page with a template, under the links to all four."""
    shared = {"pages": PAGES, "counts": counts()._asdict(), "anchor": anchor}
    return markup_of(lang, template, **shared, title=title, lead=lead, **context)


def show_main(request: HttpRequest, lang: str, main: Main, query: str = "") -> HttpResponse:
    title, description, markup = main
    return show(request, lang, "programme.html", title=title, description=description, query=query, main=markup)
