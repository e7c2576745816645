"""How what a folder holds stands to what is recorded of it: the same, changed, older, or changed on both sides.

The ledger is the master copy and keeps every version. What is equal to an older version was not changed by whoever
sends the folder; what is equal to none was changed, and the version that it is nearest to is the one it was made from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from enum import StrEnum


class Standing(StrEnum):
    """`LACKING` is recorded and not in the folder; `OLDER` an earlier version, of which the ledger has a newer one."""

    SAME = "same"
    NEW = "new"
    LACKING = "lacking"
    CHANGED = "changed"
    OLDER = "older"
    BOTH = "changed_by_both"


def standings(own: Mapping[str, bytes], recorded: Mapping[str, Sequence[bytes]]) -> dict[str, Standing]:
    """Where each thing stands, by its key, from digests: those of the folder, and those of all recorded versions.

    Digests alone cannot tell who else changed what is `CHANGED`: see `nearness`.
    """
    standing = {key: _standing(digest, recorded.get(key, ())) for key, digest in own.items()}
    return standing | {key: Standing.LACKING for key in recorded if key not in own}


def _standing(digest: bytes, versions: Sequence[bytes]) -> Standing:
    if not versions:
        return Standing.NEW
    if digest == versions[-1]:
        return Standing.SAME
    return Standing.OLDER if digest in versions else Standing.CHANGED


def nearness(own: Iterable[Hashable], versions: Iterable[Iterable[Hashable]]) -> int:
    """How many pieces nearer a changed thing is to the last recorded version than to any older one.

    Things are given as their pieces: the lines of a file, the cells of a source. Below nought it was made from an older
    version, so that both sides changed it; at nought the pieces do not tell.
    """
    pieces = Counter(own)
    *older, last = [_distance(pieces, Counter(version)) for version in versions]
    return min(older, default=last + 1) - last


def _distance(pieces: Counter[Hashable], others: Counter[Hashable]) -> int:
    return (pieces - others).total() + (others - pieces).total()
