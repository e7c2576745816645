"""The page of a region: its projects, and what is said about the region itself."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.disclosure.groups import GroupLine, group_line
from aiqyn_site.pages.ending import Ending, ending_of
from aiqyn_site.pages.environment.near import NearView, records_near
from aiqyn_site.pages.figures import Figure, printer_for
from aiqyn_site.pages.lines import Lines
from aiqyn_site.pages.map.small import region_map
from aiqyn_site.pages.naming import HeadName, head_names
from aiqyn_site.pages.project_rows import lead_figure, statements_of
from aiqyn_site.pages.render import render
from aiqyn_site.pages.views import missing
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters

_SHOWN = 50


class Sited(NamedTuple):
    """A project of the region."""

    name: str
    name_lang: str
    href: str
    sector: str
    status: Figure | None
    cost: Figure | None


class RegionView(NamedTuple):
    """All that the template prints."""

    name: str
    name_lang: str
    names: tuple[HeadName, ...]
    map: Markup
    map_href: str
    total: int
    projects: tuple[Sited, ...]
    all_href: str
    records: NearView
    disclosure: GroupLine
    facts: Markup
    ending: Ending


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """A region's page."""
    entity = ledger.entity(identifier)
    if entity is None or entity.kind != "region":
        return missing(request, lang)
    found = catalogue.find_projects(Filters(region=identifier, lang=lang, per_page=_SHOWN))
    own = ledger.statements_about(identifier)
    leads = [one for card in found.items for one in statements_of(card)]
    printer = printer_for(lang, [*leads, *own], [identifier])
    names = head_names(printer, identifier)
    codes = printer.vocabulary.codes
    projects = []
    for card in found.items:
        best = card.names.best(lang)
        href = entity_url(lang, "project", card.id)
        projects.append(
            Sited(
                best.text,
                "" if best.lang in {lang, "zxx"} else best.lang,
                href,
                codes["sector"][card.sector].label(lang) if card.sector in codes["sector"] else "",
                printer.figure(card.status_said) if card.status_said is not None else None,
                lead_figure(printer, card.cost, f"{href}#p-cost") if card.cost is not None else None,
            )
        )
    lines = Lines(printer, own, "region")
    view = RegionView(
        name=names[0].text,
        name_lang=names[0].lang,
        names=tuple(names[1:]),
        map=region_map(lang, identifier),
        map_href=f"/{lang}/map/?region={identifier}",
        total=found.total,
        projects=tuple(projects),
        all_href=f"/{lang}/projects/?region={identifier}",
        records=records_near(lang, "region", identifier),
        disclosure=group_line(lang, "region", identifier),
        facts=lines.facts(lines.sections()),
        ending=ending_of(lines),
    )
    described = printer.t("region_described", name=view.name, projects=printer.t("n_projects", n=found.total))
    return render(request, "region.html", {"p": view}, lang, title=view.name, description=described)
