"""The page of one environmental record."""

from __future__ import annotations

import pytest
from django.test import Client

from aiqyn_site.pages.wording import wording
from tests.aiqyn_site.dossier import records
from tests.aiqyn_site.later import Record
from tests.aiqyn_site.pages.conftest import LANGUAGES, section, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_page_tells_what_it_follows_from_and_what_followed(client: Client, lang: str) -> None:
    text = section(text_of(client, f"/{lang}/records/shieli-court-2021-first/"), "thread", "reply")
    assert f'href="/{lang}/requests/shieli-request-2020/"' in text
    order = [text.index(part) for part in ("shieli-refusal-2020/", 'aria-current="true"', "shieli-court-2021-appeal/")]
    assert order == sorted(order)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_limits_promises_and_reports_are_told_apart(client: Client, record_later: Record, lang: str) -> None:
    records.make(record_later)
    t = wording(lang)
    permit = section(text_of(client, f"/{lang}/records/made-permit/"), "amounts", "thread")
    assert permit.count(t("env_kind_limit")) == 2
    monitoring = section(text_of(client, f"/{lang}/records/made-monitoring/"), "amounts", "thread")
    assert t("env_kind_promise") in monitoring
    assert t("env_kind_emission") in monitoring


def test_an_unknown_record_is_missing(client: Client) -> None:
    assert client.get("/en/records/no-such-record/").status_code == 404
    assert client.get("/en/records/shieli-cement/").status_code == 404
