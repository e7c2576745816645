"""The forms in a real browser against the real server: four languages, with scripts and without, and what floods it."""

from __future__ import annotations

import datetime
import http.client
import io
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Dialog, Page

from aiqyn.errors import Refused
from aiqyn.words.refusal_text import sentences
from aiqyn_site.accounts.actions import add_person
from aiqyn_site.desk.recording import invite
from aiqyn_site.inbox.actions import propose
from aiqyn_site.inbox.codes import digest_of_code, new_code
from aiqyn_site.inbox.models import Code
from aiqyn_site.pages.wording import texts, wording
from tests.aiqyn_site import axe
from tests.aiqyn_site.serving import served
from tests.aiqyn_site.store import Databases

pytestmark = pytest.mark.chromium
LANGUAGES = ("kk", "ru", "en", "zh")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
PASSWORD = "four unrelated words here"


class Site(NamedTuple):
    """A served site: its address, and codes that are good for its invitation."""

    port: int
    address: str
    codes: list[str]


def seed() -> Iterator[str]:
    """An invitation, a code for each test that answers it, and somebody at the desk."""
    add_person("dana", "publisher", PASSWORD, "en", "Publisher one")
    propose(kind="other", about="", text=HOSTILE, lang="en", link="https://example.org/%22onmouseover=alert(3)")
    invite("karabatan-fine-2025", "karabatan-utility-solutions", "letter", datetime.date(2999, 1, 1))
    for _ in range(8):
        code = new_code()
        Code.objects.create(invitation="r1", code=digest_of_code(code), expires="2999-01-01")
        yield code


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real register, served behind a proxy of ours, so that each test may be another network."""
    store = databases.copy("sqlite", tmp_path_factory.mktemp("served"), loaded=True)
    with store.used():
        codes = list(seed())
    with served(store, AIQYN_TRUSTED_PROXY="1") as process:
        yield Site(process.port, process.address, codes)


@pytest.fixture(params=[f"{lang} {scripts}" for lang in LANGUAGES for scripts in ("with scripts", "without")])
def reader(request: pytest.FixtureRequest) -> Iterator[tuple[str, Page]]:
    """A reader of each language on a narrow screen, with scripts and without, each from a network of their own."""
    lang, _, scripts = request.param.partition(" ")
    page: Page = request.getfixturevalue("page" if scripts == "with scripts" else "plain_page")
    page.set_viewport_size({"width": 360, "height": 780})
    page.set_extra_http_headers({"X-Forwarded-For": f"2001:db8:{request.param_index + 1:x}::1"})
    yield lang, page
    assert page.context.cookies() == []


def picture(folder: Path) -> Path:
    """A picture to attach."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "green").save(out, "JPEG", comment=b"secret")
    path = folder / "picture.jpg"
    path.write_bytes(out.getvalue())
    return path


def is_narrow(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return page.locator("main").bounding_box()["width"] <= 360  # type: ignore[index]


def test_a_reader_proposes_from_a_page_and_learns_the_outcome_by_the_receipt(
    site: Site, reader: tuple[str, Page], tmp_path: Path
) -> None:
    lang, page = reader
    t = texts()[lang]
    page.goto(f"{site.address}/{lang}/organisations/sinohydro/")
    page.get_by_role("link", name=t["correct_link"]).click()
    assert page.locator("#about").input_value() == "organisations/sinohydro/"
    page.get_by_role("button", name=t["correct_send"]).click()
    blank = [sentences(Refused(code), wording(lang)) for code in ("kind_blank", "proposal_blank")]
    assert page.locator(".mistake").all_inner_texts() == blank
    page.get_by_role("radio", name=t["correct_kind_source"]).check()
    page.locator("#text").fill(f"{HOSTILE} {lang} {id(page)}")
    page.locator("#link").fill("https://example.org/decision")
    page.locator("#file").set_input_files(picture(tmp_path))
    page.get_by_role("button", name=t["correct_send"]).click()
    assert page.locator("h1").inner_text() == t["correct_taken_title"]
    receipt = page.locator(".receipt code").inner_text()
    assert is_narrow(page)
    page.get_by_role("link", name=t["correct_look_up"]).click()
    page.locator("#receipt").fill(receipt.lower().replace("-", " "))
    page.get_by_role("button", name=t["correct_receipt_button"]).click()
    waits = t["correct_receipt_new"].replace("{received}", "").strip()
    assert waits[:8] in page.locator("[role=status]").inner_text()


def test_a_company_answers_with_its_code_and_nobody_else_does(site: Site, reader: tuple[str, Page]) -> None:
    lang, page = reader
    t = texts()[lang]
    page.goto(f"{site.address}/{lang}/replies/")
    page.get_by_role("link", name=t["reply_read"]).click()
    page.locator("#text").fill("Мы не согласны.\n\n第二段。")
    page.locator("#lang").select_option("ru")
    page.locator("#code").fill("AAAAA-AAAAA-AAAAA-AAAAA")
    page.get_by_role("button", name=t["reply_send"]).click()
    assert page.locator("#code-mistake").inner_text() == sentences(Refused("code_wrong"), wording(lang))
    assert page.locator("#text").input_value() == "Мы не согласны.\n\n第二段。"
    page.locator("#code").fill(site.codes.pop())
    page.get_by_role("button", name=t["reply_send"]).click()
    assert page.locator("h1").inner_text() == t["reply_taken_title"]
    assert is_narrow(page)


def test_axe_finds_no_violation_in_a_form_with_mistakes(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/kk/corrections/new/")
    page.locator("#link").fill("javascript:1")
    page.get_by_role("button", name=texts()["kk"]["correct_send"]).click()
    assert page.locator(".mistake").count() == 3
    assert axe.faults(page) == []


def sign_in(site: Site, page: Page) -> None:
    """Sign in at the desk."""
    page.goto(f"{site.address}/desk/sign-in/")
    page.locator("[name=name]").fill("dana")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").click()


def test_axe_finds_no_violation_in_replies_and_at_the_desk(site: Site, page: Page) -> None:
    sign_in(site, page)
    desk = ("corrections/", "corrections/1/", "invitations/", "invitations/new/", "invitations/r1/answer/")
    for path in (
        "zh/replies/",
        "ru/replies/r1/",
        "kk/records/karabatan-fine-2025/",
        *(f"desk/{desk_page}" for desk_page in desk),
    ):
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(f"{site.address}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert axe.faults(page) == [], path


def test_axe_finds_no_violation_in_the_desks_forms_with_mistakes(site: Site, page: Page) -> None:
    sign_in(site, page)
    page.goto(f"{site.address}/desk/invitations/new/")
    page.locator("#due").fill("soon")
    page.locator("main button").click()
    assert page.locator("#due").get_attribute("aria-describedby") == "due-mistake"
    assert axe.faults(page) == []
    page.goto(f"{site.address}/desk/corrections/1/")
    page.locator("main form button").click()
    assert page.locator(".mistake").count() == 2
    assert axe.faults(page) == []


def test_a_script_in_a_proposal_does_nothing_at_the_desk(site: Site, page: Page) -> None:
    dialogs: list[Dialog] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog)
        dialog.dismiss()

    page.on("dialog", dismiss)
    sign_in(site, page)
    page.goto(f"{site.address}/desk/corrections/")
    assert HOSTILE in page.locator("tbody").inner_text()
    page.goto(f"{site.address}/desk/corrections/1/")
    assert page.locator("blockquote").inner_text().strip() == HOSTILE
    page.locator("blockquote").hover()
    assert page.locator("blockquote script, blockquote img").count() == 0
    page.remove_listener("dialog", dismiss)
    assert dialogs == []


def upload(port: int, head: bytes, block: bytes, blocks: int) -> bytes:
    """Send a head and then blocks until the server answers or hangs up; the beginning of its answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        raw.sendall(head)
        try:
            for _ in range(blocks):
                raw.sendall(block)
        except OSError:
            pass
        try:
            return raw.recv(4096)
        except OSError:
            return b""


HEAD = b"POST /ru/corrections/new/ HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n"


def test_a_hundred_megabytes_are_not_taken_and_the_site_goes_on(site: Site) -> None:
    block = b"x" * 65_536
    answer = upload(site.port, HEAD + b"Content-Length: 104857600\r\nConnection: close\r\n\r\n", block, 1_600)
    assert not answer or b" 413 " in answer[:20]
    chunk = b"10000\r\n" + block + b"\r\n"
    answer = upload(site.port, HEAD + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n", chunk, 1_600)
    assert b" 200 " not in answer[:20]
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.request("GET", "/ru/corrections/")
    assert connection.getresponse().status == 200
    connection.close()
