"""What follows for a request from a law: the span in which the last day lies, every step to it, and the status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from aiqyn.deadlines.law import ClauseKey, SilenceEffect, Unit

__all__ = ["Derivation", "Span", "Status", "Step", "Window"]


class Status(StrEnum):
    WITHIN = "within"
    LATE_BUT_ANSWERED = "late_but_answered"
    OVERDUE = "overdue"
    DEEMED_REFUSED = "deemed_refused"
    UNKNOWN_START = "unknown_start"


class Span(NamedTuple):
    """The earliest and the latest day that something can be. `last` is None while it is open, `first` where unknown."""

    first: date | None
    last: date | None


class Step(NamedTuple):
    """One line of the calculation, in keys for wording.

    `key` says what: start, assumed, the kind of an event, term, counted, skipped, month, moved, widened, due, open.
    `day` the day (None where it is not known), `until` the last day of a span, `clause` the clock, `n` with `unit`
    the length of a term or the count reached, `why` the reason, `note` a holiday's name or a decree's reference.
    """

    key: str
    day: date | None
    until: date | None = None
    clause: ClauseKey | None = None
    n: int | None = None
    unit: Unit | None = None
    why: str = ""
    note: str = ""


class Window(NamedTuple):
    """Another clock: by when the body must have redirected, or until when a complaint or a suit may be filed.

    `verified` tells whether its length was read in a source, `certain` whether all else was that it was counted by:
    the reply it follows, the calendar. `untabled` are the years touched that have no holiday table.
    """

    clause: ClauseKey
    span: Span
    verified: bool
    source: str
    certain: bool
    untabled: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """The last day of the reply with all that led to it.

    `due_min` and `due_max` are the earliest and the latest plausible last day: both None when the start is not known;
    `due_max` alone is None while the clock stands still without an end, an extension names no length, or the day that
    stands in for the start says nothing of the latest; `due_min` alone where it says nothing of the earliest.
    `unverified` are the clauses and facts used for it that were read in no source, `untabled` the years it touches
    that have no holiday table; each window tells its own. `rule_version`, `holidays_version` and
    `overrides_digest` fix what it was counted with.
    """

    rule_id: str
    rule_version: str
    holidays_version: str
    overrides_digest: str
    start: Span | None
    due_min: date | None
    due_max: date | None
    steps: tuple[Step, ...]
    windows: tuple[Window, ...]
    unverified: tuple[str, ...]
    untabled: tuple[int, ...]
    silence: SilenceEffect
    reply: date | None

    @property
    def verified(self) -> bool:
        """True when all that was used for the last day of the reply was read in a source."""
        return not self.unverified

    @property
    def is_all_read(self) -> bool:
        """True when all that any day shown was counted by was read in a source."""
        return self.verified and all(window.verified and window.certain for window in self.windows)

    @property
    def all_untabled(self) -> tuple[int, ...]:
        """The years without a holiday table that any day shown touches, in order."""
        return tuple(sorted({*self.untabled, *(year for window in self.windows for year in window.untabled)}))

    def is_answered(self, as_of: date) -> bool:
        return self.reply is not None and self.reply <= as_of

    def may_have_ended(self, day: date) -> bool:
        """Whether the last day may lie before a day because nothing says how early it is; a reply ends the doubt."""
        is_open = self.due_min is None and self.due_max is not None and day <= self.due_max
        return is_open and not self.is_answered(day)

    def status(self, as_of: date) -> Status:
        """How the request stands on a day, knowing no reply that came later. Overdue only after `due_max`."""
        if self.start is None:
            return Status.UNKNOWN_START
        replied = self.is_answered(as_of)
        measured = self.reply if replied and self.reply else as_of
        if self.due_max is None or measured <= self.due_max:
            return Status.WITHIN
        if replied:
            return Status.LATE_BUT_ANSWERED
        return Status.DEEMED_REFUSED if self.silence is SilenceEffect.DEEMED_REFUSAL else Status.OVERDUE
