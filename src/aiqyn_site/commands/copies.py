"""`aiqyn backup` and `aiqyn restore`: all that cannot be made anew in one file, and back."""

from __future__ import annotations

import argparse
import errno
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from aiqyn.cli import FINDINGS, GOOD, Progress
from aiqyn.errors import Refused
from aiqyn_site.commands.opened import of_one_state, set_up, set_up_reading
from aiqyn_site.commands.outcome import Commands, clause_of, complain, listed, progress_of, say, with_json


def backup(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn backup FILE`."""
    parser = commands.add_parser("backup", help="write all that cannot be made anew to one file, while serving or not")
    parser.add_argument("file", type=Path)
    parser.add_argument("--force", action="store_true", help="replace the file if it is there already")
    with_json(parser, _backup)


def restore(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn restore FILE`."""
    parser = commands.add_parser("restore", help="put a backup in the place of all there is, while serving or not")
    parser.add_argument("file", type=Path)
    parser.add_argument("--yes", action="store_true", help="give up rows that the backup lacks")
    with_json(parser, _restore)


def _backup(arguments: argparse.Namespace) -> int:
    set_up_reading()
    from django.db import DatabaseError

    from aiqyn_site.backup import write_backup
    from aiqyn_site.commands.file_faults import file_fault

    try:
        with of_one_state(), _progress() as begin:
            state = write_backup(arguments.file, begin, replace=arguments.force)
    except Refused as refused:
        return _refuse(arguments, refused)
    except DatabaseError as fault:
        of_file = file_fault(fault)
        if of_file.errno == errno.ENOSPC:
            # The site's own is only read.
            of_file.filename = str(arguments.file)
        raise of_file from fault
    counts = {"statements": state.statements, "sources": state.sources, "entities": state.entities}
    size = arguments.file.stat().st_size
    outcome = {**counts, "head": state.head, "file": str(arguments.file), "bytes": size}
    say(arguments, outcome, f"backed up: {listed(counts)}; head {state.head}; {arguments.file}, {size:,} bytes")
    return GOOD


def _restore(arguments: argparse.Namespace) -> int:
    set_up()
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from aiqyn_site.backup import restore_backup
    from aiqyn_site.ledger import journal

    # What was there is kept beside the database, or where that is a server's, beside the backup.
    name = Path(str(settings.DATABASES["default"]["NAME"]))
    is_file = connection.vendor == "sqlite"
    beside = name if is_file else arguments.file.with_name(name.name)
    before = beside.with_name(f"{beside.name}.before-{timezone.now():%Y%m%dT%H%M%S}.backup")
    workplace = name.parent if is_file else Path(tempfile.gettempdir())

    try:
        with _progress() as begin:
            state, kept = restore_backup(arguments.file, before, workplace, begin, lose=arguments.yes)
    except Refused as refused:
        return _refuse(arguments, refused)
    journal.fold()
    counts = {"statements": state.statements, "sources": state.sources, "entities": state.entities}
    sentence = f"restored: {listed(counts)}; head {state.head}"
    if kept is not None:
        sentence += f"\nWhat was there before: {kept}"
    say(arguments, {**counts, "head": state.head, "before": str(kept) if kept else None}, sentence)
    return GOOD


@contextmanager
def _progress() -> Iterator[Callable[[str], Progress]]:
    """What begins the progress of a task after that of the one before; the last is ended with the block."""
    shown = Progress(progress_of(""))

    def begin(task: str) -> Progress:
        nonlocal shown
        shown = shown.then(progress_of(task))
        return shown

    try:
        yield begin
    finally:
        shown.close()


def _refuse(arguments: argparse.Namespace, refused: Refused) -> int:
    complain(arguments, [{"message": clause_of(refused)}], [clause_of(refused)])
    return FINDINGS
