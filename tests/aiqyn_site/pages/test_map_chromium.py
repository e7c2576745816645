"""The map in a real browser: by keyboard, by mouse, without scripts, on a phone, and as axe sees it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from aiqyn_site.pages.map.atlas import atlas
from tests.aiqyn_site import axe

pytestmark = [pytest.mark.django_db, pytest.mark.chromium]
WHOLE = "0 0 1000 575"
EFFECTIVE_SIZES = """() => {
  const svg = document.querySelector('svg[data-map]');
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll('text')].filter(one => one.getBoundingClientRect().width)
    .map(one => parseFloat(getComputedStyle(one).fontSize) * scale);
}"""
SHIFT = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


def visit(site: Page, path: str = "en/map/") -> None:
    site.goto(f"http://localhost/{path}")


def view_box(site: Page) -> list[float]:
    return [float(side) for side in (site.locator("svg[data-map]").get_attribute("viewBox") or "").split()]


@pytest.mark.parametrize("path", ["ru/map/?by=sector&region=almaty-region", "zh/map/?by=size&view=2-4-5"])
def test_axe_finds_no_violation(site: Page, path: str) -> None:
    visit(site, path)
    assert axe.faults(site) == []


def test_the_map_zooms_and_moves_by_keyboard(site: Page) -> None:
    visit(site)
    svg = site.locator("svg[data-map]")
    svg.focus()
    assert "arrows move" in (svg.get_attribute("aria-label") or "")
    site.keyboard.press("ArrowRight")
    assert view_box(site) == [0, 0, 1000, 575]
    site.keyboard.press("+")
    closer = view_box(site)
    assert closer[2] == pytest.approx(1000 / 1.6)
    site.keyboard.press("ArrowRight")
    site.keyboard.press("ArrowDown")
    moved = view_box(site)
    assert moved[0] > closer[0]
    assert moved[1] > closer[1]
    site.keyboard.press("-")
    assert view_box(site)[2] == pytest.approx(1000)
    site.keyboard.press("+")
    site.keyboard.press("+")
    site.keyboard.press("0")
    assert view_box(site) == [0, 0, 1000, 575]


def test_every_mark_is_reached_by_tab_and_says_what_it_is(site: Page) -> None:
    visit(site, "en/map/?region=abai-region")
    site.locator("svg[data-map]").focus()
    seen = set()
    for _ in range(30):
        site.keyboard.press("Tab")
        if site.evaluate("document.activeElement.closest('.marks') !== null"):
            text = site.locator(".map .told").inner_text()
            assert text == site.evaluate("document.activeElement.querySelector('title').textContent")
            seen.add(text)
    assert any("Bakhty" in label for label in seen)


def test_the_map_can_be_skipped(site: Page) -> None:
    visit(site)
    site.get_by_role("link", name="Skip the map").focus()
    site.keyboard.press("Enter")
    assert site.evaluate("document.activeElement.id") == "map-list"


def test_buttons_zoom_and_the_wheel_only_with_ctrl(site: Page) -> None:
    visit(site)
    svg = site.locator("svg[data-map]")
    svg.hover(position={"x": 20, "y": 300})
    site.mouse.wheel(0, -100)
    assert view_box(site)[2] == 1000
    site.keyboard.down("Control")
    site.mouse.wheel(0, -100)
    site.keyboard.up("Control")
    expect(svg).not_to_have_attribute("viewBox", WHOLE)
    site.get_by_role("button", name="Whole drawing").click()
    expect(svg).to_have_attribute("viewBox", WHOLE)
    site.get_by_role("button", name="Zoom in").click()
    assert view_box(site)[2] < 1000
    site.get_by_role("button", name="Zoom out").click()
    assert view_box(site)[2] == pytest.approx(1000)


def test_a_drag_moves_the_map_and_follows_no_link(site: Page) -> None:
    visit(site)
    site.get_by_role("button", name="Zoom in").click()
    before = view_box(site)
    box = site.locator("svg[data-map]").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    site.mouse.move(x, y)
    site.mouse.down()
    site.mouse.move(x - 120, y - 60, steps=4)
    site.mouse.up()
    after = view_box(site)
    assert after[0] > before[0]
    assert after[1] > before[1]
    assert site.url.endswith("/en/map/")


def test_a_region_leads_to_its_own_map_and_back(site: Page) -> None:
    visit(site)
    site.locator('.regions a[href*="kostanay-region"]').focus()
    site.keyboard.press("Enter")
    site.wait_for_url(re.compile("region=kostanay-region"))
    assert site.locator("h1").inner_text() == "Map"
    site.get_by_role("link", name="the whole country").click()
    site.wait_for_url("http://localhost/en/map/")


@pytest.mark.parametrize("width", [320, 360, 480, 700, 900, 1280])
def test_the_type_of_the_map_can_be_read_at_every_width(site: Page, width: int) -> None:
    site.set_viewport_size({"width": width, "height": 800})
    visit(site, "en/map/?by=size")
    sizes = site.evaluate(EFFECTIVE_SIZES)
    assert len(sizes) > 20
    least = 11 if width >= 360 else 9.5
    assert min(sizes) >= least


def test_type_and_marks_keep_their_size_when_zoomed(site: Page) -> None:
    visit(site)
    before = min(site.evaluate(EFFECTIVE_SIZES))
    site.get_by_role("button", name="Zoom in").click()
    assert min(site.evaluate(EFFECTIVE_SIZES)) == pytest.approx(before, rel=0.01)


def test_scripts_shift_nothing(site: Page) -> None:
    visit(site)
    assert site.evaluate(SHIFT) < 0.01


def test_without_scripts_the_map_is_whole_and_its_links_work(plain_site: Page) -> None:
    visit(plain_site)
    assert plain_site.locator("svg[data-map] .regions a").count() == len(atlas().shapes)
    assert plain_site.locator("svg[data-map] .marks a").count() > 20
    assert plain_site.locator(".map .tools").count() == 0
    assert plain_site.get_by_role("link", name="Sector", exact=True).get_attribute("href") == "/en/map/?by=sector"
