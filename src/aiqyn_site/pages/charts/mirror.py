"""Mirror statistics: the same flow as two countries told it, and the gap between them by period."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from aiqyn.ledger import headlines
from aiqyn.values.measure import Unit, parse_measure
from aiqyn.values.number import Agreement, agreement
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import decimal_text
from aiqyn.words.number_text import compact_text, printed_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.charts.claims import Claim, Pen, read_claims, stands, usual_unit
from aiqyn_site.pages.charts.layout import edges
from aiqyn_site.pages.charts.model import Apart, Chart, Mark, Row, Shape
from aiqyn_site.pages.charts.scale import Scale, rounded_ends
from aiqyn_site.pages.charts.series import SERIES

_PREFIX = "mirror-"
#: The charts of flows, in the order of a page, and which of them the published gaps speak of.
MIRRORS = ("mirror-import", "mirror-export", "mirror-total")
_GAPS_OF = "mirror-import"
_GAPS = "import_gap"
_PROPERTY = "mirror_flow"


def series_of(flow: str) -> str:
    """The indicator that counts a flow (a code of `mirror_flow`); blank where the register has none."""
    named = {one.statement.entity for one in ledger.find_statements(property=_PROPERTY, limit=0)}
    said = [one for entity in sorted(named) for one in stands(ledger.statements_about(entity))]
    return next((one.entity for one in said if one.property == _PROPERTY and one.value == flow), "")


def gaps_series() -> str:
    """The indicator of published gaps; blank where the register has none."""
    return series_of(_GAPS)


class Pair(NamedTuple):
    """What both countries said of one period: all claims, the two set against each other, and the gap.

    Two figures that agree as printed have no gap: one may well be quoted from the other.
    """

    period: str
    claims: tuple[Claim, ...]
    ours: Claim
    theirs: Claim
    unit: Unit

    @property
    def agrees(self) -> bool:
        """Whether the two figures can both hold, given their printed precision."""
        return agreement(self.ours.measure.base, self.theirs.measure.base) is Agreement.AGREE

    @property
    def gap(self) -> Decimal:
        """How far the two are apart, in the unit."""
        return abs(self._amount(self.ours) - self._amount(self.theirs))

    @property
    def share(self) -> Decimal:
        """The gap in per cent of the larger figure, to one decimal."""
        larger = max(self._amount(self.ours), self._amount(self.theirs))
        return (self.gap * 100 / larger).quantize(Decimal("0.1")) if larger else Decimal(0)

    def _amount(self, claim: Claim) -> Decimal:
        return claim.measure.base.value / self.unit.factor


def pairs(name: str) -> list[Pair]:
    """The periods of a flow for which both Kazakhstan and China gave a figure, in order of time."""
    series = series_of(name.removeprefix(_PREFIX))
    said = [one for one in stands(ledger.statements_about(series)) if one.property == SERIES and not one.part]
    dated = [one for one in read_claims(said) if one.when is not None and one.country in {"KZ", "CN"}]
    if not dated:
        return []
    unit = usual_unit(dated)
    alike = [one for one in dated if one.measure.unit.dimension == unit.dimension]
    found = []
    for period, group in groupby(alike, key=lambda one: one.said.as_of):
        claims = tuple(group)
        chosen = _set_against(claims)
        if chosen is not None:
            found.append(Pair(period, claims, *chosen, unit))
    return found


def _set_against(claims: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The two figures to compare: from one source that gives both, else the leading one of each country."""
    sides = [[one for one in claims if one.country == country] for country in ("KZ", "CN")]
    if not all(sides):
        return None
    both = {one.said.source for one in sides[0]} & {one.said.source for one in sides[1]}
    if both:
        sides = [[one for one in side if one.said.source in both] for side in sides]
    ours, theirs = (_leading(side) for side in sides)
    return ours, theirs


def _leading(claims: Sequence[Claim]) -> Claim:
    lead = headlines([one.said for one in claims], ledger.register().grounds)[0].statement
    return next(one for one in claims if one.said.id == lead.id)


def mirror(name: str, lang: str) -> Chart:
    """For each period the claims of both countries, the gap between the two compared, and the gap as published."""
    words = load_vocabulary().charts[name]
    found = pairs(name)
    gaps = _published() if name == _GAPS_OF else []
    said = [one.said for pair in found for one in pair.claims] + [one.said for one in gaps]
    pen = Pen(lang, said)
    apart = _told_apart(pen, found, gaps)
    if not found:
        nothing = pen.t("chart_no_pairs")
        return Chart(name, words.title(lang), words.rule(lang), (), (), Scale(0, 1, 0, 100), (), (), (), apart, nothing)
    unit = found[0].unit
    rows = [_row(pen, pair, [one for one in gaps if one.said.as_of == pair.period]) for pair in found]
    low, high, step = rounded_ends((mark.end for row in rows for mark in row.marks), from_zero=True)
    claims = [one for pair in found for one in pair.claims]
    key = (*pen.shapes(claims), (Shape.GAP, pen.t("chart_gap")))
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


def _published() -> list[Claim]:
    return read_claims([one for one in stands(ledger.statements_about(gaps_series())) if one.property == SERIES])


def _told_apart(pen: Pen, found: Sequence[Pair], gaps: Sequence[Claim]) -> tuple[Apart, ...]:
    """Published gaps of periods for which not both figures were found."""
    periods = {pair.period for pair in found}
    return tuple(
        Apart(pen.t("chart_told_gap"), one.said, pen.t("chart_gap_without_figures"))
        for one in gaps
        if one.said.as_of not in periods
    )


def _row(pen: Pen, pair: Pair, published: Sequence[Claim]) -> Row:
    marks = [pen.mark(one, pair.unit) for one in sorted(pair.claims, key=lambda one: (one.country != "KZ", one.order))]
    gap = () if pair.agrees else (_gap(pen, pair),)
    return Row(pen.period(pair.ours), (*marks, *gap, *(_told(pen, pair, one) for one in published)))


def _ends(pen: Pen, pair: Pair) -> tuple[float, float]:
    values = [sum(pen.amounts(one, pair.unit)) / 2 for one in (pair.ours, pair.theirs)]
    return min(values), max(values)


def _gap(pen: Pen, pair: Pair) -> Mark:
    """The gap as this site works it out, from the smaller figure to the larger."""
    start, end = _ends(pen, pair)
    value = format(pair.gap.normalize(), "f")
    shown = pen.t(
        "chart_gap_of",
        gap=printed_text(value, pair.unit, pen.lang),
        share=decimal_text(pair.share, pen.lang),
    )
    compared = " · ".join(
        f"{pen.figure(one.said).who}{pen.t('colon')}{pen.figure(one.said).text}" for one in _both(pair)
    )
    return Mark(
        Shape.GAP,
        start,
        end,
        pen.t(
            "chart_gap_label",
            gap=compact_text(parse_measure(value, pair.unit), pen.lang),
            share=decimal_text(pair.share, pen.lang),
        ),
        "",
        f"{pen.t('chart_gap')}{pen.t('colon')}{shown}. {compared}",
        pen.figure(max(_both(pair), key=lambda one: one.measure.base.value).said).href,
        about=pen.t("chart_gap"),
        value=value,
        unit=pair.unit.key,
        shown=shown,
        grounds=(pair.ours.said.id, pair.theirs.said.id),
    )


def _both(pair: Pair) -> tuple[Claim, Claim]:
    return pair.ours, pair.theirs


def _told(pen: Pen, pair: Pair, claim: Claim) -> Mark:
    """The gap as somebody published it, drawn from the smaller figure too so that both can be compared."""
    start = _ends(pen, pair)[0]
    amount = pen.amounts(claim, pair.unit)[1]
    figure = pen.figure(claim.said)
    return Mark(
        Shape.TOLD_GAP,
        start,
        start + amount,
        compact_text(claim.measure, pen.lang),
        figure.who,
        f"{pen.t('chart_told_gap')}{pen.t('colon')}{pen.title(claim.said)}",
        figure.href,
        statement=claim.said,
        about=pen.t("chart_told_gap"),
    )
