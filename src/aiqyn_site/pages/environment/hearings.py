"""Public hearings: those open for comment now, and past ones; as a page, as feeds and as a calendar file.

Contacts and representatives, which the state portal prints, are private persons' data: the register has no property
for them, and nothing here prints more than the properties named below.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn.dossier.record import Record, read_date
from aiqyn.ledger import Statement
from aiqyn.words.date_text import date_text
from aiqyn_site.clock import today
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.dossier.index import RECORD, Row
from aiqyn_site.pages.calendar_file import Event, calendar_response
from aiqyn_site.pages.environment.entries import Link, code_label, entity_link, printer_of, type_label
from aiqyn_site.pages.feeds import Entry, Feed, feed_response
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import host_of, render
from aiqyn_site.pages.paging import PageLink, page_links, page_number, page_query
from aiqyn_site.pages.printer import Printer
from aiqyn_site.pages.wording import wording

PATH = "hearings/"
#: What makes a record one of a hearing.
TYPES = frozenset(
    {"hearing_notice", "hearing_announced", "hearing_held", "hearing_repeated", "hearing_failed", "hearing_protocol"}
)
#: What says that a hearing is over, whatever its window.
_OVER = frozenset({"hearing_held", "hearing_failed", "hearing_protocol"})
_PER_PAGE = 25
_IN_FEED = 50


class HearingView(NamedTuple):
    """A hearing as the page shows it; what is not known is blank or empty."""

    link: Link
    type: str
    projects: tuple[Link, ...]
    when: Figure | None
    window: Figure | None
    date: str
    number: Figure | None
    initiator: Figure | None
    bin: Figure | None
    territory: tuple[Figure, ...]
    form: Figure | None


class HearingsView(NamedTuple):
    """All that the template prints."""

    open: tuple[HearingView, ...]
    none_open: str
    past: tuple[HearingView, ...]
    pages: tuple[PageLink, ...]
    calendar: str


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """Hearings open now, then past ones, the newest first."""
    t, number, as_of = wording(lang), page_number(request), today()
    still, over = split(as_of)
    shown = over[(number - 1) * _PER_PAGE : number * _PER_PAGE]
    records = {one.id: one for one in dossier.records(row.id for row in (*still, *shown))}
    printer = printer_of(lang, records.values())
    path = f"/{lang}/{PATH}"
    view = HearingsView(
        open=tuple(_hearing(printer, records[row.id]) for row in still),
        none_open=t("hear_open_none", date=date_text(as_of.isoformat(), lang)),
        past=tuple(_hearing(printer, records[row.id]) for row in shown),
        pages=page_links(t, path, "", number, -(-len(over) // _PER_PAGE)),
        calendar=f"{path}hearings.ics",
    )
    context = {"p": view, "feeds": _feed(lang).links()}
    query = page_query("", number)
    title = t("hear_title")
    return render(
        request, "environment/hearings.html", context, lang, title=title, description=t("hear_described"), query=query
    )


def split(as_of: date) -> tuple[list[Row], list[Row]]:
    """The hearings open for comment on a day, those that close first in front; and all others, newest first.

    Open is a hearing whose window, or else whose date, has not passed and that is not said to have been held.
    """
    still: list[tuple[date, Row]] = []
    over: list[Row] = []
    for row in dossier.newest_first(dossier.index(RECORD).rows):
        if TYPES.isdisjoint(row.types):
            continue
        last = last_day(row)
        if last is not None and last >= as_of and _OVER.isdisjoint(row.types):
            still.append((last, row))
        else:
            over.append(row)
    return [row for _, row in sorted(still, key=lambda one: (one[0], one[1].id))], over


def last_day(row: Row) -> date | None:
    """The last day on which a hearing can be commented on, as far as it is known."""
    when = read_date(row.window or row.date)
    return when.last if when is not None else None


def feed(request: HttpRequest, lang: str, form: str) -> HttpResponse:
    """The hearings open for comment as a feed."""
    return feed_response(request, _feed(lang), form, [_entry(lang, hearing) for hearing in _open(lang)[:_IN_FEED]])


def _feed(lang: str) -> Feed:
    return Feed(lang, "hearings", wording(lang)("hear_open"))


def calendar(request: HttpRequest, lang: str) -> HttpResponse:
    """The hearings open for comment as a calendar file."""
    t, host = wording(lang), host_of(request)
    events = [_event(host, one) for one in _open(lang)]
    return calendar_response(t("hear_title"), [one for one in events if one is not None], "hearings.ics")


class _Open(NamedTuple):
    """An open hearing in words."""

    row: Row
    name: str
    until: str
    summary: str
    path: str
    recorded: str


def _open(lang: str) -> list[_Open]:
    """The open hearings in words, those that close first in front."""
    rows, _ = split(today())
    records = dossier.records(row.id for row in rows)
    printer = printer_of(lang, records)
    found = []
    for row, one in zip(rows, records, strict=True):
        name = printer.name(one.id)[0]
        last = last_day(row)
        until = date_text(f"../{last.isoformat()}", lang) if last is not None and last != date.max else ""
        recorded = max((said.recorded for said in one.statements), default="")
        path = entity_link(printer, "record", one.id).href
        found.append(_Open(row, name, until, _summary(printer, one), path, recorded))
    return found


def _entry(lang: str, hearing: _Open) -> Entry:
    until = hearing.until
    return Entry(
        key=[hearing.row.id],
        title=wording(lang)("hear_until", name=hearing.name, until=until) if until else hearing.name,
        summary=hearing.summary,
        path=hearing.path,
        published=hearing.recorded,
        updated=hearing.recorded,
    )


def _event(host: str, one: _Open) -> Event | None:
    """An open hearing as an event; None where its days have no end, which no calendar can show."""
    when = read_date(one.row.window or one.row.date)
    if when is None or when.is_open:
        return None
    return Event(
        uid=f"hearing/{one.row.id}",
        first=when.first,
        last=when.last,
        title=one.name,
        recorded=one.recorded,
        description=one.summary,
        url=host + one.path,
    )


def _summary(printer: Printer, one: Record) -> str:
    """What a feed or calendar says of a hearing: kind, projects, number, initiator, territory."""
    t = printer.t
    parts = [type_label(printer, one), *(printer.name(key)[0] for key in one.projects)]
    if number := one.code("registration_no"):
        parts.append(f"{t('hear_no')}{t('colon')}{number}")
    if initiator := one.code("initiator"):
        parts.append(f"{t('hear_initiator')}{t('colon')}{printer.name(initiator)[0]}")
    parts += [printer.value(said).text for said in one.all("territory")]
    if form := code_label(printer, one, "hearing_form"):
        parts.append(form)
    return " · ".join(parts)


def _hearing(printer: Printer, one: Record) -> HearingView:
    def figure(said: Statement | None) -> Figure | None:
        return printer.figure(said) if said is not None else None

    return HearingView(
        link=entity_link(printer, "record", one.id),
        type=type_label(printer, one),
        projects=tuple(entity_link(printer, "project", key) for key in one.projects),
        when=figure(one.first("event_date")),
        window=figure(one.first("window")),
        date=date_text(one.date, printer.lang),
        number=figure(one.first("registration_no")),
        initiator=figure(one.first("initiator")),
        bin=figure(one.first("initiator_bin")),
        territory=tuple(printer.figure(said) for said in one.all("territory")),
        form=figure(one.first("hearing_form")),
    )
