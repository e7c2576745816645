"""How what a folder holds stands to what is recorded of it: the same, changed, older, or changed on both sides.

The ledger is the master copy and keeps every version. What is equal to an older version was not changed by whoever
sends the folder; what is equal to none was changed, and the version that it is nearest to is the one it was made from.
Where a change covers some of the one before, only a mark of what the folder was made from can tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

_Piece = TypeVar("_Piece", bound=Hashable)


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
    """How many pieces nearer a changed thing is to the last recorded version than to any other, or to nothing.

    Things are given as their pieces: the lines of a file, the cells of a source. Below nought it was made from an older
    version, so that both sides changed it. At nought the pieces do not tell: it lacks some of what the last version
    brought, which whoever changed that again lacks, and whoever never had it; or both made the thing anew.
    """
    pieces = Counter(own)
    *older, last = map(list, versions)
    others = [version for version in older if version != last]
    distance = _distance(pieces, Counter(last))
    anew = max(pieces.total() - distance, 0)
    near = min([anew, *(_distance(pieces, Counter(version)) - distance for version in others)])
    brought = Counter(last) - Counter(others[-1]) if others else Counter[Hashable]()
    return min(near, 0) if brought - pieces else near


def differing(own: Iterable[_Piece], last: Iterable[_Piece]) -> tuple[list[_Piece], list[_Piece]]:
    """The pieces of the last version that a changed thing lacks, and those that it has instead or besides."""
    ours, theirs = Counter(own), Counter(last)
    return list((theirs - ours).elements()), list((ours - theirs).elements())


def _distance(pieces: Counter[Hashable], others: Counter[Hashable]) -> int:
    return (pieces - others).total() + (others - pieces).total()
