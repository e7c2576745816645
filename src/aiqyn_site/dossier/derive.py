"""The derived rows of the dossier: the score of each project as lists show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from aiqyn.disclosure import Tally, Verdict
from aiqyn.disclosure.explanation import OUTSIDE, UNSEARCHED
from aiqyn.disclosure.project_score import ProjectScore
from aiqyn.ledger import Statement
from aiqyn_site.dossier.scores import scores_of
from aiqyn_site.ledger.derived_table import DerivedTable, Row

#: The letter of each verdict, and of an item that is not asked for.
LETTERS = {
    Verdict.DISCLOSED.value: "D",
    Verdict.PARTIAL.value: "P",
    Verdict.NOT_FOUND.value: "N",
    Verdict.KNOWN_NOT_DISCLOSED.value: "K",
    UNSEARCHED: "k",
    Verdict.NOT_YET_DUE.value: "Y",
    Verdict.NOT_APPLICABLE.value: "X",
    Verdict.NOT_ASSESSED.value: "?",
    OUTSIDE: "-",
}
KEYS = {letter: key for key, letter in LETTERS.items()}


class CardRow(NamedTuple):
    """A row of the table; see `aiqyn_site.dossier.models.Card`."""

    project: str
    stage: str
    conditions: str
    points: int | None
    low: int
    high: int
    equal_points: int | None
    assessed: int
    applicable: int
    coverage: int
    rank_allowed: int
    known_not_disclosed: int
    verdicts: str
    gains: str
    digest: str
    assessors: str

    @property
    def tally(self) -> Tally:
        """The score as the core has it."""
        return Tally(tenths(self.points), Decimal(self.low).scaleb(-1), Decimal(self.high).scaleb(-1))

    @property
    def equal(self) -> Decimal | None:
        """The score with the same weight for every item."""
        return tenths(self.equal_points)

    @property
    def share(self) -> Decimal:
        """How much of what applies was assessed, in per cent."""
        return Decimal(self.coverage).scaleb(-1)

    @property
    def verdict_keys(self) -> tuple[str, ...]:
        """The verdict on each item in the order of the checklist; `outside` where it is not asked for."""
        return tuple(KEYS[letter] for letter in self.verdicts)

    @property
    def top_gains(self) -> tuple[tuple[str, Decimal], ...]:
        """The items that would raise the score most, with the points."""
        pairs = (gain.split(" ") for gain in self.gains.split(";") if gain)
        return tuple((item, Decimal(points).scaleb(-1)) for item, points in pairs)


TABLE = DerivedTable("dossier_card", CardRow._fields, "project")


def tenths(number: int | None) -> Decimal | None:
    """A stored number of tenths."""
    return None if number is None else Decimal(number).scaleb(-1)


def _in_tenths(number: Decimal) -> int:
    return int(number * 10)


def card_row(scored: ProjectScore) -> CardRow:
    """A score as it is stored."""
    score = scored.score
    points, equal = score.points, score.equal.points
    return CardRow(
        project=scored.project,
        stage=scored.stage.value,
        conditions=" ".join(sorted(scored.conditions)),
        points=None if points is None else _in_tenths(points),
        low=_in_tenths(score.low),
        high=_in_tenths(score.high),
        equal_points=None if equal is None else _in_tenths(equal),
        assessed=score.assessed,
        applicable=score.applicable,
        coverage=_in_tenths(score.coverage),
        rank_allowed=int(score.rank_allowed),
        known_not_disclosed=score.known_not_disclosed,
        verdicts="".join([LETTERS[line.key] for line in score.lines]),
        gains=";".join(f"{gain.item} {_in_tenths(gain.points)}" for gain in score.gains),
        digest=score.digest,
        assessors=" | ".join(sorted({line.assessment.assessor for line in score.lines if line.assessment is not None})),
    )


def derive_rows(
    projects: Sequence[str], statements: Mapping[str, Sequence[Statement]]
) -> dict[DerivedTable, list[Row]]:
    """The rows of some projects, from what is told of each; records and requests are read from the ledger."""
    return {TABLE: list(map(card_row, scores_of(projects, statements)))}
