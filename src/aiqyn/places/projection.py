"""From degrees to a drawing: Albers' equal-area conic projection, and paths for SVG.

Formulas for the sphere after Snyder, Map Projections - A Working Manual (USGS Professional Paper 1395, 1987),
chapter 14. Areas keep their ratio, so shading by region does not flatter the north.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import copysign, cos, radians, sin, sqrt
from typing import NamedTuple

from aiqyn.places.boundaries import Box

#: A place on the drawing: right and down from the upper left corner.
Spot = tuple[float, float]
_LEAST_CONE = 0.01  # a cone flatter than this is a cylinder, which these formulas cannot divide by


class Albers(NamedTuple):
    """The projection fitted to a part of the world. Lengths are in radii of the Earth.

    `cone` is the cone constant n, `constant` C, `apex` the radius of the middle parallel, `meridian` the longitude
    that runs straight up, in degrees.
    """

    cone: float
    constant: float
    apex: float
    meridian: float

    @classmethod
    def fitted(cls, box: Box) -> Albers:
        """The projection whose standard parallels lie a sixth of the height inside a box."""
        sixth = (box.north - box.south) / 6
        low, high = radians(box.south + sixth), radians(box.north - sixth)
        mean = (sin(low) + sin(high)) / 2
        cone = copysign(max(abs(mean), _LEAST_CONE), mean)
        constant = cos(low) ** 2 + 2 * cone * sin(low)
        middle = radians((box.south + box.north) / 2)
        return cls(cone, constant, _radius(cone, constant, middle), (box.west + box.east) / 2)

    def project(self, lat: float, lon: float) -> tuple[float, float]:
        """East and north of the middle of the box."""
        radius = _radius(self.cone, self.constant, radians(lat))
        angle = self.cone * radians(lon - self.meridian)
        return radius * sin(angle), self.apex - radius * cos(angle)


def _radius(cone: float, constant: float, lat: float) -> float:
    return sqrt(max(0.0, constant - 2 * cone * sin(lat))) / cone


class Frame(NamedTuple):
    """The rectangle of the plane that is drawn, `scale` units of the drawing to a radius of the Earth."""

    west: float
    north: float
    scale: float

    def spot(self, east: float, north: float) -> Spot:
        return (east - self.west) * self.scale, (self.north - north) * self.scale


def path_data(rings: Iterable[Sequence[Spot]]) -> str:
    """SVG path data of closed rings: whole numbers, moves relative to the point before; dots are left out."""
    commands: list[str] = []
    for ring in rings:
        places = [(round(x), round(y)) for x, y in ring]
        moves = _moves(places)
        if len(moves) > 1:
            commands.append(f"M{places[0][0]} {places[0][1]}")
            commands.append("l" + "".join(moves).lstrip() + "z")
    return "".join(commands)


def _moves(places: Sequence[tuple[int, int]]) -> list[str]:
    """From corner to corner, without the way back to the first, which closes by itself."""
    x, y = places[0]
    moves = []
    for right, down in places[1:]:
        if (right, down) != (x, y):
            gap = " " if right >= x else ""
            between = " " if down >= y else ""
            moves.append(f"{gap}{right - x}{between}{down - y}")
            x, y = right, down
    return moves[:-1] if moves and (x, y) == places[0] else moves
