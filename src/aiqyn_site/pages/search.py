"""The search page: what was found, by kind, with the words that match marked; what was tried, where nothing was."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Source, Statement
from aiqyn.names.analysis import marked
from aiqyn.vocabulary import ValueType
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.dossier.index import Row
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url, statement_url
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital, render
from aiqyn_site.pages.paging import PageLink, page_links, page_number
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import ProjectCard
from aiqyn_site.search.documents import KINDS
from aiqyn_site.search.queries import Found, Group, Hit, find
from aiqyn_site.search.widening import Tried

_PER_KIND = 5
#: What is found by its own words only.
_WITHOUT_REASON = frozenset({"statement", "source", "article"})
#: Kinds that are told by codes, and the lists of those.
_ENTRIES = frozenset({"record", "request"})
_ENTRY_CODES = ("document_type", "event_type", "record_status", "request_outcome")
_LONGEST_TITLE = 60
#: Queries shown as examples where none was made; each finds something in most registers of this field.
_EXAMPLES = ("search_example_place", "search_example_company", "search_example_thing", "search_example_figure")


class Piece(NamedTuple):
    """A piece of a text, and whether it matches the query."""

    text: str
    matches: bool


Pieces = tuple[Piece, ...]


class Line(NamedTuple):
    """Something found. `other` is the name that matches where the name in the page's language does not."""

    href: str
    name: Pieces
    name_lang: str
    other: Pieces
    other_lang: str
    about: Pieces
    label: str
    figure: Figure | None
    statement: str
    withdrawn: bool


class GroupView(NamedTuple):
    """What was found of a kind."""

    kind: str
    label: str
    number: str
    lines: tuple[Line, ...]
    all_href: str


class KindLink(NamedTuple):
    """A kind to narrow the results to."""

    label: str
    number: str
    href: str
    current: bool


class SearchView(NamedTuple):
    """All that the template prints."""

    q: str
    kind: str
    total: int
    notes: tuple[str, ...]
    tried: tuple[str, ...]
    kinds: tuple[KindLink, ...]
    groups: tuple[GroupView, ...]
    pages: tuple[PageLink, ...]
    examples: tuple[tuple[str, str], ...]


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The page: results, or help where nothing is asked."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = find(request.GET.get("q", ""), kind, page_number(request), _PER_KIND)
    view = _View(lang, kind, found).view()
    t = wording(lang)
    short = view.q if len(view.q) <= _LONGEST_TITLE else view.q[: _LONGEST_TITLE - 1] + "…"
    title = t("search_title", query=short) if view.q else t("search_page")
    query = _query(view.q, kind, found.page if view.pages else 1)
    return render(
        request, "search.html", {"p": view}, lang, title=title, description=t("search_described"), query=query
    )


def _query(q: str, kind: str, number: int = 1) -> str:
    kept = [("q", q), ("kind", kind), ("page", str(number) if number > 1 else "")]
    return urlencode([(key, value) for key, value in kept if value])


class _View:
    """Builds the view of one answer."""

    def __init__(self, lang: str, kind: str, found: Found) -> None:
        self.lang, self.kind, self.found = lang, kind, found
        hits = [hit for group in found.groups for hit in group.hits]
        self.statements = ledger.statements_numbered(int(hit.ref) for hit in hits if hit.kind == "statement")
        self.sources = ledger.sources(hit.ref for hit in hits if hit.kind == "source")
        cards = catalogue.cards([hit.ref for hit in hits if hit.kind == "project"])
        self.cards = {card.id: card for card in cards}
        entities = {hit.ref for hit in hits if hit.kind not in {"statement", "source", "article"}}
        entities.update(said.entity for said in self.statements.values())
        entities.update(region for card in cards for region in card.regions)
        self.entries = dossier.rows(hit.ref for hit in hits if hit.kind in _ENTRIES)
        entities.update(project for row in self.entries.values() for project in row.projects)
        self.reasons = self._find_reasons(hits)
        shown = [*self.statements.values(), *self.reasons.values()]
        self.printer: Printer = printer_for(lang, shown, entities, marks="source")
        self.t = self.printer.t
        self.entities = ledger.entities_by_id(said.entity for said in self.statements.values())
        self.withdrawn = ledger.retracted(self.statements.values())

    def _find_reasons(self, hits: list[Hit]) -> dict[str, Statement]:
        """For entities of which no name matches, the first statement about each that does."""
        wanted, found = self.found.wanted, {}
        properties = ledger.register().grounds.vocabulary.properties
        for hit in hits:
            if hit.kind in _WITHOUT_REASON or any(_matches(self._marked(text, lang)) for lang, text in hit.names):
                continue
            about = ledger.statements_about(hit.ref)
            named = ledger.names(one.value for one in about if properties[one.property].type is ValueType.REFERENCE)
            for said in about:
                names = named.get(said.value)
                texts = [(name.text, lang) for lang, name in names.items()] if names else [(said.value, said.lang)]
                if any(_matches(tuple(Piece(*one) for one in marked(*text, wanted))) for text in texts):
                    found[hit.ref] = said
                    break
        return found

    def view(self) -> SearchView:
        """The whole of it."""
        found, q = self.found, self.found.question.text
        asked = bool(found.question.words)
        groups = tuple(self._group(group) for group in found.groups if group.hits)
        path = f"/{self.lang}/search/"
        return SearchView(
            q=q,
            kind=self._label(self.kind) if self.kind else "",
            total=sum(group.total for group in found.groups),
            notes=tuple(self._notes()),
            tried=tuple(self._tried(one) for one in found.tried),
            kinds=self._kind_links() if found.groups else (),
            groups=groups,
            pages=page_links(self.t, path, _query(q, self.kind), found.page, found.pages) if self.kind else (),
            examples=() if asked else tuple((self.t(key), f"{path}?{_query(self.t(key), '')}") for key in _EXAMPLES),
        )

    def _notes(self) -> list[str]:
        """What a reader should know of the answer as a whole."""
        asked, notes = self.found.question, []
        if asked.was_cut:
            notes.append(self.t("search_cut"))
        if asked.text and not asked.words:
            notes.append(self.t("search_no_words"))
        if self.found.is_partial and self.found.groups:
            notes.append(self.t("search_partial"))
        return notes

    def _tried(self, one: Tried) -> str:
        return self.t(f"search_tried_{one.how}", word=one.word, instead=self.t("comma").join(one.instead))

    def _label(self, kind: str) -> str:
        return self.t(f"search_kind_{kind}")

    def _count(self, group: Group) -> str:
        number = count_text(group.total, self.lang)
        return self.t("search_more_than", count=number) if group.is_more else number

    def _kind_links(self) -> tuple[KindLink, ...]:
        q, path = self.found.question.text, f"/{self.lang}/search/"
        everything = KindLink(self.t("search_kind_all"), "", f"{path}?{_query(q, '')}", not self.kind)
        return (
            everything,
            *(
                KindLink(
                    self._label(group.kind),
                    self._count(group),
                    f"{path}?{_query(q, group.kind)}",
                    group.kind == self.kind,
                )
                for group in self.found.groups
            ),
        )

    def _group(self, group: Group) -> GroupView:
        narrowed = f"/{self.lang}/search/?{_query(self.found.question.text, group.kind)}"
        lines = tuple(self._line(hit) for hit in group.hits)
        return GroupView(
            group.kind,
            self._label(group.kind),
            self._count(group),
            lines,
            narrowed if not self.kind and group.total > len(lines) else "",
        )

    def _line(self, hit: Hit) -> Line:
        if hit.kind == "statement":
            return self._statement(self.statements[int(hit.ref)])
        name, lang = self._name(hit)
        pieces = self._marked(name, lang or self.lang)
        other, other_lang = ((), "") if _matches(pieces) else self._other(hit, name)
        reason = self.reasons.get(hit.ref) if hit.kind not in _WITHOUT_REASON else None
        return Line(
            href=entity_url(self.lang, hit.entity_kind or hit.kind, hit.ref),
            name=pieces,
            name_lang=lang,
            other=other,
            other_lang=other_lang,
            about=self._marked(self._about(hit), self.lang),
            label=self._property(reason) if reason else "",
            figure=self.printer.figure(reason) if reason else None,
            statement=statement_url(self.lang, reason.id) if reason else "",
            withdrawn=False,
        )

    def _name(self, hit: Hit) -> tuple[str, str]:
        """The name to show, and its language where that is not the page's."""
        if hit.kind in {"source", "article"}:
            named = next((name for name in hit.names if name[0] == self.lang), hit.names[0])
            return named[1], "" if named[0] == self.lang else named[0]
        return self.printer.name(hit.ref)

    def _other(self, hit: Hit, shown: str) -> tuple[Pieces, str]:
        """The first other name that matches."""
        for lang, text in hit.names:
            pieces = self._marked(text, lang)
            if text != shown and _matches(pieces):
                return pieces, lang if lang != self.lang else ""
        return (), ""

    def _marked(self, text: str, lang: str) -> Pieces:
        return tuple(Piece(*piece) for piece in marked(text, lang, self.found.wanted))

    def _about(self, hit: Hit) -> str:
        """What tells it from others: sector and region of a project, publisher of a source, what a record tells of."""
        if hit.kind == "project":
            return self._about_project(self.cards[hit.ref])
        if hit.kind == "source":
            return self._about_source(self.sources[hit.ref])
        if hit.kind in _ENTRIES:
            return self._about_entry(self.entries[hit.ref])
        return ""

    def _about_entry(self, row: Row) -> str:
        """Kinds, state, projects and date of a record or request."""
        codes = [self.printer.vocabulary.codes[key] for key in _ENTRY_CODES]
        told = [code.label(self.lang) for key in (*row.types, row.status) for one in codes if (code := one.get(key))]
        projects = self.t("comma").join(self.printer.name(key)[0] for key in row.projects)
        parts = (self.t("comma").join(told), projects, date_text(row.date, self.lang))
        return " · ".join(part for part in parts if part)

    def _about_project(self, card: ProjectCard) -> str:
        sectors = self.printer.vocabulary.codes["sector"]
        parts = [sectors[card.sector].label(self.lang)] if card.sector in sectors else []
        regions = self.t("comma").join(self.printer.name(key)[0] for key in card.regions)
        return " · ".join(part for part in (*parts, regions) if part)

    def _about_source(self, source: Source) -> str:
        published = date_text(source.published, self.lang) or self.t("undated")
        return f"{source.publisher or self.t('publisher_unknown')} · {published}"

    def _property(self, said: Statement) -> str:
        label = capital(self.printer.vocabulary.properties[said.property].label(self.lang))
        part = self.printer.part(said.part)
        return f"{label}{self.t('comma')}{part}" if part else label

    def _statement(self, said: Statement) -> Line:
        name, lang = self.printer.name(said.entity)
        return Line(
            href=entity_url(self.lang, self.entities[said.entity].kind, said.entity),
            name=self._marked(name, lang or self.lang),
            name_lang=lang,
            other=(),
            other_lang="",
            about=(),
            label=self._property(said),
            figure=self.printer.figure(said),
            statement=statement_url(self.lang, said.id),
            withdrawn=said.id in self.withdrawn,
        )


def _matches(pieces: Pieces) -> bool:
    return any(piece.matches for piece in pieces)
