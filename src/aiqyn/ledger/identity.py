"""Identity from content: what a row says decides its digest, on every machine and in every language.

The canonical form is a JSON array of strings (RFC 8259, no spaces, non-ASCII kept, UTF-8) that starts with a
version tag, so that two different rows can never share a form and the form can change without confusion.
The digest is the first 20 bytes of its SHA-256 (FIPS 180-4); a statement's id is `s1` and its base32 letters.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from hashlib import sha256

from aiqyn.errors import Refused
from aiqyn.ledger.source import Entity, Source
from aiqyn.ledger.statement import Statement

DIGEST_BYTES = 20
_STATEMENT_PREFIX = "s1"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def content_digest(tag: str, fields: Sequence[str]) -> bytes:
    """The digest (20 bytes) of a row's fields under a version tag such as `aiqyn-statement-1`."""
    return sha256(_encode([tag, *fields]).encode()).digest()[:DIGEST_BYTES]


def statement_digest(row: Sequence[str]) -> bytes:
    """The digest of a statement row in the column order of the file; the last column, `recorded`, is left out."""
    return sha256(_encode(["aiqyn-statement-1", *row[:-1]]).encode()).digest()[:DIGEST_BYTES]


def source_digest(source: Source) -> bytes:
    """The digest of a source's description: it changes when the description does, the source's id does not."""
    return content_digest("aiqyn-source-1", source)


def entity_digest(entity: Entity) -> bytes:
    """The digest of an entity's row."""
    return content_digest("aiqyn-entity-1", entity)


def statement_id(digest: bytes) -> str:
    """The printable id of a statement digest: `s1` and 32 letters of base32."""
    return _STATEMENT_PREFIX + base64.b32encode(digest).decode("ascii").lower()


def digest_of(identifier: str) -> bytes:
    """The digest behind a printable statement id. Refuses anything that is not one."""
    body = identifier.removeprefix(_STATEMENT_PREFIX)
    try:
        digest = base64.b32decode(body.upper()) if len(identifier) == len(body) + 2 and body == body.lower() else b""
    except (binascii.Error, ValueError):
        digest = b""
    if len(digest) != DIGEST_BYTES:
        raise Refused(f"'{identifier[:60]}' is not a statement id", "copy the whole id, s1 and 32 letters or digits")
    return digest


def make_statement(row: Sequence[str]) -> Statement:
    """A statement from its fifteen columns, with the id they give it."""
    return Statement(statement_id(statement_digest(row)), *row)


def chain_link(previous: bytes, digest: bytes, recorded: str) -> bytes:
    """The next link (32 bytes) of the hash chain over recorded order."""
    return sha256(previous + digest + recorded.encode("ascii")).digest()


#: The link before the first row.
CHAIN_START = bytes(32)
