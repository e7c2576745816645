"""From a selector to the one statement it means, and to those who say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aiqyn.errors import Refused
from aiqyn.ledger import Difference, Disagreement, Grounds, Statement, disagreements, headlines
from aiqyn.ledger.claim import PLANNED, side_of, standing_statements
from aiqyn.ledger.statement import PREFERENCE
from aiqyn.prose.reference import Selector

#: Differences that make a figure disputed.
DISPUTED = (Difference.CONFLICT, Difference.UNDATED)
_SHOWN = 5


class Dispute(NamedTuple):
    """Those who say otherwise than a statement, and the gravest difference they make with it."""

    rivals: tuple[Statement, ...]
    difference: Disagreement


def pick(selector: Selector, statements: Sequence[Statement], grounds: Grounds) -> Statement:
    """The statement a selector means among statements about its entity, retractions and preferences included.

    Only statements that stand count. Without `part` the whole is meant where anything is said of the whole. If
    several remain, the headline rule chooses among those of one group, a fact before a plan. Refuses a selector
    that nothing meets, and one that several groups meet, or several values that can all hold at once.
    """
    stands, _ = standing_statements(statements)
    if selector.statement:
        return _by_id(selector.statement, stands, statements)
    left = [one for one in stands if _meets(one, selector, grounds)]
    if selector.part is None and any(not one.part for one in left):
        left = [one for one in left if not one.part]
    if not left:
        message, way_out = "nothing in the register meets this reference", "correct it, or record the statement"
        raise Refused(message, _hint(selector, stands, grounds) or way_out)
    decisions = [one for one in statements if one.property == PREFERENCE]
    found = headlines([*left, *decisions], grounds)
    many = grounds.vocabulary.properties[selector.property].many
    if len({one.key for one in found}) > 1 or (many and len({one.value for one in left}) > 1):
        raise Refused(f"several things meet this reference: {_named(left)}", "say which by a filter, or by its id")
    return found[0].statement


def dispute(said: Statement, statements: Sequence[Statement], grounds: Grounds) -> Dispute | None:
    """Who says otherwise than a statement among statements about its subject; None where nobody does."""
    name = said.property
    alike = [one for one in statements if one.property == name and one.part == said.part and one.lang == said.lang]
    stands = [one for one in _standing_beside(said, alike, statements) if side_of(one) == side_of(said)]
    rivals: list[Statement] = []
    for one in stands:
        kinds = {found.kind for found in disagreements([said, one], grounds)} if one.id != said.id else set()
        if kinds.intersection(DISPUTED):
            rivals.append(one)
    if not rivals:
        return None
    found = [one for one in disagreements([said, *rivals], grounds) if one.kind in DISPUTED]
    gravest = min(found, key=lambda one: (DISPUTED.index(one.kind), -len(one.statements)))
    return Dispute(tuple(rivals), gravest)


def _standing_beside(said: Statement, alike: Sequence[Statement], everything: Iterable[Statement]) -> list[Statement]:
    kept = {one.id for one in alike} | {said.id}
    stands, _ = standing_statements(everything)
    return [one for one in stands if one.id in kept]


def _by_id(identifier: str, stands: Iterable[Statement], statements: Iterable[Statement]) -> Statement:
    found = next((one for one in stands if one.id == identifier), None)
    if found is not None:
        return found
    if any(one.id == identifier for one in statements):
        raise Refused("this statement was withdrawn", "name one that stands")
    raise Refused("no statement has this id", "copy the id from the statement's page")


def _meets(said: Statement, selector: Selector, grounds: Grounds) -> bool:
    subject = grounds.subjects.get(said.entity, said.entity)
    if said.property != selector.property or selector.entity not in {said.entity, subject}:
        return False
    side = PLANNED if said.basis == PLANNED else "actual"
    wanted = (
        (selector.part, said.part),
        (selector.as_of, said.as_of),
        (selector.source, said.source),
        (selector.said_by, said.said_by),
        (selector.value, said.value),
        (selector.side, side),
    )
    return all(want is None or want == have for want, have in wanted)


def _hint(selector: Selector, stands: Iterable[Statement], grounds: Grounds) -> str:
    """What there is about the entity and property, for the way out; blank where there is nothing."""
    bare = Selector(entity=selector.entity, property=selector.property)
    there = [one for one in stands if _meets(one, bare, grounds)]
    return f"choose among what there is: {_named(there)}" if there else ""


def _named(statements: Sequence[Statement]) -> str:
    """Statements as a writer would tell them apart: value and whatever of part, date, source and side helps."""
    ordered = sorted(statements, key=lambda one: (one.part, one.as_of, one.value, one.source))
    shown = [" ".join(_told(one)) for one in ordered[:_SHOWN]]
    more = len(statements) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more > 0 else "")


def _told(one: Statement) -> Iterator[str]:
    yield one.value[:40]
    for key, value in (("part", one.part), ("as_of", one.as_of), ("source", one.source), ("said_by", one.said_by)):
        if value:
            yield f"{key}={value}"
    if side_of(one) == PLANNED:
        yield "side=planned"
