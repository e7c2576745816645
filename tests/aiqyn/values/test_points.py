"""Tests of aiqyn.values.points."""

import doctest
from decimal import Decimal
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.errors import Refused
from aiqyn.values import points
from aiqyn.values.points import Point, agree, distance_m, parse_point
from tests.aiqyn.refusals import in_english

latitudes = st.decimals(-90, 90, places=5)
longitudes = st.decimals(-180, 180, places=5)
radii = st.one_of(st.just(""), st.integers(1, 20_000_000).map(";u={}".format))
texts = st.builds("{:f},{:f}{}".format, latitudes, longitudes, radii).filter(
    lambda text: any(sign in "123456789" for sign in text.partition(";")[0])
)
anywhere = texts.map(parse_point)


@pytest.mark.parametrize(
    ("text", "lat", "lon", "radius_m"),
    [
        ("43.55465,69.722525;u=5000", "43.55465", "69.722525", 5000),
        ("46.66,82.72", "46.66", "82.72", None),
        ("-33,151.20", "-33", "151.20", None),
        ("90,180", "90", "180", None),
        ("0,10", "0", "10", None),
        ("43.1234567,69;u=20000000", "43.1234567", "69", 20_000_000),
    ],
)
def test_a_point_keeps_its_printed_digits(text: str, lat: str, lon: str, radius_m: int | None) -> None:
    point = parse_point(text)
    assert (str(point.lat), str(point.lon), point.radius_m, point.text) == (lat, lon, radius_m, text)


@pytest.mark.parametrize(
    ("text", "code", "way_out"),
    [
        ("", "point_blank", "latitude,longitude"),
        ("43.55465", "point_half", "latitude,longitude"),
        ("43.55465,", "point_half", "latitude,longitude"),
        (",69.7", "point_half", "latitude,longitude"),
        ("43.55465,;u=5", "point_half", "latitude,longitude"),
        ("91.5,69.7", "point_longitude_first", "write 69.7,91.5"),
        ("-120.5,43.55", "point_longitude_first", "write 43.55,-120.5"),
        ("91,91", "point_latitude", "latitude,longitude"),
        ("191,43", "point_latitude", "latitude,longitude"),
        ("43,181", "point_longitude", "latitude,longitude"),
        ("0,0", "point_nowhere", "leave the point out"),
        ("0.000,-0.0;u=100", "point_nowhere", "leave the point out"),
        ("43.12345678,69.7", "point_precise", "write 43.12346,69.70000"),
        ("43.1,69.72252500", "point_precise", "write 43.10000,69.72252"),
        ("43.1,69.7;u=0", "point_uncertainty", "whole metres"),
        ("43.1,69.7;u=-5", "point_uncertainty", "whole metres"),
        ("43.1,69.7;u=5.5", "point_uncertainty", "whole metres"),
        ("43.1,69.7;u=5km", "point_uncertainty", "whole metres"),
        ("43.1,69.7;u=", "point_uncertainty", "whole metres"),
        ("43.1,69.7;u=20000001", "point_uncertainty", "whole metres"),
        ("43.1,69.7;u=" + "9" * 5000, "point_uncertainty", "whole metres"),
        ("geo:43.1,69.7", "point_scheme", "leave geo: out"),
        ("43.1, 69.7", "point_space", "without spaces"),
        ("43.1,69.7\n", "point_space", "without spaces"),
        ("43,55465,69,722525", "point_commas", "decimal points"),
        ("43.1,69.7,350", "point_height", "height"),
        ("43.1,69.7;crs=wgs84", "point_more", "only ;u="),
        ("43°33',69°43'", "point_minutes", "decimal degrees"),
        ("43.1N,69.7E", "point_minutes", "decimal degrees"),
        ("+43.1,69.7", "point_none", "latitude,longitude"),
        ("٤٣,69.7", "point_none", "latitude,longitude"),
    ],
)
def test_an_unclear_point_is_refused_with_the_way_out(text: str, code: str, way_out: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_point(text)
    assert caught.value.code == code
    assert way_out in in_english(caught.value).way_out
    assert len(in_english(caught.value).message) < 250


@given(st.one_of(st.text(max_size=30), st.text("0123456789.,;u=- ", max_size=30)))
def test_any_text_is_read_or_refused_with_a_way_out(text: str) -> None:
    try:
        point = parse_point(text)
    except Refused as refused:
        way_out = in_english(refused).way_out
    else:
        assert point.text == text
        assert abs(point.lat) <= 90
        assert abs(point.lon) <= 180
        return
    assert way_out


@given(texts)
def test_every_point_keeps_its_text_and_numbers(text: str) -> None:
    point = parse_point(text)
    assert point.text == text
    assert text.startswith(f"{point.lat:f},{point.lon:f}")


def test_distances_are_those_known() -> None:
    almaty, astana = parse_point("43.238,76.945"), parse_point("51.1694,71.4491")
    assert distance_m(almaty, astana) == pytest.approx(972_000, rel=0.01)
    assert distance_m(parse_point("0,1"), parse_point("0,-179")) == pytest.approx(pi * 6_371_008.8)
    assert distance_m(parse_point("10,180"), parse_point("10,-180")) == pytest.approx(0, abs=1e-6)


@given(anywhere, anywhere)
def test_distance_is_symmetric_and_at_most_half_the_earth(a: Point, b: Point) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=1e-6)
    assert 0 <= distance_m(a, b) <= 20_015_115
    assert distance_m(a, a) == 0


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("43.55465,69.722525;u=5000", "43.6,69.7;u=1000", True),
        ("43.55465,69.722525;u=3000", "43.65,69.72;u=3000", False),
        ("46.66,82.72", "46.664,82.724", True),
        ("46.6600,82.7200", "46.6640,82.7240", False),
        ("43,69", "43.4,69.4", True),
        ("43,69", "44.2,69.0", False),
        ("0.0000001,69.7000000", "0.1000,69.7000", False),
    ],
)
def test_points_agree_when_their_uncertainty_touches(a: str, b: str, expected: bool) -> None:
    assert agree(parse_point(a), parse_point(b)) is expected
    assert agree(parse_point(b), parse_point(a)) is expected


@given(anywhere)
def test_a_point_agrees_with_itself(point: Point) -> None:
    assert agree(point, point)


@given(anywhere, st.integers(1, 1_000_000))
def test_more_uncertainty_never_ends_an_agreement(point: Point, more: int) -> None:
    other = Point(Decimal("43.5"), Decimal("69.7"), 1000, "43.5,69.7;u=1000")
    wider = Point(other.lat, other.lon, 1000 + more, other.text)
    assert not agree(point, other) or agree(point, wider)


def test_the_tables_in_the_docstrings_hold() -> None:
    result = doctest.testmod(points)
    assert result.attempted > 0
    assert result.failed == 0
