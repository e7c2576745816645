"""Texts of the register as pages show them: every figure from the ledger, its source marked, disputes in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.errors import Refused
from aiqyn.ledger import Difference, Disagreement, Statement
from aiqyn.prose.document import Document, references_of
from aiqyn.prose.header import Header
from aiqyn.prose.markdown import Block, Break, Inline, Span, Words
from aiqyn.prose.reference import CHART, SELECTING, Reference, Selector
from aiqyn.prose.resolve import Dispute, dispute, pick
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn.words.number_text import bare_text, bare_unit, span_text
from aiqyn_site.articles import queries as articles
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.pages.addresses import source_url, statement_url
from aiqyn_site.pages.charts import chart_markup
from aiqyn_site.pages.figure import Figure, Link, Value
from aiqyn_site.pages.frame import macros
from aiqyn_site.pages.printer import Printer, printer_for

_NO_TABLES: Mapping[str, str] = MappingProxyType({})


class Heading(NamedTuple):
    """A section of a text: its place on the page, its number and its words."""

    anchor: str
    number: int
    title: str


class Narrative(NamedTuple):
    """A text ready for a page: `used` lists the `statements` it shows, each once."""

    header: Header
    body: Markup
    sections: tuple[Heading, ...]
    statements: tuple[Statement, ...]
    used: Markup
    cited: list[tuple[int, Markup]]


@kept(most=128)
def narrative(name: str, lang: str) -> Narrative | None:
    """A text of the register, `programme` or `articles/SLUG`, in a language; None where there is none."""
    document = articles.document(name, lang)
    return write(document, lang) if document is not None else None


def write(document: Document, lang: str, tables: Mapping[str, str] = _NO_TABLES) -> Narrative:
    """A document made ready for a page. What a reference does not find, and what is not allowed, are plain words.

    `tables` gives the addresses of charts that stand elsewhere with their tables, and here without.
    """
    writer = _Writer(document, lang, tables)
    body = writer.blocks(document.blocks)
    statements = tuple({shown.statement.id: shown.statement for shown in writer.shown.values()}.values())
    used = writer.macros.used(statements, writer)
    return Narrative(document.header, body, tuple(writer.sections), statements, used, writer.say.cited())


class _Shown(NamedTuple):
    """The statement that a reference means, and those who say otherwise."""

    statement: Statement
    dispute: Dispute | None


class _Writer:
    """Writes one document in one language."""

    def __init__(self, document: Document, lang: str, tables: Mapping[str, str]) -> None:
        self.lang, self.tables = lang, tables
        references = list(references_of(document))
        self.shown = _resolved(reference.selector for reference in references if reference.form in SELECTING)
        statements = [shown.statement for shown in self.shown.values()]
        rivals = [rival for shown in self.shown.values() if shown.dispute for rival in shown.dispute.rivals]
        named = {reference.target for reference in references if reference.form == "name"}
        named.update(statement.entity for statement in statements)
        cited = {reference.target for reference in references if reference.form == "source"}
        sources = ledger.sources({statement.source for statement in (*statements, *rivals)} | cited)
        self.say: Printer = printer_for(lang, [*statements, *rivals], named, sources=sources)
        self.events = self._events({statement.entity for statement in statements})
        self.sections: list[Heading] = []
        self.macros = macros("prose", lang)
        self._figure_macros = macros("figure", lang)

    def _events(self, named: set[str]) -> dict[str, Link]:
        """Events have no names: what happened, in words, and their language where not the page's."""
        if not any(self.say.kind(entity) == "event" for entity in named):
            return {}
        events: dict[str, Link] = {}
        for statement in ledger.statements_of_kind("event"):
            if statement.entity in named and statement.property == "event":
                words = self.say.words(statement.value, statement.lang)
                events.setdefault(statement.entity, Link(words.text, words.lang))
        return events

    def about(self, statement: Statement) -> Markup:
        """The thing, property and part that a statement speaks of."""
        name = self.events.get(statement.entity) or self.say.link(statement.entity)
        return self._markup("about", name, self.say.topic(statement))

    def _markup(self, macro: str, *given: object) -> Markup:
        markup: Markup = getattr(self.macros, macro)(*given)
        return markup

    # --- blocks ---------------------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        return Markup("").join([self._block(block) for block in blocks])

    def _block(self, block: Block) -> Markup:
        match block.kind:
            case "section":
                return self._section(self._inlines(block.inlines))
            case "subsection":
                return self._markup("subsection", self._inlines(block.inlines))
            case "rule":
                return self._markup("rule")
            case "list" | "ordered":
                tag = "ul" if block.kind == "list" else "ol"
                return self._markup("list", [self._item(item) for item in block.blocks], tag)
            case "remark":
                return self._remark(block)
            case _:
                return self._paragraph(block)

    def _section(self, words: Markup) -> Markup:
        number = len(self.sections) + 1
        self.sections.append(Heading(f"s{number}", number, words.striptags()))
        return self._markup("section", number, words)

    def _paragraph(self, block: Block) -> Markup:
        """A paragraph, or the call-out or chart that stands alone in it."""
        alone = block.inlines[0] if len(block.inlines) == 1 else None
        if isinstance(alone, Reference) and alone.form == "callout":
            return self._callout(alone)
        if isinstance(alone, Reference) and alone.form == CHART:
            return self._chart(alone.target)
        return self._markup("paragraph", self._inlines(block.inlines))

    def _item(self, item: Block) -> Markup:
        """What is in an item of a list: a lone paragraph without its tags."""
        if len(item.blocks) == 1 and item.blocks[0].kind == "paragraph":
            return self._inlines(item.blocks[0].inlines)
        return self.blocks(item.blocks)

    def _remark(self, remark: Block) -> Markup:
        """The editors' own words, marked as such in their first paragraph."""
        blocks, is_marked = [], False
        for block in remark.blocks:
            if block.kind == "paragraph" and not is_marked:
                words, is_marked = self._markup("remarked", self._inlines(block.inlines)), True
                blocks.append(self._markup("paragraph", words))
            elif block.kind == "paragraph":
                blocks.append(self._markup("paragraph", self._inlines(block.inlines)))
            else:
                blocks.append(self._block(block))
        return self._markup("remark", Markup("").join(blocks))

    def _callout(self, reference: Reference) -> Markup:
        """A figure that stands out, with its property, part and entity under it."""
        shown = self.shown.get(reference.selector)
        if shown is None:
            return self._markup("paragraph", self._markup("missing"))
        figure = self.say.figure(shown.statement)
        markup: Markup = self._figure_macros.callout(figure, self._rivals(shown, ""), self.about(shown.statement))
        return markup

    def _chart(self, name: str) -> Markup:
        try:
            table_at = self.tables.get(name, "")
            return chart_markup(name, self.lang, table_at=table_at)
        except KeyError:
            return self._markup("paragraph", self._markup("missing"))

    # --- inlines --------------------------------------------------------------------------------------------

    def _inlines(self, inlines: Sequence[Inline]) -> Markup:
        """What stands in a paragraph. A mark follows its sentence without the space that the text has before it."""
        pieces: list[Markup] = []
        for inline in inlines:
            if pieces and isinstance(inline, Reference) and inline.form == "mark":
                pieces[-1] = pieces[-1].rstrip(" ")
            pieces.append(self._inline(inline))
        return Markup("").join(pieces)

    def _inline(self, inline: Inline) -> Markup:
        if isinstance(inline, Words):
            return Markup.escape(inline.text)
        if isinstance(inline, Break):
            return self._markup("end_of_line", inline.hard)
        if isinstance(inline, Span):
            words = self._inlines(inline.inlines)
            if inline.kind == "link":
                return self._markup("link", f"/{self.lang}{inline.path}" if inline.path else "", words)
            return self._markup("span", inline.kind, words)
        if inline.form == "name":
            return self._name(inline)
        return self._source(inline) if inline.form == "source" else self._figure(inline)

    def _name(self, reference: Reference) -> Markup:
        """The name of a thing, or the author's own words for it, linked to its page where it has one."""
        if not self.say.kind(reference.target):
            return self._markup("missing")
        link = self.say.link(reference.target)
        words = self._markup("words", reference.words or link.text, "" if reference.words else link.lang)
        return self._markup("link", link.href, words)

    def _source(self, reference: Reference) -> Markup:
        """A source, linked to its page and numbered like the others."""
        source = self.say.sources.get(reference.target)
        if source is None:
            return self._markup("missing")
        lang = "" if reference.words or source.lang == self.lang else source.lang
        words = self._markup("words", reference.words or source.title, lang)
        number = self.say.number(source.id)
        return self._markup("source", source_url(self.lang, source.id), words, source.title, number)

    def _figure(self, reference: Reference) -> Markup:
        """A figure in the form that the text asks for."""
        shown = self.shown.get(reference.selector)
        if shown is None:
            return self._markup("missing")
        figure, form = self.say.figure(shown.statement), reference.form
        if form == "mark":
            return figure.mark
        about = " " + figure.about if form == "figure" else figure.mark
        return self._markup("sentence", self._value(form, shown.statement), about, self._rivals(shown, form))

    def _value(self, form: str, statement: Statement) -> Markup:
        """The value of a statement, its number alone, or its date."""
        say, is_words = self.say, False
        prop = say.vocabulary.properties[statement.property]
        if form == "date":
            text = statement.value if prop.type == "date" else statement.as_of
            value = Value(date_text(text, self.lang) or say.t("undated"))
        elif form == "number" and statement.unit:
            value = Value(bare_text(statement.value, say.vocabulary.units[statement.unit], self.lang))
        else:
            # A rendering of ours stands without the original beside it: there is no room for it in a sentence.
            value, is_words = say.value(statement)._replace(original="", original_lang=""), prop.type == "text"
        figure = Figure(self._figure_macros, *value)
        figure.planned, figure.is_words = statement.basis == "planned", is_words
        return figure.value

    def _rivals(self, shown: _Shown, form: str) -> Markup:
        """The link to what others say; blank where nobody differs.

        Where only a missing date leaves it open whether they differ, their number alone stands in the sentence.
        The date that a disputed figure speaks of is not itself disputed.
        """
        statement = shown.statement
        undisputed = form == "date" and self.say.vocabulary.properties[statement.property].type != "date"
        if shown.dispute is None or undisputed:
            return Markup("")
        rivals, difference = shown.dispute
        label, span = self.say.t(f"others_{difference.kind}", n=len(rivals)), self._span(difference, form)
        text = self.say.t("others_span", others=label, span=span) if span else label
        short = count_text(len(rivals), self.lang) if form and difference.kind is Difference.UNDATED else ""
        href = f"{statement_url(self.lang, statement.id)}#others"
        markup: Markup = self._figure_macros.rivals(difference.kind.value, href, text, short)
        return markup

    def _span(self, difference: Disagreement, form: str) -> str:
        """From the smallest to the largest figure said; without the unit where the figure stands without it."""
        if form == "number" and difference.low is not None and difference.high is not None and not difference.converted:
            unit = bare_unit(self.say.vocabulary.units[difference.unit], self.lang)
            return span_text(difference.low, difference.high, unit, self.lang)
        return self.say.spread(difference)


def _resolved(selectors: Iterable[Selector]) -> dict[Selector, _Shown]:
    """What each selector means; those that mean nothing are left out."""
    grounds = ledger.register().grounds
    wanted = list(dict.fromkeys(selectors))
    by_id = ledger.statements_by_id(selector.statement for selector in wanted if selector.statement)
    about: dict[str, list[Statement]] = {}
    resolved: dict[Selector, _Shown] = {}
    for selector in wanted:
        named = by_id.get(selector.statement)
        entity = named.entity if named else selector.entity
        subject = grounds.subjects.get(entity, entity)
        if subject not in about:
            about[subject] = ledger.statements_about(subject)
        try:
            statement = pick(selector, about[subject], grounds)
        except Refused:
            continue
        resolved[selector] = _Shown(statement, dispute(statement, about[subject], grounds))
    return resolved
