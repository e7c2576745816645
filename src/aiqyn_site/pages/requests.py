"""The list of requests with their clocks, filters by body and outcome, and how each body has answered."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.dossier.bodies import bodies
from aiqyn.dossier.request_clock import clock
from aiqyn_site.clock import elsewhere, today
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.dossier.entry_index import REQUEST, Row
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.listing import Facet, Listing, codes_in
from aiqyn_site.pages.printer import Printer, printer_for

_PER_PAGE = 30
_UNTOLD = "untold"
_FILTERS = ("body", "outcome")


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The list, newest first."""
    rows, laws, days = dossier.index(REQUEST).rows, load_laws(), (today(), elsewhere())
    listing = Listing(request, lang, f"/{lang}/requests/", codes_in(request, *_FILTERS), _PER_PAGE)
    met = [row for row in reversed(rows) if listing.meets(row, _values)]
    shown = dossier.requests(row.id for row in listing.shown(met))
    records = bodies(dossier.all_requests(), laws, *days)
    named = {key for entry in shown for key in (entry.id, *entry.bodies, *entry.subjects)}
    outcomes = [outcome for entry in shown if (outcome := entry.first("outcome")) is not None]
    say = printer_for(lang, outcomes, named.union(records, *(row.bodies for row in rows)), marks="source")
    return show(
        request,
        lang,
        "requests.html",
        title=say.t("requests_title"),
        description=say.t("requests_described"),
        query=listing.query,
        say=say,
        listing=listing,
        filters=[_facet(listing, rows, key, say) for key in _FILTERS],
        total=len(met),
        requests=[(entry, clock(entry, laws, *days)) for entry in shown],
        records=sorted(records.items(), key=lambda record: (-record[1].asked, record[0])),
        is_empty=not rows,
    )


def _values(row: Row, key: str) -> tuple[str, ...]:
    return (row.bodies or (_UNTOLD,)) if key == "body" else (row.status or _UNTOLD,)


def _facet(listing: Listing, rows: Sequence[Row], key: str, say: Printer) -> Facet:
    def label(value: str) -> tuple[str, str]:
        if value == _UNTOLD:
            return say.t(f"requests_{key}_untold"), ""
        return say.name(value) if key == "body" else (say.code("request_outcome", value), "")

    counts = listing.counts(rows, _values, key)
    return Facet(say.t(f"requests_filter_{key}"), "", listing.by_label(key, counts, label))
