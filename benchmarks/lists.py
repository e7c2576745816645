"""The filtered list of many projects with facet counts, beside Datasette's page of the same rows."""

from __future__ import annotations

import random
import sqlite3
import sys
from contextlib import AbstractContextManager, closing
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import data, rows
from benchmarks.data import Size
from benchmarks.http import NO_WRK, Answered, Server, ask, free_port, has_wrk, our_site, running, write_paths
from benchmarks.processes import memory_mb

TITLE = "Filtered list with facet counts, one worker, 8 connections"
_NAMED = "Datasette, 2 facets"
_FILTERS = 400
_TABLE = "/flat/projects"


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench."""
    if not has_wrk():
        return [rows.stated("lists", NO_WRK)]
    flat, database = data.flat_database(size), data.list_database(size)
    chosen = _filters(flat)
    ours = write_paths(size.folder / "lists-ours.txt", [f"/en/projects/?{urlencode(filters)}" for filters in chosen])
    popular = write_paths(
        size.folder / "lists-popular.txt", [f"/en/projects/?{urlencode(filters)}" for filters in chosen[:50]]
    )
    facets = "_facet=sector&_facet=status"
    theirs = write_paths(
        size.folder / "lists-datasette.txt", [f"{_TABLE}?{facets}&{urlencode(filters)}" for filters in chosen]
    )
    light = "&_nosuggest=1&_nocount=1&_size=50"
    lighter = write_paths(
        size.folder / "lists-light.txt", [f"{_TABLE}?{facets}&{urlencode(filters)}{light}" for filters in chosen]
    )
    with (
        _datasette(flat) as reference,
        our_site(database, "/en/projects/", cache_mb=0) as bare,
        our_site(database, "/en/projects/") as cached,
    ):
        ask(cached, popular, 3)
        rounds = [
            (
                ask(reference, theirs, 2 * size.seconds),
                ask(bare, ours, size.seconds),
                ask(cached, popular, size.seconds),
            )
            for _ in range(size.rounds)
        ]
        light_time = _time([ask(reference, lighter, 2 * size.seconds)])
        memory = memory_mb(bare.worker())
    references, bares, cacheds = (list(column) for column in zip(*rounds, strict=True))
    base, bare_time = _time(references), _time(bares)
    what = f"list of {size.listed:,} projects, one or two filters, uncached"
    return [
        rows.below(what, bare_time, base, "ms/request", _NAMED, 1 / 15, "1/15"),
        rows.below("the same from the cache", _time(cacheds), base, "ms/request", _NAMED, 1 / 15, "1/15"),
        rows.stated(
            "Datasette with count and suggestions off and 50 rows a page",
            f"{bare_time:.3g} ms/request",
            f"{light_time:.3g} ms/request",
            f"{bare_time / light_time:.3f}",
        ),
        rows.stated("p99 uncached", f"{bares[0].p99_ms:.1f} ms", f"{_NAMED}: {references[0].p99_ms:.0f} ms"),
        rows.stated("a page", f"{bares[0].bytes_each:,.0f} B", f"{_NAMED}: {references[0].bytes_each:,.0f} B"),
        rows.stated(f"memory of the worker with {size.listed:,} projects, no cache", f"{memory:.0f} MB"),
    ]


def _filters(flat: Path) -> list[dict[str, str]]:
    """Different filters, every one of which leaves some projects."""
    rng = random.Random(1)
    with closing(sqlite3.connect(flat)) as database:
        combinations = database.execute(
            "SELECT DISTINCT sector, region, status FROM projects ORDER BY 1, 2, 3"
        ).fetchall()
    names = ("sector", "region", "status")
    chosen = {
        tuple(sorted((name, row[names.index(name)]) for name in rng.sample(names, rng.choice((1, 2)))))
        for row in (rng.choice(combinations) for _ in range(_FILTERS * 4))
        if all(row)
    }
    ordered = sorted(chosen)
    rng.shuffle(ordered)
    return [dict(filters) for filters in ordered[:_FILTERS]]


def _datasette(flat: Path) -> AbstractContextManager[Server]:
    """Datasette as installed, on a file it may take to be unchanging, so that it counts rows only once."""
    port = free_port()
    linked = flat.with_name("flat.db")
    if not linked.exists():
        linked.symlink_to(flat.name)
    command = [
        sys.executable,
        "-m",
        "datasette",
        "serve",
        "-i",
        str(linked),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    return running(command, port, _TABLE, {})


def _time(answered: list[Answered]) -> float:
    """Milliseconds of the server's time a request took."""
    return rows.median([1000 / answer.rate for answer in answered])
