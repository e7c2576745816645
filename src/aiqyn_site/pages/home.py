"""The home page: what this is, how much and why that is disputed, what is new, where, what differs most."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Disagreement, Headline, Statement, resolve
from aiqyn.ledger.claim import ACTUAL
from aiqyn_site.articles import queries as articles
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.change_entries import ChangeEntries
from aiqyn_site.pages.charts import chart_markup
from aiqyn_site.pages.disagreements import subject_of
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.map.small import map_of_counts
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.right_to_know import right_to_know
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.changes import ChangeEntry, day_totals, find_changes
from aiqyn_site.projects.queries import Facet, Filters

#: The two figures of a programme that the home page leads with; the first is drawn.
_KEY_PROPERTIES = ("projects_total", "investment_total")
_DRAWN = "programme-projects"
_NEWEST, _WIDEST, _PLACES, _LOOKED_THROUGH = 3, 4, 6, 400


def page(request: HttpRequest, lang: str) -> HttpResponse:
    register, key_figures = ledger.register(), _key_figures()
    summary = str(register.meta["summary"].get(lang, ""))
    last_day = next(iter(day_totals()), None)
    entries = ChangeEntries(lang, _changed_on(last_day.day) if last_day else ())
    added = [] if entries.items else _added()
    places = _places(lang)
    differences = catalogue.find_disagreements("conflict", per_page=_WIDEST).items
    statements = [
        *added,
        *(statement for headline, _ in key_figures for statement in (headline.statement, *headline.others)),
        *(statement for difference in differences for statement in difference.statements),
    ]
    named = {statement.entity for statement in added} | {place.key for place in places}
    named |= {difference.key.subject for difference in differences}
    say = printer_for(lang, statements, named, marks="name")
    return show(
        request,
        lang,
        "home.html",
        title=register.title(lang),
        description=summary,
        say=say,
        summary=summary,
        totals=catalogue.totals(),
        key_figures=key_figures,
        chart=chart_markup(_DRAWN, lang, is_titled=False) if key_figures else "",
        rights=right_to_know(lang),
        last_day=last_day,
        entries=entries,
        added=added,
        articles=articles.latest_articles(lang, _NEWEST),
        map=map_of_counts(lang),
        places=places,
        widest=[(difference, subject_of(say, difference)) for difference in differences],
    )


def _key_figures() -> list[tuple[Headline, list[Disagreement]]]:
    """The figures of each programme as a whole that the page leads with."""
    figures = []
    for programme in ledger.entities("programme"):
        about = ledger.statements_about(programme.id)
        whole = [statement for statement in about if statement.property in _KEY_PROPERTIES and not statement.part]
        resolution = resolve(whole, ledger.register().grounds)
        leading = {headline.key.property: headline for headline in resolution.headlines if headline.side == ACTUAL}
        figures += [(leading[key], resolution.disagreements) for key in _KEY_PROPERTIES if key in leading]
    return figures


def _changed_on(day: str) -> Iterable[ChangeEntry]:
    return (entry for entry in find_changes(since=day, length=_NEWEST)[1] if not entry.is_first)


def _added() -> list[Statement]:
    """The newest statements with a figure, a date or a status, of different projects."""
    properties = ledger.register().grounds.vocabulary.properties
    projects = {project.id for project in ledger.entities("project")}
    newest: dict[str, Statement] = {}
    for recorded in ledger.latest_statements(_LOOKED_THROUGH):
        statement = recorded.statement
        if statement.unit or properties[statement.property].type in {"date", "code"}:
            newest.setdefault(statement.entity, statement)
    return list(islice((statement for entity, statement in newest.items() if entity in projects), _NEWEST))


def _places(lang: str) -> list[Facet]:
    """The regions with most projects."""
    _, facets = catalogue.narrow(Filters())
    return sorted(facets["region"], key=lambda facet: (-facet.count, facet.key))[:_PLACES]
