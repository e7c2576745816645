"""The calculator's form, read from an address: what the core refuses is said at its field, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict

from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.derivation import Derivation, Step
from aiqyn.deadlines.law import LawRule, Laws
from aiqyn.deadlines.request import Entered, Event, EventKind, read_entered, refusals_of, wrong_day
from aiqyn.errors import Refused
from aiqyn.values.days import parse_day
from aiqyn.words.refusal_text import sentences
from aiqyn_site.pages.wording import wording

MOST_EVENTS = 8
DAYS = ("sent", "received", "registered")
_FEWEST_ROWS = 2
_LONGEST = 40  # characters of any field: no law, day or number has more
#: What the core says of an event without refusing it, by the key of the step.
_REMARKS = frozenset({"late_extension", "second_extension", "extension_capped", "late_event", "without_effect"})


class Row(NamedTuple):
    """One row of events as given: texts, and the event where they make one."""

    number: int
    kind: str
    day: str
    days: str
    event: Event | None


class Asked(NamedTuple):
    """What was asked, and sentences on what is wrong by field.

    `derivation` is None where nothing was asked or something is to be corrected.
    """

    rule_id: str
    days: dict[str, str]
    on: str
    rows: tuple[Row, ...]
    rule: LawRule | None
    as_of: date
    derivation: Derivation | None
    mistakes: dict[str, str]
    query: str
    submitted: bool

    @property
    def is_refused(self) -> bool:
        return any(row.event is not None and row.event.kind is EventKind.REFUSED for row in self.rows)


def read_form(given: QueryDict, laws: Laws, lang: str, today: date) -> Asked:
    """Read the calculator's address and count; nothing is refused, every mistake is told at its field."""
    days, on = {name: _text(given, name) for name in DAYS}, _text(given, "on")
    rule_id = "+".join(given.getlist("rule"))[:200]
    texts = list(_rows(given))
    submitted = bool(rule_id or on or any(days.values()))
    entered = read_entered(days, texts)
    refusals, as_of = list(entered.refusals), today
    try:
        as_of = parse_day(on) if on else today
        refusals += wrong_day("on", as_of)
    except Refused as refused:
        refusals.append(refused.at("on"))
    rule, derivation = None, None
    if submitted:
        refusals += _refusals(rule_id, entered, laws, refusals)
        rule_id = "" if any(refused.code == "rule_two" for refused in refusals) else rule_id
    if submitted and not refusals:
        try:
            derivation = derive_under(laws, rule_id, entered.request)
            rule = next(rule for rule in laws.versions(rule_id) if rule.version == derivation.rule_version)
        except Refused as refused:
            refusals.append(_placed(refused, entered))
    rows = _numbered(texts if submitted else [], entered)
    query = _query(rule_id, {**days, "on": on}, rows)
    return Asked(rule_id, days, on, rows, rule, as_of, derivation, _mistakes(refusals, lang), query, submitted)


def _text(given: QueryDict, name: str) -> str:
    return "".join(sign for sign in given.get(name, "")[:_LONGEST] if sign.isprintable()).strip()


def _rows(given: QueryDict) -> Iterator[tuple[str, str, str]]:
    """The rows that say something."""
    for number in range(1, MOST_EVENTS + 1):
        kind, day, days = (_text(given, f"{name}{number}") for name in ("event", "day", "days"))
        if kind or day or days:
            yield kind, day, days


def _refusals(rule_id: str, entered: Entered, laws: Laws, known: Sequence[Refused]) -> Iterator[Refused]:
    """What is wrong besides what could not be read."""
    if not rule_id:
        yield Refused("rule_blank", "rule", "choose_from_list")
        return
    try:
        start = laws.versions(rule_id)[0].start
    except Refused as refused:
        yield refused
        return
    yield from refusals_of(entered.request, entered.numbers)
    if not known and not any(getattr(entered.request, name) for name in DAYS):
        yield Refused("day_needed", start)


def _placed(refused: Refused, entered: Entered) -> Refused:
    """What the whole was refused for, at the row of the event or at the day by which the law is chosen."""
    if refused.field.startswith("day"):
        place = int(refused.field.removeprefix("day")) - 1
        return refused.at(f"day{entered.numbers[place]}")
    request = entered.request
    return refused.at(next((name for name in DAYS if getattr(request, name) == request.begun), "rule"))


def _mistakes(refusals: Iterable[Refused], lang: str) -> dict[str, str]:
    """The first refusal of each field in words; who has a list to choose from needs no code words."""
    by_field: dict[str, str] = {}
    for refused in refusals:
        shown = refused.at(refused.field, "choose_from_list") if refused.mend == "use_one_of" else refused
        by_field.setdefault(refused.field, sentences(shown, wording(lang)))
    return by_field


def _numbered(texts: Sequence[tuple[str, str, str]], entered: Entered) -> tuple[Row, ...]:
    """The rows, and one empty row more as long as there may be more."""
    events = dict(zip(entered.numbers, entered.request.events, strict=True))
    wanted = min(MOST_EVENTS, max(_FEWEST_ROWS, len(texts) + 1))
    padded = [*texts, *[("", "", "")] * (wanted - len(texts))]
    return tuple(Row(number, *row, events.get(number)) for number, row in enumerate(padded, 1))


def _query(rule_id: str, texts: dict[str, str], rows: Iterable[Row]) -> str:
    pairs = [("rule", rule_id), *texts.items()]
    for row in rows:
        pairs += [(f"event{row.number}", row.kind), (f"day{row.number}", row.day), (f"days{row.number}", row.days)]
    return urlencode([(name, text) for name, text in pairs if text])


def remarks(derivation: Derivation, rows: tuple[Row, ...]) -> dict[int, Step]:
    """Steps that say that an event moves nothing, or less than it names, by the number of its row."""
    steps: dict[int, Step] = {}
    for step in derivation.steps:
        if step.key in _REMARKS:
            of_day = (row.number for row in rows if row.event and row.event.date == step.day)
            number = next((number for number in of_day if number not in steps), None)
            if number is not None:
                steps[number] = step
    return steps
