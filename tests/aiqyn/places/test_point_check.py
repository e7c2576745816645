"""Points that cannot be right, found by `aiqyn check` with their line and a way out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aiqyn.cli import find_faults
from aiqyn.exchange.strict_csv import csv_line
from aiqyn.ledger.statement import COLUMNS
from aiqyn.words.refusal_text import finding_text
from aiqyn.words.word_tables import words
from tests.aiqyn.register_factory import ENTITIES, csv_text, row, statement, write_register

WEST = [[60, 40], [66, 40], [66, 50], [60, 50], [60, 40]]
EAST = [[66, 40], [72, 40], [72, 50], [66, 50], [66, 40]]
REGIONS = (("east", "region", ""), ("old", "region", ""), ("west", "region", ""))
SPLITS = (
    row(entity="east", property="split_from", value="west", as_of="2022-06-08", unit=""),
    row(entity="east", property="valid_time", value="2022-06-08/..", as_of="", unit=""),
)


def register(folder: Path, *statements: list[str], boundaries: object = None) -> Path:
    spoilt = write_register(folder, statements)
    entities = csv_text("entities.csv", sorted([*ENTITIES, *REGIONS]))
    (spoilt / "entities.csv").write_text(entities, encoding="utf-8", newline="")
    features = [
        {"type": "Feature", "id": key, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for key, ring in (("west", WEST), ("east", EAST))
    ]
    content = {"type": "FeatureCollection", "features": features} if boundaries is None else boundaries
    (spoilt / "boundaries.geojson").write_text(json.dumps(content), encoding="utf-8")
    return spoilt


def point(value: str, **fields: str) -> list[str]:
    return row(property="coordinates", value=value, as_of="", **fields)


def region(value: str, as_of: str = "") -> list[str]:
    return row(property="region", value=value, as_of=as_of)


def messages(folder: Path, *statements: list[str]) -> list[str]:
    return [finding_text(finding, words("en")) for finding in find_faults(register(folder, *statements))]


def test_a_point_in_the_region_named_is_right(tmp_path: Path) -> None:
    assert messages(tmp_path, region("west"), point("45,63")) == []


def test_a_point_in_another_region_is_found_with_file_line_and_way_out(tmp_path: Path) -> None:
    printed = messages(tmp_path, region("west", "2024"), *SPLITS, point("45,70"))
    assert len(printed) == 1
    assert printed[0].startswith("statements.csv:5: column value: '45,70': the point lies in 'east'")
    assert "west" in printed[0]
    assert "Correct the point or the region" in printed[0]


@pytest.mark.parametrize("as_of", ["2019", "", "2022"])
def test_a_statement_from_before_a_split_means_the_old_region(tmp_path: Path, as_of: str) -> None:
    assert messages(tmp_path, *SPLITS, region("west", as_of), point("45,70")) == []


def test_a_point_near_the_border_is_allowed_its_uncertainty(tmp_path: Path) -> None:
    assert messages(tmp_path / "a", region("west"), point("45,66.05;u=5000")) == []
    assert len(messages(tmp_path / "b", region("west"), point("45,66.05;u=500"))) == 1


def test_a_point_without_uncertainty_is_allowed_that_of_its_decimals(tmp_path: Path) -> None:
    assert messages(tmp_path / "a", region("west"), point("45.00,66.40")) != []
    assert messages(tmp_path / "b", region("west"), point("45,66.4")) == []


def test_swapped_coordinates_are_said_to_look_swapped(tmp_path: Path) -> None:
    printed = messages(tmp_path, region("west"), point("63.5,45.25;u=500"))
    assert "latitude and longitude look swapped" in printed[0]
    assert "Write 45.25,63.5;u=500" in printed[0]


def test_a_point_outside_the_country_is_found_with_the_way_to_it(tmp_path: Path) -> None:
    printed = messages(tmp_path, point("45,20"))
    assert "outside every region, 3," in printed[0]
    assert "west" in printed[0]


@pytest.mark.parametrize("text", ["0,0", "0.0,0.00"])
def test_a_point_at_nought_is_a_finding(tmp_path: Path, text: str) -> None:
    assert "the mark of a missing place" in messages(tmp_path, point(text))[0]


def test_a_region_that_is_not_drawn_forbids_nothing(tmp_path: Path) -> None:
    assert messages(tmp_path, region("old"), point("45,70")) == []


def test_a_point_of_a_region_must_lie_in_it(tmp_path: Path) -> None:
    assert len(messages(tmp_path, point("45,70", entity="west"))) == 1
    assert messages(tmp_path / "b", *SPLITS, point("45,70", entity="west")) == []


def test_what_was_withdrawn_is_not_checked(tmp_path: Path) -> None:
    wrong = point("45,70")
    target = statement(**dict(zip(COLUMNS, wrong, strict=True))).id
    gone = row(property="retraction", value=target, as_of="", note="wrong")
    assert len(messages(tmp_path / "a", region("west"), wrong)) == 1
    assert messages(tmp_path / "b", region("west"), wrong, gone) == []


def test_a_register_without_boundaries_has_no_such_findings(tmp_path: Path) -> None:
    spoilt = register(tmp_path, point("45,20"))
    (spoilt / "boundaries.geojson").unlink()
    assert find_faults(spoilt) == []


def test_a_spoilt_boundary_file_is_a_finding_of_that_file(tmp_path: Path) -> None:
    spoilt = register(tmp_path, point("45,20"), boundaries={"type": "FeatureCollection", "features": [{}]})
    (spoilt / "outline.geojson").write_text("{", encoding="utf-8")
    assert [finding.file for finding in find_faults(spoilt)] == ["boundaries.geojson", "outline.geojson"]


def test_a_hundred_findings_are_the_most(tmp_path: Path) -> None:
    rows = [point(f"45,{20 + n / 1000:.3f}") for n in range(150)]
    spoilt = register(tmp_path, *rows)
    assert csv_line(rows[0])
    assert len(find_faults(spoilt)) == 100


@pytest.mark.parametrize("name", ["boundaries.geojson", "outline.geojson"])
@pytest.mark.parametrize(
    "rings",
    [
        pytest.param([WEST[::-1]], id="outer ring clockwise"),
        pytest.param([WEST, [[62, 44], [64, 44], [64, 46], [62, 44]]], id="hole counter-clockwise"),
    ],
)
def test_a_ring_that_runs_the_wrong_way_is_found(tmp_path: Path, name: str, rings: list[list[list[int]]]) -> None:
    spoilt = register(tmp_path)
    feature = {"type": "Feature", "id": "west", "geometry": {"type": "Polygon", "coordinates": rings}}
    (spoilt / name).write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert [(finding.file, finding.value, finding.code) for finding in find_faults(spoilt)] == [
        (name, "west", "geo_ring_turned")
    ]
