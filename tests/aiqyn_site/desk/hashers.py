"""Argon2 as the site uses it, with less work: tests make and check many passwords."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Quick(Argon2PasswordHasher):
    """The same algorithm in a millisecond."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1
