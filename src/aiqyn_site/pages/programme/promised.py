"""Promised against actual dates: every project that has both, the longest slip first, and what they come to."""

from __future__ import annotations

from typing import NamedTuple

from aiqyn.ledger import Statement
from aiqyn.ledger.promise import Promise, Slip, Verdict
from aiqyn.words.date_text import slip_words
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital
from aiqyn_site.pages.printer import Printer
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import PromiseTotals

MOST_SHOWN = 100


class PromiseView(NamedTuple):
    """A row of the table. `leading` is None where the first promise leads; `others` counts the dates between."""

    name: str
    name_lang: str
    href: str
    label: str
    part: str
    first: Figure
    others: str
    leading: Figure | None
    actual: Figure
    slip_from_first: str
    slip: str


class PromisesView(NamedTuple):
    """All that the template prints of promises."""

    rows: tuple[PromiseView, ...]
    sentences: tuple[str, ...]
    total: int


def statements_of(promises: list[Promise]) -> list[Statement]:
    """The statements that the table shows."""
    return [said for one in promises for said in (one.first, one.leading, one.actual)]


def promises_view(printer: Printer, found: catalogue.PromiseList) -> PromisesView:
    """The table and the sentences over it."""
    return PromisesView(
        tuple(_row(printer, one) for one in found.items), _sentences(printer, found.totals), found.totals.dates
    )


def _row(printer: Printer, one: Promise) -> PromiseView:
    name, lang = printer.name(one.entity)
    repeated = one.first.value == one.leading.value
    between = len({said.value for said in one.promises} - {one.first.value, one.leading.value})
    return PromiseView(
        name,
        lang,
        f"{entity_url(printer.lang, 'project', one.entity)}#p-{one.property}",
        capital(printer.vocabulary.properties[one.property].label(printer.lang)),
        printer.part(one.part),
        printer.figure(one.first),
        printer.t("programme_promises_between", n=between) if between else "",
        None if repeated else printer.figure(one.leading),
        printer.figure(one.actual),
        _words(printer, one.slip_from_first),
        "" if repeated else _words(printer, one.slip),
    )


def _words(printer: Printer, found: Slip) -> str:
    return slip_words(found, printer.lang) or printer.t("no_slip")


def _sentences(printer: Printer, totals: PromiseTotals) -> tuple[str, ...]:
    """How many there are and how they came, counted from the first promise and from the leading one."""
    t = printer.t
    if not totals.dates:
        return ()
    lines = [
        t(
            "programme_promises_count",
            dates=t("programme_n_dates", n=totals.dates),
            projects=t("n_projects", n=totals.projects),
        )
    ]
    for key, verdicts, median in (
        ("programme_promises_first", totals.verdicts_from_first, totals.median_from_first),
        ("programme_promises_leading", totals.verdicts, totals.median),
    ):
        came = t("comma").join(t(f"programme_came_{one.value}", n=verdicts[one]) for one in Verdict if verdicts[one])
        line = t(key, came=came)
        if median is not None and (words := slip_words(median, printer.lang)):
            line += ("" if t.lang == "zh" else " ") + t("programme_promises_median", slip=words)
        lines.append(line)
    return tuple(lines)
