"""Disclosure scores of a whole register, beside a JSON round trip of the same assessments.

In slices of projects, ours and the reference in turn, so that both see the same machine; in processor time, as nothing
here waits.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta

from aiqyn.disclosure import Assessment, Checklist, Evidence, Search, Stage, Verdict, load_checklist, score
from benchmarks import rows
from benchmarks.data import Size

TITLE = "Disclosure scores"
_SLICE = 250
_ASSESSED = 0.8
_AS_OF = date(2026, 11, 22)
_STAGES = (Stage.PREPARATION, Stage.CONSTRUCTION, Stage.OPERATION)
_VERDICTS = (Verdict.DISCLOSED, Verdict.PARTIAL, Verdict.NOT_FOUND, Verdict.KNOWN_NOT_DISCLOSED)


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench."""
    timings = sorted((_round(size.projects) for _ in range(size.rounds)), key=lambda timing: timing[0] / timing[1])
    ours, reference, assessments = timings[len(timings) // 2]
    what = f"scores of {size.projects:,} projects with {assessments:,} assessments"
    named = "json.dumps and loads of the same assessments"
    return [
        rows.limit(what, ours, "s", 10),
        rows.stated(
            "the same beside the reference", f"{ours:.3g} s", f"{named}: {reference:.3g} s", f"{ours / reference:.2f}"
        ),
    ]


def _round(projects: int) -> tuple[float, float, int]:
    """Seconds of ours, seconds of the reference, and how many assessments both read."""
    chance, checklist = random.Random(20_000), load_checklist()
    ours = reference = 0.0
    assessments = 0
    clock = time.process_time
    for _ in range(0, projects, _SLICE):
        sample = [_project(checklist, chance) for _ in range(_SLICE)]
        plain = [[_plain(assessment) for assessment in verdicts] for _, verdicts in sample]
        start = clock()
        for verdicts in plain:
            json.loads(json.dumps(verdicts, ensure_ascii=False))
        reference += clock() - start
        start = clock()
        for stage, given in sample:
            score(checklist, stage, (), given, _AS_OF)
        ours += clock() - start
        assessments += sum(len(verdicts) for _, verdicts in sample)
    return ours, reference, assessments


def _project(checklist: Checklist, chance: random.Random) -> tuple[Stage, list[Assessment]]:
    """A made-up project: its stage, and verdicts on four of five items that are asked for at it."""
    stage = chance.choice(_STAGES)
    return stage, list(_assessments(checklist, stage, chance))


def _assessments(checklist: Checklist, stage: Stage, chance: random.Random) -> Iterator[Assessment]:
    for item in checklist.items.values():
        if not item.applies(stage, ()) or chance.random() > _ASSESSED:
            continue
        day = _AS_OF - timedelta(days=chance.randrange(700))
        source = Evidence(f"source-{chance.randrange(20_000)}", "p. 4")
        searched = Search("kazakhinvest.kz", "завод цемент", day, "0" * 64)
        yield Assessment(item.id, item.version, chance.choice(_VERDICTS), "desk", day, (source,), (searched,), "")


def _plain(assessment: Assessment) -> dict[str, object]:
    return {
        "item": assessment.item,
        "version": assessment.item_version,
        "verdict": assessment.verdict.value,
        "assessor": assessment.assessor,
        "day": assessment.day.isoformat(),
        "evidence": [list(source) for source in assessment.evidence],
        "searches": [
            [search.place, search.query, search.day.isoformat(), search.sha256] for search in assessment.searches
        ],
        "note": assessment.note,
    }
