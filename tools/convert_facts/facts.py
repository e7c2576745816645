"""Facts into statements: one function for each shape of fact, all decisions from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tools.convert_facts.bounds import as_date, bounded, first_day, last_day
from tools.convert_facts.content import NO_LANGUAGE
from tools.convert_facts.rows import Fact, Outcome, Row
from tools.convert_facts.tables import Mapped, Tables

#: What every indicator of the fact files becomes.
_SERIES = Mapped("series_value", "reported", "")
#: Values that say that a value is not known yet.
_NOT_VALUES = frozenset({"TBD"})
_TEXTS = frozenset(
    {
        "agreement",
        "court_appeal",
        "court_case",
        "court_ruling",
        "criticism",
        "delay",
        "dispute",
        "earlier_attempt",
        "eia",
        "eia_category",
        "emissions_report",
        "health_complaint",
        "impact",
        "information_refusal",
        "information_request",
        "joint_venture",
        "list_membership",
        "location",
        "ownership",
        "protest",
        "public_hearing",
        "related_plan",
        "violation",
    }
)


@dataclass(frozen=True, slots=True)
class Works:
    """When a project is known to have begun to be built and to work, as first days (blank = never seen)."""

    started: str
    opened: str


@dataclass(frozen=True, slots=True)
class Reader:
    """The tables, and what the project facts say about each project's works."""

    tables: Tables
    works: Mapping[str, Works]


def works_by_project(facts: list[Fact]) -> dict[str, Works]:
    """The earliest known start and opening of each project."""
    found: dict[str, Works] = {}
    for fact in facts:
        works = found.setdefault(fact.subject, Works("", ""))
        if fact.value in _NOT_VALUES or not fact.value[:4].isdigit():
            continue
        if fact.property == "construction_start":
            works = Works(_earlier(works.started, first_day(fact.value)), works.opened)
        elif fact.property == "commissioning_actual":
            works = Works(works.started, _earlier(works.opened, first_day(fact.value)))
        found[fact.subject] = works
    return found


def _earlier(one: str, other: str) -> str:
    return min(filter(None, (one, other)), default="")


def convert_fact(fact: Fact, reader: Reader) -> Outcome:
    """The statements of one fact, with the reasons for what was decided."""
    mapped = reader.tables.properties.get(fact.property, _SERIES)
    if fact.value in _NOT_VALUES:
        return Outcome(fact, (), (f"'{fact.value}' is not a value: the source says that it is not decided",))
    if mapped.property == "@event":
        return _event(fact, reader)
    if mapped.property == "@parties":
        return _parties(fact, reader)
    return _single(fact, mapped, reader)


def _entity(fact: Fact, tables: Tables) -> str:
    if fact.id.startswith("LV"):
        return tables.editions[fact.subject]["id"]
    if fact.id.startswith("IN"):
        return tables.indicators[fact.property]["id"]
    return fact.subject


def _said_by(fact: Fact, tables: Tables) -> str:
    if fact.id.startswith("LV"):
        return tables.editions[fact.subject]["said_by"]
    return tables.speakers[fact.speaker] if fact.speaker else ""


def _note(fact: Fact, tables: Tables) -> str:
    """The note, with the wording of a speaker or of a date that the other columns cannot hold."""
    more = []
    if fact.speaker:
        more.append(f"statistical source as compiled: {fact.speaker}")
    if fact.as_of in tables.dates and "not" in fact.as_of:
        more.append(f"date as compiled: {fact.as_of}")
    return "; ".join(filter(None, (fact.note, *more)))


def _base(fact: Fact, reader: Reader) -> Row:
    tables = reader.tables
    return Row(
        entity=_entity(fact, tables),
        property="",
        value=fact.value,
        as_of=as_date(fact.as_of, tables.dates),
        source=fact.source,
        said_by=_said_by(fact, tables),
        confidence=fact.confidence,
        note=_note(fact, tables),
    )


def _single(fact: Fact, mapped: Mapped, reader: Reader) -> Outcome:
    base = _base(fact, reader)._replace(property=mapped.property, basis=mapped.basis, part=mapped.part)
    outcome = _valued(fact, base, reader)
    read_as = f"{fact.property} read as {mapped.property}" if fact.property != mapped.property else ""
    if mapped.part:
        read_as += f", part {mapped.part}"
    if read_as and not fact.id.startswith("IN"):
        outcome = outcome.with_reason(read_as)
    if fact.property in ("jobs_permanent", "jobs_construction"):
        outcome = _with_jobs_basis(outcome, reader)
    return _overridden(outcome, reader.tables)


def _valued(fact: Fact, base: Row, reader: Reader) -> Outcome:
    """The fact with its value in canonical form, by the kind of value it is."""
    tables = reader.tables
    if base.property == "status":
        code = tables.status[fact.value]
        return Outcome(fact, (base._replace(value=code, printed=fact.value),), (f"the words read as status {code}",))
    if base.property == "coordinates":
        point = fact.value.replace(", ", ",") + ";u=" + tables.precision["site"]
        reason = "u is the radius of precision.csv for a site"
        return Outcome(fact, (base._replace(value=point, printed=fact.value),), (reason,))
    if fact.unit == "date":
        return _date(fact, base, tables)
    if base.property == "turbines":
        return Outcome(fact, (base._replace(value=f"{fact.value} {fact.unit}", lang="en"),), ("text with its unit",))
    if fact.unit:
        return _number(fact, base, tables)
    if base.property not in _TEXTS:
        raise ValueError(f"{fact.id}: {fact.property} has no unit and is not a text; say what it is")
    return Outcome(fact, (base._replace(lang="en"),))


def _date(fact: Fact, base: Row, tables: Tables) -> Outcome:
    value = as_date(fact.value, tables.dates)
    if value == fact.value:
        return Outcome(fact, (base._replace(value=value),))
    return Outcome(fact, (base._replace(value=value, printed=fact.value),), (f"date '{fact.value}' read as {value}",))


def _number(fact: Fact, base: Row, tables: Tables) -> Outcome:
    unit = tables.units[fact.unit]
    value, words = bounded(fact.value, fact.note, tables.bounds)
    reasons = []
    printed = fact.value if value != fact.value else ""
    if words:
        reasons.append(f"bound '{value.removesuffix(fact.value).strip()}' from the note's '{words}'")
    if unit.keep_wording:
        printed = f"{fact.value} {fact.unit}"
        reasons.append(f"unit '{fact.unit}' read as {unit.unit}, the wording kept in printed")
    part = base.part or unit.part
    if unit.part:
        reasons.append(f"unit '{fact.unit}' read as {unit.unit}, its product as part {unit.part}")
    elif fact.unit != unit.unit and not unit.keep_wording:
        reasons.append(f"unit '{fact.unit}' written {unit.unit}")
    return Outcome(fact, (base._replace(value=value, unit=unit.unit, part=part, printed=printed),), tuple(reasons))


def _with_jobs_basis(outcome: Outcome, reader: Reader) -> Outcome:
    """Jobs are planned when the note says so or nothing shows that works had begun by then, else reported."""
    fact, row = outcome.fact, outcome.rows[0]
    works = reader.works.get(fact.subject, Works("", ""))
    begun, deed = (works.opened, "opening") if fact.property == "jobs_permanent" else (works.started, "start")
    if "planned" in fact.note:
        basis, why = "planned", "the note says planned"
    elif not begun:
        basis, why = "planned", f"no {deed} of the project is known"
    elif not fact.as_of:
        basis, why = "reported", f"undated, and the {deed} is known ({begun})"
    elif last_day(fact.as_of) < begun:
        basis, why = "planned", f"before the known {deed} ({begun})"
    else:
        basis, why = "reported", f"after the known {deed} ({begun})"
    return Outcome(fact, (row._replace(basis=basis),), (*outcome.reasons, f"basis {basis}: {why}"))


def _overridden(outcome: Outcome, tables: Tables) -> Outcome:
    """The outcome with the decisions of `overrides.csv` about its fact."""
    for column, (value, why) in tables.overrides.get(outcome.fact.id, {}).items():
        row = outcome.rows[0]
        if column == "value":
            row = row._replace(value=value, printed=outcome.fact.value)
        else:
            row = row._replace(**{column: value})
        outcome = Outcome(outcome.fact, (row,), (*outcome.reasons, f"{column} {value or 'left blank'}: {why}"))
    return outcome


def _parties(fact: Fact, reader: Reader) -> Outcome:
    base = _base(fact, reader)._replace(basis="reported")
    rows = tuple(
        base._replace(
            entity=party.entity or base.entity,
            property=party.property,
            value=party.value,
            unit=party.unit,
            lang=NO_LANGUAGE if party.property == "bin" else "",
            part=party.part,
            printed=party.printed,
            basis=party.basis or base.basis,
        )
        for party in reader.tables.parties[fact.property, fact.value]
    )
    roles = ", ".join(dict.fromkeys(row.property for row in rows))
    reason = f"parties read as {roles}" if len(rows) > 1 or rows[0].property not in fact.property else ""
    withheld = any(row.value == "sin-yuan-private-shareholders" for row in rows)
    reasons = (reason, "the name of private persons is left out" if withheld else "")
    return Outcome(fact, rows, tuple(filter(None, reasons)))


def _event(fact: Fact, reader: Reader) -> Outcome:
    tables = reader.tables
    base = _base(fact, reader)._replace(entity=tables.events[fact.id], basis="reported")
    when = base._replace(property="event_date", value=base.as_of, as_of="")
    if fact.as_of != base.as_of:
        when = when._replace(printed=fact.as_of)
    override = tables.overrides.get(fact.id, {}).get("basis")
    if override:
        when = when._replace(basis=override.value)
    texts = [("event", fact.value)]
    texts += [("event_place", place) for place in fact.place.split("; ") if place]
    texts += [("event_actor", actor) for actor in fact.actors.split("; ") if actor]
    rows = (when, *(base._replace(property=name, value=text, lang="en") for name, text in texts))
    rows = tuple(row if row.property in ("event_date", "event") else row._replace(note="") for row in rows)
    reason = f"one event: date, text, {fact.place.count('; ') + bool(fact.place)} places, "
    reason += f"{fact.actors.count('; ') + bool(fact.actors)} actors"
    return Outcome(fact, rows, (reason, *((f"date {override.value}: {override.why}",) if override else ())))
