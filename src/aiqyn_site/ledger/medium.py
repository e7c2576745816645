"""What a database lies on: whether a file of SQLite can be written where it is, and how it is opened only to be read.

SQLite keeps two files beside one in WAL mode, the log (`-wal`) and its index (`-shm`). To open such a file even for
reading it makes both, unless told that nobody writes (`immutable=1`); a log with content has to be read with them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

#: How a file is opened, as SQLite's URIs say it: to be written; by one that never changes it; where nobody writes.
WRITE, READ, STILL = "mode=rw", "mode=ro", "immutable=1"


def can_be_written(file: Path) -> bool:
    """Whether this process may change the file, and make others beside it."""
    effective = os.access in os.supports_effective_ids
    return all(os.access(path, os.W_OK, effective_ids=effective) for path in (file, file.parent))


def log_of(file: Path) -> Path:
    """The log beside a file of SQLite."""
    return file.with_name(f"{file.name}-wal")


def index_of(file: Path) -> Path:
    """The index of the log beside a file of SQLite."""
    return file.with_name(f"{file.name}-shm")


def make_private(file: Path) -> bool:
    """Let nobody but its owner read a file of SQLite and those beside it; whether others could until now."""
    others = [path for path in (file, log_of(file), index_of(file)) if _is_open_to_others(path)]
    for path in others:
        path.chmod(path.stat().st_mode & 0o700)
    return bool(others)


def _is_open_to_others(path: Path) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    return status.st_uid == os.geteuid() and bool(status.st_mode & 0o077)


@contextmanager
def private() -> Iterator[None]:
    """Until the end of the block new files and folders are their owner's alone."""
    usual = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(usual)


def has_log(file: Path) -> bool:
    """Whether a log with content lies beside the file: its last changes may stand there alone."""
    try:
        return log_of(file).stat().st_size > 0
    except OSError:
        return False


def way_to_read(file: Path) -> str:
    """How to open a file so that nothing of it changes and nothing is left beside it that was not there.

    Opened to be written, SQLite locks it as all who use it do, and takes its own files away at the end; but a log with
    content it would also fold into the file, and a file that cannot be written has to be taken as it lies.
    """
    if has_log(file) or index_of(file).exists():
        return READ
    return WRITE if can_be_written(file) else STILL


def uri(file: Path, way: str) -> str:
    """The file's URI for SQLite, opened in one of the ways."""
    return f"file:{quote(str(file.absolute()))}?{way}"
