"""Claims over time, one row for each period: the programme's numbers and the series of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from aiqyn.ledger import Statement
from aiqyn.values.dates import Precision
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.charts.claims import Claim, Pen, read_claims, stands, usual_unit
from aiqyn_site.pages.charts.layout import edges
from aiqyn_site.pages.charts.model import Apart, Chart, Join, Row
from aiqyn_site.pages.charts.scale import Scale, rounded_ends
from aiqyn_site.pages.frame import capital
from aiqyn_site.pages.wording import wording

SERIES = "series_value"
_FOLLOWING = 1  # year: a longer line would tell of years that nobody spoke of


def programme(name: str, lang: str, key: str) -> Chart:
    """The claims of one property of the programmes and their editions; those about a part stand apart."""
    words = load_vocabulary().charts[name]
    said = [
        one
        for entity in ledger.entities("programme")
        for one in stands(ledger.statements_about(entity.id))
        if one.property == key
    ]
    return _over_time(name, lang, (words.title(lang), words.rule(lang)), said, by_year=True)


def indicator(name: str, lang: str, identifier: str) -> Chart:
    """The claims of one series by the period they speak of."""
    text, _ = _name(identifier, lang)
    said = [one for one in stands(ledger.statements_about(identifier)) if one.property == SERIES]
    return _over_time(name, lang, (text, wording(lang)("chart_rule_series")), said, by_year=False)


def _name(identifier: str, lang: str) -> tuple[str, str]:
    best = ledger.names([identifier])[identifier].best(lang)
    return capital(best.text), best.lang


def _over_time(name: str, lang: str, words: tuple[str, str], said: Sequence[Statement], *, by_year: bool) -> Chart:
    title, rule = words
    pen = Pen(lang, said)
    claims = read_claims([one for one in said if not one.part])
    if not claims:
        nothing = pen.t("chart_nothing", title=title)
        apart = _apart(pen, said, ())
        return Chart(name, title, rule, (), (), Scale(0, 1, 0, 100), (), (), apart=apart, nothing=nothing)
    unit = usual_unit(claims)
    drawn = [one for one in claims if one.measure.unit.dimension == unit.dimension]
    rows, held = _rows(pen, drawn, by_year=by_year)
    values = [value for one in drawn for value in pen.amounts(one, unit)]
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
        tuple(
            row._replace(marks=tuple(pen.mark(one, unit) for one in kept)) for row, kept in zip(rows, held, strict=True)
        ),
        () if by_year else _joins(held),
        _apart(pen, said, drawn),
    )


def _apart(pen: Pen, said: Iterable[Statement], drawn: Iterable[Claim]) -> tuple[Apart, ...]:
    """What the table gives apart: statements about a part, and amounts that no scale could share."""
    shown = {one.said.id for one in drawn}
    rest = sorted((one for one in said if one.id not in shown), key=lambda one: (one.as_of or "9", one.id))
    return tuple(
        Apart(pen.printer.part(one.part) or pen.t("chart_other_unit"), one, pen.t("chart_apart")) for one in rest
    )


def _rows(pen: Pen, claims: Sequence[Claim], *, by_year: bool) -> tuple[list[Row], list[list[Claim]]]:
    """A row for each period, or for each year where moments within a year follow one another; undated last."""

    def label(claim: Claim) -> str:
        when = claim.when
        if by_year and when is not None and when.year_known and when.first.year == when.last.year:
            return str(when.first.year)
        return pen.period(claim)

    rows: list[Row] = []
    held: list[list[Claim]] = []
    for text, group in groupby(claims, key=label):
        members = list(group)
        gap = bool(held) and _years_between(held[-1][-1], members[0]) > 1
        rows.append(Row(text, (), after=gap))
        held.append(members)
    return rows, held


def _years_between(one: Claim, other: Claim) -> int:
    if one.when is None or other.when is None:
        return 2 if one.when is not other.when else 0
    return other.when.last.year - one.when.last.year


def _joins(held: Sequence[Sequence[Claim]]) -> tuple[Join, ...]:
    """Lines between what one teller said of one year and of the next one told, or of one moment and the next.

    A part of a year is joined with nothing, nor is an interval of years: who sums since 1991 and then since 2005
    did not count the same. Where a teller gave two figures for a period, no line can say which to follow.
    """
    last: dict[tuple[str, Precision], tuple[int, int]] = {}
    found: list[Join] = []
    for row, members in enumerate(held):
        now: dict[tuple[str, Precision], list[int]] = {}
        for place, claim in enumerate(members):
            kind = _joinable(claim)
            if kind is not None:
                now.setdefault((claim.teller or claim.said.source, kind), []).append(place)
        for key, places in now.items():
            before, claim = last.pop(key, None), members[places[0]]
            if len(places) > 1:
                continue
            if before is not None and _years_between(held[before[0]][before[1]], claim) <= _FOLLOWING:
                found.append(Join(before, (row, places[0]), claim.shape))
            last[key] = (row, places[0])
    return tuple(found)


def _joinable(claim: Claim) -> Precision | None:
    when = claim.when
    if when is None or not when.year_known or claim.is_part_of_year:
        return None
    return (
        Precision.YEAR if claim.is_whole_year else Precision.DAY if when.precision is not Precision.INTERVAL else None
    )
