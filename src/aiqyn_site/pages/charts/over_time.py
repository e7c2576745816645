"""Numbers over time, a row for each period: the programme's numbers and the series of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aiqyn.ledger import Statement
from aiqyn.ledger.claim import standing_statements
from aiqyn.series.dated_numbers import SERIES_VALUE, DatedNumber, usual_unit
from aiqyn.series.periods import Period, joins, periods
from aiqyn.values.measure import Unit
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.word_tables import capital
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.charts.chart_parts import Apart, Chart, Join, Row
from aiqyn_site.pages.charts.layout import edges
from aiqyn_site.pages.charts.pen import Pen, read_numbers, shape_of
from aiqyn_site.pages.charts.scale import Scale, rounded_ends
from aiqyn_site.pages.wording import wording


def about_programmes(properties: Iterable[str]) -> list[Statement]:
    """What stands of some properties of the programmes and their editions."""
    return [
        statement
        for programme in ledger.entities("programme")
        for statement in standing_statements(ledger.statements_about(programme.id))
        if statement.property in properties
    ]


def values_of_series(identifier: str) -> list[Statement]:
    """What stands of the values of an indicator."""
    statements = standing_statements(ledger.statements_about(identifier))
    return [statement for statement in statements if statement.property == SERIES_VALUE]


def programme(name: str, lang: str, key: str) -> Chart:
    """The numbers of one property of the programmes and their editions; those about a part stand apart."""
    words = load_vocabulary().charts[name]
    return _over_time(name, lang, (words.title(lang), words.rule(lang)), about_programmes({key}), by_year=True)


def indicator(name: str, lang: str, identifier: str) -> Chart:
    """The numbers of one series by the period they speak of."""
    title = capital(ledger.names([identifier])[identifier].best(lang).text)
    rule = wording(lang)("chart_rule_series")
    return _over_time(name, lang, (title, rule), values_of_series(identifier), by_year=False)


def _over_time(
    name: str, lang: str, words: tuple[str, str], statements: Sequence[Statement], *, by_year: bool
) -> Chart:
    title, rule = words
    pen = Pen(lang, statements)
    numbers = read_numbers([statement for statement in statements if not statement.part])
    if not numbers:
        nothing = pen.t("chart_nothing", title=title)
        apart = _apart(pen, statements, ())
        return Chart(name, title, rule, (), (), Scale(0, 1, 0, 100), (), (), apart=apart, nothing=nothing)
    unit = usual_unit(numbers)
    drawn = [number for number in numbers if number.measure.unit.dimension == unit.dimension]
    over_time = periods(drawn, by_year=by_year)
    rows = tuple(_row(pen, period, unit, by_year=by_year) for period in over_time)
    values = [value for number in drawn for value in pen.amounts(number, unit)]
    low, high, step = rounded_ends(values, from_zero=not by_year, whole=unit.kind == "count", room=by_year)
    left, right = edges(row.label for row in rows)
    notes = [pen.t("chart_unit", unit=pen.unit(unit))] if pen.unit(unit) else []
    notes += [pen.t("chart_not_from_zero")] if low > 0 else []
    return Chart(
        name,
        title,
        rule,
        tuple(notes),
        pen.shapes(drawn),
        Scale(low, high, left, right),
        pen.ticks(low, high, step, unit),
        rows,
        () if by_year else _joins(over_time),
        _apart(pen, statements, drawn),
    )


def _row(pen: Pen, period: Period, unit: Unit, *, by_year: bool) -> Row:
    label = pen.period(period.numbers[0], by_year=by_year)
    return Row(label, tuple(pen.mark(number, unit) for number in period.numbers), after=period.after_gap)


def _joins(over_time: Sequence[Period]) -> tuple[Join, ...]:
    shapes = [[shape_of(number) for number in period.numbers] for period in over_time]
    return tuple(Join(before, (row, place), shapes[row][place]) for before, (row, place) in joins(over_time))


def _apart(pen: Pen, statements: Iterable[Statement], drawn: Iterable[DatedNumber]) -> tuple[Apart, ...]:
    """What the table gives apart: statements about a part, and amounts that no scale could share."""
    shown = {number.statement.id for number in drawn}
    rest = [statement for statement in statements if statement.id not in shown]
    return tuple(
        Apart(pen.printer.part(statement.part) or pen.t("chart_other_unit"), statement, pen.t("chart_apart"))
        for statement in sorted(rest, key=lambda statement: (statement.as_of or "9", statement.id))
    )
