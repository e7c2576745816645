"""What a load did with rows besides adding them: days it gave, and what the folder and the ledger do not share."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiqyn_site.ledger.actions import Loaded

_MOST_SHOWN, _MOST_GIVEN = 10, 100


def left_as_json(loaded: Loaded) -> dict[str, object]:
    """What a load changed or left of what it was given, as plain data."""
    return {
        "removed": loaded.removed,
        "recorded": {"day": loaded.today, "undated": loaded.undated.ranges, "redated": loaded.redated.ranges},
        "moved": {"count": loaded.moved_count, "first": [moved._asdict() for moved in loaded.moved]},
        "lacking": {**loaded.lacking, "files": loaded.lacking_files},
        "newer": loaded.newer,
        "replaced": {
            "count": len(loaded.replaced),
            "first": [its._asdict() for its in loaded.replaced[:_MOST_GIVEN]],
        },
    }


def left_lines(loaded: Loaded, folder: Path) -> Iterator[str]:
    """The same in sentences, each with the way out."""
    day, export = loaded.today, "run aiqyn export to have it in a folder"
    if loaded.undated or loaded.redated:
        for lines, why in ((loaded.undated, "without a day"), (loaded.redated, "with a day to come or gone by")):
            if lines:
                yield f"Rows {why} were recorded on {day}: {len(lines):,} (statements.csv: {lines.text()})"
        yield f"The register has these days now, the folder not: {export}"
    for moved in loaded.moved[:_MOST_SHOWN]:
        yield (
            f"statements.csv:{moved.line}: the day says {moved.own}, but statement {moved.number} was recorded on"
            f" {moved.recorded}, which stays"
        )
    if loaded.moved_count > _MOST_SHOWN:
        yield f"... and the days of {loaded.moved_count - _MOST_SHOWN:,} more recorded rows"
    for its in loaded.replaced[:_MOST_SHOWN]:
        more = " ..." if its.pieces > len(its.was) else ""
        becomes = ", ".join(its.becomes) or "nothing"
        yield f"Replaced: {its.name}, as recorded on {its.recorded}: {', '.join(its.was)}{more} by {becomes}"
    if len(loaded.replaced) > _MOST_SHOWN:
        yield f"... and {len(loaded.replaced) - _MOST_SHOWN:,} more; each earlier version stays in the ledger"
    lacking = [f"{name} {number:,}" for name, number in loaded.lacking.items()]
    if loaded.lacking_files:
        lacking.append(f"files {', '.join(loaded.lacking_files)}")
    if lacking:
        yield f"Recorded, but not in this folder (others may have added it): {'; '.join(lacking)}. It stays: {export}"
    if loaded.lacking_files:
        options = " ".join(f"--remove {shlex.quote(name)}" for name in loaded.lacking_files)
        yield f"If a file shall leave the register: aiqyn load {shlex.quote(str(folder))} {options}"
    if loaded.newer:
        names = ", ".join(loaded.newer)
        yield f"Newer in the ledger than in this folder: {names}. The newer stays: {export}, or load with --take NAME"
