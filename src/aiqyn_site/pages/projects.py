"""The list of projects: filters as plain links that combine and can be removed, sorting, search, pages."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn_site.pages.filters import FACETS, Chosen, FilterLinks, Given, given_in, query_of
from aiqyn_site.pages.map.atlas import atlas
from aiqyn_site.pages.map.page import Naming
from aiqyn_site.pages.paging import PageLink, page_links, page_number
from aiqyn_site.pages.project_rows import project_rows
from aiqyn_site.pages.render import render
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters, ProjectIds

_PER_PAGE = 25


class SortLink(NamedTuple):
    """An order the list can be in."""

    label: str
    href: str
    current: bool


class ProjectsView(NamedTuple):
    """All that the template prints."""

    total: int
    q: str
    hidden: tuple[tuple[str, str], ...]
    facets: Markup
    chosen: tuple[Chosen, ...]
    sorts: tuple[SortLink, ...]
    rows: Markup
    pages: tuple[PageLink, ...]
    clear: str
    on_map: str


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The list, as its query narrows it."""
    given = given_in(request, ("sort",))
    if given["sort"] not in catalogue.SORTS:
        given["sort"] = ""
    number = page_number(request)
    found = catalogue.find_ids(
        Filters(**{**given, "sort": given["sort"] or "name"}, lang=lang, page=number, per_page=_PER_PAGE)
    )
    view = _View(lang, given, found).view()
    t = wording(lang)
    query = query_of(given, [("page", str(number) if number > 1 else "")])
    described = t("projects_described", projects=t("n_projects", n=found.total))
    title = (
        t("nav_projects") if not view.chosen else f"{t('nav_projects')}: {', '.join(one.value for one in view.chosen)}"
    )
    return render(
        request,
        "projects.html",
        {"p": view, "query_text": view.q},
        lang,
        title=title,
        description=described,
        query=query,
    )


def on_map(lang: str, given: Given) -> str:
    """The address of the map with the filters of a list."""
    query = query_of({key: given[key] for key in (*FACETS, "q")})
    return f"/{lang}/map/" + (f"?{query}" if query else "")


class _View:
    """Builds the view of one answer."""

    def __init__(self, lang: str, given: dict[str, str], found: ProjectIds) -> None:
        self.lang = lang
        self.given = given
        self.found = found
        self.t = wording(lang)
        self.links = FilterLinks(lang, f"/{lang}/projects/", given, Naming(atlas(), lang))

    def view(self) -> ProjectsView:
        """The whole of it."""
        given = self.given
        return ProjectsView(
            total=self.found.total,
            q=given["q"],
            hidden=tuple((key, given[key]) for key in (*FACETS, "sort") if given[key]),
            facets=self.links.facets(self.found.facets),
            chosen=self.links.chosen(),
            sorts=tuple(
                SortLink(
                    self.t("sort_" + key.replace("-", "most_")),
                    self.links.href(sort=key),
                    (given["sort"] or "name") == key,
                )
                for key in catalogue.SORTS
            ),
            rows=project_rows(self.lang, self.found.ids),
            pages=page_links(self.t, f"/{self.lang}/projects/", query_of(given), self.found.page, self.found.pages),
            clear=f"/{self.lang}/projects/",
            on_map=on_map(self.lang, given),
        )
