"""What follows from the ledger, subject by subject: names, project cards, disagreements; and the tables for it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from aiqyn.ledger import Difference, Disagreement, Grounds, Headline, Resolution, Statement, resolve
from aiqyn.ledger.claim import ACTUAL, claim
from aiqyn.ledger.promise import Promise, promises
from aiqyn.names.fold import fold
from aiqyn.values.measure import Measure
from aiqyn.values.points import parse_point
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.derived_table import DerivedTable, Row
from aiqyn_site.ledger.queries import Numbered
from aiqyn_site.projects.stored import write_resolution

#: Size classes by cost in US dollars: the code and the least amount above it.
SIZES = (
    ("under_10m", Decimal(10_000_000)),
    ("10m_100m", Decimal(100_000_000)),
    ("100m_1bn", Decimal(1_000_000_000)),
)
LARGEST, UNKNOWN_SIZE = "over_1bn", "unknown"
_PARTNERS = ("partner_cn", "partner_kz")
#: What is looked for on every project; `capacity` stands for any figure of its section.
LOOKED_FOR = (
    "cost",
    "construction_start",
    "commissioning",
    "capacity",
    "jobs",
    "partner_kz",
    "partner_cn",
    "region",
    "eia",
    "public_hearing",
    "emissions_report",
)
PROJECT, NAME = "project", "name"
#: The order of promises whose slip cannot be told: after every other.
NO_SLIP = -1e9


class NameRow(NamedTuple):
    """The leading name of an entity in a language."""

    entity: str
    lang: str
    text: str
    basis: str
    statement: str


class ProjectRow(NamedTuple):
    """A project for lists; `facets`, `card` and `resolution` are JSON.

    `lat` and `lon` are degrees, `radius` is how far off the point may be in metres; `point_basis` is the basis of
    the statement that gives it. All four are blank where no point is known.
    """

    id: str
    facets: str
    search: str
    cost_usd: float | None
    conflicts: int
    updated: str
    card: str
    resolution: str = ""
    lat: float | None = None
    lon: float | None = None
    radius: int | None = None
    point_basis: str = ""


class DisagreementRow(NamedTuple):
    """A disagreement for lists; `body` is JSON."""

    kind: str
    subject: str
    property: str
    spread: float
    body: str


class PromiseRow(NamedTuple):
    """A date promised and come, for lists; `body` is JSON, whose statements are as recorded."""

    entity: str
    property: str
    part: str
    verdict: str
    least_days: int | None
    most_days: int | None
    least_months: int | None
    most_months: int | None
    first_verdict: str
    first_least_days: int | None
    first_most_days: int | None
    first_least_months: int | None
    first_most_months: int | None
    slip: float
    body: str


class ChangeRow(NamedTuple):
    """How many statements were recorded of a subject on a day, and how many were known before."""

    day: str
    first: int
    subject: str
    statements: int
    before: int


class Derived(NamedTuple):
    """Everything derived from the statements compared under one subject."""

    names: list[NameRow]
    project: ProjectRow | None
    disagreements: list[DisagreementRow]
    promises: Sequence[PromiseRow] = ()
    changes: Sequence[ChangeRow] = ()


_NAMES = DerivedTable("projects_name", ("number", *NameRow._fields), "entity")
_PROJECTS = DerivedTable("projects_project", ProjectRow._fields, "id")
_DISAGREEMENTS = DerivedTable("projects_disagreement", ("number", *DisagreementRow._fields), "subject")
_PROMISES = DerivedTable("projects_promise", ("number", *PromiseRow._fields), "entity")
_CHANGES = DerivedTable("projects_change", ("number", *ChangeRow._fields), "subject")
#: The app's tables, by what they are said to hold.
TABLES: Mapping[str, DerivedTable] = {
    "names": _NAMES,
    "projects": _PROJECTS,
    "disagreements": _DISAGREEMENTS,
    "promises": _PROMISES,
    "changes": _CHANGES,
}
#: Bits of a row's number for its place among the rows of its subject; above them the subject's number, and at the top
#: whether editions are compared under it: a programme comes after everything else.
_PLACE_BITS, _PROGRAMME_BIT = 20, 60


def derive_rows(
    subjects: Iterable[str], statements: Mapping[str, Sequence[Statement]]
) -> tuple[Mapping[str, Numbered], dict[DerivedTable, list[Row]]]:
    """Of which entities rows follow from what is told of some subjects, and these rows by table."""
    grounds = ledger.register().grounds
    entities = ledger.numbered({*subjects, *(item.entity for own in statements.values() for item in own)})
    programmes = set(grounds.subjects.values())
    firsts = {
        key: (key in programmes) << _PROGRAMME_BIT | entity.number << _PLACE_BITS for key, entity in entities.items()
    }
    rows: dict[DerivedTable, list[Row]] = {table: [] for table in TABLES.values()}
    for subject in subjects:
        is_project = entities[subject].kind == PROJECT
        derived = derive(subject, statements.get(subject, ()), is_project, grounds)
        rows[_PROJECTS] += [derived.project] if derived.project else []
        for table, own in (
            (_NAMES, derived.names),
            (_DISAGREEMENTS, derived.disagreements),
            (_PROMISES, derived.promises),
            (_CHANGES, derived.changes),
        ):
            rows[table] += _numbered(own, table.subject, firsts)
    return entities, rows


def _numbered(rows: Iterable[NamedTuple], subject: str, firsts: Mapping[str, int]) -> Iterator[Row]:
    """Rows with their numbers, which follow from whose they are and from their place among those."""
    places: Counter[str] = Counter()
    for row in rows:
        key = getattr(row, subject)
        yield (firsts[key] + places[key], *row)
        places[key] += 1


def derive(subject: str, statements: Sequence[Statement], is_project: bool, grounds: Grounds) -> Derived:
    """What follows for a subject from all statements compared under it, those about its editions included."""
    resolution = resolve(statements, grounds)
    names = _names(resolution)
    project = _project(subject, statements, resolution, names, grounds) if is_project and statements else None
    promised = promises(resolution.headlines, grounds.vocabulary) if is_project else []
    return Derived(
        names,
        project,
        [_disagreement_row(disagreement) for disagreement in resolution.disagreements],
        [_promise_row(promise) for promise in promised],
        _change_rows(subject, statements),
    )


def _change_rows(subject: str, statements: Iterable[Statement]) -> list[ChangeRow]:
    rows, before = [], 0
    for day, count in sorted(Counter([said.recorded for said in statements]).items()):
        rows.append(ChangeRow(day, int(not before), subject, count, before))
        before += count
    return rows


def _names(resolution: Resolution) -> list[NameRow]:
    """The leading names of the subject, and of each of its editions."""
    leading = [headline for headline in resolution.headlines if headline.key.property == NAME]
    return [
        NameRow(said.entity, headline.key.lang, said.value, said.basis, said.id)
        for headline in leading
        for said in (headline.statement,)
    ]


def _disagreement_row(one: Disagreement) -> DisagreementRow:
    body = {
        "part": one.key.part,
        "period": one.key.period,
        "side": one.side,
        "statements": [statement.id for statement in one.statements],
        "low": _plain(one.low),
        "high": _plain(one.high),
        "unit": one.unit,
        "converted": one.converted,
        "spread": str(one.spread),
    }
    return DisagreementRow(one.kind, one.key.subject, one.key.property, float(one.spread), _json(body))


def _promise_row(one: Promise) -> PromiseRow:
    places = {said.id: place for place, said in enumerate(one.promises)}
    body = {
        "leading": places[one.leading.id],
        "promises": [list(said) for said in one.promises],
        "actual": list(one.actual),
    }
    least, most = one.slip_from_first.least_days, one.slip_from_first.most_days
    middle = NO_SLIP if least is None or most is None else (least + most) / 2
    return PromiseRow(one.entity, one.property, one.part, *one.slip, *one.slip_from_first, middle, _json(body))


def _project(
    subject: str, statements: Sequence[Statement], resolution: Resolution, names: list[NameRow], grounds: Grounds
) -> ProjectRow:
    lead = {(one.key.property, one.side): one for one in reversed(resolution.headlines) if not one.key.part}
    cost = _of_whole(lead, "cost")
    cost_usd = _in_dollars(cost, grounds)
    status = lead.get(("status", ACTUAL))
    sector = lead.get(("sector", ACTUAL))
    regions = _values(statements, ("region",))
    partners = _values(statements, _PARTNERS)
    conflicts = sum(one.kind is Difference.CONFLICT for one in resolution.disagreements)
    updated = max(statement.recorded for statement in statements)
    facets = {
        "sector": _with_broader(sector.statement.value) if sector else [],
        "region": regions,
        "status": [status.statement.value] if status else [],
        "partner": partners,
        "size": [size_class(cost_usd)],
        "missing": _missing(resolution, grounds),
    }
    card = {
        "names": {row.lang: [row.text, row.basis, row.statement] for row in names if row.entity == subject},
        "sector": sector.statement.value if sector else "",
        "status": status.statement.value if status else "",
        "status_as_of": status.statement.as_of if status else "",
        "status_said": list(status.statement) if status else [],
        "regions": regions,
        "partners": partners,
        "cost": _lead(cost, resolution),
        "capacity": _lead(_of_whole(lead, "capacity") or _of_a_part(resolution, "capacity"), resolution),
        "statements": len(statements),
        "sources": len({statement.source for statement in statements}),
    }
    return ProjectRow(
        subject,
        _json(facets),
        search_text(subject, statements),
        float(cost_usd) if cost_usd is not None else None,
        conflicts,
        updated,
        _json(card),
        write_resolution(statements, resolution, grounds.vocabulary.units),
        *_point(lead.get(("coordinates", ACTUAL))),
    )


def _point(one: Headline | None) -> tuple[float | None, float | None, int | None, str]:
    """Where a project is: degrees, uncertainty in metres, and the basis of the statement that says so."""
    if one is None:
        return None, None, None, ""
    point = parse_point(one.statement.value)
    return float(point.lat), float(point.lon), point.radius_m, one.statement.basis


def _missing(resolution: Resolution, grounds: Grounds) -> list[str]:
    """What was looked for and not found, in the order in which it is looked for."""
    known = {one.key.property for one in resolution.headlines}
    sections = {grounds.vocabulary.properties[key].section for key in known}
    return [key for key in LOOKED_FOR if key not in known and not (key == "capacity" and key in sections)]


def _with_broader(code: str) -> list[str]:
    """A code and the codes it is part of: `energy.wind` is also `energy`."""
    parts = code.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


def search_text(subject: str, statements: Sequence[Statement]) -> str:
    """The folded names of a project, each once, with its id."""
    texts = {one.value for one in statements if one.property in {NAME, "other_name", "settlement"}}
    return " | ".join(sorted({fold(text) for text in (*texts, subject)}))


def _of_whole(lead: Mapping[tuple[str, str], Headline], name: str) -> Headline | None:
    """The headline of a property of the whole: of what is, or else of what was planned."""
    return lead.get((name, ACTUAL)) or lead.get((name, "planned"))


def _of_a_part(resolution: Resolution, name: str) -> Headline | None:
    """The first headline of a property of some part: a plant's capacity is often told of its products alone."""
    return next((one for one in resolution.headlines if one.key.property == name), None)


def _lead(one: Headline | None, resolution: Resolution) -> dict[str, object] | None:
    if one is None:
        return None
    spans = [each for each in resolution.disagreements if each.key == one.key and each.side == one.side and each.unit]
    widest = max(spans, key=lambda each: each.spread, default=None)
    return {
        "statement": list(one.statement),
        "rule": one.rule,
        "side": one.side,
        "others": len(one.others),
        "low": _plain(widest.low) if widest else "",
        "high": _plain(widest.high) if widest else "",
        "unit": widest.unit if widest else "",
    }


def _in_dollars(one: Headline | None, grounds: Grounds) -> Decimal | None:
    """The cost in US dollars, converted by the year it speaks of; None when that cannot be told."""
    if one is None:
        return None
    read = claim(one.statement, grounds.vocabulary.properties[one.key.property], grounds)
    if not isinstance(read.reading, Measure):
        return None
    if read.reading.unit.dimension == "USD":
        return read.reading.base.value
    if read.when is None or read.when.first.year != read.when.last.year:
        return None
    converted = read.reading.in_currency("USD", read.when.first.year)
    return converted[1].amount if converted else None


def size_class(cost_usd: Decimal | None) -> str:
    """The size class of a cost."""
    if cost_usd is None:
        return UNKNOWN_SIZE
    return next((code for code, limit in SIZES if cost_usd < limit), LARGEST)


def _values(statements: Sequence[Statement], properties: tuple[str, ...]) -> list[str]:
    return sorted({statement.value for statement in statements if statement.property in properties})


def _plain(number: Decimal | None) -> str:
    """A number in plain digits, no exponent, no noughts at the end of its decimals."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
