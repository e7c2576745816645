"""How a register folder differs from the ledger, told without changing either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from aiqyn.errors import Finding, Refused, RegisterRefused, refuse
from aiqyn.exchange.description import META
from aiqyn.exchange.folder import STATEMENTS, RegisterFolder, open_register
from aiqyn.exchange.renderings import Rendered
from aiqyn.exchange.rows import ENTITY, LANG, PROPERTY, VALUE
from aiqyn.exchange.standing import Standing
from aiqyn.exchange.strict_csv import read_rows, safe_file
from aiqyn.ledger.identity import statement_digest
from aiqyn.ledger.statement import BLANKED, COLUMNS
from aiqyn_site.ledger.comparison import Comparison, keys_in
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.queries import find_statements, statements_numbered
from aiqyn_site.ledger.sql import select
from aiqyn_site.ledger.statements_sheet import MovedDay, StatementsSheet

MOST_NAMED = 100
_Row = TypeVar("_Row")


class RowHere(NamedTuple):
    """A row of the folder that is not recorded."""

    line: int
    entity: str
    property: str


class RowThere(NamedTuple):
    """A recorded statement that the folder lacks."""

    number: int
    id: str
    entity: str
    property: str


@dataclass(frozen=True, slots=True)
class Rows(Generic[_Row]):
    """How many rows there are, and the first hundred of them."""

    count: int
    first: Sequence[_Row]


class Difference(NamedTuple):
    """What is not the same. `standing` tells of each of `entities`, `sources`, `files` what stands how, by id or name.

    `by_rows` are files known by their rows: how many are only in the folder, how many only in the ledger.
    `changed` are rows, files and sources of which both sides have a version that the other lacks.
    """

    here: Rows[RowHere]
    there: Rows[RowThere]
    moved: Rows[MovedDay]
    standing: Mapping[str, Mapping[Standing, Sequence[str]]]
    by_rows: Mapping[str, tuple[int, int]]
    changed: Sequence[Finding]

    def __bool__(self) -> bool:
        """Whether anything is not the same."""
        return bool(
            self.here.count
            or self.there.count
            or self.moved.count
            or self.by_rows
            or self.changed
            or any(self.standing.values())
        )


def difference(folder: Path) -> Difference:
    """What differs between a register folder and the ledger; no row of either is changed.

    Raises RegisterRefused for a faulty folder and for one of another register.
    """
    register = open_register(folder)
    last = Seal.objects.order_by("-number").first()
    if last is not None and last.register != register.meta["id"]:
        raise refuse(META, 0, str(register.meta["id"]), Refused("ledger_of_other", "id", register=last.register))
    sheet = StatementsSheet(register, last.statements if last else 0)
    new = list[tuple[str, Rendered]]()
    here = _counted(_rows_here(sheet, new))
    comparison = Comparison(register)
    changed = comparison.settle()
    by_rows: dict[str, tuple[int, int]] = {}
    try:
        grown = comparison.growths(_surely_new(register, new))
        by_rows = {name: (its.added, its.lacking) for name, its in grown.items() if its.added or its.lacking}
    except RegisterRefused as refused:
        changed = [*changed, *refused.findings]
    standing = {
        "entities": _grouped(comparison.entities),
        "sources": _grouped(comparison.sources),
        "files": _grouped(comparison.files),
    }
    there = _there(register) if sheet.lacking else Rows(0, list[RowThere]())
    return Difference(here, there, Rows(sheet.moved_count, sheet.moved), standing, by_rows, changed)


def _rows_here(sheet: StatementsSheet, new: list[tuple[str, Rendered]]) -> Iterator[RowHere]:
    """The rows that are not recorded; of those in words also what they are about and say, at the end of a list."""
    for line, _, row in sheet.new_rows():
        if row[LANG]:
            new.append((row[ENTITY], Rendered(row[LANG], row[VALUE])))
        yield RowHere(line, row[ENTITY], row[PROPERTY])


def _surely_new(register: RegisterFolder, new: Iterable[tuple[str, Rendered]]) -> set[Rendered]:
    """Texts of new rows that cannot be what was taken away: the sheet has all tombstones of what they are about."""
    stones = [recorded.statement for recorded in find_statements(property=BLANKED, limit=0)]
    there = register.recorded_among(stone.id for stone in stones)
    doubtful = {stone.entity for stone in stones if stone.id not in there}
    return {rendered for entity, rendered in new if entity not in doubtful}


def _there(register: RegisterFolder) -> Rows[RowThere]:
    """The recorded statements that the sheet lacks, in recorded order."""
    sheet = {statement_digest(row) for row in read_rows(safe_file(register.path, STATEMENTS), COLUMNS)}
    recorded = select("SELECT number, digest FROM ledger_statement ORDER BY number")
    lacking = _counted(number for number, digest in recorded if bytes(digest) not in sheet)
    statements = sorted(statements_numbered(lacking.first).items())
    return Rows(lacking.count, [RowThere(number, its.id, its.entity, its.property) for number, its in statements])


def _counted(rows: Iterable[_Row]) -> Rows[_Row]:
    iterator = iter(rows)
    first = list(islice(iterator, MOST_NAMED))
    return Rows(len(first) + sum(1 for _ in iterator), first)


def _grouped(standing: Mapping[str, Standing]) -> dict[Standing, Sequence[str]]:
    """The keys by how they stand, without what is the same."""
    groups = {where: keys_in(standing, where) for where in Standing if where is not Standing.SAME}
    return {where: keys for where, keys in groups.items() if keys}
