"""The areas of regions as a register's GeoJSON file gives them, and where a point lies among them.

The file is a FeatureCollection (RFC 7946) of polygons in degrees of WGS 84. The `id` of a feature is a region
of the register. Two foreign members are read: `attribution`, and `accuracy_m`, how far the drawn borders may
be from the true ones. A file from a stranger is either read whole or refused with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any, NamedTuple

from aiqyn.errors import Refused

#: A border as (longitude, latitude), its first position repeated at the end.
Ring = tuple[tuple[float, float], ...]

MOST_POSITIONS = 50_000
_MOST_ACCURACY_M = 100_000
_LEAST_DEGREES = 0.001
_LONGEST_ATTRIBUTION = 2_000
_DEGREE_M = radians(1) * 6_371_008.8


class Box(NamedTuple):
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Area:
    """What a region covers: polygons, each an outer ring and its holes."""

    id: str
    polygons: tuple[tuple[Ring, ...], ...]
    box: Box

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a point lies inside; on the border either answer may come."""
        west, south, east, north = self.box
        if not (west <= lon <= east and south <= lat <= north):
            return False
        return any(_crossings(polygon, lat, lon) % 2 for polygon in self.polygons)

    def distance_m(self, lat: float, lon: float) -> float:
        """Metres from a point to the area, 0 inside; on a plane touching the point, so right for short ways only."""
        if self.contains(lat, lon):
            return 0.0
        return min(_way(ring, lat, lon) for polygon in self.polygons for ring in polygon)

    @property
    def runs_right(self) -> bool:
        """Whether outer rings run counter-clockwise and holes clockwise (RFC 7946, 3.1.6), as maps of others expect."""
        return all((_turn(ring) > 0) == (place == 0) for polygon in self.polygons for place, ring in enumerate(polygon))


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The areas of a register's regions by id, in file order."""

    areas: Mapping[str, Area]
    attribution: str
    accuracy_m: int

    @property
    def box(self) -> Box:
        boxes = [area.box for area in self.areas.values()]
        return Box(
            min(box.west for box in boxes),
            min(box.south for box in boxes),
            max(box.east for box in boxes),
            max(box.north for box in boxes),
        )

    def reaches(self, ids: Iterable[str], lat: float, lon: float, within_m: float) -> bool:
        """Whether a point, which may be `within_m` metres off, can lie in one of some areas."""
        reach = within_m + self.accuracy_m
        areas = [self.areas[key] for key in ids]
        return any(area.contains(lat, lon) for area in areas) or any(
            _is_near(area.box, lat, lon, reach) and area.distance_m(lat, lon) <= reach for area in areas
        )

    def nearest(self, lat: float, lon: float) -> tuple[str, float]:
        """The area a point lies in or nearest to, and how far from it in metres."""
        distances = ((area.distance_m(lat, lon), key) for key, area in self.areas.items())
        away, key = min(distances)
        return key, away


def _is_near(box: Box, lat: float, lon: float, reach_m: float) -> bool:
    up = reach_m / _DEGREE_M
    across = up / max(cos(radians(lat)), 0.01)
    return box.south - up <= lat <= box.north + up and box.west - across <= lon <= box.east + across


def _crossings(polygon: Sequence[Ring], lat: float, lon: float) -> int:
    """How many edges a line from the point to the east crosses: an odd number for a point inside."""
    crossings = 0
    for ring in polygon:
        x1, y1 = ring[0]
        for x2, y2 in ring:
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
            x1, y1 = x2, y2
    return crossings


def _turn(ring: Ring) -> float:
    """Twice the surface of a ring in square degrees, less than nought where it runs clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def _way(ring: Ring, lat: float, lon: float) -> float:
    """Metres from a point to the nearest edge of a ring."""
    across = _DEGREE_M * cos(radians(lat))
    plane = [((x - lon) * across, (y - lat) * _DEGREE_M) for x, y in ring]
    return min(_to_edge(start, end) for start, end in pairwise(plane))


def _to_edge(start: tuple[float, float], end: tuple[float, float]) -> float:
    """How far the edge between two points of the plane is from its origin."""
    (x, y), along_x, along_y = start, end[0] - start[0], end[1] - start[1]
    square = along_x * along_x + along_y * along_y
    part = min(1.0, max(0.0, -(x * along_x + y * along_y) / square)) if square else 0.0
    return hypot(x + part * along_x, y + part * along_y)


# --- reading ------------------------------------------------------------------------------------------------


def read_boundaries(content: bytes, regions: Collection[str]) -> Boundaries:
    """The areas a GeoJSON file gives to `regions`.

    Refuses, with the way out: what is not UTF-8 JSON or no FeatureCollection; no feature at all; a feature whose id
    is no region or stands twice; a geometry other than Polygon and MultiPolygon; a ring of fewer than four positions
    or one that does not end where it begins; a region without extent; positions outside the world; more than
    MOST_POSITIONS of them; an attribution that is no short text; an accuracy that is not from 0 to 100,000 metres.
    """
    collection = _parsed(content)
    features = collection.get("features")
    if collection.get("type") != "FeatureCollection" or not isinstance(features, list) or not features:
        raise Refused("geo_collection")
    count = _Count()
    areas: dict[str, Area] = {}
    for place, feature in enumerate(features, 1):
        area = _area(feature, place, regions, count)
        if area.id in areas:
            raise Refused("geo_two_features", region=area.id)
        areas[area.id] = area
    return Boundaries(areas, _attribution(collection), _accuracy(collection))


class _Count:
    """Counts the positions of a file and stops at too many."""

    def __init__(self) -> None:
        self._left = MOST_POSITIONS

    def add(self, number: int) -> None:
        self._left -= number
        if self._left < 0:
            raise Refused("geo_positions", n=MOST_POSITIONS)


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise Refused("geo_json", mend="geo_write")
    return document


def _area(feature: object, place: int, regions: Collection[str], count: _Count) -> Area:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Refused("geo_feature", mend="geo_write", place=str(place))
    key, geometry = feature.get("id"), feature.get("geometry")
    if not isinstance(key, str) or key not in regions:
        raise Refused("geo_region", text=repr(key)[:80], place=str(place))
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    parts = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        parts = [parts]
    elif kind != "MultiPolygon":
        raise Refused("geo_polygon", region=key)
    polygons = tuple(
        tuple(_ring(ring, key, count) for ring in _filled(part, key, "geo_no_rings"))
        for part in _filled(parts, key, "geo_no_polygons")
    )
    outer = [position for polygon in polygons for position in polygon[0]]
    lons, lats = [lon for lon, _ in outer], [lat for _, lat in outer]
    box = Box(min(lons), min(lats), max(lons), max(lats))
    if min(box.east - box.west, box.north - box.south) < _LEAST_DEGREES:
        raise Refused("geo_narrow", region=key)
    return Area(key, polygons, box)


def _filled(items: object, key: str, code: str) -> Iterator[object]:
    if not isinstance(items, list) or not items:
        raise Refused(code, mend="geo_fill", region=key)
    return iter(items)


def _ring(ring: object, key: str, count: _Count) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise Refused("geo_ring_short", region=key)
    count.add(len(ring))
    corners = tuple(_position(corner, key) for corner in ring)
    if corners[0] != corners[-1]:
        raise Refused("geo_ring_open", region=key)
    return corners


def _position(position: object, key: str) -> tuple[float, float]:
    if isinstance(position, list) and len(position) in {2, 3}:
        lon, lat = position[0], position[1]
        # A bool is an int to Python; a number too large or not a number fails the comparison.
        if {type(lon), type(lat)} <= {int, float} and -180 <= lon <= 180 and -90 <= lat <= 90:
            return float(lon), float(lat)
    raise Refused("geo_position", text=repr(position)[:60], region=key)


def _attribution(collection: Mapping[str, object]) -> str:
    text = collection.get("attribution", "")
    if not isinstance(text, str) or len(text) > _LONGEST_ATTRIBUTION or not all(sign.isprintable() for sign in text):
        raise Refused("geo_attribution", mend="shorten", n=_LONGEST_ATTRIBUTION)
    return text


def _accuracy(collection: Mapping[str, object]) -> int:
    metres = collection.get("accuracy_m", 0)
    if type(metres) is not int or not 0 <= metres <= _MOST_ACCURACY_M:
        raise Refused("geo_accuracy", n=_MOST_ACCURACY_M)
    return metres
