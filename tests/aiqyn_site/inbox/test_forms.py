"""Proposals as forms send them: taken, refused with the way out, limited, looked up, and never shown."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from aiqyn.words.word_tables import capital
from aiqyn_site.inbox import actions, allowance
from aiqyn_site.inbox.models import Proposal
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.actions import load_register
from aiqyn_site.pages.wording import texts
from tests.aiqyn_site.store import REGISTER

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en", "zh")
GOOD = {"about": "projects/shieli-cement/", "kind": "correction", "text": "The plant is 5 km away.", "link": ""}


def wording_text(lang: str, key: str) -> str:
    return texts()[lang][key].partition("{")[0]


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    return SimpleUploadedFile("Aigerim's phone.jpg", out.getvalue(), "image/jpeg")


def send(client: Client, lang: str = "en", **fields: object) -> tuple[int, str]:
    answer = client.post(f"/{lang}/corrections/new/", {**GOOD, **fields}, REMOTE_ADDR="203.0.113.77")
    assert not answer.cookies
    return answer.status_code, answer.content.decode()


def receipt_in(page: str) -> str:
    return page.partition("<code>")[2].partition("</code>")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_proposal_is_taken_and_answered_with_a_receipt(client: Client, lang: str) -> None:
    status, page = send(client, lang, file=picture())
    assert status == 200
    assert wording_text(lang, "correct_taken_title") in page
    (kept,) = Proposal.objects.all()
    assert (kept.about, kept.kind, kept.lang, kept.state) == ("projects/shieli-cement/", "correction", lang, "new")
    assert kept.attachment_name.endswith(".jpg")
    assert "Aigerim" not in kept.attachment_name
    assert receipt_in(page)
    assert receipt_in(page) not in str(kept.__dict__)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_has_no_cookie_and_says_what_is_kept(client: Client, lang: str) -> None:
    answer = client.get(f"/{lang}/corrections/new/?about=projects/shieli-cement/")
    assert not answer.cookies
    page = answer.content.decode()
    for key in ("correct_before_work", "correct_no_dropbox", "correct_kept_no", "correct_trap"):
        assert wording_text(lang, key) in page
    assert 'value="projects/shieli-cement/"' in page


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"text": "  \n "}, "text", "proposal_blank"),
        ({"text": "\u200b\u3164 \u2800"}, "text", "proposal_blank"),
        ({"kind": ""}, "kind", "kind_blank"),
        ({"link": "https://example.org/ two"}, "link", "source_url"),
        ({"about": "projects/nonesuch/"}, "about", "page_absent"),
        ({"about": "statements/s1" + "a" * 32 + "/"}, "about", "page_absent"),
        ({"about": "../../etc/passwd"}, "about", "page_absent"),
        ({"homepage": "http://spam.example"}, "trap", "form_trapped"),
        ({"file": b"%PDF-1.7"}, "file", "picture_document"),
    ],
)
@pytest.mark.parametrize("lang", ["kk", "zh"])
def test_what_cannot_be_taken_is_explained_at_its_field_in_the_readers_language_and_nothing_is_kept(
    client: Client, lang: str, fields: dict[str, object], field: str, code: str
) -> None:
    if isinstance(fields.get("file"), bytes):
        fields = {"file": SimpleUploadedFile("a.jpg", fields["file"])}
    status, page = send(client, lang, **fields)
    assert status == 422
    assert capital(wording_text(lang, f"refused_{code}")) in page.partition(f'id="{field}-mistake">')[2]
    assert wording_text(lang, "correct_not_sent") in page
    assert not Proposal.objects.exists()


def test_what_was_typed_comes_back_escaped_with_the_mistake(client: Client) -> None:
    _, page = send(client, text="<script>alert(1)</script>", kind="")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    "about", ["", "method/", "kk/projects/shieli-cement/", "https://aiqyn.kz/ru/projects/shieli-cement/"]
)
def test_a_page_may_be_named_by_its_whole_address(client: Client, about: str) -> None:
    assert send(client, about=about)[0] == 200


def test_a_statement_may_be_named_by_its_id(client: Client) -> None:
    statement = ledger.statements_about("shieli-cement")[0]
    send(client, about=statement.id)
    assert Proposal.objects.get().about == f"statements/{statement.id}/"


def test_a_form_that_another_site_sent_is_not_taken(client: Client) -> None:
    answer = client.post("/en/corrections/new/", GOOD, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 422
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_flood_from_one_network_is_stopped_in_its_language(client: Client, lang: str) -> None:
    for number in range(allowance.NETWORK_PROPOSALS):
        assert send(client, lang, text=f"number {number}")[0] == 200
    status, page = send(client, lang, text="one more")
    assert status == 429
    assert capital(wording_text(lang, "refused_flood")) in page
    assert Proposal.objects.count() == allowance.NETWORK_PROPOSALS


def test_what_was_typed_in_a_flood_comes_back_to_be_sent_later(client: Client) -> None:
    for number in range(allowance.NETWORK_PROPOSALS):
        send(client, text=f"number {number}")
    answer = client.post("/en/corrections/new/", {**GOOD, "text": "hours of work"}, REMOTE_ADDR="203.0.113.77")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert "hours of work" in answer.content.decode()


def test_a_flood_from_ten_networks_stops_nobody_else(client: Client) -> None:
    def sent(address: str, number: int) -> int:
        fields = {**GOOD, "text": f"{address} {number}"}
        return client.post("/en/corrections/new/", fields, REMOTE_ADDR=address).status_code

    for network in range(10):
        assert [sent(f"198.{network}.0.1", number) for number in range(7)] == [200] * 6 + [429]
    assert sent("203.0.113.77", 0) == 200


def test_the_table_is_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PROPOSALS", actions.PROPOSALS._replace(most=2))
    assert [send(client, text=f"{number}")[0] for number in range(3)] == [200, 200, 422]
    assert Proposal.objects.count() == 2


def test_the_same_proposal_is_kept_once(client: Client) -> None:
    assert send(client)[0] == 200
    status, page = send(client)
    assert status == 422
    assert capital(wording_text("en", "refused_proposal_repeated")) in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hundred_megabytes_are_refused_unread(client: Client, lang: str) -> None:
    answer = client.post(
        f"/{lang}/corrections/new/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="104857600"
    )
    assert answer.status_code == 413
    assert wording_text(lang, "desk_too_large_title") in answer.content.decode()


def test_a_text_beyond_all_measure_is_said_to_be_too_large(client: Client) -> None:
    status, page = send(client, text="ә" * 300_000)
    assert status == 413
    assert wording_text("en", "desk_too_large_title") in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_receipt_tells_what_became_of_it_and_all_answers_look_alike(client: Client, lang: str) -> None:
    receipt = receipt_in(send(client)[1])

    def look_up(code: str) -> str:
        answer = client.post(f"/{lang}/corrections/receipt/", {"receipt": code})
        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        return answer.content.decode()

    assert wording_text(lang, "correct_receipt_unknown") in look_up("AAAAA-AAAAA-AAAAA-AAAAA")
    assert wording_text(lang, "correct_receipt_unknown") in look_up("' OR 1=1 --")
    words = texts()[lang]
    assert words["correct_receipt_new"].split("{received}")[0] in look_up(receipt.lower())
    actions.decide(Proposal.objects.get().id, "accepted", {"kk": "Түзетілді.", "en": "Mended."})
    decided = look_up(receipt)
    assert {"kk": "Түзетілді.", "en": "Mended."}.get(lang, "Түзетілді.") in decided
    assert GOOD["text"] not in decided


def test_guessing_receipts_is_limited(client: Client) -> None:
    codes = [client.post("/en/corrections/receipt/", {"receipt": f"{n:020}"}).status_code for n in range(20)]
    assert codes == [200] * allowance.NETWORK_CODES + [429] * (20 - allowance.NETWORK_CODES)


@pytest.mark.parametrize("path", ["corrections/", "replies/", "safety/", "method/"])
def test_other_pages_take_no_form(client: Client, path: str) -> None:
    assert client.post(f"/en/{path}", GOOD).status_code == 405
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_of_a_statement_leads_to_the_form(client: Client, lang: str) -> None:
    statement = ledger.statements_about("shieli-cement")[0]
    for path in (f"statements/{statement.id}/", "organisations/sinohydro/"):
        page = client.get(f"/{lang}/{path}").content.decode()
        assert f'href="/{lang}/corrections/new/?about={path}"' in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_on_safety_points_elsewhere_and_imitates_nothing(client: Client, lang: str) -> None:
    page = client.get(f"/{lang}/safety/").content.decode()
    assert wording_text(lang, "safety_drop_none") in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_registers_own_drop_box_is_linked(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    shutil.copytree(REGISTER, folder)
    description = folder / "register.toml"
    description.write_text(f'dropbox = "http://example.onion/"\n{description.read_text("utf-8")}', "utf-8")
    load_register(folder)
    for lang in LANGUAGES:
        for path in ("safety/", "corrections/new/"):
            assert 'href="http://example.onion/"' in client.get(f"/{lang}/{path}").content.decode()
