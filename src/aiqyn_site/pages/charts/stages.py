"""Projects by the stage each edition of a list gave, and what its total leaves over."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from aiqyn.ledger import Statement, headlines
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import count_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.charts.claims import Claim, Pen, read_claims, stands
from aiqyn_site.pages.charts.model import Chart, Form, Mark, Row, Shape, Tick
from aiqyn_site.pages.charts.scale import Scale, rounded_ends, steps
from aiqyn_site.pages.frame import capital

_STAGE, _TOTAL = "projects_by_status", "projects_total"
#: From the most advanced; what is not here comes last, before what was not published.
_ORDER = ("completed", "launched", "under-construction", "under-implementation", "preparatory", "under-review")


def status_by_edition(name: str, lang: str) -> Chart:
    """A bar for each edition that gave a stage, in order of the dates they speak of."""
    words = load_vocabulary().charts[name]
    said = [
        one
        for entity in ledger.entities("programme")
        for one in stands(ledger.statements_about(entity.id))
        if (one.property == _STAGE and one.part) or (one.property == _TOTAL and not one.part)
    ]
    said.sort(key=lambda one: one.entity)
    editions = [_leading(list(group)) for _, group in groupby(said, key=lambda one: one.entity)]
    told = [read_claims(some) for some in editions if any(one.property == _STAGE for one in some)]
    told.sort(key=lambda claims: max(one.order for one in claims))
    pen = Pen(lang, said)
    rows = tuple(_row(pen, claims) for claims in told)
    low, high, step = rounded_ends((row.marks[-1].end for row in rows), from_zero=True, whole=True)
    ticks = tuple(Tick(value, count_text(int(value), lang)) for value in steps(low, high, step))
    return Chart(
        name,
        words.title(lang),
        words.rule(lang),
        (),
        (),
        Scale(low, high, 0, 97),
        ticks,
        rows,
        nothing="" if rows else pen.t("chart_nothing", title=words.title(lang)),
    )


def _leading(said: Sequence[Statement]) -> list[Statement]:
    """What leads in an edition for each stage and for the total: an edition may be told of by several sources."""
    return [one.statement for one in headlines(said, ledger.register().grounds) if one.side == "actual"]


def _row(pen: Pen, claims: Sequence[Claim]) -> Row:
    stages = sorted((one for one in claims if one.said.part), key=lambda one: (_step(one.said.part), one.said.part))
    total = next((one for one in claims if not one.said.part), None)
    marks: list[Mark] = []
    at = 0.0
    for one in stages:
        amount = float(one.measure.number.value)
        figure = pen.figure(one.said)
        part = pen.printer.part(one.said.part)
        marks.append(
            Mark(
                Shape.STAGE,
                at,
                at + amount,
                count_text(int(amount), pen.lang),
                part,
                f"{capital(part)}{pen.t('colon')}{pen.title(one.said)}",
                figure.href,
                statement=one.said,
                about=part,
                step=_step(one.said.part),
            )
        )
        at += amount
    remark = pen.t("chart_no_total")
    if total is not None:
        remark = pen.t("chart_total", total=pen.figure(total.said).text)
        left = float(total.measure.number.value) - at
        if left > 0:
            marks.append(_rest(pen, int(left), at, total, stages))
    who = pen.figure(stages[0].said).who
    date = pen.period(max(stages, key=lambda one: one.order))
    return Row(f"{capital(date)} · {who}", tuple(marks), Form.STACK, remark=remark)


def _rest(pen: Pen, left: int, at: float, total: Claim, stages: Sequence[Claim]) -> Mark:
    """What the edition's total leaves over: said of no stage."""
    word = pen.t("chart_not_published")
    shown = pen.t("n_projects", n=left)
    return Mark(
        Shape.HATCH,
        at,
        at + left,
        count_text(left, pen.lang),
        word,
        f"{capital(word)}{pen.t('colon')}{shown}. {pen.t('chart_total', total=pen.figure(total.said).text)}",
        pen.figure(total.said).href,
        about=word,
        value=str(left),
        unit="projects",
        shown=shown,
        grounds=(total.said.id, *(one.said.id for one in stages)),
    )


def _step(part: str) -> int:
    return _ORDER.index(part) if part in _ORDER else len(_ORDER)
