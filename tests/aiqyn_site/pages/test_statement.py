"""The page of a statement that is unlikely and not confirmed, and the pages on which it does not lead."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from aiqyn_site.pages.wording import wording
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
    assert REASONS[lang] in page
    assert f"/{lang}/method/#rule-likely" in page
    assert 'id="rule-likely"' in client.get(f"/{lang}/method/").content.decode()
    assert REASONS[lang] not in client.get(f"/{lang}/statements/{usual.id}/").content.decode()


PRINTED = {
    "en": ("200,000 t/year", "200 t/year", "1,000 times", "15 May 1958", "80 GW", "25 GW"),
    "ru": ("200 000 т/год", "200 т/год", "в 1000 раз", "15 мая 1958", "80 ГВт", "25 ГВт"),
    "kk": ("200 000 т/жыл", "200 т/жыл", "1000 есе", "1958 ж. 15 мамыр", "80 ГВт", "25 ГВт"),
    "zh": ("200,000吨/年", "200吨/年", "1000倍", "1958年5月15日", "80吉瓦", "25吉瓦"),
}


@pytest.mark.parametrize("lang", PRINTED)
def test_why_a_value_is_unlikely_is_said_as_pages_print_it(client: Client, record_later: Record, lang: str) -> None:
    far, usual, late, large = record_later(
        {
            "entity": "slip-plant",
            "property": "capacity",
            "value": "200000",
            "unit": "t/year",
            "source": "wnn-ulba-2021",
        },
        {"entity": "slip-plant", "property": "capacity", "value": "200", "unit": "t/year", "source": "wnn-ulba-2021"},
        {"entity": "slip-plant", "property": "commissioning", "value": "1958-05-15"},
        {"entity": "slip-plant", "property": "capacity", "value": "80", "unit": "GW"},
        entities=[("slip-plant", "project", "")],
    )

    def notice(identifier: str) -> str:
        page = client.get(f"/{lang}/statements/{identifier}/").content.decode()
        return unescape(page.partition('<p class="notice">')[2].partition("</p>")[0]).replace("\xa0", " ")

    value, other, times, date, much, most = PRINTED[lang]
    apart = notice(far.id)
    assert all(
        words in apart for words in (value, other, times, "World Nuclear News", f"/{lang}/statements/{usual.id}/")
    )
    assert not any(raw in apart for raw in ("200000", "wnn-ulba-2021"))
    assert date in notice(late.id)
    assert "1958-05" not in notice(late.id)
    assert all(words in notice(large.id) for words in (much, most))


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


@pytest.mark.parametrize("lang", REASONS)
def test_a_difference_says_which_of_its_sides_is_unlikely(client: Client, record_later: Record, lang: str) -> None:
    usual, near, slip = record_later(
        {"entity": "slip-plant", "property": "cost", "value": "142", "unit": "USD million"},
        {"entity": "slip-plant", "property": "cost", "value": "155", "unit": "USD million"},
        {"entity": "slip-plant", "property": "cost", "value": "142", "unit": "USD trillion"},
        entities=[("slip-plant", "project", "")],
    )
    (row,) = (
        row
        for row in client.get("/api/disagreements?property=cost&kind=conflict&limit=100").json()["items"]
        if row["entity"] == "slip-plant"
    )
    project = client.get("/api/projects/slip-plant").json()
    page = client.get(f"/{lang}/disagreements/?property=cost&kind=conflict").content.decode()
    sides = {
        key: page.partition(f"/statements/{key}/")[2].partition("</li>")[0] for key in (usual.id, near.id, slip.id)
    }

    assert row["unlikely"] == [slip.id]
    assert [difference["unlikely"] for difference in project["disagreements"]] == [[slip.id]]
    assert {key for key, side in sides.items() if wording(lang)("rule_unlikely") in side} == {slip.id}
