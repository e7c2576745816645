"""Records and requests for programs: as described, in order, to the last one, and the same as the pages tell."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.dossier.record import by_date
from aiqyn.dossier.request_clock import clock
from aiqyn_site.dossier import queries
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.api.conftest import Ask, Judge
from tests.aiqyn_site.dossier import records as environment
from tests.aiqyn_site.later import Record

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 20)


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.TODAY = TODAY


@pytest.mark.parametrize(("path", "answer", "kind"), [
    ("records", "RecordList", "record"), ("requests", "RequestList", "request"),
])  # fmt: skip
def test_a_cursor_leads_through_all_once_and_each_is_as_described(
    ask: Ask, judge: Judge, path: str, answer: str, kind: str
) -> None:
    page = ask(f"/api/{path}", limit=1)
    judge(answer, page)
    items = page["items"]
    while page["next"]:
        page = ask(f"/api/{path}", limit=1, cursor=page["next"])
        judge(answer, page)
        items += page["items"]
    assert sorted(entity["id"] for entity in items) == sorted(entity.id for entity in ledger.entities(kind))
    assert len(items) == page["total"]


def test_records_come_newest_first(ask: Ask) -> None:
    keys = [by_date(record["date"] or "") for record in ask("/api/records", limit=200)["items"]]
    dated = [key for key in keys if not key[0]]
    assert len(dated) > 10
    assert keys[: len(dated)] == sorted(dated, reverse=True)


def test_a_record_says_what_it_is_and_rests_on(ask: Ask) -> None:
    items = {record["id"]: record for record in ask("/api/records", about="shieli-cement", lang="ru")["items"]}
    refusal = items["shieli-refusal-2020"]
    assert refusal["event_type"] == "information_refused"
    assert (refusal["date"], refusal["finding"], refusal["projects"]) == ("2020", "reported_act", ["shieli-cement"])
    assert list(refusal["label"]) == ["ru"]
    assert refusal["page"] == "/ru/records/shieli-refusal-2020/"


def test_a_request_whose_day_is_not_known_has_no_last_day(ask: Ask) -> None:
    (request,) = ask("/api/requests", about="shieli-cement")["items"]
    assert (request["status"], request["outcome"]) == ("unknown_start", "refused")
    assert (request["sent"], request["due_min"], request["due_max"], request["days"]) == (None, None, None, None)
    assert {"event": "refused", "date": "2020"} in request["vague"]
    assert request["as_of"] == "2026-12-20"


def test_a_request_has_the_clock_of_its_page(ask: Ask, judge: Judge, record_later: Record) -> None:
    environment.make(record_later)
    page = ask("/api/requests", about=environment.PROJECT)
    judge("RequestList", page)
    (document,) = page["items"]
    request = queries.request("made-request")
    assert request is not None
    counted = clock(request, load_laws(), TODAY)
    assert counted.derivation is not None
    assert document["received"] == "2026-11-02"
    assert (document["due_min"], document["due_max"]) == (
        str(counted.derivation.due_min),
        str(counted.derivation.due_max),
    )
    assert (document["status"], document["days"]) == (str(counted.status), counted.days)
    assert document["bodies"] == ["kz-ministry-ecology"]


def test_an_entity_that_is_not_there_is_named_and_one_without_any_is_empty(ask: Ask, refuse: Ask) -> None:
    for path in ("records", "requests"):
        assert refuse(f"/api/{path}?about=nowhere")["errors"][0]["field"] == "about"
        assert ask(f"/api/{path}", about="abai-bakhty-park") == {"total": 0, "items": [], "next": None}


def test_a_cursor_of_records_is_none_of_requests(ask: Ask, refuse: Ask) -> None:
    cursor = ask("/api/records", limit=1)["next"]
    assert refuse(f"/api/requests?limit=1&cursor={cursor}")["errors"][0]["field"] == "cursor"


def test_the_pages_are_there(ask: Ask, client: Client) -> None:
    for path in ("records", "requests"):
        assert client.get(ask(f"/api/{path}", limit=1)["items"][0]["page"]).status_code == 200
