"""The pages of articles: figures from the ledger, disputes in place, filters, feeds, and harmless hostile texts."""

from __future__ import annotations

import json
import re
from datetime import date
from xml.etree import ElementTree

import html5lib
import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from aiqyn.prose.document import parse_document
from aiqyn_site.articles import reads
from aiqyn_site.articles.models import Reads
from aiqyn_site.articles.queries import articles
from aiqyn_site.pages.narrative import Narrative, narrative, write
from tests.aiqyn.prose.documents import document
from tests.aiqyn.prose.test_document import PIECES
from tests.aiqyn_site.pages.conftest import links_of

LANGUAGES = ("kk", "ru", "en", "zh")
SLUG = "what-became-of-the-51"
ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


def rendered(body: str, lang: str = "en") -> Narrative:
    parsed = parse_document(document(body)).document
    assert parsed is not None
    return write(parsed, lang)


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", markup).replace("\u00a0", " ").split())


# --- figures in a text ---


def test_a_value_comes_with_its_unit_its_mark_and_those_who_say_otherwise() -> None:
    body = str(rendered("It cost {value zhanatas-wind cost value=136.2}.").body)
    assert re.search(r'<span class="value">136.2\u00a0million USD</span><a class="mark" href="/en/statements/', body)
    link = re.search(r'<a class="rivals conflict" href="(/en/statements/s1[a-z2-7]{32}/#others)">([^<]+)</a>', body)
    assert link
    assert re.fullmatch(r"\d+ others?, 130 to 160\u00a0million USD", link[2])
    assert "<details" not in body


@pytest.mark.parametrize(("lang", "number"), [("en", "51"), ("ru", "51"), ("kk", "51"), ("zh", "51")])
def test_a_number_comes_without_its_unit(lang: str, number: str) -> None:
    body = str(rendered("There were {number edition-2016-09-mid projects_total}.", lang).body)
    assert re.search(rf'<span class="value">{number}</span><a class="mark"', body)


def test_a_number_keeps_its_scale() -> None:
    reference = "It was {number edition-2016-09-mid investment_total}."
    assert "26\u00a0billion<" in str(rendered(reference, "en").body)
    assert "260亿<" in str(rendered(reference, "zh").body)


def test_a_figure_comes_with_date_and_basis_and_a_date_alone() -> None:
    body = words(
        str(
            rendered("It is {figure zhanatas-wind capacity}, {date zhanatas-wind commissioning value=2021-06-20}.").body
        )
    )
    assert re.search(r"100 MW \d+ \w+ \d{4} · reported", body)
    assert "20 June 2021" in body


def test_a_planned_value_looks_planned() -> None:
    assert 'class="value planned"' in str(rendered("It was {date zhanatas-wind commissioning side=planned}.").body)


def test_a_mark_stands_at_the_end_of_its_sentence() -> None:
    body = str(rendered("It works {mark zhanatas-wind status}.").body)
    assert re.fullmatch(r'<p>It works<a class="mark" [^>]+>1</a>\.</p>\n', body)


def test_names_and_sources_are_links_with_the_authors_own_words() -> None:
    body = str(rendered("The {name zhanatas-wind|farm} is told of in {source ecinfo-52-en|a list}.").body)
    assert {("/en/projects/zhanatas-wind/", "farm"), ("/en/sources/ecinfo-52-en/", "a list")} <= links_of(body)
    assert 'class="mark"' in body.partition("a list")[2]
    assert "Zhanatas" in words(str(rendered("{name zhanatas-wind} {source ecinfo-52-en}").body))


def test_sources_are_numbered_as_they_come_up_each_once() -> None:
    text = rendered(
        "{value zhanatas-wind cost value=136.2} {mark zhanatas-wind status}\n\n{value zhanatas-wind cost value=136.2}"
    )
    marks = re.findall(r'class="mark"[^>]*>(\d+)<', str(text.body))
    assert marks == ["1", "2", "1"]
    assert [number for number, _ in text.cited] == [1, 2]
    assert len(text.statements) == 2


def test_sections_are_numbered_and_have_stable_places() -> None:
    text = rendered("## One & two\n\n> x\n\n## Three\n\n> y")
    assert text.sections == (("s1", 1, "One & two"), ("s2", 2, "Three"))
    assert "2 Three" in words(text.body.partition('id="s2"')[2].partition(">")[2])


def test_a_call_out_and_a_remark_say_what_they_are() -> None:
    text = str(
        rendered("{callout edition-2022-07-mfa projects_by_status part=under-review}\n\n> We looked.\n>\n> Twice.").body
    )
    assert '<div class="callout">' in text
    assert text.count('<div class="remark">') == 1
    assert text.count("Editors&#39; remark.") == 1


def test_a_chart_stands_in_the_text() -> None:
    assert "<svg" in rendered("{chart programme-projects}").body


@pytest.mark.parametrize(
    "reference",
    [
        "value no-such cost",
        "value zhanatas-wind cost as_of=1999",
        "name no-such",
        "source no-such",
        "mark s1" + "a" * 32,
    ],
)
def test_what_is_not_found_is_said_in_words(reference: str) -> None:
    assert '<span class="missing">reference not found</span>' in rendered(f"It is {{{reference}}}.").body


@pytest.mark.parametrize("reference", ["chart no-such", "callout no-such cost", "price x"])
def test_what_cannot_be_shown_fails_nothing(reference: str) -> None:
    assert "reference not found" in rendered(f"{{{reference}}}").body


def test_a_link_to_a_page_leads_to_it_in_the_language_of_the_text() -> None:
    assert links_of(rendered("[тарихы](/programme/)", "kk").body) == {("/kk/programme/", "тарихы")}


def test_lines_of_chinese_are_joined_without_a_space() -> None:
    assert "第一行第二行" in rendered("第一行\n第二行", "zh").body


@given(st.lists(PIECES, max_size=25).map("".join))
@example("<script>alert(1)</script> &lt;script&gt;")
@example("[x](javascript:alert(1)) <a href=javascript:x onclick=y>z</a>")
@example('{name zhanatas-wind|<script>x</script>} {source ecinfo-52-en|"onload=x}')
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_brings_markup_of_its_own(body: str) -> None:
    parsed = parse_document(document(body).decode("utf-8", "replace").encode()).document
    assert parsed is not None
    text = str(write(parsed, "en").body)
    allowed = {"div", "p", "h2", "h3", "ul", "ol", "li", "em", "strong", "a", "span", "hr", "br", "small"}
    tree = html5lib.parseFragment(text, namespaceHTMLElements=False)
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            assert element.tag in allowed
            assert set(element.attrib) <= {"class", "href", "title", "id", "lang", "aria-label"}
            assert element.attrib.get("href", "/").startswith("/")


# --- what is kept ---


def test_a_text_is_made_once() -> None:
    article = narrative(f"articles/{SLUG}", "en")
    assert article is not None
    assert narrative(f"articles/{SLUG}", "en") is article
    assert narrative("articles/no-such", "en") is None


# --- pages ---


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reference_of_every_text_of_the_register_is_found(lang: str) -> None:
    for name in ["programme", *(f"articles/{article.slug}" for article in articles(lang))]:
        text = narrative(name, lang)
        assert text is not None
        assert 'class="missing">' not in re.sub(r"<figure.*?</figure>", "", str(text.body), flags=re.DOTALL)
        assert len(text.cited) > 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_has_what_a_reader_asks_of_each_article(client: Client, lang: str) -> None:
    text = client.get(f"/{lang}/articles/").content.decode()
    for article in articles(lang):
        assert article.header.title.replace("'", "&#39;") in text
        assert f"/{lang}/articles/{article.slug}/" in text
    assert text.count('<article class="entry">') == len(articles(lang)) + 20


def test_the_list_is_narrowed_by_topic_thing_and_whose_articles(client: Client) -> None:
    shown = next(article for article in articles("en") if article.header.projects)
    tag, thing = shown.header.tags[0], shown.header.projects[0]
    narrowed = client.get(f"/en/articles/?kind=own&tag={tag}&project={thing}").content.decode()
    assert shown.header.title in narrowed
    assert 'id="outside"' not in narrowed
    assert 'id="own"' not in client.get("/en/articles/?kind=outside").content.decode()
    nothing = client.get("/en/articles/?kind=own&tag=protest&project=zhanatas-wind").content.decode()
    assert "Remove one of them" in nothing


@pytest.mark.parametrize("query", ["kind=x", "tag=<script>", "project=no-such", "page=0", "page=x"])
def test_a_strange_query_gives_the_list(client: Client, query: str) -> None:
    answer = client.get(f"/en/articles/?{query}")
    assert answer.status_code == 200
    assert b"<script>" not in answer.content


def test_the_outside_articles_go_on_over_pages(client: Client) -> None:
    first, second = (client.get(f"/en/articles/?kind=outside&page={n}").content.decode() for n in (1, 2))
    sources = [set(re.findall(r'<h3><a href="(/en/sources/[^"]+)"', text)) for text in (first, second)]
    assert len(sources[0]) == len(sources[1]) == 20
    assert sources[0].isdisjoint(sources[1])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_article_has_its_dates_languages_sources_and_citation(client: Client, lang: str) -> None:
    text = client.get(f"/{lang}/articles/{SLUG}/").content.decode()
    for other in set(LANGUAGES) - {lang}:
        assert f"/{other}/articles/{SLUG}/" in {href for href, _ in links_of(text)}
    for anchor in ("s1", "sources", "statements", "cite"):
        assert f'id="{anchor}"' in text
    assert re.search(rf'<img [^>]*src="/reads/{SLUG}\.svg"', text)


def test_an_article_that_is_not_there_is_missing(client: Client) -> None:
    assert client.get("/en/articles/no-such/").status_code == 404


def test_a_project_leads_to_the_articles_about_it(client: Client) -> None:
    shown = next(article for article in articles("ru") if article.header.projects)
    text = client.get(f"/ru/projects/{shown.header.projects[0]}/").content.decode()
    assert (f"/ru/articles/{shown.slug}/", shown.header.title) in links_of(text)


def test_a_page_tells_the_reads_up_to_yesterday(client: Client, settings: Settings) -> None:
    settings.TODAY = date(2026, 11, 23)
    for day, count in (("2026-11-21", 40), ("2026-11-22", 2), ("2026-11-23", 500)):
        Reads.objects.create(slug=SLUG, day=day, count=count)
    assert reads.reads_before(SLUG, "2026-11-23") == 42
    assert "Read 42 times up to 22 November 2026." in words(client.get(f"/en/articles/{SLUG}/").content.decode())


# --- feeds ---


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_atom_feed_is_what_its_standard_asks_for(client: Client, lang: str) -> None:
    answer = client.get(f"/{lang}/articles/feed.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - the site's own feed
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(articles(lang))
    for holder in (root, *entries):
        assert (holder.findtext(f"{ATOM}id") or "").startswith("tag:")
        assert holder.findtext(f"{ATOM}title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", holder.findtext(f"{ATOM}updated") or "")
        assert holder.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [element.findtext(f"{ATOM}id") for element in (root, *entries)]
    assert len(ids) == len(set(ids))
    assert root.find(f"{ATOM}link[@rel='self']").attrib["href"] == f"http://testserver/{lang}/articles/feed.atom"  # type: ignore[union-attr]


def test_the_json_feed_is_what_its_standard_asks_for(client: Client) -> None:
    answer = client.get("/kk/articles/feed.json")
    assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(answer.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://testserver/kk/articles/feed.json"
    assert feed["language"] == "kk"
    for item in feed["items"]:
        assert item["id"].startswith("tag:")
        assert item["url"].startswith("http://testserver/kk/articles/")
        assert item["content_text"]
        assert item["date_published"] <= item["date_modified"]


def test_ids_of_a_feed_do_not_depend_on_the_host(client: Client) -> None:
    first, other = (
        [
            item["id"]
            for item in json.loads(client.get("/en/articles/feed.json", headers={"Host": host}).content)["items"]
        ]
        for host in ("one.example", "other.example")
    )
    assert first == other


def test_a_feed_is_narrowed_to_a_project_or_a_region(client: Client) -> None:
    shown = next(article for article in articles("en") if "zhanatas-wind" in article.header.projects)
    for query in ("project=zhanatas-wind", "region=zhambyl-region"):
        feed = json.loads(client.get(f"/en/articles/feed.json?{query}").content)
        assert f"http://testserver/en/articles/{shown.slug}/" in [item["url"] for item in feed["items"]]
        assert feed["feed_url"].endswith(f"feed.json?{query}")
    assert client.get("/en/articles/feed.atom?project=no-such").status_code == 404
    assert client.get("/en/articles/feed.rss/").status_code == 404


def test_pages_offer_their_feeds(client: Client) -> None:
    text = client.get("/en/articles/?project=zhanatas-wind").content.decode()
    for kind, form in (("atom+xml", "atom"), ("feed+json", "json")):
        href = f"/en/articles/feed.{form}?project=zhanatas-wind"
        assert f'<link rel="alternate" type="application/{kind}" title="Articles" href="{href}">' in text
    assert 'type="application/atom+xml"' not in client.get("/en/method/").content.decode()
