"""Statements read for a drawing: how much, of when, by whom, and the mark that stands for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from aiqyn.ledger import Statement
from aiqyn.ledger.claim import standing_statements
from aiqyn.values.dates import Date, Precision, parse_date
from aiqyn.values.measure import Measure, Unit, parse_measure
from aiqyn.values.number import Bound
from aiqyn.words.date_text import date_text
from aiqyn.words.number_text import compact_text, unit_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import statement_url
from aiqyn_site.pages.charts.model import Mark, Shape, Tick
from aiqyn_site.pages.charts.scale import steps
from aiqyn_site.pages.charts.tellers import countries, tellers
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.printer import Printer, printer_for

_COUNTRY_SHAPES = {"KZ": Shape.KZ, "CN": Shape.CN, "HK": Shape.CN}
_PARTS = {Shape.KZ: Shape.PART_KZ, Shape.CN: Shape.PART_CN, Shape.OTHER: Shape.PART_OTHER}
_BOUNDS = {Bound.MORE: "more", Bound.AT_LEAST: "more", Bound.LESS: "less", Bound.AT_MOST: "less"}
_IDLE_NOUGHTS = re.compile(r"(?:(\.[0-9]*[1-9])|\.)0+(?![0-9])")


class Claim(NamedTuple):
    """A statement of a number: its measure, the date it speaks of (None where undated) and who counted."""

    said: Statement
    measure: Measure
    when: Date | None
    teller: str
    country: str

    @property
    def is_whole_year(self) -> bool:
        """Whether it speaks of exactly one year."""
        return self.when is not None and self.when.precision is Precision.YEAR

    @property
    def is_part_of_year(self) -> bool:
        """Whether it speaks of a period within one year that is neither the year nor a moment."""
        when = self.when
        if when is None or when.is_open or self.is_whole_year or not when.year_known:
            return False
        return when.first.year == when.last.year and (when.last - when.first).days > 31

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """Place in time: by the last day spoken of, then the first; undated last."""
        if self.when is None:
            return True, 0, 0, self.said.id
        return False, self.when.last.toordinal(), self.when.first.toordinal(), self.said.id

    @property
    def shape(self) -> Shape:
        """The sign of the country of who counted."""
        return _COUNTRY_SHAPES.get(self.country, Shape.OTHER)


def stands(statements: Iterable[Statement]) -> list[Statement]:
    """The statements that nobody took back."""
    return standing_statements(statements)[0]


def read_claims(statements: Sequence[Statement]) -> list[Claim]:
    """Statements with a number as claims, in order of time."""
    units = ledger.register().grounds.vocabulary.units
    sources = ledger.sources(one.source for one in statements)
    told = tellers(statements, sources)
    country = countries(told.values())
    found = [
        Claim(
            one,
            parse_measure(one.value, units[one.unit]),
            parse_date(one.as_of) if one.as_of else None,
            told[one.id],
            country.get(told[one.id], ""),
        )
        for one in statements
        if one.unit
    ]
    return sorted(found, key=lambda claim: claim.order)


def usual_unit(claims: Iterable[Claim]) -> Unit:
    """The unit most claims are printed in; of several, the first by key. The claims must not be none."""
    counted = Counter(claim.said.unit for claim in claims)
    key = min(counted, key=lambda name: (-counted[name], name))
    return ledger.register().grounds.vocabulary.units[key]


class Pen:
    """Makes the marks and words of one chart in one language."""

    def __init__(self, lang: str, statements: Sequence[Statement], also: Iterable[str] = ()) -> None:
        self.lang = lang
        self.printer: Printer = printer_for(lang, statements, also, marks="source")
        self.t = self.printer.t

    def figure(self, said: Statement) -> Figure:
        """The statement as the figure component prints it."""
        return self.printer.figure(said)

    def title(self, said: Statement) -> str:
        """All of a statement in a line: what, of when, who, where it stands."""
        figure = self.figure(said)
        date = figure.date or self.t("undated")
        return f"{figure.text}{self.t('comma')}{date}. {figure.who}. {figure.hint}"

    def amounts(self, claim: Claim, unit: Unit) -> tuple[float, float]:
        """The claim's smallest and largest value in a unit of its dimension."""
        base = claim.measure.base
        return float(base.first / unit.factor), float(base.last / unit.factor)

    def mark(self, claim: Claim, unit: Unit) -> Mark:
        """The mark of a claim, labelled with its figure and with who counted."""
        figure = self.figure(claim.said)
        start, end = self.amounts(claim, unit)
        shape = _PARTS[claim.shape] if claim.is_part_of_year else claim.shape
        return Mark(
            shape,
            start,
            end,
            compact_text(claim.measure, self.lang),
            figure.who,
            self.title(claim.said),
            figure.href,
            statement=claim.said,
            bound=_BOUNDS.get(claim.measure.number.bound, ""),
        )

    def period(self, claim: Claim) -> str:
        """The date of a claim as the label of a row: a bare year, else as written, else that there is none."""
        if claim.when is None:
            return self.t("undated")
        return str(claim.when.year) if claim.is_whole_year else date_text(claim.said.as_of, self.lang)

    def ticks(self, low: float, high: float, step: float, unit: Unit) -> tuple[Tick, ...]:
        """The lines of a scale in a unit."""
        return tuple(Tick(value, self.number(value, unit)) for value in steps(low, high, step))

    def number(self, value: float, unit: Unit) -> str:
        """A value of a scale in words, without its unit."""
        text = compact_text(parse_measure(plain_number(value), unit), self.lang)
        # 100 million is 1.00亿 to a printer that keeps every digit; a line of a scale has no printed digits.
        return _IDLE_NOUGHTS.sub(r"\1", text) if self.lang == "zh" else text

    def unit(self, unit: Unit) -> str:
        """The unit that the numbers of a scale leave out."""
        return unit_text(unit, self.lang)

    def shapes(self, claims: Iterable[Claim]) -> tuple[tuple[Shape, str], ...]:
        """What the signs used mean."""
        used = {claim.shape for claim in claims}
        parts = any(claim.is_part_of_year for claim in claims)
        words: Mapping[Shape, str] = {
            Shape.KZ: self.t("chart_by_kz"),
            Shape.CN: self.t("chart_by_cn"),
            Shape.OTHER: self.t("chart_by_other"),
        }
        found = [(shape, text) for shape, text in words.items() if shape in used]
        return (*found, (Shape.PART_KZ, self.t("chart_part_of_year"))) if parts else tuple(found)

    def address(self, identifier: str) -> str:
        """The permanent address of a statement."""
        return statement_url(self.lang, identifier)


def plain_number(value: float) -> str:
    """A number as the register writes it: digits and a point, no exponent."""
    return format(Decimal(repr(value)).normalize(), "f")
