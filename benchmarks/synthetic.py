"""A synthetic register of any size: plausible figures, no real names, the same for each seed."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

from aiqyn.ledger.source import Entity, Source
from aiqyn.ledger.statement import COLUMNS
from aiqyn.places.boundaries import Area, read_boundaries
from benchmarks import synthetic_names, synthetic_programme

_REGISTER = """id = "synthetic"
country = "KZ"
licence = "CC0-1.0"
languages = ["kk", "ru", "en", "zh"]

[title]
kk = "Сынақ тізілімі"
ru = "Пробный реестр"
en = "Synthetic register"
zh = "合成登记册"

[summary]
kk = "Өлшеуге арналған"
ru = "Для замеров"
en = "For benchmarks"
zh = "用于测量"
"""
_REGIONS = 20
#: The borders are real ones under made-up ids, so that a map is as much work as a real one.
_BORDERS = Path(__file__).resolve().parents[1] / "registers" / "kazakhstan-china"
_BOUNDARIES, _OUTLINE = "boundaries.geojson", "outline.geojson"
_ORGANISATIONS = 500
SECTORS = (
    "energy.wind",
    "energy.solar",
    "metallurgy",
    "agro",
    "chemicals",
    "mining",
    "transport",
    "textiles",
)
STATUSES = ("announced", "under_construction", "operating", "suspended", "cancelled")
#: Property, unit, least and most, decimals: what figures a project's statements carry.
_FIGURES = (
    ("cost", "USD million", 5, 3000, 1),
    ("cost", "KZT billion", 2, 900, 1),
    ("capacity", "MW", 5, 900, 0),
    ("capacity", "t/year", 1000, 900_000, 0),
    ("generation", "GWh/year", 10, 2000, 1),
    ("jobs", "persons", 10, 4000, 0),
    ("jobs_construction", "persons", 50, 9000, 0),
    ("financing", "USD million", 5, 900, 1),
    ("contract_value", "USD million", 5, 900, 2),
    ("land_area", "ha", 2, 900, 1),
    ("ownership_share", "percent", 10, 100, 0),
    ("construction_progress", "percent", 5, 100, 1),
    ("co2_avoided", "t CO2/year", 1000, 900_000, 0),
)
_DATES = ("construction_start", "commissioning")
#: How sources repeat a figure: most agree; about one in seven says another, as in the real register.
_SAYINGS = (1.0,) * 12 + (0.9, 1.1)
_BASES = ("reported", "reported", "reported", "planned", "estimated", "claimed")


def write_register(folder: Path, projects: int, per_project: int, sources: int, seed: int = 1) -> None:
    """Write a register folder with `projects` times `per_project` statements about projects."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "register.toml").write_text(_REGISTER, encoding="utf-8")
    _write(
        folder / "parts.csv",
        ("id", "en", "ru", "kk", "zh"),
        [("phase-2", "phase 2", "2-я очередь", "2-кезек", "二期")],
    )
    _write(folder / "entities.csv", Entity._fields, sorted(_entities(projects)))
    _write(folder / "sources.csv", Source._fields, _sources(sources))
    for name, text in synthetic_programme.texts():
        (folder / name).write_text(text, encoding="utf-8")
    areas = [_borders(folder, name) for name in (_OUTLINE, _BOUNDARIES)][-1]
    _write(folder / "statements.csv", COLUMNS, _statements(rng, projects, per_project, sources, areas))


def _borders(folder: Path, name: str) -> list[Area]:
    """Write a boundary file with the regions renamed, and give its areas in the order of their ids."""
    collection = json.loads((_BORDERS / name).read_text(encoding="utf-8"))
    for n, feature in enumerate(collection["features"]):
        feature["id"] = f"region-{n:02}"
    content = json.dumps(collection, separators=(",", ":")).encode()
    (folder / name).write_bytes(content)
    return list(read_boundaries(content, {f"region-{n:02}" for n in range(_REGIONS)}).areas.values())


def _write(path: Path, columns: tuple[str, ...], rows: object) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)  # type: ignore[arg-type]


def _entities(projects: int) -> Iterator[tuple[str, str, str]]:
    yield from synthetic_programme.entities()
    for n in range(_REGIONS):
        yield f"region-{n:02}", "region", ""
    for n in range(_ORGANISATIONS):
        yield f"organisation-{n:03}", "organisation", ""
    for n in range(projects):
        yield f"project-{n:06}", "project", ""


def _sources(count: int) -> Iterator[tuple[str, ...]]:
    kinds = ("statistics", "state_body", "company", "press", "unknown")
    for n in range(count):
        day = f"20{10 + n % 15:02}-{1 + n % 12:02}-{1 + n % 28:02}"
        yield (
            f"source-{n:05}",
            f"https://example.org/{n}",
            synthetic_names.title(n),
            "seen",
            f"Publisher {n % 300}",
            day,
            "stated",
            "en",
            kinds[n % len(kinds)],
            "",
        )


def _statements(
    rng: random.Random, projects: int, per_project: int, sources: int, areas: list[Area]
) -> Iterator[list[str]]:
    for n in range(_REGIONS):
        yield from _names(f"region-{n:02}", synthetic_names.region(n))
    for n in range(_ORGANISATIONS):
        yield from _names(f"organisation-{n:03}", synthetic_names.organisation(n))
    for entity, name, value, unit, lang, as_of in synthetic_programme.statements():
        yield _row(entity, name, value, "source-00000", unit=unit, lang=lang, as_of=as_of)
    for n in range(projects):
        place = rng.randrange(_REGIONS)
        lat, lon = _point_in(rng, areas[place])
        where = {"region": f"region-{place:02}", "coordinates": f"{lat:.4f},{lon:.4f};u={rng.choice((500, 5000))}"}
        yield from _about(rng, f"project-{n:06}", n, per_project, sources, where)


def _names(entity: str, name: synthetic_names.Word) -> Iterator[list[str]]:
    for lang, text in synthetic_names.named(name):
        yield _row(entity, "name", text, "source-00000", lang=lang)


def _point_in(rng: random.Random, area: Area) -> tuple[float, float]:
    west, south, east, north = area.box
    while True:
        lat, lon = rng.uniform(south, north), rng.uniform(west, east)
        if area.contains(lat, lon):
            return lat, lon


def _about(
    rng: random.Random, project: str, n: int, per_project: int, sources: int, where: dict[str, str]
) -> Iterator[list[str]]:
    def source() -> str:
        return f"source-{rng.randrange(sources):05}"

    name = synthetic_names.project(n)
    fixed = [
        _row(project, "name", name.en, source(), lang="en"),
        _row(project, "name", name.ru, source(), lang="ru"),
        _row(project, "name", name.kk, source(), lang="kk", basis="rendered"),
        _row(project, "name", name.zh, source(), lang="zh", basis="rendered"),
        _row(project, "sector", rng.choice(SECTORS), source()),
        _row(project, "region", where["region"], source()),
        _row(project, "partner_cn", f"organisation-{rng.randrange(_ORGANISATIONS):03}", source()),
        _row(project, "partner_kz", f"organisation-{rng.randrange(_ORGANISATIONS):03}", source()),
        _row(project, "status", rng.choice(STATUSES), source(), as_of=_month(rng)),
        _row(project, "coordinates", where["coordinates"], source(), basis=rng.choice(("reported", "estimated"))),
    ]
    yield from fixed[:per_project]
    figures: set[tuple[str, ...]] = set()
    while len(figures) < per_project - len(fixed):
        row = _figure(rng, project, source())
        if tuple(row) not in figures:
            figures.add(tuple(row))
            yield row


def _figure(rng: random.Random, project: str, source: str) -> list[str]:
    basis, as_of = rng.choice(_BASES), _month(rng)
    if rng.random() < 0.1:
        return _row(project, rng.choice(_DATES), _month(rng), source, as_of=as_of, basis=basis)
    name, unit, least, most, decimals = rng.choice(_FIGURES)
    centre = least + (hash_of(project + name) % 1000) / 1000 * (most - least)
    value = min(max(centre * rng.choice(_SAYINGS), least), most)
    return _row(project, name, f"{value:.{decimals}f}", source, unit=unit, as_of=as_of, basis=basis)


def hash_of(text: str) -> int:
    """A small hash that is the same in every process."""
    return sum(place * ord(letter) for place, letter in enumerate(text, 1)) * 2_654_435_761 % (1 << 32)


def _month(rng: random.Random) -> str:
    return f"20{rng.randrange(10, 26):02}-{rng.randrange(1, 13):02}"


def _row(
    entity: str,
    name: str,
    value: str,
    source: str,
    *,
    unit: str = "",
    lang: str = "",
    as_of: str = "",
    basis: str = "reported",
) -> list[str]:
    return [entity, name, value, unit, lang, as_of, basis, "", source, "", "", "", "high", "", "2026-11-21"]
