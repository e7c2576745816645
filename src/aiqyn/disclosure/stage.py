"""At which stage a project stands, and what must be so before some items are asked for.

`data/stages.csv` says which stage each status means. Where sources give no status, the dates they give of what
was built and opened decide, and where there are none either, nothing is asked beyond the first stage.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple, Protocol

from aiqyn.disclosure.checklist import Condition, Stage
from aiqyn.ledger import Grounds, Statement, as_known_on
from aiqyn.ledger.claim import Groups
from aiqyn.ledger.disagreement import Difference, Disagreement, disagreements_in
from aiqyn.ledger.headline import headlines_in
from aiqyn.ledger.promise import Verdict as Kept
from aiqyn.ledger.promise import promises
from aiqyn.ledger.statement import PREFERENCE, RETRACTION
from aiqyn.values.dates import Date, parse_date
from aiqyn.values.tables import data_folder, read_rows

_FILE = "stages.csv"
_COLUMNS = ("status", "stage", "note")
#: In place of a stage: the one reached before.
_BEFORE = "before"
_PLANNED = "planned"
#: The status that an actual date of a property shows to be reached.
_BY_DATE = {
    "construction_start": "under_construction",
    "trial_production": "test_operation",
    "commissioning": "operating",
}
_DATES = frozenset(_BY_DATE)
#: The status that a thing which only such a project has shows to be reached, on the date it speaks of. Nobody is fined
#: for what is neither built nor run, so a fine shows at least the former.
_BY_FACT = {
    "public_hearing": "preparation",
    "eia": "preparation",
    "financing": "preparation",
    "contractor": "preparation",
    "construction_progress": "under_construction",
    "violation": "under_implementation",
    "fine": "under_implementation",
    "court_damages": "under_implementation",
    "output": "operating",
    "cumulative_output": "operating",
    "sales": "operating",
    "throughput": "operating",
}
#: A loan is named by its lender, an output by its product; a fine on a part is another company's.
_OF_ANY_PART = frozenset({"financing", "contractor", "output", "cumulative_output", "sales", "throughput"})
_PERMITS = frozenset({"permit_impact", "permit_integrated", "declaration_cat3"})
#: What tells that a project changed, alone or beside itself at other times, and the decisions on what of it stands.
_TELLING = _DATES | {"cost", "list_membership", "status", "delay", RETRACTION, PREFERENCE}
_REMOVED = "removed"
#: Statuses that nobody plans for: a project that moves on as planned has not changed.
_BROKEN_OFF = frozenset({"suspended", "withdrawn", "cancelled"})


class Documented(Protocol):
    """What is asked of a record here: its codes by property."""

    def codes(self, property: str, /) -> tuple[str, ...]: ...


@cache
def load_stages() -> Mapping[str, Stage | None]:
    """The stage of each status; None for the one reached before."""
    return MappingProxyType(
        {
            row.cells["status"]: None if row.cells["stage"] == _BEFORE else row.member("stage", Stage)
            for row in read_rows(data_folder("aiqyn.disclosure"), _FILE, _COLUMNS)
        }
    )


class Step(NamedTuple):
    """A status a project is said to have, or one that something told of it shows to be reached (`shown`)."""

    status: str
    shown: bool = False


def stage_of(statuses: Sequence[str]) -> Stage:
    """The stage that codes of status mean, given from the oldest to the latest; identification where there are none.

    A project that stands still is at the latest other stage, or at construction if none is known. Codes that
    `stages.csv` has not are passed over.
    """
    return stage_after(map(Step, statuses))


def stage_after(steps: Iterable[Step]) -> Stage:
    """The stage after some steps, from the oldest to the latest: what is shown only ever moves a project on."""
    stages, order = load_stages(), list(Stage)
    reached: Stage | None = None
    halted = False
    for status, shown in steps:
        if status not in stages:
            continue
        stage = stages[status]
        if shown and reached is not None and stage and order.index(stage) <= order.index(reached):
            continue
        halted = stage is None
        reached = stage or reached
    return reached or (Stage.CONSTRUCTION if halted else Stage.IDENTIFICATION)


def stage_at(standing: Iterable[Statement], grounds: Grounds, as_of: date) -> Stage:
    """The stage of one project on a day, from what stands of it, in any order, its parts left out."""
    return stage_after(_steps(standing, grounds, as_of))


def _steps(standing: Iterable[Statement], grounds: Grounds, as_of: date) -> list[Step]:
    """The statuses of a project as a whole, from the oldest to the latest, undated ones first.

    A status is of the day it speaks of, else of its source's publication. What only a project of some stage has (an
    actual date of building or opening, a loan, a hearing, an output) shows that stage; dates after `as_of` have not
    come yet. Of one day the status further on leads, as in the order of `stages.csv`.
    """
    order = {status: place for place, status in enumerate(load_stages())}
    dated: list[tuple[str, int, Step]] = []
    for statement in standing:
        name = statement.property
        if statement.basis == _PLANNED or (statement.part and name not in _OF_ANY_PART):
            continue
        when: Date | None
        if name in _BY_DATE:
            when, step = parse_date(statement.value), Step(_BY_DATE[name], shown=True)
        elif name == "status" or name in _BY_FACT:
            when = parse_date(statement.as_of) if statement.as_of else _published(statement.source, grounds)
            step = Step(_BY_FACT[name], shown=True) if name in _BY_FACT else Step(statement.value)
        else:
            continue
        if when is None or not when.year_known:
            dated.append(("", order.get(step.status, 0), step))
        elif when.first <= as_of:
            dated.append((when.last.isoformat(), order.get(step.status, 0), step))
    return [step for *_, step in sorted(dated)]


def _published(source: str, grounds: Grounds) -> Date | None:
    rank = grounds.ranks.get(source)
    return rank.published if rank is not None else None


def conditions_of(
    statements: Iterable[Statement],
    grounds: Grounds,
    records: Iterable[Documented],
    requests: Collection[object],
    invited: bool,
    as_of: date,
) -> frozenset[Condition]:
    """The conditions that hold for one project as known on a day.

    CHANGED: a promised date moved or was kept late, a delay is told of, the cost changed, work stood still or was
    broken off, or the project was taken off the list. PERMIT_ISSUED: one of its records is a permit or tells that one
    was issued. REQUESTED: a request about it is known. INVITED: its company or body was invited to reply. Records and
    requests are given as known on the day.
    """
    holding = set()
    if _changed(as_known_on(statements, as_of.isoformat()), grounds):
        holding.add(Condition.CHANGED)
    if any(map(_is_permit, records)):
        holding.add(Condition.PERMIT_ISSUED)
    if requests:
        holding.add(Condition.REQUESTED)
    if invited:
        holding.add(Condition.INVITED)
    return frozenset(holding)


def _is_permit(record: Documented) -> bool:
    return bool(_PERMITS & set(record.codes("document_type"))) or "permit_issued" in record.codes("event_type")


def _changed(statements: Iterable[Statement], grounds: Grounds) -> bool:
    groups = Groups((statement for statement in statements if statement.property in _TELLING), grounds)
    if any(map(_tells_of_change, chain.from_iterable(group.statements for group in groups))):
        return True
    if any(map(_is_change, disagreements_in(groups))):
        return True
    kept = promises(headlines_in(groups), grounds.vocabulary)
    return any(promise.slip_from_first.verdict is Kept.LATE for promise in kept)


def _tells_of_change(statement: Statement) -> bool:
    """Whether a project was taken off the list, is delayed, or broken off."""
    match statement.property:
        case "list_membership":
            return _REMOVED in statement.value.split()
        case "status":
            return not statement.part and statement.value in _BROKEN_OFF
        case name:
            return name == "delay"


def _is_change(disagreement: Disagreement) -> bool:
    """Whether a promised date was moved, or the cost of the same thing told anew."""
    if disagreement.kind is not Difference.SUCCESSIVE:
        return False
    name = disagreement.key.property
    return name == "cost" or (name in _DATES and disagreement.side == _PLANNED)
