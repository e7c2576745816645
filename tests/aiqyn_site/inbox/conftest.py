"""Nothing of one test's flood may reach the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """Every test begins as if nobody had sent anything this hour."""
    from aiqyn_site.inbox import allowance

    allowance.forget()
    yield
    allowance.forget()
