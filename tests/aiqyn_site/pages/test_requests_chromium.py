"""The forms and drafts in a real browser: in four languages, with scripts and without, on a phone and on paper."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from aiqyn_site.pages.wording import texts
from tests.aiqyn_site import axe
from tests.aiqyn_site.pages.conftest import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.chromium]
#: The words of the result for a request received on 20 June 2022, unanswered on 20 July.
DUE = {
    "kk": "2022 ж. 12 шілде, сс",
    "ru": "12 июля 2022 г., вт",
    "en": "12 July 2022, Tue",
    "zh": "2022年7月12日（周二）",
}


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.TODAY = date(2026, 11, 22)


@pytest.fixture(params=["with scripts", "without"])
def any_site(browser: Browser, request: pytest.FixtureRequest) -> Page:
    """A browser page with scripts, then one without. The browser begins before the test's transaction does."""
    page: Page = request.getfixturevalue("site" if request.param == "with scripts" else "plain_site")
    return page


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_calculator_counts_adds_a_row_and_keeps_what_was_entered(any_site: Page, lang: str) -> None:
    any_site.goto(f"http://localhost/{lang}/requests/calculator/")
    any_site.locator("#rule").select_option("kz.appc")
    any_site.locator("#received").fill("2022-06-20")
    any_site.locator("#on").fill("2022-07-20")
    any_site.locator("form.asked button").click()
    assert plain(any_site.locator("p.due").inner_text()) == DUE[lang]
    assert texts()[lang]["clock_deemed_refused"] in any_site.locator("main").inner_text()
    assert any_site.locator("#received").input_value() == "2022-06-20"
    rows = any_site.locator("fieldset.row")
    assert rows.count() == 2
    for number, day in ((1, "2022-06-25"), (2, "2022-06-27")):
        any_site.locator(f"#event{number}").select_option("redirected")
        any_site.locator(f"#day{number}").fill(day)
    any_site.locator("form.asked button").click()
    assert rows.count() == 3
    assert any_site.locator("#event2").input_value() == "redirected"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mistake_stands_at_its_field_and_the_list_of_mistakes_leads_there(any_site: Page, lang: str) -> None:
    any_site.goto(f"http://localhost/{lang}/requests/calculator/?rule=kz.appc&received=2023-02-29")
    field = any_site.locator("#received")
    assert field.get_attribute("aria-invalid") == "true"
    # Shown as it was written, so that it can be corrected.
    assert field.input_value() == "2023-02-29"
    mistake = any_site.locator("#received-mistake")
    assert "2023" in mistake.inner_text()
    assert field.get_attribute("aria-describedby") == mistake.get_attribute("id")
    any_site.locator("[role=alert] a").click()
    expect(field).to_be_focused()
    field.fill("2023-02-28")
    any_site.locator("form.asked button").click()
    assert any_site.locator("p.due").is_visible()
    assert any_site.locator(".mistake").count() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_a_project_to_the_letter_and_back_in_another_language(any_site: Page, lang: str) -> None:
    any_site.goto(f"http://localhost/{lang}/projects/shieli-cement/")
    any_site.locator("#ask ~ ul a").first.click()
    letter = any_site.locator("article.letter")
    assert letter.get_attribute("lang") == "kk"
    assert texts()["kk"]["letter_title"] in letter.inner_text()
    any_site.locator("ul.sorts a").first.click()
    assert letter.get_attribute("lang") == "ru"
    assert texts()["ru"]["letter_title"] in letter.inner_text()
    assert any_site.locator("html").get_attribute("lang") == lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_filters_of_requests_and_of_silence_work(any_site: Page, lang: str) -> None:
    for path in ("requests/", "silence/"):
        any_site.goto(f"http://localhost/{lang}/{path}")
        before = any_site.locator("main").inner_text()
        any_site.locator(".filters summary").first.click()
        any_site.locator(".filters details[open] a").first.click()
        assert any_site.url.partition("?")[2].startswith("body=")
        assert any_site.locator("main").inner_text() != before
        assert any_site.locator(".filters [aria-current]").count() == 1


def test_axe_finds_no_violation_in_a_form_full_of_mistakes(site: Page) -> None:
    site.set_viewport_size({"width": 360, "height": 800})
    query = "rule=kz.appc+kz.ati&received=x&sent=2023-02-29&on=soon&event1=court&day1=y&days1=400&event2=flood"
    site.goto(f"http://localhost/ru/requests/calculator/?{query}")
    assert axe.faults(site) == []


def test_on_paper_there_is_only_the_letter(site: Page) -> None:
    site.goto("http://localhost/kk/requests/draft/?project=shieli-cement&item=EN04&in=ru")
    site.emulate_media(media="print")
    assert site.locator("article.letter").is_visible()
    seen = site.evaluate("document.body.innerText")
    assert seen.strip().startswith("Кому")
    assert seen.strip().endswith("_")


def test_a_letter_is_printed_on_one_or_two_sheets(site: Page) -> None:
    site.goto("http://localhost/kk/requests/draft/?project=shieli-cement&item=EN04&in=ru")
    assert 1 <= site.pdf(format="A4").count(b"/Type /Page\n") <= 2
