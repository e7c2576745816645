"""Suggestions while typing, in a real browser: by keyboard, by mouse, and not at all without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.aiqyn_site import axe

pytestmark = [pytest.mark.django_db, pytest.mark.chromium]


def type_into(site: Page, text: str, lang: str = "ru", box: str = "#find") -> None:
    site.goto(f"http://localhost/{lang}/method/" if box == "#find" else f"http://localhost/{lang}/search/")
    site.locator(box).press_sequentially(text)
    site.locator(f"{box}-suggestions li").first.wait_for()


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ru", "Жанат", "Жанатасская ВЭС"),
        ("kk", "Жаңат", "Жаңатас жел электр станциясы"),
        ("en", "zhanat", "Zhanatas wind farm 100 MW"),
        ("zh", "札纳", "札纳塔斯风电项目"),
    ],
)
def test_names_are_suggested_in_each_language(site: Page, lang: str, text: str, expected: str) -> None:
    type_into(site, text, lang)
    expect(site.locator("#find-suggestions li").first).to_contain_text(expected)
    expect(site.locator("#find")).to_have_attribute("aria-expanded", "true")


def test_the_keyboard_moves_chooses_and_closes(site: Page) -> None:
    type_into(site, "Жан")
    box, first = site.locator("#find"), site.locator("#find-suggestions li").first
    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "find-suggestions-0")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Escape")
    expect(site.locator("#find-suggestions")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("Жан")
    box.press("ArrowDown")
    box.press("Enter")
    site.wait_for_url("**/ru/projects/zhanatas-wind/")


def test_enter_without_a_choice_searches(site: Page) -> None:
    type_into(site, "Жан")
    site.locator("#find").press("Enter")
    site.wait_for_url("**/ru/search/?q=**")


def test_a_click_leads_to_the_page(site: Page) -> None:
    type_into(site, "Жанат", box="#q")
    site.locator("#q-suggestions li").first.click()
    site.wait_for_url("**/ru/projects/zhanatas-wind/")


def test_leaving_the_box_closes_the_list(site: Page) -> None:
    type_into(site, "Жанат")
    site.locator("h1").click()
    expect(site.locator("#find-suggestions")).to_be_hidden()


def test_axe_finds_no_violation_with_the_list_open(site: Page) -> None:
    type_into(site, "zhan", "en")
    site.locator("#find").press("ArrowDown")
    assert axe.faults(site) == []


def test_quick_typing_asks_seldom_and_the_last_answer_counts(site: Page) -> None:
    requests: list[str] = []

    def note(route: Route) -> None:
        requests.append(route.request.url)
        route.fallback()

    site.route("**/api/suggest**", note)
    type_into(site, "zhanatas wind", "en")
    expect(site.locator("#find-suggestions li").first).to_contain_text("Zhanatas wind farm")
    assert 0 < len(requests) < len("zhanatas wind")


def test_a_server_that_does_not_answer_leaves_a_plain_box(site: Page) -> None:
    site.route("**/api/suggest**", lambda route: route.abort())
    site.goto("http://localhost/en/method/")
    site.locator("#find").press_sequentially("zhan")
    site.wait_for_timeout(300)
    expect(site.locator("#find-suggestions")).to_be_hidden()
    site.locator("#find").press("Enter")
    site.wait_for_url("**/en/search/?q=zhan")


def test_without_scripts_the_box_is_a_plain_form(plain_site: Page) -> None:
    plain_site.goto("http://localhost/en/search/")
    box = plain_site.locator("#q")
    box.fill("Жанатас")
    assert box.get_attribute("role") is None
    box.press("Enter")
    plain_site.wait_for_url("**/en/search/?q=**")
    expect(plain_site.locator(".results a").first).to_have_attribute("href", "/en/projects/zhanatas-wind/")
