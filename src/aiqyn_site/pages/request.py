"""The page of one request: who was asked for what, what happened, the reply and its parts, the term day by day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn.deadlines.law import LawRule
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.disclosure import load_checklist
from aiqyn.dossier.barred_grounds import barred_grounds
from aiqyn.dossier.record import InformationRequest
from aiqyn.dossier.request_clock import clock
from aiqyn.exchange.attachments import ATTACHMENT
from aiqyn.words.derivation_text import derivation_text
from aiqyn.words.law_text import law_text
from aiqyn.words.word_tables import capital
from aiqyn_site.clock import elsewhere, today
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.attachments import attached
from aiqyn_site.pages.calculator import calculator_url, due_events
from aiqyn_site.pages.calendar_file import calendar_response
from aiqyn_site.pages.entity_facts import EntityFacts
from aiqyn_site.pages.entity_names import entity_names
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.frame import host_of, macros, show
from aiqyn_site.pages.printer import printer_for

#: Printed in places of their own, so not again among the facts.
_APART = frozenset(
    {
        *("addressed_to", "requester", "request_language", "registration_no", "request_rule", "asked_document"),
        *("asked_item", "request_event", "outcome", "refusal_ground", "given", "withheld", "drawn_from", "concerns"),
        *("follows", ATTACHMENT, "extension_days"),
    }
)


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    entry = dossier.request(identifier)
    if entry is None:
        return missing(request, lang)
    own = ledger.statements_about(entry.id)
    before, after = dossier.entries(entry.codes("follows")), dossier.followers(entry.id)
    near = {entity.id for entity in (*before, *after)} | {statement.entity for statement in entry.drawn}
    say = printer_for(lang, [*own, *entry.drawn], {entry.id, *entry.subjects, *near})
    names, laws, state = entity_names(say, entry.id), load_laws(), clock(entry, load_laws(), today(), elsewhere())
    properties, items = say.vocabulary.properties, load_checklist().items
    rule = _rule_of(entry) if state.derivation else None
    status = capital(macros("clock", lang).status(entry, state).unescape())
    return show(
        request,
        lang,
        "request.html",
        title=names[0].text,
        description=f"{say.t('requests_described_one', name=names[0].text)} {status}.",
        say=say,
        names=names,
        entry=entry,
        clock=state,
        items=[items[key].labels[lang] if key in items else key for key in entry.asked_items],
        vague={(event.kind, event.date) for event in entry.vague},
        dates=list(dict.fromkeys(say.date(event.date) for event in entry.vague)),
        barred=barred_grounds(entry) if say.register.has_duties else (),
        before=before,
        after=after,
        drawn=sorted(entry.drawn, key=lambda statement: properties[statement.property].order),
        attached=attached(entry.all(ATTACHMENT), lang),
        law_title=laws.versions(entry.rule_id)[0].titles[lang] if entry.rule_id in laws.ids else entry.rule_id,
        counted=derivation_text(state.derivation, rule, lang) if state.derivation and rule else None,
        law=law_text(rule, lang) if rule else None,
        calculator=calculator_url(lang, entry.rule_id, entry.days),
        facts=EntityFacts(say, own, "request", apart=_APART),
        cite=say.cite_page(names[0].text),
        address=host_of(request) + entity_url(lang, "request", entry.id),
    )


def _rule_of(entry: InformationRequest) -> LawRule:
    """The law that a request is counted under, as it held when the request was made."""
    laws, begun = load_laws(), entry.days.begun
    return laws.rule_on(entry.rule_id, begun) if begun else laws.versions(entry.rule_id)[-1]


def calendar_file(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """The last days of a request's term and of its windows as a calendar file; empty where none can be counted."""
    entry = dossier.request(identifier)
    if entry is None:
        return missing(request, lang)
    derivation = clock(entry, load_laws(), today(), elsewhere()).derivation
    name = ledger.names([entry.id])[entry.id].best(lang).text
    address = host_of(request) + entity_url(lang, "request", entry.id)
    events = due_events(derivation, lang, entry.id, address, name) if derivation else []
    return calendar_response(name, events, f"{entry.id}.ics")
