"""Areas read from GeoJSON: what lies in them, how far they are, and what is refused."""

from __future__ import annotations

import json
from math import cos, radians
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.errors import Refused
from aiqyn.places.boundaries import MOST_POSITIONS, read_boundaries
from tests.aiqyn.refusals import in_english

SQUARE = [[60, 40], [70, 40], [70, 50], [60, 50], [60, 40]]
HOLE = [[64, 44], [64, 46], [66, 46], [66, 44], [64, 44]]
REGIONS = {"east", "west"}
DEGREE_M = 111_195


def feature(key: Any = "west", kind: str = "Polygon", coordinates: Any = None) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": key,
        "geometry": {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates},
    }


def collection(*features: Any, **members: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members}).encode()


def reason(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_boundaries(content, REGIONS)
    assert all(in_english(refused.value))
    return refused.value.code


def test_a_file_is_read_with_its_attribution_and_accuracy() -> None:
    content = collection(feature(), feature("east", "MultiPolygon", [[SQUARE]]), attribution="COD-AB", accuracy_m=4700)
    boundaries = read_boundaries(content, REGIONS)
    assert list(boundaries.areas) == ["west", "east"]
    assert (boundaries.attribution, boundaries.accuracy_m) == ("COD-AB", 4700)
    assert boundaries.box == (60, 40, 70, 50)


def test_a_hole_is_outside() -> None:
    area = read_boundaries(collection(feature(coordinates=[SQUARE, HOLE])), REGIONS).areas["west"]
    assert area.contains(43, 65)
    assert not area.contains(45, 65)
    assert area.distance_m(45, 65) == pytest.approx(DEGREE_M * cos(radians(45)), rel=0.01)


@given(st.floats(30, 60), st.floats(50, 80))
def test_a_point_is_in_a_square_exactly_when_its_coordinates_are(lat: float, lon: float) -> None:
    area = read_boundaries(collection(feature()), REGIONS).areas["west"]
    assert area.contains(lat, lon) == (40 <= lat < 50 and 60 <= lon < 70) or lat in {40, 50} or lon in {60, 70}
    assert (area.distance_m(lat, lon) == 0) >= area.contains(lat, lon)


@given(
    st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), min_size=3, max_size=9, unique=True),
    st.floats(-41, 41),
    st.floats(-41, 41),
)
def test_being_inside_does_not_depend_on_where_a_ring_begins_or_which_way_it_runs(
    corners: list[tuple[int, int]], lat: float, lon: float
) -> None:
    ring = [list(corner) for corner in corners]
    turned = ring[1:] + ring[:1]
    answers = {
        read_boundaries(collection(feature(coordinates=[[*outline, outline[0]]])), REGIONS)
        .areas["west"]
        .contains(lat, lon)
        for outline in (ring, turned)
    }
    back = read_boundaries(collection(feature(coordinates=[[*ring[::-1], ring[-1]]])), REGIONS).areas["west"]
    assert len(answers) == 1
    assert back.contains(lat, lon) in answers


@given(st.floats(35, 39.99), st.floats(61, 69))
def test_a_point_reaches_an_area_when_its_uncertainty_covers_the_way(lat: float, lon: float) -> None:
    boundaries = read_boundaries(collection(feature()), REGIONS)
    away = boundaries.areas["west"].distance_m(lat, lon)
    assert away == pytest.approx((40 - lat) * DEGREE_M, rel=0.001)
    assert boundaries.reaches(["west"], lat, lon, away + 1)
    assert not boundaries.reaches(["west"], lat, lon, away - 1)


def test_the_accuracy_of_the_borders_is_added_to_the_points_own() -> None:
    boundaries = read_boundaries(collection(feature(), accuracy_m=1000), REGIONS)
    assert boundaries.reaches(["west"], 40 - 1500 / DEGREE_M, 65, 600)
    assert not boundaries.reaches(["west"], 40 - 1500 / DEGREE_M, 65, 400)


def test_the_nearest_area_is_named_with_the_way_to_it() -> None:
    far = [[[x + 20, y] for x, y in SQUARE]]
    boundaries = read_boundaries(collection(feature(), feature("east", coordinates=far)), REGIONS)
    assert boundaries.nearest(45, 65) == ("west", 0)
    assert boundaries.nearest(45, 79)[0] == "east"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "geo_json"),
        (b"[]", "geo_json"),
        (b'{"a":' * 100_000, "geo_json"),
        (b'{"type":"FeatureCollection","features":[]}', "geo_collection"),
        (collection(), "geo_collection"),
        (json.dumps({"type": "Topology", "features": [feature()]}).encode(), "geo_collection"),
        (collection("x"), "geo_feature"),
        (collection(feature("atlantis")), "geo_region"),
        (collection(feature(["west"])), "geo_region"),
        (collection(feature(None)), "geo_region"),
        (collection(feature(), feature()), "geo_two_features"),
        (collection(feature(kind="Point", coordinates=[60, 40])), "geo_polygon"),
        (collection({"type": "Feature", "id": "west", "geometry": None}), "geo_polygon"),
        (collection(feature(coordinates=[])), "geo_no_rings"),
        (collection(feature(kind="MultiPolygon", coordinates=[])), "geo_no_polygons"),
        (collection(feature(kind="MultiPolygon", coordinates=[[]])), "geo_no_rings"),
        (collection(feature(coordinates=[SQUARE[:3]])), "geo_ring_short"),
        (collection(feature(coordinates=[[[60, 40]] * 4])), "geo_narrow"),
        (collection(feature(coordinates=[SQUARE[:4]])), "geo_ring_open"),
        (collection(feature(coordinates=[[[60, 400], *SQUARE[1:]]])), "geo_position"),
        (collection(feature(coordinates=[[[True, 40], *SQUARE[1:]]])), "geo_position"),
        (collection(feature(coordinates=[[["60", 40], *SQUARE[1:]]])), "geo_position"),
        (collection(feature(coordinates=[[[float("nan"), 40], *SQUARE[1:]]])), "geo_position"),
        (collection(feature(coordinates=[[[60], *SQUARE[1:]]])), "geo_position"),
        (collection(feature(), attribution=["x"]), "geo_attribution"),
        (collection(feature(), attribution="x\u202ey"), "geo_attribution"),
        (collection(feature(), accuracy_m=-1), "geo_accuracy"),
        (collection(feature(), accuracy_m=True), "geo_accuracy"),
    ],
)
def test_what_is_no_boundary_file_is_refused_with_a_way_out(content: bytes, code: str) -> None:
    assert reason(content) == code


def test_too_many_positions_are_refused_before_they_are_kept() -> None:
    ring = [[60, 40]] * (MOST_POSITIONS + 1)
    assert "positions" in reason(collection(feature(coordinates=[ring])))


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda x: st.lists(x, max_size=4)))
def test_a_geometry_of_any_shape_is_read_or_refused(coordinates: Any) -> None:
    for kind in ("Polygon", "MultiPolygon"):
        with pytest.raises(Refused):
            read_boundaries(collection(feature(kind=kind, coordinates=coordinates or [])), REGIONS)
