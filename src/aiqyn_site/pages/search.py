"""The search page: what was found, by kind, with the words that match marked; what was tried, where nothing was."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Statement
from aiqyn.names.analysis import marked
from aiqyn.vocabulary import ValueType
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.dossier.entry_index import RECORD, REQUEST
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.listing import Listing, page_number
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.search.indexed import KINDS
from aiqyn_site.search.queries import Answer, Hit, find

_PER_KIND, _PER_PAGE = 5, 20
#: The codes that tell of records and requests.
_ENTRY_CODES = ("document_type", "event_type", "record_status", "request_outcome")
_LONGEST_TITLE = 60
#: Queries shown as examples where none was made; each finds something in most registers of this field.
_EXAMPLES = ("search_example_place", "search_example_company", "search_example_thing", "search_example_figure")


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """Results, or help where nothing is asked."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    answer = find(request.GET.get("q", ""), kind, page_number(request), _PER_KIND)
    asked, t = answer.question.text, wording(lang)
    listing = Listing(request, lang, f"/{lang}/search/", {"q": asked, "kind": kind}, _PER_PAGE)
    links = listing.links(next((group.total for group in answer.groups if group.kind == kind), 0))
    if not links:
        listing.number = 1
    short = asked if len(asked) <= _LONGEST_TITLE else asked[: _LONGEST_TITLE - 1] + "…"
    results = Results(lang, answer)
    return show(
        request,
        lang,
        "search.html",
        title=t("search_title", query=short) if asked else t("search_page"),
        description=t("search_described"),
        query=listing.query,
        say=results.say,
        listing=listing,
        links=links,
        kind=kind,
        answer=answer,
        groups=[group for group in answer.groups if group.hits],
        results=results,
        notes=list(_notes(answer)),
        examples=() if answer.question.words else _EXAMPLES,
        query_text=asked,
    )


def _notes(answer: Answer) -> Iterator[str]:
    """What a reader should know of an answer as a whole: keys of the wording."""
    if answer.question.was_cut:
        yield "search_cut"
    if answer.question.text and not answer.question.words:
        yield "search_no_words"
    if answer.is_partial and answer.groups:
        yield "search_partial"


class Results:
    """What an answer found, with all that is shown of it: what it is called, what tells it from others, what matches.

    `statements` are by their number, as a hit names them; `reasons` by the entity of which no name matches.
    """

    def __init__(self, lang: str, answer: Answer) -> None:
        self._lang, self._wanted = lang, answer.wanted
        hits = [hit for group in answer.groups for hit in group.hits]
        self.statements = {
            str(number): statement
            for number, statement in ledger.statements_numbered(
                int(hit.ref) for hit in hits if hit.kind == "statement"
            ).items()
        }
        self._sources = ledger.sources(hit.ref for hit in hits if hit.kind == "source")
        self._cards = {card.id: card for card in catalogue.cards([hit.ref for hit in hits if hit.kind == "project"])}
        self._rows = dossier.rows(hit.ref for hit in hits if hit.kind in {RECORD, REQUEST})
        self.reasons = self._find_reasons(hit for hit in hits if hit.entity_kind)
        named = {hit.ref for hit in hits if hit.entity_kind}
        named.update(statement.entity for statement in self.statements.values())
        named.update(region for card in self._cards.values() for region in card.regions)
        named.update(project for row in self._rows.values() for project in row.projects)
        self.say: Printer = printer_for(lang, [*self.statements.values(), *self.reasons.values()], named, "source")
        self.withdrawn = ledger.retracted(self.statements.values())

    def _find_reasons(self, hits: Iterator[Hit]) -> dict[str, Statement]:
        """For entities of which no name matches, the first statement about each that does."""
        reasons: dict[str, Statement] = {}
        for hit in hits:
            if any(self._matches(text, lang) for lang, text in hit.names):
                continue
            about = ledger.statements_about(hit.ref)
            properties = ledger.register().grounds.vocabulary.properties
            references = (item.value for item in about if properties[item.property].type is ValueType.REFERENCE)
            named = ledger.names(references)
            for statement in about:
                names = named.get(statement.value)
                texts = [(name.text, lang) for lang, name in names.items()] if names else []
                if any(self._matches(*text) for text in texts or [(statement.value, statement.lang)]):
                    reasons[hit.ref] = statement
                    break
        return reasons

    def _matches(self, text: str, lang: str) -> bool:
        return any(is_match for _, is_match in marked(text, lang, self._wanted))

    def marked(self, text: str, lang: str) -> list[tuple[str, bool]]:
        """A text in pieces, each with whether it matches the query; `lang` is blank where it is the page's."""
        return marked(text, lang or self._lang, self._wanted)

    def href(self, hit: Hit) -> str:
        return entity_url(self._lang, hit.entity_kind or hit.kind, hit.ref)

    def name(self, hit: Hit) -> tuple[str, str]:
        """The name to show, and its language where that is not the page's."""
        if hit.entity_kind:
            return self.say.name(hit.ref)
        lang, text = next((name for name in hit.names if name[0] == self._lang), hit.names[0])
        return text, "" if lang == self._lang else lang

    def other(self, hit: Hit) -> tuple[str, str]:
        """The first other name that matches, where the one shown does not; blank where none does."""
        shown, shown_lang = self.name(hit)
        if self._matches(shown, shown_lang or self._lang):
            return "", ""
        for lang, text in hit.names:
            if text != shown and self._matches(text, lang):
                return text, "" if lang == self._lang else lang
        return "", ""

    def about(self, hit: Hit) -> str:
        """What tells it from others: sector and region of a project, publisher of a source, what a record tells of."""
        say, comma = self.say, self.say.t("comma")
        if hit.kind == "project":
            card = self._cards[hit.ref]
            regions = comma.join(say.name(region)[0] for region in card.regions)
            return _joined(say.code("sector", card.sector), regions)
        if hit.kind == "source":
            source = self._sources[hit.ref]
            return _joined(
                source.publisher or say.t("publisher_unknown"), say.date(source.published) or say.t("undated")
            )
        if hit.ref in self._rows:
            row = self._rows[hit.ref]
            lists = [say.vocabulary.codes[codes] for codes in _ENTRY_CODES]
            labels = (codes[key].label(say.lang) for key in (*row.types, row.status) for codes in lists if key in codes)
            projects = comma.join(say.name(project)[0] for project in row.projects)
            return _joined(comma.join(labels), projects, say.date(row.date))
        return ""


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
