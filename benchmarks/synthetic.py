"""A synthetic register of any size: plausible figures, no real names, the same for each seed."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from aiqyn.ledger.source import Entity, Source
from aiqyn.ledger.statement import COLUMNS

_REGISTER = """id = "synthetic"
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
_ORGANISATIONS = 500
_SECTORS = (
    "energy.wind",
    "energy.solar",
    "metallurgy",
    "agro",
    "chemicals",
    "mining",
    "transport",
    "textiles",
)
_STATUSES = ("announced", "under_construction", "operating", "suspended", "cancelled")
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
    _write(folder / "statements.csv", COLUMNS, _statements(rng, projects, per_project, sources))


def _write(path: Path, columns: tuple[str, ...], rows: object) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)  # type: ignore[arg-type]


def _entities(projects: int) -> Iterator[tuple[str, str, str]]:
    yield "kz-cn-programme", "programme", ""
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
            f"Report {n} on investment projects",
            "seen",
            f"Publisher {n % 300}",
            day,
            "stated",
            "en",
            kinds[n % len(kinds)],
            "",
        )


def _statements(rng: random.Random, projects: int, per_project: int, sources: int) -> Iterator[list[str]]:
    for n in range(_REGIONS):
        yield _row(f"region-{n:02}", "name", f"Region {n}", "source-00000", lang="en")
    for n in range(_ORGANISATIONS):
        yield _row(f"organisation-{n:03}", "name", f"Organisation {n}", "source-00000", lang="en")
    for n in range(projects):
        yield from _about(rng, f"project-{n:06}", n, per_project, sources)


def _about(rng: random.Random, project: str, n: int, per_project: int, sources: int) -> Iterator[list[str]]:
    def source() -> str:
        return f"source-{rng.randrange(sources):05}"

    fixed = [
        _row(project, "name", f"Project {n} wind farm", source(), lang="en"),
        _row(project, "name", f"Ветровая электростанция {n}", source(), lang="ru"),
        _row(project, "name", f"Жел электр станциясы {n}", source(), lang="kk", basis="rendered"),
        _row(project, "name", f"风电项目 {n}", source(), lang="zh", basis="rendered"),
        _row(project, "sector", rng.choice(_SECTORS), source()),
        _row(project, "region", f"region-{rng.randrange(_REGIONS):02}", source()),
        _row(project, "partner_cn", f"organisation-{rng.randrange(_ORGANISATIONS):03}", source()),
        _row(project, "partner_kz", f"organisation-{rng.randrange(_ORGANISATIONS):03}", source()),
        _row(project, "status", rng.choice(_STATUSES), source(), as_of=_month(rng)),
    ]
    yield from fixed[:per_project]
    said: set[tuple[str, ...]] = set()
    while len(said) < per_project - len(fixed):
        row = _figure(rng, project, source())
        if tuple(row) not in said:
            said.add(tuple(row))
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
