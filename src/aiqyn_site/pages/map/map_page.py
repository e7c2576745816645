"""The page of the map: regions by number of projects, projects as marks, and the same as lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn_site.ledger.kept import kept
from aiqyn_site.pages.frame import markup_of, show
from aiqyn_site.pages.map.sheet import Sheet, map_listing
from aiqyn_site.pages.project_listing import ProjectListing


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The map, as its query narrows and moves it."""
    listing = map_listing(request, lang)
    is_narrowed = any(value for key, value in listing.given.items() if key != "by")
    projects, main = _main(listing) if is_narrowed else _whole(lang, listing.given["by"])
    t, chosen = listing.t, [filtered.value for filtered in listing.chosen()]
    return show(
        request,
        lang,
        "map.html",
        title=f"{t('nav_map')}: {', '.join(chosen)}" if chosen else t("nav_map"),
        description=t("map_described", projects=t("n_projects", n=projects)),
        query=listing.query,
        main=main,
    )


def _main(listing: ProjectListing) -> tuple[int, Markup]:
    """How many projects the filters leave, and the main part of the page."""
    sheet = Sheet(listing)
    return sheet.counted.total, markup_of(listing.lang, "components/map_sheet.html", sheet=sheet)


@kept(most=16)
def _whole(lang: str, by: str) -> tuple[int, Markup]:
    """The same without a filter, made once for each version of the ledger."""
    request = HttpRequest()
    request.GET = request.GET.copy()
    request.GET["by"] = by
    return _main(map_listing(request, lang))
