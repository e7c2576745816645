"""What a database cannot do while a command runs, as a fault of its file."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection

from aiqyn_site.ledger import journal

_OF_SQLITE: Mapping[int, int] = {
    sqlite3.SQLITE_CORRUPT: errno.EBADMSG,
    sqlite3.SQLITE_NOTADB: errno.EBADMSG,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
}
#: Bytes that SQLite needs at the least to open a file: the index of its log.
_LEAST_ROOM = 32_768
#: Faults that only a file that is written can have.
_OF_WRITING = {errno.ENOSPC, errno.EROFS, errno.EACCES}
#: SQLSTATE: disk full, a transaction that may only read, no right, no lock.
_OF_POSTGRESQL: Mapping[str, int] = {
    "53100": errno.ENOSPC,
    "25006": errno.EROFS,
    "42501": errno.EACCES,
    "55P03": errno.EBUSY,
    "40P01": errno.EBUSY,
}


def file_fault(fault: DatabaseError, written: Path | None = None) -> OSError:
    """A fault of the database in the terms of files, with the file or the database that it is about.

    `written`: a file that rows are copied to, while the site's database is only read. EBADMSG is one that is damaged,
    EINVAL what files have no word for.
    """
    name = str(settings.DATABASES["default"]["NAME"])
    cause = _cause(fault)
    number = None
    if isinstance(cause, sqlite3.Error):
        number = _OF_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
        if written is not None or connection.vendor == "sqlite":
            number = _nearer(number, (written or Path(name)).parent)
        if number == errno.EACCES and written is None and connection.vendor == "sqlite" and not Path(name).exists():
            number = errno.ENOENT
    elif cause is not None:
        number = _OF_POSTGRESQL.get(getattr(cause, "sqlstate", None) or "")
    about = str(written) if written is not None and number in _OF_WRITING else name
    return OSError(number or errno.EINVAL, str(fault).strip().partition("\n")[0], about)


def database_fault(error: BaseException | None) -> OSError | None:
    """A fault of the database in the terms of files; None for any other error."""
    return file_fault(error) if isinstance(error, DatabaseError) else None


def storage_fault(error: BaseException | None) -> OSError | None:
    """Why the database can be asked nothing, or takes nothing: full, lost rights, gone; None if something else."""
    fault = database_fault(error)
    return fault if fault is not None and fault.errno not in {errno.EINVAL, errno.EBADMSG} else None


def _cause(fault: DatabaseError) -> BaseException | None:
    """What the driver raised: Django's migrations wrap its fault once more."""
    cause: BaseException | None = fault
    while isinstance(cause, DatabaseError):
        cause = cause.__cause__ or cause.__context__
    return cause


class Folded(NamedTuple):
    """Whether the journal was emptied, and the fault of the disk if that kept it: else somebody read."""

    is_emptied: bool
    fault: str

    def __str__(self) -> str:
        return self.fault or "somebody reads"


def folded() -> Folded:
    """Bring what a command has done from the journal into the file; it is done and kept, whatever comes of that."""
    try:
        return Folded(journal.fold(), "")
    except DatabaseError as fault:
        of_file = file_fault(fault)
        return Folded(False, "no room is left" if of_file.errno == errno.ENOSPC else str(of_file.strerror))


def fold_journal() -> None:
    """The same, where only a fault of the disk is worth a line, on standard error."""
    if fault := folded().fault:
        name = settings.DATABASES["default"]["NAME"]
        print(
            f"What is done stands in the journal of {name} (-wal), not yet in the file itself: {fault}.",
            file=sys.stderr,
        )


def _nearer(number: int | None, folder: Path) -> int | None:
    """What the disk itself tells: SQLite calls a full disk many names, and lost rights a medium only to be read."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return number
    if number == errno.EROFS and not disk.f_flag & os.ST_RDONLY:
        return errno.EACCES
    return errno.ENOSPC if number == errno.EIO and disk.f_bavail * disk.f_frsize < _LEAST_ROOM else number
