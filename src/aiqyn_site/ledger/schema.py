"""What the database itself consists of: tables, indexes, triggers, functions, as the migrations make them.

Whoever may write a database may also replace a trigger that refuses changes by one of the same name that refuses
nothing. So every definition is compared with what the migrations make in an empty place: on SQLite in memory, on
PostgreSQL in a schema that is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from aiqyn_site.ledger.fault import Fault
from aiqyn_site.ledger.last_rows import lost_rows

_EMPTY = "aiqyn_definitions"  # the alias, and the schema, in which the tables are made anew
_SQLITE = """
SELECT type, tbl_name, name, coalesce(sql, '') FROM sqlite_master
WHERE name NOT IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4') AND name NOT LIKE 'sqlite_autoindex_%%'
"""
_POSTGRESQL = """
WITH relation AS (
    SELECT oid, relname, relkind, relrowsecurity FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
)
SELECT 'table', relname, relname, concat(relkind, relrowsecurity) FROM relation
UNION ALL SELECT 'column', relname, attname,
    concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity, pg_get_expr(adbin, adrelid))
    FROM relation JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
UNION ALL SELECT 'constraint', relname, conname, pg_get_constraintdef(pg_constraint.oid)
    FROM relation JOIN pg_constraint ON conrelid = relation.oid
UNION ALL SELECT 'index', relname, indexrelid::regclass::text, concat(pg_get_indexdef(indexrelid), indisvalid)
    FROM relation JOIN pg_index ON indrelid = relation.oid
UNION ALL SELECT 'trigger', relname, tgname, concat(pg_get_triggerdef(pg_trigger.oid), tgenabled)
    FROM relation JOIN pg_trigger ON tgrelid = relation.oid AND NOT tgisinternal
UNION ALL SELECT 'rule', relname, rulename, pg_get_ruledef(pg_rewrite.oid)
    FROM relation JOIN pg_rewrite ON ev_class = relation.oid
UNION ALL SELECT 'policy', relname, polname, concat(pg_get_expr(polqual, polrelid), polcmd)
    FROM relation JOIN pg_policy ON polrelid = relation.oid
UNION ALL SELECT 'function', '', proname, pg_get_functiondef(pg_proc.oid)
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prokind = 'f'
"""


class _Part(NamedTuple):
    """A part of the database: its kind, the table that it belongs to, and its name."""

    kind: str
    table: str
    name: str


def schema_faults() -> list[Fault]:
    """Each part of the database that is not as the migrations make it, and each table that has lost its last rows."""
    try:
        usual = _usual(connection.vendor)
        present = _parts(connection)
        return [*_differences(usual, present), *lost_rows()]
    except (DatabaseError, UnicodeDecodeError) as error:
        return [Fault("database", 0, f"its definitions cannot be read and compared: {error}")]


def _differences(usual: Mapping[_Part, str], present: Mapping[_Part, str]) -> list[Fault]:
    tables = {part.table for part in usual}
    # A database of PostgreSQL may have tables and functions of others, in a file of SQLite there is nothing else.
    foreign = [part for part in present if part not in usual and (_is_file() or part.table in tables - {""})]
    return [
        *(
            Fault(part.table or "database", 0, f"lacks the {part.kind} {part.name}")
            for part in usual
            if part not in present
        ),
        *(
            Fault(part.table or "database", 0, f"has the {part.kind} {part.name}, which is not of Aiqyn")
            for part in foreign
        ),
        *(
            Fault(part.table or "database", 0, f"has another {part.kind} {part.name} than Aiqyn makes")
            for part, text in usual.items()
            if present.get(part, text) != text
        ),
    ]


def _is_file() -> bool:
    return connection.vendor == "sqlite"


@cache
def _usual(vendor: str) -> Mapping[_Part, str]:
    """What the migrations make."""
    if vendor == "sqlite":
        memory = connections[DEFAULT_DB_ALIAS].__class__(
            {**connection.settings_dict, "NAME": ":memory:", "OPTIONS": {}}, _EMPTY
        )
        connections[_EMPTY] = memory
        try:
            return _made_in(memory)
        finally:
            memory.connection.close()
            del connections[_EMPTY]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ WRITE")
        cursor.execute(f"CREATE SCHEMA {_EMPTY}")
        cursor.execute(f"SET LOCAL search_path TO {_EMPTY}")
        usual = _made_in(connection)
        transaction.set_rollback(True)
    return usual


def _made_in(place: BaseDatabaseWrapper) -> Mapping[_Part, str]:
    executor = MigrationExecutor(place)
    executor.migrate(executor.loader.graph.leaf_nodes())
    return _parts(place)


def _parts(place: BaseDatabaseWrapper) -> Mapping[_Part, str]:
    """The definition of each part, without what means nothing."""
    with place.cursor() as cursor:
        if place.vendor == "sqlite":
            cursor.execute(_SQLITE)
            # How SQLite writes a definition down when a table is renamed differs by its version: in quotes or not.
            return {_Part(*row[:3]): re.sub(r"\s+", " ", row[3].replace('"', "")) for row in cursor.fetchall()}
        cursor.execute("SELECT current_schema()")
        here = f"{cursor.fetchone()[0]}."
        cursor.execute(_POSTGRESQL)
        return {
            _Part(kind, table, name.removeprefix(here)): text.replace(here, "")
            for kind, table, name, text in cursor.fetchall()
        }
