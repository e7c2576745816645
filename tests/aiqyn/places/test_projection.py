"""The projection and the paths it draws."""

from __future__ import annotations

import re
from math import asin, atan2, copysign, cos, degrees, hypot, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.places.boundaries import Box
from aiqyn.places.projection import Albers, Frame, path_data

KAZAKHSTAN = Box(46.49, 40.57, 87.32, 55.44)
BOXES = st.builds(
    lambda west, south, width, height: Box(west, south, west + width, south + height),
    st.floats(-170, 100),
    st.floats(-60, 40),
    st.floats(1, 60),
    st.floats(1, 25),
)
PARTS = st.tuples(st.floats(0, 1), st.floats(0, 1))


def within(box: Box, part: tuple[float, float]) -> tuple[float, float]:
    return box.south + part[0] * (box.north - box.south), box.west + part[1] * (box.east - box.west)


def place_of(albers: Albers, east: float, north: float) -> tuple[float, float]:
    """Latitude and longitude by the inverse formulas of the same chapter."""
    sign = copysign(1.0, albers.cone)
    down = albers.apex - north
    angle = atan2(sign * east, sign * down)
    height = (albers.constant - (hypot(east, down) * albers.cone) ** 2) / (2 * albers.cone)
    return degrees(asin(max(-1.0, min(1.0, height)))), albers.meridian + degrees(angle / albers.cone)


@given(BOXES, PARTS)
def test_a_place_comes_back_from_the_plane(box: Box, part: tuple[float, float]) -> None:
    albers = Albers.fitted(box)
    lat, lon = within(box, part)
    assert place_of(albers, *albers.project(lat, lon)) == pytest.approx((lat, lon), abs=1e-6)


@given(BOXES, PARTS, PARTS)
def test_further_north_is_further_up_and_further_east_further_right(
    box: Box, first: tuple[float, float], second: tuple[float, float]
) -> None:
    albers = Albers.fitted(box)
    (lat, lat2), (lon, lon2) = (sorted(pair) for pair in zip(within(box, first), within(box, second), strict=True))
    lat2, lon2 = lat2 + 1e-6, lon2 + 1e-6
    middle = (box.west + box.east) / 2
    assert albers.project(lat2, middle)[1] > albers.project(lat, middle)[1]
    assert albers.project(lat, lon2)[0] > albers.project(lat, lon)[0]


@given(PARTS)
def test_a_small_square_keeps_its_area(part: tuple[float, float]) -> None:
    albers = Albers.fitted(KAZAKHSTAN)
    lat, lon = within(KAZAKHSTAN, part)
    step = 0.01
    corners = [albers.project(lat + up, lon + right) for up, right in ((0, 0), (0, step), (step, step), (step, 0))]
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    area = abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
    true = radians(step) * (sin(radians(lat + step)) - sin(radians(lat)))
    assert area == pytest.approx(true, rel=1e-4)


def test_a_degree_has_its_length_near_the_middle_of_the_country() -> None:
    albers = Albers.fitted(KAZAKHSTAN)
    west, east = albers.project(48, 67), albers.project(48, 68)
    assert hypot(west[0] - east[0], west[1] - east[1]) == pytest.approx(radians(1) * cos(radians(48)), rel=0.02)


def test_a_frame_draws_down_what_lies_south() -> None:
    frame = Frame(west=-1, north=1, scale=100)
    assert frame.spot(-1, 1) == (0, 0)
    assert frame.spot(0, 0) == (100, 100)


RINGS = st.lists(st.tuples(st.integers(-500, 1500), st.integers(-500, 1500)), min_size=3, max_size=20)


@given(st.lists(RINGS, max_size=4))
def test_a_path_walks_through_every_corner_and_nothing_else(rings: list[list[tuple[int, int]]]) -> None:
    data = path_data([[*ring, ring[0]] for ring in rings])
    walked = []
    for piece in data.split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", piece)]
        x, y = numbers[0], numbers[1]
        corners = [(x, y)]
        for right, down in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + right, y + down
            corners.append((x, y))
        walked.append(corners)
    wanted = [without_repeats(ring) for ring in rings]
    assert walked == [ring for ring in wanted if len(ring) > 2]


def without_repeats(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept = [corner for place, corner in enumerate(ring) if place == 0 or corner != ring[place - 1]]
    while len(kept) > 1 and kept[-1] == kept[0]:
        kept.pop()
    return kept
