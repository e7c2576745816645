"""Claims: statements read and dated, grouped with those that speak of the same thing.

A group holds the statements about one property and one part of one subject (for a `period` property also of
one period, for texts of one language). Only members of a group can be rivals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from aiqyn.errors import Refused
from aiqyn.ledger.source import Source
from aiqyn.ledger.statement import DECISIONS, PREFERENCE, RETRACTION, Statement
from aiqyn.values.dates import Date, parse_date
from aiqyn.values.measure import Measure, parse_measure
from aiqyn.values.points import Point, parse_point
from aiqyn.vocabulary import Property, Vocabulary
from aiqyn.vocabulary.bounds import Bounds, Usual

PLANNED = "planned"
ACTUAL = "actual"
_NUMERIC = frozenset({"money", "count", "percent", "measure"})
_INCOMPARABLE = frozenset({"text", "statement"})
BY_ID = attrgetter("id")

Reading = Measure | Date | Point | str


class SourceRank(NamedTuple):
    """What a source lends to its statements: its tier (1 is closest to the facts) and when it appeared."""

    tier: int
    published: Date | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that is needed, beside the statements themselves, to weigh them.

    `ranks` by source id; `subjects` names the entity under which an entity's statements are compared when
    that is not itself (an edition's programme).
    """

    vocabulary: Vocabulary
    ranks: Mapping[str, SourceRank] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)


class GroupKey(NamedTuple):
    """What the statements of one group have in common."""

    subject: str
    property: str
    part: str
    period: str
    lang: str


@dataclass(slots=True)
class Claim:
    """A statement, its value read, and the date it can be held to: `as_of`, or else when it was published."""

    statement: Statement
    reading: Reading
    when: Date | None
    rank: SourceRank


#: The claims of a group: those that speak of what is, then those that speak of a plan.
Sides: TypeAlias = tuple[list[Claim], list[Claim]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How the statements of a property are read and compared: its few traits that the ledger asks for.

    `read` takes a value and a unit. `rivals`: different values exclude each other. `changes`: not if their
    dates differ. `by_period`: only values of one period are compared. `is_date`: the value itself is a date.
    `bases`: the tier of each basis, 1 the closest to the facts; `usual`: all bounds of what is usual, and `early` the
    year before which dates are unlikely; the same for all properties. `early_value`: that year for a date that is the
    value. `figures`: the bounds of its figures by dimension, empty where its values are no figures.
    """

    read: Callable[[str, str], Reading]
    rivals: bool
    changes: bool
    by_period: bool
    is_date: bool
    bases: Mapping[str, int]
    usual: Usual
    early: str
    early_value: str
    figures: Mapping[str, Bounds]


_UNRANKED = SourceRank(9, None)


def source_rank(source: Source, tiers: Mapping[str, int]) -> SourceRank:
    return SourceRank(tiers.get(source.kind, 9), parse_date(source.published) if source.published else None)


@cache
def manners(vocabulary: Vocabulary) -> Mapping[str, Manner]:
    """The manner of each property by key, worked out once: a million statements ask for it."""
    bases, usual = vocabulary.tiers("basis"), vocabulary.usual
    return {
        key: Manner(
            read=_reader(prop.type, vocabulary),
            rivals=not prop.many and prop.type not in _INCOMPARABLE,
            changes=prop.time == "changes",
            by_period=prop.time == "period",
            is_date=prop.type == "date",
            bases=bases,
            usual=usual,
            early=str(usual.first_year("")),
            early_value=str(usual.first_year(key)),
            figures=usual.figures_of(key) if prop.type in _NUMERIC else {},
        )
        for key, prop in vocabulary.properties.items()
    }


def _reader(kind: str, vocabulary: Vocabulary) -> Callable[[str, str], Reading]:
    if kind in _NUMERIC:
        return _measure_reader(vocabulary)
    if kind == "date":
        return lambda value, unit: parse_date(value)
    if kind == "point":
        return lambda value, unit: parse_point(value)
    return lambda value, unit: value


@cache
def _measure_reader(vocabulary: Vocabulary) -> Callable[[str, str], Measure]:
    """Reads measures and remembers them: the same few figures come again and again."""
    units = vocabulary.units
    return lru_cache(maxsize=16384)(lambda value, unit: parse_measure(value, units[unit]))


def claim(statement: Statement, prop: Property, grounds: Grounds) -> Claim:
    actual, planned = _sides([statement], manners(grounds.vocabulary)[prop.key], grounds.ranks)
    return (actual or planned)[0]


def _sides(statements: Sequence[Statement], manner: Manner, ranks: Mapping[str, SourceRank]) -> Sides:
    read = manner.read
    actual: list[Claim] = []
    planned: list[Claim] = []
    for statement in statements:
        rank = ranks.get(statement.source, _UNRANKED)
        as_of = statement.as_of
        when = parse_date(as_of) if as_of else rank.published
        claim = Claim(statement, read(statement.value, statement.unit), when, rank)
        if statement.basis == PLANNED:
            planned.append(claim)
        else:
            actual.append(claim)
    return actual, planned


def side_of(statement: Statement) -> str:
    """Whether a statement speaks of a plan or of what is."""
    return PLANNED if statement.basis == "planned" else ACTUAL


def standing_statements(statements: Iterable[Statement]) -> list[Statement]:
    """The statements that stand.

    Retracted statements, retractions and preferences themselves are left out. A retraction that is itself
    retracted has no effect. Duplicates (by id) count once, as first recorded.
    """
    return standing_and_preferred(statements)[0]


def standing_and_preferred(statements: Iterable[Statement]) -> tuple[list[Statement], frozenset[str]]:
    """The statements that stand, and the ids that editors prefer."""
    plain = list(statements)
    decisions = [statement for statement in plain if statement.property in DECISIONS]
    if decisions:
        plain = [statement for statement in plain if statement.property not in DECISIONS]
    if len({statement.id for statement in plain}) < len(plain):
        plain = _first_recorded(plain)
    if not decisions:
        return plain, frozenset()
    withdrawn = withdrawn_ids(decisions)
    preferred = frozenset(
        decision.value for decision in decisions if decision.property == PREFERENCE and decision.id not in withdrawn
    )
    return [statement for statement in plain if statement.id not in withdrawn], preferred


def _first_recorded(statements: Iterable[Statement]) -> list[Statement]:
    first: dict[str, Statement] = {}
    for statement in statements:
        known = first.setdefault(statement.id, statement)
        if statement.recorded < known.recorded:
            first[statement.id] = statement
    return list(first.values())


def withdrawn_ids(statements: Iterable[Statement]) -> set[str]:
    """The ids that retractions among the statements withdraw, the ids of retractions included."""
    return _withdrawn({statement.id: statement.value for statement in statements if statement.property == RETRACTION})


def _withdrawn(retractions: Mapping[str, str]) -> set[str]:
    """Ids withdrawn by retractions that stand, from each retraction's id to the id it withdraws.

    An id is a content hash, so retractions cannot form a circle: those that nothing retracts are decided
    first, then those that only they retract, and so on.
    """
    waiting = Counter(retractions.values())
    decided = [identifier for identifier in retractions if identifier not in waiting]
    withdrawn: set[str] = set()
    while decided:
        identifier = decided.pop()
        target = retractions[identifier]
        if identifier not in withdrawn:
            withdrawn.add(target)
        waiting[target] -= 1
        if not waiting[target] and target in retractions:
            decided.append(target)
    return withdrawn


class Group:
    """The statements that stand of one thing, by id; claims are made where they are asked for, and once.

    Most groups have one member, whose value nothing has to be compared with.
    """

    __slots__ = ("_ranks", "_sides", "doubts", "key", "manner", "statements")

    def __init__(self, key: GroupKey, manner: Manner, ranks: Mapping[str, SourceRank]) -> None:
        self.key, self.manner, self._ranks = key, manner, ranks
        self.statements: list[Statement] = []
        self._sides: Sides | None = None
        #: Why statements are doubted, by id, kept by `aiqyn.ledger.unlikely` once it was asked.
        self.doubts: Mapping[str, list[Refused]] | None = None

    def sides(self) -> Sides:
        if self._sides is None:
            self._sides = _sides(self.statements, self.manner, self._ranks)
        return self._sides


class Groups(list[Group]):
    """The statements that stand, by what they speak of, in stable order; `preferred` are the ids that editors prefer.

    Properties the vocabulary does not know are left out.
    """

    def __init__(self, statements: Iterable[Statement], grounds: Grounds) -> None:
        standing, self.preferred = standing_and_preferred(statements)
        standing.sort(key=BY_ID)
        known, subjects = manners(grounds.vocabulary), grounds.subjects
        groups: dict[tuple[str, str, str, str, str], Group] = {}
        for statement in standing:
            name, entity = statement.property, statement.entity
            manner = known.get(name)
            if manner is None:
                continue
            # Only what can be a rival moves to the subject: an edition keeps its own name and publisher.
            subject = subjects[entity] if entity in subjects and manner.rivals else entity
            key = (subject, name, statement.part, statement.as_of if manner.by_period else "", statement.lang)
            group = groups.get(key)
            if group is None:
                group = groups[key] = Group(GroupKey(*key), manner, grounds.ranks)
            group.statements.append(statement)
        super().__init__([groups[key] for key in sorted(groups)])
