"""The page of one request: who was asked for what, what happened, the reply and its parts, the term day by day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.deadlines.load import load_laws
from aiqyn.disclosure import load_checklist
from aiqyn.dossier.record import DAYS, InformationRequest, Record, by_date
from aiqyn.dossier.request_clock import Clock, clock
from aiqyn.exchange.attachments import ATTACHMENT
from aiqyn.ledger import Statement
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn_site.clock import today
from aiqyn_site.dossier import queries
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.calendar_file import calendar_response
from aiqyn_site.pages.clocks import ClockBox, box_of
from aiqyn_site.pages.derivation import DerivationView, LawView, derivation_view, law_view
from aiqyn_site.pages.documents import Document, attached
from aiqyn_site.pages.entity_facts import EntityFacts, Section
from aiqyn_site.pages.entity_names import EntityName, entity_names
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital, host_of, render
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.requests.calculator import due_events
from aiqyn_site.pages.requests.listing import Named, about_of, named_of
from aiqyn_site.pages.requests.next_request import draft_url
from aiqyn_site.pages.wording import wording

#: Printed in places of their own, so not again among the facts.
_APART = frozenset(
    {
        *("addressed_to", "requester", "request_language", "registration_no", "request_rule", "asked_document"),
        *("asked_item", "request_event", "outcome", "refusal_ground", "given", "withheld", "drawn_from", "concerns"),
        *("follows", ATTACHMENT, "extension_days"),
    }
)
#: What tells of releases to the environment: documents and items of the checklist.
_OF_EMISSIONS = frozenset(
    {
        *("permit_integrated", "permit_impact", "declaration_cat3", "pek_report", "ams_connection", "prtr_report"),
        *("ghg_report", "eia_report", "EN04", "EN08", "EN10", "EN11", "EN12", "EN13"),
    }
)
_COMMERCIAL = "commercial_secret"


class Told(NamedTuple):
    """A label and the figures under it."""

    label: str
    figures: tuple[Figure, ...]


class Event(NamedTuple):
    """Something that happened; `vague` where its day is not known."""

    label: str
    figure: Figure
    vague: bool


class Said(NamedTuple):
    """A statement that the request sets out."""

    label: str
    part: str
    about: Named | None
    figure: Figure


class Linked(NamedTuple):
    """A record or request before or after this one."""

    name: Named
    kind: str
    when: str


class RequestView(NamedTuple):
    """All that the template prints. `derivation` and `law` are None where nothing can be counted."""

    name: str
    name_lang: str
    names: tuple[EntityName, ...]
    box: ClockBox
    bodies: tuple[Told, ...]
    about: tuple[Named, ...]
    facts: tuple[Told, ...]
    items: str
    events: tuple[Event, ...]
    reply: tuple[Told, ...]
    emissions: bool
    before: tuple[Linked, ...]
    after: tuple[Linked, ...]
    derivation: DerivationView | None
    law: LawView | None
    dates: str
    calculator: str
    calendar: str
    again: str
    said: tuple[Said, ...]
    attached: tuple[Document, ...]
    rest: tuple[Section, ...]
    lines: EntityFacts
    cite: str
    address: str


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """A request's page."""
    one = queries.request(identifier)
    if one is None:
        return missing(request, lang)
    view = _View(lang, one).view(host_of(request))
    described = f"{wording(lang)('requests_described_one', name=view.name)} {capital(view.box.status)}."
    return render(request, "requests/request.html", {"p": view}, lang, title=view.name, description=described)


def calendar_file(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """The last days of a request's term and of its windows as a calendar file; empty where none can be counted."""
    one = queries.request(identifier)
    if one is None:
        return missing(request, lang)
    found = clock(one, load_laws(), today())
    name = ledger.names([one.id])[one.id].best(lang).text
    address = f"{host_of(request)}/{lang}/requests/{one.id}/"
    events = due_events(found.derivation, lang, one.id, address, name) if found.derivation else []
    return calendar_response(name, events, f"{one.id}.ics")


class _View:
    """Builds the view of one request."""

    def __init__(self, lang: str, one: InformationRequest) -> None:
        self.lang, self.one = lang, one
        self.own = ledger.statements_about(one.id)
        self.after = self._after()
        near = {*about_of(one), *one.codes("follows"), *self.after, *(said.entity for said in one.drawn)}
        self.kinds = {key: found.kind for key, found in ledger.entities_by_id(near).items()}
        self.printer: Printer = printer_for(lang, [*self.own, *one.drawn], {one.id, *near})
        self.t = self.printer.t
        self.clock: Clock = clock(one, load_laws(), today())

    def view(self, host: str) -> RequestView:
        """The whole of it. What is printed first is numbered first among the sources."""
        one, printer, t = self.one, self.printer, self.t
        lines = EntityFacts(printer, self.own, "request", apart=_APART)
        names = entity_names(printer, one.id)
        bodies, facts = self._told("addressed_to"), self._facts()
        events, reply, said = self._events(), self._reply(), self._said()
        documents = attached(printer, one.all(ATTACHMENT))
        rest = tuple(lines.sections())
        derivation, law = self._counted()
        return RequestView(
            name=names[0].text,
            name_lang=names[0].lang,
            names=tuple(names),
            box=box_of(self.lang, one, self.clock, today()),
            bodies=bodies,
            about=tuple(self._named(key) for key in about_of(one)),
            facts=facts,
            items=self._items(),
            events=events,
            reply=reply,
            emissions=self._is_about_emissions(),
            before=tuple(self._linked(one.codes("follows"))),
            after=tuple(self._linked(self.after)),
            derivation=derivation,
            law=law,
            dates=t("comma").join(dict.fromkeys(date_text(each.date, self.lang) for each in one.vague)),
            calculator=self._calculator(),
            calendar=f"/{self.lang}/requests/{one.id}/calendar.ics" if derivation else "",
            again=draft_url(self.lang, one.projects[0], next(iter(one.asked_items), "")) if one.projects else "",
            said=said,
            attached=documents,
            rest=rest,
            lines=lines,
            cite=printer.t(
                "cite_page",
                title=names[0].text,
                date=printer.date(printer.register.version.recorded[:10]),
                version=printer.register.version.number,
            ),
            address=f"{host}/{self.lang}/requests/{one.id}/",
        )

    def _named(self, key: str) -> Named:
        return named_of(self.lang, self.kinds.get(key, ""), key, self.printer.names)

    def _after(self) -> tuple[str, ...]:
        """The records and requests that follow from this one, and what follows from those."""
        found: dict[str, None] = {}
        wanted = [self.one.id]
        while wanted:
            said = [one for one in ledger.statements_naming(wanted.pop()) if one.property == "follows"]
            gone = ledger.retracted(said) if said else frozenset()
            more = [one.entity for one in said if one.id not in gone and one.entity not in found]
            found.update(dict.fromkeys(more))
            wanted += more
        return tuple(found)

    def _label(self, key: str) -> str:
        return capital(self.printer.vocabulary.properties[key].label(self.lang))

    def _told(self, *keys: str) -> tuple[Told, ...]:
        """The properties of which anything is told, each with all that stands."""
        return tuple(
            Told(self._label(key), tuple(self.printer.figure(said) for said in self.one.all(key)))
            for key in keys
            if self.one.all(key)
        )

    def _facts(self) -> tuple[Told, ...]:
        return self._told("asked_document", "requester", "request_language", "registration_no")

    def _items(self) -> str:
        """The items of the checklist asked for, in words; their ids where the checklist has them no more."""
        items = load_checklist().items
        labels = [items[key].labels[self.lang] if key in items else key for key in self.one.asked_items]
        return self.t("comma").join(labels)

    def _events(self) -> tuple[Event, ...]:
        """What happened, by date; steps of one date in the order of the vocabulary."""
        codes = load_vocabulary().codes["request_event"]
        order = {key: place for place, key in enumerate(codes)}
        vague = {(one.kind, one.date) for one in self.one.vague}
        said = sorted(self.one.all("request_event"), key=lambda one: (by_date(one.value), order[one.part], one.id))
        return tuple(
            Event(capital(codes[one.part].label(self.lang)), self.printer.figure(one), (one.part, one.value) in vague)
            for one in said
        )

    def _reply(self) -> tuple[Told, ...]:
        return self._told("outcome", "given", "withheld", "refusal_ground")

    def _is_about_emissions(self) -> bool:
        asked = {*self.one.asked_documents, *self.one.asked_items, *self.one.withheld}
        return _COMMERCIAL in self.one.grounds and bool(asked & _OF_EMISSIONS)

    def _linked(self, keys: Iterable[str]) -> Iterable[Linked]:
        """Records and requests by date."""
        wanted = list(keys)
        found: list[Record | InformationRequest] = [*queries.records(wanted), *queries.requests(wanted)]
        for one in sorted(found, key=lambda each: by_date(each.date)):
            kind = one.code("event_type") or one.code("document_type")
            codes = load_vocabulary().codes
            code = codes["event_type"].get(kind) or codes["document_type"].get(kind)
            yield Linked(self._named(one.id), code.label(self.lang) if code else "", date_text(one.date, self.lang))

    def _counted(self) -> tuple[DerivationView | None, LawView | None]:
        derivation, laws = self.clock.derivation, load_laws()
        if derivation is None:
            return None, None
        begun = self.one.days.begun
        rule = laws.rule_on(derivation.rule_id, begun) if begun else laws.versions(derivation.rule_id)[-1]
        country = load_vocabulary().codes["country"][rule.jurisdiction].label(self.lang)
        return derivation_view(derivation, rule, self.lang), law_view(rule, laws, country, self.lang)

    def _calculator(self) -> str:
        """The calculator with what is known of this request."""
        days = [(name, day.isoformat()) for name in DAYS if (day := getattr(self.one.days, name)) is not None]
        rows = [
            (f"{key}{number}", text)
            for number, event in enumerate(self.one.days.ordered()[:8], 1)
            for key, text in (("event", event.kind.value), ("day", event.date.isoformat()), ("days", event.days or ""))
            if text
        ]
        if not days or self.one.rule_id not in load_laws().ids:
            return ""
        return f"/{self.lang}/requests/calculator/?{urlencode([('rule', self.one.rule_id), *days, *rows])}"

    def _said(self) -> tuple[Said, ...]:
        """The statements that it sets out, those about refusals last."""
        properties = self.printer.vocabulary.properties
        drawn: list[Statement] = sorted(self.one.drawn, key=lambda said: properties[said.property].order)
        return tuple(
            Said(
                self._label(said.property),
                self.printer.part(said.part),
                # An event of the programme has no name to be called by.
                None if self.kinds.get(said.entity) == "event" else self._named(said.entity),
                self.printer.figure(said),
            )
            for said in drawn
        )
