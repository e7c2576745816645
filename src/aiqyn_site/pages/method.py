"""How the register is made, for a reader: its rules, examples and rates come from the code's own data."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn.dossier.chain import load_chain
from aiqyn.ledger.named_rules import named_rules
from aiqyn.values.measure import compare, parse_measure
from aiqyn.values.number import Agreement
from aiqyn.values.rates import load_rates
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import decimal_text
from aiqyn.words.number_text import printed_text
from aiqyn_site.corrections.actions import DAYS_OF_TEXT
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.frame import capital, render
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


class Rule(NamedTuple):
    """A rule of the core in words."""

    key: str
    text: str


class Example(NamedTuple):
    """Two figures, and whether they can both hold."""

    one: str
    other: str
    verdict: str


class Term(NamedTuple):
    """A word of the register and what is meant by it."""

    word: str
    text: str


class Tier(NamedTuple):
    """Kinds of source that weigh the same."""

    number: int
    kinds: str


class Law(NamedTuple):
    """A step that the law expects, its law in words, and whether that law was read in no source."""

    step: str
    law: str
    is_unread: bool


class RateRow(NamedTuple):
    """One year's mean rates, in the order of the currencies."""

    year: str
    rates: tuple[str, ...]


class MethodView(NamedTuple):
    """All that the template prints."""

    headline: tuple[Rule, ...]
    difference: tuple[Rule, ...]
    examples: tuple[Example, ...]
    bases: tuple[Term, ...]
    tiers: tuple[Tier, ...]
    expected: tuple[str, ...]
    laws: tuple[Law, ...]
    days: int
    currencies: tuple[str, ...]
    rates: tuple[RateRow, ...]
    rate_sources: tuple[str, ...]
    rate_notes: tuple[tuple[str, str], ...]


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The method."""
    t = wording(lang)
    view = method_view(lang)
    return render(request, "method.html", {"p": view}, lang, title=t("method_title"), description=t("method_described"))


def method_view(lang: str) -> MethodView:
    """The page's content; nothing in it depends on what the register holds but its words for codes."""
    vocabulary = ledger.register().grounds.vocabulary
    t = wording(lang)
    currencies = tuple(sorted({currency for currency, _ in load_rates()}))
    by_group: dict[str, list[Rule]] = {}
    for rule in named_rules().values():
        by_group.setdefault(rule.group, []).append(Rule(rule.key, rule.labels[lang]))
    return MethodView(
        headline=tuple(by_group["headline"]),
        difference=tuple(by_group["difference"]),
        examples=tuple(_example(lang, *pair) for pair in _PAIRS),
        bases=tuple(
            Term(capital(code.label(lang)), t(f"basis_{code.key}")) for code in vocabulary.codes["basis"].values()
        ),
        tiers=_tiers(lang),
        expected=tuple(capital(vocabulary.properties[key].label(lang)) for key in LOOKED_FOR),
        laws=tuple(Law(capital(one.label(lang)), one.laws[lang], not one.verified) for one in load_chain()),
        days=DAYS_OF_TEXT,
        currencies=currencies,
        rates=_rates(lang, currencies),
        rate_sources=tuple(sorted({rate.source for rate in load_rates().values()})),
        rate_notes=_rate_notes(),
    )


def _example(lang: str, one: str, other: str, unit_key: str) -> Example:
    unit = load_vocabulary().units[unit_key]
    verdict = compare(parse_measure(one, unit), parse_measure(other, unit)) or Agreement.DIFFER
    return Example(
        printed_text(one, unit, lang),
        printed_text(other, unit, lang),
        wording(lang)(f"verdict_{verdict.value}"),
    )


def _tiers(lang: str) -> tuple[Tier, ...]:
    found: dict[int, list[str]] = {}
    for code in load_vocabulary().codes["source_kind"].values():
        if code.tier is not None:
            found.setdefault(code.tier, []).append(code.label(lang))
    return tuple(Tier(number, "; ".join(labels)) for number, labels in sorted(found.items()))


def _rates(lang: str, currencies: tuple[str, ...]) -> tuple[RateRow, ...]:
    table = load_rates()
    years = sorted({year for _, year in table})
    unknown = wording(lang)("not_known")

    def cell(currency: str, year: int) -> str:
        rate = table.get((currency, year))
        return decimal_text(Decimal(rate.per_usd), lang) if rate is not None else unknown

    return tuple(RateRow(str(year), tuple(cell(one, year) for one in currencies)) for year in years)


def _rate_notes() -> tuple[tuple[str, str], ...]:
    """Years whose rate is less sure than usual, with the reason; in English as the table has it."""
    notes: dict[str, list[str]] = {}
    for (currency, year), rate in sorted(load_rates().items()):
        if rate.note:
            notes.setdefault(rate.note, []).append(f"{currency} {year}")
    return tuple((", ".join(where), note) for note, where in notes.items())
