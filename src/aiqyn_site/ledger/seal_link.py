"""The chain of the seals themselves: what a seal says of its load cannot be changed unseen either."""

from __future__ import annotations

import datetime
from hashlib import sha256

from aiqyn.ledger.identity import content_digest
from aiqyn_site.ledger.hash_chain import TABLES
from aiqyn_site.ledger.models import Seal


def seal_link(seal: Seal, previous: bytes) -> bytes:
    """The link (32 bytes) of a seal, given that of the one before.

    Not of the file it came from: `file_bytes` and `file_digest` only save the next load reading, and are forgotten
    when a text is taken away.
    """
    counters = [table.counter for table in TABLES]
    counts = [str(getattr(seal, counter)) for counter in counters]
    heads = [bytes(getattr(seal, f"{counter}_head")).hex() for counter in counters]
    moment = seal.loaded_at.astimezone(datetime.UTC).isoformat()
    fields = [str(seal.number), seal.register, moment, *counts, *heads, seal.recorded]
    return sha256(previous + content_digest("aiqyn-seal-1", fields)).digest()
