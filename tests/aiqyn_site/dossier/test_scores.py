"""The score of a project follows from the ledger alone: from what people assessed and what the register computes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aiqyn.disclosure import Assessment, Evidence, Line, Search, Stage, Verdict, load_checklist
from aiqyn_site.dossier import scores
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.dossier.conftest import Assess, all_scores
from tests.aiqyn_site.later import Record

pytestmark = pytest.mark.django_db
PROJECT = "shieli-cement"
DAY = date(2026, 11, 22)


def verdict(item: str, given: Verdict, **fields: object) -> Assessment:
    """A person's verdict on an item."""
    values: dict[str, object] = {"assessor": "A. Editor", "day": DAY, **fields}
    if given is Verdict.NOT_FOUND:
        values.setdefault("searches", (Search("operator's site", "protocol of the hearing", DAY),))
    return Assessment(item, load_checklist().items[item].version, given, **values)  # type: ignore[arg-type]


def open_items(project: str = PROJECT) -> list[str]:
    """The items that are asked of a project and that nobody assessed, in the order of the checklist."""
    return [line.item.id for line in scores.card(project).score.lines if line.key == Verdict.NOT_ASSESSED]


def line_of(item: str, project: str = PROJECT) -> Line:
    return next(line for line in scores.card(project).score.lines if line.item.id == item)


def a_statement() -> str:
    return ledger.statements_about(PROJECT)[0].id


def test_a_score_covers_every_item_of_the_checklist() -> None:
    outcome = scores.card(PROJECT)
    assert [line.item.id for line in outcome.score.lines] == list(load_checklist().items)
    assert outcome.score.low <= (outcome.score.points or outcome.score.low)
    assert outcome.score.low <= outcome.score.high


def test_the_register_says_on_which_statements_each_of_its_verdicts_rests() -> None:
    _, computed = scores.assessments_of(PROJECT)
    assert computed
    named = {evidence.id for given in computed for evidence in given.evidence}
    assert named == set(ledger.statements_by_id(named))


def test_the_same_ledger_gives_the_same_digest() -> None:
    assert scores.card(PROJECT).score.digest == scores.card(PROJECT).score.digest
    assert scores.card(PROJECT).score.document == scores.card(PROJECT, scores.days()[1]).score.document


def test_a_persons_verdict_goes_before_the_registers(assess: Assess) -> None:
    persons, computed = scores.assessments_of(PROJECT)
    taken = {verdict.item for verdict in persons}
    asked = {line.item.id for line in scores.card(PROJECT).score.lines if line.assessment is not None}
    item = next(
        verdict.item for verdict in computed if verdict.verdict is Verdict.PARTIAL and verdict.item in asked - taken
    )
    assert line_of(item).key == Verdict.PARTIAL
    assess((PROJECT, verdict(item, Verdict.DISCLOSED, evidence=(Evidence(a_statement()),))))
    given = line_of(item).assessment
    assert given is not None
    assert (given.verdict, given.assessor) == (Verdict.DISCLOSED, "A. Editor")


def test_what_was_assessed_later_does_not_reach_a_past_day(assess: Assess) -> None:
    yesterday = DAY - timedelta(days=1)
    before, now = scores.card(PROJECT, yesterday), scores.card(PROJECT)
    assess((PROJECT, verdict(open_items()[0], Verdict.NOT_FOUND)))
    assert scores.card(PROJECT, yesterday).score.document == before.score.document
    assert scores.card(PROJECT).score.assessed == now.score.assessed + 1


def test_what_was_recorded_later_does_not_reach_a_past_day(record_later: Record) -> None:
    last = scores.days()[1]
    before = {score.project: score for score in all_scores()}
    record_later({"entity": PROJECT, "property": "settlement", "value": "Shieli", "lang": "en"})
    assert scores.days()[1] > last
    for project, card in before.items():
        assert scores.card(project, last) == card, project


def test_before_the_first_record_nothing_is_known() -> None:
    first, _ = scores.days()
    outcome = scores.card(PROJECT, first - timedelta(days=1))
    assert outcome.score.points is None
    assert outcome.score.assessed == 0


def test_a_verdict_on_an_item_that_is_not_asked_for_is_set_aside_and_kept(assess: Assess) -> None:
    early = next(left_out.project for left_out in all_scores() if left_out.stage is Stage.IDENTIFICATION)
    outside = next(line.item.id for line in scores.card(early).score.lines if line.key == "outside")
    assess((early, verdict(outside, Verdict.NOT_FOUND)))
    outcome = scores.card(early)
    assert outside in [left_out.assessment.item for left_out in outcome.set_aside]
    assert line_of(outside, early).key == "outside"


def test_a_project_of_which_nothing_is_assessed_has_no_points_and_the_widest_range() -> None:
    empty = [score.project for score in all_scores() if score.score.points is None]
    assert empty
    outcome = scores.card(empty[0]).score
    assert (outcome.low, outcome.high, outcome.assessed) == (0, 100, 0)


def test_the_score_of_each_project_alone_is_that_of_all_together() -> None:
    together = {score.project: score for score in all_scores()}
    assert set(together) == {entity.id for entity in ledger.entities("project")}
    for project, card in together.items():
        assert scores.card(project) == card
