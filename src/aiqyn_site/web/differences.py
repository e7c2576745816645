"""Differences in words: how far apart the sides are."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from aiqyn.ledger import Disagreement
from aiqyn.ledger.claim import PLANNED
from aiqyn_site.web.figures import Printer
from aiqyn_site.web.render import capital
from aiqyn_site.web.rules import rule_label


class Difference(NamedTuple):
    """One difference, with the line of the page where its sides stand."""

    anchor: str
    label: str
    part: str
    side: str
    spread: str
    apart: str
    sayings: str
    kind: str


def difference(printer: Printer, found: Disagreement, anchor: str) -> Difference:
    """A difference in a line."""
    t = printer.t
    return Difference(
        anchor=anchor,
        label=capital(printer.vocabulary.properties[found.key.property].label(printer.lang)),
        part=printer.part(found.key.part),
        side=t("side_planned") if found.side == PLANNED else "",
        spread=printer.spread(found),
        apart=apart(printer, found),
        sayings=t("n_statements", n=len(found.statements)),
        kind=rule_label(found.kind.value, printer.lang, "difference"),
    )


def apart(printer: Printer, found: Disagreement) -> str:
    """How far apart the sides are: a percentage, times, or years; blank for words."""
    t = printer.t
    if found.low is None:
        return _in_words(printer, "apart_years", found.spread) if found.spread else ""
    if found.low <= 0:
        return ""
    if found.spread < 1:
        return t("apart_percent", percent=printer.number_text(found.spread * 100, 0))
    return _in_words(printer, "apart_times", found.spread + 1)


def _in_words(printer: Printer, key: str, value: Decimal) -> str:
    """A number to one decimal, with the form its noun takes: fractions have one of their own."""
    short = value.quantize(Decimal("0.1"))
    if short == short.to_integral_value():
        return printer.t(f"{key}_whole", n=int(short))
    return printer.t(key, number=printer.number_text(short, 1))
