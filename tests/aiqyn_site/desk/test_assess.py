"""From a form to a row of the register: what an editor may send, who may publish it, and what readers then see."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from aiqyn.disclosure import load_checklist
from aiqyn.exchange.assessments import read_assessments
from aiqyn_site.accounts.models import LogEntry, Person, Submission
from aiqyn_site.derived import verify_derived
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.verify import verify_ledger
from tests.aiqyn_site.desk.conftest import SignIn, account

PROJECT, ITEM = "zhanatas-wind", "EN06"
FORM = f"/desk/assess/{PROJECT}/{ITEM}/"
CARD = f"/en/projects/{PROJECT}/disclosure/"
TODAY = date(2026, 11, 22)
SOURCE = "ecinfo-52-en"
SEARCH = {"place-0": "hearings.ndbecology.gov.kz", "query-0": "Zhanatas", "day-0": "2026-11-20"}


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.TODAY = TODAY


def sent(client: Client, path: str = FORM, **boxes: str) -> Any:
    return client.post(path, {"submit": "1", **{key.replace("_", "-"): value for key, value in boxes.items()}})


def not_found(client: Client, path: str = FORM, note: str = "", **more: str) -> Submission:
    """Send the verdict that nothing was found, with one search."""
    answer = client.post(path, {"verdict": "not_found", "note": note, "submit": "1", **SEARCH, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Submission.objects.latest("pk")


def decide(client: Client, submission: Submission, **boxes: str) -> Any:
    return client.post(f"/desk/proposals/{submission.pk}/", boxes)


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def rows() -> list[Any]:
    return read_assessments(ledger.file("assessments.csv") or b"")


def test_a_verdict_goes_from_editor_to_publisher_to_the_public_page(
    editor: Person, publisher: Person, sign_in: SignIn, client: Client
) -> None:
    before = len(rows())
    submission = not_found(sign_in(editor), note="Looked twice.")
    assert "Looked twice." not in text(client, CARD)
    reader = sign_in(publisher)
    assert "1 verdict to publish" in text(reader, "/desk/")
    assert "Looked twice." in text(reader, f"/desk/proposals/{submission.pk}/")
    assert decide(reader, submission, publish="1").status_code == 302
    page = text(client, CARD)

    assert "Looked twice." in page
    assert "hearings.ndbecology.gov.kz" in page
    assert "Editor one" in page
    assert (len(rows()), rows()[-1].assessment.assessor, rows()[-1].assessment.day) == (before + 1, "Editor one", TODAY)
    assert (verify_ledger(), verify_derived()) == ([], [])
    assert list(LogEntry.objects.order_by("number").values_list("action", flat=True))[2:] == [
        "signed_in",
        "submitted",
        "signed_in",
        "published",
    ]


@pytest.mark.parametrize(
    ("boxes", "complaint"),
    [
        ({}, "Choose a verdict."),
        ({"verdict": "splendid"}, "Choose a verdict."),
        ({"verdict": "not_found"}, "Log each place searched"),
        ({"verdict": "not_found", "place_0": "portal", "day-0": "2026-11-20"}, "Say where and for what"),
        ({"verdict": "not_found", **SEARCH, "day-0": "20.11.2026"}, "Write year-month-day"),
        ({"verdict": "not_found", **SEARCH, "day-0": "2026-W47-5"}, "Write year-month-day"),
        ({"verdict": "not_found", **SEARCH, "day-0": "2026-11-23"}, "is later than the verdict"),
        ({"verdict": "not_found", **SEARCH, "query-0": "a ; b"}, "Write commas instead"),
        ({"verdict": "disclosed"}, "Name the statement or source"),
        ({"verdict": "disclosed", "evidence_0": "no-such-source", "locator_0": "p. 1"}, "no statement or source"),
        ({"verdict": "disclosed", "evidence_0": "s1" + "a" * 32}, "No statement with this id"),
        ({"verdict": "disclosed", "evidence_0": SOURCE}, "Say where in the source"),
        ({"verdict": "partial", "evidence_0": SOURCE, "locator_0": "p. 1 | p. 2"}, "Write commas instead"),
        ({"verdict": "not_applicable"}, "Say in the note why"),
        ({"verdict": "not_yet_due", "note": "  "}, "Say in the note why"),
        ({"verdict": "not_applicable", "note": "a\u202eb"}, "a mark that reverses the writing"),
        ({"verdict": "not_applicable", "note": "x" * 11_000}, "Shorten it."),
    ],
)
def test_what_the_rules_refuse_is_said_beside_its_box_and_nothing_is_sent(
    editor: Person, sign_in: SignIn, boxes: dict[str, str], complaint: str
) -> None:
    answer = sent(sign_in(editor), **boxes)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert complaint in page
    assert not Submission.objects.exists()
    for value in boxes.values():
        assert value.strip() in page or value == "splendid"


@pytest.mark.parametrize("given", ["{}", "http://localhost/ru/statements/{}/", "/kk/statements/{}/#top"])
def test_evidence_may_be_pasted_as_an_address(editor: Person, sign_in: SignIn, given: str) -> None:
    statement = ledger.statements_about(PROJECT)[0]
    answer = sent(sign_in(editor), verdict="disclosed", evidence_0=given.format(statement.id))

    assert answer.status_code == 302
    assert f",{statement.id},," in Submission.objects.get().row


def test_more_lines_keep_what_was_written(editor: Person, sign_in: SignIn) -> None:
    client = sign_in(editor)
    page = client.post(FORM, {"more-searches": "1", "verdict": "not_found", "note": "half a note", **SEARCH})
    form = page.content.decode()

    assert page.status_code == 200
    assert len(re.findall(r'name="place-\d+"', form)) == 5
    assert 'value="hearings.ndbecology.gov.kz"' in form
    assert "half a note" in form


def test_an_editor_cannot_publish(editor: Person, publisher: Person, sign_in: SignIn) -> None:
    client = sign_in(editor)
    submission = not_found(client)
    before = rows()

    assert 'name="publish"' not in text(client, f"/desk/proposals/{submission.pk}/")
    assert decide(client, submission, publish="1").status_code == 403
    assert decide(client, submission, reason="no").status_code == 403
    assert rows() == before


def test_an_editor_sees_no_verdict_of_another_editor_on_its_way(editor: Person, sign_in: SignIn) -> None:
    submission = not_found(sign_in(editor), note="secret note")
    other = sign_in(account("bek", "editor", "Editor two"))

    assert "secret note" not in text(other, "/desk/proposals/")
    assert other.get(f"/desk/proposals/{submission.pk}/").status_code == 404


def test_two_people_look_at_each_verdict_where_there_are_two_publishers(publisher: Person, sign_in: SignIn) -> None:
    account("erlan", "publisher", "Publisher two")
    client = sign_in(publisher)
    submission = not_found(client)
    refused = decide(client, submission, publish="1")

    assert refused.status_code == 403
    assert "Two people look at each verdict" in refused.content.decode()
    assert Submission.objects.get().state == "waiting"


def test_the_only_publisher_may_publish_their_own(publisher: Person, sign_in: SignIn) -> None:
    client = sign_in(publisher)
    submission = not_found(client)

    assert decide(client, submission, publish="1").status_code == 302
    assert Submission.objects.get().state == "published"


def test_a_verdict_is_published_once(editor: Person, publisher: Person, sign_in: SignIn) -> None:
    submission = not_found(sign_in(editor))
    client = sign_in(publisher)
    decide(client, submission, publish="1")
    before = rows()

    assert decide(client, submission, publish="1").status_code == 409
    assert decide(client, submission, reason="too late").status_code == 409
    assert rows() == before


def test_a_verdict_is_sent_back_with_the_reason(editor: Person, publisher: Person, sign_in: SignIn) -> None:
    mine, client = sign_in(editor), sign_in(publisher)
    submission = not_found(mine)

    assert decide(client, submission).status_code == 422
    assert decide(client, submission, reason="x" * 1_001).status_code == 422
    assert decide(client, submission, reason="\u200b").status_code == 422
    assert decide(client, submission, reason="...").status_code == 422
    assert decide(client, submission, reason="Search the akimat too.").status_code == 302
    assert "1 verdict was sent back to you" in text(mine, "/desk/")
    assert "Search the akimat too." in text(mine, "/desk/proposals/")


def test_the_same_verdict_twice_is_refused_at_publication(editor: Person, publisher: Person, sign_in: SignIn) -> None:
    mine, client = sign_in(editor), sign_in(publisher)
    first, second = not_found(mine), not_found(mine)
    decide(client, first, publish="1")
    answer = decide(client, second, publish="1")

    assert answer.status_code == 409
    assert "The same verdict stands on line" in answer.content.decode()
    assert Submission.objects.get(pk=second.pk).state == "waiting"
    assert (verify_ledger(), verify_derived()) == ([], [])


def test_a_second_assessor_sees_nothing_of_the_first_and_both_are_kept(
    editor: Person, publisher: Person, sign_in: SignIn
) -> None:
    decide(sign_in(publisher), not_found(sign_in(editor), note="What the first says."), publish="1")
    second = sign_in(account("bek", "editor", "Editor two"))
    hidden = [text(second, f"{path}?independent=1") for path in (f"/desk/assess/{PROJECT}/", FORM)]
    shown = [text(second, path) for path in (f"/desk/assess/{PROJECT}/", FORM)]

    assert all("Editor one" in page for page in shown)
    assert not any("Editor one" in page or "What the first says." in page for page in hidden)
    assert 'class="verdict' not in re.sub(r"(?s)<form.*?</form>", "", hidden[1])
    assert f"{FORM}?independent=1" in hidden[0]
    submission = not_found(second, independent="1")
    assert submission.independent
    decide(sign_in(publisher), submission, publish="1")
    assert [row.assessment.assessor for row in rows()[-2:]] == ["Editor one", "Editor two"]


def test_the_first_assessor_cannot_be_the_second(editor: Person, publisher: Person, sign_in: SignIn) -> None:
    mine = sign_in(editor)
    decide(sign_in(publisher), not_found(mine), publish="1")
    answer = mine.post(FORM, {"verdict": "not_found", "independent": "1", "submit": "1", **SEARCH})

    assert answer.status_code == 422
    assert "not an independent second one" in answer.content.decode()


@pytest.mark.parametrize("lang", ["kk", "ru", "en", "zh"])
def test_a_script_in_a_note_is_shown_as_text_everywhere(
    editor: Person, publisher: Person, sign_in: SignIn, client: Client, lang: str
) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    mine, reader = sign_in(editor), sign_in(publisher)
    reader.post("/desk/language/", {"language": lang})
    boxes = {"place-0": script, "query-0": '"><b>bold', "day-0": "2026-11-20"}
    mine.post(FORM, {"verdict": "not_found", "note": script, "submit": "1", **boxes})
    submission = Submission.objects.get()
    desk = [text(reader, path) for path in (f"/desk/proposals/{submission.pk}/", "/desk/proposals/", "/desk/log/")]
    decide(reader, submission, publish="1")
    pages = [*desk, text(reader, FORM), text(client, CARD.replace("/en/", f"/{lang}/"))]

    assert not any("<script>alert" in page or "<img src=x" in page or '"><b>bold' in page for page in pages)
    assert "&lt;script&gt;" in pages[0]


def test_every_item_of_the_checklist_has_its_form(editor: Person, sign_in: SignIn) -> None:
    client = sign_in(editor)
    items = load_checklist().items
    page = text(client, f"/desk/assess/{PROJECT}/")

    assert [item for item in items if f"/desk/assess/{PROJECT}/{item}/" not in page] == []
    assert [item for item in items if client.get(f"/desk/assess/{PROJECT}/{item}/").status_code != 200] == []


@pytest.mark.parametrize("path", ["/desk/assess/no-such/", f"/desk/assess/{PROJECT}/ZZ99/", "/desk/proposals/99/"])
def test_what_is_not_there_is_said(editor: Person, sign_in: SignIn, path: str) -> None:
    assert sign_in(editor).get(path).status_code == 404


def test_a_project_is_found_by_name(editor: Person, sign_in: SignIn) -> None:
    page = text(sign_in(editor), "/desk/assess/?q=Жанатас")

    assert PROJECT in page
    assert "shieli-cement" not in page
