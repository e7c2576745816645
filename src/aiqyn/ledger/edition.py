"""Editions: what each publication of a programme's list printed, what it left out, what changed to the next.

Figures on another basis than the list itself (one region, newly signed agreements, all projects with Chinese
investors) are kept apart, by the part of the totals they belong to. Nothing here chooses between editions.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from aiqyn.ledger.claim import Grounds
from aiqyn.ledger.headline import Headline, headlines
from aiqyn.ledger.statement import Statement
from aiqyn.values.dates import Date, parse_date
from aiqyn.values.measure import Measure, Unit, compare, parse_measure
from aiqyn.values.number import Agreement, Bound

PUBLISHED_BY, PUBLISHED_ON = "published_by", "published_on"
PROJECTS, VALUE, JOBS = "projects_total", "investment_total", "jobs"
PROJECTS_BY_STATUS, VALUE_BY_STATUS, SHARE_BY_STATUS = "projects_by_status", "value_by_status", "share_by_status"
SECTOR_SHARE, PROJECTS_IN_REGION = "sector_share", "projects_in_region"
#: The properties whose parts are bases: what else carries such a part is on that basis too.
_TOTALS = frozenset({PROJECTS, VALUE, PROJECTS_IN_REGION})
_BY_STATUS = (PROJECTS_BY_STATUS, VALUE_BY_STATUS, SHARE_BY_STATUS)
_ABOUT = frozenset({PUBLISHED_BY, PUBLISHED_ON, "name", "other_name", "description"})
_COMPARED = (PROJECTS, VALUE, JOBS, *_BY_STATUS, SECTOR_SHARE)


class Status(NamedTuple):
    """What an edition printed of the projects of one status; `part` names the status."""

    part: str
    projects: Headline | None
    value: Headline | None
    share: Headline | None


class Basis(NamedTuple):
    """The figures of an edition that count something else than the list; `part` names what."""

    part: str
    projects: Headline | None
    value: Headline | None
    jobs: Headline | None


class Edition(NamedTuple):
    """One publication of a programme's list, each thing it printed as its leading statement.

    `when` is the date it was published, or else the latest date its totals speak of; None if neither is known.
    `other` holds what else it printed on its own basis, `apart` what it printed on others.
    """

    id: str
    when: Date | None
    published: Headline | None
    publishers: tuple[Statement, ...]
    projects: Headline | None
    value: Headline | None
    statuses: tuple[Status, ...]
    sectors: tuple[Headline, ...]
    jobs: Headline | None
    other: tuple[Headline, ...]
    apart: tuple[Basis, ...]

    @property
    def is_of_the_list(self) -> bool:
        """Whether it says anything of the list itself."""
        return any((self.projects, self.value, self.statuses, self.sectors, self.jobs, self.other))

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements it leads with, in the order in which they are read."""
        of_statuses = [figure for status in self.statuses for figure in status[1:]]
        of_bases = [figure for basis in self.apart for figure in basis[1:]]
        printed = [self.published, self.projects, self.value, *of_statuses, *self.sectors, self.jobs, *self.other]
        leading = (figure for figure in (*printed, *of_bases) if isinstance(figure, Headline))
        return (*self.publishers, *(headline.statement for headline in leading))


class ChangeKind(StrEnum):
    """What became of a figure from one edition to the next.

    `alike`: printed otherwise, yet both can hold, or one was cut short. `appeared` and `left_out`: only one of the
    two printed it.
    """

    SAME = "same"
    ALIKE = "alike"
    CHANGED = "changed"
    APPEARED = "appeared"
    LEFT_OUT = "left_out"


class EditionChange(NamedTuple):
    """What became of one figure. `difference` is in the unit of both, where both are exact to the same place."""

    kind: ChangeKind
    property: str
    part: str
    before: Statement | None
    after: Statement | None
    difference: Decimal | None


class Remainder(NamedTuple):
    """The sum an edition never gave, worked out from its total: nobody's statement.

    `exact` is the total less the parts, in the unit of the total; `step` the worth of the last digit that the
    total was printed to, beyond which the remainder says nothing. `counts` are the numbers of projects by
    status that add up to the edition's total, `projects` the one whose sum is missing.
    """

    part: str
    projects: Statement
    total: Statement
    parts: tuple[Statement, ...]
    counts: tuple[Statement, ...]
    projects_total: Statement
    exact: Decimal
    step: Decimal

    @property
    def rounded(self) -> Decimal:
        """The remainder as far as the total was printed."""
        return self.exact.quantize(self.step) if self.step < 1 else round(self.exact / self.step) * self.step


def editions(statements: Iterable[Statement], grounds: Grounds) -> list[Edition]:
    """The editions that statements speak of, by date, those without a date last.

    `statements` are about editions only. An edition of a month stands before one of a day in it.
    """
    ordered = sorted(statements, key=lambda statement: statement.entity)
    alone = Grounds(grounds.vocabulary, grounds.ranks)  # each by itself: not under its programme
    by_entity = groupby(ordered, key=lambda statement: statement.entity)
    return sorted((_edition(entity, headlines(group, alone)) for entity, group in by_entity), key=_order)


def _order(edition: Edition) -> tuple[datetime.date, datetime.date, str]:
    when = edition.when
    return (when.first, when.last, edition.id) if when is not None else (datetime.date.max,) * 2 + (edition.id,)


def _edition(identifier: str, leading: Sequence[Headline]) -> Edition:
    bases = sorted(
        {headline.key.part for headline in leading if headline.key.property in _TOTALS and headline.key.part}
    )
    first: dict[tuple[str, str], Headline] = {}
    for headline in leading:
        first.setdefault((headline.key.property, headline.key.part), headline)  # facts come before plans
    own = {key: headline for key, headline in first.items() if key[1] not in bases}
    statuses = sorted({part for name, part in own if name in _BY_STATUS})
    shown = {(name, "") for name in (PROJECTS, VALUE, JOBS)} | {key for key in own if key[0] in (*_BY_STATUS, *_ABOUT)}
    sectors = tuple(share for (name, _), share in own.items() if name == SECTOR_SHARE)
    return Edition(
        identifier,
        _when(first.get((PUBLISHED_ON, "")), [total for key, total in first.items() if key[0] in _TOTALS]),
        first.get((PUBLISHED_ON, "")),
        _publishers(leading),
        own.get((PROJECTS, "")),
        own.get((VALUE, "")),
        tuple(Status(part, *(own.get((name, part)) for name in _BY_STATUS)) for part in statuses),
        sectors,
        own.get((JOBS, "")),
        tuple(_other(leading, shown, bases)),
        tuple(_basis(part, first) for part in bases),
    )


def _publishers(leading: Iterable[Headline]) -> tuple[Statement, ...]:
    named = (headline for headline in leading if headline.key.property == PUBLISHED_BY)
    return tuple(statement for headline in named for statement in (headline.statement, *headline.others))


def _when(published: Headline | None, totals: Iterable[Headline]) -> Date | None:
    if published is not None:
        return parse_date(published.statement.value)
    dated = [parse_date(total.statement.as_of) for total in totals if total.statement.as_of]
    return max(dated, key=lambda date: (date.last, date.first), default=None)


def _other(leading: Iterable[Headline], shown: set[tuple[str, str]], bases: Sequence[str]) -> Iterable[Headline]:
    return (
        headline
        for headline in leading
        if (headline.key.property, headline.key.part) not in shown
        and headline.key.property not in {*_ABOUT, SECTOR_SHARE}
        and headline.key.part not in bases
    )


def _basis(part: str, first: Mapping[tuple[str, str], Headline]) -> Basis:
    projects = first.get((PROJECTS, part)) or first.get((PROJECTS_IN_REGION, part))
    return Basis(part, projects, first.get((VALUE, part)), first.get((JOBS, part)))


def changed(before: Edition, after: Edition, units: Mapping[str, Unit]) -> list[EditionChange]:
    """What became, from one edition to another, of every figure of the list that either printed, in a fixed order."""
    old, new = _figures(before), _figures(after)
    keys = sorted({*old, *new}, key=lambda key: (_COMPARED.index(key[0]), key[1]))
    return [_change(key, old.get(key), new.get(key), units) for key in keys]


def _figures(edition: Edition) -> dict[tuple[str, str], Statement]:
    leading = [edition.projects, edition.value, edition.jobs, *edition.sectors]
    leading += [figure for status in edition.statuses for figure in (status.projects, status.value, status.share)]
    printed = (figure for figure in leading if figure is not None)
    return {(headline.key.property, headline.key.part): headline.statement for headline in printed}


def _change(
    key: tuple[str, str], before: Statement | None, after: Statement | None, units: Mapping[str, Unit]
) -> EditionChange:
    if before is None or after is None:
        kind = ChangeKind.APPEARED if before is None else ChangeKind.LEFT_OUT
        return EditionChange(kind, *key, before, after, None)
    if (before.value, before.unit) == (after.value, after.unit):
        return EditionChange(ChangeKind.SAME, *key, before, after, None)
    old, new = _measure(before, units), _measure(after, units)
    kind = ChangeKind.CHANGED if compare(old, new) in {Agreement.DIFFER, None} else ChangeKind.ALIKE
    alike = old.unit is new.unit and old.number.step == new.number.step and _is_exact(old) and _is_exact(new)
    return EditionChange(kind, *key, before, after, new.number.value - old.number.value if alike else None)


def _is_exact(measure: Measure) -> bool:
    return measure.number.bound is Bound.EXACT


def remainder(edition: Edition, units: Mapping[str, Unit]) -> Remainder | None:
    """The sum of the one status that an edition left out, or None where it cannot be told.

    It can where the edition gives its number of projects and their total, the number of each status, and the
    sum of each but one; where all of these are exact, of one date and one basis and in one currency; where the
    numbers add up; and where something is left.
    """
    if edition.projects is None or edition.value is None:
        return None
    projects_total, total = edition.projects.statement, edition.value.statement
    counts = tuple(status.projects.statement for status in edition.statuses if status.projects is not None)
    sums = tuple(status.value.statement for status in edition.statuses if status.value is not None)
    valueless = [status for status in edition.statuses if status.value is None]
    missing = [status.projects.statement for status in valueless if status.projects is not None]
    if len(counts) < len(edition.statuses) or len(missing) != 1 or not sums:
        return None
    left = _left(total, sums, projects_total, counts, units)
    return Remainder(missing[0].part, missing[0], total, sums, counts, projects_total, *left) if left else None


def _left(
    total: Statement,
    sums: Sequence[Statement],
    projects_total: Statement,
    counts: Sequence[Statement],
    units: Mapping[str, Unit],
) -> tuple[Decimal, Decimal] | None:
    """The total less the sums and the step it is known to, in the unit of the total; None where they do not fit."""
    of_total, of_projects = _measure(total, units), _measure(projects_total, units)
    of_sums, of_counts = [[_measure(statement, units) for statement in statements] for statements in (sums, counts)]
    if len({(statement.as_of, statement.basis) for statement in (total, projects_total, *sums, *counts)}) > 1:
        return None
    if not all(map(_is_exact, (of_total, of_projects, *of_sums, *of_counts))):
        return None
    if any(amount.unit.dimension != of_total.unit.dimension for amount in of_sums):
        return None
    if sum(count.base.value for count in of_counts) != of_projects.base.value:
        return None
    left = of_total.base.value - sum(amount.base.value for amount in of_sums)
    step = max(amount.base.step for amount in (of_total, *of_sums))
    return (left / of_total.unit.factor, step / of_total.unit.factor) if left > 0 else None


def _measure(statement: Statement, units: Mapping[str, Unit]) -> Measure:
    return parse_measure(statement.value, units[statement.unit])
