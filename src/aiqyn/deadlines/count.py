"""Counts one term from one day to its last day, and keeps what became of every day on the way."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from aiqyn.deadlines.calendars import Calendar, Kind
from aiqyn.deadlines.law import Roll, Term, Unit

__all__ = ["Mark", "Reading", "Wait", "add_months", "last_day", "next_working_day", "walk"]

#: Working days by which both readings are widened where a year has no holiday table: a whole working week may be moved.
WIDENED_BY = 5
_DAY = timedelta(days=1)


class Wait(NamedTuple):
    """Days that are not counted, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Reading:
    """How a term is read: `latest` takes each doubt for the body that has to answer, otherwise against it."""

    calendar: Calendar
    latest: bool
    roll: Roll
    waits: tuple[Wait, ...] = ()

    def is_working(self, day: date) -> bool:
        """True when the day counts as a working day in this reading."""
        kind = self.calendar.day(day).kind
        return kind is Kind.WORKING or (kind is Kind.DOUBTFUL and not self.latest)

    @property
    def rolls(self) -> bool:
        """True when the last day moves off a day that is no working day."""
        return self.roll is Roll.NEXT or (self.roll is Roll.UNSURE and self.latest)


class Mark(NamedTuple):
    """What became of a day. `key`: counted, skipped, month, moved, widened; `n` the count reached, else None."""

    date: date
    key: str
    n: int | None
    why: str
    note: str = ""


def last_day(term: Term, start: date, reading: Reading) -> date:
    """The last day of a term that runs from `start`; the first day is not counted, a term of nought ends on it."""
    last = start
    for mark in walk(term, start, reading):
        last = mark.date
    return last


def walk(term: Term, start: date, reading: Reading) -> Iterator[Mark]:
    """The days of a term in order; the last mark is on the last day.

    Working days are counted one by one; of months each gives one mark. Where the span touches a year without a
    holiday table, the latest reading goes on for five working days, and the earliest ends five sooner.
    """
    marks = list(_months(term.n, start, reading) if term.unit is Unit.MONTHS else _days(term, start, reading))
    unmoved = last = marks[-1].date if marks else start
    if reading.rolls and term.n:
        while not reading.is_working(last):
            last += _DAY
            marks.append(Mark(last, "moved", None, *reading.calendar.day(last - _DAY)[1:]))
    is_doubtful = bool(term.n and reading.calendar.untabled(range(start.year, last.year + 1)))
    if is_doubtful and not reading.latest:
        last = _soonest(term, marks, start) if term.unit is Unit.WORKING_DAYS else unmoved
        yield from (mark for mark in marks if mark.date <= last)
        return
    yield from marks
    if is_doubtful and (term.unit is Unit.WORKING_DAYS or reading.rolls):
        yield from _widened(last, reading)


def _soonest(term: Term, marks: list[Mark], start: date) -> date:
    """The last day of a term of working days if the weekends of a week may have been worked instead.

    That is five working days sooner, but not before as many days as the term has have passed.
    """
    passed = [mark.date for mark in marks if mark.why != "waiting"][term.n - 1]
    counted = [mark.date for mark in marks if mark.key == "counted"]
    return max(passed, counted[term.n - 1 - WIDENED_BY] if term.n > WIDENED_BY else start)


def _days(term: Term, start: date, reading: Reading) -> Iterator[Mark]:
    day, n = start, 0
    while n < term.n:
        day += _DAY
        of_calendar = reading.calendar.day(day)
        if any(day in wait for wait in reading.waits):
            yield Mark(day, "skipped", None, "waiting")
        elif term.unit is Unit.CALENDAR_DAYS:
            n += 1
            yield Mark(day, "counted", n, "calendar_day")
        elif reading.is_working(day):
            n += 1
            yield Mark(day, "counted", n, of_calendar.why, of_calendar.note)
        else:
            yield Mark(day, "skipped", None, of_calendar.why, of_calendar.note)


def _months(months: int, start: date, reading: Reading) -> Iterator[Mark]:
    last = start
    for n in range(1, months + 1):
        last = add_months(start, n)
        yield Mark(last, "month", n, "clipped" if last.day != start.day else "same_day")
    day = start
    while day < last:
        day += _DAY
        if any(day in wait for wait in reading.waits):
            last += _DAY
            yield Mark(last, "moved", None, "waiting")


def _widened(last: date, reading: Reading) -> Iterator[Mark]:
    for _ in range(WIDENED_BY):
        last = next_working_day(last + _DAY, reading)
        yield Mark(last, "widened", None, "no_table")


def next_working_day(day: date, reading: Reading) -> date:
    """The day itself if it is a working day in this reading, else the next that is."""
    while not reading.is_working(day):
        day += _DAY
    return day


def add_months(day: date, months: int) -> date:
    """The same day number `months` later, clipped to the end of the month.

    >>> add_months(date(2024, 1, 31), 1), add_months(date(2022, 11, 30), 3)
    (datetime.date(2024, 2, 29), datetime.date(2023, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
