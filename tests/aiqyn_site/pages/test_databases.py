"""A reader gets the same page from either database, to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
from django.test import Client

from aiqyn_site.api.endpoints import ENDPOINTS
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.pages.conftest import LANGUAGES, PATHS
from tests.aiqyn_site.store import Store

#: The head of the chain, alone and in cursors, is each database's own: rows are salted.
_STATE = re.compile(rb'"head": ?"[0-9a-f]+"|"next": ?"[^"]+"')
MAPS = ("?region=south-kazakhstan-region", "points.csv?sector=energy&by=sector", "points.csv?view=2-4-5")


def addresses() -> Iterator[str]:
    """Every kind of page, each in one of the languages, and every answer of the API."""
    statement = ledger.statements_about("zhanatas-wind")[0].id
    for lang, path in zip(cycle(LANGUAGES), (*PATHS, *(f"map/{path}" for path in MAPS)), strict=False):
        yield f"/{lang}/{path.format(statement=statement)}"
    yield from (f"/en/{feed}/feed.{form}" for feed in ("articles", "changes", "hearings") for form in ("atom", "json"))
    for endpoint in ENDPOINTS:
        path = endpoint.path.replace("{slug}", "shieli-cement").replace("{id}", statement)
        yield f"/api/{path}"


def answers(store: Store) -> dict[str, bytes]:
    client = Client()
    with store.used():
        pages = {address: client.get(address) for address in addresses()}
    return {address: _STATE.sub(b"", b"".join(page)) for address, page in pages.items()}


@pytest.mark.django_db
def test_every_kind_of_page_is_the_same_from_both_databases(loaded_stores: tuple[Store, Store]) -> None:
    on_sqlite, on_postgres = map(answers, loaded_stores)

    assert [address for address, page in on_sqlite.items() if on_postgres[address] != page] == []
