"""Claims: statements read and dated, grouped with those that speak of the same thing.

A group holds the statements about one property and one part of one subject (for a `period` property also of
one period, for texts of one language). Only members of a group can be rivals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from aiqyn.ledger.source import Source
from aiqyn.ledger.statement import PREFERENCE, RETRACTION, Statement
from aiqyn.values.dates import Date, parse_date
from aiqyn.values.measure import Measure, parse_measure
from aiqyn.values.points import Point, parse_point
from aiqyn.vocabulary.model import Property, Vocabulary

PLANNED = "planned"
ACTUAL = "actual"
_NUMERIC = frozenset({"money", "count", "percent", "measure"})

Reading = Measure | Date | Point | str


class Standing(NamedTuple):
    """What a source lends to its statements: its tier (1 is the closest to the facts) and when it appeared."""

    tier: int
    published: Date | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that is needed, beside the statements themselves, to weigh them.

    `standings` by source id; `subjects` names the entity under which an entity's statements are compared when
    that is not itself (an edition's programme).
    """

    vocabulary: Vocabulary
    standings: Mapping[str, Standing] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)


class GroupKey(NamedTuple):
    """What the statements of one group have in common."""

    subject: str
    property: str
    part: str
    period: str
    lang: str


class Claim(NamedTuple):
    """A statement with its value read and the date it can be held to: `as_of`, or else when it was published."""

    statement: Statement
    reading: Reading
    when: Date | None
    standing: Standing


_NO_STANDING = Standing(9, None)


def standing(source: Source, tiers: Mapping[str, int]) -> Standing:
    """The standing of a source, given the tier of each source kind."""
    return Standing(tiers.get(source.kind, 9), parse_date(source.published) if source.published else None)


@lru_cache(maxsize=65536)
def _read(kind: str, vocabulary: Vocabulary, value: str, unit: str) -> Reading:
    if kind in _NUMERIC:
        return parse_measure(value, vocabulary.units[unit])
    if kind == "date":
        return parse_date(value)
    if kind == "point":
        return parse_point(value)
    return value


def read_value(statement: Statement, prop: Property, vocabulary: Vocabulary) -> Reading:
    """The typed reading of a statement's value. The statement must have passed the checks of a register."""
    return _read(prop.type, vocabulary, statement.value, statement.unit)


def claim(statement: Statement, prop: Property, grounds: Grounds) -> Claim:
    """A statement ready to be weighed."""
    standing = grounds.standings.get(statement.source, _NO_STANDING)
    when = parse_date(statement.as_of) if statement.as_of else standing.published
    return Claim(statement, _read(prop.type, grounds.vocabulary, statement.value, statement.unit), when, standing)


def side_of(statement: Statement) -> str:
    """Whether a statement speaks of a plan or of what is."""
    return PLANNED if statement.basis == "planned" else ACTUAL


def standing_statements(statements: Iterable[Statement]) -> tuple[list[Statement], frozenset[str]]:
    """The statements that stand, and the ids that editors prefer.

    Retracted statements, retractions and preferences themselves are left out. A retraction that is itself
    retracted has no effect. Duplicates (by id) count once.
    """
    plain: dict[str, Statement] = {}
    retractions: list[Statement] = []
    preferences: list[Statement] = []
    for statement in statements:
        if statement.property == RETRACTION:
            retractions.append(statement)
        elif statement.property == PREFERENCE:
            preferences.append(statement)
        else:
            plain[statement.id] = statement
    if not retractions and not preferences:
        return list(plain.values()), frozenset()
    withdrawn = _withdrawn(retractions)
    standing = [statement for statement in plain.values() if statement.id not in withdrawn]
    return standing, frozenset(one.value for one in preferences if one.id not in withdrawn)


def _withdrawn(retractions: list[Statement]) -> set[str]:
    """Ids withdrawn by retractions that stand. An id is a content hash, so retractions cannot form a circle."""
    by_target: dict[str, set[str]] = {}
    for one in retractions:
        by_target.setdefault(one.value, set()).add(one.id)

    def withdrawn(identifier: str) -> bool:
        return any(not withdrawn(retraction) for retraction in by_target.get(identifier, ()))

    return {target for target in by_target if withdrawn(target)}


def grouped(statements: Iterable[Statement], grounds: Grounds) -> dict[GroupKey, list[Statement]]:
    """Statements by what they speak of. Properties the vocabulary does not know are left out."""
    groups: dict[GroupKey, list[Statement]] = {}
    properties, subjects = grounds.vocabulary.properties, grounds.subjects
    for statement in statements:
        prop = properties.get(statement.property)
        if prop is None:
            continue
        key = GroupKey(
            subjects.get(statement.entity, statement.entity),
            statement.property,
            statement.part,
            statement.as_of if prop.time == "period" else "",
            statement.lang,
        )
        members = groups.get(key)
        if members is None:
            groups[key] = [statement]
        else:
            members.append(statement)
    return groups
