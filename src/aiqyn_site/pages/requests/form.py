"""The calculator's form: read from an address, every mistake explained at its field before the core is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict

from aiqyn.deadlines.derivation import Derivation, Step
from aiqyn.deadlines.derive import derive
from aiqyn.deadlines.model import LONGEST, Laws, Rule
from aiqyn.deadlines.request import CLOSERS, LAST_YEAR, MOVERS, REPLIES, Event, EventKind, Request
from aiqyn.errors import Refused
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn.words.refusal_text import sentences
from aiqyn_site.pages.wording import wording

MOST_EVENTS = 8
DAYS = ("sent", "received", "registered")
_FEWEST_ROWS = 2
_LONGEST = 40  # characters of any field: no law, day or number has more
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_OPENERS = {closer: opener for opener, closer in CLOSERS.items()}
_KINDS = tuple(kind.value for kind in EventKind)
#: What the core says of an event without refusing it, by the key of the step.
_REMARKS = frozenset({"late_extension", "second_extension", "extension_capped", "late_event", "without_effect"})


class Mistake(NamedTuple):
    """Something to correct, at a field. `lang` is set where the words are not the page's."""

    field: str
    text: str
    lang: str = ""


class Row(NamedTuple):
    """One row of events as given: texts, and the event where they make one."""

    number: int
    kind: str
    day: str
    days: str
    event: Event | None


class Asked(NamedTuple):
    """What was asked. `derivation` is None where nothing was asked or something is to be corrected."""

    rule_id: str
    days: dict[str, str]
    on: str
    rows: tuple[Row, ...]
    rule: Rule | None
    as_of: date
    derivation: Derivation | None
    mistakes: tuple[Mistake, ...]
    query: str
    submitted: bool

    def mistake(self, field: str) -> Mistake | None:
        """What is to be corrected at a field."""
        return next((one for one in self.mistakes if one.field == field), None)


def read_form(given: QueryDict, laws: Laws, lang: str, today: date) -> Asked:
    """Read the calculator's address and count; nothing is refused, every mistake is told."""
    return _Reading(given, laws, lang, today).asked()


class _Reading:
    """One address on its way to a derivation."""

    def __init__(self, given: QueryDict, laws: Laws, lang: str, today: date) -> None:
        self.given, self.laws, self.lang, self.t, self.today = given, laws, lang, wording(lang), today
        self.mistakes: list[Mistake] = []
        self.texts = {name: self._text(name) for name in (*DAYS, "on")}
        self.rule_id = self._text("rule")

    def asked(self) -> Asked:
        """All of it."""
        submitted = bool(self.given.get("rule") or any(self.texts.values()))
        versions = self._versions() if submitted else ()
        days = {name: self._day(name, self.texts[name]) for name in DAYS}
        as_of = self._day("on", self.texts["on"]) or self.today
        rows = tuple(self._rows())
        request = Request(**days, events=tuple(row.event for row in rows if row.event))
        rule, derivation = None, None
        if submitted and versions:
            rule = self._checked(versions, request, rows)
            if rule and not self.mistakes:
                derivation = self._derived(rule, request, rows)
        shown = rows if submitted else ()
        return Asked(
            self.rule_id,
            {name: self.texts[name] for name in DAYS},
            self.texts["on"],
            self._with_empty(shown),
            rule,
            as_of,
            derivation,
            tuple(self.mistakes),
            self._query(shown),
            submitted,
        )

    # --- Fields -------------------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        text = self.given.get(name, "")
        return "".join(sign for sign in text[:_LONGEST] if sign.isprintable()).strip()

    def _wrong(self, field: str, key: str, **values: str) -> None:
        if not any(one.field == field for one in self.mistakes):
            self.mistakes.append(Mistake(field, self.t(f"calculator_error_{key}", None, **values)))

    def _versions(self) -> tuple[Rule, ...]:
        asked = [one for text in self.given.getlist("rule") for one in re.split(r"[+,\s]+", text[:200]) if one]
        known = [one for one in asked if one in self.laws.ids]
        if len(set(known)) > 1:
            self._wrong("rule", "two_rules")
            self.rule_id = ""
        elif len(known) != 1 or len(asked) != 1:
            self._wrong("rule", "rule")
        else:
            return self.laws.versions(self.rule_id)
        return ()

    def _day(self, field: str, text: str) -> date | None:
        """The day in a field; None where there is none, or where it is no day, which is told."""
        if not text:
            return None
        found = _DAY.fullmatch(text)
        if not found:
            self._wrong(field, "form", text=text)
            return None
        year = int(found[1])
        if year > LAST_YEAR:
            self._wrong(field, "year", year=found[1], last=str(LAST_YEAR))
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            leap = found[2] == "02" and found[3] == "29" and year > 0
            if leap:
                self._wrong(field, "leap", year=found[1])
            else:
                self._wrong(field, "no_such_day", text=text)
            return None

    def _rows(self) -> Iterator[Row]:
        """The rows that say something, numbered anew."""
        names = [(f"event{n}", f"day{n}", f"days{n}") for n in range(1, MOST_EVENTS + 1)]
        texts = [found for found in ([self._text(name) for name in some] for some in names) if any(found)]
        for number, (kind, day, days) in enumerate(texts, 1):
            yield Row(number, kind, day, days, self._event(number, kind, day, days))

    def _event(self, number: int, kind: str, day: str, days: str) -> Event | None:
        if not kind:
            self._wrong(f"event{number}", "event_kind")
        elif kind not in _KINDS:
            self._wrong(f"event{number}", "event_unknown")
        if not day:
            self._wrong(f"day{number}", "event_day")
        when, length = self._day(f"day{number}", day), self._length(number, kind, days)
        return Event(EventKind(kind), when, length) if when and kind in _KINDS else None

    def _length(self, number: int, kind: str, days: str) -> int | None:
        if not days:
            return None
        field = f"days{number}"
        if not re.fullmatch(r"[0-9]{1,9}", days):
            self._wrong(field, "days_number", text=days, most=str(LONGEST))
        elif kind != EventKind.EXTENDED:
            self._wrong(field, "days_kind")
        elif not 1 <= int(days) <= LONGEST:
            self._wrong(field, "days_most", text=str(int(days)), most=str(LONGEST))
        else:
            return int(days)
        return None

    # --- What belongs together ----------------------------------------------------------------------------------------

    def _checked(self, versions: tuple[Rule, ...], request: Request, rows: tuple[Row, ...]) -> Rule | None:
        """The version of the law in force, once everything agrees with everything."""
        known = [(name, getattr(request, name)) for name in DAYS]
        days = [(name, day) for name, day in known if day is not None]
        if not days and not self.mistakes:
            self._wrong(str(versions[0].start), "no_day")
        for (earlier, one), (later, other) in pairwise(days):
            if other < one:
                self._wrong(later, "order", **self._named(later, other, earlier, one))
        begun = request.received or request.registered or request.sent
        if begun is None:
            return None
        self._check_events(begun, rows)
        return self._in_force(versions, begun, next(name for name, day in days if day == begun))

    def _named(self, later: str, day: date, earlier: str, other: date) -> dict[str, str]:
        return {
            "later": self.t(f"calculator_{later}"),
            "day": self._shown(day),
            "earlier": self.t(f"calculator_{earlier}"),
            "other": self._shown(other),
        }

    def _shown(self, day: date) -> str:
        return date_text(day.isoformat(), self.lang)

    def _in_force(self, versions: tuple[Rule, ...], begun: date, field: str) -> Rule | None:
        for rule in versions:
            if rule.holds_on(begun):
                return rule
        if begun < versions[0].valid_from:
            self._wrong(field, "before_law", day=self._shown(begun), date=self._shown(versions[0].valid_from))
        else:
            self._wrong(field, "not_held", day=self._shown(begun))
        return None

    def _check_events(self, begun: date, rows: tuple[Row, ...]) -> None:
        """What cannot have happened, as the core checks it, told at the row."""
        numbers = {id(row.event): row.number for row in rows if row.event}
        waiting: set[EventKind] = set()
        answered: date | None = None
        for event in Request(events=tuple(row.event for row in rows if row.event)).ordered():
            number, kind = numbers[id(event)], event.kind
            if event.date < begun:
                self._wrong(f"day{number}", "event_early", day=self._shown(event.date), begun=self._shown(begun))
            if answered and kind in MOVERS:
                self._wrong(f"day{number}", "after_answer", day=self._shown(answered))
            if kind in REPLIES:
                answered = answered or event.date
            if kind in waiting:
                self._wrong(f"event{number}", "twice", closer=event_label(CLOSERS[kind], self.lang))
            opener = _OPENERS.get(kind)
            if opener and opener not in waiting:
                self._wrong(f"event{number}", "ends_nothing", opener=event_label(opener, self.lang))
            if kind in CLOSERS:
                waiting.add(kind)
            elif opener:
                waiting.discard(opener)

    def _derived(self, rule: Rule, request: Request, rows: tuple[Row, ...]) -> Derivation | None:
        try:
            return derive(rule, request)
        except Refused as error:
            silences = [row for row in rows if row.event and row.event.kind is EventKind.SILENCE]
            if silences:
                self._tell_silence(rule, request, silences)
            else:
                self._wrong("rule", "other")
                self.mistakes.append(Mistake("rule", sentences(error, self.t)))
        return None

    def _tell_silence(self, rule: Rule, request: Request, silences: list[Row]) -> None:
        """Silence before the last day is no silence yet: say until when the term runs."""
        first = min(silences, key=lambda row: row.day)
        on = date.fromisoformat(first.day)
        before = tuple(one for one in request.events if one.kind is not EventKind.SILENCE and one.date <= on)
        due = derive(rule, Request(request.sent, request.received, request.registered, before)).due_max
        field, day = f"day{first.number}", self._shown(on)
        if due is None:
            self._wrong(field, "silence_open", day=day)
        else:
            self._wrong(field, "silence", day=day, until=self._shown(due))

    # --- Back to the page ---------------------------------------------------------------------------------------------

    def _with_empty(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        wanted = min(MOST_EVENTS, max(_FEWEST_ROWS, len(rows) + 1))
        return (*rows, *(Row(number, "", "", "", None) for number in range(len(rows) + 1, wanted + 1)))

    def _query(self, rows: tuple[Row, ...]) -> str:
        pairs = [("rule", self.rule_id), *self.texts.items()]
        for row in rows:
            pairs += [(f"event{row.number}", row.kind), (f"day{row.number}", row.day), (f"days{row.number}", row.days)]
        return urlencode([(name, text) for name, text in pairs if text])


def event_label(kind: str, lang: str) -> str:
    """What happened, in the words of the vocabulary."""
    return load_vocabulary().codes["request_event"][kind].label(lang)


def remarks(derivation: Derivation, rows: tuple[Row, ...]) -> dict[int, Step]:
    """Steps that say that an event moves nothing, or less than it names, by the number of its row."""
    found: dict[int, Step] = {}
    for step in derivation.steps:
        if step.key in _REMARKS:
            of_day = (
                row.number for row in rows if row.event and row.event.date == step.day and row.number not in found
            )
            number = next(of_day, None)
            if number is not None:
                found[number] = step
    return found
