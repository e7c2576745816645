"""The silence clock: how long something that was due, or was promised, has failed to appear.

A day counts as silent only after the last plausible day. What cannot be dated to a last day is not counted at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from aiqyn.deadlines.law import Laws
from aiqyn.deadlines.zones import Elsewhere
from aiqyn.dossier.chain import ChainRule, load_chain
from aiqyn.dossier.record import InformationRequest, Record, read_date
from aiqyn.dossier.request_clock import clock
from aiqyn.ledger.claim import ACTUAL, PLANNED
from aiqyn.ledger.headline import Headline
from aiqyn.ledger.promise import first_promise
from aiqyn.ledger.statement import Statement
from aiqyn.values.dates import Date, parse_date

_DAY = timedelta(days=1)

#: What shows that a promised date came although no day is told: other properties with a fact, and states.
_FULFILLED: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "construction_start": (
        frozenset({"trial_production", "commissioning", "construction_progress"}),
        frozenset({"under_construction", "nearly_complete", "test_operation", "partly_operating", "suspended"}),
    ),
    "trial_production": (
        frozenset({"commissioning", "output", "cumulative_output", "sales"}),
        frozenset({"test_operation", "partly_operating"}),
    ),
    "commissioning": (frozenset({"output", "cumulative_output", "sales"}), frozenset({"partly_operating"})),
}
#: The properties of projects on which the silence of promises depends.
PROPERTIES = frozenset({*_FULFILLED, *(sign for signs, _ in _FULFILLED.values() for sign in signs), "status"})
_WORKING = frozenset({"operating", "completed"})
_GIVEN_UP = frozenset({"cancelled", "withdrawn"})


class SilenceKind(StrEnum):
    """What has failed to appear: the answer to a request, what was promised, or a document due by law."""

    REQUEST = "request"
    PROMISE = "promise"
    DOCUMENT = "document"


class Silence(NamedTuple):
    """Something that has not appeared by its last plausible day.

    `since` is the day after that day and the first of the `days`, of which the day asked about is the last: on
    `since` it is one. `about` are projects (for a request also what else it is about), `bodies` who it was expected
    of, empty where that is not known. `reference`: the id of the request, of the statement that promises the latest
    date, or the key of the step of the chain. `year` is the year a document is for, None otherwise. `verified`: the
    law that makes it due was read in a source; a promise needs no law.
    """

    kind: SilenceKind
    about: tuple[str, ...]
    bodies: tuple[str, ...]
    since: date
    days: int
    reference: str
    verified: bool
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Facility:
    """A project as the law sees it: who works it, its category, since when, and its records.

    `category` is blank and `operating` None where they are not known; then no document is called due.
    """

    project: str
    operators: tuple[str, ...] = ()
    category: str = ""
    operating: Date | None = None
    records: tuple[Record, ...] = field(default=())


def silences(
    requests: Iterable[InformationRequest],
    headlines: Iterable[Headline],
    facilities: Iterable[Facility],
    laws: Laws,
    as_of: date,
    elsewhere: Elsewhere = (),
) -> list[Silence]:
    """Every silence on a day, the longest first. `elsewhere` as for the clock of a request."""
    known = list(facilities)
    operators = {facility.project: facility.operators for facility in known}
    silent = [
        *request_silences(requests, laws, as_of, elsewhere),
        *promise_silences(headlines, as_of, operators),
        *document_silences(known, as_of),
    ]
    return sorted(silent, key=_gravity)


def _gravity(silence: Silence) -> tuple[int, str, tuple[str, ...], str, int]:
    return -silence.days, silence.kind, silence.about, silence.reference, silence.year or 0


def request_silences(
    requests: Iterable[InformationRequest], laws: Laws, as_of: date, elsewhere: Elsewhere = ()
) -> Iterator[Silence]:
    """Requests whose last plausible day has passed without an answer."""
    for request in requests:
        state = clock(request, laws, as_of, elsewhere)
        if state.is_silent and state.derivation is not None and state.derivation.due_max is not None:
            bodies = () if request.outcome == "forwarded" else request.bodies
            due, verified = state.derivation.due_max, state.derivation.verified
            yield _silence(SilenceKind.REQUEST, request.subjects, bodies, due, state.as_of, request.id, verified)


def promise_silences(
    headlines: Iterable[Headline], as_of: date, operators: Mapping[str, Collection[str]] | None = None
) -> Iterator[Silence]:
    """Promised dates of projects whose latest day has passed without a sign that what was promised came.

    A date promised anew moves the day. Given up projects promise nothing any more. Where a state or an output shows
    that the thing came, though no day is told, there is no silence.
    """
    by_subject: dict[str, list[Headline]] = {}
    for headline in headlines:
        by_subject.setdefault(headline.key.subject, []).append(headline)
    for subject, mine in by_subject.items():
        facts = _Facts.of(mine)
        for headline in mine:
            if headline.side != PLANNED or facts.came(headline.key.property, headline.key.part):
                continue
            promised = _latest_promise((headline.statement, *headline.others))
            if promised is not None and promised[0] < as_of and not facts.includes(promised[1]):
                bodies = tuple((operators or {}).get(subject, ()))
                yield _silence(SilenceKind.PROMISE, (subject,), bodies, promised[0], as_of, promised[1].id, True)


def document_silences(facilities: Iterable[Facility], as_of: date) -> Iterator[Silence]:
    """Documents due by law on a day of each year, one for each whole year of work for which none is known.

    Only facilities whose category is stated and which are known to work. A facility that began in a year owes
    nothing here for that year, nor for the year in which the law came into force.
    """
    rules = [rule for rule in load_chain() if rule.due]
    for facility in facilities:
        for rule in rules:
            if facility.operating is None or facility.category not in rule.categories:
                continue
            covered = _years_covered(facility.records, rule)
            for year in range(max(facility.operating.last.year, rule.valid_from.year) + 1, as_of.year):
                due = _due_day(rule, year)
                if due < as_of and year not in covered:
                    about, by = (facility.project,), facility.operators
                    silence = _silence(SilenceKind.DOCUMENT, about, by, due, as_of, rule.key, rule.verified)
                    yield silence._replace(year=year)


def _silence(
    kind: SilenceKind,
    about: tuple[str, ...],
    bodies: tuple[str, ...],
    due: date,
    as_of: date,
    reference: str,
    verified: bool,
) -> Silence:
    return Silence(kind, about, bodies, due + _DAY, (as_of - due).days, reference, verified)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known to be so of a project: properties with a fact, by part, and its state."""

    facts: frozenset[tuple[str, str]]
    status: str
    working: Date | None

    @classmethod
    def of(cls, headlines: Iterable[Headline]) -> _Facts:
        actual = [headline for headline in headlines if headline.side == ACTUAL]
        status = next((headline.statement.value for headline in actual if headline.key.property == "status"), "")
        facts = {(headline.key.property, headline.key.part): headline.statement for headline in reversed(actual)}
        began = facts.get(("commissioning", ""))
        return cls(frozenset(facts), status, read_date(began.value if began else ""))

    def came(self, name: str, part: str) -> bool:
        """Whether what was promised came, was given up, or is nothing that is promised here.

        The state and the output of the whole say nothing of an expansion, but `completed` does.
        """
        if name not in _FULFILLED or self.status in _GIVEN_UP or (name, part) in self.facts:
            return True
        if part:
            return self.status == "completed"
        signs, states = _FULFILLED[name]
        return self.status in states | _WORKING or any(prop in signs for prop, _ in self.facts)

    def includes(self, promise: Statement) -> bool:
        """Whether a part may have come with the whole: only one promised after that began to work is surely another."""
        if not promise.part or (self.working is None and self.status not in _WORKING):
            return False
        promised_on = read_date(promise.as_of)
        return self.working is None or promised_on is None or promised_on.first <= self.working.last


def _latest_promise(promises: Iterable[Statement]) -> tuple[date, Statement] | None:
    """The latest day any promise names, with the first who named it; None where one has no end or none has a year."""
    dated = [(when.last, promise) for promise in promises if (when := read_date(promise.value)) is not None]
    if not dated:
        return None
    latest = max(day for day, _ in dated)
    if latest == date.max:
        return None
    return latest, first_promise(promise for day, promise in dated if day == latest)


def _due_day(rule: ChainRule, year: int) -> date:
    """The last plausible day for the document of a year: `yearly-04-01` may mean before or on the first of April."""
    _, month, day = rule.due.split("-")
    return date(year + 1, int(month), int(day))


def _years_covered(records: Iterable[Record], rule: ChainRule) -> set[int]:
    """The years a document may be for: those it speaks of, and the year before it came, which it is then due for."""
    years: set[int] = set()
    for record in records:
        if record.event_type not in rule.events and not {*record.codes("document_type")} & {*rule.documents}:
            continue
        statements = [*record.all("document_type"), *record.all("event_type"), *record.all("emission")]
        for text in {statement.as_of for statement in statements if statement.as_of}:
            when = parse_date(text)
            if when.is_bounded:
                years.update(range(when.first.year, when.last.year + 1))
        came = read_date(record.date)
        if came is not None and not came.is_open:
            years.update(range(came.first.year - 1, came.last.year + 1))
    return years
