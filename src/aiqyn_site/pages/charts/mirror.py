"""Mirror statistics: the same flow as two countries told it, drawn with the gap between them by period."""

from __future__ import annotations

from collections.abc import Sequence

from aiqyn.ledger.claim import standing_statements
from aiqyn.series.dated_numbers import DatedNumber
from aiqyn.series.mirror_pairs import MIRROR_FLOW, Pair, mirror_pairs
from aiqyn.values.measure import parse_measure
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import decimal_text
from aiqyn.words.number_text import compact_text, printed_text
from aiqyn.words.word_tables import in_sentences
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.charts.chart_parts import Apart, Chart, Mark, Row, Shape
from aiqyn_site.pages.charts.layout import edges
from aiqyn_site.pages.charts.over_time import values_of_series
from aiqyn_site.pages.charts.pen import Pen, read_numbers
from aiqyn_site.pages.charts.scale import Scale, rounded_ends

_PREFIX = "mirror-"
#: The charts of flows, in the order of a page, and which of them the published gaps speak of.
MIRRORS = ("mirror-import", "mirror-export", "mirror-total")
_GAPS_OF = "mirror-import"
_GAPS = "import_gap"
_COUNTRIES = ("KZ", "CN")


def series_of(flow: str) -> str:
    """The indicator that counts a flow (a code of `mirror_flow`); blank where the register has none."""
    named = {recorded.statement.entity for recorded in ledger.find_statements(property=MIRROR_FLOW, limit=0)}
    statements = [
        statement for entity in sorted(named) for statement in standing_statements(ledger.statements_about(entity))
    ]
    flows = ((statement.property, statement.value, statement.entity) for statement in statements)
    return next((entity for prop, value, entity in flows if (prop, value) == (MIRROR_FLOW, flow)), "")


def gaps_series() -> str:
    """The indicator of published gaps; blank where the register has none."""
    return series_of(_GAPS)


def pairs(name: str) -> list[Pair]:
    """The periods of a chart's flow for which both Kazakhstan and China gave a number, in order of time."""
    statements = values_of_series(series_of(name.removeprefix(_PREFIX)))
    numbers = read_numbers([statement for statement in statements if not statement.part])
    return mirror_pairs(numbers, _COUNTRIES, ledger.register().grounds)


def mirror(name: str, lang: str) -> Chart:
    """For each period the numbers of both countries, the gap between the two compared, and the gap as published."""
    words = load_vocabulary().charts[name]
    drawn = pairs(name)
    gaps = read_numbers(values_of_series(gaps_series())) if name == _GAPS_OF else []
    numbers = [number for pair in drawn for number in pair.numbers]
    pen = Pen(lang, [number.statement for number in (*numbers, *gaps)])
    apart = _told_apart(pen, drawn, gaps)
    if not drawn:
        nothing = pen.t("chart_no_pairs")
        return Chart(name, words.title(lang), words.rule(lang), (), (), Scale(0, 1, 0, 100), (), (), (), apart, nothing)
    unit = drawn[0].unit
    rows = [_row(pen, pair, [gap for gap in gaps if gap.statement.as_of == pair.period]) for pair in drawn]
    low, high, step = rounded_ends((mark.end for row in rows for mark in row.marks), from_zero=True)
    key = (*pen.shapes(numbers), (Shape.GAP, pen.t("chart_gap")))
    if any(mark.shape is Shape.TOLD_GAP for row in rows for mark in row.marks):
        key = (*key, (Shape.TOLD_GAP, pen.t("chart_told_gap")))
    left, right = edges(row.label for row in rows)
    return Chart(
        name,
        words.title(lang),
        words.rule(lang),
        (pen.t("chart_unit", unit=pen.unit(unit)),),
        key,
        Scale(low, high, left, right),
        pen.ticks(low, high, step, unit),
        tuple(rows),
        apart=apart,
    )


def _told_apart(pen: Pen, drawn: Sequence[Pair], gaps: Sequence[DatedNumber]) -> tuple[Apart, ...]:
    """Published gaps of periods for which not both numbers were found."""
    periods = {pair.period for pair in drawn}
    return tuple(
        Apart(pen.t("chart_told_gap"), gap.statement, pen.t("chart_gap_without_figures"))
        for gap in gaps
        if gap.statement.as_of not in periods
    )


def _row(pen: Pen, pair: Pair, published: Sequence[DatedNumber]) -> Row:
    ordered = sorted(pair.numbers, key=lambda number: (_COUNTRIES.index(number.country), number.order))
    marks = [pen.mark(number, pair.unit) for number in ordered]
    marks += [] if pair.agrees else [_gap(pen, pair)]
    marks += [_told_gap(pen, pair, gap) for gap in published]
    return Row(pen.period(pair.ours), tuple(marks))


def _ends(pen: Pen, pair: Pair) -> tuple[float, float]:
    values = [sum(pen.amounts(number, pair.unit)) / 2 for number in (pair.ours, pair.theirs)]
    return min(values), max(values)


def _gap(pen: Pen, pair: Pair) -> Mark:
    """The gap as this site works it out, from the smaller number to the larger."""
    start, end = _ends(pen, pair)
    value = format(pair.gap.normalize(), "f")
    share = decimal_text(pair.share, pen.lang)
    shown = pen.t("chart_gap_of", gap=printed_text(value, pair.unit, pen.lang), share=share)
    figures = [pen.figure(number.statement) for number in (pair.ours, pair.theirs)]
    compared = " · ".join(f"{figure.who}{pen.t('colon')}{figure.text}" for figure in figures)
    larger = max((pair.ours, pair.theirs), key=lambda number: number.measure.base.value)
    return Mark(
        Shape.GAP,
        start,
        end,
        pen.t("chart_gap_label", gap=compact_text(parse_measure(value, pair.unit), pen.lang), share=share),
        "",
        in_sentences(f"{pen.t('chart_gap')}{pen.t('colon')}{shown}", compared),
        pen.figure(larger.statement).href,
        about=pen.t("chart_gap"),
        value=value,
        unit=pair.unit.key,
        shown=shown,
        grounds=(pair.ours.statement.id, pair.theirs.statement.id),
    )


def _told_gap(pen: Pen, pair: Pair, gap: DatedNumber) -> Mark:
    """The gap as somebody published it, drawn from the smaller number too so that both can be compared."""
    start = _ends(pen, pair)[0]
    figure = pen.figure(gap.statement)
    return Mark(
        Shape.TOLD_GAP,
        start,
        start + pen.amounts(gap, pair.unit)[1],
        compact_text(gap.measure, pen.lang),
        figure.who,
        f"{pen.t('chart_told_gap')}{pen.t('colon')}{pen.title(gap.statement)}",
        figure.href,
        statement=gap.statement,
        about=pen.t("chart_told_gap"),
    )
