"""The environmental records and claims of the whole register."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from aiqyn_site.pages.wording import wording
from tests.aiqyn_site.dossier import records
from tests.aiqyn_site.later import Record
from tests.aiqyn_site.pages.conftest import section, text_of

pytestmark = pytest.mark.django_db


def test_the_environment_page_narrows_by_kind_region_company_and_state(client: Client, record_later: Record) -> None:
    records.make(record_later)
    everything = text_of(client, "/en/environment/")
    assert 'href="/en/environment/?type=fine_imposed"' in everything
    assert 'href="/en/environment/?region=zhambyl-region"' in everything
    fines = text_of(client, "/en/environment/?type=fine_imposed&region=zhambyl-region&company=sinohydro&status=closed")
    shown = re.findall(r'class="record" id="r-([\w-]+)"', fines)
    assert "made-fine" in shown
    assert len(shown) < len(re.findall(r'class="record" id="r-', everything))
    assert 'href="/en/environment/?type=fine_imposed&amp;region=zhambyl-region&amp;company=sinohydro"' in fines
    nothing = text_of(client, "/en/environment/?type=permit_revoked&region=zhambyl-region")
    assert wording("en")("env_none") in nothing


def test_claims_are_marked_as_claims(client: Client) -> None:
    text = text_of(client, "/en/environment/").partition('id="claims"')[2]
    assert text.count("<li>") == text.count('<span class="tag">claimed</span>') > 10
    project = section(text_of(client, "/en/projects/zhanatas-wind/"), "claims", "emissions")
    assert 'id="p-co2_avoided"' in project
