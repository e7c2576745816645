"""Resolution: headlines and disagreements of one subject in one pass over its statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from aiqyn.ledger.claim import Grounds, Groups
from aiqyn.ledger.disagreement import Disagreement, disagreements_in
from aiqyn.ledger.headline import Headline, headlines_in
from aiqyn.ledger.statement import Statement


class Resolution(NamedTuple):
    """What follows from statements about a subject: one headline a thing and side, and every difference."""

    headlines: list[Headline]
    disagreements: list[Disagreement]


def resolve(statements: Iterable[Statement], grounds: Grounds) -> Resolution:
    """The headlines and disagreements of statements: what `headlines` and `disagreements` give, at once."""
    groups = Groups(statements, grounds)
    return Resolution(headlines_in(groups), disagreements_in(groups))
