"""Two people take a text away for good: from every page, answer, export and byte that this site keeps."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from aiqyn.exchange.assessments import HEADER as ASSESSMENTS_HEADER
from aiqyn.exchange.corrections import HEADER as CORRECTIONS_HEADER
from aiqyn.exchange.replies import HEADER as REPLIES_HEADER
from aiqyn.ledger.statement import BLANKED
from aiqyn.values.blank_marks import mark
from aiqyn_site.accounts.actions import add_person
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.log_audit import verify_desk
from aiqyn_site.accounts.models import BlankingRequest, LogEntry, Person, Submission
from aiqyn_site.clock import today
from aiqyn_site.derived import verify_derived
from aiqyn_site.desk import erasure
from aiqyn_site.desk.recording import invite, publish_decisions, publish_reply
from aiqyn_site.inbox import actions as inbox
from aiqyn_site.inbox.models import Proposal, Reply
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.verify import verify_ledger
from tests.aiqyn_site.desk.conftest import PASSWORD, SignIn
from tests.aiqyn_site.store import HEADER, ROWS, Store, write_small

LANGUAGES = ("kk", "ru", "en", "zh")
SECRET, SENDER = "Zhibekova", "Aigerimova"
WORDS = "The guard of the bridge was Zhibek Zhibekova of Shu."
REASON = "She asked for it."
PRIVATE = (
    f"bridge,other_name,{SECRET},,en,,reported,,gazette,,p. 9,{SECRET},high,by {SECRET},2026-01-02\n",
    f"bridge,purpose,Built by {SECRET}.,,en,,reported,,herald,,,,high,,2026-01-02\n",
)


def statement_of(name: str) -> str:
    return next(row.statement.id for row in ledger.find_statements(property=name))


@pytest.fixture
def site(sqlite_store: Store, tmp_path: Path) -> Iterator[Store]:
    """A site of its own, with a private person in two statements, and the people of the desk."""
    register = write_small(tmp_path / "register")
    (register / "statements.csv").write_text(HEADER + "".join((*ROWS, *PRIVATE)), encoding="utf-8")
    with (register / "entities.csv").open("a", encoding="utf-8") as entities:
        entities.write("builder,organisation,\n")
    sqlite_store.run("load", register)
    with sqlite_store.used():
        for name, role in (("aru", "editor"), ("dana", "publisher"), ("erlan", "publisher")):
            add_person(name, role, PASSWORD, "en", f"{name.capitalize()} A.")
        yield sqlite_store


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def asked(desk: Client, what: str, reason: str = REASON) -> int:
    """Ask for a text to be taken away; the number of the request."""
    answer = desk.post("/desk/blanking/", {"what": what, "reason": reason})
    assert answer.status_code == 302, answer.content.decode()
    return BlankingRequest.objects.latest("pk").pk


def decide(summaries: dict[str, str]) -> None:
    """Accept the latest proposal and publish that, as the desk does."""
    log(person("dana"), "decided", of=inbox.decide(Proposal.objects.latest("pk").pk, "accepted", summaries))
    for published in publish_decisions():
        log(person("dana"), "corrections_published", of=published)


def kept_bytes(store: Store) -> bytes:
    return b"".join(path.read_bytes() for path in store.folder.glob("site.sqlite3*"))


def published(client: Client, stone: str) -> str:
    """What the public pages and the API answer."""
    paths = [f"/{lang}/{path}" for lang in LANGUAGES for path in ("", "projects/bridge/", f"statements/{stone}/")]
    paths += [f"/en/search/?q={SECRET.upper()}", "/en/changes/", "/en/sources/gazette/", "/en/changes/feed.atom"]
    paths += ["/api/statements?entity=bridge", f"/api/search?q={SECRET.upper()}", "/api/projects/bridge"]
    answers = {path: client.get(path) for path in paths}
    assert {path for path, answer in answers.items() if answer.status_code not in {200, 404}} == set()
    return "\n".join(
        (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        for answer in answers.values()
    )


def test_two_people_take_a_statement_away_from_everything_this_site_keeps(
    site: Store, sign_in: SignIn, tmp_path: Path
) -> None:
    client, first, second = Client(), sign_in(person("aru")), sign_in(person("dana"))
    old = statement_of("other_name")
    assert SECRET in client.get("/en/projects/bridge/").content.decode()
    number = asked(first, f"https://example.org/ru/statements/{old}/#top")
    asked(first, statement_of("purpose"))
    page = second.get(f"/desk/blanking/{number}/").content.decode()
    assert f"by {SECRET}" in page
    assert "cannot be undone" in page
    for request in BlankingRequest.objects.all():
        assert second.post(f"/desk/blanking/{request.pk}/", {"confirm": "1"}).status_code == 302
    done = BlankingRequest.objects.get(pk=number)
    stone = done.what.removeprefix("statements/").rstrip("/")
    assert (done.state, done.erased, done.decided_by) == ("done", True, person("dana"))
    assert (verify_ledger(), verify_desk(), verify_derived()) == ([], [], [])
    assert client.get(f"/en/statements/{old}/").status_code == 404
    assert "Blanked on" in client.get(f"/en/statements/{stone}/").content.decode()
    assert SECRET not in published(client, stone)
    exported = b"".join(site.exported().values())
    kept = kept_bytes(site)
    for text in (SECRET.encode(), SECRET.lower().encode(), old.encode()):
        assert text not in kept
        assert text not in exported
    site.run("check", site.folder / "exported")
    assert list(LogEntry.objects.filter(action__startswith="blanking").values_list("action", "about", "detail")) == [
        ("blanking_asked", "blanking/1", ""),
        ("blanking_asked", "blanking/2", ""),
        ("blanking_confirmed", "blanking/1", ""),
        ("blanking_confirmed", "blanking/2", ""),
    ]


def test_who_confirms_sees_where_the_same_words_stand_besides(site: Store, sign_in: SignIn, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    site.run("export", folder)
    with (folder / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(f"bridge,purpose,{WORDS} She left.,,en,,reported,,gazette,,,,high,,2026-01-03\n")
        file.write(f"bridge,cost,31,USD million,,2020,reported,,herald,,,,high,Of note: {WORDS.upper()},2026-01-03\n")
    renderings = f"lang,text,ru,kk,zh\nen,{WORDS} She left.,Сторож моста – Жибек Жибекова.,Күзетші.,看守人\n"
    (folder / "translations.csv").write_text(renderings, encoding="utf-8")
    (folder / "LICENSE").write_text(f"Free.\n{WORDS}\n", encoding="utf-8")
    site.run("load", folder)
    (folder / "LICENSE").write_text("Free.\n", encoding="utf-8")
    note = "Nothing.\n\n«СТОРОЖ МОСТА —\nЖибек  Жибекова»\n"
    (folder / "README.md").write_text(note, encoding="utf-8")
    site.run("load", folder)
    with site.used():
        quoting = ledger.find_statements(property="cost")[-1].statement.id
        going = ledger.find_statements(property="purpose")[-1].statement.id
        inbox.propose(kind="other", about="", text=f"Is it true? {WORDS}", link="", lang="en")
        number = asked(sign_in(person("aru")), going)
        desk = sign_in(person("dana"))
        page = desk.get(f"/desk/blanking/{number}/").content.decode()
        for place in (
            f'href="/en/statements/{quoting}/"',
            f'href="/desk/corrections/{Proposal.objects.get().pk}/"',
            "LICENSE: 1 older version<",
            "README.md, line 3<",
        ):
            assert place in page
        assert "translations.csv, line" not in page
        assert page.count("Сторож моста – Жибек Жибекова.") == 1
        assert page.count(f'href="/en/statements/{going}/"') == 1, "what it is about, and no other place"
        assert desk.post(f"/desk/blanking/{number}/", {"confirm": "1"}).status_code == 302
    exported = site.exported()
    assert exported["translations.csv"].decode() == "lang,text,ru,kk,zh\n"
    assert exported["README.md"].decode() == note


def test_what_stands_nowhere_else_is_said_to_have_been_looked_for(site: Store, sign_in: SignIn) -> None:
    inbox.propose(kind="other", about="", text="Her name is Zauresh Nurpeisova.", link="", lang="en")
    number = asked(sign_in(person("aru")), f"desk/corrections/{Proposal.objects.get().pk}/")
    page = sign_in(person("dana")).get(f"/desk/blanking/{number}/").content.decode()
    assert "not found anywhere else" in page
    number = asked(sign_in(person("aru")), ledger.find_statements(property="status")[0].statement.id)
    assert "too few words to be looked for" in sign_in(person("dana")).get(f"/desk/blanking/{number}/").content.decode()


@pytest.mark.parametrize(
    ("name", "rows", "what"),
    [
        (
            "replies.csv",
            f"{REPLIES_HEADER.decode()}r1,fine,builder,2026-01-01,letter,2026-01-15,,,,\n"
            f"r1,fine,builder,2026-01-01,letter,2026-01-15,2026-01-03,en,{WORDS},none\n",
            "replies/r1",
        ),
        (
            "corrections.csv",
            f"{CORRECTIONS_HEADER.decode()}c1,2026-01-01,,correction,accepted,2026-01-02,,,{WORDS},\n",
            "corrections/c1",
        ),
        (
            "assessments.csv",
            f"{ASSESSMENTS_HEADER.decode()}bridge,EN06,1,not_assessed,Aru,2026-01-03,,,{WORDS}\n",
            "projects/bridge/disclosure/#item-EN06",
        ),
    ],
    ids=["reply", "summary", "verdict"],
)
def test_a_published_text_takes_its_renderings_along_and_is_no_other_place(
    site: Store, sign_in: SignIn, tmp_path: Path, name: str, rows: str, what: str
) -> None:
    folder = tmp_path / "more"
    site.run("export", folder)
    with (folder / "entities.csv").open("a", encoding="utf-8") as entities:
        entities.write("fine,record,bridge\n")
    header = "lang,text,ru,kk,zh\n"
    (folder / name).write_text(rows, encoding="utf-8")
    (folder / "translations.csv").write_text(f"{header}en,{WORDS},Нет.,Жоқ.,不\n", encoding="utf-8")
    site.run("load", folder)
    with site.used():
        number = asked(sign_in(person("aru")), what)
        page = sign_in(person("dana")).get(f"/desk/blanking/{number}/").content.decode()
        assert "not found anywhere else" in page
        erasure.confirm(person("dana"), number)
        assert (verify_ledger(), verify_desk(), verify_derived()) == ([], [], [])
    assert WORDS.encode() not in kept_bytes(site)
    assert site.exported()["translations.csv"].decode() == header
    complaint = site.run("load", folder, expect=1).stderr
    assert "translations.csv:2" in complaint
    assert WORDS not in complaint


def test_neither_who_asked_nor_an_editor_can_confirm(site: Store, sign_in: SignIn) -> None:
    old = statement_of("other_name")
    publisher, editor = sign_in(person("dana")), sign_in(person("aru"))
    number = asked(publisher, old)
    for desk in (publisher, editor):
        assert 'name="confirm"' not in desk.get(f"/desk/blanking/{number}/").content.decode()
        answer = desk.post(f"/desk/blanking/{number}/", {"confirm": "1"})
        assert answer.status_code == 409
        assert "Another publisher has to confirm" in answer.content.decode()
    assert editor.post(f"/desk/blanking/{number}/", {"withdraw": "1"}).status_code == 409
    assert ledger.statement(old) is not None
    assert Client().get("/desk/blanking/").status_code == 302
    assert sign_in(person("erlan")).post(f"/desk/blanking/{number}/", {"withdraw": "1"}).status_code == 302
    assert ledger.statement(old) is not None
    assert sign_in(person("erlan")).post(f"/desk/blanking/{number}/", {"confirm": "1"}).status_code == 409


@pytest.mark.parametrize(
    ("what", "reason", "box", "sentence"),
    [
        ("", REASON, "what", "is no statement, reply, correction, verdict or proposal here"),
        ("https://example.org/", REASON, "what", "is no statement, reply, correction, verdict or proposal here"),
        ("s1" + "a" * 32, REASON, "what", "is no statement, reply, correction, verdict or proposal here"),
        ("replies/r9/", REASON, "what", "is no statement, reply, correction, verdict or proposal here"),
        ("/desk/corrections/9/", REASON, "what", "is no statement, reply, correction, verdict or proposal here"),
        ("COST", "", "reason", "Say why"),
        ("COST", "It is about 850214300123.", "reason", "identification number"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_box(
    site: Store, sign_in: SignIn, what: str, reason: str, box: str, sentence: str
) -> None:
    what = what.replace("COST", statement_of("cost"))
    answer = sign_in(person("aru")).post("/desk/blanking/", {"what": what, "reason": reason})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page.partition(f'id="{box}-mistake">')[2].partition("</p>")[0]
    assert f'value="{what}"' in page
    assert reason in page
    assert not BlankingRequest.objects.exists()


def test_what_was_taken_away_or_changed_meanwhile_is_not_taken_away_again(site: Store, sign_in: SignIn) -> None:
    old = statement_of("other_name")
    first, second = asked(sign_in(person("aru")), old), asked(sign_in(person("aru")), old)
    desk = sign_in(person("dana"))
    assert desk.post(f"/desk/blanking/{first}/", {"confirm": "1"}).status_code == 302
    assert "no statement" in desk.get(f"/desk/blanking/{second}/").content.decode()
    assert desk.post(f"/desk/blanking/{second}/", {"confirm": "1"}).status_code == 409
    assert desk.post(f"/desk/blanking/{first}/", {"confirm": "1"}).status_code == 409
    stone = statement_of(BLANKED)
    page = desk.post("/desk/blanking/", {"what": stone, "reason": REASON}).content.decode()
    assert "Nothing is left to take away" in page


def test_a_summary_goes_from_the_log_the_receipt_and_every_version_of_the_file(site: Store, sign_in: SignIn) -> None:
    receipt = inbox.propose(kind="correction", about="", text=f"by {SENDER}", link="", lang="en")
    decide({"en": f"{SENDER} told us.", "ru": f"Сообщила {SENDER}."})
    inbox.propose(kind="other", about="", text="another", link="", lang="en")
    decide({"en": "No."})
    assert SENDER in Client().get("/en/corrections/").content.decode()
    number = asked(sign_in(person("aru")), "/kk/corrections/#c1")
    erasure.confirm(person("dana"), number)
    for lang in LANGUAGES:
        pages = (
            Client().get(f"/{lang}/corrections/").content
            + Client().post(f"/{lang}/corrections/receipt/", {"receipt": receipt}).content
        )
        assert SENDER not in pages.decode()
    assert "Blanked on" in Client().get("/en/corrections/").content.decode()
    assert b"[blanked" not in Client().get("/en/corrections/").content
    assert b"[blanked" not in Client().post("/en/corrections/receipt/", {"receipt": receipt}).content
    assert (verify_ledger(), verify_desk(), verify_derived()) == ([], [], [])
    exported = site.exported()["corrections.csv"].decode()
    assert f",{mark(today())},{mark(today())},\n" in exported
    assert ",No.," in exported
    assert SENDER.encode() not in kept_bytes(site)


def test_a_reply_goes_from_the_pages_the_file_and_the_inbox_and_the_invitation_stays(
    site: Store, sign_in: SignIn
) -> None:
    about = statement_of("cost")
    _, code = invite(about, "builder", "letter", datetime.date(2999, 1, 1))
    log(person("dana"), "invited", "r1", of=code.row)
    inbox.answer("r1", code.signs, "en", f"We are not {SENDER}.\n\nNor is she.")
    log(person("dana"), "reply_published", "r1", of=publish_reply(Reply.objects.get().pk, "none"))
    assert SENDER in Client().get(f"/en/statements/{about}/").content.decode()
    number = asked(sign_in(person("aru")), "https://example.org/en/replies/r1/")
    assert SENDER in sign_in(person("dana")).get(f"/desk/blanking/{number}/").content.decode()
    erasure.confirm(person("dana"), number)
    for path in (f"statements/{about}/", "replies/r1/", "replies/"):
        page = Client().get(f"/kk/{path}").content.decode()
        assert SENDER not in page
        assert "[blanked" not in page
    assert "өшірілді" in Client().get("/kk/replies/r1/").content.decode()
    assert (verify_ledger(), verify_desk(), verify_derived()) == ([], [], [])
    assert f",en,{mark(today())},none" in site.exported()["replies.csv"].decode()
    assert SENDER.encode() not in kept_bytes(site)


def test_what_waits_in_the_inbox_can_be_taken_away_too(site: Store, sign_in: SignIn) -> None:
    link = "https://example.org/x"
    inbox.propose(kind="other", about="", text=f"by {SENDER}", link=link, lang="en", attachment_name="a.jpg")
    number = Proposal.objects.get().pk
    request = asked(sign_in(person("aru")), f"/desk/corrections/{number}/")
    erasure.confirm(person("dana"), request)
    proposal = Proposal.objects.get()
    assert (proposal.text, proposal.link, proposal.attachment_name, proposal.state) == ("", "", "", "spam")
    assert verify_desk() == []
    assert SENDER.encode() not in kept_bytes(site)


def test_while_others_read_the_file_is_written_anew_by_the_next_tidy(site: Store, sign_in: SignIn) -> None:
    old = statement_of("other_name")
    number = asked(sign_in(person("aru")), old)
    with contextlib.closing(sqlite3.connect(site.file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM ledger_statement").fetchone()
        erasure.confirm(person("dana"), number)
        assert not BlankingRequest.objects.get(pk=number).erased
        page = sign_in(person("dana")).get(f"/desk/blanking/{number}/").content.decode()
        assert "run aiqyn tidy" in page
    site.run("tidy")
    with site.used():
        assert BlankingRequest.objects.get(pk=number).erased
    assert f"p. 9{SECRET}".encode() not in kept_bytes(site)
    assert old.encode() not in kept_bytes(site)


def test_on_either_database_what_names_a_statement_goes_or_names_the_tombstone(store: Store, tmp_path: Path) -> None:
    register = write_small(tmp_path / "register")
    (register / "statements.csv").write_text(HEADER + "".join((*ROWS, PRIVATE[0])), encoding="utf-8")
    store.run("load", register)
    with store.used():
        people = [add_person(name, "publisher", PASSWORD, "en") for name in ("aru", "dana")]
        old = statement_of("other_name")
        inbox.propose(kind="other", about=f"statements/{old}/", text="Who is it?", link="", lang="en")
        verdict = f"bridge,EN06,1,disclosed,Aru,2026-01-03,{old},,\n"
        fields = {"project": "bridge", "item": "EN06", "row": verdict, "independent": False}
        Submission.objects.create(**fields, submitted_by=people[0], submitted_at="2026-01-03T00:00:00Z")
        request = erasure.ask(people[0], old, REASON)
        erasure.confirm(people[1], request.pk)
        request.refresh_from_db()
        stone = request.what.removeprefix("statements/").rstrip("/")
        assert (request.state, request.erased) == ("done", True)
        assert Proposal.objects.get().about == f"statements/{stone}/"
        assert Submission.objects.get().row == verdict.replace(old, stone)
        assert (verify_ledger(), verify_desk(), verify_derived()) == ([], [], [])
    copy = tmp_path / "copy.backup"
    store.run("backup", copy)
    assert SECRET.encode() not in gzip.decompress(copy.read_bytes())
    store.run("restore", copy, "--yes")
    assert "row 5 of ledger_statement: blanked on" in store.run("verify").stdout
