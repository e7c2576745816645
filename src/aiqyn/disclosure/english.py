"""A score as lines of English, for a terminal, and as plain data for JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from aiqyn.disclosure.assessment import SetAside
from aiqyn.disclosure.checklist import Checklist, Condition, Stage
from aiqyn.disclosure.explanation import OUTSIDE
from aiqyn.disclosure.score import Score


def lines_of(
    checklist: Checklist,
    stage: Stage,
    conditions: Collection[Condition],
    found: Score,
    aside: Iterable[SetAside],
    as_of: date,
) -> Iterator[str]:
    """A score item by item: the number and its range, the groups, every item that is asked for, what would raise it."""
    held = ", ".join(sorted(conditions)) or "none"
    yield f"Stage on {as_of}: {stage}; conditions that hold: {held}"
    points = "none, nothing is assessed" if found.points is None else f"{found.points} of 100"
    yield f"Score: {points}; from {found.low} to {found.high} with what is not assessed"
    yield f"Assessed: {found.assessed} of {found.applicable} items ({found.coverage} %)"
    if not found.rank_allowed:
        yield f"No place in a ranking: that takes {checklist.method.minimum_coverage} %"
    for group in found.groups:
        label = checklist.method.groups[group.group].labels["en"]
        number = "-" if group.tally.points is None else str(group.tally.points)
        yield f"  {label}: {number} ({group.assessed} of {group.applicable})"
    yield from (line.english for line in found.lines if line.key != OUTSIDE)
    for gain in found.gains:
        yield f"Publishing {gain.item} in full would add {gain.points}"
    yield from (f"Set aside: {one.reason}" for one in aside)
    yield checklist.method.disclaimer["en"]
    yield f"Method {checklist.method.version}, checklist {checklist.digest[:16]}, this score {found.digest}"


def to_plain(project: str, found: Score, aside: Iterable[SetAside]) -> dict[str, Any]:
    """The score's own document with the project, a line of English for each item, and the digest of the document."""
    return {
        "project": project,
        "digest": found.digest,
        "document": json.loads(found.document),
        "coverage": str(found.coverage),
        "lines": [{"item": line.item.id, "key": str(line.key), "text": line.english} for line in found.lines],
        "set_aside": [{"item": one.assessment.item, "reason": str(one.reason)} for one in aside],
    }
