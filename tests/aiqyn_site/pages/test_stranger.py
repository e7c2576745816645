"""What a stranger must be able to answer from the site alone, in each of the four languages."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.projects.queries import Filters, narrow
from tests.aiqyn_site.pages.conftest import LANGUAGES

pytestmark = pytest.mark.django_db
every_language = pytest.mark.parametrize("lang", LANGUAGES)


def read(client: Client, lang: str, path: str) -> str:
    """The words of a page, as a reader sees them."""
    response = client.get(f"/{lang}/{path}")
    assert response.status_code == 200
    text = response.content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", main))).replace("\u00a0", " ")


@every_language
def test_how_many_projects_there_are_and_why_that_is_disputed(client: Client, lang: str) -> None:
    home = read(client, lang, "")
    assert re.search(r"\b45\b|45个", home)
    assert re.search(r"45[^0-9]{1,20}55", home)  # from 45 to 55, by others
    history = read(client, lang, "programme/")
    for number in ("52", "51", "55", "45", "224"):
        assert number in history
    disputed = {"en": "differ for three reasons", "ru": "трём причинам", "kk": "үш себеп", "zh": "三"}[lang]
    assert disputed in history


@every_language
def test_what_became_of_the_cost_of_the_zhanatas_wind_farm(client: Client, lang: str) -> None:
    page = read(client, lang, "projects/zhanatas-wind/")
    figures = ("1.30亿", "1.362亿", "1.50亿", "1.60亿") if lang == "zh" else ("130", "136", "150", "160")
    for figure in figures:
        assert figure in page
    article = read(client, lang, "articles/what-became-of-the-51/")
    assert figures[2] in article
    assert figures[3] in article


@every_language
def test_which_regions_have_most_projects(client: Client, lang: str) -> None:
    most = max(narrow(Filters())[1]["region"], key=lambda region: region.count)
    name = ledger.names([most.key])[most.key].best(lang).text
    assert re.search(rf"{name} {most.count}\b", read(client, lang, ""))
    assert re.search(rf"{name} {most.count}\b", read(client, lang, "map/"))


@every_language
def test_what_is_not_known(client: Client, lang: str) -> None:
    history = read(client, lang, "programme/")
    assert {"en": "What is not known", "ru": "Что неизвестно", "kk": "елгісіз", "zh": "未知"}[lang] in history
    assert re.search("2019", history)
    editions = read(client, lang, "programme/editions/")
    assert re.search(r"11[.,]321|113\.21亿", editions)
    assert {"en": "not published", "ru": "не опубликовано", "kk": "жарияланбаған", "zh": "未公布"}[lang] in editions
