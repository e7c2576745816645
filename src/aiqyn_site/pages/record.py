"""The page of one environmental record: what it says, what it is drawn from, what came before and after, the reply."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn.dossier.record import Record
from aiqyn.dossier.threads import Thread, threads
from aiqyn.exchange.attachments import ATTACHMENT
from aiqyn.ledger import Statement
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.word_tables import in_sentences
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.attachments import attached
from aiqyn_site.pages.dossier_printer import dossier_printer
from aiqyn_site.pages.entity_facts import EntityFacts
from aiqyn_site.pages.entity_names import entity_names
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.frame import host_of, show

_STATE = ("event_date", "record_status", "finding")
#: Printed apart from the facts: the thread, the statements set out, and the tables of amounts.
_APART = frozenset({*_STATE, "follows", "drawn_from", "emission", "emission_limit", ATTACHMENT})


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    record = dossier.record(identifier)
    if record is None:
        return missing(request, lang)
    thread, own = _thread(record), ledger.statements_about(record.id)
    requests = dossier.requests(key for entry in thread for key in entry.codes("follows"))
    say = dossier_printer(lang, [*thread, *requests], own, [statement.entity for statement in record.drawn])
    names, facts = entity_names(say, record.id), EntityFacts(say, own, "record", apart=_APART)
    return show(
        request,
        lang,
        "record.html",
        title=names[0].text,
        description=in_sentences(names[0].text, say.record_type(record)),
        say=say,
        record=record,
        names=names,
        facts=facts,
        state=facts.state(*_STATE),
        amounts=_amounts(record),
        attached=attached(record.all(ATTACHMENT), lang),
        thread=thread,
        requests=requests,
        replies=inbox.replies_to_record(record),
        cite=say.cite_page(names[0].text),
        address=host_of(request) + entity_url(lang, "record", record.id),
    )


def _thread(record: Record) -> Thread:
    """The record with all that it follows from and that followed, in order, as far as they share what they are of."""
    near = {entry.id: entry for key in record.about for entry in dossier.records_of(key)}
    near |= {entry.id: entry for entry in dossier.records(record.codes("follows"))} | {record.id: record}
    return next(thread for thread in threads(list(near.values())) if record in thread)


def _amounts(record: Record) -> list[Statement]:
    """Limits and amounts, by substance in the order of the codes, each by date."""
    order = {key: place for place, key in enumerate(load_vocabulary().codes["pollutant"])}
    amounts = [*record.all("emission_limit"), *record.all("emission")]
    return sorted(amounts, key=lambda amount: (order.get(amount.part, len(order)), amount.as_of))
