"""A verdict without what it rests on is refused, with what to write instead."""

from __future__ import annotations

from datetime import date

import pytest

from aiqyn.disclosure import (
    Assessment,
    Condition,
    Evidence,
    Search,
    Stage,
    Verdict,
    check_assessment,
    load_checklist,
    set_aside,
)
from tests.aiqyn.disclosure.verdicts import AS_OF, DAY, EVIDENCE, SEARCHES, assessed
from tests.aiqyn.refusals import refused

STATEMENT = "s1" + "a" * 32


def check(assessment: Assessment, *conditions: Condition, stage: Stage = Stage.OPERATION, as_of: date = AS_OF) -> str:
    return check_assessment(load_checklist(), stage, conditions, assessment, as_of).id


def test_not_found_without_a_search_log_is_refused() -> None:
    with refused("verdict_no_search", "searches"):
        Assessment("EN06", 1, Verdict.NOT_FOUND, "first", DAY)


@pytest.mark.parametrize("verdict", [Verdict.DISCLOSED, Verdict.PARTIAL, Verdict.KNOWN_NOT_DISCLOSED])
def test_a_verdict_that_something_is_known_needs_evidence(verdict: Verdict) -> None:
    with refused("verdict_no_evidence", "evidence", verdict=verdict):
        Assessment("EN06", 1, verdict, "first", DAY, searches=SEARCHES)


@pytest.mark.parametrize("verdict", [Verdict.NOT_APPLICABLE, Verdict.NOT_YET_DUE])
def test_leaving_an_item_out_needs_a_reason(verdict: Verdict) -> None:
    with refused("verdict_no_reason", "note", verdict=verdict):
        Assessment("EN11", 1, verdict, "first", DAY, note=" ")


def test_not_assessed_needs_nothing() -> None:
    assert Assessment("EN06", 1, Verdict.NOT_ASSESSED, "first", DAY).evidence == ()


def test_a_nameless_assessor_is_refused() -> None:
    with refused("verdict_no_assessor", "assessor"):
        assessed("EN06", assessor=" ")


def test_a_source_needs_a_locator_and_a_statement_brings_its_own() -> None:
    Assessment("EN06", 1, Verdict.DISCLOSED, "first", DAY, (Evidence(STATEMENT),))
    with refused("evidence_no_locator", "evidence", source="tengrinews"):
        Assessment("EN06", 1, Verdict.DISCLOSED, "first", DAY, (Evidence("tengrinews"),))


def test_evidence_without_an_id_is_refused() -> None:
    with refused("evidence_no_id"):
        Assessment("EN06", 1, Verdict.DISCLOSED, "first", DAY, (Evidence(" ", "p. 1"),))


@pytest.mark.parametrize(
    ("search", "code"),
    [
        (Search("", "cement", DAY), "search_half"),
        (Search("portal", " ", DAY), "search_half"),
        (Search("portal", "cement", date(2026, 11, 2)), "search_later"),
        (Search("portal", "cement", DAY, "abc"), "search_digest"),
    ],
)
def test_a_search_that_proves_nothing_is_refused(search: Search, code: str) -> None:
    with refused(code):
        Assessment("EN06", 1, Verdict.NOT_FOUND, "first", DAY, searches=(search,))


def test_a_search_on_the_day_of_the_verdict_with_its_digest_is_taken() -> None:
    search = Search("portal", "cement", DAY, "0" * 64)
    assert Assessment("EN06", 1, Verdict.NOT_FOUND, "first", DAY, searches=(search,)).searches == (search,)


def test_an_item_the_checklist_has_not_is_refused() -> None:
    with refused("item_unknown", "item"):
        check(assessed("EN99"))


def test_another_version_of_an_item_is_refused_and_explained() -> None:
    with refused("verdict_version", version="2", current="1"):
        check(assessed("EN06", version=2))


def test_an_assessment_after_the_day_asked_for_is_refused_and_one_of_that_day_is_not() -> None:
    assert check(assessed("EN06"), as_of=DAY) == "EN06"
    with refused("verdict_later", as_of=date(2026, 10, 31)):
        check(assessed("EN06"), as_of=date(2026, 10, 31))


def test_an_item_not_of_the_stage_is_refused() -> None:
    with refused("verdict_not_asked", "item"):
        check(assessed("MO05"), stage=Stage.IDENTIFICATION)


@pytest.mark.parametrize(
    ("item", "condition"),
    [("SC03", Condition.CHANGED), ("RE02", Condition.REQUESTED), ("RE03", Condition.INVITED)],
)
def test_a_conditional_item_is_asked_for_at_every_stage_once_its_condition_holds(
    item: str, condition: Condition
) -> None:
    for stage in Stage:
        assert check(assessed(item), condition, stage=stage) == item
        with refused("verdict_not_asked"):
            check(assessed(item), stage=stage)


def test_monitoring_is_asked_for_during_construction_only_with_a_permit() -> None:
    assert check(assessed("EN10"), Condition.PERMIT_ISSUED, stage=Stage.CONSTRUCTION) == "EN10"
    assert check(assessed("EN10")) == "EN10"
    with refused("verdict_not_asked", "item"):
        check(assessed("EN10"), stage=Stage.CONSTRUCTION)


def test_what_a_score_cannot_use_is_set_aside_with_its_reason() -> None:
    good, old, later = assessed("EN06"), assessed("EN07", version=2), assessed("EN08", day=date(2026, 12, 1))
    usable, rest = set_aside(load_checklist(), Stage.OPERATION, (), [old, good, later], AS_OF)
    assert usable == [good]
    assert [left_out.assessment for left_out in rest] == [old, later]
    assert [left_out.reason.code for left_out in rest] == ["verdict_version", "verdict_later"]


def test_evidence_and_searches_are_compared_by_what_they_say() -> None:
    assert assessed("EN06") == Assessment("EN06", 1, Verdict.DISCLOSED, "first", DAY, EVIDENCE, SEARCHES, "said why")
