"""The pages of the real register, and what every page must have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page, Route

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages import frame

LANGUAGES = ("kk", "ru", "en", "zh")
STATIC = Path(frame.__file__).resolve().parents[1] / "static"
#: Every kind of page once; `{statement}` is the id of a disputed statement.
PATHS = (
    "",
    "projects/",
    "projects/?sector=energy.wind&sort=-cost",
    "projects/?q=%E6%9C%AD%E7%BA%B3%E5%A1%94%E6%96%AF",
    "projects/?q=nothing-like-this",
    "projects/zhanatas-wind/",
    "projects/shieli-cement/",
    "organisations/sinohydro/",
    "regions/zhambyl-region/",
    "environment/",
    "environment/?type=fine_imposed&status=closed",
    "environment/?region=kyzylorda-region&company=gezhouba-cement",
    "environment/?type=permit_revoked",
    "hearings/",
    "records/shieli-court-2021-appeal/",
    "records/shokpar-hearing-2022/",
    "records/karabatan-fine-2025/",
    "sources/ecinfo-52-en/",
    "statements/{statement}/",
    "disagreements/",
    "disagreements/?kind=successive&property=cost",
    "method/",
    "map/",
    "map/?region=almaty-region&by=sector",
    "map/?sector=energy&view=2-4-5",
    "map/?q=nothing-like-this&by=size",
    "search/",
    "search/?q=%D0%96%D0%B0%D0%BD%D0%B0%D1%82%D0%B0%D1%81",
    "search/?q=%D0%96%D0%B0%D0%BD%D0%B0%D1%82%D1%81%D0%B0&kind=statement&page=2",
    "search/?q=nothing-like-this-qqqq",
    "programme/",
    "programme/events/?kind=protest",
    "programme/editions/",
    "programme/promises/",
    "indicators/",
    "charts/",
    "changes/",
    "changes/?project=zhanatas-wind",
    "changes/?region=zhambyl-region&page=1",
    "articles/",
    "articles/?kind=outside&project=zhanatas-wind",
    "articles/a-cement-plant-and-a-refused-document/",
    "articles/what-became-of-the-51/",
    "projects/shieli-cement/disclosure/",
    "projects/shieli-cement/disclosure/?on=2026-11-21",
    "disclosure/",
    "disclosure/?sector=energy&sort=score",
    "disclosure/regions/",
    "disclosure/companies/",
    "disclosure/items/?sort=list",
    "disclosure/method/",
    "requests/",
    "requests/?outcome=refused",
    "requests/?body=nobody",
    "requests/shieli-request-2020/",
    "requests/programme-inquiry-2022/",
    "requests/calculator/",
    "requests/calculator/?rule=kz.ati&received=2026-03-05&on=2026-04-20&event1=extended&day1=2026-03-20&days1=15",
    "requests/calculator/?rule=kz.appc+kz.ati&received=2023-02-29&event1=court&day2=x&days2=400",
    "requests/draft/",
    "requests/draft/?project=shieli-cement&item=EN04&in=kk",
    "requests/draft/?project=shieli-cement&item=EN04&in=zh&to=4",
    "silence/",
    "silence/?kind=promise&body=kaztransgas",
    "corrections/",
    "corrections/new/?about=projects/shieli-cement/",
    "corrections/receipt/",
    "replies/",
    "safety/",
)


def text_of(client: Client, path: str) -> str:
    """The page at a path."""
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def links_of(markup: str) -> set[tuple[str, str]]:
    """Where each link of a piece of a page leads, and its words."""
    links = re.findall(r'<a\b[^>]*?\shref="([^"]*)"[^>]*>(.*?)</a>', markup, re.DOTALL)
    return {(unescape(href), " ".join(unescape(re.sub(r"<[^>]+>", "", words)).split())) for href, words in links}


def section(text: str, start: str, end: str) -> str:
    """What stands between two ids."""
    return text.partition(f'id="{start}"')[2].partition(f'id="{end}"')[0]


#: Pages by language and path, as this process has asked for them: no test of all pages changes the register.
_PAGES: dict[tuple[str, str], str] = {}


@pytest.fixture
def text(client: Client, disputed_statement: str, lang: str, path: str) -> str:
    """The page at a path in a language; made once, however many tests look at it."""
    if (lang, path) not in _PAGES:
        _PAGES[lang, path] = text_of(client, f"/{lang}/{path.format(statement=disputed_statement)}")
    return _PAGES[lang, path]


@pytest.fixture
def disputed_statement(db: None) -> str:
    """The id of the statement that Zhanatas costs 136.2 million dollars."""
    return next(
        statement.id
        for statement in ledger.statements_about("zhanatas-wind")
        if (statement.property, statement.value) == ("cost", "136.2")
    )


@pytest.fixture
def site(page: Page, client: Client) -> Page:
    """A browser page at http://localhost that the site itself answers, in this process."""
    return _answered(page, client)


@pytest.fixture
def plain_site(plain_page: Page, client: Client) -> Page:
    """The same in a browser that runs no scripts."""
    return _answered(plain_page, client)


@pytest.fixture
def complaints(site: Page) -> Iterator[list[str]]:
    """What the browser complains of while a test runs."""
    complaints: list[str] = []
    listeners: dict[Any, Any] = {
        "console": lambda message: complaints.append(message.text),
        "pageerror": lambda error: complaints.append(str(error)),
    }
    for event, listener in listeners.items():
        site.on(event, listener)
    yield complaints
    for event, listener in listeners.items():
        site.remove_listener(event, listener)


def _answered(page: Page, client: Client) -> Page:
    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.netloc != "localhost":
            route.fallback()
            return
        if parts.path.startswith("/static/"):
            route.fulfill(path=STATIC / parts.path.removeprefix("/static/"))
            return
        response = client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)

    page.route("**/*", answer)
    return page
