"""What bad input gets: a problem document that names the field and the way out, never a broken page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aiqyn_site.api.endpoints import ENDPOINTS
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.api.conftest import Ask, Judge, problem_of

pytestmark = pytest.mark.django_db

FAULTY = [
    ("/api/projects?colour=red", "colour", "no such parameter"),
    ("/api/projects?limit=5&limit=6", "limit", "given twice"),
    ("/api/projects?limit=1000000000", "limit", "out of range"),
    ("/api/projects?limit=" + "9" * 150, "limit", "not a whole number"),
    ("/api/projects?limit=0", "limit", "out of range"),
    ("/api/projects?limit=-1", "limit", "not a whole number"),
    ("/api/projects?limit=1e2", "limit", "not a whole number"),
    ("/api/projects?limit=%D9%A5", "limit", "not a whole number"),
    ("/api/projects?limit=５０", "limit", "not a whole number"),
    ("/api/projects?limit=", "limit", "empty"),
    ("/api/projects?q=", "q", "empty"),
    ("/api/projects?q=+++", "q", "empty"),
    ("/api/projects?sector", "sector", "empty"),
    ("/api/projects?q=---", "q", "no letter and no digit"),
    ("/api/projects?q=" + "a" * 201, "q", "201 characters"),
    ("/api/projects?q=a%00b", "q", "U+0000"),
    ("/api/projects?q=a%E2%80%AEb", "q", "U+202E"),
    ("/api/projects?q=a%0Ab", "q", "U+000A"),
    ("/api/projects?q=Жaнатас", "q", "mixes Latin and Cyrillic"),
    ("/api/projects?q=%D9%A3%D9%A5", "q", "arabic-indic digit three"),
    ("/api/projects?q=%FF", "q", "not UTF-8"),
    ("/api/projects?q=%ED%A0%80", "q", "not UTF-8"),
    ("/api/projects?q=%ZZ", "q", "per cent sign"),
    ("/api/projects?q=100%", "q", "per cent sign"),
    ("/api/projects?sector=%D0%B5nergy", "sector", "cyrillic small letter ie"),
    ("/api/projects?sector=nothing", "sector", "use one of"),
    ("/api/projects?status=Operating", "status", "use one of"),
    ("/api/projects?size=huge", "size", "use one of"),
    ("/api/projects?sort=worst", "sort", "use one of"),
    ("/api/projects?lang=de", "lang", "use one of"),
    ("/api/projects?region=atlantis", "region", "no region with this id"),
    ("/api/projects?region=zhanatas-wind", "region", "no region with this id"),
    ("/api/projects?region=Жамбыл", "region", "not an id"),
    ("/api/projects?partner=nobody", "partner", "no entity with this id"),
    ("/api/projects?known_on=yesterday", "known_on", "not a day"),
    ("/api/projects?known_on=2026-02-30", "known_on", "not a day"),
    ("/api/projects?known_on=2026-W01-1", "known_on", "not a day"),
    ("/api/projects?known_on=20260101", "known_on", "not a day"),
    ("/api/projects?known_on=0000-01-01", "known_on", "not a day"),
    ("/api/projects?known_on=２０２６-01-01", "known_on", "not a day"),
    ("/api/projects?cursor=x", "cursor", "not a cursor"),
    ("/api/projects?cursor=" + "A" * 20, "cursor", "other parameters"),
    ("/api/projects?cursor=%00", "cursor", "U+0000"),
    ("/api/projects/zhanatas-wind?known_on=1", "known_on", "not a day"),
    ("/api/projects/zhanatas-wind?limit=1", "limit", "no such parameter"),
    ("/api/projects/Zhanatas", "slug", "not an id"),
    ("/api/projects/%00", "slug", "U+0000"),
    ("/api/projects/a%0D%0Ab", "slug", "U+000D"),
    ("/api/projects/%FF", "slug", "not an id"),
    ("/api/projects/" + "a" * 65, "slug", "not an id"),
    ("/api/projects/" + "a" * 500, "slug", "500 characters"),
    ("/api/projects/zhаnatas-wind", "slug", "cyrillic small letter a"),
    ("/api/statements?entity=nobody", "entity", "no entity with this id"),
    ("/api/statements?source=nothing", "source", "no source with this id"),
    ("/api/statements?property=colour", "property", "use one of"),
    ("/api/statements?format=xml", "format", "use one of"),
    ("/api/statements?lang=en", "lang", "no such parameter"),
    ("/api/statements/s1short", "id", "not a statement id"),
    ("/api/statements/S1" + "A" * 32, "id", "not a statement id"),
    ("/api/sources/Some%20Source", "id", "not an id"),
    ("/api/disagreements?kind=fight", "kind", "use one of"),
    ("/api/disagreements?property=", "property", "empty"),
    ("/api/register?x=1", "x", "those there are: none"),
    ("/api/vocabulary?lang=en", "lang", "no such parameter"),
    ("/api/openapi.json?x=1", "x", "no such parameter"),
    ("/api/?lang=klingon", "lang", "use one of"),
    ("/api/projects?%FF=1", "%FF", "not UTF-8"),
]


@pytest.mark.parametrize(("address", "field", "words"), FAULTY, ids=[address[:60] for address, _, _ in FAULTY])
def test_a_fault_is_named_with_its_field_and_the_way_out(refuse: Ask, address: str, field: str, words: str) -> None:
    problem = refuse(address)
    faults = {fault["field"]: fault for fault in problem["errors"]}
    assert list(faults) == [field]
    assert words in faults[field]["detail"]
    assert len(faults[field]["value"]) <= 80
    assert problem["detail"].startswith(f"{field}: ")


@pytest.mark.parametrize(
    "address",
    [
        "/api/projects/no-such-project",
        "/api/projects/zhambyl-region",
        "/api/statements/s1" + "a" * 32,
        "/api/sources/no-such-source",
        "/api/nothing",
        "/api/projects/",
        "/api/projects/a/b",
        "/api//projects",
        "/api/projects%0A",
        "/api/%00",
        "/api/openapi.json/",
    ],
)
def test_what_is_not_there_is_a_404_problem(refuse: Ask, address: str) -> None:
    assert refuse(address, 404)["type"] == "/api/#problem-not-found"


def test_all_faults_of_a_query_are_named_but_no_more_than_ten(refuse: Ask) -> None:
    problem = refuse("/api/projects?limit=0&sector=x&lang=xx")
    assert [fault["field"] for fault in problem["errors"]] == ["limit", "sector", "lang"]
    assert problem["detail"].endswith("2 more in errors.")
    many = refuse("/api/projects?" + "&".join(f"x{n}={n}" for n in range(50)))
    assert len(many["errors"]) == 10


def test_a_query_too_long_to_be_meant_is_refused(refuse: Ask) -> None:
    assert refuse("/api/projects?q=" + "a" * 2000, 414)["type"] == "/api/#problem-too-long"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["", "projects", "projects/zhanatas-wind", "openapi.json", "nothing"])
def test_nothing_can_be_changed(client: Client, judge: Judge, method: str, path: str) -> None:
    response = getattr(client, method)(f"/api/{path}")
    assert problem_of(response, 405, judge)["type"] == "/api/#problem-method"
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_options_are_answered_for_people_and_browsers(client: Client) -> None:
    response = client.options("/api/projects")
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize("address", ["/api/projects?limit=1", "/api/projects?limit=x", "/api/nothing"])
def test_scripts_of_any_origin_may_read(client: Client, address: str) -> None:
    response = client.get(address, HTTP_ORIGIN="https://elsewhere.example")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("accept", ["text/html", "application/xml;q=0.9", "nonsense", "\x00", "*/*"])
def test_a_wrong_accept_header_is_ignored(client: Client, accept: str) -> None:
    response = client.get("/api/register", HTTP_ACCEPT=accept)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


def test_head_is_get_without_a_body(client: Client) -> None:
    head, get = client.head("/api/projects?limit=2"), client.get("/api/projects?limit=2")
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(get.headers)


ADDRESSES = [
    "/api/projects",
    "/api/projects?limit=200&lang=kk&sort=-cost",
    "/api/projects?region=zhambyl-region&partner=nobody",
    "/api/projects/kpi-polypropylene",
    "/api/statements?limit=200",
    "/api/statements?entity=zhanatas-wind&source=nothing",
    "/api/statements?entity=zhanatas-wind&format=csv",
    "/api/statements/STATEMENT",
    "/api/sources/miratoma-ulba",
    "/api/disagreements?limit=200",
    "/api/register",
    "/api/vocabulary",
    "/api/openapi.json",
    "/api/",
    "/api/nothing",
    "/api/search?q=Zhanatas",
    "/api/search?q=cement&limit=20",
    "/api/search?q=cement&kind=statement&limit=20&lang=kk",
    "/api/suggest?q=zhan",
    "/api/changes",
    "/api/changes?since=2026-11-01&limit=200&lang=kk",
    "/api/scores?limit=200",
    "/api/records?limit=200",
    "/api/requests?limit=200&lang=zh",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_request_takes_at_most_six_queries_however_much_it_answers(client: Client, address: str) -> None:
    address = address.replace("STATEMENT", ledger.latest_statements(1)[0].statement.id)
    client.get(address)  # what is kept for each version of the ledger is read by the first request
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    queries = [query["sql"] for query in asked.captured_queries if "FROM ledger_seal" not in query["sql"]]
    assert len(queries) <= 6
    assert len(set(queries)) == len(queries)
    assert queries or address.partition("?")[0] in {"/api/vocabulary", "/api/openapi.json", "/api/nothing"}


def test_every_endpoint_is_counted() -> None:
    paths = {address.partition("?")[0].removeprefix("/api/") for address in ADDRESSES}
    for endpoint in ENDPOINTS:
        stem = endpoint.path.partition("{")[0]
        assert any(path.startswith(stem) for path in paths)
