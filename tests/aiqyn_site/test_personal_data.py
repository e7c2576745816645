"""Private people's names, numbers and addresses never reach a public page, a feed, an answer of the API or an export.

They are seeded wherever people write: in proposals and their pictures, in a company's waiting answer, in the accounts
and the log of the desk, and in notes of a hearing that somebody tries to load.
"""

from __future__ import annotations

import datetime
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from aiqyn.disclosure import Assessment, Verdict, load_checklist
from aiqyn.errors import RegisterRefused
from aiqyn.ledger import Statement
from aiqyn.words.word_tables import capital
from aiqyn_site.accounts.actions import add_person
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.models import LogEntry, Person, Submission
from aiqyn_site.api.endpoints import ENDPOINTS
from aiqyn_site.desk.publishing import submit
from aiqyn_site.desk.recording import invite, publish_decisions
from aiqyn_site.inbox import actions, allowance
from aiqyn_site.inbox.actions import propose
from aiqyn_site.inbox.models import Proposal, Reply
from aiqyn_site.inbox.pictures import stripped
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.actions import load_register
from aiqyn_site.ledger.export import export_register
from aiqyn_site.ledger.models import File
from aiqyn_site.pages.wording import texts
from tests.aiqyn_site.later import Record, grow
from tests.aiqyn_site.pages.conftest import LANGUAGES, PATHS
from tests.aiqyn_site.store import REGISTER, Databases, Store

IIN = "850214300123"
SEEDS = (
    "Zhibekova",
    "Жібекова",
    "Aigerim Q",
    IIN,
    "701 555 12 34",
    "zhibek@example.kz",
    "desk-user-q",
    "Desk Person Q",
)
PRIVATE = f"Айгерим Жібекова (Aigerim Q Zhibekova), ИИН {IIN}, +7 701 555 12 34, zhibek@example.kz"
RECORD, PARTY = "karabatan-fine-2025", "karabatan-utility-solutions"
ADDRESS = "203.0.113.77"


def photograph() -> bytes:
    """A picture that names its author."""
    tags = Image.Exif()
    tags[315] = PRIVATE.encode("ascii", "replace").decode()
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "blue").save(out, "JPEG", exif=tags, comment=b"Zhibekova")
    return out.getvalue()


@pytest.fixture
def seeded(db: None) -> Iterator[None]:
    """A site in which private data is wherever people can write."""
    allowance.forget()
    person = add_person("desk-user-q", "publisher", "four unrelated words here", "en", "Desk Person Q")
    log(person, "decided", "corrections/1", PRIVATE)
    for page in ("projects/shieli-cement/", "", f"records/{RECORD}/"):
        name, picture = stripped(photograph())
        link = "https://example.org/Zhibekova"
        typed = {"kind": "correction", "about": page, "text": f"{page} {PRIVATE}", "lang": "ru", "link": link}
        propose(**typed, attachment_name=name, attachment=picture)
    decided = Proposal.objects.order_by("id").first()
    assert decided is not None
    actions.decide(decided.id, "accepted", {"en": "Mended.", "kk": "Түзетілді."})
    publish_decisions()
    due = datetime.date(2999, 1, 1)
    _, code = invite(RECORD, PARTY, "letter", due)
    actions.answer("r1", code.signs, "ru", PRIVATE)
    assert Reply.objects.filter(text__contains=IIN).exists()
    yield
    allowance.forget()


def addresses() -> Iterator[str]:
    """Every kind of page in every language, the feeds and files, and every answer of the API."""
    statement: Statement = ledger.statements_about(RECORD)[0]
    own = ("corrections/", "corrections/new/", "corrections/receipt/", "replies/", "replies/r1/", "safety/")
    for lang in LANGUAGES:
        for path in (*PATHS, *own, f"records/{RECORD}/", f"organisations/{PARTY}/"):
            yield f"/{lang}/{path.format(statement=statement.id)}"
        for feed in ("articles", "changes", "hearings"):
            yield from (f"/{lang}/{feed}/feed.{form}" for form in ("atom", "json"))
        yield from (f"/{lang}/search/?q={word}" for word in ("Zhibekova", IIN))
    for endpoint in ENDPOINTS:
        path = endpoint.path.replace("{slug}", "shieli-cement")
        yield f"/api/{re.sub('{.*?}', statement.id, path)}"
    yield from (f"/api/search?q={IIN}", f"/api/statements?entity={RECORD}", "/api/", "/api/openapi.json", "/robots.txt")


def asked_for(text: str, address: str) -> str:
    """A page without the words that the reader asked for, which it repeats to that reader alone."""
    words = address.partition("q=")[2]
    return text.replace(words, "") if words else text


def test_no_public_page_feed_or_answer_of_the_api_holds_private_data(client: Client, seeded: None) -> None:
    seen = 0
    for address in addresses():
        answer = client.get(address)
        assert not answer.cookies, address
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = asked_for(content.decode(), address)
        assert [seed for seed in SEEDS if seed in text] == [], address
        seen += answer.status_code == 200
    assert seen > 200


def test_no_export_holds_private_data(seeded: None, tmp_path: Path) -> None:
    for path in export_register(tmp_path / "export"):
        text = path.read_text(encoding="utf-8")
        assert [seed for seed in SEEDS if seed in text] == [], path.name
    assert "Mended." in (tmp_path / "export" / "corrections.csv").read_text(encoding="utf-8")
    assert "r1," in (tmp_path / "export" / "replies.csv").read_text(encoding="utf-8")


def test_a_picture_at_the_desk_names_nobody(seeded: None) -> None:
    for proposal in Proposal.objects.exclude(attachment_name=""):
        assert b"Zhibekova" not in bytes(proposal.attachment)


@pytest.mark.parametrize("note", [f"representative {IIN}", "contact: zhibek@example.kz", "тел. +7 701 555 12 34"])
def test_the_notes_of_a_hearing_with_its_representative_cannot_be_loaded(db: None, tmp_path: Path, note: str) -> None:
    fields = {"entity": "shokpar-hearing-2022", "property": "event_type", "value": "hearing_held", "note": note}
    grow(REGISTER, tmp_path / "later", fields)
    with pytest.raises(RegisterRefused, match="personal_"):
        load_register(tmp_path / "later")


def test_a_company_number_in_the_notes_of_a_hearing_is_loaded(record_later: Record) -> None:
    note = "initiator BIN 110540010855, registration number 250217001004"
    fields = {"entity": "shokpar-hearing-2022", "property": "event_type", "value": "hearing_held", "note": note}
    assert record_later(fields)


def visit(store: Store) -> tuple[list[int], int, bool, tuple[int, int, int], int]:
    """A reader sends eight proposals, asks for one and answers with a wrong code; an editor calls one of them spam."""
    headers = {"x-forwarded-for": ADDRESS, "user-agent": "Agent-Q/7"}
    client, receipts = Client(REMOTE_ADDR=ADDRESS, headers=headers), []
    allowance.forget()
    with store.used():
        for number in range(8):
            answer = client.post("/ru/corrections/new/", {"about": "", "kind": "other", "text": f"text {number}"})
            receipts.append(answer.content.decode().partition("<code>")[2].partition("</code>")[0])
        client.post("/ru/corrections/receipt/", {"receipt": receipts[0]})
        client.post("/en/replies/r9/", {"code": receipts[0]})
        first = Proposal.objects.earliest("id")
        outcome = actions.decide(first.id, "spam", {}), actions.tidy(), Proposal.objects.exclude(text="").count()
    allowance.forget()
    assert store.run("tidy").stdout == "forgotten: texts 0, receipts 0, codes 0\n"
    return [len(receipt) for receipt in receipts], answer.status_code, *outcome


def test_neither_address_nor_browser_nor_receipt_is_in_the_database_or_the_log(
    databases: Databases, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = databases.copy("sqlite", tmp_path, loaded=True)
    lengths, status, *_ = visit(store)
    assert (lengths, status) == ([23, 23, 23, 23, 23, 23, 0, 0], 429)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("site.sqlite3*"))
    for trace in (ADDRESS, "203.0.113", "Agent-Q"):
        assert trace.encode() not in kept
        assert trace not in caplog.text
    assert "/corrections/new/" in caplog.text
    assert b"text 1" in kept
    assert b"text 0" not in kept, "what is forgotten must be overwritten, not only unlinked"


def test_both_databases_take_limit_and_forget_the_same(loaded_stores: tuple[Store, Store]) -> None:
    on_sqlite, on_postgres = map(visit, loaded_stores)

    assert on_sqlite == on_postgres


VERDICTS = "/desk/assess/shieli-cement/EN06/"


def named_picture() -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{IIN}.jpg", photograph(), "image/jpeg")


def _proposal(**typed: object) -> dict[str, object]:
    return {"about": "", "kind": "other", "text": "The plant is 5 km away.", "link": "", **typed}


#: Every form into which people write, its address, what is typed and which box holds the number.
FORMS: dict[str, tuple[str, dict[str, object], str]] = {
    "a proposal's text": ("/en/corrections/new/", _proposal(text=f"He is {IIN}."), "text"),
    "a proposal's link": ("/en/corrections/new/", _proposal(link=f"https://example.org/?iin={IIN}"), "link"),
    "what a proposal is about": ("/en/corrections/new/", _proposal(about=f"projects/{IIN}/"), "about"),
    "the name of its picture": ("/en/corrections/new/", _proposal(file=named_picture), "file"),
    "a party's reply": ("/en/replies/r1/", {"code": "x", "lang": "ru", "text": f"Директор, ИИН {IIN}"}, "text"),
    "a reply that came by letter": (
        "/desk/invitations/r1/answer/",
        {"received_on": "2026-11-22", "lang": "ru", "text": f"Директор, ИИН {IIN}", "effect": "none"},
        "text",
    ),
    "a summary": ("/desk/corrections/PROPOSAL/", {"outcome": "accepted", "kk": f"ЖСН {IIN}"}, "kk"),
    "a verdict's note": (VERDICTS, {"verdict": "not_yet_due", "note": f"see {IIN}", "submit": "1"}, "note"),
    "a verdict's evidence": (
        VERDICTS,
        {"verdict": "disclosed", "evidence-0": "ecinfo-52-en", "locator-0": f"p. {IIN}", "submit": "1"},
        "evidence-0",
    ),
    "a verdict's search": (
        VERDICTS,
        {"verdict": "not_found", "place-0": "adilet", "query-0": IIN, "day-0": "2026-11-20", "submit": "1"},
        "search-0",
    ),
    "why a verdict is sent back": ("/desk/proposals/VERDICT/", {"reason": f"see {IIN}"}, "reason"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_a_persons_number_is_refused_at_every_form_with_what_was_typed_and_nothing_is_kept(
    form: str, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["tests.aiqyn_site.desk.hashers.Quick"]
    allowance.forget()
    password, desk = "four unrelated words here", Client()
    editor = add_person("aru", "editor", password, "en", "Editor one")
    add_person("dana", "publisher", password, "en", "Publisher one")
    desk.post("/desk/sign-in/", {"name": "dana", "password": password})
    invite(RECORD, PARTY, "letter", datetime.date(2999, 1, 1))
    propose(kind="other", about="", text="waits", link="", lang="en")
    version, day = load_checklist().items["EN06"].version, datetime.date(2026, 11, 20)
    verdict = Assessment("EN06", version, Verdict.NOT_YET_DUE, "Editor one", day, (), (), "Early.")
    submit(editor, "shieli-cement", verdict, independent=False)
    address, typed, box = FORMS[form]
    numbers = {"PROPOSAL": Proposal.objects.get().pk, "VERDICT": Submission.objects.get().pk}
    for name, number in numbers.items():
        address = address.replace(name, str(number))
    before = kept()
    answer = desk.post(address, {key: value() if callable(value) else value for key, value in typed.items()})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert capital(texts()["en"]["refused_personal_number"]) in re.split(f'id="{box}-(?:mistake|problem)"', page)[1]
    assert callable(typed.get(box)) or str(typed.get(box, IIN)) in page
    assert kept() == before


def kept() -> list[list[dict[str, object]]]:
    """What is in the tables into which people write."""
    return [list(model.objects.values()) for model in (Proposal, Reply, Submission, LogEntry, File, Person)]
