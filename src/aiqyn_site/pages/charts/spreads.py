"""Marks on one line for each project: the figures for its cost, and what was promised beside what came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiqyn.ledger import Difference, Disagreement, Statement
from aiqyn.ledger.promise import Promise
from aiqyn.values.dates import Date, parse_date
from aiqyn.values.measure import Measure, parse_measure
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import slip_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.charts.claims import Pen
from aiqyn_site.pages.charts.model import Chart, Form, Mark, Row, Shape, Tick
from aiqyn_site.pages.charts.scale import Scale, decades
from aiqyn_site.pages.frame import capital
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue

_MOST = 25
_READ = 200  # disagreements looked at: one a project and part is drawn
_COST = "cost"
_DOLLARS = "USD million"
_KINDS = (Difference.CONFLICT, Difference.UNDATED, Difference.SUCCESSIVE)


def cost_spread(name: str, lang: str) -> Chart:
    """The projects whose figures for cost are furthest apart, each a line from the lowest to the highest."""
    words = load_vocabulary().charts[name]
    found = _widest()
    said = [one for told in found for difference in told for one in difference.statements]
    pen = Pen(lang, said, [told[0].key.subject for told in found])
    unit = pen.printer.vocabulary.units[_DOLLARS]
    rows = [row for row in (_cost_row(pen, one) for one in found) if row is not None]
    values = [value for row in rows for mark in row.marks for value in (mark.start, mark.end) if value > 0]
    lines = decades(values) if values else [1.0, 10.0]
    return Chart(
        name,
        words.title(lang),
        words.rule(lang),
        (pen.t("chart_unit", unit=pen.unit(unit)), pen.t("chart_by_tens")),
        ((Shape.PROMISE, pen.t("chart_planned_cost")), (Shape.RESULT, pen.t("chart_told_cost"))),
        Scale(lines[0], lines[-1], 3, 97, is_log=True),
        tuple(Tick(value, pen.number(value, unit)) for value in lines),
        tuple(rows),
        nothing="" if rows else pen.t("chart_nothing", title=words.title(lang)),
    )


def _widest() -> list[list[Disagreement]]:
    """The differences in cost of each project and part, the widest first; a plan and a fact may both be disputed."""
    found: dict[tuple[str, str], list[Disagreement]] = {}
    for one in catalogue.find_disagreements("", _COST, per_page=_READ).items:
        if one.kind in _KINDS and one.low is not None and one.high is not None:
            found.setdefault((one.key.subject, one.key.part), []).append(one)
    return list(found.values())[:_MOST]


def _cost_row(pen: Pen, told: Sequence[Disagreement]) -> Row | None:
    widest = told[0]
    said = {one.id: one for difference in told for one in difference.statements}
    marks = [mark for mark in (_cost_mark(pen, one) for one in said.values()) if mark is not None]
    if not marks:
        return None
    marks.sort(key=lambda mark: (mark.start, mark.end, mark.href))
    name, lang = pen.printer.name(widest.key.subject)
    part = pen.printer.part(widest.key.part)
    href = entity_url(pen.lang, "project", widest.key.subject)
    remark = f"{pen.printer.spread(widest)} · {pen.t(f'one_{widest.kind}')}"
    return Row(f"{name}{pen.t('comma')}{part}" if part else name, tuple(marks), Form.STRIP, lang, href, remark)


def _cost_mark(pen: Pen, said: Statement) -> Mark | None:
    """A figure for cost in US dollars, of another currency by the rate of its year; None where that is not known."""
    unit = pen.printer.vocabulary.units[_DOLLARS]
    measure = parse_measure(said.value, pen.printer.vocabulary.units[said.unit])
    amount = _dollars(measure, said)
    if amount is None or amount[0] <= 0:
        return None
    figure = pen.figure(said)
    start, end = amount[0] / float(unit.factor), amount[1] / float(unit.factor)
    bound = {">": "more", ">=": "more", "<": "less", "<=": "less"}.get(measure.number.bound.value, "")
    shape = Shape.PROMISE if said.basis == "planned" else Shape.RESULT
    return Mark(shape, start, end, "", figure.who, pen.title(said), figure.href, statement=said, bound=bound)


def _dollars(measure: Measure, said: Statement) -> tuple[float, float] | None:
    if measure.unit.dimension == "USD":
        return float(measure.base.first), float(measure.base.last)
    day = said.as_of or getattr(ledger.source(said.source), "published", "")
    when = parse_date(day) if day else None
    if when is None or not when.year_known or when.first.year != when.last.year:
        return None
    found = measure.in_currency("USD", when.first.year)
    return (float(found[0].first), float(found[0].last)) if found else None


# --- promises ----------------------------------------------------------------------------------------------------


def slip(name: str, lang: str) -> Chart:
    """Every date promised and the date that came, a line for each project."""
    words = load_vocabulary().charts[name]
    promised = [one for one in catalogue.promises(_MOST).items if _drawable(one)]
    promised.sort(key=lambda one: -(one.slip_from_first.least_days or 0) - (one.slip_from_first.most_days or 0))
    said = [said for one in promised for said in (*one.promises, one.actual)]
    pen = Pen(lang, said, [one.entity for one in promised])
    rows = tuple(_slip_row(pen, one) for one in promised)
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


def _drawable(one: Promise) -> bool:
    dates = [parse_date(said.value) for said in (one.first, one.actual)]
    return all(date.year_known and not date.is_open for date in dates)


def _years(values: Sequence[float]) -> tuple[float, float, list[float]]:
    """First and last year of a scale, and the years between that are told, evenly apart."""
    first = int(min(values, default=2020.0))
    last = int(max(values, default=2020.0)) + 1
    apart = max(1, -(-(last - first) // 5))
    return float(first), float(last), [float(year) for year in range(first, last + 1, apart)]


def _slip_row(pen: Pen, one: Promise) -> Row:
    name, lang = pen.printer.name(one.entity)
    prop = pen.printer.vocabulary.properties[one.property].label(pen.lang)
    part = pen.printer.part(one.part)
    label = pen.t("comma").join(
        [text for text in (name, prop if one.property != "commissioning" else "", part) if text]
    )
    marks = [_date_mark(pen, said, Shape.PROMISE) for said in one.promises if _is_dated(said)]
    marks.append(_date_mark(pen, one.actual, Shape.RESULT))
    late = slip_text(one.first.value, one.actual.value, pen.lang)
    return Row(label, tuple(marks), Form.STRIP, lang, entity_url(pen.lang, "project", one.entity), late)


def _is_dated(said: Statement) -> bool:
    when = parse_date(said.value)
    return when.year_known and not when.is_open


def _date_mark(pen: Pen, said: Statement, shape: Shape) -> Mark:
    figure = pen.figure(said)
    place = _as_year(parse_date(said.value))
    kind = pen.t("chart_promised") if shape is Shape.PROMISE else pen.t("chart_came")
    title = f"{capital(kind)}{pen.t('colon')}{figure.text}. {figure.who}. {figure.hint}"
    return Mark(shape, place, place, "", figure.who, title, figure.href, statement=said, about=kind)


def _as_year(when: Date) -> float:
    """The middle of the days a date can mean, as a year and its fraction."""
    middle = date.fromordinal((when.first.toordinal() + when.last.toordinal()) // 2)
    start = date(middle.year, 1, 1).toordinal()
    return middle.year + (middle.toordinal() - start) / (date(middle.year, 12, 31).toordinal() - start + 1)
