"""The figure: one statement made ready for the component that prints it (`templates/components/figure.html`).

A figure carries its value and unit, the date it speaks of, its basis in a word, its source mark and its
rivals. Nothing else on the site turns a statement into text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple, Protocol, cast

from markupsafe import Markup, escape

from aiqyn.ledger import Disagreement, Headline, Source, Statement
from aiqyn.values.dates import parse_date
from aiqyn.values.measure import Measure, Unit, parse_measure
from aiqyn.values.number import Number
from aiqyn.values.points import parse_point
from aiqyn.vocabulary.model import Property
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Names, Register
from aiqyn_site.web.addresses import entity_url, source_url, statement_url
from aiqyn_site.web.date_forms import date_text
from aiqyn_site.web.formats import (
    decimal_text,
    measure_text,
    point_text,
    printed_text,
    rounded,
    span_text,
    wording,
)
from aiqyn_site.web.pieces import about_piece, mark_piece, original_piece, value_piece
from aiqyn_site.web.render import raw_environment

_NUMERIC = frozenset({"money", "count", "percent", "measure"})
#: The property types whose references lead to a page, and of which kind.
_LINKED = {"region": "region"}
#: Types whose values always speak of some date, so that a missing one is said.
_DATED = _NUMERIC | {"date"}
_COMMON_CURRENCY = "USD"
#: The order of gravity of differences within one group, and the wording of each.
_KINDS = ("conflict", "undated", "successive", "cut_short")


class Component(Protocol):
    """The component's macros as Jinja compiles them. They take escaped text and give markup."""

    figure: Callable[[str, str, str, list[tuple[str, str, str]], str], str]
    cells: Callable[[tuple[str, ...], str, str, str, str, str, str], str]
    facts: Callable[[Sequence[tuple[object, ...]], str], str]
    table: Callable[[tuple[str, ...], list[tuple[str, ...]], str], str]


@cache
def component() -> Component:
    """The component, compiled once. It does not escape: everything passed to it here is escaped before."""
    return cast(Component, raw_environment().get_template("components/figure.html").module)


#: Escaped text. The same words come up on many pages, so the last ones are kept.
escaped = lru_cache(maxsize=8192)(lambda text: str(escape(text)))


class Value(NamedTuple):
    """A value in words. `lang`: where not the page's. `original`: where the words are our rendering."""

    text: str
    lang: str = ""
    link: str = ""
    original: str = ""
    original_lang: str = ""


class Figure(NamedTuple):
    """One statement made ready to print. The first fields are plain text, the others are pieces of markup.

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
    undated: str
    value_piece: str
    about_piece: str
    mark_piece: str
    rivals: tuple[Figure, ...] = ()
    rivals_label: str = ""
    rivals_kind: str = ""
    rivals_link: str = ""

    @property
    def said(self) -> Markup:
        """Value, date, basis and source mark."""
        return Markup(f"{self.value_piece} {self.about_piece}")  # noqa: S704 - pieces of the component

    @property
    def about(self) -> Markup:
        """Date, basis and source mark."""
        return Markup(self.about_piece)  # noqa: S704 - a piece of the component

    @property
    def full(self) -> Markup:
        """The whole figure with its rivals."""
        rivals = [
            (f"{one.value_piece} {one.about_piece}", escaped(one.who), escaped(one.who_lang)) for one in self.rivals
        ]
        said = f"{self.value_piece} {self.about_piece}"
        label, link = escaped(self.rivals_label), escaped(self.rivals_link)
        return Markup(component().figure(said, self.rivals_kind, label, rivals, link))  # noqa: S704 - the component

    def row(self) -> tuple[str, ...]:
        """The fields of the component's table of statements."""
        return (
            self.value_piece,
            escaped(self.date or self.undated),
            escaped(self.basis),
            escaped(self.who),
            escaped(self.who_lang),
            self.mark_piece,
            self.href,
        )

    def cells(self, heads: tuple[str, ...]) -> Markup:
        """Table cells: value, date, basis, who says it, source mark. `heads` are texts of the wording."""
        date = escaped(self.date or self.undated)
        who, lang = escaped(self.who), escaped(self.who_lang)
        return Markup(  # noqa: S704 - the component
            component().cells(heads, self.value_piece, date, escaped(self.basis), who, lang, self.mark_piece)
        )


class Cited(NamedTuple):
    """A source in a page's numbered list."""

    number: int
    source: Source
    link: str
    published: str
    kind: str


class Printer:
    """Turns the statements of one page into figures, in one language; numbers their sources as they come up.

    `marks` says how a source is marked: by its `number` on the page, by the `name` of who says it, or by the
    word that the wording has under this key.
    """

    def __init__(
        self,
        lang: str,
        register: Register,
        names: Mapping[str, Names],
        sources: Mapping[str, Source],
        marks: str = "number",
    ) -> None:
        self.lang = lang
        self.register = register
        self.vocabulary = register.grounds.vocabulary
        self.names = names
        self.sources = sources
        self.marks = marks
        self.t = wording(lang)
        self._numbers: dict[str, int] = {}
        self._bases = {code.key: code.label(lang) for code in self.vocabulary.codes["basis"].values()}
        self._hints: dict[str, str] = {}
        self._made: dict[str, Figure] = {}
        self._properties = self.vocabulary.properties
        self._statements = statement_url(lang, "").removesuffix("/")
        self._named = marks != "number"
        self._undated = self.t("undated")

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
            return Value(said.value, link=statement_url(self.lang, said.value))
        return self.words(said.value, said.lang)

    def words(self, text: str, lang: str) -> Value:
        """A text as said, or our rendering of it where the register has one in the page's language."""
        if not lang or lang == self.lang:
            return Value(text)
        rendered = self.register.translations.get((lang, text), {}).get(self.lang, "")
        return Value(rendered, original=text, original_lang=lang) if rendered else Value(text, lang)

    def entity(self, identifier: str, prop: Property | None = None) -> Value:
        """An entity by its best name, linked to its page."""
        text, lang = self.name(identifier)
        kind = _LINKED.get(prop.key, "organisation") if prop is not None else ""
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
        unit = self.vocabulary.units.get(said.unit)
        if unit is None or not unit.is_money or unit.dimension == _COMMON_CURRENCY:
            return ""
        year = self._year(said)
        found = parse_measure(said.value, unit).in_currency(_COMMON_CURRENCY, year) if year else None
        if found is None:
            return ""
        amount = found[1].amount
        text = measure_text(self._in_dollars(amount), self.lang)
        return self.t("converted", amount=text, year=str(found[1].year))

    def _in_dollars(self, amount: Decimal) -> Measure:
        units = self.vocabulary.units
        scale = next((name for name in ("USD billion", "USD million") if abs(amount) >= units[name].factor), "USD")
        unit: Unit = units[scale]
        short = rounded(amount / unit.factor, 3)
        bare = parse_measure("0", unit).number
        number = Number("", short, short, short, bare.step, bare.bound, short, short)
        return Measure(number, unit, number)

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
        text, lang, link, original, original_lang = self.value(said)
        who, who_lang = self.who(said)
        date = self._date(said)
        basis = self._bases.get(said.basis, said.basis)
        if said.confidence == "low":
            basis = f"{basis} · {self.t('unsure')}"
        href, hint = f"{self._statements}{said.id}/", self.hint(said)
        converted = self.converted(said) if said.unit else ""
        mark = mark_piece(href, escaped(hint), escaped(self._mark(said, who)), named=self._named)
        printed = value_piece(
            escaped(text),
            escaped(lang),
            link,
            escaped(converted),
            planned=said.basis == "planned",
            words=self._properties[said.property].type == "text",
        )
        if original:
            printed += original_piece(escaped(self.t("our_rendering")), escaped(original), escaped(original_lang))
        about = about_piece(escaped(date), escaped(basis), mark)
        return Figure(text, date, basis, href, hint, who, who_lang, self._undated, printed, about, mark)

    def _date(self, said: Statement) -> str:
        """The date a value speaks of. Blank where a date is its own, and for words that speak of no date."""
        if said.as_of:
            return date_text(said.as_of, self.lang) if said.as_of != said.value else ""
        prop = self._properties[said.property]
        return self._undated if prop.type in _DATED or prop.time != "fixed" else ""

    def headline(self, leading: Headline, differences: Iterable[Disagreement]) -> Figure:
        """A headline with its rivals and, where they differ, their spread."""
        if not leading.others:
            return self.figure(leading.statement)
        mine = [one for one in differences if one.key == leading.key and one.side == leading.side]
        gravest = min(mine, key=lambda one: _KINDS.index(one.kind), default=None) if mine else None
        n = len(leading.others)
        if gravest is None:
            said = leading.statement
            same = all(one.value == said.value and one.unit == said.unit for one in leading.others)
            label = self.t("others_agree" if same else "others_compatible", n=n)
            return self.with_rivals(said, leading.others, label, "agree")
        label = self.t(f"others_{gravest.kind.value}", n=n)
        spread = self._reach(leading) or self.spread(gravest)
        # The span is blank for words, of which there is no smallest and largest.
        text = self.t("others_span", others=label, span=spread) if spread else label
        return self.with_rivals(leading.statement, leading.others, text, gravest.kind.value)

    def _reach(self, leading: Headline) -> str:
        """From the smallest to the largest of a headline and its rivals; blank if not comparable."""
        units = self.vocabulary.units
        if not leading.statement.unit:
            return ""
        measures = [parse_measure(one.value, units[one.unit]) for one in (leading.statement, *leading.others)]
        unit = measures[0].unit
        if any(one.unit.dimension != unit.dimension for one in measures):
            return ""
        low = min(one.base.first for one in measures) / unit.factor
        high = max(one.base.last for one in measures) / unit.factor
        return span_text(low, high, unit, self.lang)

    def spread(self, difference: Disagreement) -> str:
        """From the smallest to the largest figure, or the earliest to the latest date; blank for words."""
        if difference.low is not None and difference.high is not None:
            text = span_text(difference.low, difference.high, self.vocabulary.units[difference.unit], self.lang)
            return self.t("roughly", amount=text) if difference.converted else text
        if self.vocabulary.properties[difference.key.property].type != "date":
            return ""
        dates = sorted({one.value for one in difference.statements}, key=lambda text: parse_date(text).first)
        return self.t("from_to", first=date_text(dates[0], self.lang), last=date_text(dates[-1], self.lang))

    def number_text(self, value: Decimal, places: int) -> str:
        """A computed number, rounded to so many decimals."""
        return decimal_text(value.quantize(Decimal(1).scaleb(-places)), self.lang)

    def who(self, said: Statement) -> tuple[str, str]:
        """Who says it, and the language of that name where it is not the page's."""
        if said.said_by:
            return self.name(said.said_by)
        source = self.sources.get(said.source)
        return (source.publisher, "") if source and source.publisher else (self.t("publisher_unknown"), "")

    def hint(self, said: Statement) -> str:
        """The source in a line: publisher, title, date."""
        found = self._hints.get(said.source)
        if found is None:
            found = self._hints[said.source] = self._hint(self.sources.get(said.source))
        return found

    def _hint(self, source: Source | None) -> str:
        if source is None:
            return ""
        date = date_text(source.published, self.lang) or self.t("undated")
        return self.t(
            "source_hint",
            publisher=source.publisher or self.t("publisher_unknown"),
            title=source.title,
            date=date,
        )

    def _mark(self, said: Statement, who: str) -> str:
        if self.marks == "number":
            return str(self.number(said.source))
        return who if self.marks == "name" else self.t(self.marks)

    # --- the page's list of sources -------------------------------------------------------------------------

    def number(self, source: str) -> int:
        """The number of a source on this page: its place in the order in which sources come up."""
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def cited(self) -> list[Cited]:
        """The sources numbered so far."""
        kinds = self.vocabulary.codes["source_kind"]
        return [
            Cited(
                number,
                source,
                source_url(self.lang, key),
                date_text(source.published, self.lang) or self.t("undated"),
                kinds[source.kind].label(self.lang) if source.kind in kinds else source.kind,
            )
            for key, number in self._numbers.items()
            if (source := self.sources.get(key)) is not None
        ]


def printer_for(lang: str, statements: Iterable[Statement], also: Iterable[str] = (), marks: str = "number") -> Printer:
    """A printer that knows the names and sources these statements need, and the names of others."""
    register = ledger.register()
    properties, parts = register.grounds.vocabulary.properties, register.parts
    wanted, sources = set(also), set()
    for said in statements:
        sources.add(said.source)
        if said.said_by:
            wanted.add(said.said_by)
        if said.part and said.part not in parts:
            wanted.add(said.part)
        if properties[said.property].type == "reference":
            wanted.add(said.value)
    return Printer(lang, register, ledger.names(wanted), ledger.sources(sources), marks)
