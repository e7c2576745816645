"""Projects by the stage each edition of a list gave, drawn with what its total leaves over."""

from __future__ import annotations

from aiqyn.ledger.edition import PROJECTS, PROJECTS_BY_STATUS
from aiqyn.series.dated_numbers import DatedNumber
from aiqyn.series.edition_stages import EditionStages, Stage, edition_stages
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import count_text
from aiqyn.words.word_tables import capital, in_sentences
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.charts.chart_parts import Chart, Form, Mark, Row, Shape, Tick
from aiqyn_site.pages.charts.over_time import about_programmes
from aiqyn_site.pages.charts.pen import Pen, read_numbers
from aiqyn_site.pages.charts.scale import Scale, rounded_ends, steps


def status_by_edition(name: str, lang: str) -> Chart:
    """A bar for each edition that gave a stage, in order of the dates they speak of."""
    words = load_vocabulary().charts[name]
    statements = [
        statement
        for statement in about_programmes({PROJECTS_BY_STATUS, PROJECTS})
        if bool(statement.part) == (statement.property == PROJECTS_BY_STATUS)
    ]
    pen = Pen(lang, statements)
    rows = tuple(_row(pen, edition) for edition in edition_stages(read_numbers(statements), ledger.register().grounds))
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


def _row(pen: Pen, edition: EditionStages) -> Row:
    marks = [_stage(pen, stage) for stage in edition.stages]
    remark = pen.t("chart_no_total")
    if edition.total is not None:
        remark = pen.t("chart_total", total=pen.figure(edition.total.statement).text)
        if edition.left:
            marks.append(_rest(pen, edition, edition.total))
    who = pen.figure(edition.stages[0].number.statement).who
    return Row(f"{capital(pen.period(edition.latest))} · {who}", tuple(marks), Form.STACK, remark=remark)


def _stage(pen: Pen, stage: Stage) -> Mark:
    statement = stage.number.statement
    figure, part = pen.figure(statement), pen.printer.part(statement.part)
    return Mark(
        Shape.STAGE,
        float(stage.start),
        float(stage.end),
        count_text(int(stage.end - stage.start), pen.lang),
        part,
        f"{capital(part)}{pen.t('colon')}{pen.title(statement)}",
        figure.href,
        statement=statement,
        about=part,
        step=stage.place,
    )


def _rest(pen: Pen, edition: EditionStages, total: DatedNumber) -> Mark:
    """What the edition's total leaves over: said of no stage."""
    word, left, end = pen.t("chart_not_published"), int(edition.left), edition.stages[-1].end
    shown, figure = pen.t("n_projects", n=left), pen.figure(total.statement)
    return Mark(
        Shape.HATCH,
        float(end),
        float(end + left),
        count_text(left, pen.lang),
        word,
        in_sentences(f"{capital(word)}{pen.t('colon')}{shown}", pen.t("chart_total", total=figure.text)),
        figure.href,
        about=word,
        value=str(left),
        unit="projects",
        shown=shown,
        grounds=(total.statement.id, *(stage.number.statement.id for stage in edition.stages)),
    )
