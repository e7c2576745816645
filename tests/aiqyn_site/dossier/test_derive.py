"""The stored scores are what the ledger gives, and a change of any is noticed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from aiqyn.disclosure import Condition, Gain, Stage, Tally, Verdict, load_checklist
from aiqyn.disclosure import score as core_score
from aiqyn.disclosure.project_score import ProjectScore
from aiqyn_site.derived import rebuild_derived, verify_derived
from aiqyn_site.dossier import scores
from aiqyn_site.dossier.derive import LETTERS, CardRow, card_row
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.sql import select
from tests.aiqyn.disclosure.verdicts import AS_OF, assessed
from tests.aiqyn_site.dossier.conftest import Assess
from tests.aiqyn_site.dossier.test_scores import PROJECT, open_items, verdict

pytestmark = pytest.mark.django_db


def stored() -> dict[str, tuple[object, ...]]:
    sql = f"SELECT {', '.join(CardRow._fields)} FROM dossier_card"
    return {row[0]: tuple(row) for row in select(sql)}


def but_its_day(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row without what every new day changes: the digest names the day."""
    return row[: CardRow._fields.index("digest")]


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_project_has_a_row_that_says_what_its_score_says() -> None:
    rows = stored()
    assert set(rows) == {entity.id for entity in ledger.entities("project")}
    assert rows[PROJECT] == tuple(card_row(scores.card(PROJECT)))


def test_a_rebuild_changes_nothing_and_can_be_repeated() -> None:
    before = stored()
    assert rebuild_derived()["scores"] == len(before)
    assert stored() == before
    assert verify_derived() == []


@pytest.mark.parametrize(
    "damage",
    [
        f"UPDATE dossier_card SET points = 999 WHERE project = '{PROJECT}'",
        f"UPDATE dossier_card SET digest = '' WHERE project = '{PROJECT}'",
        f"UPDATE dossier_card SET points = NULL WHERE project = '{PROJECT}'",
        f"DELETE FROM dossier_card WHERE project = '{PROJECT}'",
        f"UPDATE dossier_card SET project = 'nobodys' WHERE project = '{PROJECT}'",
    ],
)
def test_a_changed_missing_or_foreign_row_is_found(damage: str) -> None:
    execute(damage)
    assert [fault.table for fault in verify_derived()] == ["dossier_card"]


def test_a_row_too_many_is_found() -> None:
    names = ", ".join(CardRow._fields[1:])
    execute(
        f"INSERT INTO dossier_card (project, {names}) SELECT 'nobodys', {names} FROM dossier_card"
        f" WHERE project = '{PROJECT}'"
    )
    assert [fault.table for fault in verify_derived()] == ["dossier_card"]


def test_an_assessment_changes_the_row_of_its_project_alone(assess: Assess) -> None:
    before = stored()
    assess((PROJECT, verdict(open_items()[0], Verdict.NOT_FOUND)))
    after = stored()
    assert {key for key in after if but_its_day(after[key]) != but_its_day(before[key])} == {PROJECT}
    assert verify_derived() == []


@pytest.mark.parametrize("rank_allowed", [True, False])
def test_a_row_reads_back_as_the_score(rank_allowed: bool) -> None:
    """No two numbers of the score are alike, so that none can stand for another."""
    asked_for = [item for item in load_checklist().items.values() if item.applies(Stage.OPERATION, ())]
    kinds = (Verdict.DISCLOSED, Verdict.NOT_FOUND, Verdict.PARTIAL, Verdict.KNOWN_NOT_DISCLOSED, Verdict.NOT_ASSESSED)
    verdicts = [
        assessed(item.id, kind, assessor=assessor)
        for item, kind, assessor in zip(asked_for, kinds, ("B", "A", "B", "C", "A"), strict=False)
    ]
    score = core_score(load_checklist(), Stage.OPERATION, (), verdicts, AS_OF)._replace(
        points=Decimal("52.4"),
        low=Decimal("1.2"),
        high=Decimal("98.7"),
        equal=Tally(Decimal("47.3"), Decimal(0), Decimal(100)),
        assessed=5,
        applicable=31,
        coverage=Decimal("16.1"),
        rank_allowed=rank_allowed,
        known_not_disclosed=2,
        gains=(Gain("MO01", Decimal("3.5")), Gain("EN06", Decimal("0.4"))),
    )
    conditions = frozenset({Condition.REQUESTED, Condition.CHANGED})
    row = card_row(ProjectScore("plant", Stage.OPERATION, conditions, AS_OF, score, ()))

    assert (row.project, row.stage, row.conditions) == ("plant", "operation", "changed requested")
    assert row.tally == (score.points, score.low, score.high)
    assert row.equal == score.equal.points
    assert (row.assessed, row.applicable, row.share) == (5, 31, score.coverage)
    assert (bool(row.rank_allowed), row.known_not_disclosed) == (rank_allowed, 2)
    assert row.verdict_keys == tuple(line.key for line in score.lines)
    assert set(kinds) <= set(row.verdict_keys)
    assert row.top_gains == score.gains
    assert (row.digest, row.assessors) == (score.digest, "A | B | C")
    assert len(set(LETTERS.values())) == len(LETTERS)


def test_a_score_of_nothing_assessed_is_no_number() -> None:
    score = core_score(load_checklist(), Stage.OPERATION, (), (), AS_OF)
    row = card_row(ProjectScore("plant", Stage.OPERATION, frozenset(), AS_OF, score, ()))
    assert (row.tally.points, row.equal, row.conditions, row.assessors, row.top_gains) == (None, None, "", "", ())
