"""A measured row: ours, the reference measured in the same run, their ratio, the bar, whether it is met."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import statistics
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table. Figures carry their unit; `ratio` and `bar` are blank where nothing is asked."""

    what: str
    ours: str
    reference: str
    ratio: str
    bar: str
    verdict: str


_HEADS = Row("What", "Ours", "Reference, same run", "Ratio", "Bar", "Verdict")


def at_least(what: str, ours: float, reference: float, unit: str, named: str, bar: float) -> Row:
    """A row of rates, where ours must be at least `bar` times the reference's."""
    ratio = ours / reference
    return Row(
        what,
        _figure(ours, unit),
        f"{named}: {_figure(reference, unit)}",
        f"{ratio:.2f}",
        f">= {bar:g}",
        _verdict(ratio >= bar),
    )


def below(what: str, ours: float, reference: float, unit: str, named: str, bar: float, shown: str = "") -> Row:
    """A row of times, where ours must be below `bar` times the reference's."""
    ratio = ours / reference
    return Row(
        what,
        _figure(ours, unit),
        f"{named}: {_figure(reference, unit)}",
        f"{ratio:.2g}" if ratio < 0.2 else f"{ratio:.2f}",
        f"< {shown or f'{bar:g}'}",
        _verdict(ratio < bar),
    )


def limit(what: str, ours: float, unit: str, bar: float, *, inclusive: bool = False) -> Row:
    """A row with a limit of its own and no reference."""
    good = ours <= bar if inclusive else ours < bar
    return Row(what, _figure(ours, unit), "", "", f"{'<=' if inclusive else '<'} {bar:g} {unit}", _verdict(good))


def reaches(what: str, ours: float, unit: str, bar: float) -> Row:
    """A row of rates with a least one of its own and no reference."""
    return Row(what, _figure(ours, unit), "", "", f">= {bar:,.0f} {unit}", _verdict(ours >= bar))


def holds(what: str, ours: str, good: bool) -> Row:
    """A row that states what has to be so."""
    return Row(what, ours, "", "", "must hold", _verdict(good))


def stated(what: str, ours: str, reference: str = "", ratio: str = "") -> Row:
    """A row that is only stated: no bar was set."""
    return Row(what, ours, reference, ratio, "", "")


def _verdict(good: bool) -> str:
    return "pass" if good else "MISS"


def _figure(value: float, unit: str) -> str:
    if value >= 1000:
        return f"{value:,.0f} {unit}"
    return f"{value:.3g} {unit}" if value < 100 else f"{value:.0f} {unit}"


def median(values: Sequence[float]) -> float:
    """The middle of several rounds."""
    return statistics.median(values)


def show(rows: Iterable[Row]) -> None:
    """Print rows as lines of a Markdown table."""
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def show_head(title: str) -> None:
    """Print a section's title and the head of its table."""
    print(f"\n### {title}\n", flush=True)
    show([_HEADS])
    print("|" + "---|" * len(_HEADS), flush=True)


def write(path: Path, size: str, sections: dict[str, list[Row]]) -> None:
    """Write all results as JSON: when, on which machine, and every row."""
    path.write_text(
        json.dumps(
            {
                "measured": datetime.now(UTC).isoformat(timespec="seconds"),
                "size": size,
                "machine": machine(),
                "sections": {title: [row._asdict() for row in rows] for title, rows in sections.items()},
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )


def machine() -> dict[str, object]:
    """What the figures depend on."""
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("model name", 1)
    model = cpu[1].split("\n", 1)[0].lstrip("\t :") if len(cpu) > 1 else ""
    return {
        "processors": os.cpu_count(),
        "model": model,
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load": os.getloadavg(),
    }
