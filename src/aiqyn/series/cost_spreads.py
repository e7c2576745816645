"""How far apart the figures for the cost of one thing are, all in US dollars."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from aiqyn.ledger import Difference, Disagreement, Grounds, GroupKey, Statement
from aiqyn.ledger.claim import claim
from aiqyn.ledger.disagreement import in_dollars
from aiqyn.values.measure import Measure
from aiqyn.values.number import Bound, Number

COST = "cost"
_KINDS = (Difference.CONFLICT, Difference.UNDATED, Difference.SUCCESSIVE)


class Cost(NamedTuple):
    """A figure for cost: in US dollars, of another currency by the mean rate of the year it speaks of.

    `bound` is that of the printed figure: what was converted is widened, and says nothing of it.
    """

    statement: Statement
    dollars: Number
    bound: Bound


class Spread(NamedTuple):
    """Rival figures for the cost of one thing, the lowest first, and the disagreement that is widest."""

    widest: Disagreement
    costs: tuple[Cost, ...]

    @property
    def key(self) -> GroupKey:
        return self.widest.key


def cost_spreads(disagreements: Iterable[Disagreement], grounds: Grounds, most: int) -> list[Spread]:
    """The spreads of the first things that disagreements about cost are about, the widest coming first.

    A plan and a fact of one thing may both be disputed. Figures without a rate for their year are left out.
    """
    by_thing: dict[tuple[str, str], list[Disagreement]] = {}
    for disagreement in disagreements:
        if disagreement.kind in _KINDS and disagreement.low is not None and disagreement.high is not None:
            by_thing.setdefault((disagreement.key.subject, disagreement.key.part), []).append(disagreement)
    return [Spread(members[0], _costs(members, grounds)) for members in list(by_thing.values())[:most]]


def _costs(disagreements: Iterable[Disagreement], grounds: Grounds) -> tuple[Cost, ...]:
    prop = grounds.vocabulary.properties[COST]
    statements = {statement.id: statement for disagreement in disagreements for statement in disagreement.statements}
    claims = [claim(statement, prop, grounds) for statement in statements.values()]
    costs = [
        Cost(cost.statement, dollars, cost.reading.number.bound)
        for cost in claims
        if isinstance(cost.reading, Measure) and (dollars := in_dollars(cost)) is not None
    ]
    return tuple(sorted(costs, key=lambda cost: (cost.dollars.first, cost.dollars.last, cost.statement.id)))
