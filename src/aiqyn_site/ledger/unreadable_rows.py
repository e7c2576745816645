"""Rows that no reader can take: a column holds what is not of its kind, is too long, or is no text.

SQLite keeps in a column whatever is put there (https://www.sqlite.org/datatype3.html, 2). PostgreSQL holds the kinds
itself; what is left there are lengths, and texts that must be JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import BinaryField, BooleanField, DateTimeField, Field, FloatField, ForeignKey, Model, TextField
from django.db.models.fields import CharField
from django.utils.dateparse import parse_datetime

from aiqyn_site.ledger.derived_table import REBUILD
from aiqyn_site.ledger.fault import UNREADABLE, Fault
from aiqyn_site.ledger.sql import select

#: Apps whose tables follow from the ledger.
DERIVED = ("projects", "dossier", "search")
#: How SQLite keeps a kind of field, and what that is called; all others are whole numbers.
_KINDS: Mapping[type[Any], tuple[str, str]] = {
    TextField: ("text", "text"),
    CharField: ("text", "text"),
    DateTimeField: ("text", "a moment"),
    BinaryField: ("blob", "bytes"),
    FloatField: ("real", "a number"),
}
_WHOLE = ("integer", "a whole number")

Table = type[Model]


def kept_tables() -> list[Table]:
    """All tables whose rows cannot be made anew."""
    own = [model for model in apps.get_models() if model._meta.app_label not in DERIVED]
    return [MigrationRecorder.Migration, *own]


def derived_tables() -> list[Table]:
    """The tables whose rows follow from the ledger."""
    return [model for model in apps.get_models() if model._meta.app_label in DERIVED]


def cause_in_rows() -> str:
    """The rows, if any, for which whatever is done may fail; blank where all rows can be read, or none can be asked."""
    if not apps.ready:
        return ""
    faults = [*unreadable_rows(kept_tables()), *unreadable_rows(derived_tables(), REBUILD)]
    return "; ".join(map(str, faults))


def unreadable_rows(tables: Iterable[Table], way_out: str = "") -> list[Fault]:
    """The first row of each table that cannot be read, and the column; empty where all can.

    What the database itself cannot give is passed over: that is told by the audit of what the table holds.
    """
    faults = []
    is_server = connection.vendor == "postgresql"
    try:
        present = set(connection.introspection.table_names())  # a view may give rows without end
    except UNREADABLE:
        return []
    for table in tables:
        if table._meta.db_table not in present:
            continue
        try:
            # What fails on a server spoils the transaction it is in.
            with transaction.atomic() if is_server else nullcontext():
                place = _of_another_kind(table) or _undecodable(table)
        except DatabaseError:
            continue
        if place is not None:
            number, message = place
            faults.append(Fault(table._meta.db_table, number, f"cannot be read: {message}{way_out and f': {way_out}'}"))
    return faults


def _of_another_kind(table: Table) -> tuple[int, str] | None:
    """The first row with a value that is not kept as its column is, or too long."""
    is_file = connection.vendor == "sqlite"
    whens = [when for field in table._meta.concrete_fields for when in _whens(field, is_file=is_file)]
    if not whens:
        return None
    sql = f"SELECT {_number(table)} AS number, CASE {' '.join(whens)} END AS fault FROM {table._meta.db_table}"
    return next(select(f"SELECT * FROM ({sql}) AS checked WHERE fault IS NOT NULL ORDER BY number LIMIT 1"), None)


def _whens(field: Field[Any, Any], *, is_file: bool) -> list[str]:
    """What is asked of a column, as parts of a CASE that give what is wrong."""
    column, whens = _quoted(field), []
    if is_file:
        kind, called = _kind(field)
        kinds = f"('{kind}', 'null')" if field.null else f"('{kind}')"
        whens.append(f"WHEN typeof({column}) NOT IN {kinds} THEN '{field.column} does not hold {called}'")
        if isinstance(field, BooleanField):
            whens.append(f"WHEN {column} NOT IN (0, 1) THEN '{field.column} does not hold yes or no'")
    if isinstance(field, BinaryField) and field.max_length:  # a shorter one may be right: the chains tell
        called = f"{field.max_length} bytes at most"
        whens.append(f"WHEN length({column}) > {field.max_length} THEN '{field.column} does not hold {called}'")
    return whens


def _undecodable(table: Table) -> tuple[int, str] | None:
    """The first row with a text that is none, no JSON where it must be, or no moment."""
    fields = table._meta.concrete_fields
    in_json = [field for field in fields if field.name in getattr(table, "json_columns", ())]
    columns = [_quoted(field) for field in in_json]
    moments: list[Field[Any, Any]] = []
    if connection.vendor == "sqlite":
        moments = [field for field in fields if isinstance(field, DateTimeField)]
        texts = [f"coalesce({_quoted(field)}, '')" for field in fields if _kind(field)[0] == "text"]
        columns = [*columns, *map(_quoted, moments), " || ' ' || ".join(texts) or "''"]
        columns = [f"CAST({column} AS BLOB)" for column in columns]  # the driver would say no row
    if not columns:
        return None
    for number, *values in select(f"SELECT {_number(table)}, {', '.join(columns)} FROM {table._meta.db_table}"):
        try:
            cells = [value.decode() if isinstance(value, bytes) else value for value in values]
        except UnicodeDecodeError:
            return number, "it holds what is no text"
        for field, text in zip(in_json, cells, strict=False):
            if not _is_json(text):
                return number, f"{field.column} does not hold JSON"
        for field, text in zip(moments, cells[len(in_json) :], strict=False):
            if text is not None and not _is_moment(text):
                return number, f"{field.column} does not hold a moment"
    return None


def _number(table: Table) -> str:
    """The number that a row is named by: its own, or its place."""
    keys = table._meta.pk_fields
    if len(keys) == 1 and _kind(keys[0]) == _WHOLE:
        return _quoted(keys[0])
    return f"row_number() OVER (ORDER BY {', '.join(map(_quoted, keys))})"


def _kind(field: Field[Any, Any]) -> tuple[str, str]:
    if isinstance(field, ForeignKey):
        return _kind(field.target_field)
    return next((kind for of, kind in _KINDS.items() if isinstance(field, of)), _WHOLE)


def _quoted(field: Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_moment(text: str) -> bool:
    try:
        return parse_datetime(text) is not None
    except ValueError:
        return False
