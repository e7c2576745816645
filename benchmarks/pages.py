"""Project pages over HTTP, uncached and from the cache, beside a plain Django page from the same database."""

from __future__ import annotations

import random

from benchmarks import data, rows
from benchmarks.data import Size
from benchmarks.http import NO_WRK, Answered, Server, ask, gunicorn, has_wrk, our_site, write_paths
from benchmarks.processes import memory_mb

TITLE = "Project pages, one worker, 8 connections"
_NAMED = "plain Django page, 20 statements, gunicorn"
_POPULAR = 100  # pages asked for from the cache: as many as it holds at its default size, and more than enough
_LANG = "en"
_LANGUAGES = ("kk", "ru", "en", "zh")
_PLAIN = "benchmarks.plain_django.wsgi"


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench."""
    if not has_wrk():
        return [rows.stated("project pages", NO_WRK)]
    database = data.big_database(size)
    keys = [f"project-{n:06}" for n in range(size.projects)]
    random.Random(1).shuffle(keys)
    ours = write_paths(size.folder / "paths-ours.txt", [f"/{_LANG}/projects/{key}/" for key in keys])
    popular = write_paths(size.folder / "paths-popular.txt", [f"/{_LANG}/projects/{key}/" for key in keys[:_POPULAR]])
    plain = write_paths(size.folder / "paths-plain.txt", [f"/projects/{key}/" for key in keys])
    first = f"/{_LANG}/projects/{keys[0]}/"
    plain_site = {"BENCH_DATABASE": str(database)}
    with (
        gunicorn(_PLAIN, f"/projects/{keys[0]}/", plain_site) as reference,
        gunicorn(_PLAIN, f"/projects/{keys[0]}/", plain_site | {"BENCH_KEEP": "1"}) as tuned,
        our_site(database, first, cache_mb=0) as bare,
        our_site(database, first) as cached,
    ):
        ask(cached, popular, 2)
        rounds = [
            (
                ask(reference, plain, size.seconds),
                ask(bare, ours, size.seconds),
                ask(cached, popular, size.seconds),
                ask(tuned, plain, size.seconds),
            )
            for _ in range(size.rounds)
        ]
        zipped = ask(cached, popular, size.seconds, gzip=True)
        memory = _memory_after_everything(cached, size)
        bare_memory = memory_mb(bare.worker())
    references, bares, cacheds, tuneds = (list(column) for column in zip(*rounds, strict=True))
    return [
        *_rates(references, bares, cacheds, tuneds, zipped),
        rows.limit("p99 at 8 connections, site as it is served (from the cache)", _p99(cacheds), "ms", 10),
        rows.stated("p99 and p50 uncached", _latency(bares), f"{_NAMED}: {_latency(references)}"),
        rows.stated("a page", f"{bares[0].bytes_each:,.0f} B", f"plain Django: {references[0].bytes_each:,.0f} B"),
        rows.limit("memory of a worker, cache full, every kind of page seen (RSS)", memory, "MB", 120),
        rows.stated("memory of the worker without a cache (RSS)", f"{bare_memory:.0f} MB"),
    ]


def _rates(
    references: list[Answered],
    bares: list[Answered],
    cacheds: list[Answered],
    tuneds: list[Answered],
    zipped: Answered,
) -> list[rows.Row]:
    base, unit = _rate(references), "requests/s"
    return [
        rows.at_least("project page with 50 statements, uncached", _rate(bares), base, unit, _NAMED, 1.2),
        rows.at_least("the same from the cache", _rate(cacheds), base, unit, _NAMED, 12),
        rows.stated(
            "the same from the cache, compressed",
            f"{zipped.rate:,.0f} {unit}",
            "",
            f"{zipped.rate / base:.1f}",
        ),
        rows.stated(
            "uncached, where the plain Django site keeps its connection open (CONN_MAX_AGE)",
            f"{_rate(bares):,.0f} {unit}",
            f"{_rate(tuneds):,.0f} {unit}",
            f"{_rate(bares) / _rate(tuneds):.2f}",
        ),
    ]


def _memory_after_everything(server: Server, size: Size) -> float:
    """What a worker holds once its cache is full and it has made lists of all kinds and thousands of pages."""
    paths = [f"/{lang}/projects/?sort={sort}" for lang in _LANGUAGES for sort in ("name", "cost", "updated")]
    paths += [f"/{lang}/disagreements/" for lang in _LANGUAGES]
    paths += [f"/{lang}/projects/project-{n:06}/" for n in range(size.projects) for lang in ("kk", "en")]
    ask(server, write_paths(size.folder / "paths-all.txt", paths), 6 * size.seconds)
    return memory_mb(server.worker())


def _rate(answered: list[Answered]) -> float:
    return rows.median([answer.rate for answer in answered])


def _p99(answered: list[Answered]) -> float:
    return rows.median([answer.p99_ms for answer in answered])


def _latency(answered: list[Answered]) -> str:
    return f"{_p99(answered):.1f} and {rows.median([answer.p50_ms for answer in answered]):.1f} ms"
