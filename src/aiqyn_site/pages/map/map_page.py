"""The page of the map: regions by number of projects, projects as marks, and the same as lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn_site.ledger.kept import kept
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.map.sheet import Sheet, map_listing


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The map, as its query narrows and moves it."""
    listing = map_listing(request, lang)
    is_narrowed = any(value for key, value in listing.given.items() if key != "by")
    sheet = Sheet(listing) if is_narrowed else _whole(lang, listing.given["by"])
    t, chosen = listing.t, [filtered.value for filtered in listing.chosen()]
    return show(
        request,
        lang,
        "map.html",
        title=f"{t('nav_map')}: {', '.join(chosen)}" if chosen else t("nav_map"),
        description=t("map_described", projects=t("n_projects", n=sheet.counted.total)),
        query=listing.query,
        listing=listing,
        sheet=sheet,
        counted=sheet.facets,
    )


@kept(most=16)
def _whole(lang: str, by: str) -> Sheet:
    """The map without a filter, drawn once for each version of the ledger."""
    request = HttpRequest()
    request.GET = request.GET.copy()
    request.GET["by"] = by
    return Sheet(map_listing(request, lang))
