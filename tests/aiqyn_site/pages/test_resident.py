"""What a resident must find from the page of a project alone, in each of the four languages.

For a plant whose documents were refused: what was asked for, who refused and why, the path through the courts, what
is missing, the score with each item explained, and a letter for the next document with its due dates. And the same for
a project of which the register has nothing.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from aiqyn.deadlines.due import day_of_receipt
from aiqyn.disclosure import load_checklist
from aiqyn.dossier.chain import load_chain
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn_site.clock import today
from aiqyn_site.pages.wording import wording
from tests.aiqyn_site.pages.conftest import LANGUAGES

pytestmark = pytest.mark.django_db
every_language = pytest.mark.parametrize("lang", LANGUAGES)
SHIELI, BARE = "projects/shieli-cement/", "projects/abai-bakhty-park/"
LETTERS = ("kk", "ru")


def markup(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    text = response.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def words(text: str) -> str:
    """The words of a piece of a page, as a reader sees them."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", text))).replace("\u00a0", " ")


def links(text: str, to: str) -> list[str]:
    """The addresses on a page that contain a text, each once."""
    return list(
        dict.fromkeys(address for address in map(unescape, re.findall(r'href="([^"]+)"', text)) if to in address)
    )


def section(text: str, start: str, end: str) -> str:
    return text.partition(f'id="{start}"')[2].partition(f'id="{end}"')[0]


def day_in(lang: str, day: date) -> str:
    return date_text(day.isoformat(), lang).replace("\u00a0", " ")


@every_language
def test_what_was_asked_for_and_that_two_ministries_refused_it_as_a_commercial_secret(
    client: Client, lang: str
) -> None:
    page = markup(client, f"/{lang}/{SHIELI}")
    text = words(section(page, "documents", "disclosure"))
    secret = {"en": "commercial secret", "ru": "коммерческая тайна", "kk": "коммерциялық құпия", "zh": "商业秘密"}[lang]
    ministries = {"en": "both ministries", "ru": "оба министерства", "kk": "екі министрлік", "zh": "两部"}[lang]
    assert secret in text
    assert ministries[:6] in text
    (request,) = [link for link in links(page, "/requests/shieli-request-2020/") if "#" not in link]
    asked, codes = words(markup(client, request)), load_vocabulary().codes["document_type"]
    for key in ("eia_report", "see_conclusion", "hearing_protocol"):
        assert codes[key].label(lang) in asked
    assert secret in asked
    assert "2020" in asked


@every_language
def test_the_path_through_the_courts_is_told_with_its_outcomes(client: Client, lang: str) -> None:
    records = section(markup(client, f"/{lang}/{SHIELI}"), "records", "requests")
    outcomes = {
        "en": ("claim dismissed", "decision upheld", "claim upheld"),
        "ru": ("в иске отказано", "решение оставлено в силе", "иск удовлетворён"),
        "kk": ("талап қоюдан бас тартылды", "шешім күшінде қалдырылды", "талап қою қанағаттандырылды"),
        "zh": ("驳回诉讼请求", "维持原判", "支持诉讼请求"),
    }[lang]
    places = [words(records).find(outcome) for outcome in outcomes]
    assert -1 not in places
    assert places == sorted(places)


@every_language
def test_what_is_missing_is_told_step_by_step(client: Client, lang: str) -> None:
    text = words(section(markup(client, f"/{lang}/{SHIELI}"), "documents", "records"))
    for rule in load_chain():
        assert rule.label(lang)[1:] in text
    t = wording(lang)
    assert text.count(t("env_state_not_found")) >= 10
    assert text.count(t("env_state_refused")) >= 3


@every_language
def test_the_score_is_one_step_away_with_each_item_explained(client: Client, lang: str) -> None:
    page = markup(client, f"/{lang}/{SHIELI}")
    card = markup(client, links(page, f"/{lang}/{SHIELI}disclosure/")[0])
    for item in load_checklist().items.values():
        assert f'id="item-{item.id}"' in card
        assert item.labels[lang] in words(card)
    assert load_checklist().method.disclaimer[lang] in words(card)


@every_language
@pytest.mark.parametrize("project", [SHIELI, BARE])
@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_for_the_next_missing_document_is_ready_with_its_due_dates(
    client: Client, lang: str, project: str, letter: str
) -> None:
    page = markup(client, f"/{lang}/{project}")
    ask = section(page, "ask", "known")
    (address,) = [asked for asked in links(ask, "/requests/draft/") if f"in={letter}" in asked]
    item = re.search(r"item=([A-Z]{2}\d\d)", address)
    assert item
    assert item[1] in {asked for rule in load_chain() for asked in rule.items}
    body = words(section(markup(client, address), "letter", "items"))
    assert load_checklist().items[item[1]].labels[letter][1:] in body
    received = day_of_receipt(today(), ("KZ",))
    assert day_in(letter, received) in body
    # Fifteen working days are three weeks at least, and with the days off of December not five.
    assert any(day_in(letter, received + timedelta(days=n)) in body for n in range(15, 36))


def test_the_letter_for_the_cement_plant_asks_again_for_the_report_that_was_refused(client: Client) -> None:
    ask = section(markup(client, f"/en/{SHIELI}"), "ask", "known")
    assert "item=EN04" in unescape(ask)
    draft = words(markup(client, "/en/requests/draft/?project=shieli-cement&item=EN04&in=ru"))
    assert "2020" in draft  # that it was asked for and refused


def test_due_dates_are_counted_from_a_working_day() -> None:
    assert day_of_receipt(date(2026, 11, 22), ("KZ",)) == date(2026, 11, 23)
