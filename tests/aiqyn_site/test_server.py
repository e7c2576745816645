"""The whole site as a process: started by the command line, asked over HTTP, and never behind its ledger."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aiqyn_site.later import grow
from tests.aiqyn_site.serving import Served, ask, served
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
@pytest.mark.parametrize("bind", ["8000", "127.0.0.1:port", "127.0.0.1:99999", ":8000"])
def test_a_malformed_address_is_said(site: tuple[Served, Store], bind: str) -> None:
    _, store = site

    assert "is not an address and a port" in store.run("serve", "--bind", bind, expect=2).stderr


def test_a_form_that_never_arrives_holds_up_nobody(site: tuple[Served, Store]) -> None:
    (port, _), _ = site
    head = "POST /en/corrections/new/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"
    with socket.create_connection(("127.0.0.1", port)) as stalled:
        stalled.sendall(head.encode())
        time.sleep(0.5)

        assert [ask(port, path)[0] for path in ("/en/", "/en/projects/zhanatas-wind/", "/en/")] == [200] * 3
