"""Which verdict stands where several were given, and what the others are good for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from aiqyn.disclosure.assessment import Assessment, SetAside, set_aside
from aiqyn.disclosure.checklist import Checklist, Condition, Stage, Verdict


class Combined(NamedTuple):
    """What a score takes, and people's verdicts that it cannot use with the reason for each."""

    assessments: list[Assessment]
    set_aside: list[SetAside]


def leading_verdicts(
    persons: Iterable[Assessment], computed: Iterable[Assessment], as_of: date | None = None
) -> list[Assessment]:
    """The verdict that stands on each item of one project, by item; what came after `as_of` is left out.

    A person's verdict stands before the register's, whatever their days. Of several assessors the one who stands
    first in the file leads, with the verdict of the latest day, of one day the one further down: rows are only added.
    A person's `not_assessed` makes room for the next assessor's verdict, but not for the register's: it says that what
    the register computed does not hold.
    """
    stands = {verdict.item: verdict for verdict in computed if as_of is None or verdict.day <= as_of}
    opinions = _opinions((("", verdict) for verdict in persons), as_of)
    stands |= {item: _leading(by_assessor.values()) for (_, item), by_assessor in opinions.items()}
    return [stands[item] for item in sorted(stands)]


def combine(
    checklist: Checklist,
    stage: Stage,
    conditions: Collection[Condition],
    persons: Iterable[Assessment],
    computed: Iterable[Assessment],
    as_of: date,
) -> Combined:
    """What a score of one project takes on a day, at its stage under the conditions that hold.

    A person's verdict on another version of an item, or on one that is not asked for, makes room for the register's,
    which are `computed` of the items asked for.
    """
    earlier = [verdict for verdict in persons if verdict.day <= as_of]
    usable, aside = set_aside(checklist, stage, conditions, earlier, as_of)
    return Combined(leading_verdicts(usable, computed, as_of), aside)


def second_opinions(
    rows: Iterable[tuple[str, Assessment]], as_of: date | None = None
) -> tuple[dict[tuple[str, str], Assessment], dict[tuple[str, str], Assessment]]:
    """The verdicts of the first and of the second assessor on each item that two assessed, by project and item.

    `rows` are projects and verdicts in the order of the file. Verdicts on different versions are left out.
    """
    first: dict[tuple[str, str], Assessment] = {}
    second: dict[tuple[str, str], Assessment] = {}
    for key, by_assessor in _opinions(rows, as_of).items():
        opinions = [opinion for opinion in by_assessor.values() if opinion.verdict is not Verdict.NOT_ASSESSED]
        if len(opinions) > 1 and opinions[0].item_version == opinions[1].item_version:
            first[key], second[key] = opinions[:2]
    return first, second


def _leading(opinions: Collection[Assessment]) -> Assessment:
    assessed = (opinion for opinion in opinions if opinion.verdict is not Verdict.NOT_ASSESSED)
    return next(assessed, next(iter(opinions)))


def _opinions(
    rows: Iterable[tuple[str, Assessment]], as_of: date | None
) -> Mapping[tuple[str, str], dict[str, Assessment]]:
    """The verdict of each assessor by project and item, assessors in the order of the file."""
    latest: dict[tuple[str, str], dict[str, Assessment]] = {}
    for project, opinion in rows:
        if as_of is not None and opinion.day > as_of:
            continue
        by_assessor = latest.setdefault((project, opinion.item), {})
        before = by_assessor.get(opinion.assessor)
        if before is None or opinion.day >= before.day:
            by_assessor[opinion.assessor] = opinion
    return latest
