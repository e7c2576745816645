"""Loading a register, beside raw `sqlite3.executemany` of the very same rows into the very same table."""

from __future__ import annotations

import gc
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from benchmarks import data, rows
from benchmarks.data import Size
from benchmarks.processes import answer, peak_memory_mb, run_part, set_up_site

TITLE = "Loading"
_NAMED = "raw executemany"
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-16000", "trusted_schema=OFF")


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench; leaves the loaded database for the benches of pages."""
    folder = data.big_register(size)
    loaded, raw = size.folder / "loaded.sqlite3", size.folder / "raw.sqlite3"
    firsts: list[float] = []
    peaks: list[float] = []
    raws: list[float] = []
    raws_late: list[float] = []
    count = 0
    for _ in range(size.rounds):
        data.remove(loaded)
        first = run_part("load", "load", folder, database=loaded)
        firsts.append(first["seconds"])
        peaks.append(first["peak"])
        count = first["statements"]
        for late, taken in ((0, raws), (1, raws_late)):
            data.remove(raw)
            taken.append(run_part("load", "raw", loaded, raw, late)["seconds"])
    again = [run_part("load", "load", folder, database=loaded) for _ in range(3)]
    on_disk = loaded.stat().st_size / count
    rebuilt = [run_part("load", "rebuild", database=loaded) for _ in range(3)]
    seconds = rows.median(firsts)
    table = [
        rows.at_least(f"load {count:,} statements", count / seconds, count / rows.median(raws), "rows/s", _NAMED, 0.5),
        rows.stated(
            "the same, where the raw insert builds its indexes last, as ours does",
            f"{count / seconds:,.0f} rows/s",
            f"{_NAMED}, indexes last: {count / rows.median(raws_late):,.0f} rows/s",
            f"{rows.median(raws_late) / seconds:.2f}",
        ),
        rows.limit("bytes a statement on disk (whole file after the load)", on_disk, "B", 250, inclusive=True),
        rows.limit("peak memory of the loading process", max(peaks), "MB", 400),
        rows.holds(
            "a second load adds nothing",
            f"{again[-1]['added']} rows added",
            not any(load["added"] for load in again),
        ),
        rows.below(
            "time of a second load",
            rows.median([load["seconds"] for load in again]),
            seconds,
            "s",
            "first load",
            1 / 3,
            "1/3",
        ),
        rows.reaches(
            "rebuild of everything derived, by processor time, the quickest of three",
            count / min(rebuild["processor"] for rebuild in rebuilt),
            "statements/s",
            20_000,
        ),
        rows.stated(
            "the same by the clock",
            f"{min(rebuild['seconds'] for rebuild in rebuilt):.1f} s, peak {rebuilt[0]['peak']:.0f} MB",
        ),
        # Sixteen of them are the row's salt, which lets it be blanked without its digest giving the text away.
        rows.limit("bytes a statement on disk after the rebuild", loaded.stat().st_size / count, "B", 510),
    ]
    data.remove(raw)
    data.keep_as_big_database(size, loaded)
    return table


def _load(folder: Path) -> None:
    set_up_site()
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    from aiqyn_site.ledger.actions import load_register  # noqa: PLC0415
    from aiqyn_site.ledger.version import version  # noqa: PLC0415

    start = time.perf_counter()
    loaded = load_register(folder)
    seconds = time.perf_counter() - start
    peak = peak_memory_mb()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    added = loaded.entities + loaded.sources + loaded.statements + loaded.files
    answer(seconds=seconds, peak=peak, added=added, statements=version().statements)


def _rebuild() -> None:
    set_up_site()
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    from aiqyn_site.derived import rebuild_derived  # noqa: PLC0415

    start, begun = time.perf_counter(), time.process_time()
    rebuild_derived()
    processor, seconds = time.process_time() - begun, time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    answer(seconds=seconds, processor=processor, peak=peak_memory_mb())


def _raw(loaded: Path, target: Path, late: bool) -> None:
    """Insert the rows of a loaded database, held ready in memory, into a new table with the same indexes."""
    with closing(sqlite3.connect(loaded)) as database:
        schema = database.execute(
            "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'ledger_statement'"
            " AND type IN ('table', 'index') AND sql IS NOT NULL"
        ).fetchall()
        table = next(sql for kind, sql in schema if kind == "table")
        indexes = [sql for kind, sql in schema if kind == "index"]
        values = database.execute("SELECT * FROM ledger_statement ORDER BY number").fetchall()
    gc.freeze()
    with closing(sqlite3.connect(target)) as database:
        for pragma in _PRAGMAS:
            database.execute(f"PRAGMA {pragma}")
        database.execute(table)
        for sql in indexes if not late else ():
            database.execute(sql)
        database.commit()
        start = time.perf_counter()
        database.execute("BEGIN IMMEDIATE")
        database.executemany(f"INSERT INTO ledger_statement VALUES ({','.join('?' * len(values[0]))})", values)
        for sql in indexes if late else ():
            database.execute(sql)
        database.commit()
        seconds = time.perf_counter() - start
    answer(seconds=seconds)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["load", folder]:
            _load(Path(folder))
        case ["rebuild"]:
            _rebuild()
        case ["raw", loaded, target, late]:
            _raw(Path(loaded), Path(target), late == "1")
