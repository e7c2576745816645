"""Whatever writes SQL is tested on both databases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import SITE_TESTS, SQL_APPS

SITE = Path(__file__).resolve().parents[2] / "src" / "aiqyn_site"
#: What a module that asks a database must write.
SQL = re.compile(r"^\s*(?:from|import) (?:django\.db|aiqyn_site\.\w+\.models|aiqyn_site\.ledger\.sql)\b", re.MULTILINE)
#: What belongs to no app: the tests of the ledger work them from the command line, in a store of either database.
WHOLE_SITE = {"backup.py", "commands", "derived.py"}


def test_every_module_that_writes_sql_belongs_to_an_app_whose_tests_run_on_postgresql_too() -> None:
    modules = [path.relative_to(SITE) for path in sorted(SITE.rglob("*.py")) if SQL.search(path.read_text("utf-8"))]

    assert {module.parts[0] for module in modules} - WHOLE_SITE == set(SQL_APPS)


@pytest.mark.parametrize("app", SQL_APPS)
def test_each_of_these_apps_has_tests(app: str) -> None:
    assert list((SITE_TESTS / app).glob("test_*.py"))
