"""Differences in words: how far apart the sides are."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from aiqyn.ledger import Difference, Disagreement
from aiqyn.ledger.claim import PLANNED
from aiqyn.ledger.named_rules import rule_label
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.pages.figures import Printer, escaped
from aiqyn_site.pages.pieces import difference_piece, muted_piece
from aiqyn_site.pages.render import capital


class Gap(NamedTuple):
    """How far the sides of a difference are apart, and of what kind it is."""

    spread: str
    apart: str
    kind: str


def gap(printer: Printer, found: Disagreement) -> Gap:
    """A difference without what it is about."""
    kind = rule_label(found.kind.value, printer.lang, "difference")
    return Gap(printer.spread(found), apart(printer, found), kind)


def difference_line(printer: Printer, found: Disagreement, anchor: str) -> str:
    """A difference in a line, as markup: what it is about, how far it reaches, and its size or its kind."""
    t = printer.t
    grave = found.kind is Difference.CONFLICT
    what, said = property_label(found.key.property, printer.lang), ""
    if found.key.part:
        what += t("comma") + printer.part(found.key.part)
    if grave and found.side == PLANNED:
        said = f" ({t('side_planned')})"
    if spread := printer.spread(found):
        said += t("colon") + spread
    if grave:
        remark = "· " + t("n_statements", n=len(found.statements))
        if far := apart(printer, found):
            remark += f" · {far}"
    else:
        remark = "· " + rule_label(found.kind.value, printer.lang, "difference")
    return difference_piece(anchor, escaped(what), escaped(said) + muted_piece(escaped(remark)), grave=grave)


@lru_cache(maxsize=1024)
def property_label(key: str, lang: str) -> str:
    """The label of a property as it begins a line."""
    return capital(load_vocabulary().properties[key].label(lang))


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
