"""The page of one project: headlines by section, what was promised and happened, is disputed, is missing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn.disclosure import load_checklist
from aiqyn.dossier.addressee import read_setting
from aiqyn.ledger import Entity
from aiqyn.words.word_tables import in_sentences
from aiqyn_site.articles import queries as articles
from aiqyn_site.dossier import board
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.dossier.asking import next_request
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.dossier_printer import dossier_printer
from aiqyn_site.pages.dossier_section import SHOWN_APART, DossierSection, claimed_properties, told_by
from aiqyn_site.pages.entity_facts import EntityFacts
from aiqyn_site.pages.entity_names import entity_names
from aiqyn_site.pages.entity_page import page_of
from aiqyn_site.pages.frame import host_of, show
from aiqyn_site.pages.map.small import project_map
from aiqyn_site.pages.printer import Printer
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.derive import LOOKED_FOR
from aiqyn_site.projects.stored import read_resolution

#: Shown at the head of the page.
_STATE = ("sector", "status")


@page_of("project")
def page(request: HttpRequest, lang: str, entity: Entity) -> HttpResponse:
    statements, sources = ledger.statements_with_sources(entity.id)
    records, requests = dossier.records_of(entity.id), dossier.requests_of(entity.id)
    card = board.cards([entity.id]).get(entity.id)
    ask = next_request(read_setting(statements, records), card)
    named = [entity.id, ask.addressee.body] if ask and ask.addressee.body else [entity.id]
    say = dossier_printer(lang, [*records, *requests], statements, named, sources=sources)
    names = entity_names(say, entity.id)
    claimed = claimed_properties(statements)
    facts = EntityFacts(
        say,
        statements,
        "project",
        apart=frozenset((*_STATE, *SHOWN_APART, *claimed)),
        expected=LOOKED_FOR,
        stored=read_resolution(catalogue.resolution_text(entity.id), entity.id, statements),
        elsewhere=told_by([*records, *requests]),
    )
    state = facts.state(*_STATE)
    address = host_of(request) + entity_url(lang, "project", entity.id)
    return show(
        request,
        lang,
        "project.html",
        title=names[0].text,
        description=_description(say, names[0].text, facts),
        say=say,
        entity=entity,
        names=names,
        facts=facts,
        state=state,
        map=project_map(lang, entity.id),
        dossier=DossierSection(say, facts, entity.id, claimed, records, requests),
        card=card,
        items=load_checklist().items,
        ask=ask,
        articles=articles.articles(lang, project=entity.id),
        changed=max((statement.recorded for statement in statements), default=""),
        cite=say.cite_page(names[0].text),
        address=address,
    )


def _description(say: Printer, name: str, facts: EntityFacts) -> str:
    what = ", ".join(figure.text for _, figure in facts.state(*_STATE))
    counts = say.t(
        "description_counts",
        statements=say.t("n_statements", n=len(facts.statements)),
        sources=say.t("n_sources", n=facts.sources_read),
    )
    return in_sentences(f"{name}: {what}" if what else name, counts)
