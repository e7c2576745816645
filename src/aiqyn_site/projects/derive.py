"""What follows from the ledger, subject by subject: names, project cards, disagreements; and the tables for it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from aiqyn.ledger import Difference, Disagreement, Grounds, Headline, Resolution, Statement, resolve
from aiqyn.ledger.claim import ACTUAL, claim
from aiqyn.ledger.disagreement import in_dollars
from aiqyn.ledger.headline import UNLIKELY
from aiqyn.ledger.promise import Promise, Slip, promises
from aiqyn.names.fold import fold
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


_SLIPS = tuple(prefix + name for prefix in ("", "first_") for name in Slip._fields)
_NAMES = DerivedTable("projects_name", ("number", "entity", "lang", "text", "basis", "statement"), "entity")
_PROJECTS = DerivedTable("projects_project", ProjectRow._fields, "id")
_DISAGREEMENTS = DerivedTable(
    "projects_disagreement", ("number", "kind", "subject", "property", "spread", "body"), "subject"
)
_PROMISES = DerivedTable(
    "projects_promise", ("number", "entity", "property", "part", *_SLIPS, "slip", "body"), "entity"
)
_CHANGES = DerivedTable("projects_change", ("number", "day", "first", "subject", "statements", "before"), "subject")
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

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def derive_rows(
    subjects: Iterable[str], statements: Mapping[str, Sequence[Statement]]
) -> tuple[Mapping[str, Numbered], dict[DerivedTable, list[Row]]]:
    """Of which entities rows follow from what is told of some subjects, and these rows by table."""
    grounds = ledger.register().grounds
    entities = ledger.numbered({*subjects, *(statement.entity for own in statements.values() for statement in own)})
    programmes = set(grounds.subjects.values())
    firsts = {
        key: (key in programmes) << _PROGRAMME_BIT | entity.number << _PLACE_BITS for key, entity in entities.items()
    }
    rows: dict[DerivedTable, list[Row]] = {table: [] for table in TABLES.values()}
    for subject in subjects:
        own = statements.get(subject, ())
        resolution = resolve(own, grounds)
        derived = {
            _NAMES: _name_rows(resolution),
            _DISAGREEMENTS: map(_disagreement_row, resolution.disagreements),
            _CHANGES: _change_rows(subject, own),
        }
        if entities[subject].kind == PROJECT:
            rows[_PROJECTS] += [project_row(subject, own, resolution, grounds)] if own else []
            derived[_PROMISES] = map(_promise_row, promises(resolution.headlines, grounds.vocabulary))
        for table, unnumbered in derived.items():
            rows[table] += _numbered(unnumbered, table, firsts)
    return entities, rows


def _numbered(rows: Iterable[Row], table: DerivedTable, firsts: Mapping[str, int]) -> Iterator[Row]:
    """Rows with their numbers, which follow from whose they are and from their place among those."""
    places: Counter[str] = Counter()
    whose = table.columns.index(table.subject) - 1
    for row in rows:
        key = row[whose]
        yield (firsts[key] + places[key], *row)
        places[key] += 1


def _name_rows(resolution: Resolution) -> list[Row]:
    """The leading names of the subject, and of each of its editions."""
    names = (headline.statement for headline in resolution.headlines if headline.key.property == NAME)
    return [(name.entity, name.lang, name.value, name.basis, name.id) for name in names]


def _change_rows(subject: str, statements: Iterable[Statement]) -> list[Row]:
    rows, before = list[Row](), 0
    for day, count in sorted(Counter([statement.recorded for statement in statements]).items()):
        rows.append((day, int(not before), subject, count, before))
        before += count
    return rows


def _disagreement_row(disagreement: Disagreement) -> Row:
    kind, key, side, statements, low, high, unit, converted, spread, unlikely = disagreement
    body = {
        "part": key.part,
        "period": key.period,
        "side": side,
        "statements": [statement.id for statement in statements],
        "low": _plain(low),
        "high": _plain(high),
        "unit": unit,
        "converted": converted,
        "spread": str(spread),
        "unlikely": unlikely,
    }
    return kind, key.subject, key.property, float(spread), _json(body)


def _promise_row(promise: Promise) -> Row:
    """The statements of its `body` are as recorded."""
    body = {
        "leading": promise.promises.index(promise.leading),
        "promises": promise.promises,
        "actual": promise.actual,
    }
    least, most = promise.slip_from_first.least_days, promise.slip_from_first.most_days
    middle = NO_SLIP if least is None or most is None else (least + most) / 2
    slips = (*promise.slip, *promise.slip_from_first)
    return promise.entity, promise.property, promise.part, *slips, middle, _json(body)


def project_row(subject: str, statements: Sequence[Statement], resolution: Resolution, grounds: Grounds) -> ProjectRow:
    """A project for lists, from what is told of it, which is something, and what that comes to."""
    lead = {
        (headline.key.property, headline.side): headline
        for headline in reversed(resolution.headlines)
        if not headline.key.part
    }
    cost = _of_whole(lead, "cost")
    cost_usd = _in_dollars(cost, grounds)
    status = lead.get(("status", ACTUAL))
    sector = lead.get(("sector", ACTUAL))
    regions = _values(statements, ("region",))
    partners = _values(statements, _PARTNERS)
    facets = {
        "sector": _with_broader(sector.statement.value) if sector else [],
        "region": regions,
        "status": [status.statement.value] if status else [],
        "partner": partners,
        "size": [size_class(cost_usd)],
        "missing": _missing(resolution, grounds),
    }
    card = {
        "names": {lang: name for entity, lang, *name in _name_rows(resolution) if entity == subject},
        "sector": sector.statement.value if sector else "",
        "status": status.statement.value if status else "",
        "status_as_of": status.statement.as_of if status else "",
        "status_said": status.statement if status else [],
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
        sum(disagreement.kind is Difference.CONFLICT for disagreement in resolution.disagreements),
        max([statement.recorded for statement in statements]),
        _json(card),
        write_resolution(statements, resolution, grounds.vocabulary),
        *_point(lead.get(("coordinates", ACTUAL))),
    )


def _point(headline: Headline | None) -> tuple[float | None, float | None, int | None, str]:
    """Where a project is: degrees, uncertainty in metres, and the basis of the statement that says so."""
    if headline is None:
        return None, None, None, ""
    point = parse_point(headline.statement.value)
    return float(point.lat), float(point.lon), point.radius_m, headline.statement.basis


def _missing(resolution: Resolution, grounds: Grounds) -> list[str]:
    """What was looked for and not found, in the order in which it is looked for."""
    known = {headline.key.property for headline in resolution.headlines}
    sections = {grounds.vocabulary.properties[key].section for key in known}
    return [key for key in LOOKED_FOR if key not in known and not (key == "capacity" and key in sections)]


def _with_broader(code: str) -> list[str]:
    """A code and the codes it is part of: `energy.wind` is also `energy`."""
    parts = code.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


def search_text(subject: str, statements: Sequence[Statement]) -> str:
    """The folded names of a project, each once, with its id."""
    texts = _values(statements, (NAME, "other_name", "settlement"))
    return " | ".join(sorted({fold(text) for text in (*texts, subject)}))


def _of_whole(lead: Mapping[tuple[str, str], Headline], name: str) -> Headline | None:
    """The headline of a property of the whole: of what is, or else of what was planned."""
    return lead.get((name, ACTUAL)) or lead.get((name, "planned"))


def _of_a_part(resolution: Resolution, name: str) -> Headline | None:
    """The first headline of a property of some part: a plant's capacity is often told of its products alone."""
    return next((headline for headline in resolution.headlines if headline.key.property == name), None)


def _lead(headline: Headline | None, resolution: Resolution) -> dict[str, object] | None:
    if headline is None:
        return None
    spans = (
        disagreement
        for disagreement in resolution.disagreements
        if disagreement.unit and disagreement.side == headline.side and disagreement.key == headline.key
    )
    widest = max(spans, key=lambda disagreement: disagreement.spread, default=None)
    return {
        "statement": headline.statement,
        "rule": headline.rule,
        "side": headline.side,
        "others": len(headline.others),
        "low": _plain(widest.low) if widest else "",
        "high": _plain(widest.high) if widest else "",
        "unit": widest.unit if widest else "",
    }


def _in_dollars(headline: Headline | None, grounds: Grounds) -> Decimal | None:
    if headline is None or headline.rule == UNLIKELY:
        return None
    cost = in_dollars(claim(headline.statement, grounds.vocabulary.properties[headline.key.property], grounds))
    return cost.value if cost else None


def size_class(cost_usd: Decimal | None) -> str:
    """The size class of a cost."""
    if cost_usd is None:
        return UNKNOWN_SIZE
    return next((code for code, limit in SIZES if cost_usd < limit), LARGEST)


def _values(statements: Sequence[Statement], properties: Sequence[str]) -> list[str]:
    return sorted({statement.value for statement in statements if statement.property in properties})


def _plain(number: Decimal | None) -> str:
    """A number in plain digits, no exponent, no noughts at the end of its decimals."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
