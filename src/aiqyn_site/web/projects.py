"""The list of projects: filters as plain links that combine and can be removed, sorting, search, pages."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters, ProjectList
from aiqyn_site.web.figures import escaped, printer_for
from aiqyn_site.web.formats import count_text, wording
from aiqyn_site.web.paging import PageLink, page_links, page_number
from aiqyn_site.web.pieces import choice_piece, facet_piece
from aiqyn_site.web.project_rows import project_rows, statements_of
from aiqyn_site.web.render import capital, render

FACETS = ("sector", "region", "status", "partner", "size")
_PER_PAGE = 25
_LONGEST = 100  # characters of a search or a code: no name has more


class Chosen(NamedTuple):
    """A filter in force, with the link that removes it."""

    label: str
    value: str
    lang: str
    href: str


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


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The list, as its query narrows it."""
    given = {key: _clean(request.GET.get(key, "")) for key in (*FACETS, "q", "sort")}
    if given["sort"] not in catalogue.SORTS:
        given["sort"] = ""
    number = page_number(request)
    found = catalogue.find_projects(
        Filters(**{**given, "sort": given["sort"] or "name"}, lang=lang, page=number, per_page=_PER_PAGE)
    )
    view = _View(lang, given, found).view()
    t = wording(lang)
    query = _query(given, number if number > 1 else 0)
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


def _clean(text: str) -> str:
    """What a reader typed, without control characters and no longer than a name."""
    return "".join(sign for sign in text[:_LONGEST] if sign.isprintable()).strip()


def _query(given: dict[str, str], number: int = 0) -> str:
    kept = [(key, given[key]) for key in (*FACETS, "q", "sort") if given[key]]
    return urlencode(kept + ([("page", str(number))] if number > 1 else []))


class _View:
    """Builds the view of one answer."""

    def __init__(self, lang: str, given: dict[str, str], found: ProjectList) -> None:
        self.lang = lang
        self.given = given
        self.found = found
        said = [one for card in found.items for one in statements_of(card)]
        wanted = {key for card in found.items for key in card.regions}
        wanted.update(facet.key for name in ("region", "partner") for facet in found.facets[name])
        wanted.update(given[name] for name in ("region", "partner") if given[name])
        self.printer = printer_for(lang, said, wanted, marks="source")
        self.t = self.printer.t

    def view(self) -> ProjectsView:
        """The whole of it."""
        given = self.given
        return ProjectsView(
            total=self.found.total,
            q=given["q"],
            hidden=tuple((key, given[key]) for key in (*FACETS, "sort") if given[key]),
            facets=Markup("".join([self._facet(name) for name in FACETS])),  # noqa: S704 - pieces of escaped text
            chosen=self._chosen(),
            sorts=tuple(
                SortLink(
                    self.t("sort_" + key.replace("-", "most_")),
                    self._href(sort=key),
                    (given["sort"] or "name") == key,
                )
                for key in catalogue.SORTS
            ),
            rows=project_rows(self.printer, self.found.items),
            pages=page_links(self.t, f"/{self.lang}/projects/", _query(given), self.found.page, self.found.pages),
            clear=f"/{self.lang}/projects/",
        )

    def _href(self, **changes: str) -> str:
        query = _query({**self.given, **changes})
        return f"/{self.lang}/projects/" + (f"?{query}" if query else "")

    def _label(self, facet: str, key: str) -> tuple[str, str]:
        """The words for a value of a facet, and their language where that is not the page's."""
        if facet in {"sector", "status"}:
            code = self.printer.vocabulary.codes[facet].get(key)
            return (capital(code.label(self.lang)) if code else key), ""
        if facet == "size":
            return (self.t(f"size_{key}") if self.t.has(f"size_{key}") else key), ""
        return self.printer.name(key)

    def _facet(self, name: str) -> str:
        """A facet as markup: what is chosen, if anything, and what can be."""
        facets = [one for one in self.found.facets[name] if not one.selected]
        chosen = escaped(self._label(name, self.given[name])[0]) if self.given[name] else ""
        if not facets and not chosen:
            return ""
        before, after = self._around(name)
        lines = []
        for one in facets:
            label, lang = self._label(name, one.key)
            link = escaped(f"{before}{quote_plus(one.key)}{after}")
            lines.append(choice_piece(link, escaped(label), escaped(lang), count_text(one.count, self.lang)))
        heading = escaped(self.t(f"facet_{name}"))
        return facet_piece(heading, f"{escaped(self.t('colon'))}<b>{chosen}</b>" if chosen else "", lines)

    def _around(self, name: str) -> tuple[str, str]:
        """The address of the list with another value of a facet, cut where the value goes."""
        mark = "\0"
        before, _, after = self._href(**{name: mark}).partition(quote_plus(mark))
        return before, after

    def _chosen(self) -> tuple[Chosen, ...]:
        found = []
        for name in (*FACETS, "q"):
            key = self.given[name]
            if key:
                value, lang = (key, "") if name == "q" else self._label(name, key)
                found.append(Chosen(self.t(f"facet_{name}"), value, lang, self._href(**{name: ""})))
        return tuple(found)
