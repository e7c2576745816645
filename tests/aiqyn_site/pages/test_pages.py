"""Every page of the real register, in every language."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from markupsafe import escape

from aiqyn.ledger import Difference
from aiqyn.ledger.headline import LAST_RULE, ONLY, RULES, UNLIKELY
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.queries import find_disagreements, totals
from tests.aiqyn_site.pages.conftest import LANGUAGES, PATHS, links_of

pytestmark = pytest.mark.django_db


class Anchors(HTMLParser):
    """Collects the ids and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids |= {given["id"]} if given.get("id") else set()
        self.links += [given["href"]] if tag == "a" and given.get("href") else []


every_page = pytest.mark.parametrize("path", PATHS)
every_language = pytest.mark.parametrize("lang", LANGUAGES)


@every_page
@every_language
def test_a_page_says_what_it_is_and_where_its_twins_are(text: str, lang: str, path: str) -> None:
    assert re.search(r"<title>[^<]{5,}</title>", text)
    assert re.search(r'<meta name="description" content="[^"]{10,}">', text)
    assert len(re.findall(rf'<link rel="canonical" href="http://testserver/{lang}/', text)) == 1
    twins = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="http://testserver/([a-z]{2})/([^"]*)">', text)
    assert [twin[0] for twin in twins] == [*LANGUAGES, "x-default"]
    assert len({twin[2] for twin in twins}) == 1


@every_page
@every_language
def test_the_language_switch_keeps_the_place_and_the_query(text: str, lang: str) -> None:
    canonical = re.search(rf'rel="canonical" href="http://testserver/{lang}/([^"]*)"', text)
    assert canonical
    switch = text[text.index('class="languages"') : text.index('class="sections"')]
    links = re.findall(r'<a href="/([a-z]{2})/([^"]*)" hreflang="([a-z]{2})" lang="([a-z]{2})">', switch)
    assert [link[0] for link in links] == [language for language in LANGUAGES if language != lang]
    assert {link[1] for link in links} == {canonical[1]}


@every_page
@every_language
def test_no_figure_stands_without_its_source_mark(text: str) -> None:
    for piece in re.split(r'(?=<span class="value)', text)[1:]:
        assert 'class="mark' in piece[:3000]
    assert text.count('class="value') <= text.count('class="mark')


@every_page
@every_language
def test_a_page_has_no_untranslated_key_and_no_blank(text: str) -> None:
    visible = re.sub(r"<[^>]+>", " ", text[text.index("<body") :])
    assert not re.search(r"\{\w+\}|\bNone\b|\bUndefined\b", visible)
    assert "г.." not in visible
    assert '<html lang="zh"' not in text or not re.search("[\u4e00-\u9fff）]; ", visible)
    assert not re.search(r"\b(col|jump|home|method|rule|facet|sort|others|field)_[a-z]+", visible)
    assert not re.search(r"<(dd|td)[^>]*>\s*[-–—]?\s*</\1>", text)


def test_links_from_every_page_lead_somewhere(client: Client, disputed_statement: str) -> None:
    links: dict[str, str] = {}
    for path in PATHS:
        start = f"/en/{path.format(statement=disputed_statement)}"
        anchors = Anchors()
        anchors.feed(client.get(start).content.decode())
        for link in anchors.links:
            if link.startswith("#"):
                assert link[1:] in anchors.ids, (start, link)
            elif link.startswith("/en/"):
                links.setdefault(link.partition("#")[0], start)
    kinds: dict[str, list[str]] = {}
    for link in sorted(links):
        kinds.setdefault(link.split("/")[2].partition("?")[0], []).append(link)
    for kind in kinds.values():
        for link in kind[:: max(1, len(kind) // 15)]:
            assert client.get(link).status_code == 200, (link, links[link])


def test_a_link_to_a_line_of_a_project_finds_it(client: Client) -> None:
    listed = client.get("/en/projects/?sort=disagreements").content.decode()
    targets = re.findall(r'href="(/en/projects/[a-z0-9-]+/)#([a-z_-]+)"', listed)
    assert len(targets) > 10
    for page, anchor in sorted(set(targets))[:40]:
        assert f'id="{anchor}"' in client.get(page).content.decode(), (page, anchor)


def test_the_known_dispute_about_zhanatas_is_on_its_page(client: Client) -> None:
    text = client.get("/en/projects/zhanatas-wind/").content.decode().replace("\u00a0", " ")
    assert "130 to 160 million USD" in text
    assert 'class="state-word">not found</span>' in text
    assert "5 to 17 months late" in text


def test_filters_combine_and_can_be_removed(client: Client) -> None:
    text = client.get("/en/projects/?sector=energy.wind&region=zhambyl-region").content.decode()
    assert 'href="/en/projects/?region=zhambyl-region"' in text
    assert 'href="/en/projects/?sector=energy.wind"' in text
    assert '<input type="hidden" name="sector" value="energy.wind">' in text


@pytest.mark.parametrize(
    ("lang", "query"), [("ru", "жанатас"), ("en", "札纳塔斯"), ("kk", "ЖАҢАТАС"), ("zh", "zhanatas wind")]
)
def test_a_search_finds_a_name_in_any_script(client: Client, lang: str, query: str) -> None:
    assert f'href="/{lang}/projects/zhanatas-wind/"' in client.get(f"/{lang}/projects/", {"q": query}).content.decode()


def test_an_empty_answer_says_what_was_tried_and_what_to_do(client: Client) -> None:
    text = client.get("/en/projects/?q=qqq&status=cancelled").content.decode()
    assert "No project fits all of this" in text
    assert "Cancelled" in text
    assert 'href="/en/projects/"' in text


@pytest.mark.parametrize(
    "query",
    [
        "page=99999999999",
        "page=-1",
        "page=x",
        "sort=x",
        "sector=%00",
        "q=%00%ff",
        "region=../..",
        "q=" + "a" * 5000,
        "size=nope",
    ],
)
@pytest.mark.parametrize("path", ["projects/", "disagreements/", "sources/ecinfo-52-en/"])
def test_a_strange_query_is_answered(client: Client, path: str, query: str) -> None:
    response = client.get(f"/en/{path}?{query}")
    assert response.status_code == 200
    assert "%00" not in response.content.decode()


def test_what_a_reader_typed_is_escaped(client: Client) -> None:
    text = client.get("/en/projects/", {"q": '"><script>alert(1)</script>', "sector": "<b>"}).content.decode()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "<b>&lt;b&gt;" in text


def test_the_original_of_a_source_opens_without_telling_where_from(client: Client) -> None:
    text = client.get("/en/sources/ecinfo-52-en/").content.decode()
    assert 'href="https://ec-info.org/en/52-kazakh-chinese-projects/" rel="noopener nofollow noreferrer"' in text


def test_a_long_source_goes_on(client: Client) -> None:
    first = client.get("/en/sources/aiqyn-compilation/").content.decode()
    following = re.search(r'href="(/en/sources/aiqyn-compilation/\?after=\d+)" rel="next"', first)
    assert following
    assert client.get(following[1]).status_code == 200


def test_a_statement_tells_who_says_otherwise(client: Client, disputed_statement: str) -> None:
    text = client.get(f"/en/statements/{disputed_statement}/").content.decode().replace("\u00a0", " ")
    assert disputed_statement in text
    assert "160 million USD" in text
    assert "How to cite" in text


@pytest.mark.parametrize(
    "path",
    [
        "/en/projects/no-such/",
        "/en/organisations/zhanatas-wind/",
        "/en/nowhere/",
        "/en/statements/s1x/",
        "/en/sources/x/",
        "/en/regions/sinohydro/",
    ],
)
def test_an_unknown_page_helps_in_the_readers_language(client: Client, path: str) -> None:
    response = client.get(path)
    text = response.content.decode()
    assert response.status_code == 404
    assert "There is no page at this address" in text
    assert 'role="search"' in text
    assert 'rel="canonical"' not in text
    assert 'href="/kk/" hreflang="kk"' in text


def test_an_unknown_page_without_a_language_helps_in_all_four(client: Client) -> None:
    text = client.get("/nowhere/").content.decode()
    for words in ("There is no page", "Бұл мекенжайда бет жоқ", "страницы нет", "此地址没有页面"):
        assert words in text


def test_an_address_without_its_slash_leads_to_the_page(client: Client) -> None:
    response = client.get("/ru/projects?sector=energy")
    assert response.status_code == 301
    assert response.headers["Location"] == "/ru/projects/?sector=energy"
    # It leads nowhere else: there is no such feed, with a slash or without.
    assert client.get("/en/changes/feed.rss").status_code == 404
    assert client.get("/en/nowhere").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("projects/?", "articles/?kind=outside&", "changes/?", "corrections/?", "disagreements/?", "environment/?"),
        *("hearings/?", "requests/?", "silence/?", "disclosure/?", "disclosure/companies/?", "search/?q=Жанатас&"),
        "search/?q=Жанатас&kind=statement&",
    ],
)
def test_a_page_beyond_the_last_of_a_list_is_missing(client: Client, path: str) -> None:
    assert client.get(f"/en/{path}page=1").status_code == 200
    response = client.get(f"/en/{path}page=99999")
    assert response.status_code == 404
    assert "There is no page" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/en//evil.example", "/en/%2F%2Fevil.example", "/en/\\evil.example", "/en/x%0d%0aSet-Cookie:a"]
)
def test_no_address_leads_to_another_host(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code in {301, 404}
    assert response.headers.get("Location", "/en/").startswith("/en/")
    assert "\n" not in response.headers.get("Location", "")


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "kk"),
        ("de", "kk"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("de, zh-CN;q=0.5, en;q=0.4", "zh"),
        ("en;q=0, ru;q=0.1", "ru"),
        ("en;q=x", "kk"),
        ("*", "kk"),
        ("en;q=0.2,kk;q=0.9", "kk"),
    ],
)
def test_the_entrance_leads_to_the_readers_language(client: Client, accepted: str, lang: str) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{lang}/")
    assert response.headers["Vary"] == "Accept-Language"


def test_the_method_shows_the_rules_of_the_code(client: Client) -> None:
    text = client.get("/en/method/").content.decode().replace("\u00a0", " ")
    for anchor in ("rule-preference", "rule-identity", "difference-conflict", "tiers", "rates"):
        assert f'id="{anchor}"' in text
    assert re.search(r"27 billion USD</td><td[^>]*>27.6 billion USD</td><td[^>]*>they agree only if", text)
    assert re.search(r"26 billion USD</td><td[^>]*>27.6 billion USD</td><td[^>]*>they cannot both hold", text)
    assert "342.16" in text


@every_language
def test_the_method_lists_as_steps_only_what_chooses(client: Client, lang: str) -> None:
    text = client.get(f"/{lang}/method/").content.decode()
    steps = text[text.index('id="headlines"') :].partition("<ol>")[2].partition("</ol>")[0]

    assert re.findall(r'id="rule-([a-z_]+)"', steps) == [*dict(RULES), LAST_RULE]
    assert all(f'id="rule-{key}"' in text for key in (ONLY, UNLIKELY))
    assert all(f'href="#{section}"' in text for section in re.findall(r'<h2 id="([a-z]+)"', text))


def test_all_differences_about_the_same_thing_come_first_and_say_their_kind(client: Client) -> None:
    text = client.get("/en/disagreements/").content.decode()
    page = find_disagreements(per_page=20)
    assert f"<b>{page.total} found</b>" in text
    assert '<b aria-current="true">all</b>' in text
    kinds = re.findall(
        r'<span class="muted">(?:· )?(conflict|not all dated|successive values|cut short)</span></p>', text
    )
    assert len(kinds) == len(page.items)
    for kind in Difference:
        assert f'href="/en/disagreements/?kind={kind}"' in text


@pytest.mark.parametrize("kind", Difference)
@every_language
def test_a_tab_shows_one_kind(client: Client, lang: str, kind: Difference) -> None:
    text = client.get(f"/{lang}/disagreements/?kind={kind}").content.decode()
    assert f'href="/{lang}/disagreements/"' in text
    assert text.count(f"{wording(lang)(f'one_{kind}')}</span></p>") == text.count('<section class="dispute">')


@every_language
def test_a_status_in_a_list_has_its_source_mark(client: Client, lang: str) -> None:
    for path in ("projects/?status=operating", "regions/zhambyl-region/"):
        text = client.get(f"/{lang}/{path}").content.decode()
        label = f'data-label="{wording(lang)("facet_status")}"'
        cells = re.findall(rf"<td {label}>(.*?)</td>", text, re.DOTALL)
        assert cells
        assert all('class="mark' in cell or 'class="missing"' in cell for cell in cells)
        assert any('class="mark' in cell for cell in cells)


@every_language
def test_the_counts_of_the_home_page_lead_to_what_is_counted(client: Client, lang: str) -> None:
    text = client.get(f"/{lang}/").content.decode()
    conflicts = wording(lang)("n_conflicts", n=totals().conflicts)
    assert (f"/{lang}/disagreements/?kind=conflict", conflicts) in links_of(text)
    assert f"/{lang}/projects/" in {href for href, _ in links_of(text)}


@pytest.mark.parametrize("lang", ["kk", "ru", "zh"])
@pytest.mark.parametrize(
    ("project", "prop"), [("shieli-cement", "information_request"), ("kpi-polypropylene", "delay")]
)
def test_words_of_a_source_are_shown_in_the_language_of_the_page(
    client: Client, lang: str, project: str, prop: str
) -> None:
    statement = next(
        candidate
        for candidate in ledger.statements_about(project)
        if candidate.property == prop and candidate.lang == "en"
    )
    rendered = ledger.register().translations["en", statement.value][lang]
    text = client.get(f"/{lang}/projects/{project}/").content.decode()
    beside = text.partition(str(escape(rendered)))[2].partition("</details>")[0]
    assert wording(lang)("our_rendering") in beside
    assert f'lang="en">{escape(statement.value)}<' in beside
