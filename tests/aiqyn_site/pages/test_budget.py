"""What pages cost a reader on an old phone: bytes over the wire, script, and a layout that stays where it is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.aiqyn_site.conftest import REGISTER
from tests.aiqyn_site.pages.conftest import LANGUAGES, PATHS
from tests.aiqyn_site.test_server import ask, free_port
from tools.page_budget.measure import BUDGET, measured, over

pytestmark = [pytest.mark.chromium]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real register, served as a reader would get it."""
    folder = tmp_path_factory.mktemp("served")
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "AIQYN_REGISTER": str(REGISTER)}
    aiqyn = str(Path(sys.executable).parent / "aiqyn")
    subprocess.run([aiqyn, "load", str(REGISTER)], env=environment, check=True, capture_output=True)
    with subprocess.Popen([aiqyn, "serve", "--bind", f"127.0.0.1:{port}"], env=environment) as process:
        for _ in range(200):
            try:
                ask(port, "/en/")
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.mark.parametrize("path", [path for path in PATHS if "{" not in path])
def test_a_page_stays_within_its_budget(browser: Browser, address: str, path: str) -> None:
    lang = LANGUAGES[PATHS.index(path) % len(LANGUAGES)]
    cost = measured(browser, f"{address}/{lang}/{path}")
    assert cost.transferred > 1_000
    assert over(cost) == [], (cost, BUDGET)
