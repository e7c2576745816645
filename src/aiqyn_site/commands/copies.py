"""`aiqyn backup` and `aiqyn restore`: all that cannot be made anew in one file, and back."""

from __future__ import annotations

import argparse
import datetime
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from aiqyn.cli import FINDINGS, GOOD, Progress
from aiqyn.errors import Refused
from aiqyn_site.commands.opened import configured, of_one_state, set_up, set_up_reading
from aiqyn_site.commands.outcome import Commands, clause_of, complain, listed, progress_of, say, with_json
from aiqyn_site.ledger import medium


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
        raise file_fault(fault, arguments.file) from fault
    counts = {"statements": state.statements, "sources": state.sources, "entities": state.entities}
    size = arguments.file.stat().st_size
    outcome = {**counts, "head": state.head, "file": str(arguments.file), "bytes": size}
    say(arguments, outcome, f"backed up: {listed(counts)}; head {state.head}; {arguments.file}, {size:,} bytes")
    return GOOD


def _restore(arguments: argparse.Namespace) -> int:
    database = configured()
    from django.conf import settings

    from aiqyn_site.backup import opened_backup, restore_backup
    from aiqyn_site.commands.file_faults import fold_journal

    # What was there is kept beside the database, or where that is a server's, beside the backup.
    beside = database or arguments.file.with_name(str(settings.DATABASES["default"]["NAME"]))
    with medium.private():
        beside.parent.mkdir(parents=True, exist_ok=True)
    workplace = database.parent if database else Path(tempfile.gettempdir())
    aside = None
    try:
        with _progress() as begin, opened_backup(arguments.file, workplace, begin) as copy:
            aside = _made_ready(database, may=arguments.yes)
            restored = restore_backup(copy, _named(beside, "before", ".backup"), begin, lose=arguments.yes)
    except Refused as refused:
        return _refuse(arguments, refused)
    fold_journal()
    state, kept = restored.version, restored.before or aside
    counts = {"statements": state.statements, "sources": state.sources, "entities": state.entities}
    returned = [str(row) for row in restored.returned]
    lines = [f"restored: {listed(counts)}; head {state.head}"]
    if kept is not None:
        lines.append(f"What was there before: {kept}")
    if aside is not None:
        lines.append("It was damaged, and the database is a new file: if the site is being served, start it again.")
    if returned:
        lines.append(f"Blanked after the backup was made, and back now; blank it again: {'; '.join(returned)}")
    outcome = {"head": state.head, "before": str(kept) if kept else None, "returned": returned}
    say(arguments, {**counts, **outcome}, "\n".join(lines))
    return GOOD


def _made_ready(database: Path | None, *, may: bool) -> Path | None:
    """Make the database ready to be written; a damaged file gives way to a new one, if it may.

    Where the damaged one was put, None where there is none. Refuses it unless it may.
    """
    from django.db import connection

    from aiqyn_site.backup import is_damaged, set_aside, tables
    from aiqyn_site.ledger.schema import schema_faults
    from aiqyn_site.ledger.unreadable_rows import unreadable_rows

    if database is None or not database.is_file() or not is_damaged(database):
        set_up(new=True)
        if database is None or not (schema_faults() or unreadable_rows(tables())):
            return None
    if not may:
        raise Refused("database_damaged", file=str(database))
    connection.close()
    aside = _named(database, "damaged")
    set_aside(database, aside)
    set_up(new=True)
    return aside


def _named(file: Path, what: str, end: str = "") -> Path:
    """A name beside a file, with the present time."""
    now = datetime.datetime.now(datetime.UTC)
    return file.with_name(f"{file.name}.{what}-{now:%Y%m%dT%H%M%S}{end}")


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
