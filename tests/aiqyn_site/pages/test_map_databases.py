"""SQLite and PostgreSQL draw the same map, to the byte."""

from __future__ import annotations

from django.test import Client

from tests.aiqyn_site.pages.conftest import LANGUAGES
from tests.aiqyn_site.store import Store

QUERIES = ("", "?sector=energy&by=sector", "?region=south-kazakhstan-region", "?view=2-4-5")


def answers(store: Store) -> list[bytes]:
    paths = [f"/{lang}/map/{path}{query}" for lang in LANGUAGES for query in QUERIES for path in ("", "points.csv")]
    with store.used():
        pages = [Client().get(path) for path in paths]
    assert {page.status_code for page in pages} == {200}
    return [page.content for page in pages]


def test_both_databases_draw_the_same_map(loaded_stores: tuple[Store, Store]) -> None:
    on_sqlite, on_postgres = map(answers, loaded_stores)

    assert on_sqlite == on_postgres
