"""The statements file of a folder beside the ledger: which of its rows are recorded already, wherever they stand.

A row is known by what it says, so that neither the order of the rows nor what others recorded meanwhile makes an older
sheet invalid. What the sheet lacks stays in the ledger. Only a row that seems to stand for a recorded one that the
sheet lacks is refused: a recorded row is never changed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from aiqyn.errors import LONGEST_SHOWN, Finding, Refused, RegisterRefused, refuse
from aiqyn.exchange.folder import STATEMENTS, RegisterFolder
from aiqyn.exchange.rows import RECORDED, CheckedRow, checked_rows
from aiqyn.exchange.strict_csv import read_lines, read_rows, safe_file
from aiqyn.ledger.identity import statement_digest
from aiqyn.ledger.statement import BLANKED, COLUMNS
from aiqyn.vocabulary import ValueType, load_vocabulary
from aiqyn_site.ledger.queries import retracted, statements_numbered
from aiqyn_site.ledger.sql import batches, marks, select
from aiqyn_site.ledger.writer import entity_of

_AT_ONCE = 500
_BLOCK = 1 << 20
_MOST_NAMED = 100
#: The file as the seals tell it; several may tell the same, and the first of them recorded its last row.
_LOADED_SQL = """
SELECT file_bytes, file_digest, min(statements) FROM ledger_seal WHERE file_bytes > 0 AND file_bytes <= %s
GROUP BY file_bytes, file_digest ORDER BY file_bytes
"""
#: A new row beside older ones about the same entity from the same source that say the same property: another value of
#: the same date, part and language, or the same value at the same place in the source. What a tombstone stands for is
#: not known any more, so any row about its entity from its source is like it.
_ALIKE_SQL = """
SELECT min(n.number), o.number FROM ledger_statement n
JOIN ledger_statement o ON o.entity_id = n.entity_id AND o.source_id = n.source_id
WHERE n.number > %s AND o.number <= %s AND (o.property = '{blanked}' OR (
  o.property = n.property AND n.property NOT IN ({named}) AND (
    (o.as_of = n.as_of AND o.part = n.part AND o.lang = n.lang)
    OR (o.value = n.value AND o.place = n.place AND o.printed = n.printed AND (o.place <> '' OR o.printed <> '')))))
GROUP BY o.number
"""


class MovedDay(NamedTuple):
    """A recorded row whose day is another in the sheet: its line there, its number, the sheet's day, the recorded."""

    line: int
    number: int
    own: str
    recorded: str


class _Start(NamedTuple):
    """The part of the file that was loaded before: its bytes and lines, and how many statements there were then."""

    size: int = 0
    lines: int = 0
    statements: int = 0


class StatementsSheet:
    """Reads the file once, in a transaction in which nobody else records. `count` statements are recorded.

    `moved` are the first hundred of the `moved_count` recorded rows whose day is another in the sheet.
    """

    def __init__(self, register: RegisterFolder, count: int) -> None:
        self._register, self._count = register, count
        self._path = safe_file(register.path, STATEMENTS)
        self.size = self._path.stat().st_size
        self.moved: list[MovedDay] = []
        self.moved_count = 0
        self._known = 0
        self._new_lines = array("Q")
        self._replacing: list[tuple[int, int]] = []
        self._start = self._loaded_before()

    @property
    def lacking(self) -> int:
        """How many recorded statements the sheet does not have, once it was read."""
        return self._count - self._known

    def new_rows(self) -> Iterator[CheckedRow]:
        """The rows that are not recorded, each checked. Raises RegisterRefused at a fault."""
        start = self._start
        self._known = max(start.lines - 1, 0)
        rows = checked_rows(self._register, entity_of, self._lines(), max(start.lines, 1) + 1)
        if not self._count:
            yield from rows
            return
        repeated: dict[int, int] = {}
        place, pending = start.statements, list[tuple[int, int]]()
        while batch := list(islice(rows, _AT_ONCE)):
            recorded = _recorded([digest for _, digest, _ in batch])
            for line, digest, row in batch:
                if digest not in recorded:
                    place += 1
                    if place <= self._count:
                        pending.append((line, place))
                    self._new_lines.append(line)
                    yield line, digest, row
                    continue
                place, day = recorded[digest]
                self._known += 1
                if row[RECORDED] not in {"", day}:
                    self.moved_count += 1
                    if self.moved_count <= _MOST_NAMED:
                        self.moved.append(MovedDay(line, place, row[RECORDED], day))
                if place <= start.statements:
                    repeated[place] = line
                # New rows go to the end: one above a recorded row may stand in the place of another.
                self._replacing += pending
                pending = []
        self._refuse_repeated(repeated)

    def refuse_changed(self) -> None:
        """Refuse rows that seem to be changes of recorded ones; to be called when the new rows are recorded.

        Such a row stands between the neighbours of a recorded statement that the sheet lacks, or is like one in all
        that a row keeps when its value or its date is mended. Raises RegisterRefused.
        """
        if not self.lacking or not self._new_lines:
            return
        line_of = {number: line for line, number in chain(self._alike(), self._replacing)}
        findings: list[Finding] = []
        for numbers in batches(sorted(line_of)):
            statements = statements_numbered(numbers)
            there = self._register.lines_of(statement.id for statement in statements.values())
            gone = retracted(statements.values())
            for number, statement in statements.items():
                if statement.id not in there and statement.id not in gone:
                    if statement.property == BLANKED:
                        reason = Refused("row_blanked", number=str(number), day=statement.value)
                    else:
                        reason = Refused("row_replaced", number=str(number), id=statement.id)
                    findings.append(Finding(STATEMENTS, line_of[number], statement.entity[:LONGEST_SHOWN], reason))
        if findings:
            raise RegisterRefused(sorted(findings, key=lambda finding: finding.line)[:_MOST_NAMED])

    def digest(self) -> bytes:
        """SHA-256 of the file as it was read."""
        digest = sha256()
        for block in _blocks(self._path, self.size):
            digest.update(block)
        return digest.digest()

    def _loaded_before(self) -> _Start:
        """The longest beginning of the file that is, byte for byte, a file loaded before.

        What a seal tells of a file is in no chain, so it only saves checking the rows: that they are recorded is asked.
        """
        start, digest, read, lines, block = _Start(), sha256(), 0, 0, b""
        with self._path.open("rb") as stream:
            for size, known, statements in select(_LOADED_SQL, [self.size]):
                while read < size and (block := stream.read(min(size - read, _BLOCK))):
                    digest.update(block)
                    lines += block.count(b"\n")
                    read += len(block)
                if digest.digest() == bytes(known) and block.endswith(b"\n"):
                    start = _Start(size, lines, statements)
        return start if self._are_recorded(start) else _Start()

    def _are_recorded(self, start: _Start) -> bool:
        """Whether the rows of the beginning are recorded, each once: mostly in this order, so one is met at once."""
        recorded = select("SELECT digest FROM ledger_statement WHERE number <= %s ORDER BY number", [start.statements])
        passed = set[bytes]()
        for row in islice(read_rows(self._path, COLUMNS), max(start.lines - 1, 0)):
            wanted = statement_digest(row)
            if wanted in passed:
                passed.remove(wanted)
                continue
            for (digest,) in recorded:
                if digest == wanted:
                    break
                passed.add(bytes(digest))
            else:
                return False
        return True

    def _lines(self) -> Iterator[str] | None:
        """The header and the lines after what was loaded before; None for the whole file."""
        if not self._start.size:
            return None
        header = ",".join(COLUMNS) + "\n"
        return chain([header], read_lines(self._path, self._start.size, self._start.lines + 1))

    def _refuse_repeated(self, repeated: dict[int, int]) -> None:
        """A recorded row further down may stand in the beginning, which was not looked at row by row."""
        for numbers in batches(sorted(repeated)):
            statements = statements_numbered(numbers)
            lines = self._register.lines_of(statement.id for statement in statements.values())
            for number, statement in statements.items():
                if lines[statement.id] < repeated[number]:
                    raise refuse(STATEMENTS, repeated[number], statement.entity, Refused("statement_recorded"))

    def _alike(self) -> Iterator[tuple[int, int]]:
        """Lines of new rows, and the numbers of recorded statements that are like them."""
        properties = load_vocabulary().properties.values()
        named = [prop.key for prop in properties if prop.type in {ValueType.REFERENCE, ValueType.STATEMENT}]
        for new, old in select(
            _ALIKE_SQL.format(blanked=BLANKED, named=marks(named)), [self._count, self._count, *named]
        ):
            yield self._new_lines[new - self._count - 1], old


def _recorded(digests: Iterable[bytes]) -> dict[bytes, tuple[int, str]]:
    """Numbers and days of the statements recorded among some, by digest."""
    wanted = list(digests)
    sql = f"SELECT digest, number, recorded FROM ledger_statement WHERE digest IN ({marks(wanted)})"
    return {bytes(digest): (number, day) for digest, number, day in select(sql, wanted)}


def _blocks(path: Path, size: int) -> Iterator[bytes]:
    """The first `size` bytes of a file, a megabyte at a time."""
    with path.open("rb") as stream:
        while size > 0 and (block := stream.read(min(size, _BLOCK))):
            yield block
            size -= len(block)
