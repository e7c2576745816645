"""The unlikely values of a register folder: remarked, so that somebody corrects or confirms them.

A row is judged by the day that a load of today would give it: editors leave the day blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from aiqyn.errors import LONGEST_SHOWN, Finding
from aiqyn.exchange.folder import STATEMENTS, RegisterFolder
from aiqyn.exchange.rows import ENTITY, PROPERTY, RECORDED
from aiqyn.exchange.strict_csv import read_rows, safe_file
from aiqyn.ledger import Statement, make_statement
from aiqyn.ledger.claim import Groups, manners
from aiqyn.ledger.recording_days import RecordingDays
from aiqyn.ledger.statement import COLUMNS
from aiqyn.ledger.unlikely import doubts_in, is_unlikely, on_scale
from aiqyn.values.measure import Measure

#: Figures a thousand times apart differ by so many digits, or by more.
_DIGITS_APART = 3
#: The last rate of a currency is at most so many digits away from that of the year which a figure speaks of.
_DIGITS_OF_RATES = 1


class UnlikelyRows:
    """Notes, as it is shown the statement rows, of which subjects something may be unlikely; then reads those again.

    Of each group of figures it keeps two small numbers, how many digits the smallest and the largest have, money in
    dollars by the last rate; and the dimension, blank where they are of several currencies.
    """

    def __init__(self, register: RegisterFolder, today: date) -> None:
        self._today = today.isoformat()
        self._days = self._recording_days()
        self._register, self._grounds = register, register.grounds
        self._manners = manners(register.vocabulary)
        self._digits: dict[int, tuple[int, int, str]] = {}
        self._subjects: set[str] = set()

    def see(self, line: int, digest: bytes, row: list[str]) -> None:
        """Take in a row of statements that passed every other check."""
        statement = Statement("", *row)._replace(recorded=self._days.take(row[RECORDED]))
        manner = self._manners[row[PROPERTY]]
        if is_unlikely(statement, manner) or (manner.figures and manner.rivals and self._is_far(statement)):
            self._subjects.add(self._subject_of(row[ENTITY]))

    def _recording_days(self) -> RecordingDays:
        return RecordingDays("", self._today)

    def _subject_of(self, entity: str) -> str:
        return self._grounds.subjects.get(entity, entity)

    def _is_far(self, statement: Statement) -> bool:
        """Whether a figure may be a thousand times away from another of its group that came before it."""
        reading = self._manners[statement.property].read(statement.value, statement.unit)
        if not isinstance(reading, Measure) or reading.base.value <= 0:
            return False
        scale, value = on_scale(reading)
        dimension, digits = reading.unit.dimension, value.adjusted()
        group = hash((self._subject_of(statement.entity), statement.property, statement.part, scale))
        least, most, known = self._digits.get(group, (digits, digits, dimension))
        least, most, known = min(least, digits), max(most, digits), dimension if dimension == known else ""
        self._digits[group] = least, most, known
        return most - least >= (_DIGITS_APART if known else _DIGITS_APART - _DIGITS_OF_RATES)

    def remarks(self) -> Iterator[Finding]:
        """Each reason to doubt a statement that stands and that nobody has confirmed, in the order of the file.

        All its rows must have passed.
        """
        if not self._subjects:
            return
        lines: dict[str, int] = {}
        statements = []
        days = self._recording_days()
        for line, row in enumerate(read_rows(safe_file(self._register.path, STATEMENTS), COLUMNS), 2):
            day = days.take(row[RECORDED])
            if self._subject_of(row[ENTITY]) in self._subjects:
                statement = make_statement(row)._replace(recorded=day)
                lines[statement.id] = line
                statements.append(statement)
        doubts = doubts_in(Groups(statements, self._grounds))
        for statement, doubt in sorted(doubts, key=lambda pair: lines[pair[0].id]):
            value = getattr(statement, doubt.field)[:LONGEST_SHOWN]
            yield Finding(STATEMENTS, lines[statement.id], value, doubt)
