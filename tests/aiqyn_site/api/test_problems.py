"""What bad input gets: a problem document that names the field and the way out, never a broken page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aiqyn.vocabulary import LANGUAGES
from aiqyn_site.api.endpoints import ENDPOINTS
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.api.conftest import Ask, Judge, problem_of

pytestmark = pytest.mark.django_db

FAULTY = [
    ("/api/projects?colour=red", "colour", "parameter_unknown"),
    ("/api/projects?limit=5&limit=6", "limit", "parameter_twice"),
    ("/api/projects?limit=1000000000", "limit", "value_range"),
    ("/api/projects?limit=" + "9" * 150, "limit", "value_whole"),
    ("/api/projects?limit=0", "limit", "value_range"),
    ("/api/projects?limit=-1", "limit", "value_whole"),
    ("/api/projects?limit=1e2", "limit", "value_whole"),
    ("/api/projects?limit=%D9%A5", "limit", "value_whole"),
    ("/api/projects?limit=５０", "limit", "value_whole"),
    ("/api/projects?limit=", "limit", "value_empty"),
    ("/api/projects?q=", "q", "value_empty"),
    ("/api/projects?q=+++", "q", "value_empty"),
    ("/api/projects?sector", "sector", "value_empty"),
    ("/api/projects?q=---", "q", "search_blank"),
    ("/api/projects?q=" + "a" * 201, "q", "value_long"),
    ("/api/projects?q=a%00b", "q", "value_control"),
    ("/api/projects?q=a%E2%80%AEb", "q", "value_control"),
    ("/api/projects?q=a%0Ab", "q", "value_control"),
    ("/api/projects?q=Жaнатас", "q", "search_mixed"),
    ("/api/projects?q=%D9%A3%D9%A5", "q", "search_sign"),
    ("/api/projects?q=%FF", "q", "query_not_utf8"),
    ("/api/projects?q=%ED%A0%80", "q", "query_not_utf8"),
    ("/api/projects?q=%ZZ", "q", "query_percent"),
    ("/api/projects?q=100%", "q", "query_percent"),
    ("/api/projects?sector=%D0%B5nergy", "sector", "value_unknown_strange"),
    ("/api/projects?sector=nothing", "sector", "value_unknown"),
    ("/api/projects?status=Operating", "status", "value_unknown"),
    ("/api/projects?size=huge", "size", "value_unknown"),
    ("/api/projects?sort=worst", "sort", "value_unknown"),
    ("/api/projects?lang=de", "lang", "value_unknown"),
    ("/api/projects?region=atlantis", "region", "no_such_region"),
    ("/api/projects?region=zhanatas-wind", "region", "no_such_region"),
    ("/api/projects?region=Жамбыл", "region", "value_id_strange"),
    ("/api/projects?partner=nobody", "partner", "no_such_entity"),
    ("/api/projects?known_on=yesterday", "known_on", "value_day"),
    ("/api/projects?known_on=2026-02-30", "known_on", "value_day"),
    ("/api/projects?known_on=2026-W01-1", "known_on", "value_day"),
    ("/api/projects?known_on=20260101", "known_on", "value_day"),
    ("/api/projects?known_on=0000-01-01", "known_on", "value_day"),
    ("/api/projects?known_on=２０２６-01-01", "known_on", "value_day"),
    ("/api/projects?cursor=x", "cursor", "cursor_form"),
    ("/api/projects?cursor=" + "A" * 20, "cursor", "cursor_of_other"),
    ("/api/projects?cursor=%00", "cursor", "value_control"),
    ("/api/projects/zhanatas-wind?known_on=1", "known_on", "value_day"),
    ("/api/projects/zhanatas-wind?limit=1", "limit", "parameter_unknown"),
    ("/api/projects/Zhanatas", "slug", "value_id"),
    ("/api/projects/%00", "slug", "value_control"),
    ("/api/projects/a%0D%0Ab", "slug", "value_control"),
    ("/api/projects/%FF", "slug", "value_id"),
    ("/api/projects/" + "a" * 65, "slug", "value_id"),
    ("/api/projects/" + "a" * 500, "slug", "value_long"),
    ("/api/projects/zhаnatas-wind", "slug", "value_id_strange"),
    ("/api/statements?entity=nobody", "entity", "no_such_entity"),
    ("/api/statements?source=nothing", "source", "no_such_source"),
    ("/api/statements?property=colour", "property", "value_unknown"),
    ("/api/statements?format=xml", "format", "value_unknown"),
    ("/api/statements?lang=en", "lang", "parameter_unknown"),
    ("/api/statements/s1short", "id", "statement_id_form"),
    ("/api/statements/S1" + "A" * 32, "id", "statement_id_form"),
    ("/api/sources/Some%20Source", "id", "value_id"),
    ("/api/disagreements?kind=fight", "kind", "value_unknown"),
    ("/api/disagreements?property=", "property", "value_empty"),
    ("/api/register?x=1", "x", "parameter_unknown"),
    ("/api/vocabulary?lang=en", "lang", "parameter_unknown"),
    ("/api/openapi.json?x=1", "x", "parameter_unknown"),
    ("/api/?lang=klingon", "lang", "value_unknown"),
    ("/api/projects?%FF=1", "%FF", "query_not_utf8"),
]


@pytest.mark.parametrize(("address", "field", "code"), FAULTY, ids=[address[:60] for address, _, _ in FAULTY])
def test_a_fault_is_named_with_its_field_its_code_and_the_way_out(
    refuse: Ask, address: str, field: str, code: str
) -> None:
    problem = refuse(address)
    (fault,) = problem["errors"]
    assert (fault["field"], fault["code"]) == (field, code)
    assert len(fault["value"]) <= 80
    assert problem["detail"] == f"{field}: {fault['detail']}"
    assert fault["detail"].count(". ") >= 1
    assert fault["detail"].endswith(".")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/projects?colour=red", "Those there are: sector, region"),
        ("/api/register?x=1", "there are none here"),
        ("/api/projects?limit=1000000000", "Write 1 to 200; next leads to further items"),
        ("/api/search?q=a&limit=21", "Write 1 to 20."),
        ("/api/projects?sector=%D0%B5nergy", "'е' is cyrillic small letter ie"),
        ("/api/projects?known_on=2026-02-30", "'2026-02-30' is not a day of the calendar. Write it as YYYY-MM-DD"),
        ("/api/statements?source=nothing", "Copy one from /api/statements."),
    ],
)
def test_a_detail_says_what_is_wrong_and_what_to_write(refuse: Ask, address: str, words: str) -> None:
    assert words in refuse(address)["errors"][0]["detail"]


def test_a_problem_is_told_in_the_language_asked_for_by_the_same_code(refuse: Ask) -> None:
    problems = {lang: refuse(f"/api/projects?limit=0&sort=worst&lang={lang}") for lang in LANGUAGES}
    assert problems["en"] | {"detail": ""} == refuse("/api/projects?limit=0&sort=worst") | {"detail": ""}
    codes = {tuple(fault["code"] for fault in problem["errors"]) for problem in problems.values()}
    assert codes == {("value_range", "value_unknown")}
    assert len({problem["detail"] for problem in problems.values()}) == 4
    assert problems["kk"]["title"] == "Параметр дұрыс емес"
    assert problems["ru"]["detail"].startswith("limit: 0 вне пределов. Напишите от 1 до 200")
    assert problems["ru"]["detail"].endswith("Ещё 1 в errors.")
    assert refuse("/api/projects?limit=0&lang=klingon")["errors"][0]["detail"].startswith("0 is out of range")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_is_not_there_is_said_in_each_language(client: Client, judge: Judge, lang: str) -> None:
    for address in (f"/api/projects/nothing?lang={lang}", f"/api/nothing?lang={lang}", f"/api/?lang={lang}&x=1"):
        response = client.get(address)
        problem = problem_of(response, 400 if "x=1" in address else 404, judge)
        assert response["Content-Language"] == lang
        assert (lang == "en") == problem["errors"][0]["detail"].isascii()


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
