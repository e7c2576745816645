"""The site's tests run on the real register: it is loaded once into each test database and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from aiqyn.ledger import Statement
from tests.aiqyn_site.later import Record, grow

REGISTER = Path(__file__).resolve().parents[2] / "registers" / "kazakhstan-china"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database of pytest-django, with the register in it."""
    from aiqyn_site.derived import ensure_built
    from aiqyn_site.ledger.actions import load_register

    with django_db_blocker.unblock():
        load_register(REGISTER)
        ensure_built()


@pytest.fixture
def record_later(db: None, tmp_path: Path) -> Record:
    """Record further rows on a later day; the test's transaction takes them back."""
    from aiqyn_site.derived import ensure_built
    from aiqyn_site.ledger.actions import load_register

    def record(*rows: dict[str, str], entities: Sequence[tuple[str, str, str]] = ()) -> list[Statement]:
        made = grow(REGISTER, tmp_path / "later", *rows, entities=entities)
        load_register(tmp_path / "later")
        ensure_built()
        return made

    return record
