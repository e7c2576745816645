"""The pages of the disclosure score in a real browser: on a phone with everything open, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from aiqyn_site.dossier import scores
from tests.aiqyn_site import axe
from tests.aiqyn_site.pages.conftest import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.chromium]
HOST = "http://localhost"
CARD = "projects/shieli-cement/disclosure/"
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"


def test_axe_finds_no_violation_on_a_phone_with_everything_open(site: Page) -> None:
    site.set_viewport_size({"width": 360, "height": 800})
    site.goto(f"{HOST}/kk/{CARD}")
    site.evaluate(OPEN_ALL)
    assert axe.faults(site) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_past_day_is_asked_for_without_scripts(plain_site: Page, lang: str) -> None:
    day = scores.days()[0].isoformat()
    plain_site.goto(f"{HOST}/{lang}/{CARD}")
    plain_site.fill("#on", day)
    plain_site.locator("form:has(#on) button").click()
    assert plain_site.url == f"{HOST}/{lang}/{CARD}?on={day}"
    assert scores.card("shieli-cement", scores.days()[0]).score.digest in plain_site.content()


def test_an_item_opens_in_place_without_scripts(plain_site: Page) -> None:
    plain_site.goto(f"{HOST}/en/{CARD}")
    item = plain_site.locator("#item-ID02")
    assert not item.locator("dl").is_visible()
    item.locator("summary").first.click()
    assert item.locator("dl").is_visible()


def test_the_table_is_sorted_and_narrowed_without_scripts(plain_site: Page) -> None:
    plain_site.goto(f"{HOST}/en/disclosure/")
    plain_site.click("ul.sorts >> text=by name")
    assert plain_site.url == f"{HOST}/en/disclosure/?sort=name"
    plain_site.click("nav.filters summary >> text=Sector")
    plain_site.click("nav.filters a >> text='Energy'")
    assert plain_site.url == f"{HOST}/en/disclosure/?sector=energy&sort=name"
