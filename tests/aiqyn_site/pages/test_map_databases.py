"""SQLite and PostgreSQL draw the same map, to the byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.aiqyn_site.ledger.store import REGISTER, Store

ASK = """
import django; django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
from django.test import Client
import hashlib
client = Client()
for lang in ("kk", "ru", "en", "zh"):
    for query in ("", "?sector=energy&by=sector", "?region=south-kazakhstan-region", "?view=2-4-5"):
        for path in ("", "points.csv"):
            content = client.get(f"/{lang}/map/{path}{query}").content
            print(lang, query, path, len(content), hashlib.sha256(content.split(b"<main")[-1]).hexdigest())
"""


def answers(store: Store) -> list[str]:
    store.run("load", REGISTER)
    environment = {**store.environment, "DJANGO_SETTINGS_MODULE": "aiqyn_site.settings"}
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_both_databases_draw_the_same_map(tmp_path: Path, postgres_url: str) -> None:
    ours = answers(Store(f"sqlite:///{tmp_path / 'map.sqlite3'}", tmp_path))
    assert len(ours) == 32
    assert ours == answers(Store(postgres_url, tmp_path))
