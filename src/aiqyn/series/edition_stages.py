"""Projects by the stage that each edition of a list gave, and what its total leaves over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from aiqyn.ledger import Grounds, headlines
from aiqyn.ledger.claim import ACTUAL
from aiqyn.ledger.edition import PROJECTS, PROJECTS_BY_STATUS
from aiqyn.series.dated_numbers import DatedNumber

#: From the most advanced; what is not here comes last.
_ORDER = ("completed", "launched", "under-construction", "under-implementation", "preparatory", "under-review")


class Stage(NamedTuple):
    """The projects at one stage: from where to where they reach when all are put end to end, and the stage's place."""

    number: DatedNumber
    start: Decimal
    end: Decimal
    place: int


class EditionStages(NamedTuple):
    """The stages of one edition, the most advanced first; `left` is what its total leaves over, nought without one."""

    stages: tuple[Stage, ...]
    total: DatedNumber | None
    left: Decimal

    @property
    def latest(self) -> DatedNumber:
        """The stage that speaks of the latest date."""
        return max((stage.number for stage in self.stages), key=lambda number: number.order)


def edition_stages(numbers: Iterable[DatedNumber], grounds: Grounds) -> list[EditionStages]:
    """The editions that gave a stage, by the latest date that their numbers speak of.

    An edition may be told of by several sources: what leads for each stage and for the total is taken.
    """
    by_edition = groupby(
        sorted(numbers, key=lambda number: number.statement.entity), key=lambda number: number.statement.entity
    )
    leading = [_leading(list(group), grounds) for _, group in by_edition]
    leading = [members for members in leading if any(_is_stage(number) for number in members)]
    leading.sort(key=lambda members: max(number.order for number in members))
    return [_stages(members) for members in leading]


def _leading(numbers: Sequence[DatedNumber], grounds: Grounds) -> list[DatedNumber]:
    chosen = {
        headline.statement.id
        for headline in headlines([number.statement for number in numbers], grounds)
        if headline.side == ACTUAL
    }
    return [number for number in numbers if number.statement.id in chosen]


def _is_stage(number: DatedNumber) -> bool:
    return number.statement.property == PROJECTS_BY_STATUS and bool(number.statement.part)


def _stages(numbers: Sequence[DatedNumber]) -> EditionStages:
    of_stages = sorted(filter(_is_stage, numbers), key=lambda number: (_place(number), number.statement.part))
    stages: list[Stage] = []
    end = Decimal(0)
    for number in of_stages:
        start, end = end, end + number.measure.number.value
        stages.append(Stage(number, start, end, _place(number)))
    total = next(
        (number for number in numbers if number.statement.property == PROJECTS and not number.statement.part), None
    )
    left = total.measure.number.value - end if total is not None else Decimal(0)
    return EditionStages(tuple(stages), total, max(left, Decimal(0)))


def _place(number: DatedNumber) -> int:
    part = number.statement.part
    return _ORDER.index(part) if part in _ORDER else len(_ORDER)
