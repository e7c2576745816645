"""What pages cost a reader on an old phone: bytes over the wire, script, and a layout that stays where it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.aiqyn_site.pages.conftest import LANGUAGES, PATHS
from tests.aiqyn_site.pages.test_chromium import STATES, one_a_page
from tests.aiqyn_site.serving import served
from tests.aiqyn_site.store import Databases
from tools.page_budget.measure import BUDGET, measured, over

pytestmark = [pytest.mark.chromium]


@pytest.fixture(scope="module")
def address(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real register, served as a reader would get it."""
    store = databases.copy("sqlite", tmp_path_factory.mktemp("served"), loaded=True)
    with served(store) as site:
        yield site.address


@pytest.mark.parametrize("path", [path for path in one_a_page(PATHS) + STATES if "{" not in path])
def test_a_page_stays_within_its_budget(page: Page, address: str, path: str) -> None:
    lang = LANGUAGES[PATHS.index(path) % len(LANGUAGES)]
    cost = measured(page, f"{address}/{lang}/{path}")
    assert cost.transferred > 1_000
    assert over(cost) == [], (cost, BUDGET)
