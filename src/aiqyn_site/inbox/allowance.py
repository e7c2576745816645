"""How much is taken in an hour, by one network and by all together.

A network is counted in memory only. What all send together is counted in the database, one row a kind of thing, with
the hour it is about: the last hour in which anything came, and nothing before it.
"""

from __future__ import annotations

import time

from django.db import connection, transaction

from aiqyn_site.networks import Limiter

_HOUR = 3_600
#: What one network may do in an hour, and all together.
NETWORK_PROPOSALS, ALL_PROPOSALS = 6, 60
NETWORK_CODES, ALL_CODES = 12, 240
_limiters = {
    "proposal": Limiter(NETWORK_PROPOSALS, _HOUR),
    "receipt": Limiter(NETWORK_CODES, _HOUR),
    "reply": Limiter(NETWORK_CODES, _HOUR),
}
_MOST = {"proposal": ALL_PROPOSALS, "receipt": ALL_CODES, "reply": ALL_CODES}
_ADD = """
INSERT INTO corrections_flow (name, hour, count) VALUES (%s, %s, 1)
ON CONFLICT (name) DO UPDATE SET
  count = CASE WHEN corrections_flow.hour = excluded.hour THEN corrections_flow.count + 1 ELSE 1 END,
  hour = excluded.hour
"""


def allows(name: str, address: str) -> bool:
    """Whether a `proposal`, `receipt` or `reply` may be taken from an address now; if so it is counted."""
    return _limiters[name].allows(address) and _count(name) <= _MOST[name]


def forget() -> None:
    """Forget every network; for tests."""
    for limiter in _limiters.values():
        limiter.forget()


def _count(name: str) -> int:
    """How many there were in this hour, this one with them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD, [name, int(time.time() // _HOUR)])
        cursor.execute("SELECT count FROM corrections_flow WHERE name = %s", [name])
        return int(cursor.fetchone()[0])
