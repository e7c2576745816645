"""The stage and the conditions of a project follow from what was said of it by a day."""

from __future__ import annotations

from datetime import date

import pytest

from aiqyn.disclosure import Condition, Stage, conditions_of, stage_at, stage_of
from aiqyn.disclosure.stage import load_stages
from aiqyn.dossier import Record, read_records
from aiqyn.ledger import Entity, Statement, as_known_on
from aiqyn.ledger.claim import standing_statements
from aiqyn.vocabulary import load_vocabulary
from tests.aiqyn.register_factory import grounds, statement

AS_OF = date(2026, 11, 22)


def stated(name: str, value: str, as_of: str = "", **fields: str) -> Statement:
    unit = {"cost": "USD million", "fine": "KZT million", "output": "t", "financing": "USD million"}.get(name, "")
    lang = "en" if name in {"delay", "list_membership", "public_hearing"} else ""
    return statement(**{"property": name, "value": value, "as_of": as_of, "unit": unit, "lang": lang, **fields})


def stage(*statements: Statement, as_of: date = AS_OF) -> Stage:
    standing = standing_statements(as_known_on(statements, as_of.isoformat()))
    return stage_at(standing, grounds(published={"paper-2016": "2016"}), as_of)


def held(*statements: Statement, records: tuple[Record, ...] = (), as_of: date = AS_OF) -> frozenset[Condition]:
    return conditions_of(statements, grounds(), records, [], invited=False, as_of=as_of)


def test_every_status_of_the_vocabulary_has_a_stage() -> None:
    assert list(load_stages()) == list(load_vocabulary().code_list("status"))


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], Stage.IDENTIFICATION),
        (["memorandum", "agreed"], Stage.IDENTIFICATION),
        (["preparation"], Stage.PREPARATION),
        (["agreed", "under_implementation"], Stage.CONSTRUCTION),
        (["test_operation"], Stage.CONSTRUCTION),
        (["partly_operating"], Stage.OPERATION),
        (["completed"], Stage.OPERATION),
        (["operating", "suspended"], Stage.OPERATION),
        (["preparation", "suspended"], Stage.PREPARATION),
        (["suspended"], Stage.CONSTRUCTION),
        (["operating", "suspended", "cancelled"], Stage.CLOSED),
        (["withdrawn"], Stage.CLOSED),
        (["operating", "not a code"], Stage.OPERATION),
    ],
)
def test_a_status_means_a_stage(statuses: list[str], expected: Stage) -> None:
    assert stage_of(statuses) is expected


def test_a_project_of_which_no_status_is_known_is_asked_for_the_least() -> None:
    assert stage() is Stage.IDENTIFICATION
    assert stage(stated("commissioning", "2020", basis="planned")) is Stage.IDENTIFICATION


def test_the_latest_status_counts_and_a_source_without_a_date_by_its_publication() -> None:
    later, earlier = stated("status", "operating", "2022"), stated("status", "under_construction", source="paper-2016")
    assert stage(later, earlier) is Stage.OPERATION
    assert stage(stated("status", "cancelled", "2023"), later, earlier) is Stage.CLOSED


def test_a_status_of_a_part_is_not_that_of_the_whole() -> None:
    assert stage(stated("status", "operating", "2020"), stated("status", "preparation", "2026", part="phase-2")) is (
        Stage.OPERATION
    )


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (stated("public_hearing", "held", "2015"), Stage.PREPARATION),
        (stated("financing", "700", part="aiib"), Stage.PREPARATION),
        (stated("construction_start", "2019-07"), Stage.CONSTRUCTION),
        (stated("fine", "737"), Stage.CONSTRUCTION),
        (stated("fine", "737", part="another-company"), Stage.IDENTIFICATION),
        (stated("trial_production", "2019-05"), Stage.CONSTRUCTION),
        (stated("commissioning", "2019-10"), Stage.OPERATION),
        (stated("output", "1", "2020", part="cement"), Stage.OPERATION),
        (stated("output", "1", "2020", part="cement", basis="planned"), Stage.IDENTIFICATION),
    ],
)
def test_what_only_a_project_of_some_stage_has_shows_the_stage(shown: Statement, expected: Stage) -> None:
    assert stage(shown) is expected


def test_what_is_shown_moves_a_project_on_and_never_back() -> None:
    operating = stated("status", "operating", "2020")
    assert stage(operating, stated("fine", "737", "2024"), stated("financing", "5", "2025")) is Stage.OPERATION
    assert stage(stated("status", "suspended", "2022"), stated("commissioning", "2026-03")) is Stage.OPERATION
    assert stage(stated("status", "cancelled", "2022"), stated("fine", "1", "2024")) is Stage.CLOSED


def test_only_what_was_known_and_had_come_by_a_day_counts() -> None:
    start = stated("commissioning", "2026-12-01")
    assert stage(start) is Stage.IDENTIFICATION
    assert stage(start, as_of=date(2026, 12, 2)) is Stage.OPERATION
    assert stage(stated("status", "operating", "2020", recorded="2026-11-23")) is Stage.IDENTIFICATION


@pytest.mark.parametrize(
    "statements",
    [
        [
            stated("commissioning", "2018", "2015", basis="planned"),
            stated("commissioning", "2020", "2019", basis="planned"),
        ],
        [stated("commissioning", "2018", basis="planned"), stated("commissioning", "2019-10", "2019-10")],
        [stated("cost", "150", "2019"), stated("cost", "180", "2021")],
        [stated("status", "operating", "2022"), stated("status", "suspended", "2026")],
        [stated("delay", "launch postponed by a year", "2020")],
        [stated("list_membership", "removed from the list")],
    ],
)
def test_a_project_that_changed_owes_reasons(statements: list[Statement]) -> None:
    assert held(*statements) == {Condition.CHANGED}


@pytest.mark.parametrize(
    "statements",
    [
        [stated("commissioning", "2020", basis="planned"), stated("commissioning", "2019-10")],
        [
            stated("commissioning", "2020", "2019", basis="planned"),
            stated("commissioning", "2020-06", "2019", basis="planned"),
        ],
        [stated("cost", "150", "2019"), stated("cost", "180", "2019")],
        [stated("status", "agreed", "2016"), stated("status", "operating", "2022")],
        [stated("list_membership", "on the list")],
    ],
)
def test_a_project_that_went_as_planned_or_is_only_disputed_owes_none(statements: list[Statement]) -> None:
    assert held(*statements) == set()


def test_a_permit_a_request_and_an_invitation_are_conditions() -> None:
    code = stated("document_type", "permit_impact", entity="permit")
    records = read_records([Entity("permit", "record", "zhanatas-wind")], {"permit": [code]})
    assert held(records=tuple(records)) == {Condition.PERMIT_ISSUED}
    assert conditions_of([], grounds(), [], ["any"], invited=True, as_of=AS_OF) == {
        Condition.REQUESTED,
        Condition.INVITED,
    }
