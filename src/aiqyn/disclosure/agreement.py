"""Agreement of two assessors on the same items: percent and Cohen's kappa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

from aiqyn.disclosure.assessment import Assessment
from aiqyn.disclosure.checklist import Verdict
from aiqyn.errors import Refused

_K = TypeVar("_K")


class Agreement(NamedTuple):
    """On how many items both gave a verdict, how often it was the same (per cent, one decimal), and kappa.

    Kappa is 1 for full agreement, 0 for as much as chance would give, below 0 for less; three decimals.
    """

    n: int
    percent: Decimal
    kappa: Decimal


def agreement(first: Mapping[_K, Assessment], second: Mapping[_K, Assessment]) -> Agreement:
    """How far two assessors agree on what both assessed; `not_assessed` is no verdict and is left out.

    Keys say what was assessed: the item for one project, project and item for many. Kappa follows J. Cohen,
    "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960); where
    both gave one and the same verdict throughout, chance explains all and the formula has no value: it is then 1.

    Refuses two that share nothing, and two verdicts under one key on different items or versions of an item.
    """
    pairs = [
        (assessment.verdict, second[key].verdict)
        for key, assessment in first.items()
        if key in second and _both_assessed(assessment, second[key])
    ]
    if not pairs:
        raise Refused("agreement_none")
    n = len(pairs)
    same = Fraction(sum(verdict is other for verdict, other in pairs), n)
    firsts, seconds = Counter(verdict for verdict, _ in pairs), Counter(verdict for _, verdict in pairs)
    chance = Fraction(sum(count * seconds[verdict] for verdict, count in firsts.items()), n * n)
    kappa = Fraction(1) if chance == 1 else (same - chance) / (1 - chance)
    return Agreement(n, _decimal(100 * same, 1), _decimal(kappa, 3))


def _both_assessed(first: Assessment, second: Assessment) -> bool:
    if (first.item, first.item_version) != (second.item, second.item_version):
        versions = {"version": str(first.item_version), "other_version": str(second.item_version)}
        raise Refused("agreement_versions", item=first.item, other=second.item, **versions)
    return Verdict.NOT_ASSESSED not in (first.verdict, second.verdict)


def _decimal(number: Fraction, places: int) -> Decimal:
    return Decimal(round(number * 10**places)).scaleb(-places)
