"""`python -m benchmarks [--size full|small] [--only load,pages]`: run, print rows, write var/bench.json."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable

from benchmarks import (
    core,
    deadlines,
    disclosure,
    engines,
    lists,
    load,
    pages,
    reader,
    resolution,
    rows,
    search,
    servers,
)
from benchmarks.data import ROOT, SIZES, Size

_BENCHES: dict[str, tuple[str, Callable[[Size], list[rows.Row]]]] = {
    "load": (load.TITLE, load.measure),
    "resolve": (resolution.TITLE, resolution.measure),
    "pages": (pages.TITLE, pages.measure),
    "reader": (reader.TITLE, reader.measure),
    "list": (lists.TITLE, lists.measure),
    "search": (search.TITLE, search.measure),
    "scores": (disclosure.TITLE, disclosure.measure),
    "deadlines": (deadlines.TITLE, deadlines.measure),
    "core": (core.TITLE, core.measure),
    "engines": (engines.TITLE, engines.measure),
    "servers": (servers.TITLE, servers.measure),
}


def main() -> int:
    """Run what was asked for; 0 when no bar was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--only", default=",".join(_BENCHES), help="comma-separated: " + ", ".join(_BENCHES))
    arguments = parser.parse_args()
    names = arguments.only.split(",")
    unknown = [name for name in names if name not in _BENCHES]
    if unknown:
        parser.error(f"no bench is called {', '.join(unknown)}; there are {', '.join(_BENCHES)}")
    size = SIZES[arguments.size]
    size.folder.mkdir(parents=True, exist_ok=True)
    print(f"Size {size.name}; data under {size.folder}; machine {json.dumps(rows.machine())}", flush=True)
    sections: dict[str, list[rows.Row]] = {}
    for name in names:
        title, measure = _BENCHES[name]
        rows.show_head(title)
        try:
            sections[title] = measure(size)
        except RuntimeError as fault:
            sections[title] = [rows.holds("measured at all", str(fault), good=False)]
        rows.show(sections[title])
        rows.write(ROOT / "var" / "bench.json", size.name, sections)
    missed = [row.what for section in sections.values() for row in section if row.verdict == "MISS"]
    print(f"\n{len(missed)} of the bars missed" + (": " + "; ".join(missed) if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
