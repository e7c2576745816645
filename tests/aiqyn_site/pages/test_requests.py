"""The pages of requests, the drafts and the silence clock, on the real register and on days recorded later."""

from __future__ import annotations

import html
import re
from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import Settings

from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.due import day_of_receipt
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import Request
from aiqyn.dossier.record import InformationRequest
from aiqyn.words.derivation_text import last_day_text
from aiqyn_site.dossier import board, queries
from aiqyn_site.dossier.asking import NextRequest, next_request, open_items, setting_of
from aiqyn_site.dossier.silences import all_silences
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.wording import texts
from tests.aiqyn_site.later import Record

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en", "zh")
SHIELI = "shieli-request-2020"
INQUIRY = "programme-inquiry-2022"


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.TODAY = date(2026, 11, 22)


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    page = response.content.decode()
    match = re.search(r"<main.*?</main>", page, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", match[0] if match else page))


def request(identifier: str) -> InformationRequest:
    entry = queries.request(identifier)
    assert entry is not None
    return entry


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_names_both_requests_of_the_register(client: Client, lang: str) -> None:
    page = text_of(client, f"/{lang}/requests/")
    for key in (SHIELI, INQUIRY):
        assert ledger.names([key])[key].best(lang).text in page


def test_the_filters_narrow_the_list_and_may_find_nothing(client: Client) -> None:
    refused = text_of(client, "/en/requests/?outcome=refused")
    assert "Shieli cement plant, 2020" in refused
    assert "Public inquiry" not in refused.partition("How bodies answered")[0]
    assert "No request meets these filters." in text_of(client, "/en/requests/?body=nobody")


def test_a_refused_request_shows_its_ground_its_court_path_and_that_no_day_is_known(client: Client) -> None:
    page = text_of(client, f"/en/requests/{SHIELI}/")
    for text in (
        "commercial secret",
        "article 4(4)(d) of the Aarhus Convention",
        "not read in a source",
        "Nur-Sultan City Court",
        "No day is known from which it could be counted",
        "the source does not say who was asked",
        "refused, whether in time cannot be told",
    ):
        assert text in page
    assert client.get("/en/requests/no-such-request/").status_code == 404
    assert b"BEGIN:VEVENT" not in client.get(f"/en/requests/{SHIELI}/calendar.ics").content


LATER = {"entity": INQUIRY, "source": "ecinfo-52-en"}
BODY = "kz-mfa-investment-committee"


def known_days(record_later: Record, *more: dict[str, str]) -> None:
    """The inquiry of 2022 with days that are known, as somebody may record them later; its vague answer withdrawn."""
    vague = request(INQUIRY).all("request_event")[0]
    record_later(
        {**LATER, "property": "retraction", "value": vague.id},
        {**LATER, "property": "request_rule", "value": "kz.appc", "lang": "zxx"},
        {**LATER, "property": "request_event", "part": "received", "value": "2022-06-20"},
        *more,
    )


def clock_of(client: Client, settings: Settings, day: date) -> str:
    """What the clock of the inquiry of 2022 says on a day, in the list and on its page alike."""
    settings.TODAY = day
    clocks = []
    for path in (f"/en/requests/?body={BODY}", f"/en/requests/{INQUIRY}/"):
        page = client.get(path).content.decode()
        (clock,) = re.findall(r'<span class="clock .*?</p>', page)
        clocks.append(html.unescape(re.sub(r"<[^>]+>", "", clock)))
    assert clocks[0] == clocks[1]
    return clocks[0]


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        (date(2022, 7, 1), "the term is running · 11 days left"),
        (date(2022, 7, 12), "the term is running · the last day is today (UTC+05:00)"),
        (date(2022, 7, 13), "no answer, which by law counts as a refusal · 1 day since the last day"),
    ],
)
def test_the_clock_of_a_request_runs_to_the_last_day_of_the_law(
    client: Client, record_later: Record, settings: Settings, day: date, clock: str
) -> None:
    known_days(record_later)
    expected = derive_under(load_laws(), "kz.appc", Request(received=date(2022, 6, 20)))
    last = last_day_text(expected.due_min, expected.due_max, "en")
    assert clock_of(client, settings, day) == f"{clock} · last day: {last}"


@pytest.mark.parametrize(
    ("event", "clock"),
    [
        ({"part": "answered", "value": "2022-07-12"}, "answered in time · last day"),
        ({"part": "refused", "value": "2022-07-12"}, "refused in time · last day"),
        ({"part": "answered", "value": "2022-07-14"}, "answered after the last day · 2 days after the last day"),
        ({"part": "refused", "value": "2022-07-14"}, "refused after the last day · 2 days after the last day"),
    ],
)
def test_a_reply_is_held_against_the_last_day(
    client: Client, record_later: Record, settings: Settings, event: dict[str, str], clock: str
) -> None:
    known_days(record_later, {**LATER, "property": "request_event", **event})
    assert clock_of(client, settings, date(2022, 8, 1)).startswith(clock)


def test_an_overdue_request_is_counted_on_its_page_in_the_table_and_in_the_silence(
    client: Client, record_later: Record
) -> None:
    known_days(record_later)
    page = text_of(client, f"/en/requests/{INQUIRY}/")
    assert "working day 15" in page
    assert "12 July 2022" in page.replace("\u00a0", " ")
    calendar = client.get(f"/en/requests/{INQUIRY}/calendar.ics").content.decode()
    assert "DTSTART;VALUE=DATE:20220712" in calendar
    assert "DTSTART;VALUE=DATE:20221013" in calendar
    silent = [silence for silence in all_silences(date(2026, 11, 22)) if silence.reference == INQUIRY]
    assert [silence.bodies for silence in silent] == [(BODY,)]
    assert "answer to a request" in text_of(client, "/en/silence/?kind=request").casefold()
    own = text_of(client, f"/en/organisations/{BODY}/")
    assert "Requests to it and its answers" in own
    assert "What has not come from it in time" in own


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_silence_clock_says_what_was_not_found_and_never_that_it_was_hidden(client: Client, lang: str) -> None:
    page = text_of(client, f"/{lang}/silence/")
    known = all_silences(date(2026, 11, 22))
    assert known
    for silence in known:
        assert ledger.names(silence.about)[silence.about[0]].best(lang).text in page
    assert not re.search(r"\bhid|скрыва|жасыр|隐瞒", page)


def test_the_silence_clock_may_be_narrowed_to_one_company(client: Client) -> None:
    overdue = next(silence for silence in all_silences(date(2026, 11, 22)) if silence.bodies)
    page = text_of(client, f"/en/silence/?body={overdue.bodies[0]}")
    assert re.search(rf"{overdue.days:,} days", page)
    assert "Nothing is missing under these filters." in text_of(client, "/en/silence/?body=nobody")


@pytest.mark.parametrize("letter", LANGUAGES)
def test_a_letter_is_in_its_own_language_whoever_reads_the_page(client: Client, letter: str) -> None:
    for lang in LANGUAGES:
        page = client.get(f"/{lang}/requests/draft/?project=shieli-cement&item=EN04&in={letter}").content.decode()
        match = re.search(r'<article class="letter" lang="(\w\w)".*?</article>', page, re.DOTALL)
        assert match is not None
        assert match[1] == letter
        assert html.unescape(texts()[letter]["letter_title"]) in html.unescape(match[0])


def test_the_draft_names_body_project_item_law_and_the_days_of_the_core(client: Client) -> None:
    page = text_of(client, "/ru/requests/draft/?project=shieli-cement&item=EN04&in=ru")
    received = day_of_receipt(date(2026, 11, 22), ("KZ",))
    assert received == date(2026, 11, 23)
    due = derive_under(load_laws(), "kz.appc", Request(sent=received, received=received, registered=received))
    for text in (
        "Комитет экологического регулирования и контроля",
        "Цементный завод в Шиели",
        "отчёт о возможных воздействиях",
        "Административный процедурно-процессуальный кодекс Республики Казахстан, № 350-VI",
        "15 рабочих дней",
        last_day_text(due.due_min, due.due_max, "ru"),
        "Подпись",
        "в источнике не прочитано",
        "Анонимные обращения не рассматриваются",
        "Запрос экологических документов цементного завода в Шиели, 2020 год",
    ):
        assert text in page


def test_what_was_not_read_is_marked_outside_the_letter(client: Client) -> None:
    page = client.get("/ru/requests/draft/?project=shieli-cement&item=EN04&in=ru").content.decode()
    letter = page[page.index("<article") : page.index("</article>")]
    assert "в источнике" not in letter
    assert "в источнике не прочитано" in page[page.index("</article>") :]


def test_the_text_of_a_draft_is_the_letter_and_may_be_taken_away(client: Client) -> None:
    address = "project=shieli-cement&item=EN04&in=kk"
    response = client.get(f"/en/requests/draft.txt?{address}")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="request-shieli-cement-EN04-kk.txt"'
    text = response.content.decode()
    page = html.unescape(client.get(f"/en/requests/draft/?{address}").content.decode())
    lines = [line.removeprefix("– ") for line in text.splitlines() if line]
    assert len(lines) > 15
    assert all(line in page for line in lines)


def test_a_company_is_asked_without_a_law_in_english_and_chinese(client: Client) -> None:
    page = text_of(client, "/en/requests/draft/?project=shieli-cement&item=EN04&in=en&to=4")
    assert "I ask you to disclose it of your own accord" in page
    assert "No law sets a term for a company here" in page
    assert "Term for the answer" not in page


def to_ask(project: str) -> NextRequest:
    card = board.cards([project]).get(project)
    request = next_request(setting_of(project), card)
    assert request is not None
    return request


def test_every_project_has_a_next_request_even_one_with_nothing() -> None:
    for project in ledger.entities("project"):
        request = to_ask(project.id)
        assert request.addressee.body or request.addressee.role
        assert request.others


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_next_request_of_shieli_is_on_its_page(client: Client, lang: str) -> None:
    request = to_ask("shieli-cement")
    # Of the weightiest items the first that was looked for and not found: the report that was asked for and refused.
    assert request.missing == open_items(board.cards(["shieli-cement"])["shieli-cement"])[0]
    assert request.missing.item.id == "EN04"
    page = html.unescape(client.get(f"/{lang}/projects/shieli-cement/").content.decode())
    assert request.due is not None
    assert request.due.derivation is not None
    assert last_day_text(request.due.derivation.due_min, request.due.derivation.due_max, lang) in page
    drafts = re.findall(rf'href="(/{lang}/requests/draft/\?[^"#]*&in=[^"]*)"', page)
    assert [re.search("in=(..)", draft)[1] for draft in drafts] == ["kk", "ru"]  # type: ignore[index]
    for draft in drafts:
        assert client.get(draft).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("project=no-such-project", 404),
        ("project=sinohydro", 404),
        (f"project={quote('<script>')}", 404),
        ("project=shieli-cement&item=XX99", 200),
        ("project=shieli-cement&item=EN04&in=de&to=999", 200),
        ("project=shieli-cement&item=EN04&to=-1", 200),
    ],
)
def test_a_draft_asked_for_wrongly_is_explained(client: Client, query: str, status: int) -> None:
    page = text_of(client, f"/en/requests/draft/?{query}", status)
    if "XX99" in query:
        assert "There is no such item" in page
    if not query:
        assert "First choose a project" in page


def test_before_anything_was_due_nothing_is_missing(client: Client, settings: Settings) -> None:
    settings.TODAY = date(2000, 1, 1)
    assert "Nothing that was due or promised is missing" in text_of(client, "/en/silence/")
