"""What an audit finds."""

from __future__ import annotations

from typing import NamedTuple

from django.db import DatabaseError

#: What reading a damaged table may raise: its bytes are no table, no text, or no number or day, and bytes
#: of a number are that many.
UNREADABLE = (DatabaseError, ValueError, TypeError, LookupError, AttributeError, OverflowError, MemoryError)


class Fault(NamedTuple):
    """Something in the database that is not as it was recorded: the table, the first bad row and what is wrong.

    Row 0 is none in particular.
    """

    table: str
    number: int
    message: str

    def __str__(self) -> str:
        return f"{self.table} row {self.number}: {self.message}" if self.number else f"{self.table} {self.message}"
