"""Which host names the site answers to."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest

from aiqyn_site.cache import answer_of
from aiqyn_site.hosts import Request, only_for


def site(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [Request({**environ, "wsgi.input": BytesIO()}).get_host().encode()]


def status_for(host: str, names: Iterable[str]) -> str:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": host}
    return answer_of(only_for(names, site), environ).status[:3]


@pytest.mark.parametrize("host", ["example.org", "my_host:8104", "127.0.0.1", "[::1]:8000", "xn--80ak6aa92e.com"])
def test_any_host_that_is_well_formed_is_taken_where_none_is_set(host: str) -> None:
    assert status_for(host, ["*"]) == "200"


@pytest.mark.parametrize("host", ["", "a b", "a,b", "a@b", "a/b", "a:b", ":80", "a\nb", "é.org", "[::1", "a" * 300])
def test_a_malformed_host_is_a_bad_request(host: str) -> None:
    assert status_for(host, ["*"]) == "400"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("example.org", "200"),
        ("EXAMPLE.org:8000", "200"),
        ("example.org.", "200"),
        ("mirror.example.net", "200"),
        ("example.net", "200"),
        ("evilexample.net", "400"),
        ("other.org", "400"),
        ("127.0.0.1", "400"),
    ],
)
def test_where_hosts_are_set_no_other_is_answered(host: str, status: str) -> None:
    assert status_for(host, ["example.org", ".example.net"]) == status


def test_a_page_takes_the_host_as_it_was_judged() -> None:
    environ = {"REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "my_host:8104"}

    assert answer_of(only_for(["*"], site), environ).body == b"my_host:8104"
