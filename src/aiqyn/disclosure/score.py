"""The disclosure score: a pure function of the checklist, the project's stage and what was assessed by a day.

It measures publication, not cleanliness or legality. The same inputs give the same bytes on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from aiqyn.disclosure.assessment import Assessment, check_assessment
from aiqyn.disclosure.checklist import EXCLUDED, Checklist, Condition, Item, Stage, Verdict
from aiqyn.disclosure.explanation import Line, is_unsearched, line_of
from aiqyn.errors import Refused

#: 0.0, 0.1 ... 100.0: a score has one decimal, and looking it up is faster than making it.
_TENTHS = tuple(Decimal(tenth).scaleb(-1) for tenth in range(1001))

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


class Tally(NamedTuple):
    """A score of 0 to 100 with one decimal. `points` is None where nothing was assessed.

    `low` takes every item not assessed as not disclosed, `high` as disclosed. Where nothing applies they are 0
    and 100: nothing is known.
    """

    points: Decimal | None
    low: Decimal
    high: Decimal


class GroupScore(NamedTuple):
    """The score of one group of items, with how many of those that apply were assessed."""

    group: str
    tally: Tally
    assessed: int
    applicable: int


class Gain(NamedTuple):
    """By how many points the score would rise if the item were disclosed in full."""

    item: str
    points: Decimal


class Score(NamedTuple):
    """What `score` gives.

    `equal` is the same with every item of weight 1. `coverage` is the share of applicable items that were
    assessed, in per cent (items, not weights); `rank_allowed` is decided before rounding. `known_not_disclosed`
    counts items known only from others than operator, state body or lender, searched for or not; one that nobody
    searched for counts as not assessed. `document` is the canonical JSON (UTF-8, keys sorted, no spaces) of all inputs
    used and of the results, `digest` its SHA-256 in hex; the lines follow from the inputs.
    """

    points: Decimal | None
    low: Decimal
    high: Decimal
    equal: Tally
    assessed: int
    applicable: int
    coverage: Decimal
    rank_allowed: bool
    known_not_disclosed: int
    groups: tuple[GroupScore, ...]
    lines: tuple[Line, ...]
    gains: tuple[Gain, ...]
    document: bytes
    digest: str


class _Mark(NamedTuple):
    """An applicable item and its value in hundredths; None = not assessed."""

    item: Item
    value: int | None


def score(
    checklist: Checklist,
    stage: Stage,
    conditions: Collection[Condition],
    assessments: Iterable[Assessment],
    as_of: date,
) -> Score:
    """The score of a project at a stage, on the conditions that hold, from what was assessed up to `as_of`.

    Later assessments are left out, so that any past day can be computed; of several on one item the latest
    stands. The order in which they come does not matter.

    Refuses what `check_assessment` refuses (an unknown item, another version of it, an item not asked for at the
    stage) and two different verdicts on one item of the same day. `set_aside` parts the usable from the rest.
    """
    holding = frozenset(conditions)
    latest = _latest(checklist, stage, holding, assessments, as_of)
    asked_for = [item for item in checklist.items.values() if item.applies(stage, holding)]
    marks = _marks(checklist, asked_for, latest)
    tally = _tally((mark.item.weight, mark.value) for mark in marks)
    assessed = sum(mark.value is not None for mark in marks)
    asked_ids = {item.id for item in asked_for}
    result = Score(
        points=tally.points,
        low=tally.low,
        high=tally.high,
        equal=_tally((1, mark.value) for mark in marks),
        assessed=assessed,
        applicable=len(marks),
        coverage=_tenth(100 * assessed, len(marks)) if marks else _TENTHS[0],
        rank_allowed=bool(marks) and 100 * assessed >= checklist.method.minimum_coverage * len(marks),
        known_not_disclosed=sum(assessment.verdict is Verdict.KNOWN_NOT_DISCLOSED for assessment in latest.values()),
        groups=_groups(checklist, marks),
        lines=tuple(
            line_of(checklist, item, latest.get(item.id), item.id in asked_ids) for item in checklist.items.values()
        ),
        gains=_gains(marks, checklist.method.gains),
        document=b"",
        digest="",
    )
    document = _document(checklist, stage, holding, latest, as_of, result)
    return result._replace(document=document, digest=sha256(document).hexdigest())


def _latest(
    checklist: Checklist,
    stage: Stage,
    conditions: frozenset[Condition],
    assessments: Iterable[Assessment],
    as_of: date,
) -> dict[str, Assessment]:
    """The latest assessment of each item up to a day."""
    latest: dict[str, Assessment] = {}
    for assessment in assessments:
        if assessment.day > as_of:
            continue
        check_assessment(checklist, stage, conditions, assessment, as_of)
        other = latest.get(assessment.item)
        if other is None or assessment.day > other.day:
            latest[assessment.item] = assessment
        elif assessment.day == other.day and assessment != other:
            raise Refused("verdicts_two", item=assessment.item, day=assessment.day)
    return latest


def _marks(checklist: Checklist, asked_for: list[Item], latest: dict[str, Assessment]) -> list[_Mark]:
    marks = []
    for item in asked_for:
        assessment = latest.get(item.id)
        if assessment is None or is_unsearched(assessment):
            marks.append(_Mark(item, None))
        elif assessment.verdict not in EXCLUDED:
            marks.append(_Mark(item, checklist.method.values.get(assessment.verdict)))
    return marks


def _tally(weighed: Iterable[tuple[int, int | None]]) -> Tally:
    """The score of weights with their values in hundredths."""
    earned = assessed = total = 0
    for weight, value in weighed:
        total += weight
        if value is not None:
            assessed += weight
            earned += weight * value
    if not total:
        return Tally(None, _TENTHS[0], _TENTHS[-1])
    return Tally(
        _tenth(earned, assessed) if assessed else None,
        _tenth(earned, total),
        _tenth(earned + 100 * (total - assessed), total),
    )


def _tenth(over: int, under: int) -> Decimal:
    """A quotient rounded to one decimal, halves up, in whole numbers."""
    return _TENTHS[(20 * over + under) // (2 * under)]


def _groups(checklist: Checklist, marks: list[_Mark]) -> tuple[GroupScore, ...]:
    weighed: dict[str, list[tuple[int, int | None]]] = {key: [] for key in checklist.method.groups}
    for item, value in marks:
        weighed[item.group].append((item.weight, value))
    return tuple(
        GroupScore(key, _tally(values), sum(value is not None for _, value in values), len(values))
        for key, values in weighed.items()
    )


def _gains(marks: list[_Mark], most: int) -> tuple[Gain, ...]:
    """The items whose disclosure would raise the score most.

    Only assessed ones: what nobody looked for may be public already.
    """
    assessed = sum(mark.item.weight for mark in marks if mark.value is not None)
    missing = [(item.weight * (100 - value), item) for item, value in marks if value is not None and value < 100]
    missing.sort(key=lambda gain: (-gain[0], -gain[1].weight, gain[1].id))
    return tuple(Gain(item.id, _tenth(lost, assessed)) for lost, item in missing[:most])


def _document(
    checklist: Checklist,
    stage: Stage,
    conditions: frozenset[Condition],
    latest: dict[str, Assessment],
    as_of: date,
    result: Score,
) -> bytes:
    form = {
        "form": "aiqyn-score-1",
        "method": checklist.method.version,
        "checklist": checklist.digest,
        "stage": stage,
        "conditions": sorted(conditions),
        "as_of": as_of.isoformat(),
        "assessments": [_assessment(latest[item]) for item in sorted(latest)],
        "score": _numbers(Tally(result.points, result.low, result.high)),
        "equal": _numbers(result.equal),
        "assessed": result.assessed,
        "applicable": result.applicable,
        "rank_allowed": result.rank_allowed,
        "known_not_disclosed": result.known_not_disclosed,
        "groups": [[group.group, *_numbers(group.tally), group.assessed, group.applicable] for group in result.groups],
        "gains": [[gain.item, str(gain.points)] for gain in result.gains],
    }
    return _encode(form).encode()


def _assessment(assessment: Assessment) -> list[object]:
    return [
        assessment.item,
        assessment.item_version,
        assessment.verdict,
        assessment.assessor,
        assessment.day.isoformat(),
        assessment.evidence,
        [[search.place, search.query, search.day.isoformat(), search.sha256] for search in assessment.searches],
        assessment.note,
    ]


def _numbers(tally: Tally) -> list[str | None]:
    return [None if number is None else str(number) for number in tally]
