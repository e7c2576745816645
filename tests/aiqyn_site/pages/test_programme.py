"""The programme's pages: narrative with what is not known, events, editions with what they left out, promises."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.programme.history import unknown
from aiqyn_site.pages.programme.overview import PAGES
from aiqyn_site.pages.wording import wording
from tests.aiqyn.register_factory import write_register
from tests.aiqyn_site.later import Record
from tests.aiqyn_site.pages.conftest import LANGUAGES
from tests.aiqyn_site.store import Store

pytestmark = pytest.mark.django_db
PATHS = tuple(f"{name}/" if name else "" for name in PAGES)


def page_of(client: Client, path: str = "", lang: str = "en") -> str:
    response = client.get(f"/{lang}/programme/{path}")
    assert response.status_code == 200
    return response.content.decode()


def row_of(page: str, edition: str) -> str:
    row = re.search(rf'<tr id="{edition}">.*?</tr>', page, re.DOTALL)
    assert row
    return row[0]


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", markup)).replace("&nbsp;", " ").replace("\xa0", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_and_edition_stands_at_its_own_address(client: Client, lang: str) -> None:
    for kind, path in (("event", "events/"), ("edition", "editions/")):
        page = page_of(client, path, lang)
        for entity in ledger.entities(kind):
            place, _, anchor = entity_url(lang, kind, entity.id).partition("#")
            assert place == f"/{lang}/programme/{path}"
            assert f'id="{anchor}"' in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_within_the_pages_lead_to_something(client: Client, lang: str) -> None:
    pages = {f"/{lang}/programme/{path}": page_of(client, path, lang) for path in PATHS}
    for address, page in pages.items():
        for place, anchor in re.findall(rf'href="((?:/{lang}/programme/[a-z/]*)?)#([^"]+)"', page):
            assert f'id="{anchor}"' in pages[place or address] or anchor == "main"


@pytest.mark.parametrize("path", PATHS)
def test_each_page_links_to_all_four_with_what_stands_there(client: Client, path: str) -> None:
    page = page_of(client, path)
    links = re.search(r'<ul class="jump of-one">.*?</ul>', page, re.DOTALL)
    assert links
    assert re.sub(r"\d+", "9", words(links[0])).strip() == (
        "History Events 9 Editions of the list 9 (+9 on another basis) Promised and actual dates 9"
    )
    assert re.findall(r'href="([^"]*)" aria-current="page"', page) == ["/en/programme/", f"/en/programme/{path}"]
    assert f'<link rel="canonical" href="http://testserver/en/programme/{path}">' in page


def test_the_pages_hold_as_many_as_their_links_say(client: Client) -> None:
    events, editions, promises = (page_of(client, path) for path in PATHS[1:])
    listed, others = editions.split('<h2 id="others">')
    links = re.search(r'<ul class="jump of-one">.*?</ul>', events, re.DOTALL)
    assert links

    assert [int(number) for number in re.findall(r"\d+", words(links[0]))] == [
        events.count('<p class="when">'),
        listed.count('<b class="date">'),
        others.count('<b class="date">'),
        promises.split("</figure>")[1].count('<tr><th scope="row">'),
    ]


def test_each_page_has_a_title_and_a_description_of_its_own(client: Client) -> None:
    pages = [page_of(client, path) for path in (*PATHS, "events/?kind=protest")]
    titles = [re.findall(r"<title>(.*?) · [^·]*</title>", page)[0] for page in pages]

    assert titles == [
        "Programme history",
        "Events · Programme history",
        "Editions of the list · Programme history",
        "Promised and actual dates · Programme history",
        "Events: Protest · Programme history",
    ]
    assert len({re.findall(r'<meta name="description" content="([^"]+)">', page)[0] for page in pages[:4]}) == 4


def test_the_narrative_ends_with_what_else_there_is_to_read(client: Client) -> None:
    text = words(page_of(client))

    assert re.search(r"\d+ editions of the list, and what changed from one to the next", text)
    assert re.search(r"\d+ promised dates beside the actual ones: what came late, and by how long", text)


def charts(page: str) -> list[str]:
    return re.findall(r'<figure class="chart">.*?</figure>', page, re.DOTALL)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_of_a_chart_stands_once_and_the_narrative_links_to_it(client: Client, lang: str) -> None:
    narrative, editions = page_of(client, "", lang), page_of(client, "editions/", lang)
    for name in ("programme-projects", "programme-value", "status-by-edition"):
        href = f'href="/{lang}/programme/editions/#chart-{name}"'
        assert (narrative.count(href), editions.count(f'id="chart-{name}"')) == (1, 1)
    assert sum("<table" in chart for chart in charts(editions)) == 3
    # The chart of the two countries' statistics stands nowhere else, so it keeps its table.
    assert sum("<table" in chart for chart in charts(narrative)) == 1
    assert len(charts(narrative)) == narrative.count("/charts/") > 1


@pytest.mark.parametrize("path", PATHS)
def test_the_numbers_of_sources_run_through_a_page(client: Client, path: str) -> None:
    page = page_of(client, path)
    listed = re.findall(r'<li value="(\d+)"><a href="/en/sources/', page)
    assert listed == [str(n) for n in range(1, len(listed) + 1)]
    marks = set(re.findall(r'<a class="mark" [^>]*>(\d+)</a>', page))
    assert marks <= set(listed)


def test_the_sum_nobody_published_is_worked_out_and_said_to_be(client: Client) -> None:
    page = page_of(client, "editions/")
    computed = re.search(r'<div class="computed" id="sum-edition-2022-07-mfa">.*?</div>', page, re.DOTALL)

    assert 'href="#sum-edition-2022-07-mfa"' in row_of(page, "edition-2022-07-mfa")
    assert computed
    text = words(computed[0])
    assert "The sum of the projects under review was not published." in text
    assert "computed by this site and stated by nobody: 21.1 billion USD" in text
    assert "= 11.321 billion USD" in text
    assert "no more than 11.3 billion USD can be told" in text


def test_what_an_edition_left_out_is_said_in_words_with_where_it_was_looked_for(client: Client) -> None:
    row = row_of(page_of(client, "editions/"), "edition-2016-01-eurasia-agro")

    assert row.count("not published") == 4
    assert "Not published: total, by status, by sector, jobs" in row  # the same in one line, for a phone
    assert re.search(r'Looked for in: <a class="mark"', row)


def test_what_changed_since_the_edition_before_is_told_as_far_as_both_printed_it(client: Client) -> None:
    row = words(row_of(page_of(client, "editions/"), "edition-2016-09-mid"))

    assert "Projects in total: −1 project; before: 52 projects" in row
    assert "Investment in total: +2 billion USD; before: 24 billion USD" in row
    assert "Printed before, not here: jobs" in row


def test_counts_on_another_basis_stand_in_a_table_of_their_own(client: Client) -> None:
    page = page_of(client, "editions/")
    listed, others = page.split(wording("en")("programme_others_lead"))

    assert 'id="edition-2025-06-25-prime-minister"' in others
    assert 'id="edition-2025-06-25-prime-minister"' not in listed
    assert "224 projects" in words(others)


def test_the_undated_edition_comes_last_and_is_compared_with_none(client: Client) -> None:
    page = page_of(client, "editions/")
    anchors = re.findall(r'<tr id="(edition-[^"]+)"', page.split('<h2 id="others">')[0])

    assert anchors[-1] == "edition-undated-mid-karavan"
    row = row_of(page, anchors[-1])
    assert wording("en")("programme_no_date") in row
    assert wording("en")("programme_no_before") in row


def test_the_timeline_narrows_to_a_kind_and_counts_all_kinds(client: Client) -> None:
    kinds = re.search(r'<ul class="sorts".*?</ul>', page_of(client, "events/"), re.DOTALL)
    assert kinds
    numbers = {label.strip(): int(number) for label, number in re.findall(r"(\D+) (\d+)", words(kinds[0]))}

    assert numbers.pop("All") == sum(numbers.values()) == len(ledger.entities("event"))
    page = page_of(client, "events/?kind=protest")
    assert page.count('<p class="when">') == numbers["Protest"] < len(ledger.entities("event"))
    assert 'id="event-2019-09-03-zhanaozen-protest"' in page
    assert 'id="event-2019-08-28-17th-dialogue"' not in page
    assert '<b aria-current="true">Protest</b>' in page


def test_an_unknown_kind_is_no_kind(client: Client) -> None:
    assert page_of(client, "events/?kind=%3Cscript%3E") == page_of(client, "events/")
    assert page_of(client, "?kind=protest") == page_of(client)


def test_events_come_by_date_and_rival_counts_of_a_day_stand_side_by_side(client: Client) -> None:
    anchors = re.findall(r'<li id="(event-[^"]+)">', page_of(client, "events/"))
    third = [anchors.index(f"event-2019-09-03-zhanaozen-{name}") for name in ("protest", "second-day")]

    assert third[1] == third[0] + 1
    assert anchors[0] == "event-2013-11-11-cnpc-aktobe-court"


def test_promises_say_who_slipped_and_by_how_long(client: Client) -> None:
    markup = page_of(client, "promises/")
    page = words(markup)

    dates = re.search(r"(\d+) dates of \d+ projects have both a promise and a result\.", page)
    assert dates
    for promise in ("leading", "first"):
        verdicts = re.search(rf"Counted from the {promise} promise: (\d+ late[^.]*)\.", page)
        assert verdicts
        assert sum(map(int, re.findall(r"\d+", verdicts[1]))) == int(dates[1])
    row = next(row for row in markup.split("</figure>")[1].split("<tr>") if "/en/projects/kpi-poly" in row)
    assert "9.8 to 10.8 years lateon time, as far as the dates can tell, from the leading promise" in words(row)


def test_what_is_not_known_is_counted() -> None:
    lines = unknown("en")

    assert "The list of 2019 row by row was not found." in lines
    assert any(re.match(r"Sums by status: not published in \d+ of \d+ editions", line) for line in lines)
    assert any(re.fullmatch(r"Cost: not found for \d+ of \d+ projects\.", line) for line in lines)


def test_an_edition_recorded_later_changes_the_page(client: Client, record_later: Record) -> None:
    before = page_of(client, "editions/")
    record_later(
        {"entity": "edition-2022-07-mfa", "property": "jobs", "value": "12000", "unit": "persons", "as_of": "2022-07"}
    )

    assert "12,000 people" in words(row_of(page_of(client, "editions/"), "edition-2022-07-mfa"))
    assert "12,000 people" not in before


def test_a_small_register_without_a_narrative_shows_the_rest(client: Client, store: Store, tmp_path: Path) -> None:
    store.run("load", write_register(tmp_path))
    with store.used():
        pages = [page_of(client, path) for path in PATHS]
        for lang in LANGUAGES:
            for path in (*(f"programme/{path}" for path in PATHS), "changes/", "changes/feed.atom"):
                assert client.get(f"/{lang}/{path}").status_code == 200, (lang, path)

    t = wording("en")
    for key in ("programme_not_written", "programme_no_events", "programme_no_promises"):
        assert t(key) in "".join(pages)
    assert "51 projects" in words(row_of("".join(pages), "edition-2016"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("path", "most"), [*zip(PATHS, (155_000, 100_000, 205_000, 100_000), strict=True)])
def test_a_page_is_light_enough_for_an_old_phone(client: Client, lang: str, path: str, most: int) -> None:
    page = page_of(client, path, lang).encode()
    assert len(page) < most
    assert len(gzip.compress(page)) < 30_000


@pytest.mark.parametrize("path", [*PATHS, "events/?kind=protest"])
def test_a_page_once_made_is_only_framed(client: Client, path: str) -> None:
    page_of(client, path)
    with CaptureQueriesContext(connection) as queries:
        page_of(client, path)
    assert all("FROM ledger_seal" in query["sql"] for query in queries.captured_queries)
