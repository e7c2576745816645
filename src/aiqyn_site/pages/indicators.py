"""The page of indicators: series by subject, each with who counted; first among trade, what both countries told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from markupsafe import Markup

from aiqyn.ledger import Entity, Statement
from aiqyn.ledger.claim import standing_statements
from aiqyn.series.dated_numbers import SERIES_VALUE
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.word_tables import capital
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.charts import chart_markup
from aiqyn_site.pages.charts.mirror import MIRRORS, gaps_series, series_of
from aiqyn_site.pages.entity_page import page_of
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.printer import printer_for

_SUBJECT, _REASON, _KIND = "series_subject", "gap_reason", "measure_kind"


class Series(NamedTuple):
    """An indicator's values and what kind of measure they are; a chart where there is more than one value."""

    id: str
    kind: Statement | None
    values: Sequence[Statement]
    chart: Markup | None


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """All series on one page."""
    stated = {
        entity.id: standing_statements(ledger.statements_about(entity.id)) for entity in ledger.entities("indicator")
    }
    everything = [statement for statements in stated.values() for statement in statements]
    say = printer_for(lang, everything, stated, marks="source")
    charts, gaps = load_vocabulary().charts, gaps_series()
    return show(
        request,
        lang,
        "indicators.html",
        title=say.t("indicators_title"),
        description=say.t("indicators_lead"),
        say=say,
        subjects=_by_subject(lang, stated),
        trade=series_of("total"),
        mirrors=[(name, charts[name].title(lang), chart_markup(name, lang, is_titled=False)) for name in MIRRORS],
        reasons=[statement for statement in stated.get(gaps, ()) if statement.property == _REASON],
    )


@page_of("indicator")
def elsewhere(request: HttpRequest, lang: str, entity: Entity) -> HttpResponse:
    """The address a series would have: on to its place on the page."""
    return HttpResponsePermanentRedirect(entity_url(lang, "indicator", entity.id))


def _by_subject(lang: str, stated: Mapping[str, Sequence[Statement]]) -> list[tuple[str, str, list[Series]]]:
    """Key, label and series of each subject in the vocabulary's order; those of none come last, as `other`."""
    codes = load_vocabulary().codes[_SUBJECT]
    subjects: dict[str, list[Series]] = {key: [] for key in (*codes, "")}
    for key, statements in stated.items():
        subjects[_value(statements, _SUBJECT)].append(_series(lang, key, statements))
    return [
        (key or "other", capital(codes[key].label(lang)) if key else "", sorted(series, key=_order))
        for key, series in subjects.items()
        if series
    ]


def _value(statements: Sequence[Statement], prop: str) -> str:
    return next((statement.value for statement in statements if statement.property == prop), "")


def _order(series: Series) -> tuple[bool, int, str]:
    """What has a chart before single figures, the series with most figures first."""
    return series.chart is None, -len(series.values), series.id


def _series(lang: str, identifier: str, statements: Sequence[Statement]) -> Series:
    values = [statement for statement in statements if statement.property == SERIES_VALUE]
    kind = next((statement for statement in statements if statement.property == _KIND), None)
    chart = chart_markup(f"indicator-{identifier}", lang, is_titled=False) if len(values) > 1 else None
    return Series(identifier, kind, values, chart)
