"""SQLite and PostgreSQL give the same answers, to the number."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from aiqyn_site.search.queries import find, suggest
from tests.aiqyn_site.store import Databases, Store

QUERIES = (
    "Жанатас", "扎纳塔斯", "葛洲壩", "«Гэчжоуба»", "Жанатса", "цементные заводы", "цемент зауытының", "cement plants",
    "水泥", "水", "27.7", "протест цемент", "葛洲壩水泥", "qqqq zhanatas", "Kazakhstan", "2019", '" OR * (', "ВЭС 100",
    "отказ Шиели", "希耶利 拒绝",
)  # fmt: skip


def answers(store: Store) -> list[object]:
    store.run("verify")
    pages = (("", 1), ("statement", 2), ("project", 1), ("record", 1))
    with store.used():
        return [[*(find(query, kind, page) for kind, page in pages), suggest(query, "ru")] for query in QUERIES]


def test_both_databases_find_the_same_in_the_same_order(loaded_stores: tuple[Store, Store]) -> None:
    on_sqlite, on_postgres = map(answers, loaded_stores)

    assert on_sqlite == on_postgres


@pytest.mark.postgres
@pytest.mark.parametrize(
    "damage",
    [
        b"DELETE FROM search_terms WHERE number = (SELECT min(number) FROM search_terms)",
        b"UPDATE search_terms SET terms = ''",
    ],
)
def test_damage_in_postgres_is_found(databases: Databases, tmp_path: Path, damage: bytes) -> None:
    store = databases.copy("postgres", tmp_path, loaded=True)
    with psycopg.connect(store.url, autocommit=True) as server:
        server.execute(damage)

    assert "search_terms" in store.run("verify", expect=1).stderr
