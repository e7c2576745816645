"""Random codes that people copy by hand: receipts, and the codes by which companies answer."""

from __future__ import annotations

import secrets
from hashlib import sha256

#: Digits and letters without I, L, O and U, which are misread (Crockford's base 32).
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u00a0": None, "–": None, "—": None})
_GROUPS, _GROUP = 4, 5
_LENGTH = _GROUPS * _GROUP  # 100 bits
_LONGEST = 64


def new_code() -> str:
    """A new code of 100 random bits, in four groups of five signs: `7K2QM-04XVB-93DTA-EYC1H`."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def digest_of_code(typed: str) -> str:
    """What is kept of a code: its SHA-256 in hex, whatever gaps and small letters it was typed with; blank for none."""
    if len(typed) > _LONGEST:
        return ""
    signs = typed.upper().translate(_MISREAD)
    if len(signs) != _LENGTH or not set(signs) <= set(_SIGNS):
        return ""
    return sha256(signs.encode()).hexdigest()
