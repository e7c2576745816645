"""The page of one environmental record: what it says, what it is drawn from, what came before and after, the reply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn.dossier.record import Record
from aiqyn.dossier.threads import threads
from aiqyn.exchange.attachments import ATTACHMENT
from aiqyn.ledger import Statement
from aiqyn.words.date_text import date_text
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.documents import Document, attached
from aiqyn_site.pages.entity_facts import EntityFacts, Section
from aiqyn_site.pages.entity_names import EntityName, entity_names
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.environment.entries import Link, RecordEntry, entity_link, printer_of, record_entry, type_label
from aiqyn_site.pages.environment.replies import replies_beside
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital, host_of, render
from aiqyn_site.pages.printer import Printer
from aiqyn_site.pages.replies import InvitedView

_STATE = ("event_date", "record_status", "finding")
#: Printed apart from the facts: the thread, the statements set out, and the tables of amounts.
_APART = frozenset({*_STATE, "follows", "drawn_from", "emission", "emission_limit", ATTACHMENT})


class Said(NamedTuple):
    """A statement that the record sets out, with what it is of, who says it and the words of the source in full."""

    label: str
    about: Link
    figure: Figure
    who: str
    who_lang: str
    printed: str
    printed_lang: str


class Amount(NamedTuple):
    """A limit of a permit or an amount of monitoring: a row of a table."""

    kind: str
    substance: str
    period: str
    figure: Figure


class RecordView(NamedTuple):
    """All that the template prints."""

    name: str
    name_lang: str
    names: tuple[EntityName, ...]
    kind: str
    state: tuple[tuple[str, Figure], ...]
    rests: str
    alleged: bool
    projects: tuple[Link, ...]
    others: tuple[Link, ...]
    said: tuple[Said, ...]
    amounts: tuple[Amount, ...]
    attached: tuple[Document, ...]
    facts: tuple[Section, ...]
    thread: tuple[tuple[RecordEntry, bool], ...]
    requests: tuple[Link, ...]
    replies: tuple[InvitedView, ...]
    lines: EntityFacts
    cite: str
    address: str


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """A record's page."""
    one = dossier.record(identifier)
    if one is None:
        return missing(request, lang)
    view = record_view(lang, one, host_of(request))
    described = f"{view.name}. {view.kind}"
    return render(request, "environment/record.html", {"p": view}, lang, title=view.name, description=described)


def record_view(lang: str, one: Record, host: str) -> RecordView:
    """The page's content."""
    thread = _thread(one)
    own = ledger.statements_about(one.id)
    asked = dossier.requests([key for each in thread for key in each.codes("follows")])
    named = [one.id, *(said.entity for said in one.drawn)]
    printer = printer_of(lang, [*thread, *asked], own, named)
    lines = EntityFacts(printer, own, "record", apart=_APART)
    names = entity_names(printer, one.id)
    entry = record_entry(printer, one)
    state, said, amounts = lines.state(*_STATE), _said(printer, one.drawn), _amounts(printer, one)
    documents = tuple(attached(one.all(ATTACHMENT), lang))
    facts = tuple(lines.sections())
    return RecordView(
        name=names[0].text,
        name_lang=names[0].lang,
        names=tuple(names),
        kind=type_label(printer, one),
        state=state,
        rests=entry.rests,
        alleged=entry.alleged,
        projects=entry.projects,
        others=_others(printer, one),
        said=said,
        amounts=amounts,
        attached=documents,
        facts=facts,
        thread=tuple((record_entry(printer, each), each.id == one.id) for each in thread) if len(thread) > 1 else (),
        requests=tuple(entity_link(printer, "request", each.id) for each in asked),
        replies=replies_beside(lang, one),
        lines=lines,
        cite=printer.t(
            "cite_page",
            title=names[0].text,
            date=printer.date(printer.register.version.recorded[:10]),
            version=printer.register.version.number,
        ),
        address=f"{host}/{lang}/records/{one.id}/",
    )


def _thread(one: Record) -> tuple[Record, ...]:
    """The record with all that it follows from and that followed, in order, as far as they share what they are of."""
    near = {each.id: each for key in one.about for each in dossier.records_of(key)}
    near |= {each.id: each for each in dossier.records(one.codes("follows"))} | {one.id: one}
    return next(some for some in threads(list(near.values())) if one in some)


def _others(printer: Printer, one: Record) -> tuple[Link, ...]:
    """What else it is part of or concerns."""
    kinds = ledger.entities_by_id(one.about)
    return tuple(
        entity_link(printer, kinds[key].kind, key) for key in one.about if key in kinds and key not in one.projects
    )


def _said(printer: Printer, drawn: Iterable[Statement]) -> tuple[Said, ...]:
    kinds = ledger.entities_by_id({said.entity for said in drawn})
    found = []
    for said in drawn:
        figure, source = printer.figure(said), printer.sources[said.source]
        found.append(
            Said(
                label=capital(printer.vocabulary.properties[said.property].label(printer.lang)),
                about=entity_link(printer, kinds[said.entity].kind, said.entity),
                figure=figure,
                who=figure.who,
                who_lang=figure.who_lang,
                printed=said.printed if said.printed != said.value else "",
                printed_lang=source.lang if source.lang != printer.lang else "",
            )
        )
    return tuple(found)


def _amounts(printer: Printer, one: Record) -> tuple[Amount, ...]:
    """Limits and amounts, by substance, the latest first."""
    t, order = printer.t, {key: place for place, key in enumerate(printer.vocabulary.codes["pollutant"])}
    rows = [
        (order.get(said.part, len(order)), said.as_of, said)
        for key in ("emission_limit", "emission")
        for said in one.all(key)
    ]
    rows.sort(key=lambda row: (row[0], row[1]))
    return tuple(
        Amount(
            kind=t(_kind(said)),
            substance=capital(printer.part(said.part)),
            period=date_text(said.as_of, printer.lang) or t("env_day_unknown"),
            figure=printer.figure(said),
        )
        for _, _, said in rows
    )


def _kind(said: Statement) -> str:
    if said.property == "emission_limit":
        return "env_kind_limit"
    return "env_kind_promise" if said.basis == "planned" else "env_kind_emission"
