"""The days under which rows enter the ledger: one rule, whoever wrote the row and wherever it comes from."""

from __future__ import annotations


class RecordingDays:
    """Gives rows their days, one after another; all days are texts `YYYY-MM-DD`, so that later ones are greater.

    A row's own day is taken where it is not earlier than those taken before it and not later than today. A row without
    a day, or with any other, gets today: a wrong day in a sheet harms its own row only, never those that follow.
    """

    def __init__(self, last: str, today: str) -> None:
        """`last` is the last day in the ledger that is not after today, blank where there is none."""
        self.last, self.today = last, today

    def take(self, own: str) -> str:
        """The day under which the next row enters, given its own, which may be blank."""
        if not own or not self.last <= own <= self.today:
            return self.today
        self.last = own
        return own
