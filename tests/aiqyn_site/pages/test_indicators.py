"""The page of indicators: kinds of measure kept apart, and the gap between what two countries told."""

from __future__ import annotations

import gzip
import re
from decimal import Decimal

import pytest
from django.test import Client
from playwright.sync_api import Page

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.charts import DRAWERS, chart_markup, chart_names, chart_rows
from aiqyn_site.pages.charts.mirror import MIRRORS, pairs
from tests.aiqyn_site import axe
from tests.aiqyn_site.pages.conftest import LANGUAGES, STATIC
from tests.aiqyn_site.pages.test_chromium import OVERFLOW

pytestmark = pytest.mark.django_db
#: Texts of a drawing that stand out of their figure at the sides.
OUTSIDE = """() => [...document.querySelectorAll('.drawing text')].filter(e => {
  const text = e.getBoundingClientRect(), figure = e.closest('figure').getBoundingClientRect();
  return text.width && (text.right > figure.right + 1 || text.left < figure.left - 1);
}).map(e => e.textContent)"""
#: Texts of one drawing that stand on one another.
COVERED = """() => [...document.querySelectorAll('.drawing')].flatMap(drawing => {
  const boxes = [...drawing.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()])
    .filter(([, box]) => box.width);
  return boxes.flatMap(([text, one], n) => boxes.slice(n + 1).filter(([, other]) =>
    one.left < other.right - 2 && other.left < one.right - 2 && one.top < other.bottom - 6 && other.top < one.bottom - 6
  ).map(([other]) => text + ' / ' + other));
})"""
SMALLEST = """() => Math.min(
  ...[...document.querySelectorAll('.drawing text')].map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_light(client: Client, lang: str) -> None:
    content = client.get(f"/{lang}/indicators/").content
    assert len(gzip.compress(content, 6)) < 50_000
    assert len(content) < 300_000


def test_every_series_has_its_place_and_links_to_it_lead_there(client: Client) -> None:
    text = client.get("/en/indicators/").content.decode()
    for entity in ledger.entities("indicator"):
        assert f'<h3 id="{entity.id}"' in text
        answer = client.get(f"/en/indicators/{entity.id}/")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/en/indicators/#{entity.id}")
        assert entity_url("en", "indicator", entity.id) == f"/en/indicators/#{entity.id}"
    assert client.get("/en/indicators/zhanatas-wind/").status_code == 404


def test_no_chart_mixes_a_stock_with_a_flow_a_total_or_a_growth_rate() -> None:
    kinds = {
        kind.entity: kind.value
        for kind in (statement.statement for statement in ledger.find_statements(property="measure_kind"))
    }
    assert set(kinds.values()) <= {"flow", "stock", "running_total", "growth", "share", "count"}
    for name in chart_names():
        if name.startswith(("indicator-", "mirror-")):
            ids = [key for row in chart_rows(name, "en").rows for key in row[-2].split()]
            statements = ledger.statements_by_id(ids)
            assert len({kinds[kind.entity] for kind in statements.values()}) == 1, name


def test_a_series_of_one_figure_is_a_figure_and_one_of_several_a_chart(client: Client) -> None:
    text = client.get("/en/indicators/").content.decode()
    sections = {part.partition('"')[0]: part for part in text.split('<h3 id="')[1:]}
    assert "<figure" not in sections["chinese-workers-registered"]
    assert 'class="value">3,652' in sections["chinese-workers-registered"]
    assert "<figure" in sections["trade-total"]


def test_the_gap_of_2021_is_that_of_the_source_that_gives_both_figures() -> None:
    (gap,) = [pair for pair in pairs("mirror-import") if pair.period == "2021"]
    assert (gap.ours.statement.value, gap.theirs.statement.value) == ("8.2", "14")
    assert gap.ours.statement.source == gap.theirs.statement.source
    assert (gap.gap, gap.share) == (Decimal("5.8"), Decimal("41.4"))
    (row,) = [row for row in chart_rows("mirror-import", "en").rows if row[5] == "computed"]
    assert row[2:4] == ("5.8", "USD billion")
    assert set(row[-2].split()) == {gap.ours.statement.id, gap.theirs.statement.id}


def test_gaps_are_drawn_only_for_periods_of_which_both_countries_told() -> None:
    for name in MIRRORS:
        for pair in pairs(name):
            assert {number.country for number in pair.numbers} == {"KZ", "CN"}
            assert {number.statement.as_of for number in pair.numbers} == {pair.period}
    assert [pair.period for pair in pairs("mirror-total")] == [
        "2018",
        "2021",
        "2022",
        "2023-01/2023-10",
        "2023",
        "2024",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reasons_for_the_gap_stand_with_who_gave_them(client: Client, lang: str) -> None:
    text = client.get(f"/{lang}/indicators/").content.decode()
    reasons = text[text.index('id="reasons"') :].partition("</section>")[0]
    statements = [
        statement for statement in ledger.statements_about("trade-mirror-gap") if statement.property == "gap_reason"
    ]
    assert reasons.count('class="mark') == len(statements) > 0
    assert len(re.findall(r'class="who"[^>]*>[^<]+<', reasons)) == len(statements)


@pytest.mark.chromium
@pytest.mark.parametrize("lang", LANGUAGES)
def test_labels_stay_within_their_charts_apart_from_each_other_and_readable(site: Page, lang: str) -> None:
    site.goto(f"http://localhost/{lang}/indicators/")
    for width in (320, 360, 720, 1280):
        site.set_viewport_size({"width": width, "height": 800})
        assert site.evaluate(OUTSIDE) == [], width
        assert site.evaluate(COVERED) == [], width
        assert site.evaluate(SMALLEST) >= 11
    site.set_viewport_size({"width": 360, "height": 800})
    site.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert site.evaluate(OVERFLOW) == []


@pytest.mark.chromium
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chart_of_the_vocabulary_fits_and_can_be_used_by_everybody(page: Page, lang: str) -> None:
    style = (STATIC / "aiqyn/aiqyn.css").read_text("utf-8")
    body = "".join(chart_markup(name, lang) for name in DRAWERS)
    page.set_content(
        f'<!doctype html><html lang="{lang}"><title>Charts</title><meta name="viewport" content="width=device-width">'
        f"<style>{style}</style><body><main><h1>Charts</h1>{body}</main></body></html>"
    )
    for width in (320, 360, 720, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OUTSIDE) == [], width
        assert page.evaluate(COVERED) == [], width
        assert page.evaluate(OVERFLOW) == [], width
    assert axe.faults(page) == []


@pytest.mark.chromium
def test_a_mark_is_reached_by_keyboard_seen_when_it_is_and_named(site: Page) -> None:
    site.goto("http://localhost/en/indicators/")
    mark = site.locator(".drawing a").first
    mark.focus()
    site.keyboard.press("Tab")
    site.keyboard.press("Shift+Tab")
    assert site.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    name = site.evaluate("document.activeElement.querySelector('title').textContent")
    assert "0.368" in name
    assert "Xinhua" in name
    site.keyboard.press("Enter")
    site.wait_for_url("**/statements/**")
