"""Resolution: headlines and disagreements of one subject in one pass over its statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from aiqyn.ledger.claim import Claim, Grounds, GroupKey, claim, grouped, standing_statements
from aiqyn.ledger.disagreement import Disagreement, between_parts, within
from aiqyn.ledger.headline import Headline, lead
from aiqyn.ledger.statement import Statement


class Resolution(NamedTuple):
    """What follows from the statements about a subject: one headline a thing and side, and every difference."""

    headlines: list[Headline]
    disagreements: list[Disagreement]


def resolve(statements: Iterable[Statement], grounds: Grounds) -> Resolution:
    """The headlines and disagreements of the statements: the same as `headlines` and `disagreements`, at once."""
    stands, preferred = standing_statements(statements)
    properties = grounds.vocabulary.properties
    leading: list[Headline] = []
    differing: list[Disagreement] = []
    claims: dict[GroupKey, list[Claim]] = {}
    for key, group in sorted(grouped(stands, grounds).items()):
        prop = properties[key.property]
        claims[key] = members = [claim(statement, prop, grounds) for statement in group]
        leading.extend(lead(key, members, prop, preferred))
        if len(members) > 1:
            differing.extend(within(key, members, prop))
    differing.extend(between_parts(claims, grounds))
    return Resolution(leading, differing)
