"""One file that holds all that cannot be made anew: the ledger, the desk, what readers sent in.

A backup is a database of Aiqyn on SQLite without its derived rows, without sessions and counters of attempts, packed
by gzip, which also tells whether a byte was damaged. Rows are written into it afresh, so nothing that was forgotten
is in its free pages, and it is the same from SQLite and from PostgreSQL: each is restored from the other's.

Rows are restored into the database in one transaction, for a site that is being served holds it open: its readers see
what was there before until all is done. What is derived is made anew in the same transaction, under a new build, by
which every cache notices that the state is another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import BinaryField, BooleanField, ForeignKey, IntegerField, Model, TextField

from aiqyn.errors import Refused
from aiqyn_site.accounts.log_audit import verify_desk
from aiqyn_site.backup_file import APPLICATION, pack, unpack
from aiqyn_site.derived import rebuild_derived
from aiqyn_site.ledger import medium
from aiqyn_site.ledger.blanked import BlankedOn, all_blanked
from aiqyn_site.ledger.fault import UNREADABLE
from aiqyn_site.ledger.hash_chain import unguarded
from aiqyn_site.ledger.last_rows import GROWING, keep_count
from aiqyn_site.ledger.schema import schema_faults, table_faults
from aiqyn_site.ledger.sql import insert
from aiqyn_site.ledger.unreadable_rows import DERIVED, unreadable_rows
from aiqyn_site.ledger.verify import verify_ledger
from aiqyn_site.ledger.version import Version, version
from aiqyn_site.ledger.writer import last_seal
from aiqyn_site.unfinished import unfinished

#: Tables of what is only about the present hour.
_PASSING = ("django_session", "accounts_attempt")
_AT_ONCE = 500
#: Fields whose values every driver takes as Python has them; it takes a third of the time.
_AS_THEY_ARE = (TextField, IntegerField, BooleanField, BinaryField, ForeignKey)

Progress = Callable[[int], None]
#: Begins what is said of a next task, named as in "copying, rows done: 500".
Begin = Callable[[str], Progress]
Table = type[Model]


class Restored(NamedTuple):
    """The state after a restore, and the file that has what was there before, if the backup lacks any of it.

    `returned` are rows whose text was blanked since the backup was made, and is back.
    """

    version: Version
    before: Path | None
    returned: list[BlankedOn]


class RowsLost(Refused):
    """The database holds rows that a backup lacks: how many of each table."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        named = ", ".join(f"{table} {number:,}" for table, number in rows.items())
        super().__init__("rows_lost", n=sum(rows.values()), tables=named)


def tables() -> list[Table]:
    """The tables that a backup holds, those first that others refer to. A new table is in it unless it is left out."""
    models = [model for model in apps.get_models() if model._meta.app_label not in DERIVED]
    return [model for model in models if model._meta.db_table not in _PASSING]


def write_backup(goal: Path, begin: Begin, *, replace: bool = False) -> Version:
    """Write a backup of the present state and return that state. For a caller's transaction that sees but one.

    It appears whole or not at all, checked, for its owner alone. Refuses a database without a register, one whose
    ledger is not as it was recorded, and a goal that is there already unless it may be replaced.
    """
    _refuse_goal(goal, replace)
    _refuse_unreadable("backup_unsound", goal)
    with unfinished(goal.parent, "backup") as draft, _copied(draft / "plain", begin) as copy:
        with _as_default(copy):
            state = _audited("backup_unsound", goal, begin)
        pack(draft / "plain", goal)
    return state


@contextmanager
def opened_backup(file: Path, workplace: Path, begin: Begin) -> Iterator[str]:
    """A backup as a further database, checked and brought to the tables of this version; the name is given.

    It is unpacked into the folder `workplace`, which should lie where there is room. Refuses what is no backup, is
    damaged, or comes from a newer version of Aiqyn.
    """
    with unfinished(workplace, "restore") as draft, _database(unpack(file, draft)) as copy:
        _check_copy(copy, file, begin)
        yield copy


def restore_backup(copy: str, before: Path, begin: Begin, *, lose: bool = False) -> Restored:
    """Replace all that cannot be made anew by what an opened backup holds, in one transaction, and derive the rest.

    What was there is first written to the file `before`, a backup too, if the backup lacks any of it. Raises RowsLost
    in that case unless it may `lose` rows.
    """
    with transaction.atomic():
        _keep_others_out()
        lost, blanked = _lost(copy), all_blanked()
        if lost and not lose:
            raise RowsLost(lost)
        if lost:
            with unfinished(before.parent, "backup") as folder, _copied(folder / "plain", begin):
                pack(folder / "plain", before)
        try:
            _replace(copy, begin("restoring"))
            rebuild_derived(begin("deriving"))
            still = all_blanked()
        except BaseException:
            before.unlink(missing_ok=True)
            raise
    return Restored(version(), before if lost else None, [row for row in blanked if row not in still])


def is_damaged(file: Path) -> bool:
    """Whether a file of SQLite cannot be read as one, or not all of it."""
    try:
        with closing(sqlite3.connect(medium.uri(file, medium.READ), uri=True)) as database:
            return bool(database.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as fault:
        return getattr(fault, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def set_aside(file: Path, aside: Path) -> None:
    """Give a damaged database another name, its log first: no new database may ever find the log of the old."""
    for end in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            file.with_name(file.name + end).rename(aside.with_name(aside.name + end))


def _refuse_goal(goal: Path, replace: bool) -> None:
    if not goal.exists() and not goal.is_symlink():
        return
    if not goal.is_file() or goal.is_symlink():
        raise Refused("goal_no_file", file=str(goal))
    if connection.vendor == "sqlite" and Path(str(settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"])).samefile(goal):
        raise Refused("goal_is_database", file=str(goal))
    if not replace:
        raise Refused("goal_exists", file=str(goal))


@contextmanager
def _database(file: Path) -> Iterator[str]:
    """An SQLite file that nobody else knows as a further database, under the name that is given."""
    # It is thrown away if anything goes wrong, so nothing in it must be durable.
    pragmas = "journal_mode=MEMORY", "synchronous=OFF", "cache_size=-16000", "trusted_schema=OFF"
    command = "; ".join(f"PRAGMA {pragma}" for pragma in pragmas)
    engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": {"init_command": command}}
    alias = str(file)
    connections.settings[alias] = {**connections.settings[DEFAULT_DB_ALIAS], **engine}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


@contextmanager
def _as_default(alias: str) -> Iterator[None]:
    """Until the end of the block whatever asks the site's database asks another one."""
    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[alias]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual


@contextmanager
def _copied(file: Path, begin: Begin) -> Iterator[str]:
    """A new database in a file, with the rows of the site's."""
    with _database(file) as copy:
        with _as_default(copy):
            call_command("migrate", verbosity=0)
        _copy(DEFAULT_DB_ALIAS, copy, begin("copying"))
        with connections[copy].cursor() as cursor:
            cursor.execute(f"PRAGMA application_id = {APPLICATION}")
        yield copy


def _copy(source: str, target: str, progress: Progress) -> None:
    """Copy the rows of all tables from one database to another, in one transaction of the other."""
    done = 0
    with transaction.atomic(using=target):
        for model in tables():
            fields = model._meta.concrete_fields
            columns = [str(field.column) for field in fields]
            is_prepared = not all(isinstance(field, _AS_THEY_ARE) for field in fields)
            rows = _rows(model, source)
            while batch := list(islice(rows, _AT_ONCE)):
                stored = _prepared(fields, batch, target) if is_prepared else batch
                insert(model._meta.db_table, columns, stored, using=target)
                done += len(batch)
                progress(done)
        _copy_counters(source, target)


def _prepared(fields: Sequence[Any], rows: list[tuple[Any, ...]], target: str) -> list[list[Any]]:
    """The values of rows as the target's driver takes them."""
    database = connections[target]
    return [[field.get_db_prep_save(value, database) for field, value in zip(fields, row, strict=True)] for row in rows]


def _copy_counters(source: str, target: str) -> None:
    """On SQLite, which tells how many rows a table ever had: that its last rows were lost shows in a copy too."""
    if {connections[source].vendor, connections[target].vendor} != {"sqlite"}:
        return
    names = {str(model._meta.db_table) for model in tables()}
    with connections[source].cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        counters = [(name, last) for name, last in cursor.fetchall() if name in names]
    with connections[target].cursor() as cursor:
        cursor.executemany("DELETE FROM sqlite_sequence WHERE name = %s", [(name,) for name in names])
        cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", counters)


def _rows(model: Table, using: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table by their keys, as Python has them: the same from either database."""
    rows = model._base_manager.using(using).order_by("pk").values_list(*_names(model)).iterator(_AT_ONCE)
    return map(_plain, rows)


def _names(model: Table) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def _refuse_unreadable(code: str, file: Path) -> None:
    """Refuses by a code a database with tables or rows that cannot be read, and so not be copied."""
    # What a server has is compared with tables made anew there, which nobody can in a transaction that only reads.
    faults = table_faults() if connection.vendor == "sqlite" else []
    if faults := faults or unreadable_rows(tables()):
        raise Refused(code, file=str(file), fault=str(faults[0]))


def _audited(code: str, file: Path, begin: Begin) -> Version:
    """The state of a ledger that is as it was recorded; refuses any other by a code."""
    _refuse_unreadable(code, file)
    faults = [*verify_ledger(begin("verifying")), *schema_faults()]
    if faults:
        raise Refused(code, file=str(file), fault=str(faults[0]))
    state = version()
    if not state.number:
        raise Refused("ledger_empty")
    return state


def _check_copy(copy: str, file: Path, begin: Begin) -> None:
    """Bring the database of a backup to the tables of this version and audit it."""
    try:
        with connections[copy].cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            if cursor.fetchone()[0] != "ok":
                raise Refused("backup_damaged", file=str(file))
        known = MigrationLoader(None).disk_migrations
        if not MigrationRecorder(connections[copy]).applied_migrations().keys() <= known.keys():
            raise Refused("backup_newer", file=str(file))
        with _as_default(copy):
            # Further steps read and write the tables before they are compared.
            connections[copy].connection.set_authorizer(_of_an_end)
            if faults := table_faults({"view"}):
                raise Refused("backup_false", file=str(file), fault=str(faults[0]))
            call_command("migrate", verbosity=0)
            _audited("backup_false", file, begin)
            # A backup is taken of a desk that was tampered with too, but does not come back unseen.
            if faults := verify_desk():
                raise Refused("backup_false", file=str(file), fault=str(faults[0]))
    except Refused:
        raise
    except (*UNREADABLE, InconsistentMigrationHistory) as fault:
        raise Refused("backup_damaged", file=str(file)) from fault


def _of_an_end(action: int, *_place: str | None) -> int:
    """SQLite's question whether a step may be taken: no query without end, whatever view or trigger asks it."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_RECURSIVE else sqlite3.SQLITE_OK


def _keep_others_out() -> None:
    """Nobody else writes until the transaction ends; on SQLite it began so."""
    last_seal()
    if connection.vendor == "postgresql":
        names = ", ".join(model._meta.db_table for model in tables())
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def _lost(copy: str) -> dict[str, int]:
    """How many rows of each table the backup lacks, or has otherwise."""
    lost = {}
    for model in tables():
        count, rows = 0, _rows(model, DEFAULT_DB_ALIAS)
        place = _names(model).index(str(model._meta.pk and model._meta.pk.attname))
        while batch := list(islice(rows, _AT_ONCE)):
            same = model._base_manager.using(copy).filter(pk__in=[row[place] for row in batch])
            copies = set(map(_plain, same.values_list(*_names(model))))
            count += sum(row not in copies for row in batch)
        if count:
            lost[str(model._meta.db_table)] = count
    return lost


def _replace(copy: str, progress: Progress) -> None:
    """Put the rows of another database in the place of all there are."""
    models = tables()
    names = [str(model._meta.db_table) for model in models]
    with unguarded(names), connection.cursor() as cursor:
        emptied: list[Table] = [Session, *reversed(models)]
        for model in emptied:
            model._base_manager.all().delete()
        _copy(copy, DEFAULT_DB_ALIAS, progress)
        drawn_from = [model for model in models if model._meta.db_table not in GROWING]
        for command in connection.ops.sequence_reset_sql(no_style(), drawn_from):
            cursor.execute(command)
        for name in GROWING:
            keep_count(name)
