"""The whole site as a process: started by the command line, asked over HTTP, and never behind its ledger."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aiqyn_site.ledger.conftest import small, sqlite_store  # noqa: F401 - fixtures
from tests.aiqyn_site.ledger.store import Store

NEW = "bridge,jobs,4321,persons,,2022,reported,,herald,,,,high,,2026-03-01\n"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One HTTP request on loopback."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


@pytest.fixture
def served(sqlite_store: Store, small: Path) -> Iterator[tuple[int, Store, Path]]:  # noqa: F811
    """A served register of one project: its port, its store and its folder."""
    sqlite_store.run("load", small)
    port = free_port()
    process = subprocess.Popen(
        sqlite_store.command("serve", "--bind", f"127.0.0.1:{port}"), env=sqlite_store.environment
    )
    for _ in range(100):
        try:
            ask(port, "/en/")
            break
        except OSError:
            time.sleep(0.1)
    yield port, sqlite_store, small
    process.terminate()
    process.wait(timeout=20)


def test_a_page_shows_what_was_loaded_a_moment_ago(served: tuple[int, Store, Path]) -> None:
    port, store, folder = served
    path = "/en/projects/bridge/"
    status, headers, before = ask(port, path)
    assert status == 200
    assert ask(port, path, **{"If-None-Match": headers["etag"]})[0] == 304

    with (folder / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(NEW)
    store.run("load", folder)
    status, _, after = ask(port, path, **{"If-None-Match": headers["etag"]})

    assert status == 200
    assert b"4,321" not in before
    assert b"4,321" in after


def test_every_answer_carries_the_security_headers(served: tuple[int, Store, Path]) -> None:
    port, *_ = served
    for path in ("/en/", "/en/nowhere/", "/api/projects", "/api/nowhere"):
        _, headers, _ = ask(port, path)
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"


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
def test_a_hostile_path_is_answered_calmly(served: tuple[int, Store, Path], path: str) -> None:
    port, *_ = served
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(b"GET " + path.encode("latin-1") + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        status = int(raw.recv(12)[9:12])

    assert 200 <= status < 500


def test_other_methods_than_reading_are_refused(served: tuple[int, Store, Path]) -> None:
    port, *_ = served

    assert ask(port, "/en/", method="POST")[0] == 405
    assert ask(port, "/api/projects", method="DELETE")[0] == 405


def test_a_port_in_use_is_said(served: tuple[int, Store, Path]) -> None:
    port, store, _ = served

    assert "is in use" in store.run("serve", "--bind", f"127.0.0.1:{port}", expect=2).stderr


@pytest.mark.parametrize("bind", ["8000", "127.0.0.1:port", "127.0.0.1:99999", ":8000"])
def test_a_malformed_address_is_said(sqlite_store: Store, bind: str) -> None:  # noqa: F811 - a fixture
    assert "is not an address and a port" in sqlite_store.run("serve", "--bind", bind, expect=2).stderr


def test_a_form_that_never_arrives_holds_up_nobody(served: tuple[int, Store, Path]) -> None:
    port, _, _ = served
    head = "POST /en/corrections/new/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"
    with socket.create_connection(("127.0.0.1", port)) as stalled:
        stalled.sendall(head.encode())
        time.sleep(0.5)

        assert [ask(port, path)[0] for path in ("/en/", "/en/projects/bridge/", "/en/")] == [200] * 3
