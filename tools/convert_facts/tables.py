"""The reviewed mapping tables under `tables/`, read once and looked up by the words of the fact files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tools.convert_facts.rows import read_csv

TABLES = Path(__file__).parent / "tables"


class Mapped(NamedTuple):
    """What a property of the fact files becomes."""

    property: str
    basis: str
    part: str


class MappedUnit(NamedTuple):
    """What a unit becomes: `part` is the product it names, `keep_wording` whether words of it are lost."""

    unit: str
    part: str
    keep_wording: bool


class Override(NamedTuple):
    """One decision about one column of one fact, and its reason."""

    value: str
    why: str


class Party(NamedTuple):
    """One statement that a party's wording makes. `entity` blank = the project; `basis` blank = reported."""

    entity: str
    property: str
    value: str
    unit: str
    part: str
    printed: str
    basis: str


LANGUAGES = ("en", "ru", "kk", "zh")
Record = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """All mapping tables, each keyed by the words it explains."""

    properties: Mapping[str, Mapped]
    units: Mapping[str, MappedUnit]
    overrides: Mapping[str, Mapping[str, Override]]
    parties: Mapping[tuple[str, str], tuple[Party, ...]]
    speakers: Mapping[str, str]
    publishers: Mapping[str, str]
    status: Mapping[str, str]
    dates: Mapping[str, str]
    bounds: Mapping[str, str]
    events: Mapping[str, str]
    regions: Mapping[str, str]
    sectors: Mapping[str, str]
    precision: Mapping[str, str]
    membership: Mapping[str, str]
    editions: Mapping[str, Record]
    indicators: Mapping[str, Record]
    organisations: Mapping[str, Record]
    project_regions: Mapping[str, tuple[Record, ...]]
    projects: Mapping[str, Record]
    renderings: Mapping[tuple[str, str], str]
    parts: tuple[Record, ...]
    translations: Mapping[str, Record]
    order: Mapping[str, int]


def load_tables(folder: Path = TABLES) -> Tables:
    """Reads every table. A key that stands twice is refused with ValueError, naming the file."""
    return Tables(
        properties={k: Mapped(r["property"], r["basis"], r["part"]) for k, r in _keyed(folder, "properties").items()},
        units={
            k: MappedUnit(r["unit"], r["part"], r["keep_wording"] == "yes") for k, r in _keyed(folder, "units").items()
        },
        overrides=_overrides(folder),
        parties=_parties(folder),
        speakers=_pairs(folder, "speakers"),
        publishers=_pairs(folder, "publishers"),
        status=_pairs(folder, "status"),
        dates=_pairs(folder, "dates"),
        bounds=_pairs(folder, "bounds"),
        events=_pairs(folder, "events"),
        regions=_pairs(folder, "regions"),
        sectors=_pairs(folder, "sectors"),
        precision=_pairs(folder, "precision"),
        membership=_pairs(folder, "membership"),
        editions=_keyed(folder, "editions"),
        indicators=_keyed(folder, "indicators"),
        organisations=_keyed(folder, "organisations"),
        project_regions=_project_regions(folder),
        projects=_keyed(folder, "projects"),
        renderings={(r["project"], r["lang"]): r["name"] for r in read_csv(folder / "renderings.csv")},
        parts=tuple(read_csv(folder / "parts.csv")),
        translations=_keyed(folder, "translations"),
        order={key: int(place) for key, place in _pairs(folder, "order").items()},
    )


def _keyed(folder: Path, name: str) -> dict[str, dict[str, str]]:
    """The rows of a table by their first column."""
    found: dict[str, dict[str, str]] = {}
    for row in read_csv(folder / f"{name}.csv"):
        key = next(iter(row.values()))
        if key in found:
            raise ValueError(f"{name}.csv has '{key}' twice; keep one of the rows")
        found[key] = row
    return found


def _pairs(folder: Path, name: str) -> dict[str, str]:
    """A table of two columns as a mapping from the first to the second."""
    return {key: list(row.values())[1] for key, row in _keyed(folder, name).items()}


def _overrides(folder: Path) -> dict[str, dict[str, Override]]:
    found: dict[str, dict[str, Override]] = defaultdict(dict)
    for row in read_csv(folder / "overrides.csv"):
        if row["column"] in found[row["fact_id"]]:
            raise ValueError(f"overrides.csv decides {row['column']} of {row['fact_id']} twice; keep one of the rows")
        found[row["fact_id"]][row["column"]] = Override(row["value"], row["why"])
    return dict(found)


def _parties(folder: Path) -> dict[tuple[str, str], tuple[Party, ...]]:
    found: dict[tuple[str, str], list[Party]] = defaultdict(list)
    for row in read_csv(folder / "parties.csv"):
        key = (row.pop("fact_property"), row.pop("text"))
        found[key].append(Party(**row))
    return {key: tuple(parties) for key, parties in found.items()}


def _project_regions(folder: Path) -> dict[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for row in read_csv(folder / "project_regions.csv"):
        found[row["words"]].append(row)
    return {key: tuple(rows) for key, rows in found.items()}
