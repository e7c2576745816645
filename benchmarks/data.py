"""The made-up data of all benches, under var/bench: made once, and anew when what shapes it has changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from benchmarks.processes import run_part
from benchmarks.synthetic import write_register

ROOT = Path(__file__).resolve().parents[1]
_SHAPING = (
    "src/aiqyn_site/*/migrations/*.py",
    "src/aiqyn_site/projects/*.py",
    "src/aiqyn_site/search/*.py",
    "src/aiqyn_site/articles/*.py",
    "src/aiqyn/**/*.py",
    "src/aiqyn/**/*.csv",
    "benchmarks/synthetic*.py",
    "benchmarks/data.py",
)


class Size(NamedTuple):
    """How much of everything."""

    name: str
    projects: int
    per_project: int
    sources: int
    listed: int
    seconds: int
    rounds: int

    @property
    def statements(self) -> int:
        """Statements about projects."""
        return self.projects * self.per_project

    @property
    def folder(self) -> Path:
        """Where the data of this size lives."""
        return ROOT / "var" / "bench" / self.name


SIZES = {
    "full": Size("full", 20_000, 50, 20_000, 100_000, 6, 3),
    "small": Size("small", 2_000, 50, 2_000, 10_000, 2, 2),
}
_PER_LISTED = 10


def big_register(size: Size) -> Path:
    """The register folder of the load, resolve and page benches."""
    folder = size.folder / "register"
    if not _is_fresh(folder):
        write_register(folder, size.projects, size.per_project, size.sources)
        _stamp(folder)
    return folder


def big_database(size: Size) -> Path:
    """The register of `big_register`, loaded and with everything derived."""
    return _loaded(size.folder / "big.sqlite3", big_register(size))


def list_database(size: Size) -> Path:
    """Many projects with few statements each, loaded and with everything derived."""
    database = size.folder / "list.sqlite3"
    if _is_fresh(database):
        return database
    folder = size.folder / "list-register"
    write_register(folder, size.listed, _PER_LISTED, 2_000)
    return _loaded(database, folder)


def flat_database(size: Size) -> Path:
    """The projects of `list_database` as one plain table, indexed by what is filtered, for Datasette."""
    flat, source = size.folder / "flat.sqlite3", list_database(size)
    if _is_fresh(flat):
        return flat
    remove(flat)
    with closing(sqlite3.connect(flat)) as database:
        database.execute(
            "CREATE TABLE projects (id TEXT PRIMARY KEY,"
            " name_en TEXT, name_ru TEXT, name_kk TEXT, name_zh TEXT,"
            " sector TEXT, region TEXT, status TEXT, partner TEXT,"
            " cost TEXT, cost_usd REAL, conflicts INTEGER,"
            " statements INTEGER, sources INTEGER, updated TEXT)"
        )
        database.executemany(f"INSERT INTO projects VALUES ({','.join('?' * 15)})", _flat_rows(source))
        for column in ("sector", "region", "status", "partner"):
            database.execute(f"CREATE INDEX projects_{column} ON projects ({column})")
        database.commit()
        database.execute("ANALYZE")
    _stamp(flat)
    return flat


def _flat_rows(source: Path) -> Iterator[tuple[object, ...]]:
    with closing(sqlite3.connect(source)) as database:
        for key, cost_usd, conflicts, updated, text in database.execute(
            "SELECT id, cost_usd, conflicts, updated, card FROM projects_project ORDER BY id"
        ):
            card = json.loads(text)
            names = [card["names"].get(lang, [""])[0] for lang in ("en", "ru", "kk", "zh")]
            cost_statement = card["cost"]["statement"] if card["cost"] else None
            cost = f"{cost_statement[3]} {cost_statement[4]}" if cost_statement else ""
            first = [card["sector"], card["regions"][0], card["status"], card["partners"][0]]
            yield key, *names, *first, cost, cost_usd, conflicts, card["statements"], card["sources"], updated


def remove(database: Path) -> None:
    """Remove an SQLite file with its journal."""
    for tail in ("", "-wal", "-shm", ".stamp"):
        with suppress(FileNotFoundError):
            database.with_name(database.name + tail).unlink()


def keep_as_big_database(size: Size, database: Path) -> None:
    """Take a database that a bench has just loaded and derived as the one the page benches use."""
    kept = size.folder / "big.sqlite3"
    remove(kept)
    database.rename(kept)
    _stamp(kept)


def _loaded(database: Path, folder: Path) -> Path:
    if not _is_fresh(database):
        remove(database)
        run_part("load", "load", folder, database=database)
        run_part("load", "rebuild", database=database)
        _stamp(database)
    return database


def _is_fresh(path: Path) -> bool:
    stamp = path.with_name(path.name + ".stamp")
    return path.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == _shape()


def _stamp(path: Path) -> None:
    path.with_name(path.name + ".stamp").write_text(_shape(), encoding="utf-8")


def _shape() -> str:
    digest = sha256()
    for pattern in _SHAPING:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()
