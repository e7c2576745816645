"""Points that are drawn too near one another become one mark with a count."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, hypot
from typing import NamedTuple

from aiqyn.places.projection import Spot

_TOUCHING = 0.75  # of the grid's width: marks nearer than this are drawn as one


class Cluster(NamedTuple):
    """Points drawn as one: where, and which (their places in the sequence given, ascending)."""

    x: float
    y: float
    members: tuple[int, ...]


class _Gathered:
    """Points gathered so far, with their sum."""

    __slots__ = ("members", "x", "y")

    def __init__(self) -> None:
        self.members: list[int] = []
        self.x = self.y = 0.0

    def middle(self) -> Spot:
        return self.x / len(self.members), self.y / len(self.members)

    def take(self, other: _Gathered) -> None:
        self.members += other.members
        self.x += other.x
        self.y += other.y


def clusters(points: Sequence[Spot], width: float) -> list[Cluster]:
    """The points gathered on a grid `width` apart, every point in exactly one cluster, from upper left to lower right.

    A cell whose middle is nearer than three quarters of the width to that of a fuller cell beside it joins it, so
    that a town on the line between two cells is not cut. The order of the points does not matter to who is together.
    """
    cells: dict[tuple[int, int], _Gathered] = {}
    for place, (x, y) in enumerate(points):
        cell = cells.setdefault((floor(x / width), floor(y / width)), _Gathered())
        cell.members.append(place)
        cell.x += x
        cell.y += y
    joined: set[tuple[int, int]] = set()
    gathered = []
    for key in sorted(cells, key=lambda cell: (-len(cells[cell].members), cell)):
        if key in joined:
            continue
        joined.add(key)
        own, middle = cells[key], cells[key].middle()
        for beside in _beside(key):
            other = cells.get(beside)
            if other is not None and beside not in joined and _apart(middle, other.middle()) < width * _TOUCHING:
                joined.add(beside)
                own.take(other)
        gathered.append(Cluster(*own.middle(), tuple(sorted(own.members))))
    return sorted(gathered, key=lambda cluster: (cluster.y, cluster.x, cluster.members))


def _beside(key: tuple[int, int]) -> list[tuple[int, int]]:
    column, row = key
    return [(column + right, row + down) for down in (-1, 0, 1) for right in (-1, 0, 1) if right or down]


def _apart(spot: Spot, other: Spot) -> float:
    return hypot(spot[0] - other[0], spot[1] - other[1])
