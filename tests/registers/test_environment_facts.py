"""Every statement of the first day about the environment has its place: in a record, or as a claim of its project."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

from aiqyn.exchange.folder import open_register
from aiqyn.exchange.rows import checked_rows
from aiqyn.ledger import Statement, make_statement
from aiqyn.vocabulary import LANGUAGES

REGISTER = Path(__file__).resolve().parents[2] / "registers" / "kazakhstan-china"
#: Properties whose statements are claims or totals of the project itself, and no document or event of their own.
CLAIMS = frozenset(
    {"co2_avoided", "coal_saved", "so2_reduction", "environment_spending_share", "emissions_report", "distance"}
)
TOTALS = frozenset({"fine_total"})
FIRST_DAY = "2026-11-21"
#: Distances that say nothing of the environment: how far towns are.
ELSEWHERE = frozenset({"almaty-city", "altai-town"})


@cache
def statements() -> tuple[Statement, ...]:
    register = open_register(REGISTER)
    return tuple(make_statement(row) for _, _, row in checked_rows(register))


@cache
def kinds() -> Mapping[str, str]:
    return {entity.id: entity.kind for entity in open_register(REGISTER).entities.values()}


@cache
def drawn() -> Mapping[str, list[str]]:
    """The records and requests by the statement they are drawn from."""
    records: dict[str, list[str]] = {}
    for statement in statements():
        if statement.property == "drawn_from":
            records.setdefault(statement.value, []).append(statement.entity)
    return records


def values(entity: str, prop: str, part: str = "") -> set[str]:
    return {
        statement.value
        for statement in statements()
        if (statement.entity, statement.property, statement.part) == (entity, prop, part)
    }


def environment() -> list[Statement]:
    """The statements of the first day about a project's environment, but coal saved."""
    properties = open_register(REGISTER).vocabulary.properties
    return [
        statement
        for statement in statements()
        if statement.recorded == FIRST_DAY
        and kinds()[statement.entity] == "project"
        and (properties[statement.property].section == "environment" or statement.property == "distance")
        and statement.part not in ELSEWHERE
        and statement.property != "coal_saved"
    ]


def homeless(about_projects: Iterable[Statement]) -> list[str]:
    """Those that neither a record sets out nor are a claim or a total."""
    return [
        statement.id
        for statement in about_projects
        if statement.id not in drawn() and statement.property not in CLAIMS | TOTALS
    ]


def test_each_statement_is_set_out_by_a_record_or_is_a_claim_of_its_project() -> None:
    assert environment()
    assert homeless(environment()) == []


def test_a_claim_or_a_total_is_no_record_of_its_own() -> None:
    """A sum of fines that have records of their own would be counted twice."""
    of_projects = {statement.id for statement in environment() if statement.property in CLAIMS | TOTALS}
    assert of_projects
    assert of_projects & drawn().keys() == set()


def test_two_accounts_of_one_ruling_are_one_record() -> None:
    accounts = [statement for statement in environment() if statement.property == "court_damages"]
    assert [drawn()[account.id] for account in accounts] == [["cnpc-aktobe-damages-2013"]] * 2


def test_records_belong_where_what_they_set_out_is_said() -> None:
    wholes = {entity.id: entity.part_of for entity in open_register(REGISTER).entities.values()}
    subjects = {statement.id: statement.entity for statement in statements()}
    for target, records in drawn().items():
        subject = subjects[target]
        assert {wholes[record] for record in records} <= {subject, wholes[subject]}


def test_no_record_rests_on_an_act_that_nobody_saw() -> None:
    acts = {"fine", "court_damages", "court_case", "court_appeal", "court_ruling", "violation"}
    for statement in environment():
        for record in drawn().get(statement.id, ()):
            findings = values(record, "finding")
            assert "official_act" not in findings
            assert statement.property not in acts or findings, record


@pytest.mark.parametrize("kind", ["record", "request"])
def test_records_and_requests_are_named_in_four_languages(kind: str) -> None:
    named = {(statement.entity, statement.lang) for statement in statements() if statement.property == "name"}
    expected = {(entity, lang) for entity in kinds() if kinds()[entity] == kind for lang in LANGUAGES}
    assert expected
    assert expected - named == set()


def test_the_shieli_request_its_refusal_and_the_court_path_are_linked() -> None:
    request = "shieli-request-2020"
    assert kinds()[request] == "request"
    assert values(request, "asked_document") == {"eia_report", "see_conclusion", "hearing_protocol"}
    assert values(request, "asked_item") == {"EN04", "EN06", "EN07"}
    assert values(request, "request_event", "refused") == {"2020"}
    assert values(request, "refusal_ground") == {"commercial_secret"}
    assert values(request, "outcome") == {"refused"}
    assert values("shieli-refusal-2020", "follows") == {request}
    assert values("shieli-court-2021-first", "follows") == {"shieli-refusal-2020"}
    assert values("shieli-court-2021-appeal", "follows") == {"shieli-court-2021-first"}
    assert values("shieli-court-2021-first", "court_outcome") == {"claim_dismissed"}
    assert values("shieli-court-2021-appeal", "event_date") == {"2021-02"}


def test_the_ministries_that_refused_are_not_guessed() -> None:
    assert values("shieli-request-2020", "addressed_to") == set()
    assert values("shieli-request-2020", "requester") == set()


def test_the_inquiry_of_2022_stands_with_its_answer_and_without_a_guessed_outcome() -> None:
    inquiry = "programme-inquiry-2022"
    assert values(inquiry, "addressed_to") == {"kz-mfa-investment-committee"}
    assert values(inquiry, "request_event", "answered") == {"2022-06"}
    assert values(inquiry, "outcome") == set()


def bodies_of(role: str) -> list[Statement]:
    return [statement for statement in statements() if (statement.property, statement.value) == ("body_role", role)]


def test_every_region_of_today_has_a_local_body_to_ask() -> None:
    """South Kazakhstan region is no more."""
    bodies = {body.entity for body in bodies_of("local_executive")}
    covered = {
        statement.value for statement in statements() if statement.property == "region" and statement.entity in bodies
    }
    regions = {entity for entity, kind in kinds().items() if kind == "region"}
    assert regions - covered == {"south-kazakhstan-region"}
    assert len(bodies) == len(covered)


@pytest.mark.parametrize("role", ["environment_ministry", "environment_regulator", "investment_body"])
def test_there_is_one_body_for_each_role_of_the_state(role: str) -> None:
    (body,) = bodies_of(role)
    assert body.note == "general knowledge, not read in a source"


def test_every_english_text_has_its_translations() -> None:
    with (REGISTER / "translations.csv").open(encoding="utf-8", newline="") as lines:
        translated = {row["text"] for row in csv.DictReader(lines)}
    texts = {
        statement.value
        for statement in statements()
        if statement.lang == "en" and statement.property not in {"name", "other_name"}
    }
    assert texts
    assert texts - translated == set()
