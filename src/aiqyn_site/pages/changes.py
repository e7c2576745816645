"""What changed: added, withdrawn, superseded, newly disputed, by day of recording and by subject, and its feeds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.names.alphabet import alphabetical
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.change_entries import MOST_SHOWN, ChangeEntries
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.feeds import Entry, Feed, feed_response
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.listing import Listing, is_code
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.changes import day_totals, find_changes

_PER_PAGE = 30
_IN_FEED = 30


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The changes, the newest day first; of one subject or of one region where that is asked for."""
    given = _given(request)
    if given is None:
        return missing(request, lang)
    listing = Listing(request, lang, f"/{lang}/changes/", given, _PER_PAGE)
    start = (listing.number - 1) * _PER_PAGE
    total, changes = find_changes(given["project"], given["region"], start=start, length=_PER_PAGE)
    entries = ChangeEntries(lang, changes)
    say, regions = entries.say, [region.id for region in ledger.entities("region")]
    about = given["project"] or given["region"]
    say.know([*regions, *([about] if about else [])])
    title = say.t("nav_changes")
    return show(
        request,
        lang,
        "changes.html",
        title=f"{title}{say.t('colon')}{say.name(about)[0]}" if about else title,
        description=say.t("changes_described"),
        query=listing.query,
        feeds=_feed(lang, given).links(),
        say=say,
        listing=listing,
        about=about,
        regions=sorted(regions, key=lambda region: (alphabetical(say.name(region)[0]), region)),
        totals={total.day: total for total in day_totals(**given)},
        days=[(day, list(items)) for day, items in groupby(entries.items, key=lambda item: item[0].day)],
        entries=entries,
        most=MOST_SHOWN,
        total=total,
    )


def feed(request: HttpRequest, lang: str, form: str) -> HttpResponse:
    """The latest changes as a feed."""
    given = _given(request)
    if given is None:
        return missing(request, lang)
    entries = ChangeEntries(lang, find_changes(given["project"], given["region"], length=_IN_FEED)[1])
    items = [
        Entry(
            key=[entry.day, entry.subject],
            title=entries.say.name(entry.subject)[0],
            summary=entries.summary(entry, changes),
            path=f"/{lang}/changes/?{urlencode({'project': entry.subject})}#d{entry.day}",
            published=entry.day,
            updated=entry.day,
        )
        for entry, changes in entries.items
    ]
    return feed_response(request, _feed(lang, given), form, items)


def _feed(lang: str, given: Mapping[str, str]) -> Feed:
    given = {key: value for key, value in given.items() if value}
    names = ledger.names(given.values())
    about = [names[value].best(lang).text for value in given.values()]
    home = f"/{lang}/changes/" + (f"?{urlencode(given)}" if given else "")
    return Feed(lang, "changes", wording(lang)("nav_changes"), given, about, home)


def _given(request: HttpRequest) -> dict[str, str] | None:
    """What the changes are narrowed to; None where that is not in the register. `project` is any entity's id."""
    given = {key: request.GET.get(key, "") for key in ("project", "region")}
    for key, value in given.items():
        entity = ledger.entity(value) if is_code(value) else None
        if value and (entity is None or (key == "region" and entity.kind != "region")):
            return None
    return given
