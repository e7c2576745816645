"""Claims about the environment, marked as such, and emissions promised against emissions reported.

Nothing here says that a claim is true or false: it says what was claimed and what figures stand beside each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from aiqyn.ledger.statement import Statement
from aiqyn.values.measure import Measure, parse_measure
from aiqyn.values.tables import data_folder, read_rows
from aiqyn.vocabulary import Vocabulary, load_vocabulary

_FILE = "claims.csv"
_COLUMNS = ("property", "bases", "note")
_BASES = ("measured", "reported", "planned", "estimated", "claimed", "rendered")
_LIMIT = "emission_limit"
_EMISSION = "emission"
_PLANNED = "planned"


class Comparison(StrEnum):
    """The latest reported amount against the latest promised one. UNTOLD: one is missing, or the units differ."""

    ABOVE = "above"
    WITHIN = "within"
    BELOW = "below"
    UNTOLD = "untold"


class Emissions(NamedTuple):
    """What is told of one pollutant: amounts promised, amounts reported and limits of permits, the latest first.

    `promised` are those with the basis `planned`. `comparison` sets the first reported against the first promised
    amount: WITHIN where both can hold as printed; a promise for the year and a measurement in a day are not compared.
    """

    pollutant: str
    promised: tuple[Statement, ...]
    reported: tuple[Statement, ...]
    limits: tuple[Statement, ...]
    comparison: Comparison


@cache
def load_claims() -> Mapping[str, frozenset[str]]:
    """The properties whose statements are claims about the environment, each with the bases on which they are."""
    known = load_vocabulary().properties
    return {
        row.known("property", known): frozenset(row.words("bases", _BASES))
        for row in read_rows(data_folder("aiqyn.dossier"), _FILE, _COLUMNS)
    }


def is_claim(statement: Statement) -> bool:
    """Whether a statement claims something about the environment that has to be shown as a claim."""
    return statement.basis in load_claims().get(statement.property, ())


def claims(statements: Iterable[Statement]) -> list[Statement]:
    """The claims about the environment among statements that stand, in the order they come in."""
    return [statement for statement in statements if is_claim(statement)]


def emissions(statements: Iterable[Statement], vocabulary: Vocabulary) -> list[Emissions]:
    """What is told of each pollutant by statements that stand, of a project and its records, in the codes' order."""
    amounts: dict[str, tuple[list[Statement], list[Statement], list[Statement]]] = {}
    for statement in statements:
        if statement.property not in {_EMISSION, _LIMIT}:
            continue
        promised, reported, limits = amounts.setdefault(statement.part, ([], [], []))
        same = limits if statement.property == _LIMIT else promised if statement.basis == _PLANNED else reported
        same.append(statement)
    if not amounts:
        return []
    order = {key: place for place, key in enumerate(vocabulary.codes.get("pollutant", {}))}
    return [
        _emissions(pollutant, amounts[pollutant], vocabulary)
        for pollutant in sorted(amounts, key=lambda key: (order.get(key, len(order)), key))
    ]


def _latest_first(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(
        sorted(statements, key=lambda statement: (statement.as_of, statement.recorded, statement.id), reverse=True)
    )


def _emissions(
    pollutant: str, amounts: tuple[list[Statement], list[Statement], list[Statement]], vocabulary: Vocabulary
) -> Emissions:
    promised, reported, limits = map(_latest_first, amounts)
    comparison = Comparison.UNTOLD
    if promised and reported:
        comparison = _compared(_measure(reported[0], vocabulary), _measure(promised[0], vocabulary))
    return Emissions(pollutant, promised, reported, limits, comparison)


def _measure(statement: Statement, vocabulary: Vocabulary) -> Measure:
    return parse_measure(statement.value, vocabulary.units[statement.unit])


def _compared(reported: Measure, promised: Measure) -> Comparison:
    """As far as the printed digits tell them apart."""
    if reported.unit.dimension != promised.unit.dimension:
        return Comparison.UNTOLD
    if reported.base.low >= promised.base.high:
        return Comparison.ABOVE
    return Comparison.BELOW if reported.base.high <= promised.base.low else Comparison.WITHIN
