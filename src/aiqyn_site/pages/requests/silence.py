"""The silence clock: days since what was due by law or promised has not been found, by body and company."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn.dossier.chain import load_chain
from aiqyn.dossier.silence import Silence, SilenceKind
from aiqyn.ledger import Statement
from aiqyn.words.date_text import date_text
from aiqyn_site.clock import today
from aiqyn_site.dossier.silences import all_silences, sources_looked_in
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Names
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital, render
from aiqyn_site.pages.narrowing import Facet, Narrowing
from aiqyn_site.pages.paging import PageLink, page_links, page_number, page_query
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.requests.listing import Named, named_of
from aiqyn_site.pages.wording import wording

_PER_PAGE = 50
_UNTOLD = "untold"
_FILTERS = ("body", "kind")


class SilenceLine(NamedTuple):
    """Something that has not appeared. `figure` is the promise, `link` the request or the project's chain."""

    what: str
    about: tuple[Named, ...]
    days: str
    since: str
    figure: Figure | None
    link: Named | None
    unread: bool
    looked: str


class Group(NamedTuple):
    """The silences of one body, or of those of whom the same was expected; nobody: it is not known of whom."""

    bodies: tuple[Named, ...]
    lines: tuple[SilenceLine, ...]


class SilenceView(NamedTuple):
    """All that the template prints."""

    total: str
    facets: tuple[Facet, ...]
    clear: str
    groups: tuple[Group, ...]
    pages: tuple[PageLink, ...]
    is_empty: bool


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The silences grouped by who was expected to speak, the longest first."""
    t, known = wording(lang), all_silences(today())
    narrowing = Narrowing(request, f"/{lang}/silence/", _FILTERS, _values)
    met, number = _grouped(filter(narrowing.meets, known)), page_number(request)
    some = met[(number - 1) * _PER_PAGE : number * _PER_PAGE]
    names = ledger.names({key for one in known for key in one.bodies})
    view = SilenceView(
        total=t("silence_n", n=len(met)),
        facets=tuple(
            narrowing.facet(lang, key, t(f"silence_filter_{key}"), known, partial(_label, lang, names, key))
            for key in _FILTERS
        ),
        clear=narrowing.clear,
        groups=groups_of(lang, some),
        pages=page_links(t, narrowing.path, narrowing.query, number, -(-len(met) // _PER_PAGE)),
        is_empty=not known,
    )
    return render(
        request,
        "requests/silence.html",
        {"p": view},
        lang,
        title=t("silence_title"),
        description=t("silence_described"),
        query=page_query(narrowing.query, number),
    )


def _values(one: Silence, key: str) -> tuple[str, ...]:
    return (str(one.kind),) if key == "kind" else one.bodies or (_UNTOLD,)


def _grouped(some: Iterable[Silence]) -> list[Silence]:
    """The same silences, those of the same bodies together, the group with the longest first."""
    groups: dict[tuple[str, ...], list[Silence]] = {}
    for one in some:
        groups.setdefault(one.bodies, []).append(one)
    return [one for group in groups.values() for one in group]


def _label(lang: str, names: Mapping[str, Names], key: str, value: str) -> tuple[str, str]:
    t = wording(lang)
    if key == "kind":
        return t(f"silence_kind_{value}"), ""
    if value == _UNTOLD:
        return t("silence_untold_body"), ""
    found = named_of(lang, "organisation", value, names)
    return found.name, found.lang


def groups_of(lang: str, some: Sequence[Silence]) -> tuple[Group, ...]:
    """Silences in the order given, with a heading for each run of the same bodies."""
    said = ledger.statements_by_id(one.reference for one in some if one.kind is SilenceKind.PROMISE)
    about = {key for one in some for key in one.about}
    wanted = about | {key for one in some for key in one.bodies}
    wanted |= {one.reference for one in some if one.kind is SilenceKind.REQUEST}
    printer = printer_for(lang, said.values(), wanted, marks="source")
    kinds = {key: one.kind for key, one in ledger.entities_by_id(about).items()}
    make = _Lines(printer, said, kinds, sources_looked_in(about))
    return tuple(
        Group(
            tuple(named_of(lang, "organisation", key, printer.names) for key in bodies),
            tuple(make.line(one) for one in group),
        )
        for bodies, group in groupby(some, key=lambda one: one.bodies)
    )


class _Lines:
    """Turns silences into lines of a page."""

    def __init__(
        self, printer: Printer, said: Mapping[str, Statement], kinds: Mapping[str, str], looked: Mapping[str, int]
    ) -> None:
        self.printer, self.said, self.kinds, self.looked = printer, said, kinds, looked
        self.t, self.lang = printer.t, printer.lang

    def line(self, one: Silence) -> SilenceLine:
        """One silence as a line."""
        said = self.said.get(one.reference) if one.kind is SilenceKind.PROMISE else None
        sources = max((self.looked.get(key, 0) for key in one.about), default=0)
        return SilenceLine(
            what=self._what(one, said),
            about=tuple(named_of(self.lang, self.kinds.get(key, ""), key, self.printer.names) for key in one.about),
            days=self.t("silence_days", n=one.days),
            since=self.t("silence_since", date=date_text(one.since.isoformat(), self.lang)),
            figure=self.printer.figure(said) if said else None,
            link=named_of(self.lang, "request", one.reference, self.printer.names)
            if one.kind is SilenceKind.REQUEST
            else None,
            unread=not one.verified,
            looked=self.t("silence_not_found", n=sources) if sources else "",
        )

    def _what(self, one: Silence, said: Statement | None) -> str:
        if said is not None:
            label = self.printer.vocabulary.properties[said.property].label(self.lang)
            part = self.printer.part(said.part)
            return self.t("silence_promised", what=f"{label}{self.t('comma')}{part}" if part else label)
        if one.kind is SilenceKind.DOCUMENT:
            rule = next((rule for rule in load_chain() if rule.key == one.reference), None)
            label = rule.labels[self.lang] if rule else one.reference
            return capital(self.t("silence_document", document=label, year=str(one.year)))
        return capital(self.t(f"silence_kind_{one.kind}"))
