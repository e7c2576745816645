"""Numbers read for a drawing, and the mark and the words that stand for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from aiqyn.ledger import Statement
from aiqyn.series.dated_numbers import DatedNumber, counting_name, country_of, dated_numbers, tellers
from aiqyn.series.periods import year_of
from aiqyn.values.measure import Unit, parse_measure
from aiqyn.values.number import Bound
from aiqyn.words.date_text import date_text
from aiqyn.words.number_text import compact_text, scale_text, unit_text
from aiqyn.words.word_tables import in_sentences
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.charts.chart_parts import Mark, Shape, Tick
from aiqyn_site.pages.charts.scale import steps
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.printer import Printer, printer_for

_COUNTRY_SHAPES = {"KZ": Shape.KZ, "CN": Shape.CN, "HK": Shape.CN}
_PARTS = {Shape.KZ: Shape.PART_KZ, Shape.CN: Shape.PART_CN, Shape.OTHER: Shape.PART_OTHER}
BOUNDS = {Bound.MORE: "more", Bound.AT_LEAST: "more", Bound.LESS: "less", Bound.AT_MOST: "less"}


def read_numbers(statements: Sequence[Statement]) -> list[DatedNumber]:
    """Statements with a number, in order of time, each with who counted as the register knows it."""
    register = ledger.register()
    sources = ledger.sources(statement.source for statement in statements)
    unnamed = {counting_name(sources[statement.source].publisher) for statement in statements if not statement.said_by}
    by_statement = tellers(statements, sources, ledger.organisations_named(unnamed - {""}))
    countries = {
        teller: country_of(ledger.statements_about(teller), register.grounds)
        for teller in sorted(set(by_statement.values()) - {""})
    }
    return dated_numbers(statements, register.grounds.vocabulary.units, by_statement, countries)


def shape_of(number: DatedNumber) -> Shape:
    """The sign of the country of who counted."""
    return _COUNTRY_SHAPES.get(number.country, Shape.OTHER)


class Pen:
    """Makes the marks and words of one chart in one language."""

    def __init__(self, lang: str, statements: Sequence[Statement], also: Iterable[str] = ()) -> None:
        self.lang = lang
        self.printer: Printer = printer_for(lang, statements, also, marks="source")
        self.t = self.printer.t

    def figure(self, statement: Statement) -> Figure:
        """The statement as the figure component prints it."""
        return self.printer.figure(statement)

    def title(self, statement: Statement) -> str:
        """All of a statement in a line: what, of when, who, where it stands."""
        figure = self.figure(statement)
        date = figure.date or self.t("undated")
        return in_sentences(f"{figure.text}{self.t('comma')}{date}", figure.who, figure.hint)

    def amounts(self, number: DatedNumber, unit: Unit) -> tuple[float, float]:
        """The smallest and largest value in a unit of its dimension."""
        base = number.measure.base
        return float(base.first / unit.factor), float(base.last / unit.factor)

    def mark(self, number: DatedNumber, unit: Unit) -> Mark:
        """The mark of a number, labelled with its figure and with who counted."""
        figure = self.figure(number.statement)
        start, end = self.amounts(number, unit)
        shape = shape_of(number)
        return Mark(
            _PARTS[shape] if number.is_part_of_year else shape,
            start,
            end,
            compact_text(number.measure, self.lang),
            figure.who,
            self.title(number.statement),
            figure.href,
            statement=number.statement,
            bound=BOUNDS.get(number.measure.number.bound, ""),
        )

    def period(self, number: DatedNumber, *, by_year: bool = False) -> str:
        """The date of a number as the label of a row: a bare year, else as written, else that there is none."""
        year = year_of(number, by_year=by_year)
        if year is not None:
            return str(year)
        return date_text(number.statement.as_of, self.lang) if number.when is not None else self.t("undated")

    def ticks(self, low: float, high: float, step: float, unit: Unit) -> tuple[Tick, ...]:
        """The lines of a scale in a unit."""
        return tuple(Tick(value, self.value_text(value, unit)) for value in steps(low, high, step))

    def value_text(self, value: float, unit: Unit) -> str:
        """A value of a scale in words, without its unit."""
        return scale_text(parse_measure(plain_number(value), unit), self.lang)

    def unit(self, unit: Unit) -> str:
        """The unit that the numbers of a scale leave out."""
        return unit_text(unit, self.lang)

    def shapes(self, numbers: Sequence[DatedNumber]) -> tuple[tuple[Shape, str], ...]:
        """What the signs used mean."""
        used = set(map(shape_of, numbers))
        words: Mapping[Shape, str] = {
            Shape.KZ: self.t("chart_by_kz"),
            Shape.CN: self.t("chart_by_cn"),
            Shape.OTHER: self.t("chart_by_other"),
        }
        shown = tuple((shape, text) for shape, text in words.items() if shape in used)
        parts = any(number.is_part_of_year for number in numbers)
        return (*shown, (Shape.PART_KZ, self.t("chart_part_of_year"))) if parts else shown


def plain_number(value: float) -> str:
    """A number as the register writes it: digits and a point, no exponent."""
    return format(Decimal(repr(value)).normalize(), "f")
