"""What every test may use, and the rules all tests run under.

The browser, PostgreSQL and the folder ../shared may be missing on a machine: tests that need one are then
skipped, and the summary says which and how to get it. With AIQYN_REQUIRE_ALL=1 (as in .ci/run) a skipped test
is a failure, but for want of ../shared: that folder is not part of the project.

Nothing here imports Django at the top: the tests of the core run without it. Django is set up as soon as
tests outside tests/aiqyn are asked for.
"""

from __future__ import annotations

import importlib.util
import os
import urllib.parse
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).resolve().parents[1]
CORE_TESTS = ROOT / "tests" / "aiqyn"
SITE_TESTS = ROOT / "tests" / "aiqyn_site"
SETTINGS = "aiqyn_site.settings"
SHARED = ROOT.parent / "shared"
REQUIRE_ALL = os.environ.get("AIQYN_REQUIRE_ALL") == "1"
POSTGRES_URL = os.environ.get("DATABASE_URL_TEST", "")
CHROMIUM_PATHS = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Without the network flags Chromium calls its maker at every start.
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WANT = "for want of "
# Where all is required the drawn examples are always the same, so that a change is judged by nothing else; elsewhere
# they are new at every run. None has a deadline: how long something takes is measured by `make bench`.
settings.register_profile("the same", max_examples=40, derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile("the same" if REQUIRE_ALL else "new")
#: The apps of the site that write SQL: what their tests do in the site's database is done on PostgreSQL too.
SQL_APPS = ("accounts", "articles", "desk", "dossier", "inbox", "ledger", "projects", "search")
#: So are the tests of what all apps together derive.
_OF_ALL_APPS = ("test_derived.py", "test_touched.py")


def chromium() -> str | None:
    """The path of an installed Chromium, or None."""
    wanted = os.environ.get("AIQYN_CHROMIUM")
    candidates = (wanted,) if wanted else CHROMIUM_PATHS
    return next((path for path in candidates if Path(path).is_file()), None)


@dataclass(frozen=True)
class Need:
    """Something a machine may lack: the mark of the tests that need it and how to get it."""

    mark: str
    fixtures: frozenset[str]
    name: str
    way_out: str
    is_met: Callable[[], bool]
    can_be_got: bool = True


NEEDS = (
    Need(
        "chromium",
        frozenset({"browser"}),
        "Chromium",
        "on Debian: apt-get install chromium; elsewhere set AIQYN_CHROMIUM to its path",
        lambda: chromium() is not None and importlib.util.find_spec("playwright") is not None,
    ),
    Need(
        "postgres",
        frozenset({"postgres_server"}),
        "PostgreSQL",
        "set DATABASE_URL_TEST=postgresql://user@host/database to a server where databases may be created",
        lambda: POSTGRES_URL.startswith(("postgres://", "postgresql://")),
    ),
    Need(
        "shared",
        frozenset({"shared"}),
        "the folder ../shared",
        "it is not part of the project; its tests only compare with outside data",
        SHARED.is_dir,
        can_be_got=False,
    ),
)
#: Why a test may be skipped even where all is required.
ALLOWED = {f"{WANT}{need.name}" for need in NEEDS if not need.can_be_got}


def pytest_configure(config: pytest.Config) -> None:
    """Set up Django for pytest-django, unless only tests of the core are to run."""
    asked = [(config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args]
    if all(path.is_relative_to(CORE_TESTS) for path in asked):
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses the browser is marked `chromium` and so on, so that -m finds it."""
    folders = [SITE_TESTS / name for name in (*SQL_APPS, *_OF_ALL_APPS)]
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        for need in NEEDS:
            if need.fixtures & fixtures:
                item.add_marker(need.mark)
        in_the_database = "db" in fixtures or item.get_closest_marker("django_db")
        if in_the_database and "browser" not in fixtures and any(map(item.path.is_relative_to, folders)):
            item.add_marker("sql")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for need in NEEDS:
        if item.get_closest_marker(need.mark) and not need.is_met():
            pytest.skip(f"{WANT}{need.name}")


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail") and _reason(report) not in ALLOWED:
        report.outcome = "failed"
        report.longrepr = f"skipped, and AIQYN_REQUIRE_ALL=1 allows no skipped test: {_reason(report)}"


def _reason(report: Any) -> str:
    longrepr = report.longrepr
    return str(longrepr[2] if isinstance(longrepr, tuple) else longrepr).removeprefix("Skipped: ")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in plain words which tests did not run for want of what, and how to get it."""
    missing = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    for need in NEEDS:
        if count := missing.get(f"{WANT}{need.name}"):
            tests = "1 test was" if count == 1 else f"{count} tests were"
            terminalreporter.write_line(f"{tests} not run {WANT}{need.name} ({need.way_out}).", yellow=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared: facts and outside data that are not part of the project."""
    return SHARED


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, one for the whole run."""
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous interface leaves an event loop on this thread, and Django then refuses
    # its own synchronous queries, which are safe here: nothing else runs on the loop.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Page:
    """The tab that tests share: a new one would cost each of them half a second of work."""
    return browser.new_context().new_page()


@pytest.fixture(scope="session")
def plain_tab(browser: Browser) -> Page:
    """The shared tab that runs no scripts."""
    return browser.new_context(java_script_enabled=False).new_page()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """A page as if in a new browser. A request to any other machine is cut, and fails the test."""
    with _lent(tab, width=1280, height=720):
        yield tab


@pytest.fixture
def plain_page(plain_tab: Page) -> Iterator[Page]:
    """The same on a phone that runs no scripts."""
    with _lent(plain_tab, width=360, height=780):
        yield plain_tab


@contextmanager
def _lent(tab: Page, width: int, height: int) -> Iterator[None]:
    strangers: list[str] = []

    def only_this_machine(route: Route) -> None:
        host = urllib.parse.urlsplit(route.request.url).hostname
        if host in {None, "localhost", "127.0.0.1", "::1"}:
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    tab.set_viewport_size({"width": width, "height": height})
    tab.route("**/*", only_this_machine)
    yield
    tab.unroute_all(behavior="ignoreErrors")  # of requests still under way
    tab.goto("about:blank")
    tab.emulate_media(media="null", color_scheme="null")
    tab.set_extra_http_headers({})
    tab.context.clear_cookies()
    assert not strangers, f"the page asked other machines: {strangers}"


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The URL of a PostgreSQL server where databases may be created."""
    return POSTGRES_URL
