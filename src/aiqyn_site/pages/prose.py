"""Texts of the register as pages show them: every figure from the ledger, its source marked, disputes in place.

What a text comes to is kept until the ledger changes, so that a page that shows it has only its frame to make.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup, escape

from aiqyn.errors import Refused
from aiqyn.ledger import Difference, Disagreement, Entity, Statement
from aiqyn.prose.document import Document, references_of
from aiqyn.prose.header import Header
from aiqyn.prose.markdown import Block, Break, Inline, Span, Words
from aiqyn.prose.reading import reading_minutes
from aiqyn.prose.reference import CHART, SELECTING, Reference, Selector
from aiqyn.prose.resolve import Dispute, dispute, pick
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn.words.number_text import bare_text, bare_unit, span_text
from aiqyn_site.articles import queries as articles
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.version import Version, version
from aiqyn_site.pages.addresses import entity_url, source_url, statement_url
from aiqyn_site.pages.charts import chart_markup, chart_without_table
from aiqyn_site.pages.markup import escaped
from aiqyn_site.pages.pieces import callout_piece, mark_piece, prose_piece, rivals_piece, value_piece
from aiqyn_site.pages.printer import Printer, printer_for

_NO_TABLES: Mapping[str, str] = MappingProxyType({})
_MOST_KEPT = 6_000_000  # characters of finished texts in memory


class Heading(NamedTuple):
    """A section of a text: its place on the page, its number and its words."""

    anchor: str
    number: int
    title: str


class Rendered(NamedTuple):
    """A text ready for a page. `statements` are those it shows, `cited` the number of its sources.

    `numbered` are the ids of its sources in the order of their numbers, for a page that goes on counting.
    """

    header: Header
    title: str
    lead: str
    body: Markup
    sources: Markup
    cited: int
    sections: tuple[Heading, ...]
    statements: tuple[Statement, ...]
    used: Markup
    minutes: int
    numbered: tuple[str, ...]


_kept: OrderedDict[tuple[str, str], Rendered] = OrderedDict()
_kept_version: Version | None = None
_kept_size = 0


def render_document(name: str, lang: str) -> Rendered | None:
    """A text of the register, `programme` or `articles/SLUG`, in a language; None where there is none."""
    global _kept_version, _kept_size  # noqa: PLW0603 - what is kept is one value a process
    now = version()
    if _kept_version != now:
        _kept.clear()
        _kept_version, _kept_size = now, 0
    made = _kept.get((name, lang))
    if made is not None:
        _kept.move_to_end((name, lang))
        return made
    document = articles.document(name, lang)
    if document is None:
        return None
    made = write(document, lang)
    _kept[name, lang] = made
    _kept_size += _size(made)
    while _kept_size > _MOST_KEPT and len(_kept) > 1:
        _kept_size -= _size(_kept.popitem(last=False)[1])
    return made


def write(document: Document, lang: str, tables: Mapping[str, str] = _NO_TABLES) -> Rendered:
    """A document made ready for a page. What a reference does not find, and what is not allowed, are plain words.

    `tables` gives the addresses of charts that stand elsewhere with their tables, and here without.
    """
    return _Writer(document, lang, tables).render()


def _size(made: Rendered) -> int:
    return len(made.body) + len(made.sources)


class _Shown(NamedTuple):
    """The statement that a reference means, and those who say otherwise."""

    statement: Statement
    dispute: Dispute | None


class _Writer:
    """Writes one document in one language."""

    def __init__(self, document: Document, lang: str, tables: Mapping[str, str]) -> None:
        self.document, self.lang, self.tables = document, lang, tables
        references = list(references_of(document))
        self.shown = _resolved(one.selector for one in references if one.form in SELECTING)
        said = [one.statement for one in self.shown.values()]
        rivals = [one for shown in self.shown.values() if shown.dispute for one in shown.dispute.rivals]
        named = {one.target for one in references if one.form == "name"} | {one.entity for one in said}
        cited = {one.target for one in references if one.form == "source"}
        sources = ledger.sources({one.source for one in (*said, *rivals)} | cited)
        self.printer: Printer = printer_for(lang, [*said, *rivals], named, sources=sources)
        self.entities: dict[str, Entity] = ledger.entities_by_id(named)
        self.events = self._events({one.entity for one in said})
        self.sections: list[Heading] = []
        self.not_found = f'<span class="missing">{escaped(self.printer.t("reference_not_found"))}</span>'

    def _events(self, named: set[str]) -> dict[str, tuple[str, str]]:
        """Events have no names: what happened, in words, and their language where not the page's."""
        if not any(one.kind == "event" for one in self.entities.values()):
            return {}
        found: dict[str, tuple[str, str]] = {}
        for said in ledger.statements_of_kind("event"):
            if said.entity in named and said.property == "event":
                words = self.printer.words(said.value, said.lang)
                found.setdefault(said.entity, (words.text, words.lang))
        return found

    def render(self) -> Rendered:
        """The whole text."""
        body = "".join(self.block(block) for block in self.document.blocks)
        used = self.used()
        header, cited = self.document.header, self.printer.cited()
        return Rendered(
            header=header,
            title=header.title,
            lead=header.lead,
            body=Markup(body),  # noqa: S704 - escaped piece by piece
            sources=self.printer.sources_list(cited),
            cited=len(cited),
            sections=tuple(self.sections),
            statements=tuple({one.statement.id: one.statement for one in self.shown.values()}.values()),
            used=used,
            minutes=reading_minutes(self.document, self.lang),
            numbered=tuple(one.source.id for one in cited),
        )

    def used(self) -> Markup:
        """The statements of the text, each once, with what each is about."""
        once = {one.statement.id: one.statement for one in self.shown.values()}
        colon = escaped(self.printer.t("colon"))
        lines = [
            Markup("<li>{}{}</li>\n").format(Markup(self.about(one) + colon), self.printer.figure(one).said)  # noqa: S704
            for one in once.values()
        ]
        return Markup('<ul class="quiet">\n{}</ul>\n').format(Markup("").join(lines))

    def about(self, said: Statement) -> str:
        """The thing, property and part that a statement speaks of."""
        printer = self.printer
        name, name_lang = self.events.get(said.entity) or printer.name(said.entity)
        what = [printer.vocabulary.properties[said.property].label(self.lang), printer.part(said.part)]
        comma = escaped(printer.t("comma"))
        label = comma.join(escaped(one) for one in what if one)
        return f"{_in_language(name, name_lang)}{comma}{label}"

    # --- blocks ---------------------------------------------------------------------------------------------

    def block(self, block: Block) -> str:
        """One block as markup."""
        kind = block.kind
        if kind == "section":
            return self.heading(block)
        if kind == "subsection":
            return f"<h3>{self.inlines(block.inlines)}</h3>\n"
        if kind == "rule":
            return "<hr>\n"
        if kind in {"list", "ordered"}:
            tag = "ul" if kind == "list" else "ol"
            items = "".join([f"<li>{self.item(item)}</li>\n" for item in block.blocks])
            return f"<{tag}>\n{items}</{tag}>\n"
        if kind == "remark":
            return self.remark(block)
        return self.paragraph(block)

    def heading(self, block: Block) -> str:
        """A numbered section's heading."""
        number = len(self.sections) + 1
        words = self.inlines(block.inlines)
        self.sections.append(Heading(f"s{number}", number, str(Markup(words).striptags())))  # noqa: S704 - as above
        return f'<h2 id="s{number}"><span class="section">{number}</span> {words}</h2>\n'

    def paragraph(self, block: Block) -> str:
        """A paragraph, or the call-out or chart that stands alone in it."""
        first = block.inlines[0] if len(block.inlines) == 1 else None
        if isinstance(first, Reference) and first.form == "callout":
            return self.callout(first)
        if isinstance(first, Reference) and first.form == CHART:
            return self.chart(first.target)
        return f"<p>{self.inlines(block.inlines)}</p>\n"

    def item(self, item: Block) -> str:
        """What is in an item of a list: a lone paragraph without its tags."""
        if len(item.blocks) == 1 and item.blocks[0].kind == "paragraph":
            return self.inlines(item.blocks[0].inlines)
        return "".join(self.block(block) for block in item.blocks)

    def remark(self, remark: Block) -> str:
        """The editors' own words, marked as such once."""
        label = f'<span class="label">{escaped(self.printer.t("editors_remark"))}</span> '
        made = []
        for block in remark.blocks:
            if block.kind == "paragraph":
                made.append(f"<p>{label}{self.inlines(block.inlines)}</p>\n")
                label = ""
            else:
                made.append(self.block(block))
        return f'<div class="remark">\n{"".join(made)}</div>\n'

    def callout(self, reference: Reference) -> str:
        """A figure that stands out, with its property, part and entity under it."""
        shown = self.shown.get(reference.selector)
        if shown is None:
            return f"<p>{self.not_found}</p>\n"
        said, printer = shown.statement, self.printer
        figure = printer.figure(said)
        return callout_piece(figure.value, figure.about, self.rivals(shown, ""), self.about(said))

    def chart(self, name: str) -> str:
        """A chart with its table."""
        try:
            table_at = self.tables.get(name, "")
            return str(chart_without_table(name, self.lang, table_at) if table_at else chart_markup(name, self.lang))
        except KeyError:
            return f"<p>{self.not_found}</p>\n"

    # --- inlines --------------------------------------------------------------------------------------------

    def inlines(self, inlines: Sequence[Inline]) -> str:
        """What stands in a paragraph. A mark follows its sentence without the space that the text has before it."""
        made: list[str] = []
        for one in inlines:
            if made and isinstance(one, Reference) and one.form == "mark":
                made[-1] = made[-1].rstrip(" ")
            made.append(self.inline(one))
        return "".join(made)

    def inline(self, one: Inline) -> str:
        """One piece of a paragraph."""
        if isinstance(one, Words):
            return escaped(one.text)
        if isinstance(one, Break):
            # Chinese is written without spaces, also over the end of a line.
            return "<br>\n" if one.hard else "" if self.lang == "zh" else "\n"
        if isinstance(one, Span):
            inner = self.inlines(one.inlines)
            if one.kind == "link":
                return f'<a href="/{self.lang}{escaped(one.path)}">{inner}</a>' if one.path else inner
            return f"<{one.kind}>{inner}</{one.kind}>"
        if one.form == "name":
            return self.name(one)
        return self.source(one) if one.form == "source" else self.figure(one)

    def name(self, reference: Reference) -> str:
        """The name of a thing, linked to its page where it has one."""
        entity = self.entities.get(reference.target)
        if entity is None:
            return self.not_found
        text, lang = (reference.words, "") if reference.words else self.printer.name(entity.id)
        inner, href = _in_language(text, lang), entity_url(self.lang, entity.kind, entity.id)
        return f'<a href="{escaped(href)}">{inner}</a>' if href else inner

    def source(self, reference: Reference) -> str:
        """A source, linked to its page and numbered like the others."""
        source = self.printer.sources.get(reference.target)
        if source is None:
            return self.not_found
        href = source_url(self.lang, source.id)
        mark = mark_piece(href, escaped(source.title), str(self.printer.number(source.id)), False)
        other = "" if reference.words or source.lang == self.lang else source.lang
        return f'<a href="{href}">{_in_language(reference.words or source.title, other)}</a>{mark}'

    def figure(self, reference: Reference) -> str:
        """A figure in the form that the text asks for."""
        shown = self.shown.get(reference.selector)
        if shown is None:
            return self.not_found
        figure = self.printer.figure(shown.statement)
        if reference.form == "mark":
            return figure.mark
        about = f" {figure.about}" if reference.form == "figure" else figure.mark
        return prose_piece(self.value(reference.form, shown.statement), about, self.rivals(shown, reference.form))

    def value(self, form: str, said: Statement) -> str:
        """The value of a statement, its number alone, or its date."""
        printer, planned = self.printer, said.basis == "planned"
        prop = printer.vocabulary.properties[said.property]
        if form == "date":
            text = date_text(said.value if prop.type == "date" else said.as_of, self.lang) or printer.t("undated")
            return value_piece(escaped(text), "", "", "", planned, False)
        if form == "number" and said.unit:
            text = bare_text(said.value, printer.vocabulary.units[said.unit], self.lang)
            return value_piece(escaped(text), "", "", "", planned, False)
        value = printer.value(said)
        return value_piece(escaped(value.text), escaped(value.lang), value.href, "", planned, prop.type == "text")

    def rivals(self, shown: _Shown, form: str) -> str:
        """The link to what others say; blank where nobody differs.

        Where only a missing date leaves it open whether they differ, their number alone stands in the sentence.
        The date that a disputed figure speaks of is not itself disputed.
        """
        said = shown.statement
        undisputed = form == "date" and self.printer.vocabulary.properties[said.property].type != "date"
        if shown.dispute is None or undisputed:
            return ""
        rivals, difference = shown.dispute
        kind = difference.kind.value
        label, span = self.printer.t(f"others_{kind}", n=len(rivals)), self.span(difference, form)
        text = escaped(self.printer.t("others_span", others=label, span=span) if span else label)
        short = count_text(len(rivals), self.lang) if form and difference.kind is Difference.UNDATED else ""
        return rivals_piece(kind, f"{statement_url(self.lang, said.id)}#others", text, short)

    def span(self, difference: Disagreement, form: str) -> str:
        """From the smallest to the largest figure said; without the unit where the figure stands without it."""
        if form == "number" and difference.low is not None and difference.high is not None and not difference.converted:
            unit = bare_unit(self.printer.vocabulary.units[difference.unit], self.lang)
            return span_text(difference.low, difference.high, unit, self.lang)
        return self.printer.spread(difference)


def _in_language(text: str, lang: str) -> str:
    return f'<span lang="{escaped(lang)}">{escape(text)}</span>' if lang else str(escape(text))


def _resolved(selectors: Iterable[Selector]) -> dict[Selector, _Shown]:
    """What each selector means; those that mean nothing are left out."""
    grounds = ledger.register().grounds
    wanted = list(dict.fromkeys(selectors))
    by_id = ledger.statements_by_id(one.statement for one in wanted if one.statement)
    about: dict[str, list[Statement]] = {}
    found: dict[Selector, _Shown] = {}
    for selector in wanted:
        named = by_id.get(selector.statement)
        entity = named.entity if named else selector.entity
        subject = grounds.subjects.get(entity, entity)
        if subject not in about:
            about[subject] = ledger.statements_about(subject)
        try:
            said = pick(selector, about[subject], grounds)
        except Refused:
            continue
        found[selector] = _Shown(said, dispute(said, about[subject], grounds))
    return found
