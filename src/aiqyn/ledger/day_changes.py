"""The register as it was known on a day: the statements recorded by then, nothing later, and what a day changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aiqyn.ledger.claim import Grounds, GroupKey, manners, withdrawn_ids
from aiqyn.ledger.disagreement import Disagreement
from aiqyn.ledger.headline import Headline
from aiqyn.ledger.resolution import resolve
from aiqyn.ledger.statement import DECISIONS, RETRACTION, Statement


def as_known_on(statements: Iterable[Statement], day: str) -> Iterator[Statement]:
    """The statements recorded on or before a day (YYYY-MM-DD).

    A retraction recorded later has not happened yet.
    """
    return (statement for statement in statements if statement.recorded <= day)


class Decision(NamedTuple):
    """A statement withdrawn or restored, and the retraction that did it; None if a retraction was itself withdrawn."""

    statement: Statement
    by: Statement | None


class Superseded(NamedTuple):
    """A leading value that gave way to another on one side (plan or fact) of one thing."""

    before: Headline
    after: Headline


class Changes(NamedTuple):
    """What one day changed of what is known of one subject.

    `is_first`: nothing was known before, so that `superseded` and `restored` are empty. `added` leaves out
    retractions and preferences, whose effects stand in the other fields. `superseded`: the leading value is
    written otherwise than the day before; not where several values hold at once, and not where the last
    statement was withdrawn. `disagreements`: those of a thing, side and kind that there was none of before.
    """

    is_first: bool
    added: tuple[Statement, ...]
    withdrawn: tuple[Decision, ...]
    restored: tuple[Decision, ...]
    superseded: tuple[Superseded, ...]
    disagreements: tuple[Disagreement, ...]

    def __bool__(self) -> bool:
        return any(self[1:])


def changes(statements: Iterable[Statement], day: str, grounds: Grounds) -> Changes:
    """What a day (YYYY-MM-DD) changed of one subject: as known that day against as known the day before.

    The statements are all those about the subject, in any order; what was recorded after the day is left out.
    """
    known = list(as_known_on(statements, day))
    earlier = [statement for statement in known if statement.recorded < day]
    today = sorted(statement for statement in known if statement.recorded == day)
    if not today:
        return Changes(not earlier, (), (), (), (), ())
    old, new = resolve(earlier, grounds), resolve(known, grounds)
    withdrawn, restored = _decisions(earlier, known)
    differed = {(disagreement.kind, disagreement.key, disagreement.side) for disagreement in old.disagreements}
    return Changes(
        not earlier,
        tuple(statement for statement in today if statement.property not in DECISIONS),
        withdrawn,
        restored,
        _superseded(old.headlines, new.headlines, grounds),
        tuple(
            disagreement
            for disagreement in new.disagreements
            if (disagreement.kind, disagreement.key, disagreement.side) not in differed
        ),
    )


def _decisions(earlier: list[Statement], known: list[Statement]) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
    """What was withdrawn by the end of the day and not before, and the other way round; of plain statements only."""
    plain = {statement.id: statement for statement in known if statement.property not in DECISIONS}
    ends = withdrawn_ids(known)
    before, after = withdrawn_ids(earlier) & {statement.id for statement in earlier}, ends & plain.keys()
    by = {
        statement.value: statement
        for statement in sorted(known)
        if statement.property == RETRACTION and statement.id not in ends
    }
    gone = tuple(Decision(plain[key], by.get(key)) for key in sorted(after - before))
    back = tuple(Decision(plain[key], None) for key in sorted(before - after) if key in plain)
    return gone, back


def _superseded(old: list[Headline], new: list[Headline], grounds: Grounds) -> tuple[Superseded, ...]:
    rivals = manners(grounds.vocabulary)
    led: dict[tuple[GroupKey, str], Headline] = {(headline.key, headline.side): headline for headline in old}
    pairs = (
        (led.get((headline.key, headline.side)), headline) for headline in new if rivals[headline.key.property].rivals
    )
    return tuple(
        Superseded(before, after)
        for before, after in pairs
        if before is not None and _written(before.statement) != _written(after.statement)
    )


def _written(statement: Statement) -> tuple[str, str]:
    return statement.value, statement.unit
