"""Projects of the register counted by sector and by region, as bars from nought."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from aiqyn.ledger import Statement
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import count_text, decimal_text
from aiqyn.words.number_text import compact_text, unit_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.charts.claims import Pen, read_claims, stands
from aiqyn_site.pages.charts.layout import edges
from aiqyn_site.pages.charts.model import Chart, Mark, Row, Shape, Tick
from aiqyn_site.pages.charts.scale import Scale, rounded_ends, steps
from aiqyn_site.pages.frame import capital
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
    return sorted(facets, key=lambda one: (-one.count, one.key))


def regions(name: str, lang: str) -> Chart:
    """The number of projects in each region that has any, most first."""
    words = load_vocabulary().charts[name]
    facets = _ordered(catalogue.find_projects(Filters(lang=lang, per_page=1)).facets["region"])
    pen = Pen(lang, (), [one.key for one in facets])
    rows = []
    for one in facets:
        label, label_lang = pen.printer.name(one.key)
        href = f"/{lang}/projects/?region={one.key}"
        mark = _bar(pen, float(one.count), one.count, count_text(one.count, lang), href, label)
        rows.append(Row(label, (mark,), lang=label_lang, href=entity_url(lang, "region", one.key)))
    low, high, step = rounded_ends((float(one.count) for one in facets), from_zero=True, whole=True)
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
    found = catalogue.find_projects(Filters(lang=lang, per_page=1))
    facets = [one for one in _ordered(found.facets["sector"]) if "." not in one.key]
    known = sum(one.count for one in facets)
    said = _shares()
    pen = Pen(lang, said)
    rows = [_sector_row(pen, one, known) for one in facets]
    printed = [_printed_row(pen, one) for one in said if one.unit == _PERCENT]
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
    return sorted(
        (
            one
            for entity in ledger.entities("programme")
            for one in stands(ledger.statements_about(entity.id))
            if one.property == _SHARE
        ),
        key=lambda one: (one.as_of, -float(one.value) if one.value.replace(".", "").isdigit() else 0.0, one.id),
    )


def _sector_row(pen: Pen, facet: Facet, known: int) -> Row:
    codes = pen.printer.vocabulary.codes["sector"]
    label = capital(codes[facet.key].label(pen.lang)) if facet.key in codes else facet.key
    share = Decimal(facet.count * 100) / known
    text = _with_sign(decimal_text(share.quantize(Decimal(1)), pen.lang), pen.lang)
    counted = pen.t("n_projects", n=facet.count)
    href = f"/{pen.lang}/projects/?sector={facet.key}"
    mark = _bar(pen, float(share), facet.count, text, href, label)
    return Row(label, (mark._replace(who=f"· {counted}"),))


def _printed_row(pen: Pen, said: Statement) -> Row:
    """A share that an edition printed, under its own name for the sector: it need not cover what ours does."""
    claim = read_claims([said])[0]
    unit = pen.printer.vocabulary.units[_PERCENT]
    start, end = pen.amounts(claim, unit)
    figure = pen.figure(said)
    mark = Mark(
        Shape.PRINTED,
        start,
        end,
        _with_sign(compact_text(claim.measure, pen.lang), pen.lang),
        figure.who,
        f"{pen.printer.part(said.part)}. {pen.title(said)}",
        figure.href,
        statement=said,
        about=pen.t("chart_printed_share"),
    )
    return Row(capital(pen.printer.part(said.part)), (mark,))


def _with_sign(text: str, lang: str) -> str:
    return f"{text}\u00a0%" if lang in {"ru", "kk"} else f"{text}%"
