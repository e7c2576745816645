"""The block of the home page on refusals, requests, hearings, silence and scores; what the method says of them."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from aiqyn.dossier.chain import load_chain
from aiqyn.words.digits import count_text, decimal_text
from aiqyn_site.clock import today
from aiqyn_site.dossier import board
from aiqyn_site.dossier.silences import all_silences
from aiqyn_site.inbox.actions import DAYS_OF_TEXT
from aiqyn_site.pages.right_to_know import counted_requests
from aiqyn_site.pages.wording import wording
from tests.aiqyn_site.dossier import records
from tests.aiqyn_site.later import Record
from tests.aiqyn_site.pages.conftest import LANGUAGES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.TODAY = date(2026, 11, 22)


def page_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def block(client: Client, lang: str) -> str:
    return page_of(client, f"/{lang}/").partition('id="rights"')[2].partition("</dl>")[0]


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_home_page_counts_refusals_requests_silence_and_scores(client: Client, lang: str) -> None:
    text, t, requests = words(block(client, lang)), wording(lang), counted_requests()
    assert (
        t("rights_refused_n", n=requests.documents) + t("comma") + t("rights_refused_in", n=requests.refusing) in text
    )
    assert t("requests_n", n=requests.total) in text
    assert t("rights_outcome_untold") + t("colon") + str(requests.outcomes[""]) in text
    assert t("rights_hearings_none") in text
    assert t("rights_silence_n", n=len(all_silences(today()))) in text
    average = board.board().average
    assert average.tally is not None
    assert decimal_text(average.tally.low, lang) in text
    assert t("n_projects", n=average.projects) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_leads_to_the_page_that_has_it_in_full(client: Client, lang: str) -> None:
    linked = re.findall(r'href="([^"]+)"', block(client, lang))
    for path in (
        "requests/?outcome=refused",
        "requests/",
        "hearings/",
        "silence/",
        "disclosure/",
        "disclosure/method/",
    ):
        assert f"/{lang}/{path}" in linked
    for href in linked:
        assert client.get(html.unescape(href)).status_code == 200


def test_what_is_recorded_later_is_counted(client: Client, record_later: Record, settings: Settings) -> None:
    before = counted_requests()
    records.make(record_later)
    settings.TODAY = date.fromisoformat(records.OPEN_DAY)
    after = counted_requests()
    assert (after.total, after.documents) == (before.total + 1, before.documents)
    assert after.outcomes["pending"] == 1
    assert wording("en")("rights_hearings_n", n=1) in words(block(client, "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_method_lists_the_law_of_every_step_and_which_was_not_read(client: Client, lang: str) -> None:
    text = page_of(client, f"/{lang}/method/")
    laws = text.partition('id="open"')[2].partition("</details>")[0]
    assert laws.count("<li>") == len(load_chain())
    assert laws.count('class="unread"') == sum(not rule.verified for rule in load_chain()) > 0
    for rule in load_chain():
        assert rule.laws[lang] in html.unescape(laws)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_method_tells_of_clocks_replies_and_senders(client: Client, lang: str) -> None:
    text, t = page_of(client, f"/{lang}/method/"), wording(lang)
    for key in ("disclosure/method/", "requests/calculator/", "silence/", "replies/", "corrections/", "safety/"):
        assert f'href="/{lang}/{key}"' in text
    method = html.unescape(text)
    assert t("method_clocks_text") in method
    assert t("correct_kept_no") in method
    assert t("correct_kept_until", days=count_text(DAYS_OF_TEXT, lang)) in method
