"""The desk's queue: who sees what was sent, what deciding does, what becomes public and what never does."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Callable

import pytest
from django.test import Client, override_settings

from aiqyn.vocabulary import LANGUAGES
from aiqyn_site import clock
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.log_audit import verify_desk
from aiqyn_site.accounts.models import LogEntry, Person
from aiqyn_site.inbox import actions, allowance
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.inbox.actions import propose
from aiqyn_site.inbox.models import Proposal
from aiqyn_site.ledger.verify import verify_ledger
from aiqyn_site.pages.wording import texts

pytestmark = pytest.mark.django_db
SECRET = "<script>alert('x')</script> my cousin Aigerim, 850214300123"
SUMMARIES = {"kk": "Қашықтық түзетілді.", "ru": "Расстояние исправлено.", "en": "", "zh": ""}
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def unhurried() -> None:
    allowance.forget()


def sent(text: str = SECRET, picture: str = "", pixels: bytes = b"x") -> Proposal:
    """A proposal that waits."""
    page, link = "projects/shieli-cement/", "https://example.org/a"
    typed = {"kind": "correction", "about": page, "text": text, "lang": "en", "link": link}
    propose(**typed, attachment_name=picture, attachment=pixels if picture else b"")
    return Proposal.objects.latest("id")


def test_a_stranger_sees_nothing_of_the_queue(client: Client) -> None:
    proposal = sent(picture="a.jpg")
    for path in ("", f"{proposal.id}/", f"{proposal.id}/file/", "publish/"):
        answer = client.get(f"/desk/corrections/{path}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/desk/sign-in/")


def test_what_was_sent_is_shown_escaped_and_its_address_is_no_link(editor: Person, sign_in: SignIn) -> None:
    proposal = sent()
    page = sign_in(editor).get(f"/desk/corrections/{proposal.id}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert 'href="https://example.org' not in page


def test_a_picture_is_handed_over_to_be_saved_never_shown(editor: Person, sign_in: SignIn) -> None:
    proposal = sent(picture="0a.jpg", pixels=b"\xff\xd8picture")
    answer = sign_in(editor).get(f"/desk/corrections/{proposal.id}/file/")
    assert answer.content == b"\xff\xd8picture"
    assert answer["Content-Disposition"] == 'attachment; filename="0a.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"ru": "Исправлено."}, "outcome", "outcome_blank"),
        ({"outcome": "accepted"}, "kk", "summary_blank"),
        ({"outcome": "accepted", "ru": "ИИН 850214300123"}, "ru", "personal_number"),
    ],
)
def test_what_is_wrong_in_a_decision_is_said_at_its_field_and_what_was_typed_is_kept(
    editor: Person, sign_in: SignIn, typed: dict[str, str], field: str, code: str
) -> None:
    proposal = sent()
    answer = sign_in(editor).post(f"/desk/corrections/{proposal.id}/", typed)
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert texts()[editor.language][f"refused_{code}"][1:] in page.partition(f'id="{field}-mistake">')[2]
    assert typed.get("ru", "") in page
    assert Proposal.objects.get().state == "new"


def test_nobody_overwrites_a_decision_that_they_have_not_seen(
    editor: Person, publisher: Person, sign_in: SignIn
) -> None:
    address = f"/desk/corrections/{sent().pk}/"
    first, second = sign_in(publisher), sign_in(editor)
    seen = re.search(r'name="seen" value="(\w+)"', second.get(address).content.decode())
    assert seen
    accepted = {"outcome": "accepted", **{lang: f"Added with care ({lang})." for lang in LANGUAGES}}
    first.post(address, {**accepted, "seen": seen[1]})
    declined = {"outcome": "declined", "seen": seen[1], **{lang: f"Not so ({lang})." for lang in LANGUAGES}}
    answer = second.post(address, declined)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"Added with care ({editor.language})." in page
    assert "Not so (kk)." in page
    assert Proposal.objects.get().state == "accepted"
    again = re.search(r'name="seen" value="(\w+)"', page)
    assert again
    assert second.post(address, {**declined, "seen": again[1]}).status_code == 302
    assert Proposal.objects.get().state == "declined"


def test_a_decision_is_published_for_good_and_the_senders_words_are_not(
    client: Client, editor: Person, publisher: Person, sign_in: SignIn
) -> None:
    proposal = sent()
    desk = sign_in(editor)
    assert desk.post(f"/desk/corrections/{proposal.id}/", {"outcome": "accepted", **SUMMARIES}).status_code == 302
    assert desk.post("/desk/corrections/publish/").status_code == 403
    assert inbox.corrections() == ()
    assert sign_in(publisher).post("/desk/corrections/publish/").status_code == 302
    (entry,) = inbox.corrections()
    assert (entry.id, entry.outcome, entry.about) == ("c1", "accepted", "projects/shieli-cement/")
    assert entry.summaries == {"kk": "Қашықтық түзетілді.", "ru": "Расстояние исправлено."}
    assert (verify_ledger(), verify_desk()) == ([], [])
    for lang, words in (("kk", "Қашықтық түзетілді."), ("ru", "Расстояние исправлено."), ("zh", "Қашықтық түзетілді.")):
        page = client.get(f"/{lang}/corrections/").content.decode()
        assert words in page
        assert "Aigerim" not in page
        assert f'href="/{lang}/projects/shieli-cement/"' in page
    assert 'lang="kk"' in client.get("/zh/corrections/").content.decode().partition('id="c1"')[2]
    assert [log.action for log in LogEntry.objects.filter(about__startswith="corrections").order_by("number")] == [
        "decided",
        "corrections_published",
    ]
    assert "Aigerim" not in str(list(LogEntry.objects.values()))


def test_publishing_again_adds_nothing(publisher: Person, sign_in: SignIn) -> None:
    proposal = sent()
    desk = sign_in(publisher)
    desk.post(f"/desk/corrections/{proposal.id}/", {"outcome": "declined", **SUMMARIES})
    for _ in range(2):
        desk.post("/desk/corrections/publish/")
    assert len(inbox.corrections()) == 1
    assert desk.post(f"/desk/corrections/{proposal.id}/", {"outcome": "accepted", **SUMMARIES}).status_code == 409


def test_spam_is_forgotten_at_once_and_never_published(publisher: Person, sign_in: SignIn) -> None:
    proposal = sent(picture="a.jpg")
    desk = sign_in(publisher)
    desk.post(f"/desk/corrections/{proposal.id}/", {"outcome": "spam"})
    desk.post("/desk/corrections/publish/")
    kept = Proposal.objects.get()
    assert (kept.state, kept.text, kept.link, kept.attachment_name, bytes(kept.attachment)) == ("spam", "", "", "", b"")
    assert verify_desk() == []
    assert inbox.corrections() == ()


def test_texts_and_pictures_are_forgotten_thirty_days_after_the_decision_and_receipts_after_a_year() -> None:
    proposal, other = sent("first", "a.jpg"), sent("second")
    log(None, "decided", of=actions.decide(proposal.id, "declined", {"en": "No."}))
    day = clock.today()
    assert actions.tidy()["texts"] == 0
    with override_settings(TODAY=day + datetime.timedelta(days=31)):
        assert actions.tidy()["texts"] == 1
        assert verify_desk() == []
    assert [fault.message for fault in verify_desk()] == ["its text was taken away before its time"]
    kept = Proposal.objects.get(id=proposal.id)
    assert (kept.text, kept.attachment_name, kept.en) == ("", "", "No.")
    with override_settings(TODAY=day + datetime.timedelta(days=366)):
        assert actions.tidy()["receipts"] == 1
        assert verify_desk() == []
    assert list(Proposal.objects.values_list("text", flat=True)) == [other.text]


def test_the_first_page_of_the_desk_says_how_many_wait(editor: Person, sign_in: SignIn) -> None:
    sent()
    assert "1 proposal waits for a decision" in sign_in(editor).get("/desk/").content.decode()
