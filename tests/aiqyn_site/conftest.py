"""The site's tests run on the real register: it is loaded once into each test database and never changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

REGISTER = Path(__file__).resolve().parents[2] / "registers" / "kazakhstan-china"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database of pytest-django, with the register in it."""
    from aiqyn_site.derived import ensure_built
    from aiqyn_site.ledger.actions import load_register

    with django_db_blocker.unblock():
        load_register(REGISTER)
        ensure_built()
