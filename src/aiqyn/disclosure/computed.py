"""The verdicts that a register can compute: what its own statements show, by the rules of `computed.csv`.

A verdict on evidence only: that something is nowhere to be found is for a person to say, with a log of where it
was looked for. What cannot be computed is left out, and stays `not_assessed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import NamedTuple

from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import EventKind
from aiqyn.disclosure.assessment import Assessment, Evidence
from aiqyn.disclosure.checklist import Checklist, Item, Stage, Verdict
from aiqyn.disclosure.disclosers import Teller, Tellers
from aiqyn.disclosure.rules import Alternative, Demand, Of, Rule, load_rules
from aiqyn.disclosure.stage import stage_after, steps
from aiqyn.dossier.record import Entry, InformationRequest, Record
from aiqyn.errors import Refused
from aiqyn.ledger import Source, Statement, as_known_on
from aiqyn.ledger.claim import standing_statements
from aiqyn.values.dates import Date, Precision, parse_date
from aiqyn.vocabulary import load_vocabulary

#: Who "assessed" what the register computed.
REGISTER = "register"
#: Why a verdict stands that somebody could read as an accusation; the sentence is in the method.
OTHERS_ONLY = "others_only"
_MOST_EVIDENCE = 3
_LAST_TIER = 9
_PLANNED = "planned"
_SURE = "high"
_GREENHOUSE_GASES = frozenset({"air.co2", "air.co2e", "air.ch4"})
_DAYS = (Precision.DAY, Precision.MONTH)


class _Candidate(NamedTuple):
    """A statement that may meet a need, and the one that is shown as evidence for it."""

    rank: tuple[int, str, str]
    statement: Statement
    evidence: Statement


#: Candidates by property, the closest source first.
_Pool = Mapping[str, Sequence[_Candidate]]


class _Pools(NamedTuple):
    """What those tell who disclose, that of it which was surely read so, and what anyone tells."""

    disclosed: _Pool
    surely: _Pool
    anyone: _Pool

    def shown(self, verdict: Verdict) -> _Pool:
        """What a verdict may rest on: that all is disclosed takes a sure reading of the source."""
        return self.surely if verdict is Verdict.DISCLOSED else self.disclosed


def computed(
    checklist: Checklist,
    statements: Iterable[Statement],
    records: Iterable[Record],
    requests: Iterable[InformationRequest],
    sources: Mapping[str, Source],
    organisation_types: Mapping[str, str],
    as_of: date,
) -> list[Assessment]:
    """The verdicts that follow for one project from what was recorded by a day, in the order of the checklist.

    Whatever its stage: `set_aside` leaves out what is not asked for. `statements` are the project's own, retractions
    included; `records` and `requests` those about it, as known on the day; sources and the types of organisations are
    by id. The day of a verdict is the last on which a statement it rests on was recorded.
    """
    tellers = Tellers(sources, organisation_types)
    stands = standing_statements(as_known_on(statements, as_of.isoformat()))
    known = _Known(stands, list(records), list(requests), tellers, as_of)
    assessments: list[Assessment] = []
    for item, rules in known.looked_at():
        assessment = known.verdict(checklist.items[item], rules) if item in checklist.items else None
        if assessment is not None:
            assessments.append(assessment)
    order = {item: place for place, item in enumerate(checklist.items)}
    return sorted(assessments, key=lambda assessment: order[assessment.item])


class _Known:
    """What is known of one project on a day."""

    def __init__(
        self,
        stands: Sequence[Statement],
        records: Sequence[Record],
        requests: Sequence[InformationRequest],
        tellers: Tellers,
        as_of: date,
    ) -> None:
        self.stands, self.requests, self.tellers, self.as_of = stands, requests, tellers, as_of
        self._project = [_pools(stands, (), tellers)]
        self._records = [(_types(record), self._entry(record)) for record in records]
        self._requests = [self._entry(request) for request in requests]
        self._stage: Stage | None = None

    def looked_at(self) -> Iterator[tuple[str, Sequence[Rule]]]:
        """The items with a rule that something is told about, and these rules."""
        properties = set().union(*(pools.anyone for pools in (*self._project, *self._requests)))
        properties = properties.union(*(pools.anyone for _, pools in self._records))
        for item, rules in load_rules().items():
            holding = [rule for rule in rules if rule.of is Of.REQUESTS or not properties.isdisjoint(rule.properties)]
            if holding:
                yield item, holding

    def verdict(self, item: Item, rules: Iterable[Rule]) -> Assessment | None:
        """None where no rule is met."""
        holding = [rule for rule in rules if not rule.stages or self.stage in rule.stages]
        for rule in holding:
            if rule.of is Of.REQUESTS and self.requests:
                answers = _answers(self.requests, rule, self.as_of)
                if answers:
                    return _assessment(item, rule.verdict, answers)
            for pools in self._pools_of(rule):
                candidates = _met(rule, pools.shown(rule.verdict), self.as_of)
                if candidates is not None:
                    return _assessment(item, rule.verdict, candidates)
        for rule in holding:
            for pools in self._pools_of(rule):
                candidates = _met(rule, pools.anyone, self.as_of)
                if candidates is not None:
                    return _assessment(item, Verdict.KNOWN_NOT_DISCLOSED, candidates)
        return None

    @property
    def stage(self) -> Stage:
        if self._stage is None:
            self._stage = stage_after(steps(self.stands, self.tellers.published, self.as_of))
        return self._stage

    def _pools_of(self, rule: Rule) -> Iterator[_Pools]:
        if rule.of is Of.PROJECT:
            yield from self._project
        elif rule.of is Of.REQUEST:
            yield from self._requests
        elif rule.of is Of.RECORD:
            yield from (pools for types, pools in self._records if not rule.types or types & rule.types)

    def _entry(self, entry: Entry) -> _Pools:
        day = self.as_of.isoformat()
        return _pools(
            [statement for statement in entry.statements if statement.recorded <= day],
            [statement for statement in entry.drawn if statement.recorded <= day],
            self.tellers,
        )


def _types(record: Record) -> frozenset[str]:
    return frozenset((*record.codes("document_type"), *record.codes("event_type")))


def _pools(statements: Iterable[Statement], drawn: Sequence[Statement], tellers: Tellers) -> _Pools:
    """What is told by whom. Our own wording of a statement that a record sets out counts as that statement."""
    behind = min(drawn, key=lambda statement: _rank(statement, tellers), default=None)
    disclosed: dict[str, list[_Candidate]] = {}
    surely: dict[str, list[_Candidate]] = {}
    anyone: dict[str, list[_Candidate]] = {}
    for statement in statements:
        evidence, teller = statement, tellers.of(statement)
        if teller is Teller.NOBODY and behind is not None:
            evidence, teller = behind, tellers.of(behind)
        if teller is Teller.NOBODY:
            continue
        candidate = _Candidate(_rank(evidence, tellers), statement, evidence)
        anyone.setdefault(statement.property, []).append(candidate)
        if teller is Teller.DISCLOSER:
            disclosed.setdefault(statement.property, []).append(candidate)
            if evidence.confidence == _SURE:
                surely.setdefault(statement.property, []).append(candidate)
    for pool in (disclosed, surely, anyone):
        for candidates in pool.values():
            if len(candidates) > 1:
                candidates.sort()
    return _Pools(disclosed, surely, anyone)


def _rank(statement: Statement, tellers: Tellers) -> tuple[int, str, str]:
    """The closest source first, then what was recorded first: a later statement of the same moves no day."""
    teller = tellers.of(statement)
    distance = _LAST_TIER + 1 if teller is Teller.NOBODY else 0 if teller is Teller.DISCLOSER else 1
    tier = _tiers().get(tellers.kind(statement.source), _LAST_TIER)
    return distance * _LAST_TIER + tier, statement.recorded, statement.id


@cache
def _tiers() -> Mapping[str, int]:
    return load_vocabulary().tiers("source_kind")


def _met(rule: Rule, pool: _Pool, as_of: date) -> list[_Candidate] | None:
    """What meets a rule, None where it is not met."""
    if not pool:
        return None
    candidates: list[_Candidate] = []
    for term in rule.needs:
        meeting = (_meeting(alternative, pool, as_of) for alternative in term)
        first = next(filter(None, meeting), None)
        if first is None:
            return None
        candidates += first
    return candidates


def _meeting(need: Alternative, pool: _Pool, as_of: date) -> list[_Candidate]:
    """The candidate that meets a need best, or those that meet it together; none where it is not met."""
    candidates = pool.get(need.property)
    if not candidates:
        return []
    tests = [_SINGLE[demand] for demand in need.demands if demand in _SINGLE]
    fitting = [candidate for candidate in candidates if all(test(candidate.statement, as_of) for test in tests)]
    if Demand.ADD_TO_100 in need.demands:
        return _adding_to_100(fitting)
    return fitting[:1]


def _adding_to_100(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Shares that one source gives of one date, each of another owner, and that add up to 100."""
    groups: dict[tuple[str, str, str, str], list[_Candidate]] = {}
    for candidate in candidates:
        share = candidate.statement
        groups.setdefault((share.source, share.said_by, share.as_of, share.basis), []).append(candidate)
    for group in groups.values():
        parts = [candidate.statement.part for candidate in group]
        if all(parts) and len(set(parts)) == len(parts) and sum(map(_exact, group)) == 100:
            return group
    return []


def _exact(candidate: _Candidate) -> Decimal:
    """A figure without a bound; a share that is only bounded is worth nothing here."""
    try:
        return Decimal(candidate.statement.value)
    except InvalidOperation:
        return Decimal(-1000)


def _is_fresh(statement: Statement, as_of: date) -> bool:
    """Whether a statement surely speaks of a day within the twelve months before."""
    when = _date(statement.as_of)
    if when is None:
        return False
    day = 28 if (as_of.month, as_of.day) == (2, 29) else as_of.day
    return as_of.replace(year=as_of.year - 1, day=day) <= when.first <= as_of


def _is_to_month(statement: Statement, as_of: date) -> bool:
    when = _date(statement.value)
    return when is not None and when.precision in _DAYS and not when.approximate


def _is_of_last_year(statement: Statement, as_of: date) -> bool:
    when, year = _date(statement.as_of), as_of.year - 1
    return when is not None and (when.first, when.last) == (date(year, 1, 1), date(year, 12, 31))


@lru_cache(maxsize=16384)
def _date(text: str) -> Date | None:
    """A date of a known year without an open end."""
    when = parse_date(text) if text else None
    return when if when is not None and when.year_known and not when.is_open else None


_SINGLE: Mapping[Demand, Callable[[Statement, date], bool]] = {
    Demand.WHOLE: lambda statement, as_of: not statement.part,
    Demand.IN_PART: lambda statement, as_of: bool(statement.part),
    Demand.DATED: lambda statement, as_of: bool(statement.as_of),
    Demand.FRESH: _is_fresh,
    Demand.PLANNED: lambda statement, as_of: statement.basis == _PLANNED,
    Demand.ACTUAL: lambda statement, as_of: statement.basis != _PLANNED,
    Demand.TO_YEAR: lambda statement, as_of: _date(statement.value) is not None,
    Demand.TO_MONTH: _is_to_month,
    Demand.LAST_YEAR: _is_of_last_year,
    Demand.GREENHOUSE_GAS: lambda statement, as_of: statement.part in _GREENHOUSE_GASES,
    Demand.WATER_OR_WASTE: lambda statement, as_of: statement.part.partition(".")[0] in {"water", "land"},
}


def _answers(requests: Sequence[InformationRequest], rule: Rule, as_of: date) -> list[_Candidate]:
    """The answers in time, where all requests known were answered so, or, as the rule asks, at least one."""
    answers = [answer for request in requests if (answer := _answer_in_time(request, as_of))]
    enough = len(answers) == len(requests) if rule.verdict is Verdict.DISCLOSED else True
    return [_Candidate((0, answer.recorded, answer.id), answer, answer) for answer in answers] if enough else []


def _answer_in_time(request: InformationRequest, as_of: date) -> Statement | None:
    """What tells that a request was answered by the earliest day on which its term can have ended."""
    reply = request.days.reply
    if reply is None or reply.kind is not EventKind.ANSWERED or not request.rule_id:
        return None
    try:
        due = derive_under(load_laws(), request.rule_id, request.days).due_min
    except Refused:
        return None
    if due is None or reply.date > min(due, as_of):
        return None
    answers = (event for event in request.all("request_event") if event.part == EventKind.ANSWERED)
    return next((answer for answer in answers if answer.recorded <= as_of.isoformat()), None)


def _assessment(item: Item, verdict: Verdict, candidates: Sequence[_Candidate]) -> Assessment:
    evidence = dict.fromkeys(candidate.evidence.id for candidate in sorted(candidates))
    return Assessment(
        item=item.id,
        item_version=item.version,
        verdict=verdict,
        assessor=REGISTER,
        day=date.fromisoformat(max(candidate.evidence.recorded for candidate in candidates)),
        evidence=tuple(map(Evidence, list(evidence)[:_MOST_EVIDENCE])),
        note=OTHERS_ONLY if verdict is Verdict.KNOWN_NOT_DISCLOSED else "",
    )
