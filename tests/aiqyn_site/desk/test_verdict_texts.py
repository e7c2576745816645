"""What an assessor wrote is taken away by two people: from the card, the desk, the file and what was submitted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from aiqyn.exchange.assessments import ASSESSMENTS, HEADER
from aiqyn_site.accounts.actions import add_person
from aiqyn_site.accounts.log_audit import verify_desk
from aiqyn_site.accounts.models import BlankingRequest, LogEntry, Submission
from aiqyn_site.clock import today
from aiqyn_site.derived import verify_derived
from aiqyn_site.desk import erasure, publishing
from aiqyn_site.dossier import board
from aiqyn_site.ledger.actions import append_to_file
from aiqyn_site.ledger.verify import verify_ledger
from tests.aiqyn_site.desk.conftest import PASSWORD, SignIn
from tests.aiqyn_site.desk.test_blanking import LANGUAGES, REASON, asked, kept_bytes, person
from tests.aiqyn_site.ledger.test_blanking import without_salts
from tests.aiqyn_site.store import Store, write_small

SECRET = "Zhibekova"
ADDRESS = "projects/bridge/disclosure/#item-EN06"
VERDICTS = (
    f"bridge,EN06,1,not_found,Aru A.,2026-01-03,,portal of {SECRET} ; {SECRET} ; 2026-01-02,{SECRET} was asked\n",
    f"bridge,EN06,1,partial,Aru A.,2026-01-03,gazette@near {SECRET},,Half of it\n",
    "bridge,EN06,1,disclosed,Dana A.,2026-01-04,gazette@p. 2,,In every issue\n",
    f"bridge,EN07,1,not_found,Aru A.,2026-01-04,,portal ; bridge ; 2026-01-02,Not by {SECRET} either\n",
)


def write_assessed(folder: Path) -> Path:
    register = write_small(folder)
    (register / ASSESSMENTS).write_bytes(HEADER + "".join(VERDICTS).encode())
    return register


@pytest.fixture
def site(sqlite_store: Store, tmp_path: Path) -> Iterator[Store]:
    """A site of its own: three verdicts on one item and one on another, and the people of the desk."""
    sqlite_store.run("load", write_assessed(tmp_path / "register"))
    with sqlite_store.used():
        for name, role in (("aru", "editor"), ("beket", "editor"), ("dana", "publisher"), ("erlan", "publisher")):
            add_person(name, role, PASSWORD, "en", f"{name.capitalize()} A.")
        yield sqlite_store


def blanked(lines: str) -> BlankingRequest:
    """Take the texts of verdicts away, by the address with their lines."""
    request = erasure.ask(person("aru"), ADDRESS.replace("#", f"?line={lines}#"), REASON)
    erasure.confirm(person("dana"), request.pk)
    request.refresh_from_db()
    return request


def pages() -> str:
    """Everything that may tell of the verdicts, to readers, to programs and at the desk."""
    paths = [f"/{lang}/projects/bridge/disclosure/{on}" for lang in LANGUAGES for on in ("", "?on=2026-01-03")]
    paths += [f"/en/projects/bridge/disclosure/score.json{on}" for on in ("", "?on=2026-01-03")]
    paths += [f"/en/search/?q={SECRET.upper()}", f"/api/search?q={SECRET.upper()}", "/api/scores", "/en/changes/"]
    answers = {path: Client().get(path) for path in paths}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    return "\n".join(
        (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        for answer in answers.values()
    )


def test_two_people_take_what_an_assessor_wrote_away_and_the_score_stays(site: Store, sign_in: SignIn) -> None:
    first, second = sign_in(person("aru")), sign_in(person("dana"))
    before = board.cards(["bridge"])["bridge"]
    assert SECRET in pages()
    number = asked(first, "https://example.org/kk/projects/bridge/disclosure/?on=2026-01-04#item-EN07")
    page = second.get(f"/desk/blanking/{number}/").content.decode()
    assert f"Not by {SECRET} either" in page
    assert "no score changes" in page
    assert second.post(f"/desk/blanking/{number}/", {"confirm": "1"}).status_code == 302
    blanked("2,3")
    assert board.cards(["bridge"])["bridge"]._replace(digest="") == before._replace(digest="")
    assert (verify_ledger(), verify_derived(), verify_desk()) == ([], [], [])
    given = first.get("/desk/assess/bridge/EN06/").content.decode()
    assert SECRET not in pages() + given
    assert "[blanked" not in given
    assert "In every issue" in given
    exported = site.exported()[ASSESSMENTS].decode()
    assert VERDICTS[2] in exported
    assert SECRET.encode() not in kept_bytes(site)
    assert SECRET not in exported
    assert "of ledger_file: blanked on" in site.run("verify").stdout
    site.run("check", site.folder / "exported")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("kk", "баға өзгерген жоқ"), ("ru", "оценка прежняя"), ("en", "the score is the same"), ("zh", "评分不变")],
)
def test_the_card_says_what_was_taken_away_and_what_stays(site: Store, lang: str, words: str) -> None:
    erasure.confirm(person("dana"), erasure.ask(person("aru"), ADDRESS.replace("EN06", "EN07"), REASON).pk)
    page = Client().get(f"/{lang}/projects/bridge/disclosure/").content.decode()
    item = page.partition('id="item-EN07"')[2].partition("</details>")[0]
    assert words in item
    assert "Aru A." in item
    assert "[blanked" not in page


def test_of_several_verdicts_at_an_address_it_is_asked_which(site: Store, sign_in: SignIn) -> None:
    desk = sign_in(person("aru"))
    answer = desk.post("/desk/blanking/", {"what": f"/ru/{ADDRESS}", "reason": REASON})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "3 verdicts stand at this address" in page.partition('id="line-mistake">')[2].partition("</p>")[0]
    assert [f'name="line" value="{line}"' in page for line in range(1, 6)] == [False, True, True, True, False]
    assert not BlankingRequest.objects.exists()
    wrong = desk.post("/desk/blanking/", {"what": f"/ru/{ADDRESS}", "reason": REASON, "line": ["5", "x", "0"]})
    assert wrong.status_code == 422
    assert desk.post("/desk/blanking/", {"what": ADDRESS, "reason": REASON, "line": ["3", "2"]}).status_code == 302
    request = BlankingRequest.objects.get()
    assert request.what == "projects/bridge/disclosure/?line=2,3#item-EN06"
    shown = sign_in(person("dana")).get(f"/desk/blanking/{request.pk}/").content.decode()
    assert [text in shown for text in ("was asked", "Half of it", "In every issue")] == [True, True, False]
    assert Client().get(f"/en/{request.what.partition('#')[0]}").status_code == 200
    erasure.confirm(person("dana"), request.pk)
    assert (
        "Nothing is left to take away"
        in desk.post("/desk/blanking/", {"what": request.what, "reason": REASON}).content.decode()
    )
    assert desk.post("/desk/blanking/", {"what": ADDRESS, "reason": REASON}).status_code == 302, "one is left"


@pytest.mark.parametrize("item", ["#item-EN05", "#item-ZZ99", "", "#items"])
def test_where_no_verdict_stands_it_is_said(site: Store, sign_in: SignIn, item: str) -> None:
    sent = {"what": f"/en/projects/bridge/disclosure/{item}", "reason": REASON}
    answer = sign_in(person("aru")).post("/desk/blanking/", sent)
    assert answer.status_code == 422
    assert "is no statement, reply, correction, verdict or proposal here" in answer.content.decode()


def test_what_was_submitted_loses_its_words_too(site: Store, sign_in: SignIn) -> None:
    """Published ones by the row in the file; one that waits goes back, and why one was sent back goes with it."""
    rows = {"published": VERDICTS[0], "waiting": VERDICTS[3], "returned": VERDICTS[1]}
    for state, row in rows.items():
        project, item, *_ = row.split(",")
        Submission.objects.create(
            project=project,
            item=item,
            row=row,
            independent=False,
            state=state,
            submitted_by=person("beket"),
            submitted_at="2026-01-03T00:00:00Z",
            reason=f"Who is {SECRET}?" if state == "returned" else "",
        )
    published, waiting, returned = Submission.objects.order_by("pk")
    for submission in (published, waiting, returned):
        number = asked(sign_in(person("dana")), f"/desk/proposals/{submission.pk}/")
        erasure.confirm(person("erlan"), number)
    assert BlankingRequest.objects.order_by("pk")[0].what == "projects/bridge/disclosure/?line=2#item-EN06"
    assert published.row != Submission.objects.get(pk=published.pk).row
    exported = site.exported()[ASSESSMENTS].decode()
    assert Submission.objects.get(pk=published.pk).row in exported
    assert (VERDICTS[1] in exported, VERDICTS[3] in exported) == (True, True), "what was published stays as it is"
    for submission in Submission.objects.all():
        assert SECRET not in submission.row + submission.reason
        assert publishing.assessment_of(submission).blanked_on == today()
        page = sign_in(person("beket")).get(f"/desk/proposals/{submission.pk}/").content.decode()
        assert "Blanked on" in page
        assert "[blanked" not in page
    assert list(Submission.objects.order_by("pk").values_list("state", flat=True)) == [
        *("published", "returned", "returned")
    ]
    logged = LogEntry.objects.filter(action="verdict_blanked").order_by("number").values_list("about", "row")
    assert list(logged) == [
        ("bridge EN06", f"accounts_proposal {published.pk}"),
        ("bridge EN07", f"accounts_proposal {waiting.pk}"),
        ("bridge EN06", f"accounts_proposal {returned.pk}"),
    ]


def test_an_editor_is_not_shown_another_editors_verdict_by_asking_for_it(site: Store, sign_in: SignIn) -> None:
    submission = Submission.objects.create(
        project="bridge",
        item="EN06",
        row=VERDICTS[0],
        independent=True,
        submitted_by=person("beket"),
        submitted_at="2026-01-03T00:00:00Z",
    )
    what = {"what": f"/desk/proposals/{submission.pk}/", "reason": REASON}
    assert sign_in(person("aru")).post("/desk/blanking/", what).status_code == 422
    number = asked(sign_in(person("beket")), what["what"])
    assert SECRET in sign_in(person("beket")).get(f"/desk/blanking/{number}/").content.decode()
    assert SECRET not in sign_in(person("aru")).get(f"/desk/blanking/{number}/").content.decode()


def test_what_can_be_guessed_from_an_old_chain_is_told(sqlite_store: Store, tmp_path: Path) -> None:
    """Of the row recorded before there were salts; not of one that was added since."""
    sqlite_store.run("load", write_assessed(tmp_path / "register"))
    without_salts(sqlite_store)
    with sqlite_store.used():
        editor = add_person("aru", "editor", PASSWORD, "en", "Aru A.")
        later = VERDICTS[3].replace("EN07", "EN05").encode()
        append_to_file(ASSESSMENTS, later, lambda content: None)
        for item, unsalted in (("EN07", True), ("EN05", False)):
            target = erasure.target_of(ADDRESS.replace("EN06", item))
            assert erasure.outline(target, editor).unsalted is unsalted


def test_on_either_database_a_verdict_and_what_was_submitted_are_blanked_alike(store: Store, tmp_path: Path) -> None:
    store.run("load", write_assessed(tmp_path / "register"))
    with store.used():
        for name in ("aru", "dana"):
            add_person(name, "publisher", PASSWORD, "en", f"{name.capitalize()} A.")
        asking, confirming = person("aru"), person("dana")
        fields = {"project": "bridge", "item": "EN06", "row": VERDICTS[0], "independent": False, "state": "published"}
        Submission.objects.create(**fields, submitted_by=asking, submitted_at="2026-01-03T00:00:00Z")
        request = erasure.ask(asking, ADDRESS.replace("#", "?line=2#"), REASON)
        erasure.confirm(confirming, request.pk)
        request.refresh_from_db()
        assert (request.state, request.erased) == ("done", True)
        assert (verify_ledger(), verify_derived(), verify_desk()) == ([], [], [])
        row = Submission.objects.get().row
    assert SECRET not in row
    assert row in store.exported()[ASSESSMENTS].decode()
    store.run("load", store.folder / "exported")
    assert "of ledger_file: blanked on" in store.run("verify").stdout
