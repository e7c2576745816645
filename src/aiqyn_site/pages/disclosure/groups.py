"""Disclosure by region and by company: averages of the projects that have a score."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn_site.dossier import board
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.listing import Listing
from aiqyn_site.pages.printer import printer_for

_PER_PAGE = 50
#: The facet of the list of projects by which each page gathers.
_FACETS = {"regions": "region", "companies": "partner"}


def page(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """The page; `name` is regions or companies. The highest sure score comes first."""
    listing = Listing(request, lang, f"/{lang}/disclosure/{name}/", {}, _PER_PAGE)
    groups = [group for group in board.gathered(_FACETS[name]) if group.average.tally]
    shown = listing.shown(groups)
    say = printer_for(lang, [], [group.key for group in shown])
    return show(
        request,
        lang,
        "disclosure/groups.html",
        title=say.t(f"disclosure_{name}_title"),
        description=say.t(f"disclosure_{name}_lead"),
        query=listing.query,
        say=say,
        name=name,
        facet=_FACETS[name],
        groups=shown,
        links=listing.links(len(groups)),
    )
