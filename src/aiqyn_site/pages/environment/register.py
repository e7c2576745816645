"""The environmental records of the whole register: newest first, narrowed by kind, region, company and state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn.dossier.claims import is_claim, load_claims
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import count_text
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.dossier.queries import Narrowed
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.environment.entries import Link, RecordEntry, entity_link, printer_of, record_entry
from aiqyn_site.pages.environment.replies import replies_beside
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.filters import Chosen, query_of
from aiqyn_site.pages.frame import capital, render
from aiqyn_site.pages.narrowing import Choice, Facet
from aiqyn_site.pages.paging import PageLink, page_links, page_number, page_query
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.wording import wording

PATH = "environment/"
_PER_PAGE = 25
_LONGEST = 100  # characters of a code or an id
#: How many regions and companies are listed, and how many claims.
_MOST = 30
_MOST_CLAIMS = 100
#: How many values a filter offers, the most frequent: there are no more kinds, but there may be thousands of companies.
_MOST_CHOICES = 100
#: The lists of codes that a filter takes its values from.
_CODES = {"type": ("event_type", "document_type"), "status": ("record_status", "request_outcome")}


class Claim(NamedTuple):
    """A claim about the environment: of which project, what it is of, and the figure."""

    project: Link
    label: str
    figure: Figure


class RegisterView(NamedTuple):
    """All that the template prints."""

    total: int
    narrowed: bool
    facets: tuple[Facet, ...]
    chosen: tuple[Chosen, ...]
    clear: str
    items: tuple[RecordEntry, ...]
    pages: tuple[PageLink, ...]
    regions: tuple[Choice, ...]
    companies: tuple[Choice, ...]
    claims: tuple[Claim, ...]


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The records, as the query narrows them."""
    asked = Narrowed(*(_clean(request.GET.get(key, "")) for key in Narrowed._fields))
    number = page_number(request)
    view = register_view(lang, asked, number)
    t, query = wording(lang), query_of(asked._asdict())
    chosen = t("comma").join(one.value for one in view.chosen)
    return render(
        request,
        "environment/register.html",
        {"p": view},
        lang,
        title=f"{t('env_page_title')}{t('colon')}{chosen}" if chosen else t("env_page_title"),
        description=t("env_described"),
        query=page_query(query, number),
    )


def _clean(text: str) -> str:
    return "".join(sign for sign in text[:_LONGEST] if sign.isprintable()).strip()


def register_url(lang: str, **narrowed: str) -> str:
    """The address of the records that meet some filters."""
    query = query_of(Narrowed(**narrowed)._asdict())
    return f"/{lang}/{PATH}" + (f"?{query}" if query else "")


def register_view(lang: str, narrowed: Narrowed, number: int) -> RegisterView:
    """The page's content."""
    found = dossier.find_records(narrowed, (number - 1) * _PER_PAGE, _PER_PAGE)
    records = dossier.records(row.id for row in found.rows)
    named = {key for one in ("region", "company") for key, _ in _frequent(found.counts[one])}
    printer = printer_of(lang, records, also=named | {narrowed.region, narrowed.company} - {""}, marks="source")
    facets = _Facets(lang, narrowed, found.counts, printer.name)
    items = tuple(record_entry(printer, one)._replace(replies=replies_beside(lang, one)) for one in records)
    path, query = f"/{lang}/{PATH}", query_of(narrowed._asdict())
    return RegisterView(
        total=found.total,
        narrowed=any(narrowed),
        facets=tuple(facets.facet(key) for key in Narrowed._fields if found.counts[key] or getattr(narrowed, key)),
        chosen=facets.chosen(),
        clear=path,
        items=items,
        pages=page_links(wording(lang), path, query, number, -(-found.total // _PER_PAGE)),
        regions=facets.choices("region")[:_MOST],
        companies=facets.choices("company")[:_MOST],
        claims=_claims(lang) if not any(narrowed) and number == 1 else (),
    )


def _frequent(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The most frequent values that a filter offers."""
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_MOST_CHOICES]


class _Facets:
    """The filters as links that combine and can be removed."""

    def __init__(
        self,
        lang: str,
        narrowed: Narrowed,
        counts: Mapping[str, Mapping[str, int]],
        name: Callable[[str], tuple[str, str]],
    ) -> None:
        self.lang, self.narrowed, self.counts, self._name = lang, narrowed, counts, name
        self.t = wording(lang)

    def label(self, key: str, value: str) -> tuple[str, str]:
        """The words for a value, and their language where that is not the page's."""
        if key not in _CODES:
            return self._name(value)
        codes = load_vocabulary().codes
        code = next((codes[one][value] for one in _CODES[key] if value in codes[one]), None)
        return (capital(code.label(self.lang)) if code else value), ""

    def href(self, **changes: str) -> str:
        """The page with some filters changed."""
        return register_url(self.lang, **{**self.narrowed._asdict(), **changes})

    def choices(self, key: str) -> tuple[Choice, ...]:
        """The values of a filter, the most frequent first."""
        return tuple(
            Choice(*self.label(key, value), self.href(**{key: value}), count_text(n, self.lang))
            for value, n in _frequent(self.counts[key])
        )

    def facet(self, key: str) -> Facet:
        """A filter."""
        value = getattr(self.narrowed, key)
        others = tuple(one for one in self.choices(key) if not value or one.href != self.href())
        return Facet(self.t(f"env_filter_{key}"), self.label(key, value)[0] if value else "", others)

    def chosen(self) -> tuple[Chosen, ...]:
        """The filters in force."""
        return tuple(
            Chosen(self.t(f"env_filter_{key}"), *self.label(key, value), self.href(**{key: ""}))
            for key, value in self.narrowed._asdict().items()
            if value
        )


def _claims(lang: str) -> tuple[Claim, ...]:
    """The claims of projects and organisations about the environment that stand, in recorded order."""
    said = [one.statement for key in load_claims() for one in ledger.find_statements(property=key, limit=_MOST_CLAIMS)]
    gone = ledger.retracted(said)
    stands = [one for one in said if is_claim(one) and one.id not in gone]
    kinds = ledger.entities_by_id(one.entity for one in stands)
    printer = printer_for(lang, stands, kinds, marks="source")
    properties = printer.vocabulary.properties
    return tuple(
        Claim(
            entity_link(printer, kinds[one.entity].kind, one.entity),
            capital(properties[one.property].label(lang)),
            printer.figure(one),
        )
        for one in stands
    )
