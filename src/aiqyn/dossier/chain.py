"""The chain of documents the law of Kazakhstan expects of a project, step by step, and what is there of it.

The steps are data (`data/chain.csv`): the documents and events of each, the stages and categories at which it is
expected, and whether the law was read. A step without its document is "not found", never "does not exist".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from importlib.resources.abc import Traversable
from typing import NamedTuple

from aiqyn.dossier.record import InformationRequest, Record, by_date, read_date
from aiqyn.errors import Refused
from aiqyn.ledger.statement import Statement
from aiqyn.values.dates import Date
from aiqyn.values.tables import Row, data_folder, read_rows
from aiqyn.vocabulary import LANGUAGES, load_vocabulary

#: How far a project can have come, in order; the same keys as the stages of the disclosure checklist.
STAGES = ("identification", "preparation", "construction", "operation", "closed")
CLOSED = "closed"

#: Kinds of sources whose publication makes a document public; the press and others only tell of it.
PUBLISHERS = frozenset({"act", "statistics", "court", "state_body", "lender", "company", "project_document"})
#: The statements of a record that carry its document; a press source may add to the others without publishing it.
_CARRIERS = (
    *("document_type", "document_no", "registration_no", "attachment", "window", "valid_period"),
    *("emission", "emission_limit"),
)

#: Notes that leave open whether a step is expected at all.
_UNKNOWN = frozenset({"category_unknown", "stage_unknown"})
_FILE = "chain.csv"
_COLUMNS = (
    *("key", "order", "documents", "related", "events", "stages", "categories", "items"),
    *("verified", "valid_from", "continuing", "due"),
    *(f"{text}_{lang}" for text in ("label", "law", "duty") for lang in LANGUAGES),
)
_KEY = re.compile(r"[a-z]+(_[a-z]+)*")
_ITEMS = re.compile(r"(?:[A-Z]{2}[0-9]{2}(?: [A-Z]{2}[0-9]{2})*)?")
_DUE = re.compile(r"(?:yearly-[0-9]{2}-[0-9]{2})?")


class State(StrEnum):
    """What is there of a step, the strongest first.

    KNOWN: others tell of it, or only a related document is public. OUTSIDE: not for this category, or no longer.
    """

    FOUND = "found"
    REFUSED = "refused"
    ASKED = "asked"
    KNOWN = "known"
    NOT_YET = "not_yet"
    OUTSIDE = "outside"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, eq=False)
class ChainRule:
    """One step the law expects. `documents`: any of them makes the step found; `related` make it known.

    `categories` and `stages` are those at which it is expected; `items` ids of the disclosure checklist. `verified`
    is false where the text of the law was not read. `continuing`: asked for again and again while a facility works,
    so that the law of today holds for it whenever the project began. `due`: `yearly-04-01` for the day by which the
    document for the year before is due, blank where no day was read.
    """

    key: str
    order: int
    labels: Mapping[str, str]
    duties: Mapping[str, str]
    laws: Mapping[str, str]
    documents: tuple[str, ...]
    related: tuple[str, ...]
    events: tuple[str, ...]
    stages: tuple[str, ...]
    categories: tuple[str, ...]
    items: tuple[str, ...]
    verified: bool
    valid_from: date
    continuing: bool
    due: str

    def label(self, lang: str) -> str:
        """The name of the step; KeyError for a language not in LANGUAGES."""
        return self.labels[lang]

    def category_labels(self, lang: str) -> list[str]:
        """The categories of facilities that it is for, in words."""
        codes = load_vocabulary().codes["facility_category"]
        return [codes[key].label(lang) for key in self.categories]


class Step(NamedTuple):
    """One step for one project: what is there of it, and since when.

    `since` (EDTF, blank unknown): of the first document found, of the first of the refusals that nothing has lifted,
    of the first question without an answer, or of the first mention. `records` and `requests` are all those of the
    step, whatever its state. `expected`: the stage and category, as far as known, ask for it. `notes` are keys for
    wording: older_law, category_unknown, stage_unknown, related_only, given_on_request.
    """

    rule: ChainRule
    state: State
    records: tuple[Record, ...]
    requests: tuple[InformationRequest, ...]
    since: str
    expected: bool
    notes: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.rule.key

    @property
    def missing(self) -> bool:
        """True where the law as it was read surely asks for the document and it is not public."""
        doubts = {"older_law", *_UNKNOWN}
        return self.state is not State.FOUND and self.expected and self.rule.verified and not doubts & {*self.notes}


@dataclass(frozen=True, eq=False)
class Chain:
    """The steps of a project in order. `expected` and `published` count those that the law asks for by now."""

    steps: tuple[Step, ...]

    @cached_property
    def expected(self) -> int:
        return sum(step.expected for step in self.steps)

    @cached_property
    def published(self) -> int:
        return sum(step.expected and step.state is State.FOUND for step in self.steps)

    @cached_property
    def refused(self) -> int:
        return sum(step.state is State.REFUSED for step in self.steps)

    @cached_property
    def notes(self) -> frozenset[str]:
        return frozenset(note for step in self.steps for note in step.notes)

    @cached_property
    def is_doubtful(self) -> bool:
        """Whether fewer steps may be expected: the category or the stage is not known."""
        return any(step.expected and not _UNKNOWN.isdisjoint(step.notes) for step in self.steps)

    def first_steps(self) -> dict[str, str]:
        """The key of the first step to which each record belongs, by the record's id, in the order of the steps."""
        keys: dict[str, str] = {}
        for step in self.steps:
            for record in step.records:
                keys.setdefault(record.id, step.key)
        return keys


@cache
def load_chain() -> tuple[ChainRule, ...]:
    """The steps that come with the package in their order, read once."""
    return read_chain(data_folder("aiqyn.dossier"))


def read_chain(folder: Traversable) -> tuple[ChainRule, ...]:
    """The steps in `chain.csv` of a folder.

    Refuses wrong columns, a key that stands twice, and unknown documents, events, stages and categories; the message
    names the line.
    """
    rules: dict[str, ChainRule] = {}
    for row in read_rows(folder, _FILE, _COLUMNS):
        rule = _rule(row)
        if rule.key in rules:
            raise row.refused("key_repeated", "key")
        rules[rule.key] = rule
    return tuple(sorted(rules.values(), key=lambda rule: rule.order))


def _rule(row: Row) -> ChainRule:
    codes = load_vocabulary().codes
    documents = codes["document_type"]
    return ChainRule(
        key=row.matching("key", _KEY, "small_letters"),
        order=row.whole("order"),
        labels=row.texts("label_"),
        duties=row.texts("duty_"),
        laws=row.texts("law_"),
        documents=row.words("documents", documents),
        related=row.words("related", documents),
        events=row.words("events", codes["event_type"]),
        stages=row.words("stages", STAGES),
        categories=row.words("categories", codes["facility_category"]),
        items=tuple(row.matching("items", _ITEMS, "item_ids").split()),
        verified=row.flag("verified"),
        valid_from=_day(row),
        continuing=row.flag("continuing"),
        due=row.matching("due", _DUE, "yearly_form"),
    )


def _day(row: Row) -> date:
    try:
        return date.fromisoformat(row.cells["valid_from"])
    except ValueError as error:
        raise row.refused("cell_day", "valid_from", "day_form") from error


# --- What is there -------------------------------------------------------------------------------------------------


def chain(
    stage: str,
    category: str,
    records: Collection[Record],
    requests: Collection[InformationRequest],
    began: Date | None,
    kinds: Mapping[str, str],
) -> Chain:
    """What is there of every step for a project.

    `stage` is one of STAGES and `category` a code of facility_category, each blank where it is not known; `records`
    and `requests` are the project's; `began` is when it began; `kinds` gives the kind of each source by id. Refuses
    a stage that is not known.
    """
    if stage and stage not in STAGES:
        raise Refused("stage_unknown", stage=stage, known=STAGES)
    first = began.first if began is not None else None
    if not records and not requests:
        return _bare_chain(stage, category, _law_day(first))
    return _Case(stage, category, tuple(records), tuple(requests), first, kinds).chain()


@lru_cache(maxsize=512)
def _bare_chain(stage: str, category: str, began: date | None) -> Chain:
    """The chain of a project of which there is no record: one of few, the same for many."""
    return _Case(stage, category, (), (), began, {}).chain()


def _law_day(began: date | None) -> date | None:
    """The day on which the law last changed before a project began: which laws are later is the same for both days."""
    if began is None:
        return None
    return max((rule.valid_from for rule in load_chain() if rule.valid_from <= began), default=date.min)


def is_published(record: Record, kinds: Mapping[str, str]) -> bool:
    """Whether somebody who may publish a document published this one: a company, a state body, a lender, a court."""
    carriers = [statement for name in _CARRIERS for statement in record.all(name)]
    return any(kinds.get(statement.source, "") in PUBLISHERS for statement in (*carriers, *record.drawn))


class _Finding(NamedTuple):
    """A state with its date and what is to be said besides."""

    state: State
    since: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """A project with all that the steps are judged by."""

    stage: str
    category: str
    records: tuple[Record, ...]
    requests: tuple[InformationRequest, ...]
    began: date | None
    kinds: Mapping[str, str]

    def chain(self) -> Chain:
        return Chain(tuple(map(self.step, load_chain())))

    def step(self, rule: ChainRule) -> Step:
        """One step: what is there, in the order of State."""
        fits = not self.category or self.category in rule.categories
        records = tuple(record for record in self.records if self._belongs(record, rule, fits))
        requests = tuple(request for request in self.requests if _asks(request, rule, fits))
        finding = (
            self._published(rule, records)
            or _answered(requests, rule)
            or self._known(rule, records, requests)
            or _Finding(self._empty(rule, fits))
        )
        notes = tuple(note for note in (*self._doubts(rule), finding.note) if note)
        due = not self.stage or self.stage in rule.stages
        return Step(rule, finding.state, records, requests, finding.since, fits and due, notes)

    def _belongs(self, record: Record, rule: ChainRule, fits: bool) -> bool:
        """A document belongs to its step in any category; what only tells of one does where the category fits."""
        documents = record.codes("document_type")
        if any(code in rule.documents for code in documents):
            return True
        return fits and (record.event_type in rule.events or any(code in rule.related for code in documents))

    def _published(self, rule: ChainRule, records: Sequence[Record]) -> _Finding | None:
        public = [record for record in records if _is_of(record, rule.documents) and is_published(record, self.kinds)]
        return _Finding(State.FOUND, _earliest(record.date for record in public)) if public else None

    def _known(
        self, rule: ChainRule, records: Sequence[Record], requests: Sequence[InformationRequest]
    ) -> _Finding | None:
        given = [request.reply_date for request in requests if _reply(request, rule) == _GIVEN]
        if not records and not given:
            return None
        note = "given_on_request" if given else ""
        if not note and all(_is_of(record, rule.related) and is_published(record, self.kinds) for record in records):
            note = "related_only"
        return _Finding(State.KNOWN, _earliest((*given, *(record.date for record in records))), note)

    def _empty(self, rule: ChainRule, fits: bool) -> State:
        if not fits:
            return State.OUTSIDE
        if not self.stage or self.stage in rule.stages:
            return State.NOT_FOUND
        return State.OUTSIDE if self.stage == CLOSED else State.NOT_YET

    def _doubts(self, rule: ChainRule) -> Iterable[str]:
        if not rule.continuing and self.began is not None and self.began < rule.valid_from:
            yield "older_law"
        if not self.category:
            yield "category_unknown"
        if not self.stage:
            yield "stage_unknown"


_GIVEN, _WITHHELD, _OPEN, _OTHER = "given", "withheld", "open", "other"


def _is_of(record: Record, documents: Collection[str]) -> bool:
    return any(code in documents for code in record.codes("document_type"))


def _asks(request: InformationRequest, rule: ChainRule, fits: bool) -> bool:
    """Whether a request asks for a document of the step; its checklist items count where it names no document."""
    documents = request.asked_documents
    if documents:
        return any(code in rule.documents for code in documents)
    return fits and any(item in rule.items for item in request.asked_items)


def _reply(request: InformationRequest, rule: ChainRule) -> str:
    """What a request brought for a step: given, withheld, still open, or neither (it was withdrawn)."""
    outcome = request.outcome
    if any(code in rule.documents for code in request.withheld):
        return _WITHHELD
    if any(code in rule.documents for code in request.given) or outcome == "answered_in_full":
        return _GIVEN
    if outcome == "refused" or (not outcome and _has_event(request, "refused")):
        return _WITHHELD
    return _OTHER if outcome == "withdrawn" else _OPEN


def _has_event(request: InformationRequest, kind: str) -> bool:
    return any(event.part == kind for event in request.all("request_event"))


def _answered(requests: Sequence[InformationRequest], rule: ChainRule) -> _Finding | None:
    """Refused where the newest answer was a refusal, since the first that no other answer has lifted; else asked."""
    replies = [(request, _reply(request, rule)) for request in requests]
    answers = sorted(
        (
            (by_date(request.reply_date or request.date), reply == _GIVEN, request)
            for request, reply in replies
            if reply in _ANSWERS
        ),
        key=_newest_last,
    )
    if answers and not answers[-1][1]:
        lifted = max((place for place, (_, given, _) in enumerate(answers) if given), default=-1)
        refusals = [request for _, _, request in answers[lifted + 1 :]]
        return _Finding(State.REFUSED, _earliest(request.reply_date or request.date for request in refusals))
    waiting = [request.date for request, reply in replies if reply == _OPEN]
    return _Finding(State.ASKED, _earliest(waiting)) if waiting else None


_ANSWERS = (_GIVEN, _WITHHELD)


def _newest_last(answer: tuple[tuple[bool, str, str], bool, InformationRequest]) -> tuple[bool, str, bool, str]:
    """By the last day an answer can be of, an undated one first; on one day a document given counts as the newer."""
    (undated, _, last), given, request = answer
    return not undated, last, given, request.id


def _earliest(dates: Iterable[str]) -> str:
    return min(filter(None, dates), key=by_date, default="")


# --- When a project began ------------------------------------------------------------------------------------------

_BEGINNINGS = ("construction_start", "trial_production", "commissioning")
_BEGUN = frozenset(
    {"under_construction", "nearly_complete", "test_operation", "partly_operating", "operating", "completed"}
)


def beginning(statements: Iterable[Statement]) -> Date | None:
    """The earliest date by which a project had begun, from the statements about it that stand; None where untold.

    That is a date of construction, trial production or commissioning that came, or one of which its status is told.
    """
    dates = [
        read_date(statement.value if statement.property in _BEGINNINGS else statement.as_of)
        for statement in statements
        if statement.basis != "planned"
        and (statement.property in _BEGINNINGS or (statement.property == "status" and statement.value in _BEGUN))
    ]
    known = [day for day in dates if day is not None]
    return min(known, key=lambda day: (day.first, day.last), default=None)
