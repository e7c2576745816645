"""How the register is made, for a reader: its rules, examples and rates come from the code's own data."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse

from aiqyn.dossier.chain import load_chain
from aiqyn.ledger.headline import LAST_RULE, RULES
from aiqyn.ledger.named_rules import named_rules
from aiqyn.values.measure import compare, parse_measure
from aiqyn.values.number import Agreement
from aiqyn.values.rates import load_rates
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import decimal_text
from aiqyn.words.number_text import printed_text
from aiqyn_site.inbox.actions import DAYS_OF_TEXT
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.derive import LOOKED_FOR

#: Pairs of figures whose agreement the page shows, each in a unit of the vocabulary.
_PAIRS = (
    ("28", "27.6", "USD billion"),
    ("27", "27.6", "USD billion"),
    ("26", "27.6", "USD billion"),
    (">27", "27.6", "USD billion"),
    ("25-30", "27.6", "USD billion"),
    ("about 50", "46", "MW"),
    ("51", "52", "projects"),
)
#: The rules that choose; of the others each names what came out where none had to, or none could.
_STEPS = {*dict(RULES), LAST_RULE}


def page(request: HttpRequest, lang: str) -> HttpResponse:
    vocabulary, t = load_vocabulary(), wording(lang)
    rates = load_rates()
    currencies = sorted({currency for currency, _ in rates})
    rules = [rule for rule in named_rules().values() if rule.group == "headline"]
    return show(
        request,
        lang,
        "method.html",
        title=t("method_title"),
        description=t("method_described"),
        steps_of_choice=[rule for rule in rules if rule.key in _STEPS],
        outcomes=[rule for rule in rules if rule.key not in _STEPS],
        differences=[rule for rule in named_rules().values() if rule.group == "difference"],
        examples=[_example(lang, *pair) for pair in _PAIRS],
        bases=vocabulary.codes["basis"].values(),
        tiers=_kinds_by_tier(lang),
        expected=[vocabulary.properties[key] for key in LOOKED_FOR],
        steps=load_chain() if ledger.register().has_duties else (),
        days=DAYS_OF_TEXT,
        currencies=currencies,
        rates=[
            (year, [_rate(lang, currency, year) for currency in currencies])
            for year in sorted({year for _, year in rates})
        ],
        rate_sources=sorted({rate.source for rate in rates.values()}),
        rate_notes=_rate_notes(),
    )


def _example(lang: str, figure: str, other: str, unit_key: str) -> tuple[str, str, str]:
    """Two figures as printed, and whether they can both hold."""
    unit = load_vocabulary().units[unit_key]
    verdict = compare(parse_measure(figure, unit), parse_measure(other, unit)) or Agreement.DIFFER
    return printed_text(figure, unit, lang), printed_text(other, unit, lang), verdict.value


def _kinds_by_tier(lang: str) -> dict[int, list[str]]:
    """Kinds of source that weigh the same, the closest first."""
    tiers: dict[int, list[str]] = {}
    for code in load_vocabulary().codes["source_kind"].values():
        if code.tier is not None:
            tiers.setdefault(code.tier, []).append(code.label(lang))
    return dict(sorted(tiers.items()))


def _rate(lang: str, currency: str, year: int) -> str:
    """A year's mean rate, blank where none is known."""
    rate = load_rates().get((currency, year))
    return decimal_text(Decimal(rate.per_usd), lang) if rate is not None else ""


def _rate_notes() -> dict[str, str]:
    """Years whose rate is less sure than usual, by the reason; in English as the table has it."""
    notes: dict[str, list[str]] = {}
    for (currency, year), rate in sorted(load_rates().items()):
        if rate.note:
            notes.setdefault(rate.note, []).append(f"{currency} {year}")
    return {note: ", ".join(where) for note, where in notes.items()}
