"""Cursors: where a list goes on. Opaque to the caller, and good only for the request they were given for.

A cursor holds a position and a digest over everything it depends on. The digest keeps mistakes out, not
enemies: a forged cursor gains nothing, because a position is only a number. So it needs no key, and a cursor
works on every server that has the same register.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from hashlib import sha256

from aiqyn_site.api.problems import Fault, Problem, faulty

_POSITION_BYTES, _DIGEST_BYTES = (
    6,
    9,
)  # 15 bytes are 20 letters of base64 with no spare bits: one text for each cursor
_CURSOR = re.compile(r"[A-Za-z0-9_-]{20}")


def make_cursor(position: int, place: str, given: Mapping[str, str], state: str = "") -> str:
    """The cursor for a position in the list at `place`, under some parameters and in some state."""
    place_bytes = position.to_bytes(_POSITION_BYTES, "big")
    return base64.urlsafe_b64encode(place_bytes + _digest(place_bytes, place, given, state)).decode("ascii")


def read_cursor(cursor: str, place: str, given: Mapping[str, str], state: str = "") -> int:
    """The position a cursor stands for, 0 for none. Raises Problem for one not made for this request."""
    if not cursor:
        return 0
    if not _CURSOR.fullmatch(cursor):
        raise _refused(cursor, "This is not a cursor; copy it whole from next, or leave it out to begin again.")
    content = base64.urlsafe_b64decode(cursor)
    position, digest = content[:_POSITION_BYTES], content[_POSITION_BYTES:]
    if digest != _digest(position, place, given, state):
        raise _refused(
            cursor,
            "This cursor was made for other parameters or for an older state of the register;"
            " leave it out to begin again.",
        )
    return int.from_bytes(position, "big")


def _digest(position: bytes, place: str, given: Mapping[str, str], state: str) -> bytes:
    bound = [f"{name}={given[name]}" for name in sorted(given) if name != "cursor"]
    text = "\0".join(["aiqyn-cursor-1", place, state, *bound])
    return sha256(position + text.encode()).digest()[:_DIGEST_BYTES]


def _refused(cursor: str, detail: str) -> Problem:
    return faulty([Fault("cursor", detail, cursor)])
