"""What to ask for first."""

from __future__ import annotations

from aiqyn.disclosure import Stage, load_checklist
from aiqyn.disclosure.missing import Missing, missing_items

CHECKLIST = load_checklist()
DOCUMENTS = {"EN02", "EN04"}


def first(keys: dict[str, str], stage: Stage = Stage.OPERATION) -> list[tuple[str, str]]:
    others = {item: "disclosed" for item in CHECKLIST.items if item not in keys}
    return [
        (missing.item.id, missing.verdict) for missing in missing_items(CHECKLIST, {**others, **keys}, stage, DOCUMENTS)
    ]


def test_what_was_looked_for_in_vain_comes_before_what_nobody_looked_for_whatever_it_weighs() -> None:
    items = first({"EN04": "not_assessed", "ID02": "not_found", "PA01": "known_unsearched"})
    assert items == [("ID02", "not_found"), ("EN04", "not_assessed"), ("PA01", "known_unsearched")]


def test_of_one_weight_documents_come_before_what_is_told_in_passing() -> None:
    assert [item for item, _ in first({"EN01": "not_assessed", "EN02": "not_assessed"})] == ["EN02", "EN01"]


def test_what_is_public_in_part_or_not_asked_for_is_left_out() -> None:
    assert first({"EN04": "partial", "EN02": "outside", "EN01": "not_applicable"}) == []


def test_documents_of_the_next_stage_may_be_asked_for_of_a_project_at_its_first() -> None:
    assert first({"EN02": "outside", "EN01": "outside"}, Stage.IDENTIFICATION) == [("EN02", "not_assessed")]


def test_of_a_project_without_a_score_everything_may_be_asked_for() -> None:
    items = missing_items(CHECKLIST, {}, Stage.IDENTIFICATION, DOCUMENTS)
    assert len(items) == len(CHECKLIST.items)
    assert items[0] == Missing(CHECKLIST.items["EN02"], "not_assessed")
