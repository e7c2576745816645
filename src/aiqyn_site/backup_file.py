"""The file of a backup: a database of SQLite packed by gzip, which also tells whether a byte was damaged."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from aiqyn.errors import Refused
from aiqyn_site.unfinished import make_durable

#: In the head of the database, by which a backup is known: "Aiqn".
APPLICATION = 0x4169716E
_BLOCK = 1 << 20
#: Bytes of the head of a SQLite database.
_HEAD = 100


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def pack(plain: Path, goal: Path) -> None:
    """Pack a database beside it, for its owner alone, read it again to the end, and give it the name of the goal."""
    packed = plain.with_name("packed")
    number = os.open(packed, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with (
        plain.open("rb") as source,
        os.fdopen(number, "wb") as out,
        gzip.GzipFile("", "wb", fileobj=out, mtime=0) as target,
    ):
        shutil.copyfileobj(source, target, _BLOCK)
    make_durable(packed)
    with plain.open("rb") as source, gzip.open(packed) as target:
        if _digest(source) != _digest(target):
            raise OSError(errno.EIO, "what was written is not what can be read", str(goal))
    packed.replace(goal)
    make_durable(goal.parent)


def _digest(stream: _Stream) -> bytes:
    digest = sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.digest()


def unpack(file: Path, folder: Path) -> Path:
    """The database in a backup, unpacked into a folder; never more of it than its first page says there is.

    Refuses what is no backup, or damaged; raises OSError where there is no room for it.
    """
    plain = folder / "plain"
    try:
        with gzip.open(file) as source, plain.open("wb") as target:
            head = source.read(_HEAD)
            if not head.startswith(b"SQLite format 3\0") or head[68:72] != APPLICATION.to_bytes(4):
                raise Refused("backup_foreign", file=str(file))
            left = _size(head) - target.write(head)
            if left > shutil.disk_usage(folder).free:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder.parent))
            while block := source.read(min(_BLOCK, left + 1)):
                left -= target.write(block)
                if left < 0:
                    raise Refused("backup_damaged", file=str(file))
    except gzip.BadGzipFile as fault:
        # Without its first two bytes it is no such file at all; a wrong sum at the end is a damaged one.
        raise Refused("backup_damaged" if _is_packed(file) else "backup_foreign", file=str(file)) from fault
    except (EOFError, zlib.error) as fault:
        raise Refused("backup_damaged", file=str(file)) from fault
    return plain


def _size(head: bytes) -> int:
    """The bytes of a database by its first page: the size of a page (1 stands for 65,536) times their number.

    https://www.sqlite.org/fileformat.html, 1.3.2 and 1.3.8.
    """
    page = int.from_bytes(head[16:18])
    return (0x10000 if page == 1 else page) * int.from_bytes(head[28:32])


def _is_packed(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"
