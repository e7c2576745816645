"""The pages readers start from (history, map, list) over HTTP, beside a plain Django page of twenty rows."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks import data, rows
from benchmarks.data import Size
from benchmarks.http import NO_WRK, Answered, Server, ask, gunicorn, has_wrk, our_site, write_paths
from benchmarks.synthetic import SECTORS, STATUSES

TITLE = "History, map and list, one worker, 8 connections"
_NAMED = "plain Django page, 20 rows, gunicorn"
_PLAIN = "benchmarks.plain_django.wsgi"
_LANGUAGES = ("kk", "ru", "en", "zh")
_SORTS = ("name", "cost", "-cost", "updated", "disagreements")
_MAP_LIMIT = 150  # kB
_PAGE = 25  # projects, as the list shows them
#: Rows of a list are kept one by one, also where pages are not; these lists are too many for that.
_DEEP = "list, uncached, 800 lists whose rows are not kept either"


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench."""
    if not has_wrk():
        return [rows.stated("history, map and list", NO_WRK)]
    database = data.big_database(size)
    keys = [f"project-{n:06}" for n in range(size.projects)]
    random.Random(2).shuffle(keys)
    plain = write_paths(size.folder / "paths-plain-20.txt", [f"/projects/{key}/" for key in keys])
    pages = {what: write_paths(size.folder / f"paths-{what}.txt", paths) for what, paths in _paths(size).items()}
    with (
        gunicorn(_PLAIN, f"/projects/{keys[0]}/", {"BENCH_DATABASE": str(database)}) as reference,
        our_site(database, "/en/map/", cache_mb=0) as bare,
        our_site(database, "/en/map/") as cached,
    ):
        measured = [_page(size, what, paths, plain, reference, bare, cached) for what, paths in pages.items()]
    return [row for page_rows in measured for row in page_rows]


def _page(
    size: Size, what: str, paths: Path, plain: Path, reference: Server, bare: Server, cached: Server
) -> list[rows.Row]:
    """The rows of one kind of page: uncached and from the cache, each beside the reference, in turn."""
    ask(bare, paths, 1)
    ask(cached, paths, 2)
    rounds = [
        (ask(reference, plain, size.seconds), ask(bare, paths, size.seconds), ask(cached, paths, size.seconds))
        for _ in range(size.rounds)
    ]
    references, bares, cacheds = (list(column) for column in zip(*rounds, strict=True))
    base, unit = _rate(references), "requests/s"
    if what == _DEEP:
        return [
            rows.stated(
                what, f"{_rate(bares):,.0f} {unit}", f"{_NAMED}: {base:,.0f} {unit}", f"{_rate(bares) / base:.2f}"
            )
        ]
    page_rows = [rows.at_least(f"{what}, uncached", _rate(bares), base, unit, _NAMED, 2)]
    if "filter" not in what:
        page_rows.append(rows.at_least(f"{what}, from the cache", _rate(cacheds), base, unit, _NAMED, 12))
    weight = bares[0].bytes_each / 1000
    if what.startswith("map"):
        page_rows.append(rows.limit(f"a {what} page of {size.projects:,} projects", weight, "kB", _MAP_LIMIT))
    else:
        page_rows.append(rows.stated(f"a {what} page", f"{weight:.0f} kB"))
    return page_rows


def _paths(size: Size) -> dict[str, list[str]]:
    """The addresses of each kind of page; lists differ in filters, order and page.

    Projects are spread evenly over the pairs of filters; seven tenths of an even share leave room for chance, so that
    no page beyond the last is asked for.
    """
    rng = random.Random(3)
    filters = [f"sector={sector}" for sector in SECTORS] + [f"status={status}" for status in STATUSES]
    lists = [f"/{lang}/projects/?{query}&sort={rng.choice(_SORTS)}" for lang in _LANGUAGES for query in filters]
    both = [
        f"{query}&{second}" for query in filters for second in filters if query < second and query[:3] != second[:3]
    ]
    pages = int(0.7 * size.projects / (len(SECTORS) * len(STATUSES))) // _PAGE + 1
    deep = [
        f"/{lang}/projects/?{query}&sort={sort}&page={rng.randint(1, pages)}"
        for lang in _LANGUAGES
        for query in both
        for sort in _SORTS
    ]
    rng.shuffle(deep)
    return {
        "history": [f"/{lang}/programme/" for lang in _LANGUAGES],
        "map": [f"/{lang}/map/" for lang in _LANGUAGES],
        "map with a filter": [f"/{lang}/map/?{query}" for lang in _LANGUAGES for query in filters],
        "list": lists,
        _DEEP: deep,
    }


def _rate(answered: list[Answered]) -> float:
    return rows.median([answer.rate for answer in answered])
