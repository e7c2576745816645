"""Whatever is asked, the answer is good or a problem of the described shape, never a failure."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aiqyn_site.api.endpoints import ENDPOINTS, Endpoint
from aiqyn_site.api.parameters import Parameter
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.api.conftest import Judge

pytestmark = pytest.mark.django_db

NAMES = sorted({parameter.name for endpoint in ENDPOINTS for parameter in endpoint.parameters})
SEEDS = [
    "energy", "energy.wind", "zhanatas-wind", "zhambyl-region", "operating", "over_1bn", "name", "cost", "kk",
    "csv", "json", "conflict", "1", "50", "200", "2026-11-21", "2016-01-01", "9999-12-31", "s1" + "a" * 32,
    "札纳塔斯", "AAAAAAAAAAAAAAAAAAAA", "", " ", "0", "-1", "1e9", "\x00", "е", "'", '"', "%", "\\", "../..",
    "Жаңатас", "en", "null",
    "' OR 1=1 --", "{}", "[]", "\u202e", "\ufeff", "𝟝", "ﬀ", "İ", "ß", "\ud7ff", "😀", "n" * 250,
]  # fmt: skip
VALUES = st.sampled_from(SEEDS) | st.text(max_size=30)
ESCAPED = st.builds(quote, VALUES, safe=st.sampled_from(["", "/%&=+"])) | st.builds(
    quote_from_bytes, st.binary(max_size=20)
)
PAIRS = st.builds("{}={}".format, st.sampled_from(NAMES) | ESCAPED, ESCAPED)
QUERIES = st.lists(PAIRS, max_size=5).map("&".join) | st.text(
    st.characters(max_codepoint=255), max_size=60
)  # WSGI: a character a byte
SEGMENTS = st.sampled_from(
    [*SEEDS, "projects", "statements", "sources", "register", ".", "..", "openapi.json"]
) | st.text(max_size=20)
PATHS = st.lists(SEGMENTS, max_size=4).map("/".join).map(lambda path: path.encode("utf-8", "surrogatepass"))
RAW_PATHS = PATHS | st.binary(max_size=40)
FUZZ = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def assert_answered(path: bytes, query: str, judge: Judge, endpoint: Endpoint | None = None) -> None:
    """Ask as a WSGI server would, with the raw path and query, and check the shape of the answer."""
    response = Client().request(PATH_INFO=path.decode("latin-1"), QUERY_STRING=query)
    status, media_type = response.status_code, response["Content-Type"]
    assert status in {200, 400, 404, 414}
    if status != 200:
        assert media_type == "application/problem+json"
        problem = json.loads(response.content)
        judge("Problem", problem)
        assert problem["status"] == status
    elif media_type == "application/json" and endpoint is not None:
        judge(endpoint.shape.name, json.loads(response.content))


@FUZZ
@given(data=st.data(), endpoint=st.sampled_from(ENDPOINTS), query=QUERIES)
def test_any_query_is_answered(judge: Judge, data: st.DataObject, endpoint: Endpoint, query: str) -> None:
    assert_answered(drawn_path(endpoint, data), query, judge, endpoint)


@pytest.mark.parametrize(
    ("path", "query"),
    [("projects", "&&&"), ("projects", "="), ("projects", "q=%"), ("projects", "q=ÿ"),
     ("statements", "limit=200&format=csv")],
)  # fmt: skip
def test_an_odd_query_is_answered(judge: Judge, path: str, query: str) -> None:
    assert_answered(b"/api/" + path.encode(), query, judge)


@FUZZ
@given(path=RAW_PATHS, query=st.just("") | QUERIES)
@example(path=b"\x00", query="")
@example(path=b"projects/\xff", query="")
@example(path=b"projects/\n", query="")
@example(path=b"\xed\xa0\x80", query="")
def test_any_path_is_answered(judge: Judge, path: bytes, query: str) -> None:
    assert_answered(b"/api/" + path, query, judge)


@FUZZ
@given(data=st.data())
def test_any_mixture_of_good_values_has_the_shape_that_is_described(judge: Judge, data: st.DataObject) -> None:
    """Values mostly of the right kind for their parameter, so that the answer is often a good one."""
    endpoint = data.draw(st.sampled_from(ENDPOINTS))
    chosen = data.draw(
        st.lists(
            st.sampled_from([parameter for parameter in endpoint.parameters if not parameter.is_path]), unique=True
        )
        if any(not parameter.is_path for parameter in endpoint.parameters)
        else st.just([])
    )
    query = "&".join(f"{parameter.name}={quote(data.draw(good_values(parameter)))}" for parameter in chosen)
    assert_answered(drawn_path(endpoint, data), query, judge, endpoint)


def drawn_path(endpoint: Endpoint, data: st.DataObject) -> bytes:
    """The address of an endpoint, with the id of something that there is."""
    number = data.draw(st.integers(1, ledger.version().statements)) if "{" in endpoint.path else 0
    statement = ledger.statements_numbered([number])[number] if number else None
    known = {
        "project": data.draw(st.sampled_from([entity.id for entity in ledger.entities("project")])),
        "statement": statement.id if statement else "",
        "source": statement.source if statement else "",
    }
    return f"/api/{re.sub('{.*}', known.get(endpoint.name, ''), endpoint.path)}".encode()


def good_values(parameter: Parameter) -> st.SearchStrategy[str]:
    codes = parameter.schema().get("enum")
    if isinstance(codes, list) and codes:
        return st.sampled_from(codes)
    return {
        "limit": st.integers(1, 200).map(str),
        "known_on": st.sampled_from(["2016-01-01", "2026-11-21", "9999-12-31"]),
        "q": st.sampled_from(["Жаңатас", "wind", "札", "100", "a"]),
        "region": st.just("zhambyl-region"),
        "entity": st.just("zhanatas-wind"),
        "source": st.just("miratoma-ulba"),
    }.get(parameter.name, VALUES)
