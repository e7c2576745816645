"""Plain SQL on the site's database: rows as they come, a thousand at a time. Values are always parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection

_AT_ONCE = 1000
Value = TypeVar("Value")


def select(sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query; read as they are consumed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows


def marks(values: Sequence[object]) -> str:
    """The placeholders of a list of values."""
    return ",".join(["%s"] * len(values))


def batches(values: Sequence[Value], size: int = 500) -> Iterator[Sequence[Value]]:
    """The values in pieces small enough for one query."""
    return (values[start : start + size] for start in range(0, len(values), size))
