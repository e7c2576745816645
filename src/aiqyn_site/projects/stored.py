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
from aiqyn.ledger.claim import manners
from aiqyn.values.measure import Measure
from aiqyn.vocabulary import Vocabulary


class Reach(NamedTuple):
    """From the smallest to the largest of a headline and its rivals, in the headline's unit."""

    low: Decimal
    high: Decimal


#: The reach of each headline that has comparable rivals, by its key and side.
Reaches = Mapping[tuple[GroupKey, str], Reach]


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def reach(headline: Headline, vocabulary: Vocabulary) -> Reach | None:
    """How far a headline and its rivals reach; None where there are none or they cannot be compared."""
    if not headline.others or not headline.statement.unit:
        return None
    read = manners(vocabulary)[headline.key.property].read
    readings = [read(statement.value, statement.unit) for statement in (headline.statement, *headline.others)]
    measures = [reading for reading in readings if isinstance(reading, Measure)]
    unit = measures[0].unit
    if any(measure.unit.dimension != unit.dimension for measure in measures):
        return None
    low = min([measure.base.first for measure in measures]) / unit.factor
    high = max([measure.base.last for measure in measures]) / unit.factor
    return Reach(low, high)


def write_resolution(statements: Sequence[Statement], resolution: Resolution, vocabulary: Vocabulary) -> str:
    """The text of a resolution of these statements, which are in recorded order."""
    places = {statement.id: place for place, statement in enumerate(statements)}
    headlines = [
        [
            places[headline.statement.id],
            headline.side,
            headline.rule,
            bool(headline.key.period),
            [places[statement.id] for statement in headline.others],
            [str(end) for end in reach(headline, vocabulary) or ()],
        ]
        for headline in resolution.headlines
    ]
    disagreements = [
        [
            kind,
            key[1:],
            side,
            [places[statement.id] for statement in rivals],
            [str(low), str(high)] if low is not None else [],
            unit,
            converted,
            str(spread),
            [places[identifier] for identifier in unlikely],
        ]
        for kind, key, side, rivals, low, high, unit, converted, spread, unlikely in resolution.disagreements
    ]
    return _json([len(statements), headlines, disagreements])


def read_resolution(text: str, subject: str, statements: Sequence[Statement]) -> tuple[Resolution, Reaches] | None:
    """The resolution of a project's statements as written, and the reaches; None where the text is of others."""
    if not text:
        return None
    count, leading, differences = json.loads(text)
    if count != len(statements):
        return None
    headlines: list[Headline] = []
    reaches: dict[tuple[GroupKey, str], Reach] = {}
    for place, side, rule, by_period, others, ends in leading:
        lead = statements[place]
        key = GroupKey(subject, lead.property, lead.part, lead.as_of if by_period else "", lead.lang)
        headlines.append(Headline(key, side, lead, rule, tuple([statements[other] for other in others])))
        if ends:
            reaches[key, side] = Reach(*map(Decimal, ends))
    disagreements = [
        Disagreement(
            Difference(kind),
            GroupKey(subject, *key),
            side,
            tuple([statements[place] for place in places]),
            Decimal(extent[0]) if extent else None,
            Decimal(extent[1]) if extent else None,
            unit,
            converted,
            Decimal(spread),
            tuple([statements[place].id for place in unlikely]),
        )
        for kind, key, side, places, extent, unit, converted, spread, unlikely in differences
    ]
    return Resolution(headlines, disagreements), reaches
