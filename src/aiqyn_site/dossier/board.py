"""Reads of the stored scores that pages and API share: lists in any order, averages, ranks, counts of each item.

What follows from all scores together is kept for one version of the ledger.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from aiqyn.disclosure import (
    Agreement,
    Average,
    Rank,
    Score,
    Tally,
    agreement,
    programme_average,
    rank_flips,
    ranking,
    second_opinions,
)
from aiqyn.disclosure.checklist import EXCLUDED
from aiqyn.disclosure.explanation import OUTSIDE
from aiqyn_site.dossier.derive import KEYS, CardRow
from aiqyn_site.dossier.scores import assessment_rows, checklist, ground
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.sql import batches, marks, select
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters, ProjectIds

_COLUMNS = ", ".join(CardRow._fields)
_NAME = "name"
_MOST = 9999
#: What takes an item out of what is asked for of a project.
_LEFT_OUT = (OUTSIDE, *EXCLUDED)
#: The facets of the list of projects by which scores are gathered.
GATHERED = ("region", "partner")

#: The orders of the list, the usual one first, each with a key by which the first comes first; None comes last.
_KEYS: Mapping[str, Callable[[CardRow], int | None]] = {
    "low": lambda row: _MOST - row.low,
    "score": lambda row: None if row.points is None else _MOST - row.points,
    "lowest": lambda row: row.points,
    "coverage": lambda row: _MOST - row.coverage,
    "known": lambda row: _MOST - row.known_not_disclosed,
}
SORTS = (*_KEYS, _NAME)


class Gathered(NamedTuple):
    """The projects that share a value of a facet, with the average of those that have a score."""

    key: str
    projects: int
    average: Average


class ItemCount(NamedTuple):
    """Of how many projects an item is asked for, and how often each verdict was given on it."""

    item: str
    asked: int
    counts: Mapping[str, int]


class Board(NamedTuple):
    """What follows from all scores together."""

    average: Average
    ranks: Mapping[str, Rank]
    flips: tuple[str, ...]
    agreement: Agreement | None
    gathered: Mapping[str, Mapping[str, Gathered]]


def cards(projects: Sequence[str]) -> dict[str, CardRow]:
    """The stored scores of some projects, by id; projects without one are left out."""
    sql = f"SELECT {_COLUMNS} FROM dossier_card WHERE project IN"
    return {row[0]: CardRow(*row) for batch in batches(projects) for row in select(f"{sql} ({marks(batch)})", batch)}


def find(filters: Filters) -> ProjectIds:
    """The projects that meet all filters, in one of SORTS, with facet counts."""
    if filters.sort == _NAME:
        return catalogue.find_ids(filters)
    index, name = catalogue.catalogue(), f"disclosure-{filters.sort}"
    if not index.has_order(name):
        _add_orders()
    return catalogue.find_ids(filters._replace(sort=name))


def _add_orders() -> None:
    """Teach the catalogue the orders by score."""
    index, keys = catalogue.catalogue(), {name: dict[str, str]() for name in _KEYS}
    for row in _all():
        for name, key_of in _KEYS.items():
            key = key_of(row)
            if key is not None:
                keys[name][row.project] = f"{key:04d}"
    for name, by_project in keys.items():
        index.add_order(f"disclosure-{name}", by_project)


def _all() -> Iterable[CardRow]:
    return (CardRow(*row) for row in select(f"SELECT {_COLUMNS} FROM dossier_card"))


def gathered(facet: str) -> list[Gathered]:
    """The values of a facet, the one whose projects are surely the most public first, those without a score last."""
    return sorted(board().gathered[facet].values(), key=_most_public)


def gathered_one(facet: str, key: str) -> Gathered | None:
    """One value of a facet; None where no project has it."""
    return board().gathered[facet].get(key)


def _most_public(group: Gathered) -> tuple[bool, Decimal, Decimal, str]:
    tally = group.average.tally
    if tally is None:
        return True, Decimal(0), Decimal(0), group.key
    return False, -tally.low, -(tally.points or Decimal(0)), group.key


@kept(most=1)
def board() -> Board:
    """What follows from all scores of the present version."""
    sql = (
        f"SELECT {', '.join(f'c.{name}' for name in CardRow._fields)}, p.cost_usd, p.facets"
        " FROM dossier_card c LEFT JOIN projects_project p ON p.id = c.project"
    )
    scored: list[tuple[Score, Decimal | None]] = []
    by_project: dict[str, Score] = {}
    members: dict[str, dict[str, list[Score]]] = {facet: {} for facet in GATHERED}
    for *stored, cost, facets in select(sql):
        row = CardRow(*stored)
        score = _bare(row)
        scored.append((score, None if cost is None else Decimal(str(cost))))
        by_project[row.project] = score
        values = json.loads(facets) if facets else {}
        for facet, by_value in members.items():
            for key in values.get(facet, ()):
                by_value.setdefault(key, []).append(score)
    ranks = ranking(by_project)
    return Board(
        average=programme_average(scored),
        ranks={rank.project: rank for rank in ranks},
        flips=tuple(rank.project for rank in rank_flips(ranks)),
        agreement=_agreement(),
        gathered={
            facet: {
                key: Gathered(key, len(scores), programme_average((score, None) for score in scores))
                for key, scores in by_value.items()
            }
            for facet, by_value in members.items()
        },
    )


def _bare(row: CardRow) -> Score:
    """A stored score as the core has it, as far as averages and ranks ask for it."""
    equal = Tally(row.equal, Decimal(0), Decimal(100))
    return Score(
        *row.tally,
        equal=equal,
        assessed=row.assessed,
        applicable=row.applicable,
        coverage=row.share,
        rank_allowed=bool(row.rank_allowed),
        known_not_disclosed=row.known_not_disclosed,
        groups=(),
        lines=(),
        gains=(),
        document=b"",
        digest=row.digest,
    )


def _agreement() -> Agreement | None:
    """How far two persons agree on what both assessed; None where nothing was assessed by two."""
    rows = [(row.project, row.assessment) for row in assessment_rows()]
    if not rows:
        return None
    first, second = second_opinions(rows, ground().last)
    return agreement(first, second) if second else None


@kept(most=1)
def item_counts() -> tuple[ItemCount, ...]:
    """Each item of the checklist, in its order, over all projects."""
    names = list(checklist().items)
    counted = [Counter[str]() for _ in names]
    for (verdicts,) in select("SELECT verdicts FROM dossier_card"):
        for place, letter in enumerate(verdicts):
            counted[place][letter] += 1
    items = []
    for name, letters in zip(names, counted, strict=True):
        counts = Counter({key: letters[letter] for letter, key in KEYS.items()})
        asked = letters.total() - sum(counts[key] for key in _LEFT_OUT)
        items.append(ItemCount(name, asked, counts))
    return tuple(items)
