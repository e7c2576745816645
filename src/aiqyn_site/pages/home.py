"""The home page: what this is, how much and why that is disputed, what is new, where, what differs most."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup, escape

from aiqyn.ledger import Resolution, resolve
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Recorded
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.articles import Card, latest_cards
from aiqyn_site.pages.change_entries import EntryView, entry_views
from aiqyn_site.pages.changes import total_of_day
from aiqyn_site.pages.charts import chart_markup
from aiqyn_site.pages.disagreements import subject_of
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital, render
from aiqyn_site.pages.map.small import map_of_counts
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.right_to_know import RightToKnow, right_to_know
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.changes import day_totals, find_changes
from aiqyn_site.projects.queries import Filters

#: The two figures of a programme that the home page leads with; the first is drawn.
_KEY_PROPERTIES = ("projects_total", "investment_total")
_DRAWN = "programme-projects"
_NEWEST, _WIDEST, _PLACES = 3, 4, 6


class KeyFigure(NamedTuple):
    """A figure of the whole programme with its rivals."""

    label: str
    figure: Figure


class Place(NamedTuple):
    """A region with its number of projects."""

    name: str
    lang: str
    href: str
    number: str
    list_href: str


class Addition(NamedTuple):
    """A statement recorded lately."""

    name: str
    name_lang: str
    href: str
    label: str
    part: str
    figure: Figure


class News(NamedTuple):
    """What the last day of recording brought: entries that changed, or else the latest statements."""

    day: str
    total: str
    changed: tuple[EntryView, ...]
    added: tuple[Addition, ...]


class HomeView(NamedTuple):
    """All that the template prints."""

    title: str
    summary: str
    counts: Markup
    keys: tuple[KeyFigure, ...]
    chart: Markup
    rights: RightToKnow
    news: News | None
    articles: tuple[Card, ...]
    map: Markup
    places: tuple[Place, ...]


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The home page."""
    register = ledger.register()
    keys = _key_figures(lang)
    view = HomeView(
        title=register.meta["title"].get(lang, "Aiqyn"),
        summary=register.meta["summary"].get(lang, ""),
        counts=_counts(lang),
        keys=keys,
        chart=chart_markup(_DRAWN, lang, is_titled=False) if keys else Markup(""),
        rights=right_to_know(lang),
        news=_news(lang),
        articles=latest_cards(lang, _NEWEST),
        map=map_of_counts(lang),
        places=_places(lang),
    )
    differences = catalogue.find_disagreements("conflict", per_page=_WIDEST).items
    subjects = {difference.key.subject for difference in differences}
    say = printer_for(lang, [statement for difference in differences for statement in difference.statements], subjects)
    widest = [(difference, subject_of(say, difference)) for difference in differences]
    context = {"p": view, "say": say, "widest": widest}
    return render(request, "home.html", context, lang, title=view.title, description=view.summary)


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
        printer = printer_for(lang, said, marks="name")
        resolution = resolve(said, printer.register.grounds)
        for key in _KEY_PROPERTIES:
            found.extend(_key_figure(printer, key, resolution))
    return tuple(found)


def _key_figure(printer: Printer, key: str, resolution: Resolution) -> Iterable[KeyFigure]:
    leading = next((one for one in resolution.headlines if one.key.property == key and one.side == "actual"), None)
    if leading is not None:
        label = capital(printer.vocabulary.properties[key].label(printer.lang))
        yield KeyFigure(label, printer.headline(leading, resolution.disagreements))


def _news(lang: str) -> News | None:
    """The last day of recording; None for an empty register."""
    totals = day_totals()
    if not totals:
        return None
    last = totals[0]
    entries = [one for one in find_changes(since=last.day, length=_NEWEST).items if not one.is_first]
    changed = tuple(one.view for one in entry_views(lang, entries))
    return News(date_text(last.day, lang), total_of_day(wording(lang), last), changed, () if changed else _added(lang))


def _added(lang: str) -> tuple[Addition, ...]:
    """The latest statements about projects, one a project."""
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
    """The regions with most projects."""
    facets = catalogue.find_projects(Filters(lang=lang, per_page=1)).facets["region"]
    most = sorted(facets, key=lambda one: (-one.count, one.key))[:_PLACES]
    names = ledger.names(facet.key for facet in most)
    found = []
    for facet in most:
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
