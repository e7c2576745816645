"""Projects of the register counted by sector and by region, as bars from nought."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from aiqyn.ledger import Statement
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import count_text, decimal_text, percent_text
from aiqyn.words.number_text import compact_text, unit_text
from aiqyn.words.word_tables import capital, in_sentences
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.charts.chart_parts import Chart, Mark, Row, Shape, Tick
from aiqyn_site.pages.charts.layout import edges
from aiqyn_site.pages.charts.over_time import about_programmes
from aiqyn_site.pages.charts.pen import Pen, read_numbers
from aiqyn_site.pages.charts.scale import Scale, rounded_ends, steps
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Facet, Filters

_SHARE = "sector_share"
_PERCENT = "percent"


def _bar(pen: Pen, value: float, count: int, text: str, href: str, label: str) -> Mark:
    """The bar of a number of projects that the site counted itself."""
    shown = pen.t("n_projects", n=count)
    title = f"{label}{pen.t('colon')}{shown}"
    counted = pen.t("chart_counted")
    return Mark(Shape.BAR, 0.0, value, text, "", title, href, about=counted, value=str(count), shown=shown)


def _ordered(facets: Sequence[Facet]) -> list[Facet]:
    return sorted(facets, key=lambda facet: (-facet.count, facet.key))


def regions(name: str, lang: str) -> Chart:
    """The number of projects in each region that has any, most first."""
    words = load_vocabulary().charts[name]
    facets = _ordered(catalogue.narrow(Filters())[1]["region"])
    pen = Pen(lang, (), [facet.key for facet in facets])
    rows = []
    for facet in facets:
        label, label_lang = pen.printer.name(facet.key)
        href = f"/{lang}/projects/?region={facet.key}"
        mark = _bar(pen, float(facet.count), facet.count, count_text(facet.count, lang), href, label)
        rows.append(Row(label, (mark,), lang=label_lang, href=entity_url(lang, "region", facet.key)))
    low, high, step = rounded_ends((float(facet.count) for facet in facets), from_zero=True, whole=True)
    ticks = tuple(Tick(value, count_text(int(value), lang)) for value in steps(low, high, step))
    nothing = "" if rows else pen.t("chart_nothing", title=words.title(lang))
    return Chart(
        name,
        words.title(lang),
        words.rule(lang),
        (),
        (),
        Scale(low, high, *edges((), bars=True)),
        ticks,
        tuple(rows),
        nothing=nothing,
    )


def sectors(name: str, lang: str) -> Chart:
    """The share of each sector among the projects whose sector is known, and the shares that editions printed."""
    words = load_vocabulary().charts[name]
    facets = [facet for facet in _ordered(catalogue.narrow(Filters())[1]["sector"]) if "." not in facet.key]
    known = sum(facet.count for facet in facets)
    shares = _shares()
    pen = Pen(lang, shares)
    rows = [_sector_row(pen, facet, known) for facet in facets]
    printed = [_printed_row(pen, share) for share in shares if share.unit == _PERCENT]
    values = [mark.end for row in (*rows, *printed) for mark in row.marks]
    low, high, step = rounded_ends(values, from_zero=True)
    unit = pen.printer.vocabulary.units[_PERCENT]
    ticks = pen.ticks(low, high, step, unit)
    if printed:
        printed[0] = printed[0]._replace(after=True)
    rows += printed
    key = ((Shape.BAR, pen.t("chart_this_register", n=known)), (Shape.PRINTED, pen.t("chart_printed_share")))
    return Chart(
        name,
        words.title(lang),
        words.rule(lang),
        (pen.t("chart_unit", unit=unit_text(unit, lang)),),
        key if printed else key[:1],
        Scale(low, high, *edges((), bars=True)),
        ticks,
        tuple(rows),
        nothing="" if rows else pen.t("chart_nothing", title=words.title(lang)),
    )


def _shares() -> list[Statement]:
    """The shares that editions printed, by date, the largest first."""
    return sorted(
        about_programmes({_SHARE}),
        key=lambda share: (
            share.as_of,
            -float(share.value) if share.value.replace(".", "").isdigit() else 0.0,
            share.id,
        ),
    )


def _sector_row(pen: Pen, facet: Facet, known: int) -> Row:
    codes = pen.printer.vocabulary.codes["sector"]
    label = capital(codes[facet.key].label(pen.lang)) if facet.key in codes else facet.key
    share = Decimal(facet.count * 100) / known
    text = percent_text(decimal_text(share.quantize(Decimal(1)), pen.lang), pen.lang)
    counted = pen.t("n_projects", n=facet.count)
    href = f"/{pen.lang}/projects/?sector={facet.key}"
    mark = _bar(pen, float(share), facet.count, text, href, label)
    return Row(label, (mark._replace(who=f"· {counted}"),))


def _printed_row(pen: Pen, share: Statement) -> Row:
    """A share that an edition printed, under its own name for the sector: it need not cover what ours does."""
    (number,) = read_numbers([share])
    start, end = pen.amounts(number, number.measure.unit)
    figure, part = pen.figure(share), pen.printer.part(share.part)
    mark = Mark(
        Shape.PRINTED,
        start,
        end,
        percent_text(compact_text(number.measure, pen.lang), pen.lang),
        figure.who,
        in_sentences(part, pen.title(share)),
        figure.href,
        statement=share,
        about=pen.t("chart_printed_share"),
    )
    return Row(capital(part), (mark,))
