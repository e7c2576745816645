"""The list of projects: filters as plain links that combine and can be removed, sorting, search, pages."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Statement
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters, Lead, ProjectCard, ProjectList
from aiqyn_site.web.addresses import entity_url
from aiqyn_site.web.figures import Figure, Printer, printer_for
from aiqyn_site.web.formats import count_text, span_text, wording
from aiqyn_site.web.paging import PageLink, page_links, page_number
from aiqyn_site.web.render import capital, render

FACETS = ("sector", "region", "status", "partner", "size")
_PER_PAGE = 50
_LONGEST = 100  # characters of a search or a code: no name has more


class Choice(NamedTuple):
    """One value of a facet as a link."""

    label: str
    lang: str
    number: str
    href: str


class FacetView(NamedTuple):
    """A facet: what is chosen, if anything, and what can be."""

    label: str
    chosen: str
    choices: tuple[Choice, ...]


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


class CardView(NamedTuple):
    """A project in the list."""

    name: str
    name_lang: str
    other_name: str
    other_lang: str
    href: str
    sector: str
    regions: str
    status: Figure | None
    cost: Figure | None
    capacity: Figure | None
    capacity_part: str
    conflicts: int
    statements: int


class ProjectsView(NamedTuple):
    """All that the template prints."""

    total: int
    q: str
    hidden: tuple[tuple[str, str], ...]
    facets: tuple[FacetView, ...]
    chosen: tuple[Chosen, ...]
    sorts: tuple[SortLink, ...]
    cards: tuple[CardView, ...]
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
            facets=tuple(self._facet(name) for name in FACETS),
            chosen=self._chosen(),
            sorts=tuple(
                SortLink(
                    self.t("sort_" + key.replace("-", "most_")),
                    self._href(sort=key),
                    (given["sort"] or "name") == key,
                )
                for key in catalogue.SORTS
            ),
            cards=tuple(self._card(card) for card in self.found.items),
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

    def _facet(self, name: str) -> FacetView:
        choices = []
        for facet in self.found.facets[name]:
            if facet.selected:
                continue
            label, lang = self._label(name, facet.key)
            choices.append(Choice(label, lang, count_text(facet.count, self.lang), self._href(**{name: facet.key})))
        chosen = self._label(name, self.given[name])[0] if self.given[name] else ""
        return FacetView(self.t(f"facet_{name}"), chosen, tuple(choices))

    def _chosen(self) -> tuple[Chosen, ...]:
        found = []
        for name in (*FACETS, "q"):
            key = self.given[name]
            if key:
                value, lang = (key, "") if name == "q" else self._label(name, key)
                found.append(Chosen(self.t(f"facet_{name}"), value, lang, self._href(**{name: ""})))
        return tuple(found)

    def _card(self, card: ProjectCard) -> CardView:
        best = card.names.best(self.lang)
        other = next((name for key, name in card.names.items() if key != best.lang and name.basis != "rendered"), None)
        href = entity_url(self.lang, "project", card.id)
        codes = self.printer.vocabulary.codes
        return CardView(
            name=best.text,
            name_lang="" if best.lang in {self.lang, "zxx"} else best.lang,
            other_name=other.text if other and other.text != best.text else "",
            other_lang=other.lang if other else "",
            href=href,
            sector=codes["sector"][card.sector].label(self.lang) if card.sector in codes["sector"] else "",
            regions=self.t("comma").join(self.printer.name(key)[0] for key in card.regions),
            status=self.printer.figure(card.status_said) if card.status_said is not None else None,
            cost=self._lead(card.cost, f"{href}#p-cost"),
            capacity=self._lead(card.capacity, f"{href}#p-capacity"),
            capacity_part=self.printer.part(card.capacity.statement.part) if card.capacity else "",
            conflicts=card.conflicts,
            statements=card.statements,
        )

    def _lead(self, lead: Lead | None, link: str) -> Figure | None:
        return lead_figure(self.printer, lead, link) if lead is not None else None


def statements_of(card: ProjectCard) -> list[Statement]:
    """The statements that a card shows."""
    leads = [lead.statement for lead in (card.cost, card.capacity) if lead is not None]
    return leads if card.status_said is None else [card.status_said, *leads]


def lead_figure(printer: Printer, lead: Lead, link: str) -> Figure:
    """A headline of a list: its rivals are counted here and listed on the project's page."""
    figure = printer.figure(lead.statement)
    if not lead.others or not lead.low:
        return figure
    unit = printer.vocabulary.units[lead.unit]
    span = span_text(Decimal(lead.low), Decimal(lead.high), unit, printer.lang)
    label = printer.t("others_span", others=printer.t("others_conflict", n=lead.others), span=span)
    return figure._replace(rivals_label=label, rivals_kind="differ", rivals_link=link)
