"""Points that lie where their statements say they do not: outside the named regions, or with swapped coordinates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from sys import intern
from typing import NamedTuple

from aiqyn.errors import Refused
from aiqyn.ledger.claim import withdrawn_ids
from aiqyn.ledger.identity import digest_of, make_statement
from aiqyn.ledger.statement import COLUMNS, RETRACTION, Statement
from aiqyn.places.boundaries import Boundaries
from aiqyn.places.former_regions import SPLIT_FROM, VALID_TIME, RegionHistory
from aiqyn.values.dates import parse_date
from aiqyn.values.points import Point, parse_point, reach_m

COORDINATES, REGION = "coordinates", "region"
VALUE = "value"
_ENTITY, _PROPERTY, _VALUE, _AS_OF = (COLUMNS.index(name) for name in ("entity", "property", "value", "as_of"))
_OF_REGIONS = frozenset({SPLIT_FROM, VALID_TIME})


class Misplaced(NamedTuple):
    """A point that cannot be right, with the line of its statement."""

    line: int
    value: str
    reason: Refused


class _Placing(NamedTuple):
    """What a coordinates or region statement says, as far as the check needs it."""

    digest: bytes
    line: int
    value: str
    as_of: str


class PointCheck:
    """Takes in a register's statements row by row; keeps only points, regions and retractions.

    `kinds` gives the kind of each entity by id. The point of a region is checked against the region itself.
    """

    def __init__(self, boundaries: Boundaries, kinds: Mapping[str, str]) -> None:
        self._boundaries = boundaries
        self._kinds = kinds
        self._points: dict[str, list[_Placing]] = {}
        self._regions: dict[str, list[_Placing]] = {}
        self._about_regions: list[Statement] = []
        self._retractions: list[Statement] = []

    def see(self, line: int, digest: bytes, row: list[str]) -> None:
        """Take in a row that has passed the checks of its form."""
        name = row[_PROPERTY]
        if name in {COORDINATES, REGION}:
            kept = self._points if name == COORDINATES else self._regions
            placing = _Placing(digest, line, intern(row[_VALUE]), intern(row[_AS_OF]))
            kept.setdefault(row[_ENTITY], []).append(placing)
        elif name in _OF_REGIONS:
            self._about_regions.append(make_statement(row))
        elif name == RETRACTION:
            self._retractions.append(make_statement(row))

    def misplaced(self) -> Iterator[Misplaced]:
        """Every point that cannot be right, in the order of the file."""
        gone = withdrawn_ids(self._retractions)
        digests = set(map(digest_of, gone))
        history = RegionHistory(statement for statement in self._about_regions if statement.id not in gone)
        points = [
            (placing, entity)
            for entity, group in self._points.items()
            for placing in group
            if placing.digest not in digests
        ]
        for placing, entity in sorted(points, key=lambda pair: pair[0].line):
            fault = self._judged(placing, self._allowed(entity, history, digests))
            if fault is not None:
                yield fault

    def _allowed(self, entity: str, history: RegionHistory, withdrawn: set[bytes]) -> frozenset[str]:
        """The areas in which an entity's point may lie; none where its statements name no area that is drawn."""
        areas = self._boundaries.areas
        if self._kinds.get(entity) == REGION:
            return history.covered(entity, None, areas)
        named = [placing for placing in self._regions.get(entity, ()) if placing.digest not in withdrawn]
        covered = [
            history.covered(region.value, parse_date(region.as_of) if region.as_of else None, areas) for region in named
        ]
        return frozenset().union(*covered)

    def _judged(self, placing: _Placing, allowed: frozenset[str]) -> Misplaced | None:
        """What is wrong with a point, if anything; without named areas it must lie in any."""
        point = parse_point(placing.value)
        bounds, reach = self._boundaries, reach_m(point)
        lat, lon = float(point.lat), float(point.lon)
        if bounds.reaches(allowed or bounds.areas, lat, lon, reach):
            return None
        if abs(lon) <= 90 and bounds.reaches(allowed or bounds.areas, lon, lat, reach):
            near = bounds.nearest(lon, lat)[0]
            other = {"point": f"{point.lon:f},{point.lat:f}", "region": near, "form": _swapped(point)}
            return Misplaced(placing.line, placing.value, Refused("point_swapped", VALUE, **other))
        near, away = bounds.nearest(lat, lon)
        if away > reach + bounds.accuracy_m:
            reason = Refused("point_outside", VALUE, "point_mend", n=round(away / 1000), region=near)
        else:
            reason = Refused("point_elsewhere", VALUE, "point_mend", region=near, named=tuple(sorted(allowed)))
        return Misplaced(placing.line, placing.value, reason)


def _swapped(point: Point) -> str:
    radius = f";u={point.radius_m}" if point.radius_m is not None else ""
    return f"{point.lon:f},{point.lat:f}{radius}"
