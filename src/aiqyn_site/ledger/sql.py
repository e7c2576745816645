"""Plain SQL on the site's database: rows as they come, a thousand at a time. Values are always parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

_AT_ONCE = 1000
_VALUES = 900  # in one INSERT: any SQLite takes 999
Value = TypeVar("Value")


def select(sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query; read as they are consumed.

    On SQLite straight from the driver: a query takes less time than the layers of Django's cursor around it. They
    are kept where Django logs its queries.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor == "sqlite" and not database.queries_logged:
        if database.connection is None:
            database.ensure_connection()
        with database.wrap_database_errors:
            yield from database.connection.execute(sql.replace("%s", "?"), parameters)
        return
    with database.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], using: str = DEFAULT_DB_ALIAS) -> None:
    """Add rows to a table: PostgreSQL copies them; SQLite takes many in one INSERT, in two thirds of the time."""
    connection = connections[using]
    names = ",".join(f'"{column}"' for column in columns)  # `left` is a word of SQL
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        size = _VALUES // len(columns)
        rest = len(rows) // size * size
        full = [list(chain.from_iterable(batch)) for batch in batches(rows[:rest], size)]
        for height, values in ((size, full), (1, rows[rest:])):
            places = ",".join([f"({marks(columns)})"] * height)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES {places}", values)


def marks(values: Sequence[object]) -> str:
    """The placeholders of a list of values."""
    return ",".join(["%s"] * len(values))


def batches(values: Sequence[Value], size: int = 500) -> Iterator[Sequence[Value]]:
    """The values in pieces small enough for one query."""
    return (values[start : start + size] for start in range(0, len(values), size))
