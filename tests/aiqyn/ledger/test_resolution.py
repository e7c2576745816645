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
def test_resolve_gives_what_headlines_and_disagreements_give(told: list[Statement]) -> None:
    resolution = resolve(told, LEDGER_GROUNDS)
    assert resolution.headlines == headlines(told, LEDGER_GROUNDS)
    assert resolution.disagreements == disagreements(told, LEDGER_GROUNDS)


@given(ledgers, st.randoms(use_true_random=False))
def test_resolve_does_not_depend_on_the_order_of_statements(told: list[Statement], chance: random.Random) -> None:
    shuffled = chance.sample(told, len(told))
    assert resolve(shuffled, LEDGER_GROUNDS) == resolve(told, LEDGER_GROUNDS)


@given(ledgers, ledgers)
def test_entities_resolve_alone_as_they_do_together(some: list[Statement], others: list[Statement]) -> None:
    # A decision names a statement about its own entity, and moved statements have other ids.
    moved = [one._replace(id=one.id + "x", entity="elsewhere") for one in others if one.property not in DECISIONS]
    apart = [resolve(told, LEDGER_GROUNDS) for told in (moved, some)]
    together = resolve(some + moved, LEDGER_GROUNDS)
    assert sorted(together.headlines) == sorted(apart[0].headlines + apart[1].headlines)
    assert len(together.disagreements) == sum(len(one.disagreements) for one in apart)


def test_resolve_takes_any_iterable_once() -> None:
    told = about("cost", ("130",), ("150",))
    assert resolve(iter(told), LEDGER_GROUNDS) == resolve(told, LEDGER_GROUNDS)


def test_nothing_resolves_to_nothing() -> None:
    assert resolve([], LEDGER_GROUNDS) == ([], [])
