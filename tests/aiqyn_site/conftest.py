"""The site's tests run on the real register: it is loaded once, and every test works on a copy of that database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from aiqyn.ledger import Entity, Statement, make_statement
from aiqyn_site.settings import database_settings
from tests.aiqyn_site.later import Record, later_row
from tests.aiqyn_site.store import Databases, Store, write_small
from tests.conftest import POSTGRES_URL


@pytest.fixture(scope="session")
def databases(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Makes databases for tests."""
    databases = Databases(tmp_path_factory.mktemp("databases"), POSTGRES_URL, django_db_blocker)
    yield databases
    databases.drop()


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The test database of pytest-django has the register in it; each test's transaction takes back what it adds."""
    engine = "sqlite" if connection.vendor == "sqlite" else "postgres"
    store = databases.copy(engine, tmp_path_factory.mktemp("site"), loaded=True)
    settings.DATABASES["default"] |= database_settings(store.url)
    del connections["default"]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> str:
    """The second run of a test is on PostgreSQL."""
    return str(request.param)


@pytest.fixture
def store(databases: Databases, engine: str, tmp_path: Path) -> Store:
    """An empty store, on either database."""
    return databases.copy(engine, tmp_path, loaded=False)


@pytest.fixture
def sqlite_store(databases: Databases, tmp_path: Path) -> Store:
    """An empty store on SQLite, for what concerns its file."""
    return databases.copy("sqlite", tmp_path, loaded=False)


@pytest.fixture(scope="session")
def small_built(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small register, loaded once a run on SQLite: to be copied, never changed."""
    folder = tmp_path_factory.mktemp("small-built")
    store = databases.copy("sqlite", folder, loaded=False)
    store.run("load", write_small(folder / "small"))
    return store


@pytest.fixture
def small_store(small_built: Store, tmp_path: Path) -> Store:
    """The small register in a store of the test's own, on SQLite."""
    folder = tmp_path / "store"
    folder.mkdir()
    file = shutil.copyfile(small_built.file, folder / "site.sqlite3")
    return Store(f"sqlite:///{file}", folder, small_built.blocker)


@pytest.fixture
def loaded_stores(databases: Databases, postgres_server: str, tmp_path: Path) -> tuple[Store, Store]:
    """The register on SQLite and on PostgreSQL, for what must be the same on both."""
    return databases.copy("sqlite", tmp_path, loaded=True), databases.copy("postgres", tmp_path, loaded=True)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A register of one project and four statements."""
    return write_small(tmp_path / "small")


@pytest.fixture
def record_later(db: None) -> Record:
    """Record further rows on a later day; the test's transaction takes them back."""
    from aiqyn_site.derived import ensure_built
    from aiqyn_site.ledger import actions

    def record(*rows: dict[str, str], entities: Sequence[tuple[str, str, str]] = ()) -> list[Statement]:
        added = [later_row(**fields) for fields in rows]
        with override_settings(TODAY=max((date.fromisoformat(row[-1]) for row in added), default=None)):
            actions.record(added, [Entity(*entity) for entity in entities])
        ensure_built()
        return [make_statement(row) for row in added]

    return record
