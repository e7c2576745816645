"""The pages of the real register, and what every page must have."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page, Route

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.web import render

LANGUAGES = ("kk", "ru", "en", "zh")
STATIC = Path(render.__file__).resolve().parents[1] / "static"
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
    "sources/ecinfo-52-en/",
    "statements/{statement}/",
    "disagreements/",
    "disagreements/?kind=successive&property=cost",
    "method/",
)


@pytest.fixture
def disputed_statement(db: None) -> str:
    """The id of the statement that Zhanatas costs 136.2 million dollars."""
    return next(
        one.id for one in ledger.statements_about("zhanatas-wind") if (one.property, one.value) == ("cost", "136.2")
    )


@pytest.fixture
def site(page: Page, client: Client) -> Page:
    """A browser page at http://localhost that the site itself answers, in this process."""

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            route.fulfill(path=STATIC / parts.path.removeprefix("/static/"))
            return
        response = client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)

    page.route("**/*", answer)
    return page
