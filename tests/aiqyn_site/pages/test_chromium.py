"""The pages in a real browser: width, accessibility, focus, paper, the site's own policy."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from tests.aiqyn_site import axe
from tests.aiqyn_site.pages.conftest import LANGUAGES, PATHS

pytestmark = [pytest.mark.django_db, pytest.mark.chromium]
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth <= width ? [] :
    [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1)
      .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40)).slice(0, 5)
}"""

#: States of a page in which more stands on it, or less: nothing found, narrowed, with mistakes, another part of it.
STATES = (
    "projects/?q=nothing-like-this",
    "environment/?type=fine_imposed&status=closed",
    "records/shokpar-hearing-2022/",
    "search/?q=%D0%96%D0%B0%D0%BD%D0%B0%D1%82%D1%81%D0%B0&kind=statement&page=2",
    "requests/calculator/?rule=kz.ati&received=2026-03-05&on=2026-04-20&event1=extended&day1=2026-03-20&days1=15",
    "requests/draft/?project=shieli-cement&item=EN04&in=zh&to=4",
)


def one_a_page(paths: Sequence[str]) -> tuple[str, ...]:
    """The first path that each page answers."""
    pages = {resolve(f"/en/{path.partition('?')[0]}").func: path for path in reversed(paths)}
    return tuple(reversed(pages.values()))


EVERY_PAGE = one_a_page(PATHS) + STATES


def visit(site: Page, lang: str, path: str, statement: str) -> None:
    site.goto(f"http://localhost/{lang}/{path.format(statement=statement)}")
    assert site.title()


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_page_is_wider_than_the_screen_or_refused_anything_by_the_sites_policy(
    site: Page, complaints: list[str], disputed_statement: str, path: str
) -> None:
    for lang in ("kk", "ru"):  # the longest words
        visit(site, lang, path, disputed_statement)
        site.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for width in (320, 360, 640, 720, 900, 1280):  # 640: a screen of 1280 enlarged to 200 per cent
            site.set_viewport_size({"width": width, "height": 800})
            assert site.evaluate(OVERFLOW) == [], (lang, width)
    assert complaints == []


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_axe_finds_no_violation(site: Page, disputed_statement: str, path: str) -> None:
    visit(site, LANGUAGES[PATHS.index(path) % len(LANGUAGES)], path, disputed_statement)
    assert axe.faults(site) == []


def test_axe_finds_no_violation_on_a_phone_with_everything_open(site: Page, disputed_statement: str) -> None:
    site.set_viewport_size({"width": 360, "height": 800})
    visit(site, "kk", "projects/zhanatas-wind/", disputed_statement)
    site.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert axe.faults(site) == []


def test_the_first_tab_offers_to_skip_to_the_content(site: Page, disputed_statement: str) -> None:
    visit(site, "en", "projects/", disputed_statement)
    site.keyboard.press("Tab")
    focused = site.locator(":focus")
    assert focused.inner_text() == "Skip to the content"
    box = focused.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    site.keyboard.press("Enter")
    assert site.evaluate("document.activeElement.id") == "main"


def test_focus_is_seen_on_links_marks_and_summaries(site: Page, disputed_statement: str) -> None:
    visit(site, "en", "projects/zhanatas-wind/", disputed_statement)
    seen = set()
    for _ in range(40):
        site.keyboard.press("Tab")
        kind, outline = site.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.className || e.tagName, s.outlineStyle + ' ' + s.outlineWidth] }"
        )
        assert outline == "solid 3px", kind
        seen.add(kind)
    assert {"mark", "SUMMARY", "A", "diamond"} <= seen


def test_a_focused_source_mark_tells_its_source(site: Page, disputed_statement: str) -> None:
    visit(site, "en", "projects/zhanatas-wind/", disputed_statement)
    site.locator("a.mark").first.focus()
    site.keyboard.press("Shift+Tab")
    site.keyboard.press("Tab")
    content = site.evaluate("getComputedStyle(document.activeElement, '::after').content")
    assert content.strip('"') == site.evaluate("document.activeElement.title").replace('"', '\\"')


def test_rivals_open_in_place_without_script(site: Page, disputed_statement: str) -> None:
    visit(site, "en", "projects/zhanatas-wind/", disputed_statement)
    rivals = site.locator("#p-cost details.rivals")
    assert not rivals.locator("li").first.is_visible()
    rivals.locator("summary").click()
    assert rivals.locator("li").first.is_visible()


def test_paper_shows_the_content_without_the_menus(site: Page, disputed_statement: str) -> None:
    visit(site, "en", "projects/zhanatas-wind/", disputed_statement)
    site.emulate_media(media="print")
    assert not site.locator(".sections").is_visible()
    assert site.locator("#p-cost").is_visible()
