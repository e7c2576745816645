"""The desk in a real browser, on a real server, without scripts: from signing in to the changed public page."""

from __future__ import annotations

import http.client
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.aiqyn_site import axe
from tests.aiqyn_site.serving import ask, served
from tests.aiqyn_site.store import Databases, Store, write_small

pytestmark = pytest.mark.chromium

PASSWORD = "four unrelated words here"
PEOPLE = (("aru", "editor", "Editor one"), ("dana", "publisher", "Publisher one"))
ITEMS = {"kk": "EN04", "ru": "EN05", "en": "EN06", "zh": "EN07"}
LONGEST_BODY = 100_000_000


class Desk(NamedTuple):
    """A served register of one project with two accounts."""

    host: str
    port: int
    process: subprocess.Popen[bytes]
    store: Store


@pytest.fixture(scope="module")
def desk(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    store = databases.copy("sqlite", folder, loaded=False)
    store.run("load", write_small(folder / "small"))
    for name, role, shown_as in PEOPLE:
        store.run("account", "add", name, "--role", role, "--shown-as", shown_as, "--language", "en", given=PASSWORD)
    with served(store, "--workers", "2", AIQYN_TODAY="2026-11-22", AIQYN_SECRET_KEY="") as site:
        yield Desk(site.address, site.port, site.process, store)


def sign_in(page: Page, host: str, name: str, lang: str) -> None:
    page.goto(f"{host}/desk/sign-in/?in={lang}")
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("form.asked button").click()
    expect(page).to_have_url(f"{host}/desk/")


def sign_out(page: Page) -> None:
    page.locator("header form.inline button").click()
    page.wait_for_url("**/desk/sign-in/**")


@pytest.mark.parametrize("lang", ITEMS)
def test_an_item_is_assessed_and_published_and_readers_see_it(desk: Desk, plain_page: Page, lang: str) -> None:
    host, store = desk.host, desk.store
    item, page, place = ITEMS[lang], plain_page, f"hearings-{lang}.example"
    card = f"/{lang}/projects/bridge/disclosure/"
    assert place not in ask(desk.port, card)[2].decode()

    sign_in(page, host, "aru", lang)
    page.locator(f"footer button[value={lang}]").click()
    page.goto(f"{host}/desk/assess/bridge/{item}/")
    assert page.locator("html").get_attribute("lang") == lang
    page.locator("button[name=submit]").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    page.locator("input[value=not_found]").check()
    page.locator("#place-0").fill(place)
    page.locator("#query-0").fill("Bridge")
    page.locator("#note").fill("Өте мұқият іздедік 未找到")
    page.locator("button[name=submit]").click()
    page.wait_for_url("**/desk/proposals/*/")
    proposal = page.url
    assert page.locator("button[name=publish]").count() == 0
    sign_out(page)

    sign_in(page, host, "dana", lang)
    page.goto(proposal)
    page.locator("button[name=publish]").click()
    page.wait_for_url("**/desk/proposals/*/")
    assert page.locator("button[name=publish]").count() == 0
    read = ask(desk.port, card)[2].decode()
    assert place in read
    assert "Өте мұқият іздедік 未找到" in read
    assert store.run("verify").stdout.startswith("sound")
    assert {cookie["path"] for cookie in page.context.cookies()} == {"/desk/"}
    sign_out(page)
    page.goto(f"{host}/desk/log/")
    page.wait_for_url("**/desk/sign-in/**")


def test_the_pages_of_the_desk_can_be_used_by_everybody_on_a_phone(desk: Desk, page: Page) -> None:
    host = desk.host
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{host}/desk/sign-in/?in=ru")
    assert axe.faults(page) == []
    sign_in(page, host, "dana", "ru")
    paths = ("", "assess/", "assess/bridge/", "assess/bridge/EN06/", "proposals/", "log/")
    for lang in ITEMS:
        page.goto(f"{host}/desk/")
        page.locator(f"footer button[value={lang}]").click()
        for path in paths:
            page.goto(f"{host}/desk/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, (lang, path)
    for path in paths:  # a language changes words, not what axe looks at
        page.goto(f"{host}/desk/{path}")
        assert axe.faults(page) == [], path


def memory_of(process: subprocess.Popen[bytes]) -> int:
    """The most memory, in kilobytes, that a server and its workers have held."""
    family = [process.pid]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) in family:
            family.append(int(stat.parent.name))
    status = [Path(f"/proc/{pid}/status").read_text() for pid in family]
    return max(int(text.partition("VmHWM:")[2].split()[0]) for text in status)


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_of_100_megabytes_is_refused_and_not_held(desk: Desk, chunked: bool) -> None:
    before = memory_of(desk.process)
    with socket.create_connection(("127.0.0.1", desk.port), timeout=30) as connection:
        _push(connection, chunked=chunked)

    assert memory_of(desk.process) - before < 30_000
    assert ask(desk.port, "/en/")[0] == 200


def _push(connection: socket.socket, *, chunked: bool) -> None:
    """Send far more than is taken, and see that it is refused."""
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {LONGEST_BODY}"
    head = f"POST /en/corrections/new/ HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n"
    connection.sendall(head.encode())
    block = b"x" * 100_000
    piece = b"%x\r\n%s\r\n" % (len(block), block) if chunked else block
    try:
        for _ in range(LONGEST_BODY // len(block)):
            connection.sendall(piece)
    except OSError:
        pass  # the server has closed the connection: it will take no more
    answer = http.client.HTTPResponse(connection)
    try:
        answer.begin()
        assert answer.status == (411 if chunked else 413)
    except (OSError, http.client.HTTPException):
        pass  # it was closed before the answer could be read


def test_the_server_says_that_sessions_end_with_it_where_there_is_no_key(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIQYN_SECRET_KEY", "")
    printed = desk.store.run("serve", "--bind", "nonsense", expect=2).stdout

    assert "AIQYN_SECRET_KEY is not set" in printed
