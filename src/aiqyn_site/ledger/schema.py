"""What the database itself consists of: tables, indexes, triggers, functions, as the migrations make them.

Whoever may write a database may also replace a trigger that refuses changes by one of the same name that refuses
nothing. So every definition is compared with what the migrations make in an empty place: on SQLite in memory, on
PostgreSQL in a schema that is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from aiqyn_site.ledger.fault import UNREADABLE, Fault
from aiqyn_site.ledger.last_rows import lost_rows

_EMPTY = "aiqyn_definitions"  # the alias, and the schema, in which the tables are made anew
#: All there is but what ANALYZE makes, wherever it was run: names that begin with sqlite_ can be forged in a file too.
_SQLITE = """
SELECT type, tbl_name, name, coalesce(sql, '') FROM sqlite_master
WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4')) ORDER BY rowid
"""
#: What a definition is compared by: texts, names in quotes and comments as they stand, blanks, whatever is between.
#: Blanks are those of SQLite; it takes all others for letters. https://www.sqlite.org/lang_naming.html
_PIECE = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^]]*]|--[^\n]*|/\*.*?(?:\*/|\Z)|[ \t\n\f\r]+|[^ \t\n\f\r'"`[/-]+|.""",
    re.DOTALL,
)
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


#: The kinds of parts that decide which rows a table gives.
_READ_THROUGH = frozenset({"table", "view", "column", "rule", "policy"})
#: A definition without what means nothing. Of parts of the same name, which only a forged file has, one after another.
_Definition: TypeAlias = tuple[str, ...]


class _Part(NamedTuple):
    """A part of the database: its kind, the table that it belongs to, and its name."""

    kind: str
    table: str
    name: str


def schema_faults() -> list[Fault]:
    """Each part of the database that is not as the migrations make it, and each table that has lost its last rows.

    Where `table_faults` finds any, no row is asked for.
    """
    try:
        differences = _differences(_usual(connection.vendor), _parts(connection))
        return differences if table_faults() else [*differences, *lost_rows()]
    except UNREADABLE as error:
        return [_unreadable(error)]


def table_faults(kinds: Collection[str] = _READ_THROUGH) -> list[Fault]:
    """What rows are read through and is not as the migrations make it: no row may be read then.

    A view in the place of a table may give rows without end. On a server that does not let tables be made for the
    comparison nothing is found.
    """
    try:
        usual, present = (
            {part: text for part, text in parts.items() if part.kind in kinds}
            for parts in (_usual(connection.vendor), _parts(connection))
        )
    except UNREADABLE as error:
        return [_unreadable(error)] if _is_file() else []
    return _differences(usual, present)


def _unreadable(error: Exception) -> Fault:
    return Fault("database", 0, f"its definitions cannot be read and compared: {error}")


def _differences(usual: Mapping[_Part, _Definition], present: Mapping[_Part, _Definition]) -> list[Fault]:
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
def _usual(vendor: str) -> Mapping[_Part, _Definition]:
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


def _made_in(place: BaseDatabaseWrapper) -> Mapping[_Part, _Definition]:
    executor = MigrationExecutor(place)
    executor.migrate(executor.loader.graph.leaf_nodes())
    return _parts(place)


def _parts(place: BaseDatabaseWrapper) -> Mapping[_Part, _Definition]:
    """The definition of each part, without what means nothing."""
    with place.cursor() as cursor:
        if place.vendor == "sqlite":
            cursor.execute(_SQLITE)
            rows = cursor.fetchall()
            tables = {row[2] for row in rows if row[0] == "table"}
            parts: dict[_Part, _Definition] = {}
            for *part, text in rows:
                parts[_Part(*part)] = (*parts.get(_Part(*part), ()), *_pieces(text, tables))
            return parts
        cursor.execute("SELECT current_schema()")
        here = f"{cursor.fetchone()[0]}."
        cursor.execute(_POSTGRESQL)
        return {
            _Part(kind, table, name.removeprefix(here)): (text.replace(here, ""),)
            for kind, table, name, text in cursor.fetchall()
        }


def _pieces(definition: str, tables: Collection[str]) -> Iterator[str]:
    """A definition piece by piece.

    How SQLite writes it down when a table is renamed differs by its version: the name of a table is in quotes or not.
    Of nothing else are the quotes passed over: a name in them that there is not is a text, which does nothing.
    """
    for piece in _PIECE.findall(definition):
        is_table = piece[0] == '"' and piece[1:-1] in tables
        yield piece[1:-1] if is_table else piece if piece.strip(" \t\n\f\r") else " "
