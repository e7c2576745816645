"""The verdicts that a register can compute: what its own statements show, by the rules of `computed.csv`.

A verdict on evidence only: that something is nowhere to be found is for a person to say, with a log of where it
was looked for. What cannot be computed is left out, and stays `not_assessed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import NamedTuple

from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import EventKind
from aiqyn.disclosure.assessment import Assessment, Evidence
from aiqyn.disclosure.checklist import Item, Stage, Verdict
from aiqyn.disclosure.disclosers import Teller, Tellers
from aiqyn.disclosure.rules import Alternative, Demand, Of, ScoringRule, load_rules
from aiqyn.dossier.record import Entry, InformationRequest, Record
from aiqyn.errors import Refused
from aiqyn.ledger import Statement
from aiqyn.values.dates import Date, Precision, parse_date

#: Who "assessed" what the register computed.
REGISTER = "register"
#: Why a verdict stands that somebody could read as an accusation; the sentence is in the method.
OTHERS_ONLY = "others_only"
_MOST_EVIDENCE = 3
_PLANNED = "planned"
_SURE = "high"
_GREENHOUSE_GASES = frozenset({"air.co2", "air.co2e", "air.ch4"})
_DAYS = (Precision.DAY, Precision.MONTH)


class _Candidate(NamedTuple):
    """A statement that may meet a need, and the one that is shown as evidence for it.

    `bears` is the fullest verdict that may rest on it: that all is disclosed takes a sure reading.
    """

    rank: tuple[int, str, str]
    statement: Statement
    evidence: Statement
    bears: int


#: Verdicts by how much they say.
_FULLNESS = {Verdict.KNOWN_NOT_DISCLOSED: 0, Verdict.PARTIAL: 1, Verdict.DISCLOSED: 2}
#: Candidates by property, the closest source first.
_Pool = Mapping[str, Sequence[_Candidate]]


def computed(
    items: Iterable[Item],
    stage: Stage,
    statements: Iterable[Statement],
    records: Sequence[Record],
    requests: Sequence[InformationRequest],
    tellers: Tellers,
    as_of: date,
) -> list[Assessment]:
    """The verdicts on some items that follow for a project, which is at a stage, from what was recorded by a day.

    `statements` are those of its own that stand; `records` and `requests` those about it, as known on the day. The day
    of a verdict is the last on which a statement it rests on was recorded.
    """
    known = _Known(stage, statements, records, requests, tellers, as_of)
    verdicts = map(known.verdict, items)
    return [verdict for verdict in verdicts if verdict is not None]


class _Known:
    """What is known of one project on a day."""

    def __init__(
        self,
        stage: Stage,
        statements: Iterable[Statement],
        records: Sequence[Record],
        requests: Sequence[InformationRequest],
        tellers: Tellers,
        as_of: date,
    ) -> None:
        self.stage, self.requests, self.tellers, self.as_of = stage, requests, tellers, as_of
        self._project = [_pool(statements, (), tellers)]
        self._records = [(_types(record), self._entry(record)) for record in records]
        self._requests = [self._entry(request) for request in requests]
        pools = (*self._project, *self._requests, *(pool for _, pool in self._records))
        self._properties = set().union(*pools)

    def verdict(self, item: Item) -> Assessment | None:
        """None where no rule is met."""
        holding = [rule for rule in load_rules().get(item.id, ()) if self._may_hold(rule)]
        for rule in holding:
            if rule.of is Of.REQUESTS and self.requests:
                answers = _answers(self.requests, rule, self.as_of)
                if answers:
                    return _assessment(item, rule.verdict, answers)
            candidates = self._met(rule, rule.verdict)
            if candidates is not None:
                return _assessment(item, rule.verdict, candidates)
        for rule in holding:
            candidates = self._met(rule, Verdict.KNOWN_NOT_DISCLOSED)
            if candidates is not None:
                return _assessment(item, Verdict.KNOWN_NOT_DISCLOSED, candidates)
        return None

    def _may_hold(self, rule: ScoringRule) -> bool:
        """Whether a rule is for the project's stage, and anything it looks at is told."""
        if rule.stages and self.stage not in rule.stages:
            return False
        return rule.of is Of.REQUESTS or not self._properties.isdisjoint(rule.properties)

    def _met(self, rule: ScoringRule, verdict: Verdict) -> list[_Candidate] | None:
        """What meets a rule so that a verdict may rest on it, None where nothing does."""
        for pool in self._pools_of(rule):
            candidates = _met(rule, pool, _FULLNESS[verdict], self.as_of)
            if candidates is not None:
                return candidates
        return None

    def _pools_of(self, rule: ScoringRule) -> Iterable[_Pool]:
        if rule.of is Of.PROJECT:
            return self._project
        if rule.of is Of.REQUEST:
            return self._requests
        if rule.of is Of.RECORD:
            return [pool for types, pool in self._records if not rule.types or types & rule.types]
        return ()

    def _entry(self, entry: Entry) -> _Pool:
        day = self.as_of.isoformat()
        return _pool(
            [statement for statement in entry.statements if statement.recorded <= day],
            [statement for statement in entry.drawn if statement.recorded <= day],
            self.tellers,
        )


def _types(record: Record) -> frozenset[str]:
    return frozenset((*record.codes("document_type"), *record.codes("event_type")))


def _pool(statements: Iterable[Statement], drawn: Iterable[Statement], tellers: Tellers) -> _Pool:
    """What is told. Our own wording of a statement that a record sets out counts as that statement."""
    behind = min(drawn, key=lambda statement: _rank(statement, tellers), default=None)
    pool: dict[str, list[_Candidate]] = {}
    for statement in statements:
        evidence = statement
        teller, distance = tellers.of(statement)
        if teller is Teller.NOBODY and behind is not None:
            evidence = behind
            teller, distance = tellers.of(behind)
        if teller is Teller.NOBODY:
            continue
        bears = 0 if teller is Teller.OTHER else 2 if evidence.confidence == _SURE else 1
        candidate = _Candidate((distance, evidence.recorded, evidence.id), statement, evidence, bears)
        candidates = pool.get(statement.property)
        if candidates is None:
            pool[statement.property] = [candidate]
        else:
            candidates.append(candidate)
    for candidates in pool.values():
        candidates.sort()
    return pool


def _rank(statement: Statement, tellers: Tellers) -> tuple[int, str, str]:
    """The closest source first, then what was recorded first: a later statement of the same moves no day."""
    return tellers.of(statement)[1], statement.recorded, statement.id


def _met(rule: ScoringRule, pool: _Pool, least: int, as_of: date) -> list[_Candidate] | None:
    """What of a pool bears at least so full a verdict and meets a rule, None where it is not met."""
    met: list[_Candidate] = []
    for term in rule.needs:
        for need in term:
            candidates = _meeting(need, pool, least, as_of)
            if candidates:
                met += candidates
                break
        else:
            return None
    return met


def _meeting(need: Alternative, pool: _Pool, least: int, as_of: date) -> list[_Candidate]:
    """The candidate that meets a need best, or those that meet it together; none where it is not met."""
    tests, fitting = _tests(need.demands), list[_Candidate]()
    for candidate in pool.get(need.property, ()):
        if candidate.bears >= least and all(test(candidate.statement, as_of) for test in tests):
            if Demand.ADD_TO_100 not in need.demands:
                return [candidate]
            fitting.append(candidate)
    return _adding_to_100(fitting)


def _adding_to_100(candidates: Iterable[_Candidate]) -> list[_Candidate]:
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


@cache
def _tests(demands: tuple[Demand, ...]) -> Sequence[Callable[[Statement, date], bool]]:
    """The tests of what is asked of a statement alone."""
    return [_SINGLE[demand] for demand in demands if demand in _SINGLE]


def _answers(requests: Sequence[InformationRequest], rule: ScoringRule, as_of: date) -> list[_Candidate]:
    """The answers in time, where all requests known were answered so, or, as the rule asks, at least one."""
    answers = [answer for request in requests if (answer := _answer_in_time(request, as_of))]
    enough = len(answers) == len(requests) if rule.verdict is Verdict.DISCLOSED else True
    return [_Candidate((0, answer.recorded, answer.id), answer, answer, 2) for answer in answers] if enough else []


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
