"""Marks on one line for each project: the figures for its cost, and what was promised beside what came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiqyn.ledger import Statement
from aiqyn.ledger.promise import Promise
from aiqyn.series.cost_spreads import COST, Cost, Spread, cost_spreads
from aiqyn.values.dates import Date, parse_date
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import slip_text
from aiqyn.words.word_tables import capital, in_sentences
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.charts.chart_parts import Chart, Form, Mark, Row, Shape, Tick
from aiqyn_site.pages.charts.pen import BOUNDS, Pen
from aiqyn_site.pages.charts.scale import Scale, decades
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue

_MOST = 25
_READ = 200  # disagreements looked at: one a project and part is drawn
_DOLLARS = "USD million"


def cost_spread(name: str, lang: str) -> Chart:
    """The projects whose figures for cost are furthest apart, each a line from the lowest to the highest."""
    words = load_vocabulary().charts[name]
    disagreements = catalogue.find_disagreements("", COST, per_page=_READ).items
    spreads = cost_spreads(disagreements, ledger.register().grounds, _MOST)
    statements = [cost.statement for spread in spreads for cost in spread.costs]
    pen = Pen(lang, statements, [spread.key.subject for spread in spreads])
    unit = pen.printer.vocabulary.units[_DOLLARS]
    rows = [row for row in (_cost_row(pen, spread) for spread in spreads) if row is not None]
    values = [value for row in rows for mark in row.marks for value in (mark.start, mark.end) if value > 0]
    lines = decades(values) if values else [1.0, 10.0]
    return Chart(
        name,
        words.title(lang),
        words.rule(lang),
        (pen.t("chart_unit", unit=pen.unit(unit)), pen.t("chart_by_tens")),
        ((Shape.PROMISE, pen.t("chart_planned_cost")), (Shape.RESULT, pen.t("chart_told_cost"))),
        Scale(lines[0], lines[-1], 3, 97, is_log=True),
        tuple(Tick(value, pen.value_text(value, unit)) for value in lines),
        tuple(rows),
        nothing="" if rows else pen.t("chart_nothing", title=words.title(lang)),
    )


def _cost_row(pen: Pen, spread: Spread) -> Row | None:
    # Nought has no place among powers of ten.
    marks = tuple(_cost_mark(pen, cost) for cost in spread.costs if cost.dollars.first > 0)
    if not marks:
        return None
    name, lang = pen.printer.name(spread.key.subject)
    part = pen.printer.part(spread.key.part)
    href = entity_url(pen.lang, "project", spread.key.subject)
    remark = f"{pen.printer.spread(spread.widest)} · {pen.t(f'one_{spread.widest.kind}')}"
    return Row(f"{name}{pen.t('comma')}{part}" if part else name, marks, Form.STRIP, lang, href, remark)


def _cost_mark(pen: Pen, cost: Cost) -> Mark:
    unit = pen.printer.vocabulary.units[_DOLLARS]
    figure = pen.figure(cost.statement)
    return Mark(
        Shape.PROMISE if cost.statement.basis == "planned" else Shape.RESULT,
        float(cost.dollars.first) / float(unit.factor),
        float(cost.dollars.last) / float(unit.factor),
        "",
        figure.who,
        pen.title(cost.statement),
        figure.href,
        statement=cost.statement,
        bound=BOUNDS.get(cost.bound, ""),
    )


# --- promises ----------------------------------------------------------------------------------------------------


def slip(name: str, lang: str) -> Chart:
    """Every date promised and the date that came, a line for each project."""
    words = load_vocabulary().charts[name]
    promises = [promise for promise in catalogue.promises(_MOST) if _drawable(promise)]
    promises.sort(key=_slipped, reverse=True)
    statements = [statement for promise in promises for statement in (*promise.promises, promise.actual)]
    pen = Pen(lang, statements, [promise.entity for promise in promises])
    rows = tuple(_slip_row(pen, promise) for promise in promises)
    values = [mark.start for row in rows for mark in row.marks]
    first, last, years = _years(values)
    t = wording(lang)
    return Chart(
        name,
        words.title(lang),
        words.rule(lang),
        (),
        ((Shape.PROMISE, t("chart_promised")), (Shape.RESULT, t("chart_came"))),
        Scale(first, last, 3, 97),
        tuple(Tick(year, str(int(year))) for year in years),
        rows,
        nothing="" if rows else t("chart_nothing", title=words.title(lang)),
    )


def _drawable(promise: Promise) -> bool:
    return all(parse_date(statement.value).is_bounded for statement in (promise.first, promise.actual))


def _slipped(promise: Promise) -> int:
    """The days of its slip, at least and at most together: by the middle, that is."""
    return (promise.slip_from_first.least_days or 0) + (promise.slip_from_first.most_days or 0)


def _years(values: Sequence[float]) -> tuple[float, float, list[float]]:
    """First and last year of a scale, and the years between that are told, evenly apart."""
    first = int(min(values, default=2020.0))
    last = int(max(values, default=2020.0)) + 1
    apart = max(1, -(-(last - first) // 5))
    return float(first), float(last), [float(year) for year in range(first, last + 1, apart)]


def _slip_row(pen: Pen, promise: Promise) -> Row:
    name, lang = pen.printer.name(promise.entity)
    prop = pen.printer.vocabulary.properties[promise.property].label(pen.lang)
    part = pen.printer.part(promise.part)
    label = pen.t("comma").join(filter(None, (name, prop if promise.property != "commissioning" else "", part)))
    bounded = [statement for statement in promise.promises if parse_date(statement.value).is_bounded]
    marks = [_date_mark(pen, statement, Shape.PROMISE) for statement in bounded]
    marks.append(_date_mark(pen, promise.actual, Shape.RESULT))
    late = slip_text(promise.first.value, promise.actual.value, pen.lang)
    return Row(label, tuple(marks), Form.STRIP, lang, entity_url(pen.lang, "project", promise.entity), late)


def _date_mark(pen: Pen, statement: Statement, shape: Shape) -> Mark:
    figure = pen.figure(statement)
    place = _as_year(parse_date(statement.value))
    kind = pen.t("chart_promised") if shape is Shape.PROMISE else pen.t("chart_came")
    title = in_sentences(f"{capital(kind)}{pen.t('colon')}{figure.text}", figure.who, figure.hint)
    return Mark(shape, place, place, "", figure.who, title, figure.href, statement=statement, about=kind)


def _as_year(when: Date) -> float:
    """The middle of the days a date can mean, as a year and its fraction."""
    middle = date.fromordinal((when.first.toordinal() + when.last.toordinal()) // 2)
    start = date(middle.year, 1, 1).toordinal()
    return middle.year + (middle.toordinal() - start) / (date(middle.year, 12, 31).toordinal() - start + 1)
