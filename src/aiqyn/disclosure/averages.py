"""Scores of many projects together: averages, places, and what the weights do to the places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from aiqyn.disclosure.score import Score, Tally

_TENTH = Decimal("0.1")


class Average(NamedTuple):
    """The average score of some projects, with one decimal; None where none has a score.

    `tally` counts all alike, its ends are the averages of the ends. `weighted` counts each by its cost and knows only
    those whose cost is known: `costed` of `projects`.
    """

    projects: int
    tally: Tally | None
    costed: int
    weighted: Decimal | None


class Rank(NamedTuple):
    """The place of a project, from 1; projects with the same points share one.

    `equal_place` is its place with every item of weight 1; `moves` how many places it rises by that (below nought:
    falls).
    """

    project: str
    points: Decimal
    place: int
    equal_points: Decimal
    equal_place: int

    @property
    def moves(self) -> int:
        return self.place - self.equal_place


def programme_average(scored: Iterable[tuple[Score, Decimal | None]]) -> Average:
    """The averages over projects that have points. The costs are in one currency, None where not known."""
    given = [(score.points, score, cost) for score, cost in scored if score.points is not None]
    costed = [(points, cost) for points, _, cost in given if cost is not None and cost > 0]
    total = sum((cost for _, cost in costed), Decimal(0))
    ranges = zip(*((points, score.low, score.high) for points, score, _ in given), strict=True)
    return Average(
        projects=len(given),
        tally=Tally(*map(_mean, ranges)) if given else None,
        costed=len(costed),
        weighted=_tenth(sum((points * cost for points, cost in costed), Decimal(0)) / total) if total else None,
    )


def ranking(scores: Mapping[str, Score]) -> list[Rank]:
    """The places of the projects whose coverage allows a rank, the first place first, then by id."""
    allowed = {
        project: (score.points, score.equal.points)
        for project, score in scores.items()
        if score.rank_allowed and score.points is not None and score.equal.points is not None
    }
    places = _places({project: points for project, (points, _) in allowed.items()})
    equal = _places({project: points for project, (_, points) in allowed.items()})
    ranks = [
        Rank(project, points, places[project], by_equal, equal[project])
        for project, (points, by_equal) in allowed.items()
    ]
    return sorted(ranks, key=lambda rank: (rank.place, rank.project))


def rank_flips(ranks: Iterable[Rank]) -> list[Rank]:
    """The projects whose place depends on the weights, those that move furthest first."""
    moving = (rank for rank in ranks if rank.moves)
    return sorted(moving, key=lambda rank: (-abs(rank.moves), rank.place, rank.project))


def _places(points: Mapping[str, Decimal]) -> dict[str, int]:
    ordered = sorted(points.values(), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(ordered, 1)))}
    return {project: first[value] for project, value in points.items()}


def _mean(values: Sequence[Decimal]) -> Decimal:
    return _tenth(sum(values, Decimal(0)) / len(values))


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, ROUND_HALF_UP)
