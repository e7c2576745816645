"""Telling those who ask apart without knowing them: networks, and how often each may do something.

A network is known only as a hash of its address, keyed with a random key. Key and hashes are in memory and are thrown
away together when their time is over; nothing about addresses is written anywhere.
"""

from __future__ import annotations

import ipaddress
import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django.conf import settings

_DIGEST_BYTES = 8
_KEY_BYTES = 32
#: Bits of the networks that an address is in, from the smallest. Whoever has an IPv6 address may take any of a network
#: of the first size, and so counts as the network; the others are what neighbours, and then a provider, may have.
_NETWORKS = {4: (32, 24, 16), 6: (64, 48, 32)}
_MOST_REMEMBERED = 100_000


def address_of(environ: Mapping[str, Any]) -> str:
    """The address a request (as WSGI tells it) comes from, as the connection or a trusted proxy of ours tells it."""
    if settings.TRUSTED_PROXY:
        # What a reader sends stands first; the last entry is what our own proxy saw.
        return str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(environ.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """What of an address tells those who ask apart; blank for what is no address."""
    return networks_of(address)[0]


def networks_of(address: str) -> tuple[str, ...]:
    """The networks that an address is in, from the smallest, which tells those who ask apart.

    What is no address is in one network, the blank one, of every size.
    """
    try:
        parsed = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return ("",) * len(_NETWORKS[4])
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return tuple(str(ipaddress.ip_network((parsed, bits), strict=False)) for bits in _NETWORKS[parsed.version])


class _Tally:
    """How often each network did something in the present period of so many seconds.

    Each worker process counts by itself. Where more networks come than can be remembered, those not remembered count
    as if they had done nothing.
    """

    def __init__(self, seconds: int, most_remembered: int = _MOST_REMEMBERED) -> None:
        self._seconds, self._most_remembered = seconds, most_remembered
        self._lock = threading.Lock()
        self._period = -1
        self._key = b""
        self._counts: dict[bytes, int] = {}

    def forget(self) -> None:
        """Forget every network."""
        with self._lock:
            self._period = -1

    def _begin(self, now: float | None) -> None:
        period = int((time.monotonic() if now is None else now) // self._seconds)
        if period != self._period:
            self._period, self._key, self._counts = period, secrets.token_bytes(_KEY_BYTES), {}

    def _digests(self, address: str) -> Iterator[bytes]:
        for network in networks_of(address):
            yield blake2b(network.encode(), key=self._key, digest_size=_DIGEST_BYTES).digest()

    def _add(self, digest: bytes) -> None:
        count = self._counts.get(digest, 0)
        if count or len(self._counts) < self._most_remembered:
            self._counts[digest] = count + 1


class Limiter(_Tally):
    """Lets each network do something `most` times in a period."""

    def __init__(self, most: int, seconds: int, most_remembered: int = _MOST_REMEMBERED) -> None:
        super().__init__(seconds, most_remembered)
        self._most = most

    def allows(self, address: str, now: float | None = None) -> bool:
        """Whether a network may do it once more; if so it is counted. `now` is in seconds, by default by the clock."""
        with self._lock:
            self._begin(now)
            digest = next(self._digests(address))
            if self._counts.get(digest, 0) >= self._most:
                return False
            self._add(digest)
            return True


class Shares(_Tally):
    """Shares out places of which there are only so many, however many networks want them.

    A network may have taken, in a period, as much as a share of what is still free: `shares` of a reader, of those near
    and of a provider. The fewer are left the less may be taken by who has taken already, and whoever has taken nothing
    still gets in: those who take all they can leave something to the others (Choudhury and Hahne, "Dynamic queue length
    thresholds", 1998, which shares out the memory of a switch in this way).
    """

    def __init__(self, shares: Sequence[float], seconds: int, most_remembered: int = _MOST_REMEMBERED) -> None:
        super().__init__(seconds, most_remembered)
        self._shares = shares

    def allows(self, address: str, free: int, now: float | None = None) -> bool:
        """Whether one more of the `free` places may be taken; if so it is counted."""
        with self._lock:
            self._begin(now)
            digests = list(self._digests(address))
            for digest, share in zip(digests, self._shares, strict=True):
                count = self._counts.get(digest, 0)
                if count and count >= share * free:
                    return False
            for digest in digests:
                self._add(digest)
            return True
