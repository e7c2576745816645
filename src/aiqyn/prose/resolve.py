"""From a selector to the one statement it means, and to those who say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
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
    standing = standing_statements(statements)
    if selector.statement:
        return _by_id(selector.statement, standing, statements)
    left = [statement for statement in standing if _meets(statement, selector, grounds)]
    if selector.part is None and any(not statement.part for statement in left):
        left = [statement for statement in left if not statement.part]
    if not left:
        raise _unmet(selector, standing, grounds)
    decisions = [statement for statement in statements if statement.property == PREFERENCE]
    leading = headlines([*left, *decisions], grounds)
    many = grounds.vocabulary.properties[selector.property].many
    values = {statement.value for statement in left}
    if len({headline.key for headline in leading}) > 1 or (many and len(values) > 1):
        raise Refused("reference_several", things=_named(left))
    return leading[0].statement


def dispute(statement: Statement, statements: Sequence[Statement], grounds: Grounds) -> Dispute | None:
    """Who says otherwise than a statement among statements about its subject; None where nobody does."""
    rivals = tuple(
        other
        for other in _of_its_group(statement, statements)
        if any(difference.kind in DISPUTED for difference in disagreements([statement, other], grounds))
    )
    if not rivals:
        return None
    differences = [
        difference for difference in disagreements([statement, *rivals], grounds) if difference.kind in DISPUTED
    ]
    gravest = min(differences, key=lambda difference: (DISPUTED.index(difference.kind), -len(difference.statements)))
    return Dispute(rivals, gravest)


def _of_its_group(statement: Statement, statements: Iterable[Statement]) -> list[Statement]:
    """The other statements that stand and speak of the same thing on the same side."""
    standing = standing_statements(statements)
    return [
        other
        for other in standing
        if (other.property, other.part, other.lang) == (statement.property, statement.part, statement.lang)
        and other.id != statement.id
        and side_of(other) == side_of(statement)
    ]


def _by_id(identifier: str, standing: Iterable[Statement], statements: Iterable[Statement]) -> Statement:
    for statement in standing:
        if statement.id == identifier:
            return statement
    if any(statement.id == identifier for statement in statements):
        raise Refused("reference_withdrawn")
    raise Refused("reference_no_statement", mend="copy_statement_id")


def _meets(statement: Statement, selector: Selector, grounds: Grounds) -> bool:
    subject = grounds.subjects.get(statement.entity, statement.entity)
    if statement.property != selector.property or selector.entity not in {statement.entity, subject}:
        return False
    side = PLANNED if statement.basis == PLANNED else "actual"
    wanted = (
        (selector.part, statement.part),
        (selector.as_of, statement.as_of),
        (selector.source, statement.source),
        (selector.said_by, statement.said_by),
        (selector.value, statement.value),
        (selector.side, side),
    )
    return all(want is None or want == have for want, have in wanted)


def _unmet(selector: Selector, standing: Iterable[Statement], grounds: Grounds) -> Refused:
    """Nothing meets a selector; the way out names what there is about the entity and property."""
    bare = Selector(entity=selector.entity, property=selector.property)
    there = [statement for statement in standing if _meets(statement, bare, grounds)]
    if not there:
        return Refused("reference_unmet")
    return Refused("reference_unmet", mend="reference_choose", things=_named(there))


def _named(statements: Sequence[Statement]) -> str:
    """Statements as a writer would tell them apart: value and whatever of part, date, source and side helps."""
    ordered = sorted(statements, key=attrgetter("part", "as_of", "value", "source"))
    shown = [" ".join(_filters_of(statement)) for statement in ordered[:_SHOWN]]
    return "; ".join(shown) + ("; ..." if len(statements) > _SHOWN else "")


def _filters_of(statement: Statement) -> Iterator[str]:
    yield statement.value[:40]
    for key in ("part", "as_of", "source", "said_by"):
        if value := getattr(statement, key):
            yield f"{key}={value}"
    if side_of(statement) == PLANNED:
        yield "side=planned"
