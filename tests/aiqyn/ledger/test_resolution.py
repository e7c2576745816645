"""Tests of aiqyn.ledger.resolution."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from aiqyn.ledger import Statement, disagreements, headlines, resolve
from aiqyn.ledger.statement import PREFERENCE, RETRACTION
from tests.aiqyn.register_factory import LEDGER_GROUNDS, about, ledgers

DECISIONS = {PREFERENCE, RETRACTION}


@given(ledgers)
def test_resolve_gives_what_headlines_and_disagreements_give(statements: list[Statement]) -> None:
    resolution = resolve(statements, LEDGER_GROUNDS)
    assert resolution.headlines == headlines(statements, LEDGER_GROUNDS)
    assert resolution.disagreements == disagreements(statements, LEDGER_GROUNDS)


@given(ledgers, st.randoms(use_true_random=False))
def test_resolve_does_not_depend_on_the_order_of_statements(statements: list[Statement], chance: random.Random) -> None:
    shuffled = chance.sample(statements, len(statements))
    assert resolve(shuffled, LEDGER_GROUNDS) == resolve(statements, LEDGER_GROUNDS)


@given(ledgers, ledgers)
def test_entities_resolve_alone_as_they_do_together(first: list[Statement], second: list[Statement]) -> None:
    # A decision names a statement about its own entity, and moved statements have other ids.
    moved = [
        statement._replace(id=statement.id + "x", entity="elsewhere")
        for statement in second
        if statement.property not in DECISIONS
    ]
    apart = [resolve(statements, LEDGER_GROUNDS) for statements in (moved, first)]
    together = resolve(first + moved, LEDGER_GROUNDS)
    assert sorted(together.headlines) == sorted(apart[0].headlines + apart[1].headlines)
    assert len(together.disagreements) == sum(len(resolution.disagreements) for resolution in apart)


def test_resolve_takes_any_iterable_once() -> None:
    statements = about("cost", ("130",), ("150",))
    assert resolve(iter(statements), LEDGER_GROUNDS) == resolve(statements, LEDGER_GROUNDS)


def test_nothing_resolves_to_nothing() -> None:
    assert resolve([], LEDGER_GROUNDS) == ([], [])
