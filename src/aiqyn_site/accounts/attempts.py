"""Limits on guessing passwords: after some failures one has to wait, each time twice as long.

Who guesses must not be able to lock out whose name it is. So a name is closed only to the network from which the wrong
passwords came. Many networks that guess at one name are slowed down together: each, with its neighbours, has a single
attempt and then waits. Networks from which the name signed in before are not among them.

An attempt is counted before the password is looked at, so that many at once gain nothing.
"""

from __future__ import annotations

import datetime
import hmac
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from aiqyn_site.accounts.models import Attempt, Person
from aiqyn_site.networks import networks_of

#: Failures without a wait: under one name from one network, and from one network, where several people may sit.
FREE_FOR_A_NAME, FREE_FOR_A_NETWORK = 5, 20
#: Failures under one name, from wherever, after which it is taken to be guessed at; and what is free then to a network
#: and its neighbours, as long as the name did not sign in from there.
GUESSED_AT, _FREE_WHEN_GUESSED_AT = 50, 1
FIRST_WAIT = datetime.timedelta(seconds=30)
LONGEST_WAIT = datetime.timedelta(minutes=15)
_FORGOTTEN_AFTER = datetime.timedelta(days=1)
_KNOWN_FOR = datetime.timedelta(days=90)
#: Rows of failures at most: a stranger with many networks must not fill the disk.
_MOST_KEPT = 50_000
_LOCK = 4_141_972  # any number: one attempt at a time on PostgreSQL


class Unlocked(NamedTuple):
    """What was forgotten: failures under a name, and networks, or names without an account, that had to wait."""

    failures: int
    waits: int


class _Keys(NamedTuple):
    """What failures are counted by; `known` says that the name signed in from the network."""

    name: bytes
    pair: bytes
    near: bytes
    network: bytes
    known: bytes


def begin(name: str, address: str) -> datetime.timedelta | None:
    """Count an attempt to sign in as a failure; if one has to wait first, only say how long."""
    now, keys = timezone.now(), _keys(name, address)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        _forget(now)
        kept = {bytes(attempt.key): attempt for attempt in Attempt.objects.filter(key__in=keys)}
        free = {keys.pair: FREE_FOR_A_NAME, keys.network: FREE_FOR_A_NETWORK}
        if keys.name in kept and kept[keys.name].failures >= GUESSED_AT and keys.known not in kept:
            free[keys.near] = _FREE_WHEN_GUESSED_AT
        wait = max((kept[key].closed_until - now for key in free if key in kept), default=datetime.timedelta())
        if wait > datetime.timedelta():
            return wait
        person = Person.objects.filter(name=name).first()
        for key in keys[:-1]:
            failures = kept[key].failures + 1 if key in kept else 1
            closed = _wait_after(failures, free[key]) if key in free else datetime.timedelta()
            values = {"failures": failures, "last": now, "closed_until": now + closed}
            whose = None if key == keys.network else person
            Attempt.objects.update_or_create(key=key, defaults={**values, "person": whose})
    return None


def succeed(person: Person, address: str) -> None:
    """Take the failure of the present attempt back: the name starts anew from there, all else has one failure less."""
    now, keys = timezone.now(), _keys(person.name, address)
    Attempt.objects.filter(key=keys.pair).delete()
    for attempt in Attempt.objects.filter(key__in=[keys.name, keys.near, keys.network]):
        if attempt.failures <= 1:
            attempt.delete()
            continue
        attempt.failures -= 1
        attempt.closed_until = attempt.last
        attempt.save()
    values = {"failures": 0, "last": now, "closed_until": now, "person": person}
    Attempt.objects.update_or_create(key=keys.known, defaults=values)


def unlock(person: Person) -> Unlocked:
    """Forget the failures under a name, and what networks have to wait: which of them is the person's nobody knows."""
    own, others = Attempt.objects.filter(person=person, failures__gt=0), Attempt.objects.filter(person=None)
    failures = own.aggregate(most=Max("failures"))["most"] or 0
    waits = others.filter(closed_until__gt=timezone.now()).count()
    own.delete()
    others.delete()
    return Unlocked(failures, waits)


def _forget(now: datetime.datetime) -> None:
    """Forget what is old; and, where ever more networks come, the older half of the failures."""
    Attempt.objects.filter(last__lt=now - _KNOWN_FOR).delete()
    failed = Attempt.objects.filter(failures__gt=0)
    failed.filter(last__lt=now - _FORGOTTEN_AFTER).delete()
    if failed.count() > _MOST_KEPT:
        failed.filter(last__lt=failed.order_by("-last")[_MOST_KEPT // 2].last).delete()


def _wait_after(failures: int, free: int) -> datetime.timedelta:
    if failures < free:
        return datetime.timedelta()
    doublings: int = 2 ** min(failures - free, 10)
    return min(LONGEST_WAIT, FIRST_WAIT * doublings)


def _keys(name: str, address: str) -> _Keys:
    network, near, _ = networks_of(address)
    return _Keys(
        _key("name", name),
        _key("pair", f"{name}\0{network}"),
        _key("near", f"{name}\0{near}"),
        _key("network", network),
        _key("known", f"{name}\0{network}"),
    )


def _key(kind: str, text: str) -> bytes:
    """What tells names and networks apart without keeping them. What is typed as a name may be a password."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"aiqyn-attempt\0{kind}\0{text}".encode(), "sha256")
