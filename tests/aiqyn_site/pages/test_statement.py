"""The page of a statement that is unlikely and not confirmed, and the pages on which it does not lead."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.aiqyn_site.later import Record

REASONS = {
    "en": "Nobody has confirmed it",
    "ru": "Никто не подтвердил",
    "kk": "екінші рет ешкім растамаған",
    "zh": "尚无人再次核对",
}


@pytest.mark.parametrize("lang", REASONS)
def test_an_unlikely_value_says_why_it_does_not_lead(client: Client, record_later: Record, lang: str) -> None:
    usual, slip = record_later(
        {"property": "cost", "value": "142", "unit": "USD million", "basis": "measured"},
        {"property": "cost", "value": "142000", "unit": "USD billion", "basis": "measured"},
    )
    page = client.get(f"/{lang}/statements/{slip.id}/").content.decode()
    assert "142000 USD billion" in page
    assert "100 USD billion" in page
    assert REASONS[lang] in page
    assert f"/{lang}/method/#rule-likely" in page
    assert 'id="rule-likely"' in client.get(f"/{lang}/method/").content.decode()
    assert REASONS[lang] not in client.get(f"/{lang}/statements/{usual.id}/").content.decode()


def test_an_unlikely_cost_is_in_no_sorting(client: Client, record_later: Record) -> None:
    record_later(
        {"entity": "slip-plant", "property": "name", "value": "Slip plant", "lang": "en"},
        {"entity": "slip-plant", "property": "cost", "value": "142000", "unit": "USD billion"},
        entities=[("slip-plant", "project", "")],
    )
    dearest = client.get("/en/projects/?sort=-cost").content.decode()
    assert "/en/projects/slip-plant/" not in dearest
    page = client.get("/en/projects/slip-plant/").content.decode()
    assert "unlikely and not confirmed" in page
