"""The mark in a register folder of the recorded state that it was made from: a seal, and what the folder lacks of it.

Two editors who change the same line, and one who changes it twice, send the same bytes: only the mark tells them apart.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from aiqyn.exchange.folder import BASE_MARK, small_file
from aiqyn_site.ledger.models import Seal

_FIRST = "What this folder was made from. Written by aiqyn load and aiqyn export; let it go with the folder.\n"
_BEHIND = "behind "
_LAST = re.compile(r"seal ([0-9]{1,18}) ([0-9a-f]{64})")


class Base(NamedTuple):
    """The seal that a folder stands on; `behind` are files and sources of which it has an older version or none."""

    seal: Seal
    behind: frozenset[str]

    def has(self, key: str, seal: Seal) -> bool:
        """Whether the folder was made from the version of a file or source that was recorded under a seal."""
        return key not in self.behind and seal.number <= self.seal.number


def base_of(folder: Path) -> Base | None:
    """What a folder says it was made from; None where it says nothing, or names a seal that is not of this ledger."""
    if not os.path.lexists(folder / BASE_MARK):
        return None
    lines = small_file(folder, BASE_MARK).decode("utf-8", "replace").splitlines()
    named = _LAST.fullmatch(lines[-1]) if lines else None
    seal = Seal.objects.filter(number=int(named[1]), link=bytes.fromhex(named[2])).first() if named else None
    behind = (line.removeprefix(_BEHIND) for line in lines if line.startswith(_BEHIND))
    return Base(seal, frozenset(behind)) if seal else None


def base_text(seal: Seal, behind: Collection[str] = ()) -> str:
    """The mark of a folder. The seal comes last: without it, what was written by half says nothing."""
    return _FIRST + "".join(f"{_BEHIND}{key}\n" for key in sorted(behind)) + f"seal {seal.number} {seal.link.hex()}\n"


def keep_base(folder: Path, text: str) -> None:
    """Mark a folder, in the place of whatever has the mark's name. Raises OSError where it cannot be written to."""
    path = folder / BASE_MARK
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as stream:
        stream.write(text.encode())
