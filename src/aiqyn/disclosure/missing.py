"""What of the checklist is worth asking for about a project, the first to ask for first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from aiqyn.disclosure.checklist import Checklist, Item, Stage, Verdict
from aiqyn.disclosure.explanation import OUTSIDE, UNSEARCHED

_VAIN = (Verdict.NOT_FOUND.value, Verdict.KNOWN_NOT_DISCLOSED.value)
_UNTOLD = (UNSEARCHED, Verdict.NOT_ASSESSED.value)
_ASKED_FOR = frozenset((*_VAIN, *_UNTOLD))


class Missing(NamedTuple):
    """An item to ask for, and how it stands: a verdict, or `known_unsearched`."""

    item: Item
    verdict: str


def missing_items(
    checklist: Checklist, keys: Mapping[str, str], stage: str, documents: Collection[str]
) -> list[Missing]:
    """The items that are not public as far as is known; `keys` are those of a score's lines by item.

    What was looked for in vain comes first, then by weight; of one weight `documents`, the ids of items that the law
    asks for in a step of their own, come before what is told in passing. Of a project not known to have come further
    than its first stage the documents of the next stage may be asked for too: they may be there although nobody knows.
    """
    missing = []
    for item in checklist.items.values():
        key = keys.get(item.id, Verdict.NOT_ASSESSED.value)
        next_stage = key == OUTSIDE and stage == Stage.IDENTIFICATION and Stage.PREPARATION in item.stages
        if key in _ASKED_FOR:
            missing.append(Missing(item, key))
        elif next_stage and item.id in documents:
            missing.append(Missing(item, Verdict.NOT_ASSESSED.value))
    return sorted(missing, key=lambda line: (line.verdict in _UNTOLD, -line.item.weight, line.item.id not in documents))
