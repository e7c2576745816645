"""Headlines and disagreements of a whole register, beside `json.loads` of the same rows.

In slices of entities, ours and the reference in turn, so that both see the same machine; in processor time. The garbage
collector leaves the statements of a slice alone: they are given to both, and to walk over them is the work of neither.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Iterator
from itertools import groupby, islice

from aiqyn.ledger import Statement, resolve
from benchmarks import data, rows
from benchmarks.data import Size
from benchmarks.processes import answer, run_part, set_up_site

TITLE = "Headlines and disagreements"
_SLICE = 500


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench."""
    database = data.big_database(size)
    timings = [run_part("resolution", "measure", database=database) for _ in range(size.rounds)]
    best = sorted(timings, key=lambda timing: timing["ours"] / timing["reference"])[(len(timings) - 1) // 2]
    what = f"headlines and disagreements of {best['statements']:,} statements over {best['entities']:,} entities"
    return [
        rows.below(what, best["ours"], best["reference"], "s", "json.loads, one object a line", 3.0),
        rows.stated("found", f"{best['headlines']:,} headlines, {best['differences']:,} differences"),
    ]


def _slices() -> Iterator[list[list[Statement]]]:
    from aiqyn_site.ledger.queries import all_statements  # noqa: PLC0415 - Django must be set up first

    groups = (list(group) for _, group in groupby(all_statements(), key=lambda statement: statement.entity))
    while entities := list(islice(groups, _SLICE)):
        yield entities


def _measure() -> None:
    set_up_site()
    from aiqyn_site.ledger.queries import register  # noqa: PLC0415 - Django must be set up first

    grounds = register().grounds
    ours = reference = 0.0
    statements = entities = headlines = differences = 0
    clock = time.process_time
    for groups in _slices():
        lines = [json.dumps(statement._asdict(), ensure_ascii=False) for group in groups for statement in group]
        gc.freeze()
        start = clock()
        for line in lines:
            json.loads(line)
        reference += clock() - start
        start = clock()
        for group in groups:
            resolution = resolve(group, grounds)
            headlines += len(resolution.headlines)
            differences += len(resolution.disagreements)
        ours += clock() - start
        statements += len(lines)
        entities += len(groups)
    answer(
        ours=ours,
        reference=reference,
        statements=statements,
        entities=entities,
        headlines=headlines,
        differences=differences,
    )


if __name__ == "__main__" and sys.argv[1:] == ["measure"]:
    _measure()
