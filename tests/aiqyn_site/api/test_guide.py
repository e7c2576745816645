"""The page at /api/ for people."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from aiqyn.vocabulary import LANGUAGES
from aiqyn_site.api.endpoints import ENDPOINTS
from aiqyn_site.api.problems import KINDS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_speaks_each_language_and_links_to_the_others(client: Client, lang: str) -> None:
    response = client.get("/api/", {"lang": lang})
    page = response.content.decode()
    assert response["Content-Language"] == lang
    assert f'<html lang="{lang}">' in page
    for other in set(LANGUAGES) - {lang}:
        assert f'href="/api/?lang={other}"' in page
    assert len(response.content) < 100_000


def test_without_a_language_it_is_english(client: Client) -> None:
    assert client.get("/api/").content.startswith(b'<!doctype html>\n<html lang="en">')


def test_every_address_and_every_problem_is_explained(client: Client) -> None:
    page = client.get("/api/").content.decode()
    for endpoint in ENDPOINTS:
        assert f"<code>/api/{endpoint.path}</code>" in page
        assert all(
            f"<code>{parameter.name}</code>" in page for parameter in endpoint.parameters if not parameter.is_path
        )
    for kind in KINDS:
        assert f'id="{kind.type.partition("#")[2]}"' in page


def test_its_links_into_the_api_answer(client: Client) -> None:
    links = set(re.findall(r'href="(/api/[^"]*)"', client.get("/api/?lang=kk").content.decode()))
    assert len(links) > 8
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200
