"""What changed: added, withdrawn, superseded, newly disputed, by day of recording and by subject, and its feeds."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn.words.wording import Wording
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.change_entries import EntryOfDay, EntryView, entry_views, names_of
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.feeds import Entry, Feed, feed_response
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.paging import PageLink, page_links, page_number, page_query
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.changes import DayTotal, day_totals, find_changes

_PER_PAGE = 30
_IN_FEED = 30
_is_id = re.compile("[a-z0-9-]{1,64}").fullmatch


class Narrowed(NamedTuple):
    """What the changes are narrowed to; blank means no filter. `project` is the id of any entity."""

    project: str = ""
    region: str = ""

    def query(self) -> str:
        """The filters in canonical order."""
        return urlencode([(key, value) for key, value in self._asdict().items() if value])


class DayView(NamedTuple):
    """A day of recording: what it brought in all, and the entries of it that stand on this page."""

    anchor: str
    date: str
    total: str
    entries: tuple[EntryView, ...]


class Choice(NamedTuple):
    """A region to narrow the page to."""

    label: str
    lang: str
    href: str
    current: bool


class ChangesView(NamedTuple):
    """All that the template prints. `about` names what the page is narrowed to."""

    about: str
    about_lang: str
    clear: str
    total: str
    regions: tuple[Choice, ...]
    days: tuple[DayView, ...]
    pages: tuple[PageLink, ...]


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The changes, the newest day first; of one subject or of one region where that is asked for."""
    narrowed = _narrowed(request)
    if narrowed is None:
        return missing(request, lang)
    t, number, path = wording(lang), page_number(request), f"/{lang}/changes/"
    found = find_changes(narrowed.project, narrowed.region, start=(number - 1) * _PER_PAGE, length=_PER_PAGE)
    query = narrowed.query()
    named = names_of(lang, filter(None, narrowed))
    about, about_lang = next(iter(named.values()), ("", ""))
    totals = {one.day: one for one in day_totals(narrowed.project, narrowed.region)}
    view = ChangesView(
        about=about,
        about_lang=about_lang,
        clear=path if any(narrowed) else "",
        total=t("changes_days", n=len(totals)),
        regions=_regions(lang, narrowed.region),
        days=_days(lang, entry_views(lang, found.items), totals),
        pages=page_links(t, path, query, number, -(-found.total // _PER_PAGE)),
    )
    return render(
        request,
        "changes.html",
        {"p": view, "feeds": _feed(lang, narrowed).links()},
        lang,
        title=f"{t('nav_changes')}{t('colon')}{about}" if about else t("nav_changes"),
        description=t("changes_described"),
        query=page_query(query, number),
    )


def feed(request: HttpRequest, lang: str, form: str) -> HttpResponse:
    """The latest changes as a feed."""
    narrowed = _narrowed(request)
    if narrowed is None:
        return missing(request, lang)
    entries = entry_views(lang, find_changes(narrowed.project, narrowed.region, length=_IN_FEED).items)
    return feed_response(request, _feed(lang, narrowed), form, [_entry(lang, entry) for entry in entries])


def _feed(lang: str, narrowed: Narrowed) -> Feed:
    about = [name for name, _ in names_of(lang, filter(None, narrowed)).values()]
    given = {key: value for key, value in narrowed._asdict().items() if value}
    home = f"/{lang}/changes/" + (f"?{urlencode(given)}" if given else "")
    return Feed(lang, "changes", wording(lang)("nav_changes"), given, about, home)


def _narrowed(request: HttpRequest) -> Narrowed | None:
    """What the page is narrowed to; None where that is not in the register."""
    asked = Narrowed(*(request.GET.get(key, "") for key in Narrowed._fields))
    for key, value in asked._asdict().items():
        entity = ledger.entity(value) if _is_id(value) else None
        if value and (entity is None or (key == "region" and entity.kind != "region")):
            return None
    return asked


def _days(lang: str, entries: list[EntryOfDay], totals: dict[str, DayTotal]) -> tuple[DayView, ...]:
    return tuple(
        DayView(
            f"d{day}", date_text(day, lang), total_of_day(wording(lang), totals[day]), tuple(one.view for one in some)
        )
        for day, some in groupby(entries, key=lambda one: one.day)
    )


def total_of_day(t: Wording, one: DayTotal) -> str:
    """How much a day of recording brought, in words."""
    return t(
        "changes_of_day" if one.first else "changes_of_known",
        statements=t("n_statements", n=one.statements),
        subjects=t("changes_subjects", n=one.subjects),
        first=count_text(one.first, t.lang),
    )


def _regions(lang: str, chosen: str) -> tuple[Choice, ...]:
    """The regions to narrow the page to, by name."""
    named = names_of(lang, (one.id for one in ledger.entities("region")))
    choices = [
        Choice(name, other, f"/{lang}/changes/?{urlencode({'region': key})}", key == chosen)
        for key, (name, other) in named.items()
    ]
    return tuple(sorted(choices, key=lambda one: (one.label.casefold(), one.href)))


def _entry(lang: str, entry: EntryOfDay) -> Entry:
    day, subject = entry.entry.day, entry.entry.subject
    return Entry(
        key=[day, subject],
        title=entry.view.name,
        summary=entry.view.summary,
        path=f"/{lang}/changes/?{urlencode({'project': subject})}#d{day}",
        published=day,
        updated=day,
    )
