"""SQLite and PostgreSQL give the same answers, to the number."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.aiqyn_site.ledger.store import REGISTER, Store

QUERIES = (
    "Жанатас", "扎纳塔斯", "葛洲壩", "«Гэчжоуба»", "Жанатса", "цементные заводы", "цемент зауытының", "cement plants",
    "水泥", "水", "27.7", "протест цемент", "葛洲壩水泥", "qqqq zhanatas", "Kazakhstan", "2019", '" OR * (', "ВЭС 100",
    "отказ Шиели", "希耶利 拒绝",
)  # fmt: skip
ASK = """
import json, sys
import django; django.setup()
from aiqyn_site.search.queries import find, suggest
answers = []
for query in json.loads(sys.argv[1]):
    for kind, page in (("", 1), ("statement", 2), ("project", 1), ("record", 1)):
        found = find(query, kind, page)
        answers.append([query, found.groups, found.tried, found.is_partial, found.pages])
    answers.append(suggest(query, "ru"))
print(json.dumps(answers, ensure_ascii=False))
"""


def answers(store: Store) -> object:
    store.run("load", REGISTER)
    store.run("verify")
    environment = {**store.environment, "DJANGO_SETTINGS_MODULE": "aiqyn_site.settings"}
    command = [sys.executable, "-c", ASK, json.dumps(QUERIES)]
    done = subprocess.run(command, env=environment, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_both_databases_find_the_same_in_the_same_order(tmp_path: Path, postgres_url: str) -> None:
    ours = answers(Store(f"sqlite:///{tmp_path / 'search.sqlite3'}", tmp_path))
    assert ours == answers(Store(postgres_url, tmp_path))


@pytest.mark.parametrize("damage", ["DELETE FROM search_terms WHERE number = 3", "UPDATE search_terms SET terms = ''"])
def test_damage_in_postgres_is_found(tmp_path: Path, postgres_url: str, damage: str) -> None:
    import psycopg

    store = Store(postgres_url, tmp_path)
    store.run("load", REGISTER)
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(damage)  # type: ignore[arg-type]  # the texts above
    assert "search_terms" in store.run("verify", expect=1).stderr
