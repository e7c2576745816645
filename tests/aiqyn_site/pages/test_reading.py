"""Reading the site in a real browser: changing language, narrowing, searching, without scripts, in the dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.aiqyn_site.pages.conftest import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.chromium]
HOST = "http://localhost"
ARTICLE = "articles/whose-trade-figure/"
#: One project by a spelling of each language, and by one that no source has.
SPELLINGS = {"kk": "Жаңатас", "ru": "Жанатасом", "en": "Janatas wind", "zh": "扎纳塔斯"}


def visit(site: Page, lang: str, path: str) -> None:
    site.goto(f"{HOST}/{lang}/{path}")


@pytest.mark.parametrize("path", ["map/?sector=energy", "programme/events/?kind=protest", ARTICLE, "search/?q=cement"])
def test_the_language_switch_leads_to_the_same_page_in_every_language(site: Page, path: str) -> None:
    visit(site, "kk", path)
    for lang in ("ru", "en", "zh", "kk"):
        site.click(f'nav.languages a[hreflang="{lang}"]')
        assert site.evaluate("document.documentElement.lang") == lang
        assert site.url == f"{HOST}/{lang}/{path}"


def number_listed(site: Page) -> int:
    return int(re.findall(r"\d+", site.locator("main p[aria-live] b").inner_text())[0])


def test_filters_narrow_the_list_and_go_along_to_the_map(site: Page) -> None:
    visit(site, "en", "projects/")
    everything = number_listed(site)
    site.click("nav.filters summary >> text=Sector")
    site.click("nav.filters a >> text='Energy'")
    assert site.url.endswith("?sector=energy")
    assert site.locator("table.cards tbody tr").count() > 0
    assert 0 < number_listed(site) < everything
    site.click("main a[href^='/en/map/?']")
    assert site.url.endswith("/en/map/?sector=energy")
    assert site.locator("main svg a").count() > 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_box_on_every_page_finds_a_project_by_any_spelling(site: Page, lang: str) -> None:
    visit(site, lang, "method/")
    site.fill("#find", SPELLINGS[lang])
    site.press("#find", "Enter")
    site.wait_for_url("**/search/?q=*")
    first = site.locator("main a[href*='/projects/']").first
    assert first.get_attribute("href") == f"/{lang}/projects/zhanatas-wind/"
    assert site.locator("main mark").count() > 0


def test_without_scripts_the_map_zooms_the_timeline_narrows_and_search_answers(plain_site: Page) -> None:
    visit(plain_site, "kk", "map/")
    assert plain_site.locator("main svg a[href]").count() > 20
    assert plain_site.locator("main button:visible").count() == plain_site.locator("main form button").count()
    visit(plain_site, "kk", "programme/events/")
    plain_site.click("main a[href*='kind=protest']")
    assert "kind=protest" in plain_site.url
    plain_site.fill("#find", "Гэчжоуба")
    plain_site.press("#find", "Enter")
    assert plain_site.locator("main a[href='/kk/organisations/china-gezhouba-group/']").count() > 0
    visit(plain_site, "kk", ARTICLE)
    plain_site.locator("figure details summary").first.click()
    assert plain_site.locator("figure details table").first.is_visible()


@pytest.mark.parametrize("path", [ARTICLE, "indicators/", "map/", "programme/editions/"])
def test_paper_keeps_figures_and_drawings_and_drops_the_menus(site: Page, path: str) -> None:
    visit(site, "en", path)
    site.emulate_media(media="print")
    assert not site.locator("nav.sections").is_visible()
    assert not site.locator(".find").is_visible()
    assert site.locator("main svg").first.is_visible() or path.endswith("editions/")
    assert site.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_dark_is_dark_and_drawings_follow(site: Page) -> None:
    site.emulate_media(color_scheme="dark")
    visit(site, "en", "indicators/")
    paper = site.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = site.evaluate("getComputedStyle(document.querySelector('main svg text')).fill")
    darkness = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (paper, ink)]
    assert darkness[0] < 150
    assert darkness[1] > 500
