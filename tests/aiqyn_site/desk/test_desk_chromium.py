"""The desk in a real browser, on a real server, without scripts: from signing in to the changed public page."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.aiqyn_site.ledger.conftest import small, sqlite_store  # noqa: F401 - fixtures
from tests.aiqyn_site.ledger.store import Store
from tests.aiqyn_site.test_server import ask, free_port

pytestmark = pytest.mark.chromium

PASSWORD = "four unrelated words here"
PEOPLE = (("aru", "editor", "Editor one"), ("dana", "publisher", "Publisher one"))
ITEMS = {"kk": "EN04", "ru": "EN05", "en": "EN06", "zh": "EN07"}
LONGEST_BODY = 100_000_000


def account(store: Store, name: str, role: str, shown_as: str) -> None:
    command = store.command("account", "add", name, "--role", role, "--shown-as", shown_as, "--language", "en")
    subprocess.run(command, env=store.environment, input=PASSWORD, text=True, check=True, capture_output=True)


@pytest.fixture
def served(sqlite_store: Store, small: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], Store]]:  # noqa: F811
    """The address of a served register of one project with two accounts, its process and its store."""
    sqlite_store.run("load", small)
    for person in PEOPLE:
        account(sqlite_store, *person)
    port = free_port()
    command = sqlite_store.command("serve", "--bind", f"127.0.0.1:{port}", "--workers", "2")
    environment = {**sqlite_store.environment, "AIQYN_TODAY": "2026-11-22"}
    environment.pop("AIQYN_SECRET_KEY", None)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            ask(port, "/en/")
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}", process, sqlite_store
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    """A narrow browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    yield context
    context.close()


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
def test_an_item_is_assessed_and_published_and_readers_see_it(
    served: tuple[str, subprocess.Popen[bytes], Store], plain: BrowserContext, lang: str
) -> None:
    host, _, store = served
    item, page, reader = ITEMS[lang], plain.new_page(), plain.new_page()
    card = f"{host}/{lang}/projects/bridge/disclosure/"
    reader.goto(card)
    assert "hearings.example" not in reader.content()

    sign_in(page, host, "aru", lang)
    page.locator(f"footer button[value={lang}]").click()
    page.goto(f"{host}/desk/assess/bridge/{item}/")
    assert page.locator("html").get_attribute("lang") == lang
    page.locator("button[name=submit]").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    page.locator("input[value=not_found]").check()
    page.locator("#place-0").fill("hearings.example")
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
    reader.reload()
    assert "hearings.example" in reader.content()
    assert "Өте мұқият іздедік 未找到" in reader.content()
    assert store.run("verify").stdout.startswith("sound")
    assert {cookie["path"] for cookie in plain.cookies()} == {"/desk/"}
    sign_out(page)
    page.goto(f"{host}/desk/log/")
    page.wait_for_url("**/desk/sign-in/**")


def test_the_pages_of_the_desk_can_be_used_by_everybody_on_a_phone(
    served: tuple[str, subprocess.Popen[bytes], Store], browser: Browser
) -> None:
    host, _, _ = served
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page, faults = context.new_page(), []
    page.goto(f"{host}/desk/sign-in/?in=ru")
    faults += [(page.url, one["id"]) for one in Axe().run(page).response["violations"]]
    sign_in(page, host, "dana", "ru")
    for lang in ITEMS:
        page.goto(f"{host}/desk/")
        page.locator(f"footer button[value={lang}]").click()
        for path in ("", "assess/", "assess/bridge/", "assess/bridge/EN06/", "proposals/", "log/"):
            page.goto(f"{host}/desk/{path}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            faults += [(lang, path, one["id"]) for one in Axe().run(page).response["violations"]]
            faults += [(lang, path, wide)] if wide > 360 else []
    context.close()

    assert faults == []


def memory_of(process: subprocess.Popen[bytes]) -> int:
    """The most memory, in kilobytes, that a server and its workers have held."""
    family = [process.pid]
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = one.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) in family:
            family.append(int(one.parent.name))
    status = [Path(f"/proc/{pid}/status").read_text() for pid in family]
    return max(int(text.partition("VmHWM:")[2].split()[0]) for text in status)


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_of_100_megabytes_is_refused_and_not_held(
    served: tuple[str, subprocess.Popen[bytes], Store], chunked: bool
) -> None:
    host, process, _ = served
    address, _, port = host.removeprefix("http://").partition(":")
    before = memory_of(process)
    connection = socket.create_connection((address, int(port)), timeout=30)
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {LONGEST_BODY}"
    head = f"POST /en/corrections/new/ HTTP/1.1\r\nHost: {address}\r\n{length}\r\n\r\n"
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
        assert answer.status == 413
    except (OSError, http.client.HTTPException):
        pass  # it was closed before the answer could be read
    connection.close()

    assert memory_of(process) - before < 30_000
    assert ask(int(port), "/en/")[0] == 200


def test_the_server_says_that_sessions_end_with_it_where_there_is_no_key(
    served: tuple[str, subprocess.Popen[bytes], Store],
) -> None:
    _, _, store = served
    environment = {key: value for key, value in os.environ.items() if key != "AIQYN_SECRET_KEY"}
    environment["DATABASE_URL"] = store.url
    command = store.command("serve", "--bind", "nonsense")
    said = subprocess.run(command, env=environment, text=True, capture_output=True, check=False).stdout

    assert "AIQYN_SECRET_KEY is not set" in said
