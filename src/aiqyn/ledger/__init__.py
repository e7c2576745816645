"""The ledger: statements, sources and what follows from them. Pure functions over what was recorded."""

from aiqyn.ledger.claim import Grounds, GroupKey, SourceRank, source_rank
from aiqyn.ledger.day_changes import as_known_on
from aiqyn.ledger.disagreement import Difference, Disagreement, disagreements
from aiqyn.ledger.headline import Headline, headline, headlines
from aiqyn.ledger.identity import make_statement
from aiqyn.ledger.resolution import Resolution, resolve
from aiqyn.ledger.source import Entity, Source
from aiqyn.ledger.statement import Statement

__all__ = [
    "Difference",
    "Disagreement",
    "Entity",
    "Grounds",
    "GroupKey",
    "Headline",
    "Resolution",
    "Source",
    "SourceRank",
    "Statement",
    "as_known_on",
    "disagreements",
    "headline",
    "headlines",
    "make_statement",
    "resolve",
    "source_rank",
]
