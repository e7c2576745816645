"""The printer: what a page says of statements, entities and codes, in one language.

A template speaks through it (`say.figure(statement)`, `say.link(id)`, `say.label(property)`), and the component
`components/figure.html` prints the figures. Nothing else on the site turns a statement into text.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.deadlines.derivation import Derivation
from aiqyn.dossier.record import Entry, Record
from aiqyn.errors import Refused
from aiqyn.exchange.attachments import ATTACHMENT
from aiqyn.ledger import Disagreement, Headline, Source, Statement
from aiqyn.ledger.named_rules import rule_label
from aiqyn.ledger.statement import DRAWN_FROM
from aiqyn.values.dates import parse_date
from aiqyn.values.measure import Measure, Unit, parse_measure
from aiqyn.values.number import Number
from aiqyn.values.points import parse_point
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text, since_text
from aiqyn.words.derivation_text import last_day_text
from aiqyn.words.digits import count_text, decimal_text
from aiqyn.words.number_text import measure_text, point_text, printed_text, rounded, span_text
from aiqyn.words.refusal_text import saying, sentences
from aiqyn.words.word_tables import capital
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept_each
from aiqyn_site.ledger.queries import Names, Register
from aiqyn_site.pages.addresses import document_url, entity_url, statement_url
from aiqyn_site.pages.figure import Figure, Link, Value
from aiqyn_site.pages.frame import macros
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.queries import Lead, ProjectCard
from aiqyn_site.projects.stored import Reaches, reach

_NUMERIC = frozenset({"money", "count", "percent", "measure"})
#: Types whose values always speak of some date, so that a missing one is said.
_DATED = _NUMERIC | {"date"}
_COMMON_CURRENCY = "USD"
#: The order of gravity of differences within one group.
_GRAVITY = ("conflict", "undated", "successive", "cut_short")


@cache
def _code_words(codes: str, lang: str) -> Mapping[str, str]:
    return {code.key: code.label(lang) for code in load_vocabulary().codes[codes].values()}


@cache
def property_labels(lang: str) -> Mapping[str, str]:
    """The label of each property as it begins a line."""
    return {prop.key: capital(prop.label(lang)) for prop in load_vocabulary().properties.values()}


@cache
def _references() -> frozenset[str]:
    """The properties whose values are entities."""
    return frozenset(key for key, prop in load_vocabulary().properties.items() if prop.type == "reference")


@cache
def _foreign_money() -> frozenset[str]:
    """The units of money that figures are converted from."""
    units = load_vocabulary().units.items()
    return frozenset(key for key, unit in units if unit.is_money and unit.dimension != _COMMON_CURRENCY)


@lru_cache(maxsize=512)
def _converted_text(value: str, unit: Unit, year: int, lang: str) -> str:
    """Money of another currency in US dollars by the rate of a year; blank where there is none."""
    dollars = parse_measure(value, unit).in_currency(_COMMON_CURRENCY, year)
    if dollars is None:
        return ""
    amount = measure_text(_in_dollars(dollars[1].amount), lang)
    return wording(lang)("converted", amount=amount, year=str(dollars[1].year))


def _in_dollars(amount: Decimal) -> Measure:
    """An amount of dollars to three digits, in the scale that reads best."""
    units = load_vocabulary().units
    scale = next((name for name in ("USD billion", "USD million") if abs(amount) >= units[name].factor), "USD")
    unit: Unit = units[scale]
    short = rounded(amount / unit.factor, 3)
    bare = parse_measure("0", unit).number
    number = Number("", short, short, short, bare.step, bare.bound, short, short)
    return Measure(number, unit, number)


@kept_each(most=600)
def _names_of(identifiers: Sequence[str], _lang: str) -> Mapping[str, Names]:
    """The names of companies and regions come up on page after page."""
    return ledger.names(identifiers)


def _place_in_time(text: str) -> tuple[datetime.date, datetime.date, str]:
    """The order of dates: by their first day, those that end sooner before those that end later."""
    date = parse_date(text)
    return date.first, date.last, text


class Doubt(NamedTuple):
    """Why a value is unlikely, as the beginning of a sentence, and where the figure is that it is held against."""

    text: str
    href: str


class SourceText(NamedTuple):
    """A source in words: `hint` has publisher, title and date; `line` stands in the list of a page's sources."""

    publisher: str
    hint: str
    line: Markup


@lru_cache(maxsize=2048)
def _source_text(source: Source, lang: str) -> SourceText:
    t = wording(lang)
    publisher, date = source.publisher or t("publisher_unknown"), date_text(source.published, lang) or t("undated")
    about = f"{publisher} · {date} · {_code_words('source_kind', lang).get(source.kind, source.kind)}"
    hint = t("source_hint", publisher=publisher, title=source.title, date=date)
    return SourceText(publisher, hint, macros("figure", lang).source(source, about))


class Printer:
    """Says the things of one page in one language; numbers the sources of its figures as they come up.

    `marks` says how a source is marked: by its `number` on the page, by the `name` of who says it, or by the
    word that the wording has under this key.
    """

    def __init__(self, lang: str, register: Register, sources: Mapping[str, Source], marks: str = "number") -> None:
        self.lang = lang
        self.t = wording(lang)
        self.register = register
        self.vocabulary = register.grounds.vocabulary
        self.sources = sources
        self.names: dict[str, Names] = {}
        self.drawn: Mapping[str, Statement] = {}
        self._kinds: dict[str, str] = {}
        self._macros = macros("figure", lang)
        self._numbers: dict[str, int] = {}
        self._lines: dict[str, Markup] = {}
        self._figures: dict[str, Figure] = {}
        self._bases, self._labels = _code_words("basis", lang), property_labels(lang)
        self._properties, self._units = self.vocabulary.properties, self.vocabulary.units
        self._foreign = _foreign_money()
        self._statements = statement_url(lang, "").removesuffix("/")
        self._named, self._by_name = marks != "number", marks == "name"
        self._word = self.t(marks) if self._named and not self._by_name else ""
        self._undated = self.t("undated")

    def know(self, identifiers: Iterable[str]) -> None:
        """Read the names of entities at once that will be printed; others are read one by one when they come up."""
        unknown = [key for key in set(identifiers) if key not in self.names]
        self.names |= zip(unknown, _names_of(unknown, ""), strict=True)

    def know_cards(self, cards: Iterable[ProjectCard]) -> None:
        """Take the names of projects from cards that have them."""
        for card in cards:
            self.names[card.id], self._kinds[card.id] = card.names, "project"

    # --- words ----------------------------------------------------------------------------------------------

    def label(self, key: str) -> str:
        """The label of a property, as it begins a line."""
        return self._labels[key]

    def topic(self, statement: Statement) -> str:
        """What a statement is of, as within a sentence: its property, and the part of the thing."""
        label, part = self._properties[statement.property].label(self.lang), self.part(statement.part)
        return f"{label}{self.t('comma')}{part}" if part else label

    def code(self, codes: str, key: str) -> str:
        """The words for a code of a list; the key itself where the list has none."""
        return _code_words(codes, self.lang).get(key, key)

    def coded(self, entry: Entry, key: str) -> str:
        """The leading code of a property of a record or a request in words; blank where there is none."""
        return self.code(self._properties[key].codes, entry.code(key))

    def record_type(self, record: Record) -> str:
        """What kind of record it is; the plain word for a record where nothing is told."""
        kind = self.coded(record, "event_type") or self.coded(record, "document_type")
        return capital(kind or self.vocabulary.kinds["record"].label(self.lang))

    def rule(self, key: str, group: str = "headline") -> str:
        """What a rule by which a figure leads says, or of what kind a `difference` is."""
        return rule_label(key, self.lang, group)

    def date(self, edtf: str) -> str:
        """A date in words, blank for none."""
        return date_text(edtf, self.lang)

    def since(self, edtf: str) -> str:
        """Since a date; blank for none."""
        return since_text(edtf, self.lang)

    def last_day(self, derivation: Derivation) -> str:
        """Between which days the last day of a reply lies."""
        return last_day_text(derivation.due_min, derivation.due_max, self.lang)

    def refusal(self, refused: Refused) -> str:
        """What is wrong and what to do instead."""
        return sentences(refused, self.t)

    def doubt(self, refused: Refused, doubted: Statement, rivals: Mapping[str, Statement]) -> Doubt:
        """Why a statement is unlikely, with figures, dates and sources as this page prints them.

        `rivals` by their ids: the nearest other figure is of them.
        """
        values = dict(refused.values)
        if "date" in values:
            values["date"] = date_text(str(values["date"]), self.lang)
        if "value" in values:
            values["value"] = self.value(doubted).text
        for bound in ("most", "least"):
            if bound in values:
                number, _, unit = str(values[bound]).partition(" ")
                values[bound] = printed_text(number, self._units[unit], self.lang)
        neighbour = rivals.get(str(values.pop("statement", "")))
        if neighbour is not None:
            figure = self.figure(neighbour)
            values |= {
                "other": figure.text,
                "source": figure.who,
                "times": count_text(int(str(values["times"])), self.lang),
            }
        printed = Refused(refused.code, refused.field, refused.mend, **values)
        href = statement_url(self.lang, neighbour.id) if neighbour else ""
        return Doubt(capital(saying(printed, self.t).message), href)

    def count(self, number: int) -> str:
        return count_text(number, self.lang)

    def number_text(self, value: Decimal, places: int) -> str:
        """A computed number, rounded to so many decimals."""
        return decimal_text(value.quantize(Decimal(1).scaleb(-places)), self.lang)

    # --- entities -------------------------------------------------------------------------------------------

    def name(self, identifier: str) -> tuple[str, str]:
        """An entity's name and its language where that is not the page's."""
        if identifier not in self.names:
            self.know([identifier])
        best = self.names[identifier].best(self.lang)
        return best.text, "" if best.lang in {self.lang, "zxx"} else best.lang

    def kind(self, identifier: str) -> str:
        """The kind of an entity, blank for what is none."""
        names = self.names.get(identifier)
        if names is not None and names.kind:
            return names.kind
        if identifier not in self._kinds:
            unknown = {identifier, *self.names} - self._kinds.keys()
            entities = ledger.entities_by_id(unknown)
            self._kinds |= {key: entities[key].kind if key in entities else "" for key in unknown}
        return self._kinds[identifier]

    def link(self, identifier: str, place: str = "") -> Link:
        """An entity of any kind by its best name, linked to its page, or a place on it, where it has one."""
        text, lang = self.name(identifier)
        href = entity_url(self.lang, self.kind(identifier), identifier)
        return Link(text, lang, f"{href}#{place}" if href and place else href)

    def part(self, identifier: str) -> str:
        """What portion of a thing is spoken of, in words; blank for the whole."""
        if not identifier:
            return ""
        labels = self.register.parts.get(identifier)
        return labels[self.lang] if labels else self.name(identifier)[0]

    # --- values ---------------------------------------------------------------------------------------------

    def value(self, statement: Statement) -> Value:
        """The value of a statement in the page's language."""
        prop = self._properties[statement.property]
        if prop.type in _NUMERIC:
            return Value(printed_text(statement.value, self._units[statement.unit], self.lang))
        if prop.type == "date":
            return Value(date_text(statement.value, self.lang))
        if prop.type == "code":
            return Value(self.code(prop.codes, statement.value))
        if prop.type == "reference":
            return Value(*self.link(statement.value))
        if prop.type == "point":
            return Value(point_text(parse_point(statement.value), self.lang))
        if prop.type == "statement":
            return Value(self._quoted(statement.value), href=statement_url(self.lang, statement.value))
        if statement.property == ATTACHMENT:
            return Value(statement.value, href=document_url(statement.value))
        return self.words(statement.value, statement.lang)

    def _quoted(self, identifier: str) -> str:
        """Of whom and of what a statement is that another one names; its id where the page does not know it."""
        statement = self.drawn.get(identifier)
        if statement is None:
            return identifier
        label = self._properties[statement.property].label(self.lang)
        return f"{self.name(statement.entity)[0]}{self.t('colon')}{label}"

    def words(self, text: str, lang: str) -> Value:
        """A text as it was said, or our rendering of it where the register has one in the page's language."""
        if not lang or lang == self.lang:
            return Value(text)
        rendered = self.register.translations.get((lang, text), {}).get(self.lang, "")
        return Value(rendered, original=text, original_lang=lang) if rendered else Value(text, lang)

    def _converted(self, statement: Statement) -> str:
        """Money of another currency in US dollars, as approximate, with the year of the rate; else blank."""
        year = self._year(statement)
        return _converted_text(statement.value, self._units[statement.unit], year, self.lang) if year else ""

    def _year(self, statement: Statement) -> int:
        source = self.sources.get(statement.source)
        text = statement.as_of or (source.published if source else "")
        date = parse_date(text) if text else None
        return date.first.year if date is not None and date.first.year == date.last.year else 0

    # --- figures --------------------------------------------------------------------------------------------

    def figure(self, statement: Statement) -> Figure:
        """A statement as a figure, made once for the page."""
        figure = self._figures.get(statement.id)
        if figure is None:
            figure = self._figures[statement.id] = self._make(statement)
        return figure

    def _make(self, statement: Statement) -> Figure:
        if statement.unit:
            figure = Figure(self._macros, printed_text(statement.value, self._units[statement.unit], self.lang))
            if statement.unit in self._foreign:
                figure.converted = self._converted(statement)
        else:
            figure = Figure(self._macros, *self.value(statement))
            figure.is_words = self._properties[statement.property].type == "text"
        figure.planned = statement.basis == "planned"
        figure.basis = self._bases.get(statement.basis, statement.basis)
        if statement.confidence == "low":
            figure.basis = f"{figure.basis} · {self.t('unsure')}"
        figure.date = self._date(statement)
        self._cite(figure, statement)
        figure.href = f"{self._statements}{statement.id}/"
        return figure

    def _cite(self, figure: Figure, statement: Statement) -> None:
        """Say in a figure who says it, and mark it with its source."""
        source = self.sources.get(statement.source)
        if source is None:
            figure.who = self.t("publisher_unknown")
        else:
            figure.who, figure.hint, self._lines[source.id] = _source_text(source, self.lang)
        if statement.said_by:
            figure.who, figure.who_lang = self.name(statement.said_by)
        if self._named:
            figure.is_named, figure.mark_text = True, figure.who if self._by_name else self._word
        else:
            figure.mark_text = str(self.number(statement.source))

    def computed(self, text: str, href: str, title: str) -> Figure:
        """What this site worked out itself, as of the register's last day; the mark leads to what it follows from."""
        figure = Figure(self._macros, text)
        figure.date, figure.basis = self.date(self.register.version.recorded[:10]), self.t("chart_computed")
        figure.who, figure.href, figure.hint = self.t("chart_this_site"), href, title
        figure.mark_text, figure.is_named = self.t("chart_from"), True
        return figure

    def _date(self, statement: Statement) -> str:
        """The date a value speaks of. Blank where a date is its own, and for words that speak of no date."""
        if statement.as_of:
            return date_text(statement.as_of, self.lang) if statement.as_of != statement.value else ""
        prop = self._properties[statement.property]
        return self._undated if prop.type in _DATED or prop.time != "fixed" else ""

    def headline(
        self, headline: Headline, differences: Iterable[Disagreement], reaches: Reaches | None = None
    ) -> Figure:
        """A headline with its rivals and, where they differ, their spread. `reaches` are those already known."""
        figure = self.figure(headline.statement)
        if not headline.others:
            return figure
        rivals = [self.figure(statement) for statement in headline.others]
        own = [item for item in differences if item.side == headline.side and item.key == headline.key]
        gravest = min(own, key=lambda difference: _GRAVITY.index(difference.kind), default=None)
        n = len(headline.others)
        if gravest is None:
            leading = headline.statement
            same = all((other.value, other.unit) == (leading.value, leading.unit) for other in headline.others)
            return figure.beside(self.t("others_agree" if same else "others_compatible", n=n), "agree", rivals=rivals)
        label = self.t(f"others_{gravest.kind.value}", n=n)
        far = reach(headline, self.vocabulary) if reaches is None else reaches.get((headline.key, headline.side))
        spread = span_text(*far, self._units[headline.statement.unit], self.lang) if far else self.spread(gravest)
        # The spread is blank for words, of which there is no smallest and largest.
        text = self.t("others_span", others=label, span=spread) if spread else label
        return figure.beside(text, gravest.kind.value, rivals=rivals)

    def lead(self, lead: Lead, href: str) -> Figure:
        """A headline of a list: its rivals are counted here and listed at `href`, on the project's page."""
        figure = self.figure(lead.statement)
        if not lead.others or not lead.low:
            return figure
        span = span_text(Decimal(lead.low), Decimal(lead.high), self._units[lead.unit], self.lang)
        label = self.t("others_span", others=self.t("others_conflict", n=lead.others), span=span)
        return figure.beside(label, "differ", href=href)

    def spread(self, difference: Disagreement) -> str:
        """From the smallest to the largest figure, or the earliest to the latest date; blank for words."""
        if difference.low is not None and difference.high is not None:
            text = span_text(difference.low, difference.high, self._units[difference.unit], self.lang)
            return self.t("roughly", amount=text) if difference.converted else text
        if self._properties[difference.key.property].type != "date":
            return ""
        dates = sorted({statement.value for statement in difference.statements}, key=_place_in_time)
        return self.t("from_to", first=date_text(dates[0], self.lang), last=date_text(dates[-1], self.lang))

    def apart(self, difference: Disagreement) -> str:
        """How far apart the sides are: a percentage, times, or years; blank for words."""
        if difference.low is None:
            return self._decimal("apart_years", difference.spread) if difference.spread else ""
        if difference.low <= 0:
            return ""
        if difference.spread < 1:
            return self.t("apart_percent", percent=self.number_text(difference.spread * 100, 0))
        return self._decimal("apart_times", difference.spread + 1)

    def _decimal(self, key: str, value: Decimal) -> str:
        """A number to one decimal, with the form its noun takes: fractions have one of their own."""
        short = value.quantize(Decimal("0.1"))
        if short == short.to_integral_value():
            return self.t(f"{key}_whole", n=int(short))
        return self.t(key, number=self.number_text(short, 1))

    # --- sources --------------------------------------------------------------------------------------------

    def number(self, source: str) -> int:
        """The number of a source on this page: its place in the order in which sources come up."""
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def cite_page(self, title: str) -> str:
        """How to cite a page of the register as it is now."""
        version = self.register.version
        return self.t("cite_page", title=title, date=self.date(version.recorded[:10]), version=version.number)

    def cited(self) -> list[tuple[int, Markup]]:
        """The sources numbered so far, each with its line in their list."""
        for key in self._numbers.keys() - self._lines.keys() & self.sources.keys():
            self._lines[key] = _source_text(self.sources[key], self.lang).line
        return [(number, self._lines[key]) for key, number in self._numbers.items() if key in self._lines]


def printer_for(
    lang: str,
    statements: Collection[Statement],
    also: Iterable[str] = (),
    marks: str = "number",
    sources: Mapping[str, Source] | None = None,
) -> Printer:
    """A printer that knows the names and sources these statements need, and the names of others.

    `sources` are those of all the statements, where they have been read already.
    """
    register, references = ledger.register(), _references()
    named, quoted = set(also), set()
    for statement in statements:
        if statement.said_by:
            named.add(statement.said_by)
        if statement.part and statement.part not in register.parts:
            named.add(statement.part)
        if statement.property in references:
            named.add(statement.value)
        elif statement.property == DRAWN_FROM:
            quoted.add(statement.value)
    if sources is None:
        sources = ledger.sources(statement.source for statement in statements)
    printer = Printer(lang, register, sources, marks)
    if quoted:
        printer.drawn = ledger.statements_by_id(quoted)
        named.update(statement.entity for statement in printer.drawn.values())
    printer.know(named)
    return printer
