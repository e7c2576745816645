"""The page of changes and its feeds: what was added, withdrawn and superseded, by day and by subject."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from aiqyn.ledger import Statement
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.projects.changes import find_changes
from tests.aiqyn_site.later import DAY, NEXT_DAY, Record
from tests.aiqyn_site.pages.conftest import LANGUAGES, links_of

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def page_of(client: Client, address: str = "/en/changes/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def parsed(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 - what the site itself wrote


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup)).replace("&nbsp;", " ").replace("\xa0", " ")


def section(page: str, name: str) -> str:
    """What the page says of one subject."""
    return next(words(part) for part in re.findall(r"<section>.*?</section>", page, re.DOTALL) if name in part)


@pytest.fixture
def cost() -> Statement:
    """A cost of the wind farm that does not lead."""
    return next(
        statement
        for statement in ledger.statements_about("zhanatas-wind")
        if statement.property == "cost" and statement.value == "136.2"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_day_is_counted_and_not_listed(client: Client, lang: str) -> None:
    last_full = find_changes(length=1)[0] // 30  # the days after the first stand before
    page = page_of(client, f"/{lang}/changes/?page={last_full}")

    assert len(re.findall("<section>", page)) == 30
    assert 'class="pages"' in page
    assert "<h4>" not in page


def test_a_new_leading_value_stands_beside_the_old_one(client: Client, record_later: Record) -> None:
    record_later({"property": "cost", "value": "171", "unit": "USD million", "as_of": "2023", "basis": "measured"})

    text = section(page_of(client), "Zhanatas wind farm")
    assert "Another value leads now" in text
    assert re.search(r"about 150 million USD .* → 171 million USD 2023 · measured", text)
    assert "leads by its basis" in text
    assert "Added Cost: 171 million USD" in text


def test_a_retraction_is_told_with_its_reason(client: Client, record_later: Record, cost: Statement) -> None:
    record_later({"property": "retraction", "value": cost.id, "note": "misread"})

    page = page_of(client)
    text = section(page, "Zhanatas wind farm")
    assert re.search(r"Withdrawn Cost: 136.2 million USD .* reason: misread", text)
    assert "Added" not in text
    assert 'class="withdrawn"' in page


def test_a_preference_and_a_retraction_taken_back_are_told(
    client: Client, record_later: Record, cost: Statement
) -> None:
    (gone,) = record_later({"property": "retraction", "value": cost.id, "note": "misread"})
    record_later(
        {"property": "retraction", "value": gone.id, "recorded": NEXT_DAY},
        {"property": "preference", "value": cost.id, "note": "audited", "recorded": NEXT_DAY},
    )

    text = section(page_of(client), "Zhanatas wind farm")
    assert "Stands again Cost: 136.2 million USD" in text
    assert "136.2 million USD" in text
    assert "preferred by the editors" in text


def test_an_edition_is_named_where_its_programme_changed(client: Client, record_later: Record) -> None:
    record_later(
        {"entity": "edition-2022-07-mfa", "property": "jobs", "value": "12000", "unit": "persons", "as_of": "2022-07"}
    )

    text = section(page_of(client), "Programme of joint")
    assert "Jobs, List of July 2022 (Investment Committee, Ministry of Foreign Affairs): 12,000 people" in text


def test_a_great_many_additions_are_counted(client: Client, record_later: Record) -> None:
    record_later(*({"property": "other_name", "value": f"Windy {n}", "lang": "en"} for n in range(25)))

    page = page_of(client)
    assert "and 15 more statements" in page
    assert page.count("Windy ") == 10


def test_the_page_narrows_to_a_subject_and_to_a_region(client: Client) -> None:
    project = page_of(client, "/en/changes/?project=zhanatas-wind")
    region = page_of(client, "/kk/changes/?region=zhambyl-region")

    assert len(re.findall("<section>", project)) == 1
    assert "/en/changes/feed.atom?project=zhanatas-wind" in project
    assert "zhanatas-wind/" in region
    assert "shieli-cement/" not in region


@pytest.mark.parametrize("query", ["project=nobody", "region=zhanatas-wind", "project=" + "x" * 500, "region=%00"])
@pytest.mark.parametrize("page", ["", "feed.atom", "feed.json"])
def test_what_is_not_there_is_not_found(client: Client, page: str, query: str) -> None:
    assert client.get(f"/en/changes/{page}?{query}").status_code == 404


def test_a_project_leads_to_what_changed_of_it(client: Client, record_later: Record) -> None:
    record_later({"property": "other_name", "value": "Windy Hollow", "lang": "en"})

    page = page_of(client, "/en/projects/zhanatas-wind/")
    assert ("/en/changes/?project=zhanatas-wind", "What changed") in links_of(page)
    assert "What changed 31 December 2998" in words(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_feeds_say_the_same_in_each_language(client: Client, record_later: Record, lang: str) -> None:
    record_later({"property": "cost", "value": "171", "unit": "USD million", "as_of": "2023", "basis": "measured"})

    atom = parsed(client.get(f"/{lang}/changes/feed.atom").content)
    feed = json.loads(client.get(f"/{lang}/changes/feed.json").content)
    first = feed["items"][0]
    entry = atom.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}summary") == first["summary"]
    assert entry.findtext(f"{ATOM}id") == first["id"]
    assert first["date_modified"].startswith(DAY)
    assert first["url"].endswith(f"/{lang}/changes/?project=zhanatas-wind#d{DAY}")
    assert atom.findtext(f"{ATOM}updated") == f"{DAY}T00:00:00Z"
    assert "171" in first["summary"] or "1.71亿" in first["summary"]


def test_hostile_words_stay_words(client: Client, record_later: Record, cost: Statement) -> None:
    record_later(
        {"property": "other_name", "value": "<script>alert(1)</script>", "lang": "en"},
        {"property": "retraction", "value": cost.id, "note": '"><img src=x onerror=alert(1)>'},
    )

    page = page_of(client)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    parsed(client.get("/en/changes/feed.atom").content)
