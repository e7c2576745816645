"""Limits on guessing passwords: after some failures a name, and a network, have to wait, each time twice as long.

An attempt is counted before the password is looked at, so that many at once gain nothing.
"""

from __future__ import annotations

import datetime
import hmac

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from aiqyn_site.accounts.models import Attempt
from aiqyn_site.networks import network_of

#: Failures without a wait: under one name, and from one network, where several people may sit.
FREE_FOR_A_NAME, FREE_FOR_A_NETWORK = 5, 20
FIRST_WAIT = datetime.timedelta(seconds=30)
LONGEST_WAIT = datetime.timedelta(minutes=15)
_FORGOTTEN_AFTER = datetime.timedelta(days=1)
_LOCK = 4_141_972  # any number: one attempt at a time on PostgreSQL


def begin(name: str, address: str) -> datetime.timedelta | None:
    """Count an attempt to sign in as a failure; if one has to wait first, only say how long."""
    now = timezone.now()
    keys = ((_key("name", name), FREE_FOR_A_NAME), (_key("network", network_of(address)), FREE_FOR_A_NETWORK))
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        Attempt.objects.filter(last__lt=now - _FORGOTTEN_AFTER).delete()
        kept = {bytes(attempt.key): attempt for attempt in Attempt.objects.filter(key__in=[key for key, _ in keys])}
        wait = max((attempt.closed_until - now for attempt in kept.values()), default=datetime.timedelta())
        if wait > datetime.timedelta():
            return wait
        for key, free in keys:
            failures = kept[key].failures + 1 if key in kept else 1
            values = {"failures": failures, "last": now, "closed_until": now + _wait_after(failures, free)}
            Attempt.objects.update_or_create(key=key, defaults=values)
    return None


def succeed(name: str, address: str) -> None:
    """Take the failure of the present attempt back: the name starts anew, the network has one failure less."""
    Attempt.objects.filter(key=_key("name", name)).delete()
    attempt = Attempt.objects.filter(key=_key("network", network_of(address))).first()
    if attempt is not None:
        attempt.failures = max(0, attempt.failures - 1)
        attempt.closed_until = attempt.last
        attempt.save()


def _wait_after(failures: int, free: int) -> datetime.timedelta:
    if failures < free:
        return datetime.timedelta()
    doublings: int = 2 ** min(failures - free, 10)
    return min(LONGEST_WAIT, FIRST_WAIT * doublings)


def _key(kind: str, text: str) -> bytes:
    """What tells names and networks apart without keeping them. What is typed as a name may be a password."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"aiqyn-attempt\0{kind}\0{text}".encode(), "sha256")
