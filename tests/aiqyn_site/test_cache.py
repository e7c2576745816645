"""The page cache: never stale, never mixed up, and honest about what it was asked."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from typing import Any

import pytest

from aiqyn_site.cache import PageCache


class Site:
    """An application that counts how often it is asked."""

    def __init__(self, status: str = "200 OK", headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.calls, self.status, self.headers = 0, status, headers

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.calls += 1
        body = f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')} {self.calls} ".encode() * 100
        start_response(self.status, [("Content-Type", "text/html; charset=utf-8"), *self.headers])
        return [body]


class Answer:
    """What one request got."""

    def __init__(self, application: PageCache, path: str = "/", method: str = "GET", **environ: str) -> None:
        def start_response(status: str, headers: list[tuple[str, str]]) -> None:
            self.status, self.headers = status, dict(headers)

        asked = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "a.example", **environ}
        self.body = b"".join(application(asked, start_response))


def cached(site: Site, most_bytes: int = 1_000_000, ledger: list[str] | None = None) -> PageCache:
    """A cache before a site; `ledger[0]` is the ledger's state and can be changed."""
    state = ledger or ["1"]
    return PageCache(site, lambda: state[0], "code", most_bytes)


def test_the_second_request_is_answered_from_the_cache() -> None:
    site = Site()
    application = cached(site)

    assert Answer(application).body == Answer(application).body
    assert site.calls == 1


def test_a_changed_ledger_is_answered_anew() -> None:
    ledger = ["1"]
    application = cached(Site(), ledger=ledger)
    first = Answer(application)
    ledger[0] = "2"
    second = Answer(application)

    assert first.body != second.body
    assert first.headers["ETag"] != second.headers["ETag"]


@pytest.mark.parametrize("change", [{"path": "/b"}, {"QUERY_STRING": "q=1"}, {"HTTP_HOST": "b.example"}])
def test_another_address_is_another_answer(change: dict[str, str]) -> None:
    site = Site()
    application = cached(site)
    Answer(application)
    Answer(application, **change)

    assert site.calls == 2


def test_a_known_answer_is_not_sent_again() -> None:
    application = cached(Site())
    tag = Answer(application).headers["ETag"]
    again = Answer(application, HTTP_IF_NONE_MATCH=f'"other", {tag}')

    assert (again.status, again.body) == ("304 Not Modified", b"")
    assert again.headers["ETag"] == tag
    assert Answer(application, HTTP_IF_NONE_MATCH='"other"').status == "200 OK"


@pytest.mark.parametrize("known", ["{}", "W/{}", "*", '"other", {}'])
def test_a_tag_is_compared_weakly(known: str) -> None:
    application = cached(Site())
    opaque = Answer(application).headers["ETag"].removeprefix("W/")

    assert Answer(application, HTTP_IF_NONE_MATCH=known.format(opaque)).status == "304 Not Modified"


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("br, GZIP ;q=0.5", True),
        ("*", True),
        ("x-gzip", True),  # another name of it (RFC 9110, 8.4.1.3)
        ("gzip;q=0", False),
        ("gzip; q=0.0, *", False),
        ("*;q=0", False),
        ("gzippy", False),
        ("gzip;q=nonsense", False),
        ("", False),
    ],
)
def test_gzip_is_sent_to_those_who_take_it(accepted: str, takes: bool) -> None:
    application = cached(Site())

    assert ("Content-Encoding" in Answer(application, HTTP_ACCEPT_ENCODING=accepted).headers) == takes


def test_what_is_kept_is_given_at_once_only_for_the_stamp_it_was_proved_at() -> None:
    ledger = ["1"]
    application = cached(Site(), ledger=ledger)
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "a.example"}
    assert application.at_once(asked, 7) is None
    first = Answer(application)
    application.prove(7)

    assert application.at_once(asked, 7) is not None
    assert application.at_once(asked, 8) is None
    assert application.at_once(asked, None) is None
    assert Answer(application, HTTP_HOST="").status == "200 OK"
    assert application.at_once({**asked, "HTTP_HOST": ""}, 7) is None
    assert application.at_once({**asked, "REQUEST_METHOD": "POST"}, 7) is None
    ledger[0] = "2"
    assert Answer(application, "/other/").status == "200 OK"
    assert application.at_once(asked, 7) is None  # the cache has gone on to another state since
    assert first.status == "200 OK"


def test_head_has_the_headers_of_get_and_no_body() -> None:
    application = cached(Site())
    head, get = Answer(application, method="HEAD"), Answer(application)

    assert head.body == b""
    assert head.headers == get.headers
    assert head.headers["Content-Length"] == str(len(get.body))


@pytest.mark.parametrize("most", [1_000_000, 0], ids=["kept", "not kept"])
def test_a_reader_that_takes_gzip_gets_the_same_text(most: int) -> None:
    application = cached(Site(), most)
    compressed = Answer(application, HTTP_ACCEPT_ENCODING="br, gzip")

    assert compressed.headers["Content-Encoding"] == "gzip"
    assert compressed.headers["Vary"] == "Accept-Encoding"
    assert int(compressed.headers["Content-Length"]) == len(compressed.body)
    assert gzip.decompress(compressed.body).startswith(b"/? 1 ")


@pytest.mark.parametrize(
    "site",
    [
        Site("404 Not Found"),
        Site("302 Found"),
        Site(headers=(("Vary", "Accept-Language"),)),
        Site("500 Oops"),
    ],
    ids=["missing", "moved", "varies", "failed"],
)
def test_only_whole_answers_are_kept(site: Site) -> None:
    application = cached(site)
    Answer(application)
    Answer(application)

    assert site.calls == 2


def kept_bytes(application: PageCache, paths: Iterable[str]) -> int:
    """How much the cache gives at once of these addresses: plain and compressed."""
    application.prove(1)
    size = 0
    for path in paths:
        for accepted in ("", "gzip"):
            asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "a.example"}
            answer = application.at_once({**asked, "HTTP_ACCEPT_ENCODING": accepted}, 1)
            size += len(answer.body) if answer else 0
    return size


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_flood_of_addresses_stays_within_the_bound(times: int) -> None:
    application = cached(Site(), 50_000)
    paths = [f"/{number}/" for number in range(200)]
    for path in paths:
        for _ in range(times):
            Answer(application, path)

    assert 25_000 < kept_bytes(application, paths) <= 50_000


def test_pages_asked_for_again_outlive_any_flood_of_pages_asked_for_once() -> None:
    site = Site()
    application = cached(site, 50_000)
    pages = ["/", "/en/", "/kk/"]
    first = [Answer(application, path).body for path in pages + pages][:3]
    for number in range(500):
        Answer(application, "/en/", QUERY_STRING=f"x={number}")

    assert [Answer(application, path).body for path in pages] == first
    assert site.calls == 503


def test_a_page_is_asked_for_again_when_it_is_given_at_once() -> None:
    application = cached(Site(), 50_000)
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "a.example"}
    Answer(application)
    application.prove(1)
    assert application.at_once(asked, 1) is not None
    for number in range(200):
        Answer(application, QUERY_STRING=f"x={number}")

    assert application.at_once(asked, 1) is not None


def test_where_everything_is_asked_for_once_the_latest_are_kept() -> None:
    application = cached(Site(), 50_000)
    paths = [f"/{number}/" for number in range(200)]
    for path in paths:
        Answer(application, path)
    is_kept = [kept_bytes(application, [path]) > 0 for path in paths]

    assert is_kept == sorted(is_kept)
    assert 10 < sum(is_kept) < 200


def test_where_everything_is_asked_for_again_the_latest_are_kept_and_there_is_room_for_a_new_page() -> None:
    site = Site()
    application = cached(site, 50_000)
    for number in range(200):
        Answer(application, f"/{number}/")
        Answer(application, f"/{number}/")
    Answer(application, "/new/")
    calls = site.calls
    for path in ("/new/", "/199/", "/190/"):
        Answer(application, path)
    assert site.calls == calls
    Answer(application, "/0/")
    assert site.calls == calls + 1


def test_a_large_page_asked_for_once_pushes_out_nothing_that_is_asked_for_again() -> None:
    large = b"x" * 16_000

    def site(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        calls.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "application/octet-stream")])
        return [large if environ["PATH_INFO"] == "/large/" else b"x" * 4_500]

    calls: list[str] = []
    application = PageCache(site, lambda: "1", "code", 20_000)
    for path in ("/a/", "/a/", "/b/", "/b/", "/large/", "/large/", "/a/", "/b/"):
        Answer(application, path)

    assert calls == ["/a/", "/b/", "/large/", "/large/"]


def test_other_methods_reach_the_site() -> None:
    site = Site("405 Method Not Allowed")

    assert Answer(cached(site), method="POST").status.startswith("405")


def test_addresses_past_the_cache_are_answered_by_the_site_each_time_as_they_were_asked() -> None:
    methods: list[str] = []

    def site(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        methods.append(environ["REQUEST_METHOD"])
        start_response("200 OK", [("Content-Type", "image/svg+xml")])
        return [b"x" * 1000]

    application = PageCache(site, lambda: "1", "code", 1_000_000, past=("/reads/", "/desk/"))
    answers = [Answer(application, "/reads/a.svg", method) for method in ("GET", "GET", "HEAD")]
    assert methods == ["GET", "GET", "HEAD"]
    assert all("ETag" not in answer.headers for answer in answers)
    Answer(application, "/a/")
    Answer(application, "/a/", "HEAD")
    assert len(methods) == 4


def test_an_answer_that_nothing_may_keep_is_not_kept() -> None:
    site = Site(headers=(("Cache-Control", "no-store"),))
    application = cached(site)
    Answer(application)
    second = Answer(application)

    assert site.calls == 2
    assert second.headers["Cache-Control"] == "no-store"
    assert "ETag" not in second.headers
