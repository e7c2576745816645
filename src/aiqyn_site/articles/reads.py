"""Counting reads without knowing readers.

A reader is known only as a hash of the network address and the article, keyed with a random key that is never
stored; key and hashes are in memory and are thrown away together when the day (UTC) is over. Each worker process
counts by itself, so that a reader whose requests reach several workers may count once in each: a small over-count.
"""

from __future__ import annotations

import secrets
import threading
from hashlib import blake2b

from django.db import DatabaseError, connection, transaction

from aiqyn_site import clock
from aiqyn_site.ledger.sql import select
from aiqyn_site.networks import network_of

#: Where the images are whose answers count; nothing below it may be kept by a cache of the site.
READS_PATH = "/reads/"
#: Readers and articles remembered a day and worker, some 10 MB. Beyond it nothing more is counted that day.
_MOST_REMEMBERED = 100_000
_DIGEST_BYTES = 8
_KEY_BYTES = 32
_PATIENCE_MS = 50  # how long a read waits for a database that is being written
_ADD = """
INSERT INTO articles_reads (slug, day, count) VALUES (%s, %s, 1)
ON CONFLICT (slug, day) DO UPDATE SET count = articles_reads.count + 1
"""


class Readers:
    """Which articles were read today, without telling by whom."""

    def __init__(self, most: int = _MOST_REMEMBERED) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._day = ""
        self._key = b""
        self._seen: set[bytes] = set()

    def is_new(self, slug: str, address: str, day: str) -> bool:
        """Whether this address reads this article for the first time on this day; it is remembered until the next."""
        with self._lock:
            self._begin(day)
            if len(self._seen) >= self._most:
                return False
            digest = blake2b(
                f"{slug}\0{network_of(address)}".encode(), key=self._key, digest_size=_DIGEST_BYTES
            ).digest()
            is_new = digest not in self._seen
            self._seen.add(digest)
            return is_new

    def begin(self, day: str) -> None:
        """Forget everything about the days before."""
        if day != self._day:
            with self._lock:
                self._begin(day)

    def _begin(self, day: str) -> None:
        if day != self._day:
            self._day, self._key, self._seen = day, secrets.token_bytes(_KEY_BYTES), set()


readers = Readers()


def today() -> str:
    """The present day, YYYY-MM-DD."""
    return clock.today().isoformat()


def count_read(slug: str, address: str, day: str) -> None:
    """Count a read of an article on a day (YYYY-MM-DD), unless this reader has been counted on this day.

    A read that cannot be written, because the database is busy or may only be read, is lost.
    """
    if not readers.is_new(slug, address, day):
        return
    try:
        _write(slug, day)
    except DatabaseError:
        return


def _write(slug: str, day: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            with transaction.atomic():
                cursor.execute(_ADD, [slug, day])
            return
        # While a register is loaded the file is locked for long: a page must not wait for that.
        cursor.execute("PRAGMA busy_timeout")
        usual = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        try:
            with transaction.atomic():
                cursor.execute(_ADD, [slug, day])
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def reads_before(slug: str, day: str) -> int:
    """How many reads of an article were counted before a day."""
    sql = "SELECT coalesce(sum(count), 0) FROM articles_reads WHERE slug = %s AND day < %s"
    return int(next(select(sql, [slug, day]))[0])
