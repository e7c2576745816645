"""Reads the checklist (`checklist.csv`) and its method (`method.toml`).

A wrong line is refused with its place and the way out: a checklist is read whole or not at all.
"""

from __future__ import annotations

import csv
import io
import re
import string
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

from aiqyn.disclosure.checklist import (
    COUNTED,
    Basis,
    BasisKind,
    Checklist,
    Condition,
    Group,
    Item,
    Method,
    PublishDuty,
    Stage,
    Verdict,
)
from aiqyn.disclosure.explanation import OUTSIDE, UNSEARCHED
from aiqyn.errors import Refused
from aiqyn.vocabulary import LANGUAGES

_ITEMS = "checklist.csv"
_METHOD = "method.toml"
_TEXTS = ("label", "disclosed", "partial")
_COLUMNS = (
    *["id", "version", "group", "weight", "basis", "reference", "verified", "publish_duty", "stages"],
    *(f"{text}_{lang}" for text in _TEXTS for lang in LANGUAGES),
)
_ID = re.compile(r"[A-Z]{2}[0-9]{2}")
_WHOLE = re.compile(r"[1-9][0-9]{0,3}")
#: Semantic Versioning 2.0.0 (https://semver.org), without pre-release and build parts.
_VERSION = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")
_FLAGS = {"yes": True, "no": False}

_FIELDS = frozenset({"item", "label", "weight"})
_ASSESSED = frozenset({"earned", "day", "evidence"})
_SEARCHED = frozenset({"places", "searched"})
#: What the sentence of each verdict may name: a search log is certain only where something was not found.
_LINE_FIELDS = {
    **{key.value: _FIELDS | _ASSESSED for key in COUNTED},
    Verdict.NOT_FOUND.value: _FIELDS | _ASSESSED | _SEARCHED,
    Verdict.KNOWN_NOT_DISCLOSED.value: _FIELDS | _ASSESSED | _SEARCHED,
    UNSEARCHED: _FIELDS | {"day", "evidence"},
    Verdict.NOT_YET_DUE.value: _FIELDS | {"day"},
    Verdict.NOT_APPLICABLE.value: _FIELDS | {"day"},
    Verdict.NOT_ASSESSED.value: _FIELDS,
    OUTSIDE: _FIELDS,
}

_E = TypeVar("_E", bound=StrEnum)


@cache
def load_checklist() -> Checklist:
    """The checklist that comes with the package, read once."""
    return read_checklist(resources.files("aiqyn.disclosure") / "data")


def read_checklist(folder: Traversable) -> Checklist:
    """The checklist in a folder with `checklist.csv` and `method.toml`.

    Refuses a missing, unknown or repeated column or key, an id that stands twice, a text empty in any language,
    an unknown group, stage, condition, basis or publish duty, a verdict without its value, a value that does not
    lie between 0 and 1 in hundredths, a sentence with a field it cannot have, and weights whose sums are not
    those the method states. The message names the file, the place and the value.
    """
    items_bytes, method_bytes = _bytes(folder, _ITEMS), _bytes(folder, _METHOD)
    method = _method(_text(_METHOD, method_bytes))
    items: dict[str, Item] = {}
    for row in _rows(_text(_ITEMS, items_bytes)):
        item = _item(row, method)
        if item.id in items:
            raise row.refused("id", "stands twice", "give each item an id of its own")
        items[item.id] = item
    _check_weights(method, items.values())
    digest = sha256(sha256(items_bytes).digest() + sha256(method_bytes).digest()).hexdigest()
    return Checklist(method, MappingProxyType(items), digest)


def _bytes(folder: Traversable, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except FileNotFoundError as error:
        raise Refused(f"{file} is missing", f"put {file} into the folder of the checklist") from error


def _text(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"{file}: byte {error.start} is not UTF-8", "save the file as UTF-8") from error


def _check_weights(method: Method, items: Collection[Item]) -> None:
    sums = Counter[str]()
    for item in items:
        sums[item.group] += item.weight
    for group in method.groups.values():
        _check_sum(f"the group {group.key}", sums[group.key], group.weight)
    _check_sum("all items", sums.total(), method.weight)


def _check_sum(of: str, found: int, stated: int) -> None:
    if found != stated:
        problem = f"{_ITEMS}: the weights of {of} sum to {found}, {_METHOD} states {stated}"
        raise Refused(problem, "mend the weight that is wrong, or state the new sum under a new version")


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the checklist: it gives cells as values and names the place of those it refuses."""

    line: int
    cells: Mapping[str, str]

    def refused(self, column: str, problem: str, way_out: str) -> Refused:
        return Refused(f"{_ITEMS} line {self.line}, column {column}: '{self.cells[column]}' {problem}", way_out)

    def matching(self, column: str, pattern: re.Pattern[str], way_out: str) -> str:
        value = self.cells[column]
        if not pattern.fullmatch(value):
            raise self.refused(column, "is not of the form asked for", way_out)
        return value

    def whole(self, column: str) -> int:
        return int(self.matching(column, _WHOLE, "write a whole number from 1, digits only"))

    def member(self, column: str, value: str, closed: type[_E]) -> _E:
        return closed(self.known(column, value, [one.value for one in closed]))

    def known(self, column: str, value: str, allowed: Collection[str]) -> str:
        if value not in allowed:
            raise self.refused(column, f"has '{value}', which is not known here", f"use one of: {', '.join(allowed)}")
        return value

    def parts(self, column: str) -> list[str]:
        return self.cells[column].split(" | ")

    def texts(self, text: str) -> Mapping[str, str]:
        found = {}
        for lang in LANGUAGES:
            column = f"{text}_{lang}"
            value = self.cells[column]
            if not value or value != value.strip():
                raise self.refused(column, "is not a text", "write the words, with no space before or after them")
            found[lang] = value
        return MappingProxyType(found)


def _rows(text: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if sorted(header) != sorted(_COLUMNS):
            odd = ", ".join(sorted(set(header) ^ set(_COLUMNS))) or "one stands twice"
            raise Refused(f"{_ITEMS} line 1: wrong columns ({odd})", f"use the columns {','.join(_COLUMNS)}")
        for cells in reader:
            if len(cells) != len(header):
                problem = f"{_ITEMS} line {reader.line_num}: {len(cells)} cells under {len(header)} columns"
                raise Refused(problem, "give each column one cell, and put text that has a comma in double quotes")
            yield _Row(reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise Refused(f"{_ITEMS} line {reader.line_num}: {error}", "close every quote that is opened") from error


def _item(row: _Row, method: Method) -> Item:
    return Item(
        id=row.matching("id", _ID, "write two capital letters and two digits, such as EN06"),
        version=row.whole("version"),
        group=row.known("group", row.cells["group"], method.groups),
        weight=row.whole("weight"),
        bases=_bases(row),
        publish_duty=row.member("publish_duty", row.cells["publish_duty"], PublishDuty),
        stages=_stages(row),
        labels=row.texts("label"),
        disclosed=row.texts("disclosed"),
        partial=row.texts("partial"),
    )


def _bases(row: _Row) -> tuple[Basis, ...]:
    """The grounds of an item, in three cells with as many parts each: `law | standard`."""
    kinds, references, flags = (row.parts(column) for column in ("basis", "reference", "verified"))
    if not len(kinds) == len(references) == len(flags):
        way_out = "give each basis one reference and one yes or no, with ' | ' between them"
        raise row.refused("basis", "has not as many parts as reference and verified", way_out)
    if not all(reference.strip() for reference in references):
        raise row.refused("reference", "is not a reference", "name the law, standard or practice")
    return tuple(
        Basis(row.member("basis", kind, BasisKind), reference, _FLAGS[row.known("verified", flag, _FLAGS)])
        for kind, reference, flag in zip(kinds, references, flags, strict=True)
    )


def _stages(row: _Row) -> Mapping[Stage, Condition | None]:
    """Stages apart by spaces; `construction:permit_issued` is asked for only under that condition."""
    found: dict[Stage, Condition | None] = {}
    for word in row.cells["stages"].split():
        name, colon, condition = word.partition(":")
        stage = row.member("stages", name, Stage)
        if stage in found:
            raise row.refused("stages", f"has '{name}' twice", "name each stage once")
        found[stage] = row.member("stages", condition, Condition) if colon else None
    if not found:
        raise row.refused("stages", "names no stage", "name the stages at which the item is asked for")
    return MappingProxyType(found)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the method, which must have every key asked for and no other."""

    name: str
    content: Mapping[str, object]

    def refused(self, key: str, way_out: str) -> Refused:
        return Refused(f"{_METHOD}, {self.name}: '{key}' is missing or wrong ({self.content.get(key)!r})", way_out)

    def only(self, *keys: str) -> None:
        for key in self.content:
            if key not in keys:
                raise Refused(f"{_METHOD}, {self.name}: '{key}' is unknown", f"use only: {', '.join(keys)}")

    def table(self, key: str) -> _Table:
        value = self.content.get(key)
        if not isinstance(value, dict):
            raise self.refused(key, "write a table")
        return _Table(f"{self.name}.{key}", value)

    def whole(self, key: str, most: int = 9999) -> int:
        value = self.content.get(key)
        if type(value) is not int or not 0 < value <= most:
            raise self.refused(key, f"write a whole number from 1 to {most}")
        return value

    def version(self, key: str) -> str:
        value = self.content.get(key)
        if not isinstance(value, str) or not _VERSION.fullmatch(value):
            raise self.refused(key, "write a semantic version, such as 1.0.0")
        return value

    def hundredths(self, key: str) -> int:
        value = self.content.get(key)
        # Exact type: True is an int, and TOML's inf and nan are Decimals that compare oddly.
        if type(value) is int or (isinstance(value, Decimal) and value.is_finite()):
            scaled = Decimal(value) * 100
            if 0 <= scaled <= 100 and scaled == int(scaled):
                return int(scaled)
        raise self.refused(key, "write a number from 0 to 1 with at most two decimals")

    def texts(self) -> Mapping[str, str]:
        self.only(*LANGUAGES)
        found = {}
        for lang in LANGUAGES:
            value = self.content.get(lang)
            if not isinstance(value, str) or not value or value != value.strip():
                raise self.refused(lang, "write the words, with no space before or after them")
            found[lang] = value
        return MappingProxyType(found)

    def sentences(self, fields: frozenset[str]) -> Mapping[str, str]:
        found = self.texts()
        for lang, sentence in found.items():
            if not _fields_of(sentence) <= fields:
                raise self.refused(lang, f"use only the fields {', '.join(sorted(fields))}, in braces")
        return found


def _fields_of(sentence: str) -> set[str]:
    """The fields a sentence names; a brace that is not closed and a field with a format count as unknown ones."""
    try:
        return {
            name + (spec or "") + (conversion or "")
            for _, name, spec, conversion in string.Formatter().parse(sentence)
            if name is not None
        }
    except ValueError as error:
        return {str(error)}


def _method(text: str) -> Method:
    try:
        top = _Table("method", tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{_METHOD}: {error}", "write TOML 1.0") from error
    tables = ("groups", "values", "verdicts", "lines", "notes")
    top.only("version", "minimum_coverage", "gains", "weight", *tables, "disclaimer", "computed")
    groups, values, verdicts, lines, notes = (top.table(key) for key in tables)
    values.only(*COUNTED)
    verdicts.only(*Verdict, UNSEARCHED)
    lines.only(*_LINE_FIELDS)
    return Method(
        version=top.version("version"),
        minimum_coverage=top.whole("minimum_coverage", 100),
        gains=top.whole("gains"),
        weight=top.whole("weight"),
        groups=MappingProxyType({key: _group(key, groups.table(key)) for key in groups.content}),
        values=MappingProxyType({verdict: values.hundredths(verdict) for verdict in COUNTED}),
        verdicts=MappingProxyType({key: verdicts.table(key).texts() for key in (*Verdict, UNSEARCHED)}),
        lines=MappingProxyType({key: lines.table(key).sentences(fields) for key, fields in _LINE_FIELDS.items()}),
        notes=MappingProxyType({key: notes.table(key).texts() for key in notes.content}),
        disclaimer=top.table("disclaimer").texts(),
        computed=top.table("computed").texts(),
    )


def _group(key: str, table: _Table) -> Group:
    table.only("weight", "labels")
    return Group(key, table.whole("weight"), table.table("labels").texts())
