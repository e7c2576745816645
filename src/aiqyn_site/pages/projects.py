"""The list of projects: filters as plain links that combine and can be removed, sorting, search, pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn_site.pages.frame import show
from aiqyn_site.pages.listing import query_of
from aiqyn_site.pages.map.atlas import atlas
from aiqyn_site.pages.map.place_names import PlaceNames
from aiqyn_site.pages.project_listing import FACETS, ProjectListing
from aiqyn_site.pages.project_rows import project_rows
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The list, as its query narrows it."""
    names = PlaceNames(atlas(), lang)
    listing = ProjectListing(request, lang, f"/{lang}/projects/", {"sort": catalogue.SORTS.__contains__}, names)
    given = {**listing.given, "sort": listing.given["sort"] or "name"}
    projects = catalogue.find_ids(Filters(**given, lang=lang, page=listing.number, per_page=listing.per_page))
    listing.check_number(projects.total)
    t, chosen = listing.t, [item.value for item in listing.chosen()]
    return show(
        request,
        lang,
        "projects.html",
        title=f"{t('nav_projects')}: {', '.join(chosen)}" if chosen else t("nav_projects"),
        description=t("projects_described", projects=t("n_projects", n=projects.total)),
        query=listing.query,
        listing=listing,
        counted=projects.facets,
        total=projects.total,
        rows=project_rows(projects.ids, lang),
        sorts=catalogue.SORTS,
        on_map=on_map(listing),
    )


def on_map(listing: ProjectListing) -> str:
    """The address of the map with the filters of a list."""
    query = query_of({key: listing.given[key] for key in (*FACETS, "q")})
    return f"/{listing.lang}/map/" + (f"?{query}" if query else "")
