"""The page of a region: its projects, the records near, and what is said about the region itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Entity
from aiqyn_site.dossier import board
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.entity_facts import EntityFacts
from aiqyn_site.pages.entity_names import entity_names
from aiqyn_site.pages.entity_page import page_of
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.map.small import region_map
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.project_rows import statements_of
from aiqyn_site.pages.records_near import records_near
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters

_SHOWN = 50


@page_of("region")
def page(request: HttpRequest, lang: str, entity: Entity) -> HttpResponse:
    total, projects = catalogue.find_projects(Filters(region=entity.id, lang=lang, per_page=_SHOWN))
    own = ledger.statements_about(entity.id)
    shown = [statement for card in projects for statement in statements_of(card)]
    say = printer_for(lang, [*shown, *own], [entity.id])
    say.know_cards(projects)
    names = entity_names(say, entity.id)
    counted = say.t("n_projects", n=total)
    return show(
        request,
        lang,
        "region.html",
        title=names[0].text,
        description=say.t("region_described", name=names[0].text, projects=counted),
        say=say,
        entity=entity,
        names=names,
        map=region_map(lang, entity.id),
        total=total,
        projects=projects,
        scored=board.gathered_one("region", entity.id),
        near=records_near(lang, "region", entity.id),
        facts=EntityFacts(say, own, "region"),
        address="",
    )
