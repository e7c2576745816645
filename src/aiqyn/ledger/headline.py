"""The headline: which statement a page leads with, and the named rule that chose it.

The rules stand in order. Each keeps the best of what the rules before it left; the rule that leaves one
statement is the rule that decided. Their wording for readers is in `data/rules.csv`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from aiqyn.ledger.claim import Claim, Grounds, GroupKey, claim, grouped, side_of, standing_statements
from aiqyn.ledger.statement import Statement
from aiqyn.values.dates import Date
from aiqyn.values.measure import Measure
from aiqyn.values.number import Bound
from aiqyn.vocabulary.model import Property

#: The rule named when nothing had to be chosen.
ONLY = "only"
_BASIS_RANK = {"measured": 0, "reported": 1, "planned": 1, "estimated": 2, "claimed": 3, "rendered": 4}
_NEVER = 0


class Headline(NamedTuple):
    """The leading statement of a group on one side (plan or fact), the rule that chose it and its rivals."""

    key: GroupKey
    side: str
    statement: Statement
    rule: str
    others: tuple[Statement, ...]


class _Field(NamedTuple):
    """The claims under choice, as the rules see them."""

    prop: Property
    preferred: frozenset[str]
    members: list[Claim]


def _value_key(one: Claim) -> object:
    reading = one.reading
    if isinstance(reading, Measure):
        return reading.unit.dimension, reading.base.low, reading.base.high
    return one.statement.value


def _preference(one: Claim, field: _Field) -> bool:
    return one.statement.id in field.preferred


def _basis(one: Claim, field: _Field) -> int:
    return -_BASIS_RANK.get(one.statement.basis, 5)


def _latest_state(one: Claim, field: _Field) -> int:
    return _latest(one, field) if field.prop.time == "changes" else 0


def _tier(one: Claim, field: _Field) -> int:
    return -one.standing.tier


def _sharpest(one: Claim, field: _Field) -> tuple[bool, int]:
    reading = one.reading
    if isinstance(reading, Measure):
        return reading.number.bound is Bound.EXACT, len(reading.number.value.as_tuple().digits)
    if isinstance(reading, Date):
        return not reading.approximate, -(reading.last - reading.first).days
    return True, 0


def _most_said(one: Claim, field: _Field) -> int:
    value = _value_key(one)
    return len({other.statement.source for other in field.members if _value_key(other) == value})


def _latest(one: Claim, field: _Field) -> int:
    return one.when.last.toordinal() if one.when is not None else _NEVER


RULES: tuple[tuple[str, Callable[[Claim, _Field], Any]], ...] = (
    ("preference", _preference),
    ("basis", _basis),
    ("latest_state", _latest_state),
    ("tier", _tier),
    ("sharpest", _sharpest),
    ("most_said", _most_said),
    ("latest", _latest),
)
#: The rule that settles what no other rule could: the smallest id, the same on every machine.
LAST_RULE = "identity"


def headline(statements: Iterable[Statement], grounds: Grounds) -> Headline | None:
    """The leading statement among statements about one thing, or None when none stands.

    Statements about several things are refused with ValueError: use `headlines`. The answer does not depend on
    the order of the statements, and the headline of a headline is itself.
    """
    found = headlines(statements, grounds)
    if len({(one.key.subject, one.key.property, one.key.part) for one in found}) > 1:
        raise ValueError("these statements speak of several things; use headlines() to get one for each")
    return found[0] if found else None


def headlines(statements: Iterable[Statement], grounds: Grounds) -> list[Headline]:
    """One headline for each thing and side the statements speak of, facts before plans, in stable order."""
    stands, preferred = standing_statements(statements)
    found: list[Headline] = []
    for key, group in sorted(grouped(stands, grounds).items()):
        prop = grounds.vocabulary.properties[key.property]
        found.extend(lead(key, [claim(statement, prop, grounds) for statement in group], prop, preferred))
    return found


def lead(key: GroupKey, claims: list[Claim], prop: Property, preferred: frozenset[str]) -> list[Headline]:
    """The headlines (at most two: what is, what was planned) of one group of claims that stand."""
    if len(claims) == 1:
        return [Headline(key, side_of(claims[0].statement), claims[0].statement, ONLY, ())]
    sides: dict[str, list[Claim]] = {}
    for one in claims:
        sides.setdefault(side_of(one.statement), []).append(one)
    return [_choose(key, side, sides[side], prop, preferred) for side in sorted(sides)]


def _choose(key: GroupKey, side: str, members: list[Claim], prop: Property, preferred: frozenset[str]) -> Headline:
    if len(members) == 1:
        return Headline(key, side, members[0].statement, ONLY, ())
    left = members
    field = _Field(prop, preferred, members)
    decided = LAST_RULE
    for name, rank in RULES:
        ranks = [rank(one, field) for one in left]
        best = max(ranks)
        left = [one for one, its in zip(left, ranks, strict=True) if its == best]
        if len(left) == 1:
            decided = name
            break
    chosen = min(one.statement for one in left)
    others = tuple(sorted(one.statement for one in members if one.statement.id != chosen.id))
    return Headline(key, side, chosen, decided, others)
