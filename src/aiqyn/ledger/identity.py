"""Identity from content: what a row says decides its digest, on every machine and in every language.

The canonical form is a JSON array of strings (RFC 8259, no spaces, non-ASCII kept, UTF-8) that starts with a
version tag, so that two different rows can never share a form and the form can change without confusion.
The digest is the first 20 bytes of its SHA-256 (FIPS 180-4); a statement's id is `s1` and its base32 letters.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from json.encoder import encode_basestring

from aiqyn.errors import Refused
from aiqyn.ledger.source import Entity, Source
from aiqyn.ledger.statement import Statement

DIGEST_BYTES = 20
_STATEMENT_PREFIX = "s1"
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
STATEMENT_ID_FORM = "s1[a-z2-7]{32}"
_STATEMENT_ID = re.compile(STATEMENT_ID_FORM)
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)
_SHIFTS = range(DIGEST_BYTES * 8 - 10, -1, -10)
_AT_ONCE = 64
_PADDING = bytes(32 - DIGEST_BYTES)
_LETTER_OF = _LETTERS.encode().ljust(256, b"?")


def content_digest(tag: str, fields: Sequence[str]) -> bytes:
    """The digest (20 bytes) of a row's fields under a version tag such as `aiqyn-statement-1`."""
    array = '","'.join(fields)
    # Of few rows has any sign to be escaped: only those are encoded field by field.
    if array.count('"') > 2 * len(fields) - 2 or "\\" in array or not array.isprintable():
        array = ",".join(map(encode_basestring, fields))[1:-1]
    return sha256(f'["{tag}","{array}"]'.encode()).digest()[:DIGEST_BYTES]


def statement_digest(row: Sequence[str]) -> bytes:
    """The digest of a statement row in the column order of the file, without its last column, `recorded`."""
    return content_digest("aiqyn-statement-1", row[:-1])


def source_digest(source: Source) -> bytes:
    """The digest of a source's description: it changes with the description, the source's id does not."""
    return content_digest("aiqyn-source-1", source)


def entity_digest(entity: Entity) -> bytes:
    return content_digest("aiqyn-entity-1", entity)


def is_id(text: str) -> bool:
    """Whether a text has the form of an id that a register gives: of an entity, a source, a part, an invitation."""
    return _ID.fullmatch(text) is not None


def is_statement_id(text: str) -> bool:
    """Whether a text has the form of a statement's id; an id that a register gives may begin so too."""
    return _STATEMENT_ID.fullmatch(text) is not None


def statement_id(digest: bytes) -> str:
    """The printable id of a statement digest: `s1` and 32 letters of base32 (RFC 4648, lower case)."""
    number = int.from_bytes(digest)  # ten bits at a time: twice as fast as the standard library's base32
    return _STATEMENT_PREFIX + "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def statement_ids(digests: Sequence[bytes]) -> list[str]:
    """The printable ids of many digests, five times as fast as one by one.

    The digests stand in one large number, each at the end of 32 bytes, and the bits of all are spread at once
    until each byte holds five.
    """
    identifiers: list[str] = []
    for start in range(0, len(digests), _AT_ONCE):
        batch = digests[start : start + _AT_ONCE]
        bits = int.from_bytes(_PADDING.join((b"", *batch)))
        for kept, moved, by in _spreading():
            bits = (bits & kept) | (bits & moved) << by
        letters = bits.to_bytes(len(batch) * 32).translate(_LETTER_OF).decode("ascii")
        identifiers += [_STATEMENT_PREFIX + letters[place : place + 32] for place in range(0, len(letters), 32)]
    return identifiers


@cache
def _spreading() -> tuple[tuple[int, int, int], ...]:
    """The steps that move the n-th group of five bits of each 32 bytes by 3n bits: what stays, what moves, how far."""
    steps = []
    for bit in (16, 8, 4, 2, 1):
        lanes = {True: 0, False: 0}
        for n in range(32):
            lanes[bool(n & bit)] |= 31 << (5 * n + 3 * (n & ~(2 * bit - 1)))
        kept, moved = (int.from_bytes(lanes[moves].to_bytes(32) * _AT_ONCE) for moves in (False, True))
        steps.append((kept, moved, 3 * bit))
    return tuple(steps)


def digest_of(identifier: str) -> bytes:
    """The digest behind a printable statement id. Refuses anything that is not one."""
    if not is_statement_id(identifier):
        raise Refused("statement_id_form", text=identifier[:60])
    return base64.b32decode(identifier.removeprefix(_STATEMENT_PREFIX).upper())


def make_statement(row: Sequence[str]) -> Statement:
    """A statement from its fifteen columns, with the id they give it."""
    return Statement(statement_id(statement_digest(row)), *row)


def commitment(digest: bytes, salt: bytes) -> bytes:
    """What the hash chain takes in of a row: its digest, or where it has a salt (16 random bytes) a hash of both.

    Without the salt, which goes when a row is blanked, nobody can tell from a commitment whether a guess was right.
    """
    return sha256(b"aiqyn-salted-1" + salt + digest).digest() if salt else digest


def chain_link(previous: bytes, committed: bytes, recorded: str) -> bytes:
    """The next link (32 bytes) of the hash chain over recorded order, of a row's commitment."""
    return sha256(previous + committed + recorded.encode("ascii")).digest()


#: The link before the first row.
CHAIN_START = bytes(32)
