"""Reads of what changed, by day of recording and subject: few days, many subjects, one index for both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aiqyn.ledger.day_changes import Changes, changes
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.sql import select


class DayTotal(NamedTuple):
    """What was recorded on a day: of how many subjects, of how many for the first time, how many statements."""

    day: str
    subjects: int
    first: int
    statements: int


class ChangeEntry(NamedTuple):
    """A subject on a day of recording. `before` counts the statements known before: none on its first day."""

    day: str
    subject: str
    kind: str
    statements: int
    before: int

    @property
    def is_first(self) -> bool:
        return not self.before


_OF_REGION = """
SELECT e.id FROM ledger_statement s JOIN ledger_entity e ON e.number = s.entity_id
WHERE s.property = 'region' AND s.value = %s
"""


def find_changes(
    project: str = "", region: str = "", since: str = "", *, start: int = 0, length: int = 30
) -> tuple[int, list[ChangeEntry]]:
    """On how many days and subjects something was recorded, and a stretch of these.

    The newest day comes first, back to `since`; within a day what was known before comes before what is new.
    `project` is any entity's id; `region` keeps what has ever been said to lie in it.
    """
    where, parameters = _where(project, region, since)
    total = next(select(f"SELECT count(*) FROM projects_change c WHERE {where}", parameters))[0]
    sql = (
        "SELECT c.day, c.subject, e.kind, c.statements, c.before"
        f" FROM projects_change c JOIN ledger_entity e ON e.id = c.subject WHERE {where}"
        f" ORDER BY c.day DESC, c.first, c.number LIMIT {int(length)} OFFSET {int(start)}"
    )
    return total, [ChangeEntry(*row) for row in select(sql, parameters)]


@kept()
def day_totals(project: str = "", region: str = "") -> list[DayTotal]:
    """What was recorded on each day, the newest first."""
    where, parameters = _where(project, region, "")
    sql = (
        "SELECT c.day, count(*), sum(c.first), sum(c.statements)"
        f" FROM projects_change c WHERE {where} GROUP BY c.day ORDER BY c.day DESC"
    )
    return [DayTotal(*row) for row in select(sql, parameters)]


def with_changes(entries: Iterable[ChangeEntry]) -> list[tuple[ChangeEntry, Changes | None]]:
    """The entries with what exactly changed against the day before, read at once; None on a subject's first day."""
    entries, grounds = list(entries), ledger.register().grounds
    about = ledger.statements_about_each(entry.subject for entry in entries if not entry.is_first)
    changed: list[tuple[ChangeEntry, Changes | None]] = []
    for entry in entries:
        known = [statement for statement in about.get(entry.subject, ()) if statement.recorded <= entry.day]
        changed.append((entry, None if entry.is_first else changes(known, entry.day, grounds)))
    return changed


def _where(project: str, region: str, since: str) -> tuple[str, Sequence[str]]:
    clauses, parameters = ["1 = 1"], []
    for value, clause in (
        (project, "c.subject = %s"),
        (region, f"c.subject IN ({_OF_REGION})"),
        (since, "c.day >= %s"),
    ):
        if value:
            clauses.append(clause)
            parameters.append(value)
    return " AND ".join(clauses), parameters
