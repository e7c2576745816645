"""Promised against actual dates: every project that has both, the longest slip first, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger.promise import Promise, Verdict
from aiqyn.words.date_text import slip_words
from aiqyn_site.ledger.kept import kept
from aiqyn_site.pages.charts import chart_markup
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.programme.overview import PROMISES, Main, charts_on, main_part, show_main
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import PromiseTotals

_MOST_SHOWN = 100


def page(request: HttpRequest, lang: str) -> HttpResponse:
    return show_main(request, lang, _main(lang))


@kept(most=8)
def _main(lang: str) -> Main:
    promises, totals = catalogue.promises(_MOST_SHOWN), catalogue.promise_totals()
    statements = [statement for promise in promises for statement in (promise.first, promise.leading, promise.actual)]
    say = printer_for(lang, statements, {promise.entity for promise in promises})
    title, lead = say.t("programme_promises"), say.t("programme_promises_lead")
    markup = main_part(
        lang,
        "programme/promises.html",
        title,
        lead,
        current=PROMISES,
        say=say,
        charts={name: chart_markup(name, lang) for name in charts_on(PROMISES)},
        sentences=list(_sentences(say, totals)),
        promises=[(promise, _between(promise)) for promise in promises],
        total=totals.dates,
        slip_words=lambda slip: slip_words(slip, lang) or say.t("no_slip"),
    )
    return Main(f"{title} · {say.t('programme_title')}", lead, markup)


def _between(promise: Promise) -> int:
    """How many other dates were promised than the first and the leading one."""
    return len({other.value for other in promise.promises} - {promise.first.value, promise.leading.value})


def _sentences(say: Printer, totals: PromiseTotals) -> Iterator[str]:
    """How many there are and how they came, counted from the first promise and from the leading one."""
    t = say.t
    if not totals.dates:
        return
    dates, projects = t("programme_n_dates", n=totals.dates), t("n_projects", n=totals.projects)
    yield t("programme_promises_count", dates=dates, projects=projects)
    for key, verdicts, median in (
        ("programme_promises_first", totals.verdicts_from_first, totals.median_from_first),
        ("programme_promises_leading", totals.verdicts, totals.median),
    ):
        came = (t(f"programme_came_{verdict.value}", n=verdicts[verdict]) for verdict in Verdict if verdicts[verdict])
        line = t(key, came=t("comma").join(came))
        if median is not None and (words := slip_words(median, say.lang)):
            line += t("gap") + t("programme_promises_median", slip=words)
        yield line
