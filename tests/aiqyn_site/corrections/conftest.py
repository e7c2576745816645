"""Nothing of one test's flood may reach the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """Every test begins as if nobody had sent anything this hour."""
    from aiqyn_site.corrections import flow
    from aiqyn_site.ledger import version as ledger_version

    flow.forget()
    yield
    flow.forget()
    ledger_version._remembered.found = None  # a transaction taken back leaves no mark by which SQLite could tell
