"""Reads of the derived tables that pages and API share."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from aiqyn.ledger import Difference, Disagreement, GroupKey, Statement, as_known_on, resolve
from aiqyn.ledger.promise import Promise, Slip, Verdict, median_slip
from aiqyn.names.alphabet import alphabetical
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.queries import Name, Names
from aiqyn_site.ledger.sql import batches, select
from aiqyn_site.ledger.version import version
from aiqyn_site.projects.catalogue import FACETS, Catalogue
from aiqyn_site.projects.derive import LOOKED_FOR, ProjectRow, project_row

_PAST_KEPT = 4
SORTS = ("name", "cost", "-cost", "disagreements", "updated")
#: Differences between statements about the same thing.
RIVAL_KINDS = (Difference.CONFLICT, Difference.UNDATED, Difference.SUCCESSIVE, Difference.CUT_SHORT)
_COLUMNS = ", ".join(ProjectRow._fields)
_SLIPS = ", ".join(prefix + name for prefix in ("", "first_") for name in Slip._fields)


class Filters(NamedTuple):
    """What a list of projects is narrowed to, and how it is laid out. Blank means no filter."""

    sector: str = ""
    region: str = ""
    status: str = ""
    partner: str = ""
    size: str = ""
    q: str = ""
    sort: str = "name"
    lang: str = "en"
    page: int = 1
    per_page: int = 50
    known_on: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value of a facet, with the number of projects it would leave."""

    key: str
    count: int
    selected: bool


class Lead(NamedTuple):
    """A headline as a list shows it: its rivals counted, and how far the figures for it reach (blank if they agree)."""

    statement: Statement
    rule: str
    side: str
    others: int
    low: str
    high: str
    unit: str


class ProjectCard(NamedTuple):
    """A project as a list shows it."""

    id: str
    names: Names
    sector: str
    status: str
    status_as_of: str
    status_said: Statement | None
    regions: tuple[str, ...]
    partners: tuple[str, ...]
    cost: Lead | None
    capacity: Lead | None
    statements: int
    sources: int
    conflicts: int
    updated: str


class Located(NamedTuple):
    """Where a project is: degrees, how far off that may be in metres, the basis of the statement that says so."""

    id: str
    lat: float
    lon: float
    radius: int | None
    basis: str


class ProjectIds(NamedTuple):
    """A page of projects by their ids alone, with the counts of every facet among those the other filters leave."""

    total: int
    ids: list[str]
    facets: Mapping[str, list[Facet]]
    page: int
    pages: int


class DisagreementList(NamedTuple):
    """A page of disagreements, the largest spread first."""

    total: int
    items: list[Disagreement]
    kinds: list[Facet]
    properties: list[Facet]
    page: int
    pages: int


class PromiseTotals(NamedTuple):
    """How many projects have a date that was both promised and came, and how these dates came.

    `dates` counts such dates: a project may have several. `verdicts` and `median` are counted from the leading
    promise, the others from the first one. The median lies within the bounds given; None where none can be told.
    """

    projects: int
    dates: int
    verdicts: Mapping[Verdict, int]
    median: Slip | None
    verdicts_from_first: Mapping[Verdict, int]
    median_from_first: Slip | None


class Totals(NamedTuple):
    """How much there is in the register. `differences` are those between statements about the same thing."""

    projects: int
    organisations: int
    regions: int
    sources: int
    statements: int
    conflicts: int
    differences: int


@kept(most=1)
def catalogue() -> Catalogue:
    """The catalogue of the present version."""
    return Catalogue(_rows_without_cards())


def _rows_without_cards() -> Iterator[ProjectRow]:
    """All projects in order of id as code points go, as Python sorts; cards, most of a row, are left behind."""
    columns = _COLUMNS.replace("card", "'' AS card").replace("resolution", "'' AS resolution")
    collation = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    return (ProjectRow(*row) for row in select(f"SELECT {columns} FROM projects_project ORDER BY id{collation}"))


def _past_catalogue(day: str) -> tuple[Catalogue, dict[str, ProjectRow]]:
    """The catalogue as it was known on a past day, computed from the ledger.

    Days between two recordings share one catalogue, so that asking for many days does not compute many.
    """
    recorded = next(select("SELECT max(recorded) FROM ledger_statement WHERE recorded <= %s", [day]))[0]
    return _catalogue_recorded_up_to(recorded or "")


@kept(most=_PAST_KEPT)
def _catalogue_recorded_up_to(recorded: str) -> tuple[Catalogue, dict[str, ProjectRow]]:
    grounds = ledger.register().grounds
    rows: dict[str, ProjectRow] = {}
    for batch in batches([project.id for project in ledger.entities("project")]):
        for subject, statements in ledger.statements_by_subject(batch).items():
            known = list(as_known_on(statements, recorded))
            if known:
                rows[subject] = project_row(subject, known, resolve(known, grounds), grounds)
    return Catalogue(sorted(rows.values())), rows


def find_projects(filters: Filters) -> tuple[int, list[ProjectCard]]:
    """How many projects meet all filters, and a page of them in the order asked for."""
    rows: dict[str, ProjectRow] | None = None
    if filters.known_on and filters.known_on < version().recorded:
        index, rows = _past_catalogue(filters.known_on)
    else:
        index = catalogue()
    page = _page(index, filters, rows)
    return page.total, _cards(page.ids, rows)


def find_ids(filters: Filters) -> ProjectIds:
    """A page of the projects that meet all filters as they are now, in the order asked for; nothing is read of them."""
    return _page(catalogue(), filters, None)


def _page(index: Catalogue, filters: Filters, rows: Mapping[str, ProjectRow] | None) -> ProjectIds:
    among, facets = _narrow(index, filters)
    total = among.bit_count()
    pages = max(1, -(-total // filters.per_page))
    order = _order(index, filters.sort, filters.lang, rows)
    ids = index.page(among, order, (filters.page - 1) * filters.per_page, filters.per_page)
    return ProjectIds(total, ids, facets, filters.page, pages)


def narrow(filters: Filters) -> tuple[int, Mapping[str, list[Facet]]]:
    """The projects that meet all filters as they are now, as a bitmap of the catalogue, with the counts of facets."""
    return _narrow(catalogue(), filters)


def _narrow(index: Catalogue, filters: Filters) -> tuple[int, Mapping[str, list[Facet]]]:
    chosen = {facet: getattr(filters, facet) for facet in FACETS if getattr(filters, facet)}
    base = index.matching(filters.q) if filters.q else index.everything
    masks = {facet: index.bitmap(facet, value) for facet, value in chosen.items()}
    among = base
    for mask in masks.values():
        among &= mask
    return among, {facet: _facet(index, facet, chosen.get(facet, ""), base, masks) for facet in FACETS}


def _facet(index: Catalogue, facet: str, selected: str, base: int, masks: Mapping[str, int]) -> list[Facet]:
    """The values of a facet, counted among what all other filters leave."""
    among = base
    for name, mask in masks.items():
        if name != facet:
            among &= mask
    counted = [Facet(value, count, value == selected) for value, count in index.counts(facet, among) if count]
    if selected and all(value.key != selected for value in counted):
        counted.append(Facet(selected, (among & index.bitmap(facet, selected)).bit_count(), True))
    return counted


def _order(index: Catalogue, sort: str, lang: str, rows: Mapping[str, ProjectRow] | None) -> str:
    if sort != "name":
        return sort
    name = f"name-{lang}"
    if not index.has_order(name):
        index.add_order(name, _name_keys(lang, rows))
    return name


def _name_keys(lang: str, rows: Mapping[str, ProjectRow] | None) -> dict[str, str]:
    """By what names in a language are sorted."""
    if rows is not None:
        named = ((key, json.loads(row.card)["names"].get(lang)) for key, row in rows.items())
        return {key: alphabetical(name[0]) for key, name in named if name}
    sql = "SELECT p.id, n.text FROM projects_project p JOIN projects_name n ON n.entity = p.id WHERE n.lang = %s"
    return {key: alphabetical(text) for key, text in select(sql, [lang])}


def cards(ids: Sequence[str]) -> list[ProjectCard]:
    """The projects with these ids, in this order. Raises KeyError for an id that is no project's."""
    return _cards(ids, None)


def _cards(ids: Sequence[str], rows: Mapping[str, ProjectRow] | None) -> list[ProjectCard]:
    if not ids:
        return []
    if rows is None:
        marks = ",".join(["%s"] * len(ids))
        columns = _COLUMNS.replace("resolution", "'' AS resolution")
        sql = f"SELECT {columns} FROM projects_project WHERE id IN ({marks})"
        rows = {row[0]: ProjectRow(*row) for row in select(sql, ids)}
    return [_card(rows[key]) for key in ids]


def _card(row: ProjectRow) -> ProjectCard:
    card = json.loads(row.card)
    named = Names({lang: Name(text, lang, *given_by) for lang, (text, *given_by) in card["names"].items()})
    return ProjectCard(
        row.id,
        named or Names(zxx=Name(row.id, "zxx", "rendered", "")),
        card["sector"],
        card["status"],
        card["status_as_of"],
        Statement(*card["status_said"]) if card.get("status_said") else None,
        tuple(card["regions"]),
        tuple(card["partners"]),
        _lead(card["cost"]),
        _lead(card["capacity"]),
        card["statements"],
        card["sources"],
        row.conflicts,
        row.updated,
    )


def _lead(lead: dict[str, Any] | None) -> Lead | None:
    if lead is None:
        return None
    return Lead(**{**lead, "statement": Statement(*lead["statement"])})


def located() -> Iterator[Located]:
    """The projects that have a point, in no order."""
    sql = "SELECT id, lat, lon, radius, point_basis FROM projects_project WHERE lat IS NOT NULL"
    return (Located(*row) for row in select(sql))


def names_of_located(lang: str) -> Iterator[tuple[str, str]]:
    """The ids and names, in a language, of the projects that have a point and such a name."""
    sql = (
        "SELECT n.entity, n.text FROM projects_name n JOIN projects_project p ON p.id = n.entity"
        " WHERE p.lat IS NOT NULL AND n.lang = %s"
    )
    return ((key, text) for key, text in select(sql, [lang]))


def resolution_text(identifier: str) -> str:
    """What a project's statements come to, as the last rebuild wrote it; blank where there is none."""
    return next((row[0] for row in select("SELECT resolution FROM projects_project WHERE id = %s", [identifier])), "")


def find_disagreements(kind: str = "", property: str = "", page: int = 1, per_page: int = 50) -> DisagreementList:
    """The disagreements of a kind and property, the largest spread first.

    A blank property means all. A blank kind means differences about the same thing: not a plan beside a fact, not
    different parts.
    """
    shown = [kind] if kind else list(RIVAL_KINDS)
    clause, parameters = f"kind IN ({','.join(['%s'] * len(shown))})", list(shown)
    if property:
        clause += " AND property = %s"
        parameters.append(property)
    total = next(select(f"SELECT count(*) FROM projects_disagreement WHERE {clause}", parameters))[0]
    sql = (
        f"SELECT kind, subject, property, body FROM projects_disagreement WHERE {clause}"
        f" ORDER BY spread DESC, number LIMIT {int(per_page)} OFFSET {(int(page) - 1) * int(per_page)}"
    )
    items = _disagreements(list(select(sql, parameters)))
    kinds = [
        Facet(key, count, key == kind) for key, count in _counts("kind", "property", [property] if property else [])
    ]
    order = {str(difference): place for place, difference in enumerate(Difference)}
    properties = [Facet(key, count, key == property) for key, count in _counts("property", "kind", shown)]
    return DisagreementList(
        total,
        items,
        sorted(kinds, key=lambda facet: order[facet.key]),
        properties,
        page,
        max(1, -(-total // per_page)),
    )


def _counts(column: str, other: str, values: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    clause = f"WHERE {other} IN ({','.join(['%s'] * len(values))})" if values else ""
    sql = f"SELECT {column}, count(*) FROM projects_disagreement {clause} GROUP BY {column} ORDER BY 2 DESC, 1"
    return select(sql, values)


def _disagreements(rows: list[tuple[Any, ...]]) -> list[Disagreement]:
    bodies = [json.loads(row[3]) for row in rows]
    statements = ledger.statements_by_id({key for body in bodies for key in body["statements"]})
    return [
        Disagreement(
            Difference(kind),
            GroupKey(subject, name, body["part"], body["period"], ""),
            body["side"],
            tuple(statements[key] for key in body["statements"]),
            Decimal(body["low"]) if body["low"] else None,
            Decimal(body["high"]) if body["high"] else None,
            body["unit"],
            body["converted"],
            Decimal(body["spread"]),
            tuple(body["unlikely"]),
        )
        for (kind, subject, name, _), body in zip(rows, bodies, strict=True)
    ]


def promises(limit: int = 0) -> list[Promise]:
    """Every date of a project that was promised and came; `limit` 0 means all.

    The longest slip from the first promise comes first, those that cannot be told last.
    """
    sql = f"SELECT entity, property, part, {_SLIPS}, body FROM projects_promise ORDER BY slip DESC, number"
    if limit:
        sql += f" LIMIT {int(limit)}"
    return [_promise(row) for row in select(sql)]


def _promise(row: tuple[Any, ...]) -> Promise:
    body = json.loads(row[13])
    promised = tuple([Statement(*statement) for statement in body["promises"]])
    actual = Statement(*body["actual"])
    entity, prop, part = row[:3]
    return Promise(
        entity=entity,
        property=prop,
        part=part,
        leading=promised[body["leading"]],
        first=promised[0],
        promises=promised,
        actual=actual,
        slip=_slip(row[3:8]),
        slip_from_first=_slip(row[8:13]),
    )


def _slip(row: tuple[Any, ...]) -> Slip:
    return Slip(Verdict(row[0]), *row[1:])


@kept(most=1)
def promise_totals() -> PromiseTotals:
    rows = list(select(f"SELECT {_SLIPS}, entity FROM projects_promise"))
    leading, first = [_slip(row[:5]) for row in rows], [_slip(row[5:10]) for row in rows]
    return PromiseTotals(
        len({row[10] for row in rows}),
        len(rows),
        _verdicts(leading),
        median_slip(leading),
        _verdicts(first),
        median_slip(first),
    )


def _verdicts(slips: Iterable[Slip]) -> Mapping[Verdict, int]:
    counts = Counter(slip.verdict for slip in slips)
    return {verdict: counts[verdict] for verdict in Verdict}


def missing_counts() -> dict[str, int]:
    """Of how many projects each thing that is looked for was not found."""
    missing = catalogue().bitmaps["missing"]
    return {key: missing[key].bit_count() for key in LOOKED_FOR if key in missing}


def totals() -> Totals:
    """The counts the home page gives."""
    now = version()
    kinds = dict(select("SELECT kind, count(*) FROM ledger_entity GROUP BY kind"))
    differences = dict(select("SELECT kind, count(*) FROM projects_disagreement GROUP BY kind"))
    return Totals(
        kinds.get("project", 0),
        kinds.get("organisation", 0),
        kinds.get("region", 0),
        now.sources,
        now.statements,
        differences.get(Difference.CONFLICT, 0),
        sum(differences.get(kind, 0) for kind in RIVAL_KINDS),
    )
