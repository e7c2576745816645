"""The page of an organisation: what is said about it, and which projects name it in which role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.ledger import Statement
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.articles import Card, articles_about
from aiqyn_site.pages.disclosure.groups import GroupLine, group_line
from aiqyn_site.pages.ending import Ending, ending_of
from aiqyn_site.pages.environment.near import NearView, records_near
from aiqyn_site.pages.figures import Figure, Printer, printer_for
from aiqyn_site.pages.lines import Lines
from aiqyn_site.pages.naming import HeadName, head_names
from aiqyn_site.pages.render import capital, render
from aiqyn_site.pages.requests.answering import Answering, answering
from aiqyn_site.pages.views import missing

_STATE = ("organisation_type", "country")


class Named(NamedTuple):
    """Another entity that names this one."""

    name: str
    name_lang: str
    href: str
    figure: Figure


class Role(NamedTuple):
    """Those that name it in one role."""

    label: str
    items: tuple[Named, ...]


class OrganisationView(NamedTuple):
    """All that the template prints."""

    name: str
    name_lang: str
    names: tuple[HeadName, ...]
    state: tuple[tuple[str, Figure], ...]
    roles: tuple[Role, ...]
    records: NearView
    answering: Answering | None
    disclosure: GroupLine
    facts: Markup
    articles: tuple[Card, ...]
    ending: Ending


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """An organisation's page."""
    entity = ledger.entity(identifier)
    if entity is None or entity.kind != "organisation":
        return missing(request, lang)
    own, naming = ledger.statements_about(identifier), ledger.statements_naming(identifier)
    printer = printer_for(lang, [*own, *naming], [identifier, *(said.entity for said in naming)])
    kinds = {key: one.kind for key, one in ledger.entities_by_id(said.entity for said in naming).items()}
    lines = Lines(printer, own, "organisation", apart=frozenset(_STATE))
    names = head_names(printer, identifier)
    state, roles, facts = lines.state(*_STATE), _roles(printer, naming, kinds), lines.facts(lines.sections())
    view = OrganisationView(
        name=names[0].text,
        name_lang=names[0].lang,
        names=tuple(names[1:]),
        state=state,
        roles=roles,
        records=records_near(lang, "company", identifier),
        answering=answering(lang, identifier),
        disclosure=group_line(lang, "partner", identifier),
        facts=facts,
        articles=articles_about(lang, identifier),
        ending=ending_of(lines),
    )
    n = sum(kind == "project" for kind in kinds.values())
    described = printer.t("organisation_described", name=view.name, projects=printer.t("n_projects", n=n))
    return render(request, "organisation.html", {"p": view}, lang, title=view.name, description=described)


def _roles(printer: Printer, naming: list[Statement], kinds: Mapping[str, str]) -> tuple[Role, ...]:
    """Who names it, by role in the vocabulary's order, each once in a role."""
    properties = printer.vocabulary.properties
    found: dict[str, dict[str, Statement]] = {}
    for said in sorted(naming, key=lambda one: properties[one.property].order):
        found.setdefault(said.property, {}).setdefault(said.entity, said)
    return tuple(
        Role(
            capital(properties[key].label(printer.lang)),
            tuple(_named(printer, said, kinds) for said in members.values()),
        )
        for key, members in found.items()
    )


def _named(printer: Printer, said: Statement, kinds: Mapping[str, str]) -> Named:
    name, lang = printer.name(said.entity)
    return Named(name, lang, entity_url(printer.lang, kinds[said.entity], said.entity), printer.figure(said))
