"""Points on the map: latitude, longitude and how far off they may be.

The written form is that of a geo URI, RFC 5870 (https://www.rfc-editor.org/rfc/rfc5870), without its
scheme: `lat,lon` in decimal degrees of WGS 84, then `;u=` and the uncertainty in metres. Nothing here
knows a country's borders.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from math import asin, cos, hypot, radians, sin, sqrt

from aiqyn.errors import Refused

__all__ = ["Point", "agree", "distance_m", "parse_point", "reach_m"]


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees of WGS 84, north and east positive.

    `radius_m` is the uncertainty in metres: the true place lies within it. None means that the source
    gave none, not that the point is exact.
    """

    lat: Decimal
    lon: Decimal
    radius_m: int | None
    text: str


def parse_point(text: str) -> Point:
    """Return the point that `text` writes, its decimals as printed.

    >>> for text in ("43.55465,69.722525;u=5000", "-33.5,151", "46.66,82.72"):
    ...     point = parse_point(text)
    ...     print(f"{text:25} -> {point.lat} {point.lon} {point.radius_m}")
    43.55465,69.722525;u=5000 -> 43.55465 69.722525 5000
    -33.5,151                 -> -33.5 151 None
    46.66,82.72               -> 46.66 82.72 None

    Refuses, with the form to write: a latitude beyond 90 or a longitude beyond 180 (naming swapped
    coordinates where they show); `0,0`, which programs write for "no place"; more than 7 decimals,
    which claim less than a centimetre; an uncertainty that is not a whole number of metres from 1 to
    20,000,000 (half way round the Earth); a missing coordinate, decimal commas, degrees and minutes,
    heights, whitespace and the scheme `geo:`.
    """
    match = _POINT.fullmatch(text)
    if match is None:
        raise _refusal(text)
    lat, lon = Decimal(match["lat"]), Decimal(match["lon"])
    _check_range(text, lat, lon)
    for printed in (match["lat"], match["lon"]):
        if _decimals(printed) > _MOST_DECIMALS:
            rounded = f"{_rounded(lat)},{_rounded(lon)}"
            raise Refused("point_precise", text=_shown(text), n=_MOST_DECIMALS, point=rounded)
    return Point(lat, lon, _radius(text, match["u"]), text)


def distance_m(a: Point, b: Point) -> float:
    """Return the distance in metres along the great circle (haversine formula).

    The Earth is a sphere of the mean radius 6,371,008.8 m (IUGG), so the distance is right to about
    half a per cent.
    """
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, (radians(b.lon) - radians(a.lon)) / 2
    square = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * _EARTH_RADIUS_M * asin(sqrt(min(1.0, square)))


def agree(a: Point, b: Point) -> bool:
    """True when one place can be meant by both points: their circles of uncertainty touch.

    Where a source gave no uncertainty, the printed decimals do: `46.66` stands for 46.655 to 46.665.
    """
    return distance_m(a, b) <= reach_m(a) + reach_m(b)


_EARTH_RADIUS_M = 6_371_008.8
_DEGREE_M = radians(1) * _EARTH_RADIUS_M
_MOST_DECIMALS = 7
_LARGEST_RADIUS_M = 20_000_000
_COORDINATE = r"-?[0-9]{1,3}(?:\.[0-9]+)?"
_POINT = re.compile(rf"(?P<lat>{_COORDINATE}),(?P<lon>{_COORDINATE})(?:;u=(?P<u>[^;]*))?")
_FORM = "point_form"


def _check_range(text: str, lat: Decimal, lon: Decimal) -> None:
    if abs(lat) > 90:
        if abs(lat) <= 180 and abs(lon) <= 90:
            raise Refused("point_longitude_first", text=_shown(text), point=f"{lon:f},{lat:f}")
        raise Refused("point_latitude", mend=_FORM, text=_shown(text))
    if abs(lon) > 180:
        raise Refused("point_longitude", mend=_FORM, text=_shown(text))
    if lat == 0 and lon == 0:
        raise Refused("point_nowhere", text=_shown(text))


def _radius(text: str, printed: str | None) -> int | None:
    if printed is None:
        return None
    if re.fullmatch(r"[1-9][0-9]{0,7}", printed) and int(printed) <= _LARGEST_RADIUS_M:
        return int(printed)
    raise Refused("point_uncertainty", text=_shown(text), most=_LARGEST_RADIUS_M)


def _decimals(printed: str) -> int:
    return len(printed.partition(".")[2])


def _rounded(number: Decimal) -> Decimal:
    return round(number, 5)


def reach_m(point: Point) -> float:
    """Return how far in metres the true place may be: the radius, or the corner of the rounding box."""
    if point.radius_m is not None:
        return float(point.radius_m)
    half_lat, half_lon = (0.5 * 10.0 ** -_decimals(f"{number:f}") for number in (point.lat, point.lon))
    return _DEGREE_M * hypot(half_lat, half_lon * cos(radians(point.lat)))


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:60] + "...")[1:-1]


def _refusal(text: str) -> Refused:
    for pattern, code, mend in _REASONS:
        if re.search(pattern, text, re.ASCII | re.IGNORECASE):
            return Refused(code, mend=mend, text=_shown(text))
    return Refused("point_none", mend=_FORM, text=_shown(text))


_REASONS = (
    (r"^$", "point_blank", _FORM),
    (r"^geo:", "point_scheme", ""),
    (r"[°'\"′″]|[0-9] ?[NSEW]", "point_minutes", _FORM),
    (r"\s", "point_space", ""),
    (r"^-?\d+,\d+[,;]\s*-?\d+,\d+", "point_commas", ""),
    (r"^[^,]*,[^,]*,", "point_height", ""),
    (r"^[^,]*$|^,|,(;|$)", "point_half", _FORM),
    (r";", "point_more", ""),
)
