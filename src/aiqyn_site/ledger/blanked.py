"""Which rows of the ledger had their text taken away, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from aiqyn_site.ledger.hash_chain import FILES, STATEMENTS, ChainedTable
from aiqyn_site.ledger.sql import marks, select


class BlankedRow(NamedTuple):
    """What the chain took in of a row as it was, the digest of what stands there now, and when that was changed."""

    commitment: bytes
    becomes: bytes
    day: str


def blanked_rows(table: ChainedTable) -> dict[int, BlankedRow]:
    """The blanked rows of a table by number; of one that was blanked again what the last time left."""
    sql = 'SELECT "row", commitment, becomes, day FROM ledger_blanking WHERE "table" = %s ORDER BY number'
    return {
        number: BlankedRow(bytes(committed), bytes(becomes), day)
        for number, committed, becomes, day in select(sql, [table.table])
    }


def is_salted(numbers: Iterable[int]) -> bool:
    """Whether all of some statements have a salt, so that what was blanked cannot be guessed from the chain."""
    wanted = list(numbers)
    sql = f"SELECT count(*) FROM ledger_statement WHERE length(salt) > 0 AND number IN ({marks(wanted)})"
    return bool(next(select(sql, wanted))[0] == len(wanted))


_UNSALTED = f"""
SELECT f.content FROM ledger_file f WHERE f.name = %s AND f.content IS NOT NULL AND length(f.salt) = 0
  AND NOT EXISTS (SELECT 1 FROM ledger_blanking b WHERE b."table" = '{FILES.table}' AND b."row" = f.number)
"""


def is_salted_in(name: str, without: Callable[[bytes], bytes]) -> bool:
    """The same of the versions of a file that hold some texts; `without` makes of a version one that does not.

    A version that was blanked before lost its salt then.
    """
    versions = (bytes(content) for (content,) in select(_UNSALTED, [name]))
    return all(without(content) == content for content in versions)


class BlankedOn(NamedTuple):
    """Which row of which table was blanked, and on which day last."""

    table: str
    number: int
    day: str

    def __str__(self) -> str:
        return f"row {self.number} of {self.table}: blanked on {self.day}"


def all_blanked() -> list[BlankedOn]:
    """All blanked rows, statements first, then files."""
    return [
        BlankedOn(table.table, number, row.day)
        for table in (STATEMENTS, FILES)
        for number, row in sorted(blanked_rows(table).items())
    ]


def day_of_file(name: str) -> str:
    """When something was last taken out of any version of a file; blank where nothing was."""
    sql = f"""
    SELECT max(b.day) FROM ledger_blanking b JOIN ledger_file f ON f.number = b."row"
    WHERE b."table" = '{FILES.table}' AND f.name = %s
    """
    return next(select(sql, [name]))[0] or ""
