"""The stored scores are what the ledger gives, and a change of any is noticed."""

from __future__ import annotations

import pytest
from django.db import connection

from aiqyn_site.derived import rebuild_derived, verify_derived
from aiqyn_site.dossier import board, scores
from aiqyn_site.dossier.derive import LETTERS, CardRow, card_row
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.sql import select
from tests.aiqyn_site.dossier.conftest import Assess
from tests.aiqyn_site.dossier.test_scores import PROJECT, Verdict, open_items, verdict

pytestmark = pytest.mark.django_db


def stored() -> dict[str, tuple[object, ...]]:
    sql = f"SELECT {', '.join(CardRow._fields)} FROM dossier_card"
    return {row[0]: tuple(row) for row in select(sql)}


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
    assert {key for key in after if after[key][:-3] != before[key][:-3] and key != PROJECT} == set()
    assert after[PROJECT] != before[PROJECT]
    assert verify_derived() == []


def test_a_row_reads_back_as_the_score() -> None:
    outcome = scores.card(PROJECT).score
    row = board.cards([PROJECT])[PROJECT]
    assert row.tally == (outcome.points, outcome.low, outcome.high)
    assert row.equal == outcome.equal.points
    assert row.share == outcome.coverage
    assert row.verdict_keys == tuple(str(line.key) for line in outcome.lines)
    assert row.top_gains == tuple((gain.item, gain.points) for gain in outcome.gains)
    assert len(set(LETTERS.values())) == len(LETTERS)
