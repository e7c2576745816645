"""The disclosure scores of all projects: a table that can be narrowed and sorted, and the same as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.http import HttpRequest, HttpResponse

from aiqyn_site.dossier import board
from aiqyn_site.dossier.board import SORTS
from aiqyn_site.dossier.derive import CardRow
from aiqyn_site.dossier.scores import checklist
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.frame import host_of, show
from aiqyn_site.pages.listing import query_of
from aiqyn_site.pages.map.atlas import atlas
from aiqyn_site.pages.map.place_names import PlaceNames
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.project_listing import ProjectListing
from aiqyn_site.pages.table_file import table_file
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters, ProjectIds

_PER_PAGE = 50
_AT_ONCE = 500
_FLIPS_SHOWN = 8


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The table, as its query narrows it."""
    listing = _listing(request, lang)
    narrowed = _narrowed(listing, listing.number, _PER_PAGE)
    listing.check_number(narrowed.total)
    projects, known = catalogue.cards(narrowed.ids), board.board()
    flips = [card.names.best(lang).text for card in catalogue.cards(known.flips[:_FLIPS_SHOWN])]
    say = printer_for(lang, [])
    say.know_cards(projects)
    t, query = say.t, query_of(listing.given)
    chosen = t("comma").join(item.value for item in listing.chosen())
    return show(
        request,
        lang,
        "disclosure/scores.html",
        title=f"{t('disclosure_title')}{t('colon')}{chosen}" if chosen else t("disclosure_title"),
        description=t("disclosure_described"),
        query=listing.query,
        say=say,
        listing=listing,
        counted=narrowed.facets,
        total=narrowed.total,
        sorts=SORTS,
        projects=projects,
        cards=board.cards(narrowed.ids),
        board=known,
        flips=flips,
        more_flips=len(known.flips) - len(flips),
        method=checklist().method,
        download=f"{listing.path}scores.csv" + (f"?{query}" if query else ""),
    )


def _listing(request: HttpRequest, lang: str) -> ProjectListing:
    names = PlaceNames(atlas(), lang)
    sorts = {"sort": SORTS.__contains__}
    return ProjectListing(request, lang, f"/{lang}/disclosure/", sorts, names, _PER_PAGE)


def _narrowed(listing: ProjectListing, number: int, per_page: int) -> ProjectIds:
    given = {**listing.given, "sort": listing.given["sort"] or SORTS[0]}
    return board.find(Filters(**given, lang=listing.lang, page=number, per_page=per_page))


#: The columns of the file that follow from a project's score alone. Codes are those of the data.
_COLUMNS: Mapping[str, Callable[[CardRow], object]] = {
    "stage": lambda card: card.stage,
    "conditions": lambda card: card.conditions,
    "points": lambda card: card.tally.points,
    "low": lambda card: card.tally.low,
    "high": lambda card: card.tally.high,
    "equal_points": lambda card: card.equal,
    "assessed": lambda card: card.assessed,
    "applicable": lambda card: card.applicable,
    "coverage_percent": lambda card: card.share,
    "rank_allowed": lambda card: "yes" if card.rank_allowed else "no",
    "known_not_disclosed": lambda card: card.known_not_disclosed,
    "assessors": lambda card: card.assessors,
    "digest": lambda card: card.digest,
}


def download(request: HttpRequest, lang: str) -> HttpResponse:
    """All rows of the table at the same query, with the verdict on each item."""
    heads = ["project", "name", *_COLUMNS, "page", *checklist().items]
    return table_file("aiqyn-disclosure.csv", lang, heads, _rows(_listing(request, lang), host_of(request)))


def _rows(listing: ProjectListing, host: str) -> Iterator[list[str]]:
    lang, number, pages = listing.lang, 1, 1
    while number <= pages:
        narrowed = _narrowed(listing, number, _AT_ONCE)
        cards = board.cards(narrowed.ids)
        for project in catalogue.cards(narrowed.ids):
            card, name = cards[project.id], project.names.best(lang).text
            values = ("" if value is None else str(value) for value in (get(card) for get in _COLUMNS.values()))
            address = f"{host}{entity_url(lang, 'project', project.id)}disclosure/"
            yield [project.id, name, *values, address, *card.verdict_keys]
        number, pages = number + 1, narrowed.pages
