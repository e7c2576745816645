"""Tables of rows that follow from the ledger: filled, replaced for some subjects, and compared with what must be there.

Every row is some subject's, and a subject's rows depend on nothing but its own place: so what is derived of one
subject can be replaced without touching the rest, and the table is then the same as one made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from django.db import connection

from aiqyn_site.ledger.fault import UNREADABLE, Fault
from aiqyn_site.ledger.sql import batches, insert, marks, select

REBUILD = "run aiqyn rebuild"

Row = tuple[Any, ...]


class DerivedTable(NamedTuple):
    """A table, its columns, and the one of them that says whose a row is."""

    name: str
    columns: tuple[str, ...]
    subject: str

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.name}")

    def forget(self, subjects: Collection[Any]) -> None:
        """Take away the rows of some subjects."""
        with connection.cursor() as cursor:
            for batch in batches(list(subjects)):
                cursor.execute(f"DELETE FROM {self.name} WHERE {self._quoted(self.subject)} IN ({marks(batch)})", batch)

    def insert(self, rows: Sequence[Sequence[Any]]) -> None:
        insert(self.name, self.columns, rows)

    def rows_of(self, subjects: Collection[Any]) -> list[Row]:
        """The rows of some subjects, as they stand."""
        sql = f"SELECT {self._names} FROM {self.name} WHERE {self._quoted(self.subject)} IN"
        return [row for batch in batches(list(subjects)) for row in select(f"{sql} ({marks(batch)})", batch)]

    @property
    def _names(self) -> str:
        return ",".join(map(self._quoted, self.columns))

    @staticmethod
    def _quoted(column: str) -> str:
        return f'"{column}"'  # `left` is a word of SQL


class Audit:
    """Compares a table with what must be in it, some subjects at a time; the first fault is kept."""

    def __init__(self, table: DerivedTable) -> None:
        self.table = table
        self.fault: Fault | None = None
        self._rows = 0
        self._is_unreadable = False

    def compare(self, subjects: Collection[Any], rows: Iterable[Sequence[Any]]) -> None:
        """Compare the rows of some subjects, in any order."""
        if self._is_unreadable:
            return
        must = sorted(map(tuple, rows), key=repr)
        try:
            stands = sorted(map(tuple, self.table.rows_of(subjects)), key=repr)
        except UNREADABLE as error:
            self._cannot_be_read(error)
            return
        if must != stands and self.fault is None:
            pairs = enumerate(zip_longest(must, stands), self._rows + 1)
            place, row = next((place, row or standing) for place, (row, standing) in pairs if row != standing)
            whose = row[self.table.columns.index(self.table.subject)]
            self._tell(place, f"of '{whose}' is not what the ledger gives")
        self._rows += len(stands)

    def finish(self) -> list[Fault]:
        """The fault, if any: rows of nobody that was compared are one too."""
        if self.fault is None:
            try:
                total = next(select(f"SELECT count(*) FROM {self.table.name}"))[0]
            except UNREADABLE as error:
                self._cannot_be_read(error)
            else:
                if total != self._rows:
                    self._tell(self._rows + 1, "does not follow from the ledger")
        return [self.fault] if self.fault else []

    def _cannot_be_read(self, error: Exception) -> None:
        self._is_unreadable = True
        self._tell(self._rows + 1, f"or a later one cannot be read: {error}")

    def _tell(self, number: int, message: str) -> None:
        self.fault = Fault(self.table.name, number, f"{message}: {REBUILD}")
