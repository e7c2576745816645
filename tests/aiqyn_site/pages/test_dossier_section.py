"""Environment and documents on the page of a project: the chain, records, requests, emissions."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from aiqyn.dossier.chain import load_chain
from aiqyn.words.date_text import date_text
from aiqyn_site.pages.wording import wording
from tests.aiqyn_site.dossier import records
from tests.aiqyn_site.later import Record
from tests.aiqyn_site.pages.conftest import LANGUAGES, links_of, section, text_of

pytestmark = pytest.mark.django_db
SHIELI = "projects/shieli-cement/"
#: A project of which nothing about the environment is recorded.
BARE = "projects/abai-bakhty-park/"


def steps(text: str) -> list[tuple[str, str]]:
    """The state and the label of each step of the chain."""
    chain = text.partition('<ol class="chain">')[2].partition("</ol>\n<details>")[0]
    return re.findall(r'<li class="(\w+)"><p><b>([^<]+)</b>', chain)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_shieli_shows_which_documents_were_refused_and_which_are_not_found(client: Client, lang: str) -> None:
    text = text_of(client, f"/{lang}/{SHIELI}")
    parts, t = {label: state for state, label in steps(text)}, wording(lang)
    labels = {rule.key: rule.label(lang)[:1].upper() + rule.label(lang)[1:] for rule in load_chain()}
    assert len(parts) == len(load_chain())
    assert {parts[labels[key]] for key in ("report", "hearing", "conclusion")} == {"refused"}
    assert {parts[labels[key]] for key in ("application", "waste_programme", "monitoring")} == {"not_found"}
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
    assert (f"/{lang}/requests/draft/?project=abai-bakhty-park", t("env_ask_first")) in links_of(text)


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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_shieli_is_under_100_kb_before_it_is_compressed(client: Client, lang: str) -> None:
    assert len(client.get(f"/{lang}/{SHIELI}").content) < 100_000
