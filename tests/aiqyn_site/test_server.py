"""The whole site as a process: started by the command line, asked over HTTP, and never behind its ledger."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from aiqyn_site.server import Lives
from tests.aiqyn_site.later import grow
from tests.aiqyn_site.serving import Served, ask, free_port, served
from tests.aiqyn_site.store import REGISTER, Databases, Store


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Store]]:
    """The register, served, and its store."""
    store = databases.copy("sqlite", tmp_path_factory.mktemp("served"), loaded=True)
    with served(store) as site:
        yield site, store


def test_a_page_shows_what_was_loaded_a_moment_ago(site: tuple[Served, Store], tmp_path: Path) -> None:
    (port, _), store = site
    path = "/en/projects/zhanatas-wind/"
    status, headers, before = ask(port, path)
    assert status == 200
    assert ask(port, path, **{"If-None-Match": headers["etag"]})[0] == 304

    grow(REGISTER, tmp_path / "later", {"property": "jobs", "value": "4321", "unit": "persons", "as_of": "2022"})
    store.run("load", tmp_path / "later")
    status, _, after = ask(port, path, **{"If-None-Match": headers["etag"]})

    assert status == 200
    assert b"4,321" not in before
    assert b"4,321" in after


def test_every_answer_carries_the_security_headers(site: tuple[Served, Store]) -> None:
    (port, _), _ = site
    for path in ("/en/", "/en/nowhere/", "/api/projects", "/api/nowhere"):
        _, headers, _ = ask(port, path)
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"


def test_a_site_with_an_address_answers_to_it_alone_and_over_https_for_a_year(small_store: Store) -> None:
    with served(small_store, AIQYN_PUBLIC_URL="https://example.org") as (port, _):
        for path in ("/en/", "/api/nowhere", "/static/aiqyn/mark.svg"):
            status, headers, _ = ask(port, path, Host="example.org")
            assert status in {200, 404}
            assert headers["strict-transport-security"] == "max-age=31536000", path
        assert ask(port, "/en/", Host="example.com")[0] == 400


@pytest.mark.parametrize(
    "path",
    [
        "/en/\x00",
        "/%00",
        "/%ff%fe",
        "/en/projects/?q=%00",
        "/en/projects/?page=99999999999999999999",
        "/" + "a" * 5000,
    ],
)
def test_a_hostile_path_is_answered_calmly(site: tuple[Served, Store], path: str) -> None:
    (port, _), _ = site
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(b"GET " + path.encode("latin-1") + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        status = int(raw.recv(12)[9:12])

    assert 200 <= status < 500


def test_other_methods_than_reading_are_refused(site: tuple[Served, Store]) -> None:
    (port, _), _ = site

    assert ask(port, "/en/", method="POST")[0] == 405
    assert ask(port, "/api/projects", method="DELETE")[0] == 405


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is set, or `serve` would set one for the workers it starts."""
    monkeypatch.setenv("AIQYN_SECRET_KEY", "for tests")


@pytest.mark.usefixtures("key")
def test_a_port_in_use_is_said(site: tuple[Served, Store]) -> None:
    (port, _), store = site

    assert "is in use" in store.run("serve", "--bind", f"127.0.0.1:{port}", expect=2).stderr


@pytest.mark.usefixtures("key")
def test_a_form_is_given_back_where_the_database_was_taken_away_and_none_is_made(
    databases: Databases, tmp_path: Path
) -> None:
    store = databases.copy("sqlite", tmp_path, loaded=True)
    form = {"about": "/projects/zhanatas-wind/", "kind": "correction", "text": "The tower is 90 m high.", "link": ""}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with served(store) as (port, _):
        assert ask(port, "/en/corrections/new/", "POST", body=urlencode(form), **headers)[0] == 200
        for file in tmp_path.glob("site.sqlite3*"):
            file.unlink()
        status, _, page = ask(port, "/en/corrections/new/", "POST", body=urlencode(form), **headers)

        assert (status, "The tower is 90 m high." in page.decode()) == (503, True)
        assert ask(port, "/en/projects/zhanatas-wind/?on=2026-11-22")[0] in {200, 500, 503}
    assert not list(tmp_path.glob("site.sqlite3*"))


@pytest.mark.parametrize("charset", ["hex", "utf-16", '"utf-7"', "UTF-8X", "idna"])
def test_a_form_in_another_charset_than_ours_is_not_read(site: tuple[Served, Store], charset: str) -> None:
    (port, _), _ = site
    kind = f"multipart/form-data; boundary=B; charset={charset}"

    assert ask(port, "/en/corrections/new/", "POST", body="--B--\r\n", **{"Content-Type": kind})[0] == 415


@pytest.mark.parametrize("charset", ["utf-8", '"UTF-8"', "utf-8; boundary=B"])
def test_a_form_may_say_that_it_is_in_ours(site: tuple[Served, Store], charset: str) -> None:
    (port, _), _ = site
    kind = f"application/x-www-form-urlencoded; charset={charset}"

    assert ask(port, "/en/corrections/new/", "POST", body="text=", **{"Content-Type": kind})[0] == 422


@pytest.mark.parametrize("address", ["300.1.1.1", "é", "192.0.2.1"])
def test_an_address_that_is_not_of_this_machine_is_said(site: tuple[Served, Store], address: str) -> None:
    _, store = site

    assert "cannot be served" in store.run("serve", "--bind", f"{address}:8000", expect=2).stderr


@pytest.mark.parametrize("method", ["get", "head", "Post"])
def test_a_method_in_small_letters_is_none_that_is_known(site: tuple[Served, Store], method: str) -> None:
    (port, _), _ = site
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"{method} /en/ HTTP/1.1\r\nHost: a\r\n\r\n".encode())

        assert connection.recv(12) in {b"HTTP/1.1 501", b"HTTP/1.1 400"}


@pytest.mark.parametrize("bind", ["8000", "127.0.0.1:port", "127.0.0.1:99999", ":8000"])
def test_a_malformed_address_is_said(site: tuple[Served, Store], bind: str) -> None:
    _, store = site

    assert "is not an address and a port" in store.run("serve", "--bind", bind, expect=2).stderr


_FORM = "POST /en/corrections/new/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
_CHUNKED = "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
_STALLED = {
    "a form": f"{_FORM}Content-Length: 1000\r\n\r\nhalf",
    "a long form": f"{_FORM}Content-Length: 5000000\r\n\r\nhalf",
    "a page with a body": f"GET /en/ HTTP/1.1\r\nHost: a\r\n{_CHUNKED}",
    "half a head": "GET /en/ HTTP/1.1\r\nHost: a\r\nX-",
    "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
}


@pytest.mark.parametrize("sent", _STALLED.values(), ids=_STALLED)
def test_what_never_arrives_whole_holds_up_nobody(site: tuple[Served, Store], sent: str) -> None:
    (port, _), _ = site
    with contextlib.ExitStack() as stack:
        for _ in range(300):
            stalled = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            stalled.sendall(sent.encode())

        assert [ask(port, path)[0] for path in ("/en/", "/en/projects/zhanatas-wind/", "/en/")] == [200] * 3


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (f"{_FORM}{_CHUNKED}0\r\n\r\n", 411),
        (f"{_FORM}Content-Length: 5\r\n{_CHUNKED}", 411),
        (f"{_FORM}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400),
        (f"{_FORM}Content-Length: 99999999999\r\n\r\nhello", 413),
    ],
    ids=["in chunks", "in chunks and with a length", "with two lengths", "too long"],
)
def test_a_body_whose_length_is_not_told_is_refused_unread(site: tuple[Served, Store], sent: str, status: int) -> None:
    (port, _), _ = site
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent.encode())

        assert connection.recv(12) == f"HTTP/1.1 {status}".encode()


def test_a_body_that_ends_early_is_not_taken(site: tuple[Served, Store]) -> None:
    (port, _), _ = site
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"{_FORM}Content-Length: 1000\r\n\r\nhalf".encode())
        connection.shutdown(socket.SHUT_WR)

        assert connection.recv(12) in {b"HTTP/1.1 408", b""}


def test_bodies_that_stall_give_up_no_form_that_comes_slowly_from_elsewhere(site: tuple[Served, Store]) -> None:
    (port, _), _ = site
    form = urlencode({"about": "/projects/zhanatas-wind/", "kind": "correction", "text": "The tower is 90 m high."})
    with contextlib.ExitStack() as stack:
        slow = socket.create_connection(("127.0.0.1", port), timeout=8, source_address=("127.0.5.1", 0))
        stack.enter_context(slow).sendall(f"{_FORM}Content-Length: {len(form)}\r\n\r\n".encode())
        for place in range(0, len(form), 5):
            slow.sendall(form[place : place + 5].encode())
            stalled = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            stalled.sendall(_STALLED["a form"].encode())

        assert slow.recv(12) == b"HTTP/1.1 200"


def test_of_many_bodies_that_stall_the_oldest_is_given_up(site: tuple[Served, Store]) -> None:
    (port, _), _ = site
    with contextlib.ExitStack() as stack:
        stalled = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=8)) for _ in range(13)]
        for connection in stalled:
            connection.sendall(_STALLED["a form"].encode())
            time.sleep(0.01)  # so that they come in this order

        assert stalled[0].recv(12) == b"HTTP/1.1 408"


def test_forms_that_meet_a_writer_are_given_back_while_readers_are_answered(site: tuple[Served, Store]) -> None:
    (port, _), store = site
    text = "What was typed, and shall not be lost: it is long enough to be seen on the page, {}. "
    form = urlencode({"about": "/projects/zhanatas-wind/", "kind": "correction", "text": text, "link": ""}, safe="{}")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    ask(port, "/en/")
    with (
        closing(sqlite3.connect(store.url.removeprefix("sqlite:///"), isolation_level=None)) as writer,
        ThreadPoolExecutor(2) as threads,
    ):
        writer.execute("BEGIN IMMEDIATE")
        waiting = [
            threads.submit(ask, port, "/ru/corrections/new/", "POST", body=form.format(number), **headers)
            for number in range(2)
        ]
        time.sleep(0.3)  # so that both wait for the writer

        assert [ask(port, path)[0] for path in ("/en/", "/kk/projects/")] == [200] * 2
        assert not any(answer.done() for answer in waiting)
        for status, answered, page in (answer.result() for answer in waiting):
            assert status == 503
            assert "retry-after" in answered
            assert text[:70] in page.decode()
            assert "ещё раз" in page.decode()


def test_a_worker_that_dies_again_and_again_is_replaced(site: tuple[Served, Store]) -> None:
    (port, process), _ = site
    for _ in range(2):
        workers = children(process.pid)
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        while not set(children(process.pid)) - set(workers):
            assert process.poll() is None
            time.sleep(0.01)
    with contextlib.suppress(OSError):
        ask(port, "/en/")

    assert ask(port, "/en/")[0] == 200


def test_the_longer_a_worker_keeps_dying_the_longer_it_is_waited() -> None:
    lives = Lives()
    pauses = [lives.end(0, born=now, now=now + 1) for now in range(0, 900, 100)]

    assert pauses == [0, 1, 2, 4, 8, 16, 32, 60, 60]
    assert lives.seconds(801) == 60
    assert lives.due(860) == []
    assert lives.due(861) == [0]
    assert lives.seconds(861) is None
    assert lives.end(0, born=900, now=1000) == 0


def test_the_workers_end_with_the_process_that_started_them(small_store: Store) -> None:
    with served(small_store, "--workers", "2") as (port, process):
        workers = children(process.pid)
        process.kill()
        process.wait()
        deadline = time.monotonic() + 20
        while any(Path(f"/proc/{worker}").exists() for worker in workers):
            assert time.monotonic() < deadline
            time.sleep(0.02)

        with pytest.raises(ConnectionRefusedError):
            ask(port, "/en/")


def test_a_site_that_cannot_be_loaded_ends_with_a_sentence() -> None:
    script = f"import sys; from aiqyn_site.server import run; sys.exit(run('127.0.0.1:{free_port()}', 2))"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "aiqyn_site.nowhere"}
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=20)

    assert ended.returncode == 1
    assert "No module named 'aiqyn_site.nowhere'" in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("The site cannot be loaded")


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]


@pytest.mark.parametrize("host", ["Host: a b", "Host:", "Host: a\r\nHost: b", "Host: a/b", "Host: a:b", "X-Host: a"])
@pytest.mark.parametrize("path", ["/en/", "/api/projects", "/desk/sign-in/", "/robots.txt", "/static/aiqyn/mark.svg"])
def test_a_malformed_host_is_refused_everywhere(site: tuple[Served, Store], path: str, host: str) -> None:
    (port, _), _ = site
    _raw(port, f"GET {path} HTTP/1.0\r\n\r\n")  # which need name none, and is kept

    assert _raw(port, f"GET {path} HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 400")


def test_the_host_of_a_whole_address_outdoes_the_header(site: tuple[Served, Store]) -> None:
    (port, _), _ = site
    page = _raw(port, "GET http://whole.example/en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

    assert b'href="http://whole.example/en/"' in page


def test_an_old_client_need_not_name_a_host(site: tuple[Served, Store]) -> None:
    (port, _), _ = site

    assert _raw(port, "GET /robots.txt HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.0 200")


def test_a_header_with_an_underscore_passes_for_no_other(site: tuple[Served, Store]) -> None:
    (port, _), _ = site
    assert ask(port, "/", Accept_Language="zh")[1]["location"] == ask(port, "/")[1]["location"]
    assert ask(port, "/", **{"Accept-Language": "zh"})[1]["location"] == "/zh/"


def test_static_files_carry_the_security_headers_too(site: tuple[Served, Store]) -> None:
    (port, _), _ = site
    status, headers, _ = ask(port, "/static/aiqyn/aiqyn.css")

    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"text=a"),
        ("application/x-www-form-urlencoded", b"a=1&" * 400),
    ],
    ids=["no boundary", "too many fields"],
)
def test_a_form_that_cannot_be_read_is_a_bad_request(site: tuple[Served, Store], kind: str, body: bytes) -> None:
    (port, _), _ = site
    status, _, page = ask(port, "/en/corrections/new/", "POST", body=body, **{"Content-Type": kind})

    assert status == 400
    assert b"Nothing was saved" in page


def _raw(port: int, request: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65_536), b""))
