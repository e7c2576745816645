"""Folders in which a command makes its files before they appear under their own names, beside where they will lie.

A command that is killed leaves its folder behind; the next one that works beside it takes it away. A folder is locked
while its command runs, and the lock ends with the process: so those of others at work are told from those left behind.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".aiqyn-"
_NAME = re.compile(re.escape(_PREFIX) + r"(?:export|backup|restore)-\w{8}")


@contextmanager
def unfinished(parent: Path, task: str) -> Iterator[Path]:
    """A new folder (0700) in `parent` until the end of the block, where it goes, unless it was renamed."""
    _clear(parent)
    folder, lock = _make(parent, task)
    try:
        yield folder
    except OSError as fault:
        # A disk that is full in the middle of a file does not say which.
        fault.filename = fault.filename or str(parent)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def make_durable(path: Path) -> None:
    """Bring a file, or what a folder lists, to the disk: after a power cut it is there."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _make(parent: Path, task: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{task}-", dir=parent))
        # Before it is locked another command may take it for one left behind.
        lock = _lock(folder)
        if lock is not None:
            return folder, lock


def _clear(parent: Path) -> None:
    """Take away what commands that are gone left behind: folders of ours alone, never what a link leads to."""
    for folder in parent.iterdir():
        if _NAME.fullmatch(folder.name) and (lock := _lock(folder)) is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """The open, locked folder; None where it is another's, a link, in use or gone."""
    try:
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(number).st_uid == os.geteuid() and os.path.samestat(os.fstat(number), folder.lstat()):
            return number
    except OSError:
        pass
    os.close(number)
    return None
