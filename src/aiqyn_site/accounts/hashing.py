"""How passwords are hashed: Argon2id with as little memory as is thought safe, for strangers may ask for it."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class LeanArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one thread: what OWASP recommends at least (Password Storage Cheat Sheet).

    Django's 100 MiB and eight threads took half a second of both processors and twice a worker's memory for a guess.
    """

    time_cost = 2
    memory_cost = 19 * 1_024
    parallelism = 1
