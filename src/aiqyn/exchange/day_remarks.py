"""Days of recording that a load would not take: `check` knows no clock, so that only their order is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from aiqyn.errors import Finding, Refused
from aiqyn.exchange.folder import STATEMENTS
from aiqyn.exchange.rows import RECORDED
from aiqyn.ledger.recording_days import RecordingDays

_NO_CLOCK = "9999-12-31"
_MOST = 100


class DayRemarks:
    """Collects, as it is shown the statement rows, the days that are earlier than one further up."""

    def __init__(self) -> None:
        self._days = RecordingDays("", _NO_CLOCK)
        self._remarks: list[Finding] = []

    def see(self, line: int, digest: bytes, row: list[str]) -> None:
        """Take in a row of statements that passed every other check."""
        own, above = row[RECORDED], self._days.last
        if own and self._days.take(own) != own and len(self._remarks) < _MOST:
            self._remarks.append(Finding(STATEMENTS, line, own, Refused("recorded_early", "recorded", above=above)))

    def remarks(self) -> Iterator[Finding]:
        """One for each such row, at most a hundred."""
        return iter(self._remarks)
