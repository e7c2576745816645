"""Attached documents on the site: served as recorded, so that they do nothing, and shown with digest."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import html5lib
import pytest
from django.test import Client

from aiqyn_site.derived import ensure_built
from aiqyn_site.ledger.actions import load_register
from aiqyn_site.pages.attachments import size_text
from tests.aiqyn.exchange.made_documents import pdf, picture, stream
from tests.aiqyn_site.later import grow
from tests.aiqyn_site.pages.conftest import LANGUAGES, links_of
from tests.aiqyn_site.pages.test_html import faults
from tests.aiqyn_site.store import REGISTER

pytestmark = pytest.mark.django_db
RECORD, REQUEST = "shieli-refusal-2020", "shieli-request-2020"
FILES = {
    "answer.pdf": (REQUEST, pdf(stream(b"BT ET")), "application/pdf"),
    "scan.png": (RECORD, picture("PNG"), "image/png"),
    "scan.jpg": (RECORD, picture("JPEG"), "image/jpeg"),
    "page.txt": (RECORD, "<script>alert(1)</script> хат\n".encode(), "text/plain; charset=utf-8"),
    "amounts.csv": (RECORD, b"a,b\n1,2\n", "text/csv; charset=utf-8"),
}
Attach = Callable[[], None]


@pytest.fixture
def attach(db: None, tmp_path: Path) -> Attach:
    """Record the documents above, each with a statement that attaches it."""

    def attach() -> None:
        shutil.copytree(REGISTER, tmp_path / "later")
        (tmp_path / "later" / "documents").mkdir()
        for name, (_, content, _) in FILES.items():
            (tmp_path / "later" / "documents" / name).write_bytes(content)
        attachments = [
            {"entity": entity, "property": "attachment", "value": name, "lang": "zxx"}
            for name, (entity, _, _) in FILES.items()
        ]
        grow(REGISTER, tmp_path / "later", *attachments)
        load_register(tmp_path / "later")
        ensure_built()

    return attach


def test_a_document_is_served_as_recorded_and_can_do_nothing(client: Client, attach: Attach) -> None:
    attach()
    for name, (_, content, media_type) in FILES.items():
        response = client.get(f"/documents/{name}")
        assert response.status_code == 200
        assert response.content == content
        assert response["Content-Type"] == media_type
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [f"records/{RECORD}/", f"requests/{REQUEST}/"])
def test_a_page_shows_each_of_its_documents_with_its_digest(
    client: Client, attach: Attach, lang: str, path: str
) -> None:
    attach()
    text = client.get(f"/{lang}/{path}").content.decode()
    for name, (entity, content, _) in FILES.items():
        here = entity in path
        assert ((f"/documents/{name}", name) in links_of(text)) == here
        assert (sha256(content).hexdigest() in text) == here
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=True)
    assert faults(parser.parse(text)) == []
    assert parser.errors == []
    shown = text.partition('class="quiet attached"')[2].partition("</ul>")[0]
    assert shown.count("<li>") == sum(entity in path for entity, _, _ in FILES.values())


@pytest.mark.parametrize(
    "path", ["letter.pdf", "..%2Fregister.toml", "../register.toml", "register.toml", "articles", ".x.pdf", "%00.pdf"]
)
def test_what_is_no_document_is_missing_in_four_languages(client: Client, path: str) -> None:
    response = client.get(f"/documents/{path}")
    assert response.status_code == 404
    assert set(re.findall(r'<section lang="(\w+)">', response.content.decode())) == set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_register_without_documents_has_no_empty_block(client: Client, lang: str) -> None:
    assert 'id="attached"' not in client.get(f"/{lang}/records/{RECORD}/").content.decode()


@pytest.mark.parametrize(
    ("size", "lang", "text"),
    [
        (1, "en", "1 byte"),
        (999, "en", "999 bytes"),
        (3, "ru", "3 байта"),
        (12_345, "en", "12.3 kB"),
        (12_345, "ru", "12,3 кБ"),
        (999_400, "kk", "999 кБ"),
        (4_990_000, "zh", "4.99 MB"),
    ],
)
def test_a_size_is_written_as_the_language_does(size: int, lang: str, text: str) -> None:
    assert size_text(size, lang) == text
