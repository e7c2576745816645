"""Search beside a bare FTS5 query of the same terms on the same index, in one process, one after the other."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator

from benchmarks import data, rows, synthetic_names
from benchmarks.data import Size
from benchmarks.processes import answer, peak_memory_mb, run_part, set_up_site

TITLE = "Search over names, texts and statements"
_NAMED = "bare FTS5, first 20 by rank"
_QUERIES = 800
_BARE = "SELECT rowid FROM search_terms WHERE search_terms MATCH ? ORDER BY rank LIMIT 20"
_SPREAD_MS = 20
#: How often each way of asking comes up, of a hundred.
_MIX = {
    "place": 24,
    "place and plant": 20,
    "inflected": 12,
    "company": 10,
    "two characters": 10,
    "mistyped": 10,
    "place and figure": 8,
    "source": 6,
}
_INFLECTED = (
    "ветровые электростанции",
    "медного рудника",
    "зерновые терминалы",
    "металлургического завода",
    "жел электр станциясының",
    "мыс кеніштері",
    "теміржол желісінде",
    "химия кешендері",
    "wind farms",
    "copper mines",
    "railway lines",
    "textile factories",
)
_TWO = ("风电", "光伏", "钢铁", "铜矿", "铁路", "纺织", "码头", "化工", "集团", "华新", "扎纳", "萨雷")


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench."""
    figures = run_part("search", "measure", size.projects, size.sources, database=data.big_database(size))
    what = f"search, {size.statements:,} statements"
    ours, bare = figures["ours"], figures["bare"]
    return [
        rows.below(f"{what}, p50", ours["p50"], bare["p50"], "ms", _NAMED, 2),
        rows.limit(f"{what}, p99 beyond the reference's", ours["p99"] - bare["p99"], "ms", _SPREAD_MS),
        rows.stated(f"{what}, p99", f"{ours['p99']:.1f} ms", f"{_NAMED}: {bare['p99']:.1f} ms"),
        rows.stated("suggestions while typing, p50 and p99", f"{figures['p50']:.1f} ms, {figures['p99']:.1f} ms"),
        rows.stated("queries that found something", f"{figures['answered']} of {_QUERIES}"),
        rows.stated("memory of the process", f"{figures['memory']:.0f} MB"),
    ]


def _queries(projects: int, sources: int) -> Iterator[str]:
    """What readers might type: names, parts of names, word endings, typing errors, in four languages."""
    rng = random.Random(3)
    kinds, weights = list(_MIX), list(_MIX.values())
    for kind in rng.choices(kinds, weights, k=_QUERIES):
        n = rng.randrange(projects)
        name = rng.choice(synthetic_names.named(synthetic_names.project(n)))[1]
        where = rng.choice(synthetic_names.named(synthetic_names.place(n * 7)))[1]
        yield {
            "place": where,
            "place and plant": name,
            "inflected": rng.choice(_INFLECTED),
            "company": rng.choice(synthetic_names.named(synthetic_names.organisation(n % 500)))[1].split(" ")[0],
            "two characters": rng.choice(_TWO),
            "mistyped": _mistyped(rng, synthetic_names.place(n * 7)[rng.randrange(3)]),
            "place and figure": f"{where} {rng.randrange(5, 900)}",
            "source": synthetic_names.title(rng.randrange(sources)),
        }[kind]


def _mistyped(rng: random.Random, word: str) -> str:
    """A word with two neighbouring letters swapped, one doubled or one left out."""
    place = rng.randrange(1, len(word) - 1)
    start, letter, end = word[:place], word[place], word[place + 1 :]
    return rng.choice((start + end[:1] + letter + end[1:], start + letter + letter + end, start + end))


def _measure(projects: int, sources: int) -> None:
    set_up_site()
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    from aiqyn.names.analysis import question  # noqa: PLC0415 - beside the site, which needs Django
    from aiqyn_site.search.index import expression  # noqa: PLC0415 - Django must be set up first
    from aiqyn_site.search.queries import find, suggest  # noqa: PLC0415 - Django must be set up first

    connection.ensure_connection()
    asked, clock = list(_queries(projects, sources)), time.perf_counter
    ours, bare, typed, answered_queries = [], [], [], 0
    for query in asked[:20]:
        find(query)
    for query in asked:
        terms = expression([[word.ways for word in question(query).words]])
        start = clock()
        connection.connection.execute(_BARE, [terms]).fetchall()
        middle = clock()
        answered_queries += bool(find(query).groups)
        end = clock()
        suggest(query[:5], "en")
        typed.append(clock() - end)
        bare.append(middle - start)
        ours.append(end - middle)
    answer(
        ours=_percentiles(ours),
        bare=_percentiles(bare),
        **_percentiles(typed),
        answered=answered_queries,
        memory=peak_memory_mb(),
    )


def _percentiles(seconds: list[float]) -> dict[str, float]:
    """The middle and the hundredth slowest, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {"p50": cuts[49] * 1000, "p99": cuts[98] * 1000}


if __name__ == "__main__" and sys.argv[1:2] == ["measure"]:
    _measure(int(sys.argv[2]), int(sys.argv[3]))
