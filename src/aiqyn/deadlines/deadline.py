"""Derives the last day of a reply from a rule and a request. Pure: it asks no clock, no network and no database.

The earliest plausible day takes each doubt against the body that has to answer, the latest for it. What is not known
only widens the span between them: to know more of the same request never gives a day outside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from aiqyn.deadlines.calendars import PACKAGE_VERSION, Calendar, Tables, load_tables, open_calendar
from aiqyn.deadlines.count import Reading, Wait, last_day, next_working_day, walk
from aiqyn.deadlines.derivation import Derivation, Span, Step, Window
from aiqyn.deadlines.law import Clause, ClauseKey, Effect, LawRule, Laws, Origin, Roll, RuleId, Start, Term, Unit
from aiqyn.deadlines.request import CLOSERS, Event, EventKind, Request, check_request
from aiqyn.errors import Refused

__all__ = ["derive", "derive_under"]

_DAY = timedelta(days=1)
_WAITS = {
    EventKind.CLARIFICATION_ASKED: ClauseKey.CLARIFICATION,
    EventKind.THIRD_PARTY_CONSULT: ClauseKey.THIRD_PARTY,
    EventKind.FEE_NOTICE: ClauseKey.FEE,
}
#: Facts of a rule's head on which the days and the status depend.
_MATTERS = ("valid_from", "valid_to", "start", "silence")
#: Clauses that move the day from which the body's clocks run.
_STARTS = (ClauseKey.REGISTRATION, ClauseKey.REDIRECT, *_WAITS.values())
#: Clocks of the body that run from the start beside the reply, shown but never moving it.
_BESIDE = (ClauseKey.REDIRECT, ClauseKey.CLARIFICATION, ClauseKey.REFUSAL, ClauseKey.NOT_HELD, ClauseKey.OWN_DECISION)


def derive_under(laws: Laws, rule_id: str, request: Request, tables: Tables | None = None) -> Derivation:
    """The derivation under the version of a law in force when the request began.

    Refuses an unknown rule, two rules at once and a request from before the law, besides what `derive` refuses.
    """
    begun = request.begun
    rule = laws.rule_on(rule_id, begun) if begun else laws.versions(rule_id)[-1]
    return derive(rule, request, tables)


def derive(rule: LawRule, request: Request, tables: Tables | None = None) -> Derivation:
    """What follows from a rule for a request, day by day; about a millisecond once the calendars are in memory.

    `tables` are the overrides and known years to use, None for those of the package. Refuses what `check_request`
    refuses, a request from outside the days of the law, and silence declared before the last day. What a body did
    against the rule (an extension told too late, a second one, one the law does not know) is kept as a step and
    moves nothing.
    """
    check_request(request)
    tables = tables or load_tables()
    begun = request.begun
    if begun is not None and not rule.holds_on(begun):
        raise Refused("law_not_held", mend="law_from", day=begun, rule=RuleId(rule.id), valid_from=rule.valid_from)
    run = _Run(rule, request, open_calendar(rule.calendar, tables))
    run.begin()
    for event in request.ordered():
        run.take(event)
    return run.finish(tables)


def _later(days: Iterable[date | None]) -> date | None:
    """The latest of the days; None when one of them is open."""
    known = list(days)
    return None if None in known else max(day for day in known if day is not None)


def _sooner(days: Iterable[date | None]) -> date | None:
    """The earliest of the days; None when one of them is not known."""
    known = list(days)
    return None if None in known else min(day for day in known if day is not None)


def _sample(base: Span) -> list[date]:
    """The days of a span from which a term can end first or last.

    Its own two, and the eve of its last year: what touches a year without a table is read more widely.
    """
    days = list(dict.fromkeys(day for day in base if day))
    eve = date(base.last.year - 1, 12, 31) if base.last else None
    return [*days, eve] if eve and (base.first is None or base.first < eve) else days


class _Base(NamedTuple):
    """The days from which another clock runs, and what of the clocks before it is handed on: as of a window."""

    span: Span
    certain: bool = True
    untabled: tuple[int, ...] = ()


@dataclass(slots=True)
class _Run:
    """A request on its way through a rule. `start` None: not known, so nothing is counted."""

    rule: LawRule
    request: Request
    calendar: Calendar
    start: Span | None = None
    waits_early: tuple[Wait, ...] = ()
    waits_late: tuple[Wait, ...] = ()
    waits_open: bool = False
    extension: Event | None = None
    due: Span | None = None
    untabled: tuple[int, ...] = ()
    steps: list[Step] = field(default_factory=list)
    used: dict[str, bool] = field(default_factory=dict)

    # --- Start ---------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Find the day from which the rule counts, and the first due span."""
        self.used.update({fact: False for fact in self.rule.unverified if fact in _MATTERS})
        self.used["reply"] = self.rule.clauses[ClauseKey.REPLY].verified
        day = getattr(self.request, self.rule.start)
        self.start = self._moved_start(Span(day, day)) if day else self._assumed_start()
        if self.start is None:
            self.steps.append(Step("unknown_start", None, why=self.rule.start))
        else:
            self.steps.append(Step("start" if day else "assumed", *self.start, why=self.rule.start))
        self.due = self._due()

    def _moved_start(self, days: Span) -> Span:
        """A request that comes in on a day off is, where the rule says so, taken in on the next working day."""
        early, late = (self._reading(latest, self.rule.start_roll) for latest in (False, True))
        return Span(
            next_working_day(days.first, early) if early.rolls and days.first else days.first,
            next_working_day(days.last, late) if late.rolls and days.last else days.last,
        )

    def _assumed_start(self) -> Span | None:
        """The other days stand in for the one that is not known: it lies after those before it, before those after it.

        By when a request is registered a rule may set. The day of sending alone tells too little to count from.
        """
        sent, received, registered = self.request.sent, self.request.received, self.request.registered
        if received is None and registered is None:
            return None
        self.used[self.rule.start] = False
        if self.rule.start is not Start.REGISTERED:
            before = sent if self.rule.start is Start.RECEIVED else None
            return self._moved_start(Span(before, received or registered))
        clause = self.rule.clauses.get(ClauseKey.REGISTRATION)
        if clause is None:
            return self._moved_start(Span(received, None))
        self.used[clause.key] = clause.verified
        return self._moved_start(Span(received, self._ends(clause.terms, Span(received, received), Roll.NONE).last))

    # --- Counting ------------------------------------------------------------------------------------------------

    def _reading(self, latest: bool, roll: Roll, waits: bool = False) -> Reading:
        taken = self.waits_late if latest else self.waits_early
        return Reading(self.calendar, latest, roll, taken if waits else ())

    def _ends(self, terms: Iterable[Term], base: Span, roll: Roll, waits: bool = False) -> Span:
        """The earliest and the latest last day of alternative terms that run from `base`."""
        early, late = self._reading(False, roll, waits), self._reading(True, roll, waits)
        runs = [(term, day) for term in terms for day in _sample(base)]
        return Span(
            min(last_day(term, day, early) for term, day in runs) if base.first else None,
            max(last_day(term, day, late) for term, day in runs) if base.last else None,
        )

    def _due(self) -> Span | None:
        if self.start is None:
            return None
        reply = self._ends(self.rule.clauses[ClauseKey.REPLY].terms, self.start, self.rule.roll, waits=True)
        if self.waits_open:
            reply = Span(reply.first, None)
        return self._extended(reply, self.start) if self.extension else reply

    def _extended(self, reply: Span, start: Span) -> Span:
        """The due span with an extension: as long as the notice says, at most as long as the law allows."""
        clause = self.rule.clauses[ClauseKey.EXTENSION]
        most = self._most(clause, reply, start)
        days = self.extension.days if self.extension else None
        if days is None:
            return most or Span(reply.first, None)
        named = self._ends(_named_terms(clause, days), reply, self.rule.roll)
        if most is None or named.last is None or most.last is None:
            return named
        return Span(_sooner([named.first, most.last]), min(named.last, most.last))

    def _most(self, clause: Clause, reply: Span, start: Span) -> Span | None:
        if not clause.terms:
            return None
        ends = [
            self._ends([term], start if term.origin is Origin.START else reply, self.rule.roll, waits=True)
            for term in clause.terms
        ]
        first = _later([reply.first, _sooner(end.first for end in ends)])
        return Span(first, _later([reply.last, *(end.last for end in ends)]))

    # --- Events --------------------------------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Let one event do what the rule says it does, and note it."""
        if event.kind is EventKind.EXTENDED:
            self._extend(event)
        elif event.kind is EventKind.REDIRECTED:
            self._redirect(event)
        elif event.kind in _WAITS:
            self._wait(event)
        elif event.kind is EventKind.SILENCE:
            self._silence(event)
        else:
            self.steps.append(Step(event.kind, event.date))
        self.due = self._due()

    def _is_too_late(self, event: Event) -> bool:
        """An event after the last day moves nothing any more."""
        return self.due is not None and self.due.last is not None and event.date > self.due.last

    def _extend(self, event: Event) -> None:
        clause = self.rule.clauses.get(ClauseKey.EXTENSION)
        if clause is None or self.due is None or self.start is None:
            self.steps.append(Step("without_effect", event.date, why=event.kind))
            return
        limit = self._notice_limit(self.start, self.due)
        if self.extension is not None:
            self.steps.append(Step("second_extension", event.date, clause=clause.key))
        elif limit.last is not None and event.date > limit.last:
            self.steps.append(Step("late_extension", event.date, limit.last, clause=clause.key))
        else:
            self.extension = event
            self.used[clause.key] = clause.verified
            self.steps.append(Step(event.kind, event.date, clause=clause.key, n=event.days))
            self._note_a_cap(clause, event, self.start, self.due)

    def _note_a_cap(self, clause: Clause, event: Event, start: Span, reply: Span) -> None:
        most = self._most(clause, reply, start)
        named = self._ends(_named_terms(clause, event.days), reply, self.rule.roll) if event.days else None
        if named and most and named.last and most.last and named.last > most.last:
            self.steps.append(Step("extension_capped", event.date, clause=clause.key, n=event.days))

    def _notice_limit(self, start: Span, due: Span) -> Span:
        """By when an extension must be told: as the rule says, else by the last day of the reply."""
        clause = self.rule.clauses.get(ClauseKey.EXTENSION_NOTICE)
        if clause is None:
            return due
        self.used[clause.key] = clause.verified
        ends = [self._ends([term], start if term.origin is Origin.START else due, Roll.NONE) for term in clause.terms]
        return Span(_sooner(end.first for end in ends), _later(end.last for end in ends))

    def _redirect(self, event: Event) -> None:
        if self._is_too_late(event):
            self.steps.append(Step("late_event", event.date, why=event.kind))
            return
        clause = self.rule.clauses.get(ClauseKey.REDIRECT)
        self.used[ClauseKey.REDIRECT] = clause is not None and clause.verified
        self.start, self.extension = self._moved_start(Span(event.date, event.date)), None
        self.waits_early, self.waits_late, self.waits_open = (), (), False
        self.steps.append(Step(event.kind, event.date, clause=ClauseKey.REDIRECT))

    def _wait(self, event: Event) -> None:
        clause = self.rule.clauses.get(_WAITS[event.kind])
        if clause is None or clause.effect is None or self.start is None:
            self.steps.append(Step("without_effect", event.date, why=event.kind))
            return
        if self._is_too_late(event):
            self.steps.append(Step("late_event", event.date, why=event.kind))
            return
        self.used[clause.key] = clause.verified
        ended = self._end_of(event)
        in_time = self._asked_in_time(clause, event)
        self.steps.append(
            Step(event.kind, event.date, ended, clause.key, why=clause.effect if in_time else "asked_late")
        )
        if clause.effect is Effect.RESTART:
            self._restart(self.start, event.date, ended, in_time)
        else:
            self._pause(clause, event.date, ended, in_time)

    def _end_of(self, event: Event) -> date | None:
        closer = CLOSERS[event.kind]
        return next((end.date for end in self.request.ordered() if end.kind is closer and end.date >= event.date), None)

    def _asked_in_time(self, clause: Clause, event: Event) -> bool:
        terms = [term for term in clause.terms if term.origin is Origin.START]
        if not terms or self.start is None:
            return True
        limit = self._ends(terms, self.start, Roll.NONE).last
        return limit is None or event.date <= limit

    def _restart(self, start: Span, asked: date, ended: date | None, in_time: bool) -> None:
        """The term runs anew from the end of the wait; asked too late, only the latest reading allows it."""
        first = (ended or asked) if in_time else start.first
        self.start = Span(first, ended or asked)
        self.waits_open = self.waits_open or ended is None
        self.waits_late = ()
        self.waits_early = () if in_time else self.waits_early

    def _pause(self, clause: Clause, asked: date, ended: date | None, in_time: bool) -> None:
        """The wait is not counted; while it lasts the latest reading takes as much of it as the law allows."""
        latest = ended
        if latest is None and clause.terms:
            latest = self._ends(clause.terms, Span(asked, asked), Roll.NONE).last
        if latest is None:
            self.waits_open = True
        else:
            self.waits_late += (Wait(asked, latest),)
        if ended is not None and in_time:
            self.waits_early += (Wait(asked, ended),)

    def _silence(self, event: Event) -> None:
        if self.due is not None and (self.due.last is None or event.date <= self.due.last):
            field = f"day{self.request.events.index(event) + 1}"
            if self.due.last is None:
                raise Refused("silence_open", field, "silence", day=event.date)
            raise Refused("silence_early", field, "silence", day=event.date, until=self.due.last)
        self.steps.append(Step(event.kind, event.date, why=self.rule.silence))

    # --- Results -------------------------------------------------------------------------------------------------

    def finish(self, tables: Tables) -> Derivation:
        """The derivation, with the days counted and the windows that follow."""
        if self.start is not None and self.due is not None:
            self.untabled = self._untabled_of_reply(self.start, self.due)
            self._trace(self.start, self.due)
        windows = () if self.start is None else tuple(self._windows())
        reply = self.request.reply
        return Derivation(
            rule_id=self.rule.id,
            rule_version=self.rule.version,
            holidays_version=PACKAGE_VERSION,
            overrides_digest=tables.digest,
            start=self.start,
            due_min=self.due.first if self.due else None,
            due_max=self.due.last if self.due else None,
            steps=tuple(self.steps),
            windows=windows,
            unverified=tuple(str(key) for key, verified in self.used.items() if not verified),
            untabled=self.untabled,
            silence=self.rule.silence,
            reply=reply.date if reply else None,
        )

    def _untabled_of_reply(self, start: Span, due: Span) -> tuple[int, ...]:
        clauses = [self.rule.clauses[ClauseKey.REPLY]]
        if self.extension:
            clauses.append(self.rule.clauses[ClauseKey.EXTENSION])
        if self.rule.roll is Roll.UNSURE and _units(*clauses) != {Unit.WORKING_DAYS}:
            self.used["roll"] = False
        years = self._untabled([*start, *due], *clauses)
        if years:
            self.used["calendar"] = False
        return years

    def _untabled(self, days: Iterable[date | None], *clauses: Clause) -> tuple[int, ...]:
        """The years between the days without a holiday table, where the clauses ask the calendar at all."""
        known = [day for day in days if day]
        if not known or (self.rule.roll is Roll.NONE and Unit.WORKING_DAYS not in _units(*clauses)):
            return ()
        return self.calendar.untabled(range(min(known).year, max(known).year + 1))

    def _trace(self, start: Span, due: Span) -> None:
        """Every day in the latest reading, for each term that may hold; `doubtful` days say so in their reason.

        In the earliest reading where the latest start is open.
        """
        reading = self._reading(start.last is not None, self.rule.roll, waits=True)
        begins = start.last or start.first
        if begins is not None:
            self._trace_terms(ClauseKey.REPLY, begins, begins, reading)
            reply = self._ends(self.rule.clauses[ClauseKey.REPLY].terms, start, self.rule.roll, waits=True)
            ends = reply.last or reply.first
            if self.extension and ends:
                self._trace_terms(ClauseKey.EXTENSION, begins, ends, reading)
        self.steps.append(Step("due" if due.last else "open", due.first, due.last))

    def _trace_terms(self, key: ClauseKey, start: date, reply: date, reading: Reading) -> None:
        terms: Iterable[Term] = self.rule.clauses[key].terms
        if key is ClauseKey.EXTENSION and self.extension and self.extension.days:
            terms = _named_terms(self.rule.clauses[key], self.extension.days)
        for term in terms:
            begins = start if term.origin is Origin.START else reply
            self.steps.append(Step("term", begins, None, key, term.n, term.unit))
            for mark in walk(term, begins, reading):
                self.steps.append(Step(mark.key, mark.date, None, key, mark.n, term.unit, mark.why, mark.note))

    def _windows(self) -> Iterable[Window]:
        for key in _BESIDE:
            clause = self.rule.clauses.get(key)
            if clause and clause.terms and self.start:
                yield self._window(clause, _Base(self.start, self._is_start_read()))
        refusal = self._refusal()
        complaint = self.rule.clauses.get(ClauseKey.COMPLAINT)
        if complaint and refusal:
            yield self._window(complaint, refusal)
        decided = self._decided()
        decision = self.rule.clauses.get(ClauseKey.COMPLAINT_DECISION)
        filed = self._day_of(EventKind.COMPLAINT)
        if decision and filed:
            yield self._window(decision, _Base(Span(filed, filed)))
        court = self.rule.clauses.get(ClauseKey.COURT)
        base = decided if court and court.terms[0].origin is Origin.COMPLAINT else refusal
        if court and base:
            yield self._window(court, base)

    def _window(self, clause: Clause, base: _Base) -> Window:
        span = self._ends(clause.terms, base.span, self.rule.roll)
        years = tuple(sorted({*base.untabled, *self._untabled([*base.span, *span], clause)}))
        certain = base.certain and not years and not self._hangs_on_roll(clause, base.span)
        return Window(clause.key, span, clause.verified, clause.source, certain, years)

    def _hangs_on_roll(self, clause: Clause, base: Span) -> bool:
        """Whether nobody has read if a last day moves off a day off, and it would move here."""
        ends = [self._ends(clause.terms, base, roll) for roll in (Roll.NONE, Roll.NEXT)]
        return self.rule.roll is Roll.UNSURE and ends[0] != ends[1]

    def _is_start_read(self) -> bool:
        return all(self.used.get(fact, True) for fact in (*_MATTERS, self.rule.start, *_STARTS))

    def _refusal(self) -> _Base | None:
        """The day of the reply, or the days from which silence can be complained of: the day after the last."""
        if self.request.reply:
            return _Base(Span(self.request.reply.date, self.request.reply.date))
        if self.due is None or self.due.last is None:
            return None
        days = Span(self.due.first + _DAY if self.due.first else None, self.due.last + _DAY)
        return _Base(days, all(self.used.values()), self.untabled)

    def _decided(self) -> _Base | None:
        """The day a complaint was decided, or by which it must be."""
        day, filed = self._day_of(EventKind.COMPLAINT_DECIDED), self._day_of(EventKind.COMPLAINT)
        if day:
            return _Base(Span(day, day))
        decision = self.rule.clauses.get(ClauseKey.COMPLAINT_DECISION)
        if decision is None or filed is None:
            return None
        window = self._window(decision, _Base(Span(filed, filed)))
        return _Base(window.span, window.verified and window.certain, window.untabled)

    def _day_of(self, kind: EventKind) -> date | None:
        return next((event.date for event in self.request.ordered() if event.kind is kind), None)


def _named_terms(clause: Clause, days: int) -> list[Term]:
    """The days that a notice names, on top of the reply, in the units of the law; where it has none, in both kinds."""
    units = {Unit.CALENDAR_DAYS if unit is Unit.MONTHS else unit for unit in _units(clause)}
    return [Term(days, unit, Origin.DUE) for unit in sorted(units or {Unit.WORKING_DAYS, Unit.CALENDAR_DAYS})]


def _units(*clauses: Clause) -> set[Unit]:
    return {term.unit for clause in clauses for term in clause.terms}
