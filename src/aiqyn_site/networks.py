"""Telling those who ask apart without knowing them: networks, and how often each may do something.

A network is known only as a hash of its address, keyed with a random key. Key and hashes are in memory and are thrown
away together when their time is over; nothing about addresses is written anywhere.
"""

from __future__ import annotations

import ipaddress
import secrets
import threading
import time
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest

_DIGEST_BYTES = 8
_KEY_BYTES = 32
#: Whoever has an IPv6 address may take any address of a network of this size, and so counts as the network.
_IPV6_NETWORK = 64
_MOST_REMEMBERED = 100_000


def address_of(request: HttpRequest) -> str:
    """The address a request comes from, as the connection or a trusted proxy of ours tells it."""
    if settings.TRUSTED_PROXY:
        # What a reader sends stands first; the last entry is what our own proxy saw.
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """What of an address tells those who ask apart; blank for what is no address."""
    try:
        parsed = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
    return str(parsed)


class Limiter:
    """How often each network did something in the present period of so many seconds; `most` times it may.

    Each worker process counts by itself. Where more networks come than can be remembered, those not remembered are
    let through: what all together may do is limited elsewhere.
    """

    def __init__(self, most: int, seconds: int, most_remembered: int = _MOST_REMEMBERED) -> None:
        self._most, self._seconds, self._most_remembered = most, seconds, most_remembered
        self._lock = threading.Lock()
        self._period = -1
        self._key = b""
        self._counts: dict[bytes, int] = {}

    def allows(self, address: str, now: float | None = None) -> bool:
        """Whether a network may do it once more; if so it is counted. `now` is in seconds, by default by the clock."""
        with self._lock:
            self._begin(now)
            digest = self._digest(address)
            count = self._counts.get(digest, 0)
            if count >= self._most:
                return False
            if count or len(self._counts) < self._most_remembered:
                self._counts[digest] = count + 1
            return True

    def forget(self) -> None:
        """Forget every network."""
        with self._lock:
            self._period = -1

    def _begin(self, now: float | None) -> None:
        period = int((time.monotonic() if now is None else now) // self._seconds)
        if period != self._period:
            self._period, self._key, self._counts = period, secrets.token_bytes(_KEY_BYTES), {}

    def _digest(self, address: str) -> bytes:
        return blake2b(network_of(address).encode(), key=self._key, digest_size=_DIGEST_BYTES).digest()
