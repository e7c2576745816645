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


class _Told(NamedTuple):
    """A statement that may meet a need, and the one that is shown as evidence for it."""

    rank: tuple[int, str, str]
    said: Statement
    shown: Statement


#: What is told, by property, the closest source first.
_Pool = Mapping[str, Sequence[_Told]]


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
    found: list[Assessment] = []
    for item, rules in known.looked_at():
        one = known.verdict(checklist.items[item], rules) if item in checklist.items else None
        if one is not None:
            found.append(one)
    order = {item: place for place, item in enumerate(checklist.items)}
    return sorted(found, key=lambda one: order[one.item])


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
        self._records = [(_types(one), self._entry(one)) for one in records]
        self._requests = [self._entry(one) for one in requests]
        self._stage: Stage | None = None

    def looked_at(self) -> Iterator[tuple[str, Sequence[Rule]]]:
        """The items with a rule that something is told about, and these rules."""
        told = set().union(*(pools.anyone for pools in (*self._project, *self._requests)))
        told = told.union(*(pools.anyone for _, pools in self._records))
        for item, rules in load_rules().items():
            holding = [rule for rule in rules if rule.of is Of.REQUESTS or not told.isdisjoint(rule.properties)]
            if holding:
                yield item, holding

    def verdict(self, item: Item, rules: Iterable[Rule]) -> Assessment | None:
        """The verdict on an item, None where no rule is met."""
        holding = [rule for rule in rules if not rule.stages or self.stage in rule.stages]
        for rule in holding:
            if rule.of is Of.REQUESTS and self.requests:
                answers = _answers(self.requests, rule, self.as_of)
                if answers:
                    return _assessment(item, rule.verdict, answers)
            for pools in self._pools_of(rule):
                met = _met(rule, pools.shown(rule.verdict), self.as_of)
                if met is not None:
                    return _assessment(item, rule.verdict, met)
        for rule in holding:
            for pools in self._pools_of(rule):
                met = _met(rule, pools.anyone, self.as_of)
                if met is not None:
                    return _assessment(item, Verdict.KNOWN_NOT_DISCLOSED, met)
        return None

    @property
    def stage(self) -> Stage:
        """The stage the project stands at."""
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
            [one for one in entry.statements if one.recorded <= day],
            [one for one in entry.drawn if one.recorded <= day],
            self.tellers,
        )


def _types(record: Record) -> frozenset[str]:
    return frozenset((*record.codes("document_type"), *record.codes("event_type")))


def _pools(statements: Iterable[Statement], drawn: Sequence[Statement], tellers: Tellers) -> _Pools:
    """What is told by whom. Our own wording of a statement that a record sets out counts as that statement."""
    behind = min(drawn, key=lambda one: _rank(one, tellers), default=None)
    disclosed: dict[str, list[_Told]] = {}
    surely: dict[str, list[_Told]] = {}
    anyone: dict[str, list[_Told]] = {}
    for said in statements:
        shown, teller = said, tellers.of(said)
        if teller is Teller.NOBODY and behind is not None:
            shown, teller = behind, tellers.of(behind)
        if teller is Teller.NOBODY:
            continue
        told = _Told(_rank(shown, tellers), said, shown)
        anyone.setdefault(said.property, []).append(told)
        if teller is Teller.DISCLOSER:
            disclosed.setdefault(said.property, []).append(told)
            if shown.confidence == _SURE:
                surely.setdefault(said.property, []).append(told)
    for pool in (disclosed, surely, anyone):
        for some in pool.values():
            if len(some) > 1:
                some.sort()
    return _Pools(disclosed, surely, anyone)


def _rank(said: Statement, tellers: Tellers) -> tuple[int, str, str]:
    """The closest source first, then what was recorded first: a later statement of the same moves no day."""
    teller = tellers.of(said)
    far = _LAST_TIER + 1 if teller is Teller.NOBODY else 0 if teller is Teller.DISCLOSER else 1
    return far * _LAST_TIER + _tiers().get(tellers.kind(said.source), _LAST_TIER), said.recorded, said.id


@cache
def _tiers() -> Mapping[str, int]:
    return load_vocabulary().tiers("source_kind")


def _met(rule: Rule, pool: _Pool, as_of: date) -> list[_Told] | None:
    """What meets a rule, None where it is not met."""
    if not pool:
        return None
    found: list[_Told] = []
    for term in rule.needs:
        met = next((some for one in term if (some := _meeting(one, pool, as_of))), None)
        if met is None:
            return None
        found += met
    return found


def _meeting(wanted: Alternative, pool: _Pool, as_of: date) -> list[_Told]:
    """The statement that meets a need best, or those that meet it together; none where it is not met."""
    told = pool.get(wanted.property)
    if not told:
        return []
    single = [_SINGLE[demand] for demand in wanted.demands if demand in _SINGLE]
    fit = [one for one in told if all(test(one.said, as_of) for test in single)]
    if Demand.ADD_TO_100 in wanted.demands:
        return _adding_to_100(fit)
    return fit[:1]


def _adding_to_100(told: Sequence[_Told]) -> list[_Told]:
    """Shares that one source gives of one date, each of another owner, and that add up to 100."""
    groups: dict[tuple[str, str, str, str], list[_Told]] = {}
    for one in told:
        said = one.said
        groups.setdefault((said.source, said.said_by, said.as_of, said.basis), []).append(one)
    for some in groups.values():
        parts = [one.said.part for one in some]
        if all(parts) and len(set(parts)) == len(parts) and sum(map(_exact, some)) == 100:
            return some
    return []


def _exact(told: _Told) -> Decimal:
    """A figure without a bound; a share that is only bounded is worth nothing here."""
    try:
        return Decimal(told.said.value)
    except InvalidOperation:
        return Decimal(-1000)


def _is_fresh(said: Statement, as_of: date) -> bool:
    """Whether a statement surely speaks of a day within the twelve months before."""
    when = _date(said.as_of)
    if when is None:
        return False
    day = 28 if (as_of.month, as_of.day) == (2, 29) else as_of.day
    return as_of.replace(year=as_of.year - 1, day=day) <= when.first <= as_of


def _is_to_month(said: Statement, as_of: date) -> bool:
    when = _date(said.value)
    return when is not None and when.precision in _DAYS and not when.approximate


def _is_of_last_year(said: Statement, as_of: date) -> bool:
    when, year = _date(said.as_of), as_of.year - 1
    return when is not None and (when.first, when.last) == (date(year, 1, 1), date(year, 12, 31))


@lru_cache(maxsize=16384)
def _date(text: str) -> Date | None:
    """A date of a known year without an open end."""
    when = parse_date(text) if text else None
    return when if when is not None and when.year_known and not when.is_open else None


_SINGLE: Mapping[Demand, Callable[[Statement, date], bool]] = {
    Demand.WHOLE: lambda said, as_of: not said.part,
    Demand.IN_PART: lambda said, as_of: bool(said.part),
    Demand.DATED: lambda said, as_of: bool(said.as_of),
    Demand.FRESH: _is_fresh,
    Demand.PLANNED: lambda said, as_of: said.basis == _PLANNED,
    Demand.ACTUAL: lambda said, as_of: said.basis != _PLANNED,
    Demand.TO_YEAR: lambda said, as_of: _date(said.value) is not None,
    Demand.TO_MONTH: _is_to_month,
    Demand.LAST_YEAR: _is_of_last_year,
    Demand.GREENHOUSE_GAS: lambda said, as_of: said.part in _GREENHOUSE_GASES,
    Demand.WATER_OR_WASTE: lambda said, as_of: said.part.partition(".")[0] in {"water", "land"},
}


def _answers(requests: Sequence[InformationRequest], rule: Rule, as_of: date) -> list[_Told]:
    """The answers in time, where all requests known were answered so, or, as the rule asks, at least one."""
    in_time = [answer for one in requests if (answer := _answer_in_time(one, as_of))]
    enough = len(in_time) == len(requests) if rule.verdict is Verdict.DISCLOSED else True
    return [_Told((0, one.recorded, one.id), one, one) for one in in_time] if enough else []


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
    told = (one for one in request.all("request_event") if one.part == EventKind.ANSWERED)
    return next((one for one in told if one.recorded <= as_of.isoformat()), None)


def _assessment(item: Item, verdict: Verdict, met: Sequence[_Told]) -> Assessment:
    shown = {one.shown.id: one for one in sorted(met)}
    used = list(shown.values())[:_MOST_EVIDENCE]
    return Assessment(
        item=item.id,
        item_version=item.version,
        verdict=verdict,
        assessor=REGISTER,
        day=date.fromisoformat(max(one.shown.recorded for one in met)),
        evidence=tuple(Evidence(one.shown.id) for one in used),
        note=OTHERS_ONLY if verdict is Verdict.KNOWN_NOT_DISCLOSED else "",
    )
