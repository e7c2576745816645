"""The page of an organisation: what names it, its answers to requests, what is said about it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.dossier.bodies import bodies
from aiqyn.ledger import Entity, Statement
from aiqyn_site.articles import queries as articles
from aiqyn_site.clock import elsewhere, today
from aiqyn_site.dossier import board
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.dossier.silences import silences_of
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.entity_facts import EntityFacts
from aiqyn_site.pages.entity_names import entity_names
from aiqyn_site.pages.entity_page import page_of
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.records_near import records_near
from aiqyn_site.pages.silence import Expected

_AT_HEAD = frozenset({"organisation_type", "country"})
_MOST_SILENCES = 5


@page_of("organisation")
def page(request: HttpRequest, lang: str, entity: Entity) -> HttpResponse:
    own, naming = ledger.statements_about(entity.id), ledger.statements_naming(entity.id)
    say = printer_for(lang, [*own, *naming], [entity.id, *(statement.entity for statement in naming)])
    names = entity_names(say, entity.id)
    asked = [asking for asking in dossier.requests_of(entity.id) if entity.id in asking.bodies]
    silences = silences_of(entity.id, today(), elsewhere())
    projects = sum(say.kind(key) == "project" for key in {statement.entity for statement in naming})
    return show(
        request,
        lang,
        "organisation.html",
        title=names[0].text,
        description=say.t("organisation_described", name=names[0].text, projects=say.t("n_projects", n=projects)),
        say=say,
        entity=entity,
        names=names,
        facts=EntityFacts(say, own, "organisation", apart=_AT_HEAD),
        roles=_by_role(say, naming),
        scored=board.gathered_one("partner", entity.id),
        near=records_near(lang, "company", entity.id),
        record=bodies(asked, load_laws(), today(), elsewhere()).get(entity.id),
        silences=silences[:_MOST_SILENCES],
        expected=Expected(lang, silences[:_MOST_SILENCES]),
        silent=len(silences),
        articles=articles.articles(lang, project=entity.id),
        address="",
    )


def _by_role(say: Printer, naming: Iterable[Statement]) -> dict[str, Iterable[Statement]]:
    """Who names it, by role in the vocabulary's order, each once in a role."""
    properties = say.vocabulary.properties
    roles: dict[str, dict[str, Statement]] = {}
    for statement in sorted(naming, key=lambda statement: properties[statement.property].order):
        roles.setdefault(statement.property, {}).setdefault(statement.entity, statement)
    return {role: statements.values() for role, statements in roles.items()}
