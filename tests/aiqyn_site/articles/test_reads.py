"""Reads are counted once a day for each reader, and nothing of a reader is kept."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from aiqyn_site import wsgi
from aiqyn_site.articles import reads
from aiqyn_site.articles.models import Reads
from aiqyn_site.articles.reads import Readers, count_read, reads_before, today
from tests.aiqyn_site.store import Store

ROOT = Path(__file__).resolve().parents[3]
SLUG = "what-became-of-the-51"
IMAGE = f"/reads/{SLUG}.svg"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has read anything yet."""
    monkeypatch.setattr(reads, "readers", Readers())


def counted(slug: str = SLUG) -> int:
    return sum(Reads.objects.filter(slug=slug).values_list("count", flat=True))


def ask(client: Client, address: str = "203.0.113.7", **headers: str) -> Any:
    return client.get(IMAGE, REMOTE_ADDR=address, headers=headers)


def patience_ms() -> int:
    """How long the database is waited for while another writes."""
    return int(connection.connection.execute("PRAGMA busy_timeout").fetchone()[0])


def test_the_image_is_answered_to_the_reader_alone_and_kept_a_day(db: None, client: Client) -> None:
    answer = ask(client)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert not answer.cookies
    assert answer.content.startswith(b"<svg")


def test_reloading_does_not_drive_the_count_up(db: None, client: Client) -> None:
    for _ in range(50):
        ask(client)
    assert counted() == 1


def test_another_address_is_another_reader(db: None, client: Client) -> None:
    for address in ("203.0.113.7", "203.0.113.8", "2001:db8::1", "203.0.113.7"):
        ask(client, address)
    assert counted() == 3


def test_the_addresses_of_one_network_of_version_six_are_one_reader(db: None, client: Client) -> None:
    for n in range(20):
        ask(client, f"2001:db8::{n:x}")
    ask(client, "2001:db8:0:1::1")
    ask(client, "::ffff:203.0.113.7")
    ask(client, "203.0.113.7")
    assert counted() == 3


def test_a_head_request_and_one_made_ahead_are_no_reads(db: None, client: Client) -> None:
    assert client.head(IMAGE).content == b""
    ask(client, **{"Sec-Purpose": "prefetch;prerender"})
    assert counted() == 0


def test_the_next_day_counts_anew_and_the_key_is_another(db: None) -> None:
    for day in ("2026-11-21", "2026-11-21", "2026-11-22"):
        count_read(SLUG, "203.0.113.7", day)
    assert dict(Reads.objects.values_list("day", "count")) == {"2026-11-21": 1, "2026-11-22": 1}
    assert [reads_before(SLUG, day) for day in ("2026-11-21", "2026-11-22", "2026-11-23")] == [0, 1, 2]


def test_key_and_hashes_are_thrown_away_together_at_the_end_of_the_day() -> None:
    readers = Readers()
    assert readers.is_new(SLUG, "203.0.113.7", "2026-11-21")
    before = (readers._key, set(readers._seen))
    readers.begin("2026-11-22")
    assert readers._key != before[0]
    assert readers._seen == set()
    readers.is_new(SLUG, "203.0.113.7", "2026-11-22")
    assert readers._seen.isdisjoint(before[1])


def test_what_is_remembered_is_bounded_and_nothing_more_is_counted_then() -> None:
    readers = Readers(most=10)
    new = [readers.is_new(SLUG, f"10.0.0.{n}", "2026-11-21") for n in range(30)]
    assert new == [True] * 10 + [False] * 20
    assert len(readers._seen) == 10


def test_an_article_that_is_not_there_is_not_counted(db: None, client: Client) -> None:
    assert client.get("/reads/no-such-article.svg").status_code == 404
    assert not Reads.objects.exists()


def test_what_a_reader_claims_of_the_address_counts_for_nothing(db: None, client: Client) -> None:
    for n in range(5):
        ask(client, **{"X-Forwarded-For": f"198.51.100.{n}"})
    assert counted() == 1


def test_behind_a_trusted_proxy_the_last_forwarded_address_is_the_readers(
    db: None, client: Client, settings: Any
) -> None:
    settings.TRUSTED_PROXY = True
    for n in range(5):
        ask(client, "127.0.0.1", **{"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.7"})
    ask(client, "127.0.0.1", **{"X-Forwarded-For": "203.0.113.8"})
    assert counted() == 2


def test_a_read_that_cannot_be_written_is_lost_and_the_image_is_answered(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "_ADD", "INSERT INTO no_such_table (slug, day) VALUES (%s, %s)")
    assert ask(client).status_code == 200
    assert counted() == 0


def test_the_site_lets_the_image_past_its_page_cache_and_begins_each_day_anew(db: None, settings: Settings) -> None:
    assert wsgi.make_cached()._past == ("/reads/", "/desk/")
    states = []
    for day in (21, 22):
        settings.TODAY = date(2026, 11, day)
        states.append(wsgi._state())
    assert states[0] != states[1]
    assert states[1].endswith(".2026-11-22")


def test_nothing_of_an_address_is_in_the_database_and_a_locked_one_is_not_waited_for(sqlite_store: Store) -> None:
    day = "2026-11-21"
    with sqlite_store.used(), contextlib.closing(sqlite3.connect(sqlite_store.file, isolation_level=None)) as other:
        for number in range(1, 200):
            count_read("article", f"203.0.113.{number}", day)
        usual, patience = patience_ms(), []

        def noted(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
            patience.extend([patience_ms()] if sql.startswith("BEGIN") else [])
            return execute(sql, *arguments)

        other.execute("BEGIN IMMEDIATE")
        with connection.execute_wrapper(noted):
            count_read("article", "198.51.100.1", day)
        other.execute("ROLLBACK")
        count_read("article", "198.51.100.2", day)
        assert patience_ms() == usual
    assert [ms < usual / 100 for ms in patience] == [True]
    with contextlib.closing(sqlite3.connect(sqlite_store.file)) as database:
        assert database.execute("SELECT slug, day, count FROM articles_reads").fetchall() == [("article", day, 200)]
    kept = b"".join(path.read_bytes() for path in sqlite_store.folder.glob("site.sqlite3*"))
    for address in ("203.0.113.", "198.51.100.", "cb0071", "c6336401"):
        assert address.encode() not in kept
    for packed in (bytes([203, 0, 113]), bytes([198, 51, 100])):
        assert packed not in kept


def test_today_is_a_day(db: None) -> None:
    assert len(today()) == 10
