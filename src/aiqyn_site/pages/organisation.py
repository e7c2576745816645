"""The page of an organisation: what names it, its answers to requests, what is said about it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Entity, Statement
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.articles import articles_about
from aiqyn_site.pages.disclosure.groups import group_line
from aiqyn_site.pages.entity_facts import EntityFacts
from aiqyn_site.pages.entity_names import entity_names
from aiqyn_site.pages.entity_page import page_of
from aiqyn_site.pages.environment.near import records_near
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.requests.answering import answering

_AT_HEAD = frozenset({"organisation_type", "country"})


@page_of("organisation")
def page(request: HttpRequest, lang: str, entity: Entity) -> HttpResponse:
    own, naming = ledger.statements_about(entity.id), ledger.statements_naming(entity.id)
    say = printer_for(lang, [*own, *naming], [entity.id, *(statement.entity for statement in naming)])
    names = entity_names(say, entity.id)
    projects = sum(say.kind(key) == "project" for key in {statement.entity for statement in naming})
    return show(
        request,
        lang,
        "organisation.html",
        title=names[0].text,
        description=say.t("organisation_described", name=names[0].text, projects=say.t("n_projects", n=projects)),
        say=say,
        names=names,
        facts=EntityFacts(say, own, "organisation", apart=_AT_HEAD),
        roles=_by_role(say, naming),
        disclosure=group_line(lang, "partner", entity.id),
        records=records_near(lang, "company", entity.id),
        answering=answering(lang, entity.id),
        articles=articles_about(lang, entity.id),
        address="",
    )


def _by_role(say: Printer, naming: Iterable[Statement]) -> dict[str, Iterable[Statement]]:
    """Who names it, by role in the vocabulary's order, each once in a role."""
    properties = say.vocabulary.properties
    roles: dict[str, dict[str, Statement]] = {}
    for statement in sorted(naming, key=lambda statement: properties[statement.property].order):
        roles.setdefault(statement.property, {}).setdefault(statement.entity, statement)
    return {role: statements.values() for role, statements in roles.items()}
