"""Records and information requests: entities of the ledger, read from the statements about them that stand.

Nothing here is a table of its own: a record is what its statements say, and changes when they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from aiqyn.deadlines.request import Event, EventKind, Request
from aiqyn.errors import Refused
from aiqyn.ledger.claim import standing_and_preferred, standing_statements
from aiqyn.ledger.source import Entity
from aiqyn.ledger.statement import DRAWN_FROM, Statement
from aiqyn.values.dates import Date, Precision, parse_date
from aiqyn.values.number import Bound, parse_number
from aiqyn.vocabulary import load_vocabulary

RECORD = "record"
REQUEST = "request"
PROJECT = "project"

#: The days of a request itself, as parts of `request_event`; every other part is an EventKind.
DAYS = ("sent", "received", "registered")
#: What makes a record speak against somebody, beside a finding and the outcome of a court case.
ADVERSE_EVENTS = frozenset(
    {
        *("violation_found", "order_issued", "fine_imposed", "damage_claimed", "claim_filed", "court_ruling"),
        *("permit_suspended", "permit_revoked", "prtr_missing"),
    }
)
ADVERSE_DOCUMENTS = frozenset({"order_to_fix", "fine_decision", "court_act", "damage_claim"})
#: Findings by which an adverse record is more than an allegation.
_ACTS = ("official_act", "reported_act")
_REPLIED = ("answered_in_full", "answered_in_part", "refused")
_UNDATED = (True, "", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """What records and requests have in common: an entity and the statements about it that stand.

    `about` are the entities it belongs to or concerns, its own `part_of` first; `projects` those of them that are
    projects, reached also through a record it belongs to. `drawn` are the statements about other entities that it
    sets out (`drawn_from`), as far as they stand.
    """

    id: str
    part_of: str
    about: tuple[str, ...]
    projects: tuple[str, ...]
    statements: tuple[Statement, ...]
    drawn: tuple[Statement, ...]
    by_property: Mapping[str, tuple[Statement, ...]]

    @property
    def subjects(self) -> tuple[str, ...]:
        """The projects it is about; where there are none, all that it belongs to or concerns."""
        return self.projects or self.about

    def all(self, property: str) -> tuple[Statement, ...]:
        """Every statement of a property that stands, rivals included, the leading one first; empty for none.

        The one editors prefer leads, then the one that speaks of the latest date, then the latest recorded.
        """
        return self.by_property.get(property, ())

    def first(self, property: str) -> Statement | None:
        """The leading statement of a property, or None."""
        leading = self.all(property)
        return leading[0] if leading else None

    def code(self, property: str) -> str:
        """The value of the leading statement of a property, blank where there is none."""
        leading = self.all(property)
        return leading[0].value if leading else ""

    def codes(self, property: str) -> tuple[str, ...]:
        """The different values of a property, the leading one first."""
        return tuple(dict.fromkeys(statement.value for statement in self.all(property)))


@dataclass(frozen=True, slots=True)
class Record(Entry):
    """An environmental record: a document, an event, or a document that tells of an event."""

    @property
    def document_type(self) -> str:
        """The code of the document, blank where the record is no document."""
        return self.code("document_type")

    @property
    def event_type(self) -> str:
        """The code of the event, blank where the record tells of none."""
        return self.code("event_type")

    @property
    def date(self) -> str:
        """When it happened, in EDTF: the date of the event, else the one a statement drawn from speaks of; or blank."""
        return self.code("event_date") or next((statement.as_of for statement in self.drawn if statement.as_of), "")

    @property
    def is_adverse(self) -> bool:
        """Whether it tells of a violation, a fine, a claim or a court case, proven or alleged."""
        return bool(
            self.all("finding")
            or self.all("court_outcome")
            or self.event_type in ADVERSE_EVENTS
            or self.document_type in ADVERSE_DOCUMENTS
        )

    @property
    def ground(self) -> str:
        """What an adverse record rests on; blank for any other.

        `official_act`, `reported_act`; `allegation` where no act is known, `no_act` where nothing is said of it.
        """
        finding = self.code("finding")
        if not self.is_adverse:
            return ""
        return finding if finding in _ACTS else "allegation" if finding else "no_act"

    @property
    def sources(self) -> frozenset[str]:
        """The ids of the sources behind its statements and those it sets out."""
        return frozenset(statement.source for statement in (*self.statements, *self.drawn))


class Vague(NamedTuple):
    """An event of a request whose day is not known: a part of `request_event` and the date as stated, in EDTF."""

    kind: str
    date: str


@dataclass(frozen=True, slots=True)
class InformationRequest(Entry):
    """A request for information and what is known of its course."""

    @property
    def bodies(self) -> tuple[str, ...]:
        """The organisations it was addressed to."""
        return self.codes("addressed_to")

    @property
    def asked_documents(self) -> tuple[str, ...]:
        """The codes of the documents it asks for."""
        return self.codes("asked_document")

    @property
    def asked_items(self) -> tuple[str, ...]:
        """The ids of the checklist items it asks for."""
        return self.codes("asked_item")

    @property
    def rule_id(self) -> str:
        """The rule of `laws.toml` it is counted under, blank where none is named."""
        return self.code("request_rule")

    @property
    def outcome(self) -> str:
        """The code of the latest outcome, blank where none is told."""
        return self.code("outcome")

    @property
    def grounds(self) -> tuple[str, ...]:
        """The codes of the grounds of a refusal."""
        return self.codes("refusal_ground")

    @property
    def given(self) -> tuple[str, ...]:
        """The codes of the documents that were handed over."""
        return self.codes("given")

    @property
    def withheld(self) -> tuple[str, ...]:
        """The codes of the documents that were refused while others were given."""
        return self.codes("withheld")

    @property
    def requester(self) -> str:
        """The organisation that asked, blank where it is not told; never a private person."""
        return self.code("requester")

    @property
    def registration_no(self) -> str:
        """The number under which the body registered it, blank where it is not known."""
        return self.code("registration_no")

    @property
    def days(self) -> Request:
        """The events whose day is known. Of several days stated for one step of the request the latest is taken.

        The latest is the most lenient to the body: nothing may be called overdue before the last plausible day.
        """
        known = {name: max(_days(self, name), default=None) for name in DAYS}
        return Request(known["sent"], known["received"], known["registered"], tuple(_events(self)))

    @property
    def course(self) -> tuple[Statement, ...]:
        """What happened, by date; steps of one date in the order of the vocabulary."""
        order = {key: place for place, key in enumerate(load_vocabulary().codes["request_event"])}
        events = self.all("request_event")
        return tuple(sorted(events, key=lambda event: (by_date(event.value), order[event.part], event.id)))

    @property
    def vague(self) -> tuple[Vague, ...]:
        """The events whose day is not known, in the order of their dates as written."""
        events = {Vague(event.part, event.value) for event in self.all("request_event") if not _is_day(event.value)}
        return tuple(sorted(events, key=lambda event: (event.date, event.kind)))

    @property
    def date(self) -> str:
        """When it was made, in EDTF: received, registered, sent, else the first date of what is told; or blank."""
        dates = {event.part: event.value for event in reversed(self.all("request_event"))}
        begun = dates.get("received") or dates.get("registered") or dates.get("sent") or self.code("event_date")
        first = min(dates.values(), key=by_date, default="")
        return begun or first or next((statement.as_of for statement in self.drawn if statement.as_of), "")

    @property
    def is_refusal(self) -> bool:
        """True when the answer refuses all of it: as the outcome says or, with none told, an event or a ground."""
        if self.outcome:
            return self.outcome == "refused"
        return bool(self.grounds) or any(event.part == EventKind.REFUSED for event in self.all("request_event"))

    @property
    def replied(self) -> bool:
        """True when an answer or a refusal is known, whatever its day."""
        parts = {event.part for event in self.all("request_event")}
        return self.outcome in _REPLIED or bool(parts & {EventKind.ANSWERED, EventKind.REFUSED})

    @property
    def reply_date(self) -> str:
        """When it was answered or refused, in EDTF, else the date of which the outcome is told; or blank."""
        parts = {EventKind.ANSWERED.value, EventKind.REFUSED.value}
        replied_on = [event.value for event in self.all("request_event") if event.part in parts]
        outcome = self.first("outcome")
        by_outcome = outcome.as_of if outcome and outcome.value in _REPLIED else ""
        return min(replied_on, default="") or by_outcome


def read_records(
    entities: Iterable[Entity],
    statements: Mapping[str, Sequence[Statement]],
    drawn: Mapping[str, Statement] | None = None,
) -> list[Record]:
    """The records among some entities, oldest first, those without a date last.

    `statements` by entity, with retractions and preferences; `drawn` the statements by id that `drawn_from` may name,
    None to look for them among `statements`.
    """
    records = [Record(*fields) for fields in _entries(RECORD, list(entities), statements, drawn)]
    return sorted(records, key=lambda record: (by_date(record.date), record.id))


def read_requests(
    entities: Iterable[Entity],
    statements: Mapping[str, Sequence[Statement]],
    drawn: Mapping[str, Statement] | None = None,
) -> list[InformationRequest]:
    """The information requests among some entities, oldest first, those without a date last."""
    requests = [InformationRequest(*fields) for fields in _entries(REQUEST, list(entities), statements, drawn)]
    return sorted(requests, key=lambda request: (by_date(request.date), request.id))


def by_date(text: str) -> tuple[bool, str, str]:
    """A key that puts EDTF dates in order of their first day, then their last; without a year or blank: last."""
    when = read_date(text)
    return _UNDATED if when is None else (False, when.first.isoformat(), when.last.isoformat())


def read_date(text: str) -> Date | None:
    """The date that an EDTF text writes; None for a blank text and a date of unknown year."""
    when = parse_date(text) if text else None
    return when if when is not None and when.year_known else None


_Fields = tuple[
    str,
    str,
    tuple[str, ...],
    tuple[str, ...],
    tuple[Statement, ...],
    tuple[Statement, ...],
    Mapping[str, tuple[Statement, ...]],
]


def _entries(
    kind: str,
    entities: Sequence[Entity],
    statements: Mapping[str, Sequence[Statement]],
    drawn: Mapping[str, Statement] | None,
) -> Iterator[_Fields]:
    """The fields of each entity of a kind."""
    known = {entity.id: entity for entity in entities}
    wanted = [entity for entity in entities if entity.kind == kind]
    read = {entity.id: _standing(statements.get(entity.id, ())) for entity in wanted}
    if drawn is None:
        drawn = _drawn(read.values(), statements)
    concerns = {entity.id: _about(entity, read[entity.id]) for entity in wanted}
    for entity in wanted:
        by_property = read[entity.id]
        named = [drawn[statement.value] for statement in by_property.get(DRAWN_FROM, ()) if statement.value in drawn]
        yield (
            entity.id,
            entity.part_of,
            concerns[entity.id],
            _projects(concerns[entity.id], known),
            tuple(statement for group in by_property.values() for statement in group),
            tuple(named),
            by_property,
        )


def _standing(statements: Iterable[Statement]) -> dict[str, tuple[Statement, ...]]:
    """What stands, by property, the leading statement of each first."""
    standing, preferred = standing_and_preferred(statements)

    def weight(statement: Statement) -> tuple[bool, str, str, str]:
        return statement.id in preferred, _last_day(statement.as_of), statement.recorded, statement.id

    groups: dict[str, list[Statement]] = {}
    for statement in standing:
        groups.setdefault(statement.property, []).append(statement)
    return {
        name: tuple(group) if len(group) == 1 else tuple(sorted(group, key=weight, reverse=True))
        for name, group in groups.items()
    }


@lru_cache(maxsize=16384)
def _last_day(text: str) -> str:
    when = read_date(text)
    return when.last.isoformat() if when else ""


def _drawn(
    read: Iterable[Mapping[str, tuple[Statement, ...]]], statements: Mapping[str, Sequence[Statement]]
) -> dict[str, Statement]:
    """The statements that `drawn_from` names and that stand, looked for among all."""
    wanted = {statement.value for by_property in read for statement in by_property.get(DRAWN_FROM, ())}
    if not wanted:
        return {}
    named: dict[str, Statement] = {}
    for group in statements.values():
        if any(statement.id in wanted for statement in group):
            standing = standing_statements(group)
            named.update((statement.id, statement) for statement in standing if statement.id in wanted)
    return named


def _about(entity: Entity, read: Mapping[str, tuple[Statement, ...]]) -> tuple[str, ...]:
    named = (entity.part_of, *(statement.value for statement in read.get("concerns", ())))
    return tuple(dict.fromkeys(name for name in named if name))


def _projects(about: Sequence[str], known: Mapping[str, Entity]) -> tuple[str, ...]:
    """The projects among some entities and what those are part of."""
    projects: dict[str, None] = {}
    for name in about:
        seen: set[str] = set()
        entity = known.get(name)
        while entity is not None and entity.kind != PROJECT and entity.id not in seen:
            seen.add(entity.id)
            entity = known.get(entity.part_of)
        if entity is not None and entity.kind == PROJECT:
            projects[entity.id] = None
    return tuple(projects)


@lru_cache(maxsize=16384)
def _is_day(text: str) -> bool:
    when = read_date(text)
    return when is not None and when.precision is Precision.DAY and not when.approximate and not when.uncertain


def _days(request: InformationRequest, part: str) -> list[date]:
    events = request.all("request_event")
    return [parse_date(event.value).first for event in events if event.part == part and _is_day(event.value)]


def _events(request: InformationRequest) -> list[Event]:
    """The events whose day is known, each day of a kind once."""
    length = _extension_days(request)
    events: dict[tuple[str, date], Event] = {}
    for kind in EventKind:
        for day in _days(request, kind):
            events[kind, day] = Event(kind, day, length if kind is EventKind.EXTENDED else None)
    return list(events.values())


def _extension_days(request: InformationRequest) -> int | None:
    """The longest length stated of an extension; None where none is, or where it is no exact whole number."""
    lengths = []
    for length in request.all("extension_days"):
        try:
            number = parse_number(length.value)
        except Refused:
            return None
        if number.bound is not Bound.EXACT or number.value % 1:
            return None
        lengths.append(int(number.value))
    return max(lengths, default=None)
