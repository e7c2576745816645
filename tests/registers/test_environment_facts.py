"""Every environment fact of the first compilation has its place: in a record, or as a claim of its project."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

from aiqyn.exchange.folder import LANGUAGES, open_register
from aiqyn.exchange.rows import checked_rows
from aiqyn.ledger import Statement, make_statement

REGISTER = Path(__file__).resolve().parents[2] / "registers" / "kazakhstan-china"
#: Properties whose statements are claims or totals of the project itself, and no document or event of their own.
CLAIMS = frozenset(
    {"co2_avoided", "coal_saved", "so2_reduction", "environment_spending_share", "emissions_report", "distance"}
)
TOTALS = frozenset({"fine_total"})
FIRST_DAY = "2026-11-21"
#: Distances that are no environment facts: how far towns are.
ELSEWHERE = frozenset({"almaty-city", "altai-town"})
FACTS = 52


@cache
def statements() -> tuple[Statement, ...]:
    register = open_register(REGISTER)
    return tuple(make_statement(checked.row) for checked in checked_rows(register))


@cache
def kinds() -> Mapping[str, str]:
    return {one.id: one.kind for one in open_register(REGISTER).entities.values()}


@cache
def drawn() -> Mapping[str, list[str]]:
    """The records and requests by the statement they are drawn from."""
    found: dict[str, list[str]] = {}
    for one in statements():
        if one.property == "drawn_from":
            found.setdefault(one.value, []).append(one.entity)
    return found


def values(entity: str, prop: str, part: str = "") -> set[str]:
    return {one.value for one in statements() if (one.entity, one.property, one.part) == (entity, prop, part)}


def environment() -> list[Statement]:
    """The statements of the first day about a project's environment, one for each fact but coal saved."""
    properties = open_register(REGISTER).vocabulary.properties
    return [
        one
        for one in statements()
        if one.recorded == FIRST_DAY
        and kinds()[one.entity] == "project"
        and (properties[one.property].section == "environment" or one.property == "distance")
        and one.part not in ELSEWHERE
        and one.property != "coal_saved"
    ]


def homeless(some: Iterable[Statement]) -> list[str]:
    """Those that neither a record sets out nor are a claim or a total."""
    return [one.id for one in some if one.id not in drawn() and one.property not in CLAIMS | TOTALS]


def test_each_of_the_52_facts_is_set_out_by_a_record_or_is_a_claim_of_its_project() -> None:
    assert len(environment()) == FACTS
    assert homeless(environment()) == []


def test_the_facts_of_the_compilation_are_these_statements(shared: Path) -> None:
    """By project, source and date: what the shared facts hold is what the register's statements hold."""
    with (shared / "facts" / "environment_facts.csv").open(encoding="utf-8", newline="") as lines:
        compiled = Counter((row["subject"], row["source_id"]) for row in csv.DictReader(lines))
    assert compiled == Counter((one.entity, one.source) for one in environment())


def test_a_claim_or_a_total_is_no_record_of_its_own() -> None:
    """A sum of fines that have records of their own would be counted twice."""
    of_projects = [one for one in environment() if one.property in CLAIMS | TOTALS]
    assert of_projects
    assert [one.id for one in of_projects if one.id in drawn()] == []


def test_two_accounts_of_one_ruling_are_one_record() -> None:
    told = [one for one in environment() if one.property == "court_damages"]
    assert [drawn()[one.id] for one in told] == [["cnpc-aktobe-damages-2013"]] * 2


def test_records_belong_where_what_they_set_out_is_said() -> None:
    wholes = {one.id: one.part_of for one in open_register(REGISTER).entities.values()}
    by_id = {one.id: one for one in statements()}
    for target, entities in drawn().items():
        about = by_id[target].entity
        assert {wholes[one] for one in entities} <= {about, wholes[about]}


def test_no_record_rests_on_an_act_that_nobody_saw() -> None:
    acts = {"fine", "court_damages", "court_case", "court_appeal", "court_ruling", "violation"}
    for one in environment():
        for record in drawn().get(one.id, ()):
            found = values(record, "finding")
            assert "official_act" not in found
            assert one.property not in acts or found, record


@pytest.mark.parametrize("kind", ["record", "request"])
def test_records_and_requests_are_named_in_four_languages(kind: str) -> None:
    named = {(one.entity, one.lang) for one in statements() if one.property == "name"}
    entities = [one for one, told in kinds().items() if told == kind]
    assert entities
    assert [(one, lang) for one in entities for lang in LANGUAGES if (one, lang) not in named] == []


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


def test_every_region_of_today_has_a_local_body_to_ask() -> None:
    """South Kazakhstan region is no more."""
    roles = {one.entity for one in statements() if (one.property, one.value) == ("body_role", "local_executive")}
    covered = {one.value for one in statements() if one.property == "region" and one.entity in roles}
    regions = {one for one, kind in kinds().items() if kind == "region"}
    assert regions - covered == {"south-kazakhstan-region"}
    assert len(roles) == len(covered) == 20


@pytest.mark.parametrize("role", ["environment_ministry", "environment_regulator", "investment_body"])
def test_there_is_one_body_for_each_role_of_the_state(role: str) -> None:
    found = [one for one in statements() if (one.property, one.value) == ("body_role", role)]
    assert len(found) == 1
    assert found[0].note == "general knowledge, not read in a source"


def test_every_english_text_of_the_second_day_has_its_translations() -> None:
    with (REGISTER / "translations.csv").open(encoding="utf-8", newline="") as lines:
        translated = {row["text"] for row in csv.DictReader(lines)}
    later = [one for one in statements() if one.recorded > FIRST_DAY and one.lang == "en" and one.property != "name"]
    assert later
    assert [one.value for one in later if one.value not in translated] == []
