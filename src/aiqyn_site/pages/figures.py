"""The figure: one statement made ready for the component that prints it (`aiqyn_site.pages.pieces`).

A figure carries its value and unit, the date it speaks of, its basis in a word, its source mark and its
rivals. Nothing else on the site turns a statement into text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup, escape

from aiqyn.exchange.attachments import ATTACHMENT
from aiqyn.ledger import Disagreement, Headline, Source, Statement
from aiqyn.ledger.statement import DRAWN_FROM
from aiqyn.values.dates import parse_date
from aiqyn.values.measure import Measure, Unit, parse_measure
from aiqyn.values.number import Number
from aiqyn.values.points import parse_point
from aiqyn.vocabulary import Property, load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import decimal_text
from aiqyn.words.number_text import measure_text, point_text, printed_text, rounded, span_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Names, Register
from aiqyn_site.pages.addresses import document_url, entity_url, source_url, statement_url
from aiqyn_site.pages.pieces import (
    Cell,
    about_piece,
    cells_piece,
    figure_piece,
    mark_piece,
    original_piece,
    rival_piece,
    source_piece,
    sources_piece,
    value_piece,
)
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.stored import Reaches, reach

_NUMERIC = frozenset({"money", "count", "percent", "measure"})
#: The kind of entity that a reference names, where it is not an organisation.
_LINKED = {"region": "region", "split_from": "region"}
#: Properties whose references name entities of several kinds.
_MIXED = frozenset({"concerns", "follows"})
#: Types whose values always speak of some date, so that a missing one is said.
_DATED = _NUMERIC | {"date"}
_COMMON_CURRENCY = "USD"
#: The order of gravity of differences within one group, and the wording of each.
_KINDS = ("conflict", "undated", "successive", "cut_short")


_is_unsafe = re.compile("[&<>\"']").search


@lru_cache(maxsize=8192)
def escaped(text: str) -> str:
    """Escaped text. The same words come up on many pages, so the last ones are kept."""
    return str(escape(text)) if _is_unsafe(text) else text


@cache
def _kind_words(lang: str) -> Mapping[str, str]:
    return {code.key: code.label(lang) for code in load_vocabulary().codes["source_kind"].values()}


@cache
def _foreign_money() -> frozenset[str]:
    """The units of money that figures are converted from."""
    units = load_vocabulary().units.items()
    return frozenset(key for key, unit in units if unit.is_money and unit.dimension != _COMMON_CURRENCY)


@cache
def _basis_words(lang: str) -> Mapping[str, str]:
    return {code.key: code.label(lang) for code in load_vocabulary().codes["basis"].values()}


@lru_cache(maxsize=2048)
def _converted_text(value: str, unit: Unit, year: int, lang: str) -> str:
    """Money of another currency in US dollars by the rate of a year; blank where there is none."""
    found = parse_measure(value, unit).in_currency(_COMMON_CURRENCY, year)
    if found is None:
        return ""
    amount = measure_text(_in_dollars(found[1].amount), lang)
    return wording(lang)("converted", amount=amount, year=str(found[1].year))


def _in_dollars(amount: Decimal) -> Measure:
    """An amount of dollars to three digits, in the scale that reads best."""
    units = load_vocabulary().units
    scale = next((name for name in ("USD billion", "USD million") if abs(amount) >= units[name].factor), "USD")
    unit: Unit = units[scale]
    short = rounded(amount / unit.factor, 3)
    bare = parse_measure("0", unit).number
    number = Number("", short, short, short, bare.step, bare.bound, short, short)
    return Measure(number, unit, number)


def _place_in_time(text: str) -> tuple[datetime.date, datetime.date, str]:
    """The order of dates: by their first day, those that end sooner before those that end later."""
    date = parse_date(text)
    return date.first, date.last, text


class Value(NamedTuple):
    """A value in words. `lang`: where not the page's. `original`: where the words are our rendering."""

    text: str
    lang: str = ""
    link: str = ""
    original: str = ""
    original_lang: str = ""


class Figure(NamedTuple):
    """One statement made ready to print: plain text first, then the cells of a table and a piece of markup.

    In a template: `said` is value, date, basis and source mark; `full` the same with its rivals; `about` all
    but the value; `cells(heads)` the cells of a table.
    """

    text: str
    date: str
    basis: str
    href: str
    hint: str
    who: str
    who_lang: str
    cell: Cell
    about_piece: str
    rivals: tuple[Figure, ...] = ()
    rivals_label: str = ""
    rivals_kind: str = ""
    rivals_link: str = ""

    @property
    def said(self) -> Markup:
        """Value, date, basis and source mark."""
        return Markup(self._said())  # noqa: S704 - pieces of the component

    @property
    def about(self) -> Markup:
        """Date, basis and source mark."""
        return Markup(self.about_piece)  # noqa: S704 - a piece of the component

    @property
    def marked(self) -> Markup:
        """Value and source mark, where date and basis stand beside it."""
        return Markup(f"{self.cell.value}{self.cell.mark}")  # noqa: S704 - pieces of the component

    @property
    def mark(self) -> Markup:
        """The source mark alone, for a line whose values are of one source."""
        return Markup(self.cell.mark)  # noqa: S704 - a piece of the component

    @property
    def full(self) -> Markup:
        """The whole figure with its rivals."""
        return Markup(self.whole())  # noqa: S704 - the component

    def _said(self) -> str:
        return f"{self.cell.value} {self.about_piece}"

    def whole(self) -> str:
        """The whole figure with its rivals, for the component."""
        if not self.rivals_label:
            return figure_piece(self._said(), "", "", "", "")
        rivals = [rival_piece(one._said(), one.cell.who, one.cell.who_lang) for one in self.rivals]
        label, link = escaped(self.rivals_label), escaped(self.rivals_link)
        return figure_piece(self._said(), self.rivals_kind, label, "".join(rivals), link)

    def cells(self, heads: tuple[str, ...]) -> Markup:
        """Table cells: value, date, basis, who says it, source mark. `heads` are texts of the wording."""
        return Markup(cells_piece([escaped(head) for head in heads], self.cell))  # noqa: S704 - the component


class Cited(NamedTuple):
    """A source in a page's numbered list."""

    number: int
    source: Source


class Printer:
    """Turns the statements of one page into figures, in one language; numbers their sources as they come up.

    `marks` says how a source is marked: by its `number` on the page, by the `name` of who says it, or by the
    word that the wording has under this key. `kinds` are those of entities that only they can tell,
    `drawn` the statements that others set out.
    """

    def __init__(
        self,
        lang: str,
        register: Register,
        names: Mapping[str, Names],
        sources: Mapping[str, Source],
        marks: str = "number",
        kinds: Mapping[str, str] = MappingProxyType({}),
        drawn: Mapping[str, Statement] = MappingProxyType({}),
    ) -> None:
        self.lang = lang
        self._kinds = kinds
        self._drawn = drawn
        self.register = register
        self.vocabulary = register.grounds.vocabulary
        self.names = names
        self.sources = sources
        self.t = wording(lang)
        self._numbers: dict[str, int] = {}
        self._bases = _basis_words(lang)
        self._cited: dict[str, tuple[str, str, str, str, str]] = {}
        self._made: dict[str, Figure] = {}
        self._properties = self.vocabulary.properties
        self._units = self.vocabulary.units
        self._foreign = _foreign_money()
        self._statements = statement_url(lang, "").removesuffix("/")
        self._named, self._by_name = marks != "number", marks == "name"
        self._word = escaped(self.t(marks)) if self._named and not self._by_name else ""
        self._undated, self._unknown = escaped(self.t("undated")), self.t("publisher_unknown")
        self._hint_form = self.t("source_hint")

    # --- values ---------------------------------------------------------------------------------------------

    def value(self, said: Statement) -> Value:
        """The value of a statement in the page's language."""
        prop = self.vocabulary.properties[said.property]
        if prop.type in _NUMERIC:
            return Value(printed_text(said.value, self.vocabulary.units[said.unit], self.lang))
        if prop.type == "date":
            return Value(date_text(said.value, self.lang))
        if prop.type == "code":
            code = self.vocabulary.codes[prop.codes].get(said.value)
            return Value(code.label(self.lang) if code else said.value)
        if prop.type == "reference":
            return self.entity(said.value, prop)
        if prop.type == "point":
            return Value(point_text(parse_point(said.value), self.lang))
        if prop.type == "statement":
            return Value(self._quoted(said.value), link=statement_url(self.lang, said.value))
        if said.property == ATTACHMENT:
            return Value(said.value, link=document_url(said.value))
        return self.words(said.value, said.lang)

    def _quoted(self, identifier: str) -> str:
        """Of whom and of what a statement is that another one names; its id where the page does not know it."""
        said = self._drawn.get(identifier)
        if said is None:
            return identifier
        return f"{self.name(said.entity)[0]}{self.t('colon')}{self._properties[said.property].label(self.lang)}"

    def words(self, text: str, lang: str) -> Value:
        """A text as said, or our rendering of it where the register has one in the page's language."""
        if not lang or lang == self.lang:
            return Value(text)
        rendered = self.register.translations.get((lang, text), {}).get(self.lang, "")
        return Value(rendered, original=text, original_lang=lang) if rendered else Value(text, lang)

    def entity(self, identifier: str, prop: Property | None = None) -> Value:
        """An entity by its best name, linked to its page."""
        text, lang = self.name(identifier)
        kind = self._kinds.get(identifier) or _LINKED.get(prop.key, "organisation") if prop is not None else ""
        return Value(text, lang, entity_url(self.lang, kind, identifier))

    def name(self, identifier: str) -> tuple[str, str]:
        """An entity's name and its language where that is not the page's."""
        names = self.names.get(identifier)
        if names is None:
            return identifier, ""
        best = names.best(self.lang)
        return best.text, "" if best.lang in {self.lang, "zxx"} else best.lang

    def part(self, identifier: str) -> str:
        """What portion of a thing is spoken of, in words; blank for the whole."""
        if not identifier:
            return ""
        labels = self.register.parts.get(identifier)
        return labels[self.lang] if labels else self.name(identifier)[0]

    def converted(self, said: Statement) -> str:
        """Money of another currency in US dollars, as approximate, with the year of the rate; else blank."""
        if said.unit not in self._foreign:
            return ""
        year = self._year(said)
        return _converted_text(said.value, self._units[said.unit], year, self.lang) if year else ""

    def _year(self, said: Statement) -> int:
        source = self.sources.get(said.source)
        text = said.as_of or (source.published if source else "")
        date = parse_date(text) if text else None
        return date.first.year if date is not None and date.first.year == date.last.year else 0

    # --- figures --------------------------------------------------------------------------------------------

    def figure(self, said: Statement) -> Figure:
        """A statement as a figure, made once for the page."""
        made = self._made.get(said.id)
        if made is None:
            made = self._made[said.id] = self._make(said)
        return made

    def with_rivals(self, said: Statement, rivals: Iterable[Statement], label: str, kind: str) -> Figure:
        """A statement with its rivals under it, `label` saying how many and how far apart."""
        return self.figure(said)._replace(
            rivals=tuple(self.figure(one) for one in rivals), rivals_label=label, rivals_kind=kind
        )

    def _make(self, said: Statement) -> Figure:
        identifier, _, _, value, unit, _, as_of, based, _, source, said_by, _, _, confidence, _, _ = said
        basis, planned = self._bases.get(based, based), based == "planned"
        if confidence == "low":
            basis = f"{basis} · {self.t('unsure')}"
        if unit:
            text = printed_text(value, self._units[unit], self.lang)
            converted = escaped(self.converted(said)) if unit in self._foreign else ""
            printed = value_piece(escaped(text), "", "", converted, planned, False)
        else:
            text, printed = self._wordy(said, planned)
        hint, hint_escaped, publisher, publisher_escaped, number = self._cited_as(source)
        who, who_lang, who_escaped = publisher, "", publisher_escaped
        if said_by:
            who, who_lang = self.name(said_by)
            who_escaped = escaped(who)
        href = f"{self._statements}{identifier}/"
        mark = mark_piece(href, hint_escaped, number or (who_escaped if self._by_name else self._word), self._named)
        date = date_text(as_of, self.lang) if as_of and as_of != value else self._date(said)
        date_escaped, basis_escaped = escaped(date), escaped(basis)
        cell = Cell(printed, date_escaped or self._undated, basis_escaped, who_escaped, escaped(who_lang), mark)
        about = about_piece(date_escaped, basis_escaped, mark)
        return Figure(text, date, basis, href, hint, who, who_lang, cell, about)

    def _wordy(self, said: Statement, planned: bool) -> tuple[str, str]:
        """A value that has no unit, as plain text and as markup."""
        text, lang, link, original, original_lang = self.value(said)
        words = self._properties[said.property].type == "text"
        printed = value_piece(escaped(text), escaped(lang), link, "", planned, words)
        if original:
            printed += original_piece(escaped(self.t("our_rendering")), escaped(original), escaped(original_lang))
        return text, printed

    def _date(self, said: Statement) -> str:
        """The date a value speaks of. Blank where a date is its own, and for words that speak of no date."""
        if said.as_of:
            return date_text(said.as_of, self.lang) if said.as_of != said.value else ""
        prop = self._properties[said.property]
        return self._undated if prop.type in _DATED or prop.time != "fixed" else ""

    def headline(
        self, leading: Headline, differences: Iterable[Disagreement], reaches: Reaches | None = None
    ) -> Figure:
        """A headline with its rivals and, where they differ, their spread. `reaches` are those already known."""
        if not leading.others:
            return self.figure(leading.statement)
        mine = [one for one in differences if one.side == leading.side and one.key == leading.key]
        gravest = min(mine, key=lambda one: _KINDS.index(one.kind), default=None) if mine else None
        n = len(leading.others)
        if gravest is None:
            said = leading.statement
            same = all(one.value == said.value and one.unit == said.unit for one in leading.others)
            label = self.t("others_agree" if same else "others_compatible", n=n)
            return self.with_rivals(said, leading.others, label, "agree")
        label = self.t(f"others_{gravest.kind.value}", n=n)
        units = self.vocabulary.units
        far = reach(leading, units) if reaches is None else reaches.get((leading.key, leading.side))
        spread = span_text(*far, units[leading.statement.unit], self.lang) if far else self.spread(gravest)
        # The span is blank for words, of which there is no smallest and largest.
        text = self.t("others_span", others=label, span=spread) if spread else label
        return self.with_rivals(leading.statement, leading.others, text, gravest.kind.value)

    def spread(self, difference: Disagreement) -> str:
        """From the smallest to the largest figure, or the earliest to the latest date; blank for words."""
        if difference.low is not None and difference.high is not None:
            text = span_text(difference.low, difference.high, self.vocabulary.units[difference.unit], self.lang)
            return self.t("roughly", amount=text) if difference.converted else text
        if self.vocabulary.properties[difference.key.property].type != "date":
            return ""
        dates = sorted({statement.value for statement in difference.statements}, key=_place_in_time)
        return self.t("from_to", first=date_text(dates[0], self.lang), last=date_text(dates[-1], self.lang))

    def number_text(self, value: Decimal, places: int) -> str:
        """A computed number, rounded to so many decimals."""
        return decimal_text(value.quantize(Decimal(1).scaleb(-places)), self.lang)

    def _cited_as(self, key: str) -> tuple[str, str, str, str, str]:
        """A source in a line and its publisher, each plain and escaped, and its number; made once for the page."""
        found = self._cited.get(key)
        if found is None:
            source = self.sources.get(key)
            hint, publisher = self._hint(source), (source.publisher if source else "") or self._unknown
            safe = str(escape(hint)) if _is_unsafe(hint) else hint
            number = "" if self._named else str(self.number(key))
            found = self._cited[key] = (hint, safe, publisher, escaped(publisher), number)
        return found

    def _hint(self, source: Source | None) -> str:
        """The source in a line: publisher, title, date."""
        if source is None:
            return ""
        date = date_text(source.published, self.lang) or self._undated
        return self._hint_form.format(publisher=source.publisher or self._unknown, title=source.title, date=date)

    # --- the page's list of sources -------------------------------------------------------------------------

    def number(self, source: str) -> int:
        """The number of a source on this page: its place in the order in which sources come up."""
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def cited(self) -> list[Cited]:
        """The sources numbered so far."""
        known = ((number, self.sources.get(key)) for key, number in self._numbers.items())
        return [Cited(number, source) for number, source in known if source is not None]

    def sources_list(self, cited: Iterable[Cited]) -> Markup:
        """The page's list of sources."""
        kinds, described = _kind_words(self.lang), escaped(self.t("title_described"))
        unknown, undated = self.t("publisher_unknown"), self._undated
        lines = []
        for number, source in cited:
            ours = source.title_basis != "seen"
            published = date_text(source.published, self.lang) or undated
            about = f"{source.publisher or unknown} · {published} · {kinds.get(source.kind, source.kind)}"
            lines.append(
                source_piece(
                    number,
                    source_url(self.lang, source.id),
                    str(escape(source.title)) if _is_unsafe(source.title) else source.title,
                    escaped(source.lang) if source.lang != self.lang and not ours else "",
                    described if ours else "",
                    str(escape(about)) if _is_unsafe(about) else about,
                )
            )
        return Markup(sources_piece(lines))  # noqa: S704 - the component


def printer_for(
    lang: str,
    statements: Iterable[Statement],
    also: Iterable[str] = (),
    marks: str = "number",
    sources: Mapping[str, Source] | None = None,
) -> Printer:
    """A printer that knows the names and sources these statements need, and the names of others.

    `sources` are those of all the statements, where they have been read already.
    """
    register = ledger.register()
    properties, parts = register.grounds.vocabulary.properties, register.parts
    wanted, cited, mixed, quoted = set(also), set(), set(), set()
    for said in statements:
        cited.add(said.source)
        if said.said_by:
            wanted.add(said.said_by)
        if said.part and said.part not in parts:
            wanted.add(said.part)
        if properties[said.property].type == "reference":
            wanted.add(said.value)
        if said.property in _MIXED:
            mixed.add(said.value)
        if said.property == DRAWN_FROM:
            quoted.add(said.value)
    drawn = ledger.statements_by_id(quoted) if quoted else {}
    wanted.update(said.entity for said in drawn.values())
    kinds = {key: one.kind for key, one in ledger.entities_by_id(mixed).items()} if mixed else {}
    sources = ledger.sources(cited) if sources is None else sources
    return Printer(lang, register, ledger.names(wanted), sources, marks, kinds, drawn)
