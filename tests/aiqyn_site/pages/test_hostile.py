"""Whole pages from words that try to be markup, and statements that were withdrawn or preferred."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from aiqyn.ledger import Statement
from tests.aiqyn_site.later import NEXT_DAY, Record

NASTY = "\"'><script>alert(1)</script>&amp;{{ 7*7 }}"
SHOWN = "&#34;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;{{ 7*7 }}"
ENTITIES = (("nasty-project", "project", ""), ("nasty-company", "organisation", ""))
ROWS = (
    {"property": "name", "value": NASTY, "lang": "en"},
    {"property": "name", "value": NASTY + "2", "lang": "ru", "basis": "rendered"},
    {"entity": "nasty-company", "property": "name", "value": NASTY, "lang": "en"},
    {
        "property": "cost",
        "value": "10",
        "unit": "USD million",
        "said_by": "nasty-company",
        "note": NASTY,
        "place": NASTY,
        "printed": NASTY,
    },
    {"property": "cost", "value": "20", "unit": "USD million", "as_of": "2019"},
    {"property": "cost", "value": "30", "unit": "USD million", "as_of": "2019"},
    {"property": "delay", "value": NASTY, "lang": "ru"},
    {"property": "partner_cn", "value": "nasty-company"},
    {"property": "settlement", "value": NASTY, "lang": "en"},
)


@pytest.fixture
def statements(record_later: Record) -> list[Statement]:
    """What is said of a project whose every word tries to be markup."""
    return record_later(*({"entity": "nasty-project", **row} for row in ROWS), entities=ENTITIES)


def page(client: Client, path: str) -> str:
    """A page without the one script of the site's own."""
    text = client.get(path).content.decode()
    own = re.findall(r'<script src="/static/aiqyn/aiqyn\.js\?v=[0-9a-f]{8}" defer></script>', text)
    assert len(own) == 1
    return text.replace(own[0], "")


def test_hostile_words_are_shown_as_words(client: Client, statements: list[Statement]) -> None:
    for lang in ("en", "ru", "kk", "zh"):
        for path in ("projects/nasty-project/", "organisations/nasty-company/", "projects/?q=alert", "search/?q=alert"):
            text = page(client, f"/{lang}/{path}")
            assert "<script" not in text
            assert SHOWN in text
    for statement in statements:
        text = page(client, f"/zh/statements/{statement.id}/")
        assert "<script" not in text
        assert SHOWN in text


def test_a_withdrawn_statement_says_so_with_the_reason(
    client: Client, statements: list[Statement], record_later: Record
) -> None:
    cost = next(statement for statement in statements if statement.value == "20")
    (retraction,) = record_later(
        {
            "entity": "nasty-project",
            "property": "retraction",
            "value": cost.id,
            "note": "misread",
            "recorded": NEXT_DAY,
        }
    )
    text = page(client, f"/en/statements/{cost.id}/")
    assert "The editors withdrew this statement on 1\u00a0January\u00a02999." in text
    assert "misread" in text
    assert f'href="/en/statements/{retraction.id}/"' in text
    # It stays in the table of all, struck out; the retraction has a page of its own.
    table = page(client, "/en/projects/nasty-project/")
    assert re.search(rf'<tr class="withdrawn">(?:(?!</tr>).)*{cost.id}(?:(?!</tr>).)*withdrawn</td>', table, re.DOTALL)
    assert f'<a href="/en/statements/{cost.id}/">' in page(client, f"/en/statements/{retraction.id}/")


def test_a_preference_says_why(client: Client, statements: list[Statement], record_later: Record) -> None:
    cost = next(statement for statement in statements if statement.value == "30")
    record_later(
        {
            "entity": "nasty-project",
            "property": "preference",
            "value": cost.id,
            "note": "the only audited figure",
            "recorded": NEXT_DAY,
        }
    )
    assert "the only audited figure" in page(client, f"/en/statements/{cost.id}/")
