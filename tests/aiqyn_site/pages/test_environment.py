"""Environment on pages: the chain of documents, records, hearings, in every language."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from aiqyn.dossier.chain import load_chain
from aiqyn.words.date_text import date_text
from aiqyn_site.pages.wording import wording
from tests.aiqyn_site.dossier import records
from tests.aiqyn_site.later import Record
from tests.aiqyn_site.pages.conftest import LANGUAGES

pytestmark = pytest.mark.django_db
SHIELI = "projects/shieli-cement/"
#: A project of which nothing about the environment is recorded.
BARE = "projects/abai-bakhty-park/"


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def section(text: str, start: str, end: str) -> str:
    """What stands between two ids."""
    return text.partition(f'id="{start}"')[2].partition(f'id="{end}"')[0]


def steps(text: str) -> list[tuple[str, str]]:
    """The state and the label of each step of the chain."""
    chain = text.partition('<ol class="chain">')[2].partition("</ol>\n<details>")[0]
    return re.findall(r'<li class="(\w+)"><p><b>([^<]+)</b>', chain)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_shieli_shows_which_documents_were_refused_and_which_are_not_found(client: Client, lang: str) -> None:
    text = text_of(client, f"/{lang}/{SHIELI}")
    told, t = {label: state for state, label in steps(text)}, wording(lang)
    labels = {rule.key: rule.label(lang)[:1].upper() + rule.label(lang)[1:] for rule in load_chain()}
    assert len(told) == len(load_chain())
    assert {told[labels[key]] for key in ("report", "hearing", "conclusion")} == {"refused"}
    assert {told[labels[key]] for key in ("application", "waste_programme", "monitoring")} == {"not_found"}
    assert t("env_state_refused") in text
    assert t("env_category_unknown_all") in text
    assert t("env_law_unread") in text
    assert "shieli-request-2020" in section(text, "documents", "records")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_shieli_shows_the_path_through_the_courts_in_order(client: Client, lang: str) -> None:
    text = section(text_of(client, f"/{lang}/{SHIELI}"), "records", "requests")
    order = ["shieli-refusal-2020", "shieli-court-2021-first", "shieli-court-2021-appeal"]
    places = [text.index(f'id="r-{key}"') for key in order]
    assert places == sorted(places)
    thread = text.partition('<ol class="thread">')[2].partition("</ol>")[0]
    assert all(f'id="r-{key}"' in thread for key in order)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_record_sets_out_is_said_once_besides_the_table_of_all(client: Client, lang: str) -> None:
    text = text_of(client, f"/{lang}/{SHIELI}")
    facts = section(text, "known", "missing")
    for key in ("court_case", "court_appeal", "court_ruling", "information_request", "information_refusal"):
        assert f'id="p-{key}"' not in facts
    linked = re.findall(r'class="value words"[^>]*>[^<]*</span>', section(text, "documents", "disclosure"))
    assert len(linked) == len(set(linked)) >= 7


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_project_with_nothing_has_the_same_section_with_empty_states_and_a_way_to_ask(
    client: Client, lang: str
) -> None:
    text, t = text_of(client, f"/{lang}/{BARE}"), wording(lang)
    assert len(steps(text)) == len(load_chain())
    assert {state for state, _ in steps(text)} <= {"not_found", "not_yet", "outside"}
    for key in ("env_records_none", "env_requests_none", "env_claims_none", "env_emissions_none", "env_place_none"):
        assert t(key) in text
    assert f'<a href="/{lang}/requests/draft/?project=abai-bakhty-park">{t("env_ask_first")}</a>' in text


def test_the_jump_list_leads_to_every_part_of_the_page(client: Client) -> None:
    text = text_of(client, f"/en/{SHIELI}")
    jump = text.partition('<ul class="jump">')[2].partition("</ul>")[0]
    targets = re.findall(r'href="#([\w-]+)"', jump)
    assert {"known", "documents", "records", "requests", "disputed", "missing", "all", "sources"} <= {*targets}
    assert all(f'id="{target}"' in text for target in targets)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_allegation_is_labelled_and_an_official_act_is_named(
    client: Client, record_later: Record, lang: str
) -> None:
    records.make(record_later)
    text, t = text_of(client, f"/{lang}/projects/{records.PROJECT}/"), wording(lang)
    rumour = section(text, "r-made-rumour", "requests")
    assert f'<span class="tag alleged">{t("env_allegation")}</span>' in rumour
    fine = section(text, "r-made-fine", "r-made-appeal")
    assert "alleged" not in fine
    assert t("env_official_act_of", act=t("env_number", number="77")) in fine


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fine_that_was_closed_and_remedied_stays_with_what_was_done(
    client: Client, record_later: Record, lang: str
) -> None:
    records.make(record_later)
    fine = section(text_of(client, f"/{lang}/projects/{records.PROJECT}/"), "r-made-fine", "r-made-appeal")
    assert "the filter was replaced" in fine
    assert wording(lang)("env_closed", date=date_text("2021-09-10", lang)) in fine
    assert wording(lang)("env_remedy") in fine
    assert wording(lang)("reply_not_invited") in fine


@pytest.mark.parametrize("lang", LANGUAGES)
def test_limits_promises_and_reports_of_emissions_stand_side_by_side(
    client: Client, record_later: Record, lang: str
) -> None:
    records.make(record_later)
    t = wording(lang)
    table = section(text_of(client, f"/{lang}/projects/{records.PROJECT}/"), "emissions", "distances")
    assert table.count("<tr>") == 3  # the head, dust and sulphur dioxide
    for number in ("120", "100", "131"):
        assert number in table
    assert t("env_above") in table
    permit = section(text_of(client, f"/{lang}/records/made-permit/"), "amounts", "thread")
    assert permit.count(t("env_kind_limit")) == 2
    monitoring = section(text_of(client, f"/{lang}/records/made-monitoring/"), "amounts", "thread")
    assert t("env_kind_promise") in monitoring
    assert t("env_kind_emission") in monitoring


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hearing_is_open_until_its_window_has_passed(
    client: Client, record_later: Record, settings: Any, lang: str
) -> None:
    records.make(record_later)
    settings.TODAY = datetime.date.fromisoformat(records.OPEN_DAY)
    text = text_of(client, f"/{lang}/hearings/")
    assert "made-hearing-open" in section(text, "open", "past")
    assert "261130001004" in section(text, "open", "past")
    assert "240140011067" in section(text, "open", "past")
    assert "made-hearing-past" in text.partition('id="past"')[2]
    settings.TODAY = datetime.date(2026, 12, 8)
    assert "made-hearing-open" in section(text_of(client, f"/{lang}/hearings/"), "open", "past")
    settings.TODAY = datetime.date(2026, 12, 9)
    assert "made-hearing-open" not in section(text_of(client, f"/{lang}/hearings/"), "open", "past")


def test_open_hearings_are_offered_as_feeds_and_as_a_calendar(
    client: Client, record_later: Record, settings: Any
) -> None:
    records.make(record_later)
    settings.TODAY = datetime.date.fromisoformat(records.OPEN_DAY)
    atom = ElementTree.fromstring(client.get("/en/hearings/feed.atom").content)  # noqa: S314 - our own answer
    titles = [one.text for one in atom.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1:] == ["Made-up hearing, with a comma; and more: open for comment up to 8\u00a0December\u00a02026"]
    feed = json.loads(client.get("/ru/hearings/feed.json").content)
    assert [one["url"].rpartition("/ru/")[2] for one in feed["items"]] == ["records/made-hearing-open/"]
    response = client.get("/zh/hearings/hearings.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20261201" in lines
    assert "DTEND;VALUE=DATE:20261209" in lines
    assert "UID:hearing/made-hearing-open@aiqyn.invalid" in lines
    assert "SUMMARY:Made-up hearing\\, with a comma\\; and more" in lines
    assert "DTSTAMP:29981231T000000Z" in lines


def test_without_open_hearings_page_feed_and_calendar_say_so(client: Client) -> None:
    assert 'id="open"' in text_of(client, "/en/hearings/")
    assert json.loads(client.get("/en/hearings/feed.json").content)["items"] == []
    assert client.get("/en/hearings/hearings.ics").content.count(b"BEGIN:VEVENT") == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_page_tells_what_it_follows_from_and_what_followed(client: Client, lang: str) -> None:
    text = section(text_of(client, f"/{lang}/records/shieli-court-2021-first/"), "thread", "reply")
    assert f'href="/{lang}/requests/shieli-request-2020/"' in text
    order = [text.index(part) for part in ("shieli-refusal-2020/", 'aria-current="true"', "shieli-court-2021-appeal/")]
    assert order == sorted(order)


def test_the_environment_page_narrows_by_kind_region_company_and_state(client: Client, record_later: Record) -> None:
    records.make(record_later)
    everything = text_of(client, "/en/environment/")
    assert 'href="/en/environment/?type=fine_imposed"' in everything
    assert 'href="/en/environment/?region=zhambyl-region"' in everything
    fines = text_of(client, "/en/environment/?type=fine_imposed&region=zhambyl-region&company=sinohydro&status=closed")
    assert re.findall(r'class="record" id="r-([\w-]+)"', fines) == ["made-fine"]
    assert 'href="/en/environment/?type=fine_imposed&amp;region=zhambyl-region&amp;company=sinohydro"' in fines
    nothing = text_of(client, "/en/environment/?type=permit_revoked&region=zhambyl-region")
    assert wording("en")("env_none") in nothing


def test_claims_are_marked_as_claims(client: Client) -> None:
    text = text_of(client, "/en/environment/").partition('id="claims"')[2]
    assert text.count("<li>") == text.count('<span class="tag">claimed</span>') > 10
    project = section(text_of(client, "/en/projects/zhanatas-wind/"), "claims", "emissions")
    assert 'id="p-co2_avoided"' in project


def test_organisations_and_regions_list_their_records_with_a_link_to_all(client: Client) -> None:
    region = text_of(client, "/en/regions/kyzylorda-region/")
    assert 'href="/en/environment/?region=kyzylorda-region"' in region
    company = text_of(client, "/en/organisations/gezhouba-cement/")
    assert 'href="/en/environment/?company=gezhouba-cement"' in company
    assert 'id="r-shieli-refusal-2020"' in company


def test_an_unknown_record_is_missing(client: Client) -> None:
    assert client.get("/en/records/no-such-record/").status_code == 404
    assert client.get("/en/records/shieli-cement/").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_shieli_is_under_100_kb_before_it_is_compressed(client: Client, lang: str) -> None:
    assert len(client.get(f"/{lang}/{SHIELI}").content) < 100_000
