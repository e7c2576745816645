"""The page of indicators: series by subject, each with who counted; first among trade, what both countries told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from markupsafe import Markup

from aiqyn.ledger import Statement
from aiqyn.ledger.claim import standing_statements
from aiqyn.series.dated_numbers import SERIES_VALUE
from aiqyn.values.text import spreadsheet_safe
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.charts import chart_figure, chart_rows
from aiqyn_site.pages.charts.mirror import MIRRORS, gaps_series, series_of
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital, render
from aiqyn_site.pages.printer import Printer, printer_for

_SUBJECT, _REASON, _KIND = "series_subject", "gap_reason", "measure_kind"


class Series(NamedTuple):
    """A series: its chart, or its one figure where there is no more than that."""

    id: str
    name: str
    lang: str
    kind: Figure | None
    chart: Markup | None
    figures: tuple[Figure, ...]
    download: str
    told: int


class Subject(NamedTuple):
    """Series about one subject."""

    key: str
    label: str
    series: tuple[Series, ...]


class Mirror(NamedTuple):
    """A flow as both countries told it."""

    id: str
    title: str
    chart: Markup


class IndicatorsView(NamedTuple):
    """All that the template prints. `first` is the id of the series after which the mirror statistics stand."""

    subjects: tuple[Subject, ...]
    first: str
    mirrors: tuple[Mirror, ...]
    reasons: tuple[Figure, ...]
    gaps_href: str


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """All series on one page."""
    said = {one.id: standing_statements(ledger.statements_about(one.id)) for one in ledger.entities("indicator")}
    printer = printer_for(lang, [one for some in said.values() for one in some], said, marks="source")
    vocabulary = load_vocabulary()
    codes, charts, gaps = vocabulary.codes[_SUBJECT], vocabulary.charts, gaps_series()
    subjects: dict[str, list[Series]] = {key: [] for key in (*codes, "")}
    for key, some in said.items():
        subjects[_subject(some)].append(_series(printer, key, some))
    view = IndicatorsView(
        subjects=tuple(
            Subject(
                key or "other",
                capital(codes[key].label(lang)) if key else printer.t("subject_other"),
                tuple(sorted(series, key=_order)),
            )
            for key, series in subjects.items()
            if series
        ),
        first=series_of("total"),
        mirrors=tuple(Mirror(name, charts[name].title(lang), chart_figure(name, lang)) for name in MIRRORS),
        reasons=tuple(printer.figure(one) for one in said.get(gaps, ()) if one.property == _REASON),
        gaps_href=f"#{gaps}" if gaps else "",
    )
    t = printer.t
    described = t("indicators_lead")
    return render(request, "indicators.html", {"p": view}, lang, title=t("indicators_title"), description=described)


def elsewhere(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """The address a series would have: on to its place on the page."""
    entity = ledger.entity(identifier)
    if entity is None or entity.kind != "indicator":
        return missing(request, lang)
    return HttpResponsePermanentRedirect(entity_url(lang, "indicator", identifier))


def download(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """The rows of a chart exactly as drawn, as CSV (RFC 4180) that no spreadsheet runs."""
    try:
        heads, rows = chart_rows(name, lang)
    except KeyError:
        return missing(request, lang)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([spreadsheet_safe(cell) for cell in row] for row in rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{lang}.csv"'
    return response


def _subject(said: Iterable[Statement]) -> str:
    """What a series is about; blank where nothing says."""
    return next((one.value for one in said if one.property == _SUBJECT), "")


def _order(series: Series) -> tuple[bool, int, str]:
    """What has a chart before single figures, the series with most figures first."""
    return series.chart is None, -series.told, series.id


def _series(printer: Printer, identifier: str, said: Iterable[Statement]) -> Series:
    told = [one for one in said if one.property == SERIES_VALUE]
    kind = next((one for one in said if one.property == _KIND), None)
    name, lang = printer.name(identifier)
    chart = f"indicator-{identifier}"
    return Series(
        identifier,
        capital(name),
        lang,
        printer.figure(kind) if kind else None,
        chart_figure(chart, printer.lang) if len(told) > 1 else None,
        tuple(printer.figure(one) for one in told) if len(told) == 1 else (),
        f"/{printer.lang}/charts/{chart}.csv",
        len(told),
    )
