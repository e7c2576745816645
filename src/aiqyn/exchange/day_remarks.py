"""Days of recording that a load would not take, because they are earlier than one further up or yet to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from aiqyn.errors import Finding, Refused
from aiqyn.exchange.folder import STATEMENTS
from aiqyn.exchange.rows import RECORDED
from aiqyn.ledger.recording_days import RecordingDays

_MOST = 100


class DayRemarks:
    """Collects, as it is shown the statement rows, the days that a load of today would not take."""

    def __init__(self, today: date) -> None:
        self._today, self._days = today, RecordingDays("", today.isoformat())
        self._remarks: list[Finding] = []

    def see(self, line: int, digest: bytes, row: list[str]) -> None:
        """Take in a row of statements that passed every other check."""
        own, above = row[RECORDED], self._days.last
        if own and self._days.take(own) != own and len(self._remarks) < _MOST:
            early = Refused("recorded_early", "recorded", above=above)
            to_come = Refused("recorded_to_come", "recorded", "recorded_early", day=self._today)
            self._remarks.append(Finding(STATEMENTS, line, own, early if own < above else to_come))

    def remarks(self) -> Iterator[Finding]:
        """One for each such row, at most a hundred."""
        return iter(self._remarks)
