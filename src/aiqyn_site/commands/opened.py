"""Opening the database for a command: to change it, or only to read it.

A command that reads makes nothing, changes nothing and leaves nothing behind: it opens the copy on a stick as well as
the database of a site that is being served. Why a database cannot be used is said in words, with the way out.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from aiqyn_site.commands.outcome import Unusable
from aiqyn_site.ledger import medium

if TYPE_CHECKING:
    from django.db import DatabaseError

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_OWN_TABLE = "ledger_seal"
_WHERE = "set DATABASE_URL to where it is"
NO_REGISTER = "no register is loaded: run aiqyn load REGISTER first"


def set_up(*, new: bool = False, waiting: bool = True) -> None:
    """Make the database's tables ready to be changed: they are brought up to this version.

    `new`: it is made where there is none, for its owner alone. `waiting`: until nobody else changes it. One of this
    program that others could read is closed to them. Raises Unusable for what is no database of Aiqyn, is damaged, of a
    newer version, or cannot be written, and leaves it as it was.
    """
    from django.conf import settings

    file = configured()
    if settings.READ_ONLY:
        raise Unusable("DATABASE_URL ends with ?mode=ro, which is for reading: leave that away to change the database")
    if file is not None and not new:
        _expect(file)
    if file is not None and file.exists():
        _check_file(file)
        if not medium.can_be_written(file):
            raise Unusable(
                f"{file} cannot be changed: it, or its folder, may only be read here. aiqyn verify, export and serve "
                "work on it as it is; to change it, copy it to where you may write, and set DATABASE_URL"
            )
    with medium.private():
        if file is None or not file.exists():
            _make_folder(file)
            _bring_up(new=new)
        else:
            lacking = _look(file, may_be_new=new)
            if medium.make_private(file):
                print(f"Others on this machine could read {file}: from now on only its owner may.", file=sys.stderr)
            if lacking:
                _bring_up(new=new)
    if waiting:
        from aiqyn_site.commands.turn import wait_for_turn

        wait_for_turn()


def set_up_reading(*, loaded: bool = True) -> None:
    """Open the database only to read it. Raises Unusable also where there is none, or none of this version.

    `loaded`: a database without a register is refused too.
    """
    from django.db import connection

    file = configured()
    if file is not None:
        _expect(file)
        if medium.way_to_read(file) == medium.READ and not _has_index(file):
            raise Unusable(
                f"the last changes of {file} are in {medium.log_of(file).name} beside it, which can be read only where "
                "one may write: copy both files to such a folder, and set DATABASE_URL"
            )
    from aiqyn_site.settings import read_options

    connection.close()
    connection.settings_dict["OPTIONS"] = read_options(file)
    lacking = _lacking_steps()
    if lacking:
        raise Unusable(
            f"the database is of an older version of Aiqyn, or damaged: it lacks {', '.join(lacking)}. aiqyn rebuild, "
            "where one may write, brings it up to this version"
        )
    if loaded and not is_loaded():
        raise Unusable(NO_REGISTER)


def set_up_serving() -> bool:
    """Open the database as `aiqyn serve` does; whether it can be written, else it is served to readers only.

    Raises Unusable where there is no register to be served.
    """
    from django.conf import settings
    from django.db import connection

    file = configured()
    is_still = settings.READ_ONLY or (file is not None and file.exists() and not medium.can_be_written(file))
    if is_still or (file is not None and (not file.exists() or not file.stat().st_size)) or _takes_nothing():
        set_up_reading()
        return False
    if file is not None:
        _check_file(file)
        _look(file)
    set_up(waiting=False)
    if not is_loaded():
        raise Unusable(NO_REGISTER)
    connection.close()
    return True


@contextmanager
def of_one_state() -> Iterator[None]:
    """All that is read inside is of one state of the database, whatever is recorded meanwhile; nothing is changed."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)  # a damaged file may refuse even to end what only read it


def is_loaded() -> bool:
    """Whether a register is in the database."""
    from aiqyn_site.ledger.models import Seal

    return Seal.objects.exists()


def configured() -> Path | None:
    """Make Django ready; the database's file, None where it is none. Raises Unusable for settings that cannot be."""
    import django
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aiqyn_site.settings")
    try:
        django.setup()
        name = str(connection.settings_dict["NAME"])
    except ValueError as fault:
        raise Unusable(str(fault)) from fault
    return Path(name) if connection.vendor == "sqlite" and name != ":memory:" else None


def _expect(file: Path) -> None:
    """Refuse where there is no file of SQLite, or an empty one."""
    if not file.exists():
        raise Unusable(f"there is no database at {file}: run aiqyn load REGISTER to make it, or {_WHERE}")
    _check_file(file)
    if not file.stat().st_size:
        raise Unusable(f"{file} is an empty file: {NO_REGISTER}, or {_WHERE}")


def _make_folder(file: Path | None) -> None:
    try:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Unusable(f"the folder of the database cannot be made: {fault}; {_WHERE}") from fault


def _check_file(file: Path) -> None:
    """Refuse what is no file of SQLite; an empty one is as good as none."""
    if not file.is_file():
        raise Unusable(f"{file} is no file: {_WHERE}")
    try:
        with file.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except OSError as fault:
        raise Unusable(f"{file} cannot be read: {fault.strerror}") from fault
    if header and not header.startswith(_MAGIC):
        raise Unusable(f"{file} is no database of SQLite, or damaged at its beginning: restore a backup, or {_WHERE}")
    if header and not medium.has_log(file) and file.stat().st_size < _bytes_by(header):
        raise Unusable(f"{file} is cut short: restore a backup, or {_WHERE}")


def _bytes_by(header: bytes) -> int:
    """How many bytes a file of SQLite has at least, as its header says (https://sqlite.org/fileformat.html, 1.3)."""
    if len(header) < _HEADER_BYTES:
        return _HEADER_BYTES
    page, changed, pages, valid_for = (
        int.from_bytes(header[at : at + n]) for at, n in ((16, 2), (24, 4), (28, 4), (92, 4))
    )
    return (65_536 if page == 1 else page) * pages if changed == valid_for else _HEADER_BYTES


def _has_index(file: Path) -> bool:
    return medium.can_be_written(file) or medium.index_of(file).exists()


def _look(file: Path, *, may_be_new: bool = False) -> list[str]:
    """The steps that the tables lack, asked without any change: to open a file to be written changes it already."""
    from django.db import connection

    from aiqyn_site.settings import read_options

    usual = connection.settings_dict["OPTIONS"]
    connection.close()
    connection.settings_dict["OPTIONS"] = read_options(file)
    try:
        return _lacking_steps(may_be_new=may_be_new)
    finally:
        connection.close()
        connection.settings_dict["OPTIONS"] = usual


def _bring_up(*, new: bool) -> None:
    """Take the steps that the tables lack to those of this version."""
    from django.core.management import call_command
    from django.db import DatabaseError
    from django.db.migrations.exceptions import InconsistentMigrationHistory

    if not _lacking_steps(may_be_new=new):
        return
    try:
        call_command("migrate", verbosity=0)
    except (DatabaseError, InconsistentMigrationHistory) as fault:
        why = str(fault).rstrip(".")
        raise Unusable(
            f"the database cannot be brought up to this version of Aiqyn: {why}. Restore a backup, or {_WHERE}"
        ) from fault


def _lacking_steps(*, may_be_new: bool = False) -> list[str]:
    """The migrations that the database lacks. Raises Unusable where it cannot be read, or is not of this program.

    `may_be_new`: one without any table is taken as lacking all.
    """
    from django.db import DatabaseError, connection
    from django.db.migrations.loader import MigrationLoader

    try:
        tables = set(connection.introspection.table_names())
        if not tables and not may_be_new:
            raise Unusable(f"the database is empty: {NO_REGISTER}, or {_WHERE}")
        if tables and _OWN_TABLE not in tables and (connection.vendor == "sqlite" or not may_be_new):
            raise Unusable(f"the database is of another program, it has no table {_OWN_TABLE}: {_WHERE}")
        loader = MigrationLoader(connection)
    except DatabaseError as fault:
        raise _unreadable(fault) from fault
    except UnicodeDecodeError as fault:  # the driver cannot even say what is damaged in the definitions
        raise Unusable(f"the database cannot be read: {fault}. {_way_out()}") from fault
    known, taken = set(loader.disk_migrations), set(loader.applied_migrations)
    newer = sorted(step for step in taken - known if step[0] in loader.migrated_apps)
    if newer:
        raise Unusable(
            f"the database is of a newer version of Aiqyn, which added {_named(newer[0])}: update the program"
        )
    return [_named(step) for step in sorted(known - taken)]


def _named(step: tuple[str, str]) -> str:
    return ".".join(step)


def _unreadable(fault: DatabaseError) -> Exception:
    """Why the database cannot be read: the disk is full, or another such fault, or it is the database itself."""
    from aiqyn_site.commands.file_faults import file_fault

    of_file = file_fault(fault)
    if of_file.errno not in {errno.EBADMSG, errno.EINVAL}:
        return of_file
    return Unusable(f"the database cannot be read: {_first_line(fault)}. {_way_out()}")


def _first_line(fault: Exception) -> str:
    return str(fault).strip().partition("\n")[0]


def _way_out() -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        return "It is damaged, or something else: restore a backup, or set DATABASE_URL to another"
    return "See whether PostgreSQL runs there, and what DATABASE_URL says"


def _takes_nothing() -> bool:
    """Whether PostgreSQL itself takes no changes, as a standby does."""
    from django.db import DatabaseError, connection

    if connection.vendor != "postgresql":
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            return bool(cursor.fetchone()[0] == "on")
    except DatabaseError as fault:
        raise _unreadable(fault) from fault
