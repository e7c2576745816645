"""Public hearings: those open for comment now, and past ones; as a page, as feeds and as a calendar file.

Contacts and representatives, which the state portal prints, are private persons' data: the register has no property
for them, and nothing here prints more than the properties named below and in the template.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse

from aiqyn.dossier.record import Record, read_date
from aiqyn_site.clock import today
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.dossier.entry_index import Row
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.calendar_file import Event, calendar_response
from aiqyn_site.pages.dossier_printer import dossier_printer
from aiqyn_site.pages.feeds import Entry, Feed, feed_response
from aiqyn_site.pages.frame import host_of, show
from aiqyn_site.pages.listing import Listing
from aiqyn_site.pages.printer import Printer
from aiqyn_site.pages.wording import wording

_IN_FEED = 50


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """Hearings open now, then past ones, the newest first."""
    as_of = today()
    closing, over = dossier.hearings(as_of)
    listing = Listing(request, lang, f"/{lang}/hearings/", {})
    still_open, past = _records(closing), _records(listing.shown(over))
    say = dossier_printer(lang, [*still_open, *past])
    return show(
        request,
        lang,
        "hearings.html",
        title=say.t("hear_title"),
        description=say.t("hear_described"),
        query=listing.query,
        feeds=_feed(lang).links(),
        say=say,
        as_of=as_of,
        open=still_open,
        past=past,
        pages=listing.links(len(over)),
    )


def _records(rows: Iterable[Row]) -> list[Record]:
    return dossier.records(row.id for row in rows)


def feed(request: HttpRequest, lang: str, form: str) -> HttpResponse:
    """The hearings open for comment as a feed."""
    hearings = dossier.hearings(today())[0][:_IN_FEED]
    records = _records(hearings)
    say = dossier_printer(lang, records)
    entries = [_entry(say, row, record) for row, record in zip(hearings, records, strict=True)]
    return feed_response(request, _feed(lang), form, entries)


def _feed(lang: str) -> Feed:
    return Feed(lang, "hearings", wording(lang)("hear_open"))


def _entry(say: Printer, row: Row, record: Record) -> Entry:
    name, last, recorded = say.name(record.id)[0], dossier.last_day(row), _recorded(record)
    is_closing = last is not None and last != date.max
    return Entry(
        key=[record.id],
        title=say.t("hear_until", name=name, until=say.date(f"../{last}")) if is_closing else name,
        summary=_summary(say, record),
        path=entity_url(say.lang, "record", record.id),
        published=recorded,
        updated=recorded,
    )


def calendar(request: HttpRequest, lang: str) -> HttpResponse:
    """The hearings open for comment as a calendar file, without those whose days have no end."""
    records = _records(dossier.hearings(today())[0])
    say, host = dossier_printer(lang, records), host_of(request)
    events = [
        Event(
            uid=f"hearing/{record.id}",
            first=days.first,
            last=days.last,
            title=say.name(record.id)[0],
            recorded=_recorded(record),
            description=_summary(say, record),
            url=host + entity_url(lang, "record", record.id),
        )
        for record in records
        if (days := read_date(record.code("window") or record.date)) and not days.is_open and days.last != date.max
    ]
    return calendar_response(say.t("hear_title"), events, "hearings.ics")


def _recorded(record: Record) -> str:
    return max((statement.recorded for statement in record.statements), default="")


def _summary(say: Printer, record: Record) -> str:
    """What a feed or calendar says of a hearing: kind, projects, number, initiator, territory, form."""
    t, number, initiator = say.t, record.code("registration_no"), record.code("initiator")
    parts = [
        say.record_type(record),
        *(say.name(project)[0] for project in record.projects),
        f"{t('hear_no')}{t('colon')}{number}" if number else "",
        f"{t('hear_initiator')}{t('colon')}{say.name(initiator)[0]}" if initiator else "",
        *(say.value(statement).text for statement in record.all("territory")),
        say.coded(record, "hearing_form"),
    ]
    return " · ".join(filter(None, parts))
