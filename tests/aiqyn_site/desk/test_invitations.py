"""The right of reply from the invitation to the published answer, and everybody who may not answer."""

from __future__ import annotations

import datetime
import html
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

from aiqyn.words.word_tables import capital
from aiqyn_site import clock
from aiqyn_site.accounts.log_audit import verify_desk
from aiqyn_site.accounts.models import Person
from aiqyn_site.inbox import allowance
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.inbox.models import Code, Reply
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.export import export_register
from aiqyn_site.ledger.verify import verify_ledger
from aiqyn_site.pages.wording import texts

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
LANGUAGES = ("kk", "ru", "en", "zh")
RECORD, PARTY = "karabatan-fine-2025", "karabatan-utility-solutions"
ANSWER = "Мы не согласны.\n\n<b>Штраф</b> оспорен в суде."


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    allowance.forget()
    yield
    allowance.forget()


def invite(desk: Client, about: str = RECORD, party: str = PARTY) -> str:
    """Record an invitation and return its code."""
    due = (clock.today() + datetime.timedelta(days=14)).isoformat()
    fields = {"about": about, "party": party, "channel": "letter", "due": due}
    page = desk.post("/desk/invitations/new/", fields).content.decode()
    assert "Приглашение ответить" in page
    return page.partition("<code>")[2].partition("</code>")[0]


def answer(client: Client, code: str, lang: str = "en", text: str = ANSWER, invitation: str = "r1") -> tuple[int, str]:
    sent = client.post(f"/{lang}/replies/{invitation}/", {"code": code, "lang": "ru", "text": text})
    assert not sent.cookies
    return sent.status_code, sent.content.decode()


def test_an_editor_may_not_invite(editor: Person, sign_in: SignIn) -> None:
    assert sign_in(editor).get("/desk/invitations/new/").status_code == 403


def test_the_desk_names_records_whose_company_was_not_invited(editor: Person, sign_in: SignIn) -> None:
    page = sign_in(editor).get("/desk/invitations/").content.decode()
    assert f"/en/records/{RECORD}/" in page


def test_a_letter_is_ready_in_four_languages_with_the_code_and_the_address(publisher: Person, sign_in: SignIn) -> None:
    desk = sign_in(publisher)
    due = (clock.today() + datetime.timedelta(days=14)).isoformat()
    fields = {"about": RECORD, "party": PARTY, "channel": "email", "due": due}
    page = desk.post("/desk/invitations/new/", fields).content.decode()
    code = page.partition("<code>")[2].partition("</code>")[0]
    assert page.count(code) == 5
    for lang in LANGUAGES:
        assert f"/{lang}/replies/r1/" in page
        assert texts()[lang]["letter_reply_right"] in page
    assert code.replace("-", "") not in str(list(Code.objects.values()))
    assert code not in desk.get("/desk/invitations/").content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_invitation_is_public_at_once_with_its_day_and_no_answer_yet(
    client: Client, publisher: Person, sign_in: SignIn, lang: str
) -> None:
    not_yet = texts()[lang]["reply_not_invited"]
    statement = ledger.statements_about(RECORD)[0]
    assert not_yet in client.get(f"/{lang}/statements/{statement.id}/").content.decode()
    invite(sign_in(publisher))
    for path in ("replies/", "replies/r1/", f"statements/{statement.id}/"):
        page = client.get(f"/{lang}/{path}").content.decode()
        assert texts()[lang]["reply_invited_open"].partition("{day}")[2][1:8].strip() in page
        assert not_yet not in page
    with override_settings(TODAY=clock.today() + datetime.timedelta(days=15)):
        page = client.get(f"/{lang}/replies/r1/").content.decode()
        assert texts()[lang]["reply_invited_silent"].partition("{day}")[2].partition("{due}")[0] in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_of_the_company_waits_and_is_then_shown_in_full_in_its_language(
    client: Client, publisher: Person, sign_in: SignIn, lang: str
) -> None:
    desk = sign_in(publisher)
    code = invite(desk)
    status, page = answer(client, code.lower(), lang)
    assert status == 200
    assert texts()[lang]["reply_taken_title"] in page
    assert "оспорен" not in client.get(f"/{lang}/replies/r1/").content.decode()
    reply = Reply.objects.get()
    assert desk.post(f"/desk/invitations/replies/{reply.id}/", {"do": "publish", "effect": "none"}).status_code == 302
    statement = ledger.statements_about(RECORD)[0]
    for path in ("replies/r1/", f"statements/{statement.id}/"):
        page = client.get(f"/{lang}/{path}").content.decode()
        assert '<blockquote class="answer" lang="ru">' in page
        assert "<p>&lt;b&gt;Штраф&lt;/b&gt; оспорен в суде.</p>" in page
        assert texts()[lang]["reply_effect_none"] in page
    assert (verify_ledger(), verify_desk()) == ([], [])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_somebody_who_is_not_the_company_is_refused_and_nothing_is_kept(
    client: Client, publisher: Person, sign_in: SignIn, lang: str
) -> None:
    invite(sign_in(publisher))
    status, page = answer(client, "AAAAA-AAAAA-AAAAA-AAAAA", lang)
    assert status == 422
    assert texts()[lang]["refused_code_wrong"][1:] in page.partition('id="code-mistake">')[2]
    assert "оспорен в суде" in page  # what was typed is not lost
    assert not Reply.objects.exists()


def test_a_code_is_good_once_for_its_own_invitation_and_not_for_ever(
    client: Client, publisher: Person, sign_in: SignIn
) -> None:
    desk = sign_in(publisher)
    first, second = invite(desk), invite(desk, "xinxing-fine-2025", "china-xinxing")
    assert answer(client, first, invitation="r2")[0] == 422
    with override_settings(TODAY=clock.today() + datetime.timedelta(days=61)):
        assert answer(client, second, invitation="r2")[0] == 422
    assert answer(client, first)[0] == 200
    assert answer(client, first)[0] == 422
    assert Reply.objects.count() == 1


def test_a_new_code_voids_the_one_before_and_a_later_answer_stands_after_the_earlier(
    client: Client, publisher: Person, sign_in: SignIn
) -> None:
    desk = sign_in(publisher)
    old = invite(desk)
    page = desk.post("/desk/invitations/r1/code/").content.decode()
    new = page.partition("<code>")[2].partition("</code>")[0]
    assert answer(client, old)[0] == 422
    assert answer(client, new, text="First.")[0] == 200
    desk.post(f"/desk/invitations/replies/{Reply.objects.get().id}/", {"do": "publish", "effect": "none"})
    fields = {"received_on": clock.today().isoformat(), "lang": "zh", "text": "第二次答复。", "effect": "corrected"}
    assert desk.post("/desk/invitations/r1/answer/", fields).status_code == 302
    (invited,) = [invitation for invitation in inbox.invitations() if invitation.about == RECORD]
    assert [(answer.text, answer.lang, answer.effect) for answer in invited.answers] == [
        ("First.", "ru", "none"),
        ("第二次答复。", "zh", "corrected"),
    ]


def test_guessing_codes_is_limited(client: Client, publisher: Person, sign_in: SignIn) -> None:
    invite(sign_in(publisher))
    codes = [answer(client, f"{n:020}")[0] for n in range(20)]
    assert codes == [422] * allowance.NETWORK_CODES + [429] * (20 - allowance.NETWORK_CODES)


@pytest.mark.parametrize(
    ("about", "party", "due", "field", "code"),
    [
        ("nonesuch", PARTY, "2999-01-01", "about", "record_absent"),
        (RECORD, "shieli-cement", "2999-01-01", "party", "organisation_absent"),
        (RECORD, PARTY, "1999-01-01", "due", "due_early"),
        (RECORD, PARTY, "soon", "due", "day_form"),
    ],
)
def test_an_invitation_about_nothing_or_to_nobody_is_explained_at_its_field_and_not_recorded(
    publisher: Person, sign_in: SignIn, about: str, party: str, due: str, field: str, code: str
) -> None:
    fields = {"about": about, "party": party, "channel": "letter", "due": due}
    answer = sign_in(publisher).post("/desk/invitations/new/", fields)
    assert answer.status_code == 422
    mistake = html.unescape(answer.content.decode()).partition(f'id="{field}-mistake">')[2]
    assert texts()[publisher.language][f"refused_{code}"].rpartition("}")[2][1:] in mistake
    assert f'value="{about}"' in answer.content.decode()
    assert inbox.invitations() == ()
    assert not Code.objects.exists()


def test_an_answer_of_a_day_to_come_is_refused_at_its_field_and_the_text_is_kept(
    publisher: Person, sign_in: SignIn
) -> None:
    desk = sign_in(publisher)
    invite(desk)
    fields = {"received_on": "2999-01-01", "lang": "zh", "text": "第二次答复。", "effect": "corrected"}
    answer = desk.post("/desk/invitations/r1/answer/", fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert texts()[publisher.language]["refused_day_to_come"][1:] in page.partition('id="received_on-mistake">')[2]
    assert "第二次答复。" in page
    assert inbox.invitations()[0].answers == ()


def test_a_party_is_not_invited_twice_about_the_same(publisher: Person, sign_in: SignIn) -> None:
    desk = sign_in(publisher)
    invite(desk)
    fields = {"about": RECORD, "party": PARTY, "channel": "letter", "due": "2999-01-01"}
    assert desk.post("/desk/invitations/new/", fields).status_code == 422
    assert len(inbox.invitations()) == 1


def test_an_answer_that_is_set_aside_leaves_no_text(client: Client, publisher: Person, sign_in: SignIn) -> None:
    desk = sign_in(publisher)
    answer(client, invite(desk))
    desk.post(f"/desk/invitations/replies/{Reply.objects.get().id}/", {"do": "decline"})
    assert list(Reply.objects.values_list("state", "text")) == [("declined", "")]
    assert verify_desk() == []


def test_an_invitation_there_is_not_is_missing(client: Client) -> None:
    assert client.get("/en/replies/r77/").status_code == 404


def test_a_statement_that_a_record_sets_out_has_the_records_reply(
    client: Client, publisher: Person, sign_in: SignIn
) -> None:
    target = next(
        statement.value for statement in ledger.statements_about(RECORD) if statement.property == "drawn_from"
    )
    assert texts()["en"]["reply_not_invited"] in client.get(f"/en/statements/{target}/").content.decode()
    desk = sign_in(publisher)
    answer(client, invite(desk))
    desk.post(f"/desk/invitations/replies/{Reply.objects.get().id}/", {"do": "publish", "effect": "none"})
    assert "оспорен в суде" in client.get(f"/en/statements/{target}/").content.decode()


def test_a_reply_that_a_spreadsheet_would_run_is_neutralised_in_an_export_for_one(
    client: Client, publisher: Person, sign_in: SignIn, tmp_path: Path
) -> None:
    desk = sign_in(publisher)
    answer(client, invite(desk), text="=HYPERLINK(1)")
    desk.post(f"/desk/invitations/replies/{Reply.objects.get().id}/", {"do": "publish", "effect": "none"})
    export_register(tmp_path / "plain")
    export_register(tmp_path / "sheets", for_spreadsheets=True)
    assert ",=HYPERLINK(1)," in (tmp_path / "plain" / "replies.csv").read_text(encoding="utf-8")
    assert ",'=HYPERLINK(1)," in (tmp_path / "sheets" / "replies.csv").read_text(encoding="utf-8")


def test_an_answer_with_a_persons_number_is_refused_at_the_form(
    client: Client, publisher: Person, sign_in: SignIn
) -> None:
    code = invite(sign_in(publisher))
    status, page = answer(client, code, "ru", "ИИН 850214300123")
    assert status == 422
    assert capital(texts()["ru"]["refused_personal_number"]) in page.partition('id="text-mistake">')[2]
    assert answer(client, code)[0] == 200, "the code is not used up by a refused answer"
