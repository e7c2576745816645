"""The search page: results by kind, what matches marked, what was tried told, and help where nothing is asked."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.wording import wording
from tests.aiqyn_site.later import Record
from tests.aiqyn_site.pages.conftest import LANGUAGES

pytestmark = pytest.mark.django_db


def main_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def text_of(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", ["Жанатас", "Zhanatas", "扎纳塔斯", "Жанатса"])
def test_each_language_finds_the_project_by_each_spelling(client: Client, lang: str, query: str) -> None:
    main = main_of(client, f"/{lang}/search/?q={quote(query)}")
    links = re.findall(rf'href="(/{lang}/projects/[^"/]+/)"', main)
    assert links[0] == f"/{lang}/projects/zhanatas-wind/"
    assert "<mark>" in main


def test_the_matching_name_stands_beside_the_name_in_the_pages_language(client: Client) -> None:
    main = main_of(client, f"/en/search/?q={quote('жел электр')}")
    assert re.search(r'<span class="other" lang="kk">[^<]*<mark>', main)


def test_what_matches_inside_is_shown_as_a_figure_with_its_statement(client: Client) -> None:
    main = main_of(client, f"/en/search/?q={quote('葛洲坝')}&kind=project")
    entry = next(item for item in main.split("<li>") if "/en/projects/astana-water-satpayev/" in item)
    assert "China Gezhouba Group" in entry
    assert "/en/statements/s1" in entry


def test_a_statement_is_printed_by_the_component_with_its_entity_and_property(client: Client) -> None:
    main = main_of(client, "/en/search/?q=27.7")
    assert '<span class="value">USD 27.7 billion' in main or "27.7" in text_of(main)
    assert 'class="mark named"' in main
    assert "/en/statements/s1" in main
    assert "List of 27 February 2018" in text_of(main)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_tried_is_said_in_words(client: Client, lang: str) -> None:
    t = wording(lang)
    main = text_of(main_of(client, f"/{lang}/search/?q={quote('Жанатса')}"))
    assert "Жанатса" in main
    assert re.search("Жанатас|Жаңатас", main)
    nothing = text_of(main_of(client, f"/{lang}/search/?q=qqqqzzzz"))
    assert t("search_nothing") in nothing
    assert t("search_tried_missing", word="qqqqzzzz", instead="") in nothing
    assert t("search_nothing_next") in nothing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_asked_gives_help_and_examples_that_find_something(client: Client, lang: str) -> None:
    main = main_of(client, f"/{lang}/search/")
    assert wording(lang)("search_help") in unescape(main)
    examples = re.findall(rf'<li><a href="(/{lang}/search/\?q=[^"]+)"', main)
    assert len(examples) == 4
    for address in examples:
        assert "<h2 id=" in main_of(client, unescape(address))


def test_a_kind_narrows_the_list_page_by_page(client: Client) -> None:
    first = main_of(client, "/en/search/?q=cement&kind=statement")
    second = main_of(client, "/en/search/?q=cement&kind=statement&page=2")
    assert first.count("<li><a href") > 20
    assert '<h2 id="project">' not in first
    shown = [set(re.findall(r"/en/statements/(s1\w+)/", part)) for part in (first, second)]
    assert not shown[0] & shown[1]
    assert '<b aria-current="true">Statements</b>' in first
    assert '<b aria-current="true">Everything</b>' in main_of(client, "/en/search/?q=cement&kind=nonsense&page=x")


def test_a_kind_in_which_nothing_is_found_leads_to_the_others(client: Client) -> None:
    main = text_of(main_of(client, "/en/search/?q=27.7&kind=region"))
    assert wording("en")("search_nothing_of_kind", kind="Places") in main


@pytest.mark.parametrize(
    "query",
    ["<script>alert(1)</script>", '" onfocus="x', "' OR 1=1 --", '"OR" AND * NEAR(', "\u202eЖанатас\u202c",
     "x" * 10_000, "Жанатас " * 2_000, "%00", "🙂", "ا ب ت"],
)  # fmt: skip
def test_hostile_queries_are_words_or_nothing(client: Client, query: str) -> None:
    main = main_of(client, f"/en/search/?q={quote(query)}")
    assert "<script" not in main
    assert ' onfocus="' not in main
    assert "\u202e" not in main
    assert len(main) < 60_000


def test_a_long_query_is_said_to_be_cut(client: Client) -> None:
    assert wording("en")("search_cut") in main_of(client, f"/en/search/?q={quote('Жанатас ' * 1250)}")


def test_every_page_has_the_box_and_it_leads_here(client: Client) -> None:
    page = client.get("/ru/method/").content.decode()
    assert re.search(r'<form [^>]*action="/ru/search/" method="get" role="search"', page)


def test_the_page_names_its_address_with_what_it_knows(client: Client) -> None:
    page = client.get("/en/search/?kind=project&junk=1&q=cement").content.decode()
    assert '/en/search/?q=cement&amp;kind=project">' in page


def test_a_withdrawn_statement_says_so(client: Client, record_later: Record) -> None:
    statement = next(candidate for candidate in ledger.statements_about("zhanatas-wind") if candidate.value == "136.2")
    record_later({"property": "retraction", "value": statement.id, "note": "read wrongly"})
    main = main_of(client, f"/en/search/?q={quote('Zhanatas 136.2')}")
    assert '<div class="withdrawn">' in main


@pytest.mark.parametrize(
    ("lang", "query"),
    [("ru", "отказ цемент Шиели"), ("kk", "Шиелі бас тарту"), ("zh", "希耶利 拒绝"), ("en", "Shieli refusal")],
)
def test_the_refusal_of_shieli_is_on_the_first_page_with_what_it_is(client: Client, lang: str, query: str) -> None:
    text = client.get(f"/{lang}/search/", {"q": query}).content.decode()
    t = wording(lang)
    assert f'href="/{lang}/records/shieli-refusal-2020/"' in text or "/requests/shieli-request-2020/" in text
    assert t("search_kind_record") in text
    alone = client.get(f"/{lang}/search/", {"q": query, "kind": "record"}).content.decode()
    assert f'href="/{lang}/records/shieli-refusal-2020/"' in alone
    label = load_vocabulary().codes["event_type"]["information_refused"].label(lang)
    assert label in re.sub(r"</?mark>", "", alone)
