"""Reads the checklist (`checklist.csv`) and its method (`method.toml`).

A wrong line is refused with its place and the way out: a checklist is read whole or not at all.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources.abc import Traversable
from types import MappingProxyType

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
from aiqyn.dossier.duties import has_duties
from aiqyn.errors import Refused, Value
from aiqyn.values.tables import Row, data_folder, read_text, rows_of
from aiqyn.vocabulary import LANGUAGES

_ITEMS = "checklist.csv"
_METHOD = "method.toml"
_TEXTS = ("label", "disclosed", "partial")
_COLUMNS = (
    *["id", "version", "group", "weight", "basis", "reference", "verified", "publish_duty", "stages"],
    *(f"{text}_{lang}" for text in _TEXTS for lang in LANGUAGES),
)
_ID = re.compile(r"[A-Z]{2}[0-9]{2}")
#: Semantic Versioning 2.0.0 (https://semver.org), without pre-release and build parts.
_VERSION = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")

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


@cache
def load_checklist() -> Checklist:
    """The checklist that comes with the package, read once."""
    return read_checklist(data_folder("aiqyn.disclosure"))


@cache
def checklist_for(country: str) -> Checklist:
    """The checklist for a register of a country: where its law is not entered here, without what rests on law."""
    return load_checklist() if has_duties(country) else load_checklist().without_law()


def read_checklist(folder: Traversable) -> Checklist:
    """The checklist in a folder with `checklist.csv` and `method.toml`.

    Refuses a missing, unknown or repeated column or key, an id that stands twice, a text empty in any language,
    an unknown group, stage, condition, basis or publish duty, a verdict without its value, a value that does not
    lie between 0 and 1 in hundredths, a sentence with a field it cannot have, and weights whose sums are not
    those the method states. The message names the file, the place and the value.
    """
    table, method_text = read_text(folder, _ITEMS), read_text(folder, _METHOD)
    method = _method(method_text)
    items: dict[str, Item] = {}
    for row in rows_of(_ITEMS, table, _COLUMNS):
        item = _item(row, method)
        if item.id in items:
            raise row.refused("key_repeated", "id")
        items[item.id] = item
    _check_weights(method, items.values())
    digest = sha256(b"".join(sha256(text.encode()).digest() for text in (table, method_text))).hexdigest()
    return Checklist(method, MappingProxyType(items), digest)


def _check_weights(method: Method, items: Collection[Item]) -> None:
    sums = Counter[str]()
    for item in items:
        sums[item.group] += item.weight
    for group in method.groups.values():
        if sums[group.key] != group.weight:
            sums_up, stated = sums[group.key], group.weight
            raise Refused("weights_of_group", "", "weights", file=_ITEMS, group=group.key, sum=sums_up, stated=stated)
    if sums.total() != method.weight:
        raise Refused("weights_of_all", mend="weights", file=_ITEMS, sum=sums.total(), stated=method.weight)


def _item(row: Row, method: Method) -> Item:
    return Item(
        id=row.matching("id", _ID, "item_id_form"),
        version=row.whole("version", least=1),
        group=row.known("group", method.groups),
        weight=row.whole("weight", least=1),
        bases=_bases(row),
        publish_duty=row.member("publish_duty", PublishDuty),
        stages=_stages(row),
        labels=row.texts("label_"),
        disclosed=row.texts("disclosed_"),
        partial=row.texts("partial_"),
    )


def _bases(row: Row) -> tuple[Basis, ...]:
    """The grounds of an item, in three cells with as many parts each: `law | standard`."""
    kinds, references, flags = (row.cells[column].split(" | ") for column in ("basis", "reference", "verified"))
    if not len(kinds) == len(references) == len(flags):
        raise row.refused("bases_uneven", "basis")
    if not all(reference.strip() for reference in references):
        raise row.refused("basis_reference", "reference")
    return tuple(
        Basis(row.member("basis", BasisKind, kind), reference, row.flag("verified", flag))
        for kind, reference, flag in zip(kinds, references, flags, strict=True)
    )


def _stages(row: Row) -> Mapping[Stage, Condition | None]:
    """Stages apart by spaces; `construction:permit_issued` is asked for only under that condition."""
    stages: dict[Stage, Condition | None] = {}
    for word in row.cells["stages"].split():
        name, colon, condition = word.partition(":")
        stage = row.member("stages", Stage, name)
        if stage in stages:
            raise row.refused("stage_twice", "stages", part=name)
        stages[stage] = row.member("stages", Condition, condition) if colon else None
    if not stages:
        raise row.refused("stages_none", "stages")
    return MappingProxyType(stages)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the method, which must have every key asked for and no other."""

    name: str
    content: Mapping[str, object]

    @property
    def place(self) -> str:
        return f"{_METHOD}, {self.name}"

    def refused(self, key: str, mend: str, **values: Value) -> Refused:
        return Refused("method_key", key, mend, file=self.place, text=repr(self.content.get(key)), **values)

    def only(self, *keys: str) -> None:
        for key in self.content:
            if key not in keys:
                raise Refused("entry_unknown", key, "use_only", file=self.place, known=tuple(map(str, keys)))

    def table(self, key: str) -> _Table:
        value = self.content.get(key)
        if not isinstance(value, dict):
            raise self.refused(key, "write_table")
        return _Table(f"{self.name}.{key}", value)

    def whole(self, key: str, most: int = 9999) -> int:
        value = self.content.get(key)
        if type(value) is not int or not 0 < value <= most:
            raise self.refused(key, "whole_to", most=most)
        return value

    def version(self, key: str) -> str:
        value = self.content.get(key)
        if not isinstance(value, str) or not _VERSION.fullmatch(value):
            raise self.refused(key, "semantic_version")
        return value

    def hundredths(self, key: str) -> int:
        value = self.content.get(key)
        # Exact type: True is an int, and TOML's inf and nan are Decimals that compare oddly.
        if type(value) is int or (isinstance(value, Decimal) and value.is_finite()):
            scaled = Decimal(value) * 100
            if 0 <= scaled <= 100 and scaled == int(scaled):
                return int(scaled)
        raise self.refused(key, "hundredths")

    def texts(self) -> Mapping[str, str]:
        self.only(*LANGUAGES)
        texts = {}
        for lang in LANGUAGES:
            value = self.content.get(lang)
            if not isinstance(value, str) or not value or value != value.strip():
                raise self.refused(lang, "cell_no_text")
            texts[lang] = value
        return MappingProxyType(texts)

    def sentences(self, fields: frozenset[str]) -> Mapping[str, str]:
        sentences = self.texts()
        for lang, sentence in sentences.items():
            if not _fields_of(sentence) <= fields:
                raise self.refused(lang, "sentence_fields", known=tuple(sorted(fields)))
        return sentences


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
        raise Refused("toml_broken", mend="write_toml", file=_METHOD, fault=str(error)) from error
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
