"""The rules by which the register computes verdicts from its own statements: `data/computed.csv`, read strictly.

A rule has an item, a verdict and what is needed for it: terms joined by ` + `, all of them needed, each with
alternatives between ` / `. An alternative is a property with demands in brackets: `cost[whole dated]`. Of a record
all is needed in one and the same record, of one of the types named (documents or events; any, if none is named).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from aiqyn.disclosure.checklist import Stage, Verdict
from aiqyn.disclosure.checklist_file import load_checklist
from aiqyn.values.tables import Row, data_folder, read_rows, rows_of
from aiqyn.vocabulary import load_vocabulary

FILE = "computed.csv"
COLUMNS = ("item", "verdict", "of", "types", "needs", "stages", "note")
_COMPUTED = (Verdict.DISCLOSED, Verdict.PARTIAL)
#: What stands in place of a property where all requests are looked at together.
_COUNTED = ("all_in_time", "some_in_time")
_ALTERNATIVE = re.compile(r"([a-z0-9_]+)(?:\[([a-z_0-9 ]+)\])?")


class Of(StrEnum):
    """What a rule looks at: the project's own statements, one record, one request, or all requests together."""

    PROJECT = "project"
    RECORD = "record"
    REQUEST = "request"
    REQUESTS = "requests"


class Demand(StrEnum):
    """What is asked of a statement beside its property. The last is asked of several together."""

    WHOLE = "whole"
    IN_PART = "in_part"
    DATED = "dated"
    FRESH = "fresh"
    PLANNED = "planned"
    ACTUAL = "actual"
    TO_YEAR = "to_year"
    TO_MONTH = "to_month"
    LAST_YEAR = "last_year"
    GREENHOUSE_GAS = "greenhouse_gas"
    WATER_OR_WASTE = "water_or_waste"
    ADD_TO_100 = "add_to_100"


class Alternative(NamedTuple):
    """A property and what is asked of its statements."""

    property: str
    demands: tuple[Demand, ...]


class ScoringRule(NamedTuple):
    """One line: what must be told for a verdict. `stages` empty: at any; `types` empty: of any type.

    `properties` are those it looks at.
    """

    item: str
    verdict: Verdict
    of: Of
    types: frozenset[str]
    needs: tuple[tuple[Alternative, ...], ...]
    stages: frozenset[Stage]
    properties: frozenset[str]


@cache
def load_rules() -> Mapping[str, tuple[ScoringRule, ...]]:
    """The rules of each item that has some, in the order in which they are tried: full disclosure before partial."""
    return _by_item(read_rows(data_folder("aiqyn.disclosure"), FILE, COLUMNS))


def read_rules(text: str) -> Mapping[str, tuple[ScoringRule, ...]]:
    """The rules in a text of the form of `computed.csv`.

    Refuses an item that the checklist has not, another verdict than disclosed and partial, a demand or a stage that
    is not known, types without a record, and a rule for disclosed below one for partial.
    """
    return _by_item(rows_of(FILE, text, COLUMNS))


def _by_item(rows: Iterable[Row]) -> Mapping[str, tuple[ScoringRule, ...]]:
    by_item: dict[str, list[ScoringRule]] = {}
    for row in rows:
        rule = _rule(row)
        rules = by_item.setdefault(rule.item, [])
        if rules and rules[-1].verdict is Verdict.PARTIAL and rule.verdict is Verdict.DISCLOSED:
            raise row.refused("rule_order", "verdict")
        rules.append(rule)
    return MappingProxyType({item: tuple(rules) for item, rules in by_item.items()})


def _rule(row: Row) -> ScoringRule:
    verdict, of, types = row.member("verdict", Verdict), row.member("of", Of), frozenset(row.cells["types"].split())
    if row.cells["item"] not in load_checklist().items:
        raise row.refused("rule_item", "item", "checklist_id")
    if verdict not in _COMPUTED:
        raise row.refused("rule_verdict", "verdict", "use_one_of", known=_COMPUTED)
    if types and of is not Of.RECORD:
        raise row.refused("rule_types", "types")
    stages = frozenset(map(Stage, row.words("stages", tuple(Stage))))
    needs = tuple(
        tuple(_alternative(row, text) for text in term.split(" / ")) for term in row.cells["needs"].split(" + ")
    )
    properties = frozenset(alternative.property for term in needs for alternative in term)
    return ScoringRule(row.cells["item"], verdict, of, types, needs, stages, properties)


def _alternative(row: Row, text: str) -> Alternative:
    match = _ALTERNATIVE.fullmatch(text)
    demands = (match[2] or "").split() if match else []
    if not match or not set(demands) <= set(Demand):
        raise row.refused("rule_demand", "needs", part=text, known=tuple(Demand))
    if match[1] not in load_vocabulary().properties and match[1] not in _COUNTED:
        raise row.refused("rule_property", "needs", part=match[1])
    return Alternative(match[1], tuple(map(Demand, demands)))
