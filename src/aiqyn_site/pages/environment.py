"""The environmental records of the whole register: newest first, narrowed by kind, region, company and state."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.http import HttpRequest, HttpResponse

from aiqyn.dossier.claims import is_claim, load_claims
from aiqyn.ledger import Statement
from aiqyn.words.word_tables import capital
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.dossier_printer import dossier_printer
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.listing import Choice, Chosen, Facet, Listing, texts_in
from aiqyn_site.pages.printer import Printer

#: How many regions and companies are listed, and how many claims.
_MOST = 30
_MOST_CLAIMS = 100
#: How many values a filter offers, the most frequent: there are no more kinds, but there may be thousands of companies.
_MOST_CHOICES = 100
#: The lists of codes that a filter takes its values from.
_CODES = {"type": ("event_type", "document_type"), "status": ("record_status", "request_outcome")}


def page(request: HttpRequest, lang: str) -> HttpResponse:
    listing = Listing(request, lang, f"/{lang}/environment/", texts_in(request, *dossier.FILTERS))
    matching, counted = dossier.find_records(listing.given)
    records = dossier.records(row.id for row in listing.shown(matching))
    frequent = {
        key: dict(sorted(counts.items(), key=lambda count: (-count[1], count[0]))[:_MOST_CHOICES])
        for key, counts in counted.items()
    }
    is_narrowed = any(listing.given.values())
    claims = [] if is_narrowed or listing.number > 1 else _claims()
    named = {*frequent["region"], *frequent["company"], listing.given["region"], listing.given["company"]} - {""}
    say = dossier_printer(lang, records, claims, named.union(claim.entity for claim in claims), marks="source")
    choices = {key: listing.choices(key, frequent[key], partial(_label, say, key)) for key in dossier.FILTERS}
    # Codes stand by how frequent they are, names as readers look them up.
    offered = choices | {
        key: listing.by_label(key, frequent[key], partial(_label, say, key))
        for key in dossier.FILTERS
        if key not in _CODES
    }
    chosen = [
        Chosen(say.t(f"env_filter_{key}"), *_label(say, key, value), listing.href(**{key: ""}))
        for key, value in listing.given.items()
        if value
    ]
    title = say.t("env_page_title")
    return show(
        request,
        lang,
        "environment.html",
        title=f"{title}{say.t('colon')}{say.t('comma').join(item.value for item in chosen)}" if chosen else title,
        description=say.t("env_described"),
        query=listing.query,
        say=say,
        listing=listing,
        filters=[_facet(say, key, value, offered[key]) for key, value in listing.given.items()],
        chosen=chosen,
        total=len(matching),
        records=[(record, inbox.replies_to_record(record)) for record in records],
        is_narrowed=is_narrowed,
        regions=choices["region"][:_MOST],
        companies=choices["company"][:_MOST],
        claims=claims,
    )


def _label(say: Printer, key: str, value: str) -> tuple[str, str]:
    """The words for a value of a filter, and their language where that is not the page's."""
    if key not in _CODES:
        return say.name(value)
    codes = next((codes for codes in _CODES[key] if value in say.vocabulary.codes[codes]), "")
    return (capital(say.code(codes, value)) if codes else value), ""


def _facet(say: Printer, key: str, value: str, choices: Iterable[Choice]) -> Facet:
    others = [choice for choice in choices if not choice.current]
    return Facet(say.t(f"env_filter_{key}"), _label(say, key, value)[0] if value and others else "", others)


def _claims() -> list[Statement]:
    """The claims of projects and organisations about the environment that stand, in recorded order."""
    recorded = [item for key in load_claims() for item in ledger.find_statements(property=key, limit=_MOST_CLAIMS)]
    statements = [item.statement for item in recorded]
    gone = ledger.retracted(statements)
    return [statement for statement in statements if is_claim(statement) and statement.id not in gone]
