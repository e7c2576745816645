"""The home page: what this is, how much and why that is disputed, what is new, where, where to start."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup, escape

from aiqyn.ledger import Resolution, resolve
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Recorded
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters
from aiqyn_site.web.addresses import entity_url
from aiqyn_site.web.chart import Chart, claims_chart
from aiqyn_site.web.date_forms import date_text
from aiqyn_site.web.figures import Figure, Printer, printer_for
from aiqyn_site.web.formats import count_text, wording
from aiqyn_site.web.render import capital, render

#: The two figures of a programme that the home page leads with.
_KEY_PROPERTIES = ("projects_total", "investment_total")
_NEWEST = 6


class KeyFigure(NamedTuple):
    """A figure of the whole programme, with its rivals drawn over time."""

    label: str
    figure: Figure
    chart: Chart | None


class Place(NamedTuple):
    """A region with its number of projects."""

    name: str
    lang: str
    href: str
    number: str
    list_href: str


class Addition(NamedTuple):
    """Something recorded lately."""

    name: str
    name_lang: str
    href: str
    label: str
    part: str
    figure: Figure
    recorded: str


class HomeView(NamedTuple):
    """All that the template prints."""

    title: str
    summary: str
    counts: Markup
    keys: tuple[KeyFigure, ...]
    added: tuple[Addition, ...]
    places: tuple[Place, ...]


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The home page."""
    register = ledger.register()
    view = HomeView(
        title=register.meta["title"].get(lang, "Aiqyn"),
        summary=register.meta["summary"].get(lang, ""),
        counts=_counts(lang),
        keys=_key_figures(lang),
        added=_added(lang),
        places=_places(lang),
    )
    return render(request, "home.html", {"p": view, "query_text": ""}, lang, title=view.title, description=view.summary)


def _counts(lang: str) -> Markup:
    """How much there is; what has a list of its own leads to it."""
    t, totals = wording(lang), catalogue.totals()
    link = Markup('<a href="/{}/{}">{}</a>')
    return escape(t("home_counts")).format(
        projects=link.format(lang, "projects/", t("n_projects", n=totals.projects)),
        statements=t("n_statements", n=totals.statements),
        sources=t("n_sources", n=totals.sources),
        conflicts=link.format(lang, "disagreements/?kind=conflict", t("n_conflicts", n=totals.conflicts)),
    )


def _key_figures(lang: str) -> tuple[KeyFigure, ...]:
    found: list[KeyFigure] = []
    for programme in ledger.entities("programme"):
        said = [
            one for one in ledger.statements_about(programme.id) if one.property in _KEY_PROPERTIES and not one.part
        ]
        printer, marker = printer_for(lang, said, marks="name"), printer_for(lang, said, marks="source")
        resolution = resolve(said, printer.register.grounds)
        for key in _KEY_PROPERTIES:
            found.extend(
                _key_figure(
                    printer,
                    key,
                    resolution,
                    claims_chart(marker, key, [one for one in said if one.property == key]),
                )
            )
    return tuple(found)


def _key_figure(printer: Printer, key: str, resolution: Resolution, chart: Chart | None) -> Iterable[KeyFigure]:
    leading = next((one for one in resolution.headlines if one.key.property == key and one.side == "actual"), None)
    if leading is None:
        return
    label = capital(printer.vocabulary.properties[key].label(printer.lang))
    yield KeyFigure(label, printer.headline(leading, resolution.disagreements), chart)


def _added(lang: str) -> tuple[Addition, ...]:
    """The latest statements about projects, one a project and property."""
    recent = _distinct(ledger.latest_statements(400))
    printer = printer_for(lang, [one.statement for one in recent], [one.statement.entity for one in recent], "name")
    properties = printer.vocabulary.properties
    found = []
    for one in recent:
        said = one.statement
        name, name_lang = printer.name(said.entity)
        found.append(
            Addition(
                name,
                name_lang,
                entity_url(lang, "project", said.entity),
                properties[said.property].label(lang),
                printer.part(said.part),
                printer.figure(said),
                date_text(said.recorded, lang),
            )
        )
    return tuple(found)


def _distinct(recorded: list[Recorded]) -> list[Recorded]:
    """The newest statements with a figure or a status, of different projects."""
    properties = ledger.register().grounds.vocabulary.properties
    projects = {one.id for one in ledger.entities("project")}
    found: dict[str, Recorded] = {}
    for one in recorded:
        said = one.statement
        telling = bool(said.unit) or properties[said.property].type in {"date", "code"}
        if telling and said.entity in projects and said.entity not in found:
            found[said.entity] = one
            if len(found) == _NEWEST:
                break
    return list(found.values())


def _places(lang: str) -> tuple[Place, ...]:
    facets = catalogue.find_projects(Filters(lang=lang, per_page=1)).facets["region"]
    names = ledger.names(facet.key for facet in facets)
    found = []
    for facet in sorted(facets, key=lambda one: (-one.count, one.key)):
        name = names[facet.key].best(lang)
        found.append(
            Place(
                name.text,
                "" if name.lang in {lang, "zxx"} else name.lang,
                entity_url(lang, "region", facet.key),
                count_text(facet.count, lang),
                f"/{lang}/projects/?region={facet.key}",
            )
        )
    return tuple(found)
