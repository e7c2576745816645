"""Stages that editions of a list gave, and what their totals leave over."""

from __future__ import annotations

from decimal import Decimal

from aiqyn.ledger import Statement
from aiqyn.series.dated_numbers import dated_numbers
from aiqyn.series.edition_stages import EditionStages, edition_stages
from tests.aiqyn.register_factory import grounds, statement
from tests.aiqyn.series.made_numbers import UNITS

GROUNDS = grounds(tiers={"act": 1, "press": 5})


def stage(part: str, value: str, **fields: str) -> Statement:
    return total(value, **{"property": "projects_by_status", "part": part, **fields})


def total(value: str, **fields: str) -> Statement:
    usual = {"entity": "july", "property": "projects_total", "unit": "projects", "as_of": "2022-07"}
    return statement(**{**usual, "value": value, **fields})


def editions(*statements: Statement) -> list[EditionStages]:
    tellers = {statement.id: "" for statement in statements}
    return edition_stages(dated_numbers(statements, UNITS, tellers, {}), GROUNDS)


def reaches(edition: EditionStages) -> list[tuple[str, int, int]]:
    return [(stage.number.statement.part, int(stage.start), int(stage.end)) for stage in edition.stages]


def test_stages_stand_end_to_end_from_the_most_advanced_and_the_total_leaves_the_rest() -> None:
    (edition,) = editions(stage("under-review", "15"), stage("launched", "20"), stage("elsewhere", "2"), total("52"))
    assert reaches(edition) == [("launched", 0, 20), ("under-review", 20, 35), ("elsewhere", 35, 37)]
    assert edition.left == 15
    assert edition.total is not None


def test_without_a_total_nothing_is_known_to_be_left() -> None:
    (edition,) = editions(stage("launched", "20"))
    assert (edition.total, edition.left) == (None, Decimal(0))


def test_a_total_that_falls_short_leaves_nothing() -> None:
    (edition,) = editions(stage("launched", "20"), total("19"))
    assert edition.left == 0


def test_an_edition_without_stages_has_none_to_show() -> None:
    assert editions(total("52")) == []


def test_editions_come_by_the_latest_date_they_speak_of() -> None:
    later, earlier = stage("launched", "20"), stage("launched", "16", entity="may", as_of="2019-05")
    assert [edition.latest.statement.entity for edition in editions(later, earlier)] == ["may", "july"]


def test_where_several_told_of_an_edition_what_leads_is_taken() -> None:
    (edition,) = editions(stage("launched", "20", source="press"), stage("launched", "21", source="act"))
    assert reaches(edition) == [("launched", 0, 21)]
