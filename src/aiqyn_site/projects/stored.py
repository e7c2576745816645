"""What `resolve` gives for a project as compact JSON without words, so that its page need not work it out.

Statements are named by their places among the project's statements in recorded order. The text is written at
every rebuild; a page that finds it does not fit its statements resolves them itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from aiqyn.ledger import Difference, Disagreement, GroupKey, Headline, Resolution, Statement
from aiqyn.values.measure import Unit, parse_measure


class Reach(NamedTuple):
    """From the smallest to the largest of a headline and its rivals, in the headline's unit."""

    low: Decimal
    high: Decimal


#: The reach of each headline that has comparable rivals, by its key and side.
Reaches = Mapping[tuple[GroupKey, str], Reach]


class Stored(NamedTuple):
    """A resolution read back, with the reaches worked out at the rebuild."""

    resolution: Resolution
    reaches: Reaches


def reach(leading: Headline, units: Mapping[str, Unit]) -> Reach | None:
    """How far a headline and its rivals reach; None where there are none or they cannot be compared."""
    if not leading.others or not leading.statement.unit:
        return None
    measures = [parse_measure(one.value, units[one.unit]) for one in (leading.statement, *leading.others)]
    unit = measures[0].unit
    if any(one.unit.dimension != unit.dimension for one in measures):
        return None
    low = min(one.base.first for one in measures) / unit.factor
    high = max(one.base.last for one in measures) / unit.factor
    return Reach(low, high)


def write_resolution(statements: Sequence[Statement], resolution: Resolution, units: Mapping[str, Unit]) -> str:
    """The text of a resolution of these statements, which are in recorded order."""
    places = {one.id: place for place, one in enumerate(statements)}
    headlines = []
    for one in resolution.headlines:
        far = reach(one, units)
        headlines.append(
            [
                places[one.statement.id],
                one.side,
                one.rule,
                bool(one.key.period),
                [places[other.id] for other in one.others],
                [str(far.low), str(far.high)] if far else [],
            ]
        )
    disagreements = [
        [
            one.kind.value,
            list(one.key[1:]),
            one.side,
            [places[said.id] for said in one.statements],
            [str(one.low), str(one.high)] if one.low is not None else [],
            one.unit,
            one.converted,
            str(one.spread),
        ]
        for one in resolution.disagreements
    ]
    text = [len(statements), headlines, disagreements]
    return json.dumps(text, ensure_ascii=False, separators=(",", ":"))


def read_resolution(text: str, subject: str, statements: Sequence[Statement]) -> Stored | None:
    """The resolution of a project's statements as written; None where the text is of other statements."""
    if not text:
        return None
    count, told, differences = json.loads(text)
    if count != len(statements):
        return None
    headlines: list[Headline] = []
    reaches: dict[tuple[GroupKey, str], Reach] = {}
    for place, side, rule, by_period, others, far in told:
        lead = statements[place]
        key = GroupKey(subject, lead.property, lead.part, lead.as_of if by_period else "", lead.lang)
        headlines.append(Headline(key, side, lead, rule, tuple([statements[other] for other in others])))
        if far:
            reaches[key, side] = Reach(Decimal(far[0]), Decimal(far[1]))
    disagreements = [
        Disagreement(
            Difference(kind),
            GroupKey(subject, *key),
            side,
            tuple([statements[one] for one in places]),
            Decimal(extent[0]) if extent else None,
            Decimal(extent[1]) if extent else None,
            unit,
            converted,
            Decimal(spread),
        )
        for kind, key, side, places, extent, unit, converted, spread in differences
    ]
    return Stored(Resolution(headlines, disagreements), reaches)
