"""The headline: which statement a page leads with, and the named rule that chose it.

The rules stand in order. Each keeps the best of what the rules before it left; the rule that leaves one
statement is the rule that decided. Their wording for readers is in `data/rules.csv`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from aiqyn.ledger.claim import ACTUAL, PLANNED, Claim, Grounds, GroupKey, Groups, Manner, side_of
from aiqyn.ledger.statement import Statement
from aiqyn.ledger.unlikely import doubts_of
from aiqyn.values.dates import Date
from aiqyn.values.measure import Measure
from aiqyn.values.number import Bound

#: The rule named when nothing had to be chosen.
ONLY = "only"
#: The rule named when nothing is stated that is likely or confirmed.
UNLIKELY = "unlikely"
_LAST_TIER = 9
_NEVER = datetime.date.min


class Headline(NamedTuple):
    """The leading statement of a group on one side (plan or fact), the rule that chose it and its rivals."""

    key: GroupKey
    side: str
    statement: Statement
    rule: str
    others: tuple[Statement, ...]


@dataclass(slots=True)
class _Field:
    """What the rules see beside the claims that are left: all claims of the group and side."""

    manner: Manner
    preferred: frozenset[str]
    doubted: Collection[str]
    members: list[Claim]


#: A rule ranks the claims that are left, the highest best; None where it has nothing to say.
_Rank = Callable[[list[Claim], _Field], Sequence[Any] | None]


def _preference(left: list[Claim], field: _Field) -> Sequence[bool] | None:
    return [claim.statement.id in field.preferred for claim in left] if field.preferred else None


def _likely(left: list[Claim], field: _Field) -> Sequence[bool] | None:
    return [claim.statement.id not in field.doubted for claim in left] if field.doubted else None


def _basis(left: list[Claim], field: _Field) -> Sequence[int]:
    tiers = field.manner.bases
    return [-tiers.get(claim.statement.basis, _LAST_TIER) for claim in left]


def _latest_state(left: list[Claim], field: _Field) -> Sequence[datetime.date] | None:
    return _latest(left, field) if field.manner.changes else None


def _tier(left: list[Claim], field: _Field) -> Sequence[int]:
    return [-claim.rank.tier for claim in left]


def _sharpest(left: list[Claim], field: _Field) -> Sequence[tuple[bool, int]]:
    return [_sharpness(claim) for claim in left]


def _sharpness(claim: Claim) -> tuple[bool, int]:
    reading = claim.reading
    if isinstance(reading, Measure):
        return reading.number.bound is Bound.EXACT, len(reading.number.value.as_tuple().digits)
    if isinstance(reading, Date):
        return not reading.approximate, -(reading.last - reading.first).days
    return True, 0


def _most_said(left: list[Claim], field: _Field) -> Sequence[int]:
    sources: dict[object, set[str]] = {}
    for claim in field.members:
        sources.setdefault(_value_key(claim), set()).add(claim.statement.source)
    return [len(sources[_value_key(claim)]) for claim in left]


def _value_key(claim: Claim) -> object:
    reading = claim.reading
    if isinstance(reading, Measure):
        return reading.unit.dimension, reading.base.low, reading.base.high
    return claim.statement.value


def _latest(left: list[Claim], field: _Field) -> Sequence[datetime.date]:
    return [claim.when.last if claim.when is not None and claim.when.year_known else _NEVER for claim in left]


RULES: tuple[tuple[str, _Rank], ...] = (
    ("preference", _preference),
    ("likely", _likely),
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

    A fact leads before a plan, and what is likely or confirmed before what is neither. Statements about several
    things (other periods or languages are other things) are refused with ValueError: use `headlines`. The answer
    does not depend on the order of the statements, and the headline of a headline is itself.
    """
    leading = headlines(statements, grounds)
    if len({headline.key for headline in leading}) > 1:
        raise ValueError("these statements speak of several things; use headlines() to get one for each")
    return leading[0] if leading else None


def headlines(statements: Iterable[Statement], grounds: Grounds) -> list[Headline]:
    """One headline for each thing and side the statements speak of, facts before plans, in stable order."""
    return headlines_in(Groups(statements, grounds))


def headlines_in(groups: Groups) -> list[Headline]:
    """The headlines of statements already grouped: at most two a group (what is, what was planned)."""
    leading: list[Headline] = []
    for group in groups:
        members, doubted = group.statements, doubts_of(group, groups.preferred).keys()
        if len(members) == 1:
            leading.append(Headline(group.key, side_of(members[0]), members[0], UNLIKELY if doubted else ONLY, ()))
            continue
        actual, planned = group.sides()
        sides = ((ACTUAL, actual), (PLANNED, planned))
        of_group = [
            _choose(group.key, side, _Field(group.manner, groups.preferred, doubted, claims))
            for side, claims in sides
            if claims
        ]
        if doubted:
            of_group.sort(key=lambda headline: headline.statement.id in doubted)
        leading += of_group
    return leading


def _choose(key: GroupKey, side: str, field: _Field) -> Headline:
    """The headline of claims, which stand by id."""
    if len(field.members) == 1:
        only = field.members[0].statement
        return Headline(key, side, only, UNLIKELY if only.id in field.doubted else ONLY, ())
    chosen, decided = _best(field)
    others = tuple([claim.statement for claim in field.members if claim is not chosen])
    rule = UNLIKELY if chosen.statement.id in field.doubted else decided
    return Headline(key, side, chosen.statement, rule, others)


def _best(field: _Field) -> tuple[Claim, str]:
    """The claim that leads and the rule that decided."""
    left = field.members
    for name, rank in RULES:
        ranks = rank(left, field)
        if ranks is None:
            continue
        best = max(ranks)
        tied = ranks.count(best)
        if tied == 1:
            return left[ranks.index(best)], name
        if tied < len(left):
            left = [claim for claim, claim_rank in zip(left, ranks, strict=True) if claim_rank == best]
    return left[0], LAST_RULE
