"""The list of requests with their clocks, filters by body and outcome, and how each body has answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.deadlines.load import load_laws
from aiqyn.dossier.bodies import BodyRecord, bodies
from aiqyn.dossier.record import InformationRequest, by_date
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn_site.clock import today
from aiqyn_site.dossier import queries
from aiqyn_site.dossier.index import REQUEST, Row
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Names
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.clocks import ClockBox, clock_box
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital, render
from aiqyn_site.pages.narrowing import Facet, Narrowing
from aiqyn_site.pages.paging import PageLink, page_links, page_number, page_query
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.wording import wording

_PER_PAGE = 30
_UNTOLD = "untold"
_FILTERS = ("body", "outcome")


class Named(NamedTuple):
    """An entity by its name, the name's language where it is not the page's, and its page, blank for none."""

    name: str
    lang: str
    href: str


class Entry(NamedTuple):
    """One request in a list."""

    name: Named
    when: str
    bodies: tuple[Named, ...]
    about: tuple[Named, ...]
    outcome: Figure | None
    box: ClockBox


class BodyRow(NamedTuple):
    """How a body has answered, as counts in words; `grounds` are those of its refusals with how often."""

    body: Named
    counts: tuple[str, ...]
    grounds: tuple[str, ...]
    requests: str


class ListView(NamedTuple):
    """All that the template prints."""

    total: str
    facets: tuple[Facet, ...]
    clear: str
    entries: tuple[Entry, ...]
    pages: tuple[PageLink, ...]
    table: tuple[BodyRow, ...]
    is_empty: bool


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The list, newest first."""
    t, rows = wording(lang), queries.index(REQUEST).rows
    narrowing = Narrowing(request, f"/{lang}/requests/", _FILTERS, _values)
    met = [row for row in reversed(rows) if narrowing.meets(row)]
    number = page_number(request)
    some = queries.requests(row.id for row in met[(number - 1) * _PER_PAGE : number * _PER_PAGE])
    names = ledger.names({key for row in rows for key in row.bodies})
    view = ListView(
        total=t("requests_n", n=len(met)),
        facets=tuple(
            narrowing.facet(lang, key, t(f"requests_filter_{key}"), rows, partial(_label, lang, names, key))
            for key in _FILTERS
        ),
        clear=narrowing.clear,
        entries=entries(lang, some, today()),
        pages=page_links(t, narrowing.path, narrowing.query, number, -(-len(met) // _PER_PAGE)),
        table=tuple(body_rows(lang, bodies(queries.all_requests(), load_laws(), today()))),
        is_empty=not rows,
    )
    return render(
        request,
        "requests/list.html",
        {"p": view},
        lang,
        title=t("requests_title"),
        description=t("requests_described"),
        query=page_query(narrowing.query, number),
    )


def _values(row: Row, key: str) -> tuple[str, ...]:
    return (row.bodies or (_UNTOLD,)) if key == "body" else (row.status or _UNTOLD,)


def _label(lang: str, names: Mapping[str, Names], key: str, value: str) -> tuple[str, str]:
    if value == _UNTOLD:
        return wording(lang)("requests_body_untold" if key == "body" else "requests_outcome_untold"), ""
    if key == "body":
        found = named_of(lang, "organisation", value, names)
        return found.name, found.lang
    code = load_vocabulary().codes["request_outcome"].get(value)
    return (code.label(lang) if code else value), ""


def named_of(lang: str, kind: str, identifier: str, names: Mapping[str, Names]) -> Named:
    """An entity of a kind by its best name."""
    best = names[identifier].best(lang)
    return Named(best.text, "" if best.lang in {lang, "zxx"} else best.lang, entity_url(lang, kind, identifier))


def entries(lang: str, some: list[InformationRequest], as_of: date) -> tuple[Entry, ...]:
    """Requests as a list prints them, in the order given."""
    outcomes = [said for one in some if (said := one.first("outcome")) is not None]
    wanted = {key for one in some for key in (one.id, *one.bodies, *about_of(one))}
    printer = printer_for(lang, outcomes, wanted, marks="source")
    kinds = ledger.entities_by_id(wanted)
    return tuple(_entry(lang, one, printer, {key: found.kind for key, found in kinds.items()}, as_of) for one in some)


def about_of(one: InformationRequest) -> tuple[str, ...]:
    """What a request is about: projects, else what it belongs to or concerns."""
    return one.projects or one.about


def _when(one: InformationRequest) -> str:
    """When it was made; where that is not told, the earliest date of what happened to it."""
    told = sorted((said.value for said in one.all("request_event")), key=by_date)
    return told[0] if told else one.date


def _entry(lang: str, one: InformationRequest, printer: Printer, kinds: Mapping[str, str], as_of: date) -> Entry:
    said = one.first("outcome")
    return Entry(
        name=named_of(lang, "request", one.id, printer.names),
        when=date_text(_when(one), lang) or printer.t("undated"),
        bodies=tuple(named_of(lang, "organisation", key, printer.names) for key in one.bodies),
        about=tuple(named_of(lang, kinds.get(key, ""), key, printer.names) for key in about_of(one)),
        outcome=printer.figure(said) if said else None,
        box=clock_box(lang, one, as_of),
    )


def body_rows(lang: str, known: Mapping[str, BodyRecord]) -> list[BodyRow]:
    """How bodies have answered, those asked most often first."""
    names = ledger.names(known)
    made = []
    for key, record in sorted(known.items(), key=lambda one: (-one[1].asked, one[0])):
        counts = (
            *(record.asked, record.answered_in_time, record.answered_late, record.unknown_time),
            *(record.refused, record.no_answer, record.open + record.forwarded + record.withdrawn),
        )
        made.append(
            BodyRow(
                body=named_of(lang, "organisation", key, names),
                counts=tuple(count_text(n, lang) for n in counts),
                grounds=tuple(ground_counts(lang, record)),
                requests=f"/{lang}/requests/?{urlencode({'body': key})}",
            )
        )
    return made


def ground_counts(lang: str, record: BodyRecord) -> list[str]:
    """The grounds of a body's refusals with how often each was given, the most frequent first."""
    codes, t = load_vocabulary().codes["refusal_ground"], wording(lang)
    return [
        t("requests_ground", n=n, ground=capital(codes[key].label(lang)) if key in codes else key)
        for key, n in sorted(record.grounds.items(), key=lambda one: (-one[1], one[0]))
    ]
