"""Reads the vocabulary from its CSV files.

A wrong line is refused with its place and the way out: a vocabulary is read whole or not at all.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Protocol, TypeVar

from aiqyn.errors import Refused
from aiqyn.values.measure import Unit
from aiqyn.vocabulary.model import (
    LANGUAGES,
    UNIT_KINDS,
    Chart,
    Code,
    Kind,
    Property,
    Section,
    Time,
    UnitKind,
    ValueType,
    Vocabulary,
)

_KINDS = "key,en,ru,kk,zh,plural_en,plural_ru,plural_kk,plural_zh,compared_under"
_SECTIONS = "key,order,en,ru,kk,zh"
_PROPERTIES = "key,type,dimension,time,many,section,order,kinds,codes,part_codes,oc4ids,ftm,en,ru,kk,zh,help_en"
_UNITS = "key,kind,dimension,factor,scale,symbol_en,symbol_ru,symbol_kk,symbol_zh"
_CODES = "list,key,order,isic,oc4ids,tier,en,ru,kk,zh,note"
_CHARTS = "key,title_en,title_ru,title_kk,title_zh,rule_en,rule_ru,rule_kk,rule_zh"

_SCALES = ("", "thousand", "million", "billion", "trillion")
_KEY = re.compile(r"[A-Za-z0-9_]+(\.[a-z0-9_]+)*")
_CODE_KEY = re.compile(r"[A-Za-z0-9_-]+(\.[a-z0-9_]+)*")
_UNIT_KEY = re.compile(r"[A-Za-z0-9]+([ /][A-Za-z0-9]+)*")
_CHART_KEY = re.compile(r"[a-z]+(-[a-z]+)*")
_FACTOR = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_FLAGS = {"yes": True, "no": False}


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


_K = TypeVar("_K", bound=_Keyed)
_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a file: it gives cells as values and names the place of those it refuses."""

    file: str
    line: int
    cells: Mapping[str, str]

    def refused(self, column: str, problem: str, way_out: str) -> Refused:
        where = f"{self.file} line {self.line}, column {column}"
        return Refused(f"{where}: '{self.cells[column]}' {problem}", way_out)

    def matching(self, column: str, pattern: re.Pattern[str], problem: str, way_out: str) -> str:
        value = self.cells[column]
        if not pattern.fullmatch(value):
            raise self.refused(column, problem, way_out)
        return value

    def key(self, pattern: re.Pattern[str] = _KEY) -> str:
        return self.matching("key", pattern, "is not a key", "write letters, digits and underscores")

    def whole(self, column: str) -> int:
        return int(self.matching(column, _WHOLE, "is not a whole number", "write digits only, such as 10"))

    def flag(self, column: str) -> bool:
        return _FLAGS[self.known(column, _FLAGS)]

    def known(self, column: str, allowed: Collection[str]) -> str:
        value = self.cells[column]
        if value not in allowed:
            raise self.refused(column, "is not known here", _one_of(allowed))
        return value

    def member(self, column: str, closed: type[_E]) -> _E:
        return closed(self.known(column, [one.value for one in closed]))

    def words(self, column: str, allowed: Collection[str]) -> frozenset[str]:
        """The words of a cell that has several, apart by spaces."""
        found = self.cells[column].split()
        for word in found:
            if word not in allowed:
                raise self.refused(column, f"has '{word}', which is not known here", _one_of(allowed))
        return frozenset(found)

    def labels(self, prefix: str = "") -> Mapping[str, str]:
        found = {}
        for lang in LANGUAGES:
            column = prefix + lang
            value = self.cells[column]
            if not value or value != value.strip():
                raise self.refused(column, "is not a label", "write the words, with no space before or after them")
            found[lang] = value
        return MappingProxyType(found)


def _one_of(allowed: Collection[str]) -> str:
    named = ", ".join(sorted(filter(None, allowed)))
    return f"use one of: {named}" if named else "leave the cell blank"


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package, read once."""
    return read_vocabulary(resources.files("aiqyn.vocabulary") / "data")


def read_vocabulary(folder: Traversable) -> Vocabulary:
    """The vocabulary in a folder with kinds, sections, properties, units, codes and charts, each a `.csv` file.

    Refuses a missing or unknown column, a line with too many or too few cells, a duplicate key, an empty
    label in any language, a factor that is not a positive decimal number, any type, section, kind,
    dimension or code list that is not known, and a code that two lists of part codes have. The message names
    the file, the line, the column and the value.
    """
    kinds = _by_key(_rows(folder, "kinds.csv", _KINDS), _kind)
    sections = _by_key(_rows(folder, "sections.csv", _SECTIONS), _section)
    units = _by_key(_rows(folder, "units.csv", _UNITS), _unit)
    codes = _code_lists(_rows(folder, "codes.csv", _CODES))
    dimensions = _dimensions(units)
    properties = _by_key(
        _rows(folder, "properties.csv", _PROPERTIES),
        lambda row: _property(row, kinds, sections, codes, dimensions),
    )
    charts = _by_key(_rows(folder, "charts.csv", _CHARTS), _chart)
    return Vocabulary(kinds, sections, properties, units, codes, charts, _parts(properties, codes))


def _rows(folder: Traversable, file: str, columns: str) -> Iterator[_Row]:
    """The lines of a file that has exactly these columns, in any order."""
    reader = csv.reader(io.StringIO(_text(folder, file), newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(file, header, columns)
        for cells in reader:
            if len(cells) != len(header):
                raise Refused(
                    f"{file} line {reader.line_num}: {len(cells)} cells under {len(header)} columns",
                    "give each column one cell, and put text that has a comma in double quotes",
                )
            yield _Row(file, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise Refused(f"{file} line {reader.line_num}: {error}", "close every quote that is opened") from error


def _text(folder: Traversable, file: str) -> str:
    try:
        return (folder / file).read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise Refused(f"{file} is missing", f"put {file} into the folder of the vocabulary") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file}: byte {error.start} is not UTF-8", "save the file as UTF-8") from error


def _check_header(file: str, header: list[str], columns: str) -> None:
    wanted = columns.split(",")
    way_out = f"use the columns {columns}"
    for column in wanted:
        if column not in header:
            raise Refused(f"{file} line 1: column '{column}' is missing", way_out)
    for column in header:
        if column not in wanted or header.count(column) > 1:
            raise Refused(f"{file} line 1: column '{column}' is unknown or stands twice", way_out)


def _by_key(rows: Iterator[_Row], read: Callable[[_Row], _K]) -> Mapping[str, _K]:
    found: dict[str, _K] = {}
    for row in rows:
        one = read(row)
        if one.key in found:
            raise row.refused("key", "stands twice", "give each line a key of its own")
        found[one.key] = one
    return MappingProxyType(found)


def _kind(row: _Row) -> Kind:
    return Kind(row.key(), row.labels(), row.labels("plural_"), row.flag("compared_under"))


def _section(row: _Row) -> Section:
    return Section(row.key(), row.whole("order"), row.labels())


def _unit(row: _Row) -> Unit:
    way_out = "write a positive decimal number with a point, such as 1000000"
    factor = Decimal(row.matching("factor", _FACTOR, "is not a factor", way_out))
    if not factor:
        raise row.refused("factor", "is nought", way_out)
    if not row.cells["dimension"]:
        raise row.refused("dimension", "is not a dimension", "write what the unit measures, such as power or mass/year")
    return Unit(
        key=row.key(_UNIT_KEY),
        kind=row.member("kind", UnitKind).value,
        dimension=row.cells["dimension"],
        factor=factor,
        scale=row.known("scale", _SCALES),
        symbols=row.labels("symbol_"),
    )


def _chart(row: _Row) -> Chart:
    return Chart(row.key(_CHART_KEY), row.labels("title_"), row.labels("rule_"))


def _code(row: _Row) -> Code:
    return Code(
        code_list=row.matching("list", _KEY, "is not the name of a list", "write letters, digits and underscores"),
        key=row.key(_CODE_KEY),
        order=row.whole("order"),
        isic=tuple(row.cells["isic"].split()),
        oc4ids=row.cells["oc4ids"],
        tier=row.whole("tier") if row.cells["tier"] else None,
        labels=row.labels(),
        note=row.cells["note"],
    )


def _code_lists(rows: Iterator[_Row]) -> Mapping[str, Mapping[str, Code]]:
    found: dict[str, dict[str, Code]] = {}
    for row in rows:
        code = _code(row)
        codes = found.setdefault(code.code_list, {})
        if code.key in codes:
            raise row.refused("key", f"stands twice in the list {code.code_list}", "give each code a key of its own")
        if code.broader and code.broader not in codes:
            raise row.refused("key", "is part of a code that is not there", f"put {code.broader} before it")
        codes[code.key] = code
    return MappingProxyType({name: MappingProxyType(codes) for name, codes in found.items()})


def _parts(properties: Mapping[str, Property], codes: Mapping[str, Mapping[str, Code]]) -> Mapping[str, Code]:
    found: dict[str, Code] = {}
    for name in sorted({prop.part_codes for prop in properties.values()} - {""}):
        for key, code in codes[name].items():
            if key in found:
                fault = f"codes.csv: '{key}' is a part in the lists {found[key].code_list} and {name}"
                raise Refused(fault, "rename one of the two: a part is named by its code alone")
            found[key] = code
    return MappingProxyType(found)


def _dimensions(units: Mapping[str, Unit]) -> Mapping[ValueType, frozenset[str]]:
    """The dimensions that the units of each numeric type have."""
    return {
        value_type: frozenset(unit.dimension for unit in units.values() if unit.kind in kinds)
        for value_type, kinds in UNIT_KINDS.items()
    }


def _property(
    row: _Row,
    kinds: Mapping[str, Kind],
    sections: Mapping[str, Section],
    codes: Mapping[str, Mapping[str, Code]],
    dimensions: Mapping[ValueType, frozenset[str]],
) -> Property:
    value_type = row.member("type", ValueType)
    if not row.cells["kinds"].strip():
        raise row.refused("kinds", "names no kind of entity", _one_of(kinds))
    return Property(
        key=row.key(),
        type=value_type,
        dimensions=row.words("dimension", dimensions.get(value_type, ())),
        time=row.member("time", Time),
        many=row.flag("many"),
        section=row.known("section", sections),
        order=row.whole("order"),
        kinds=row.words("kinds", kinds),
        codes=row.known("codes", codes if value_type is ValueType.CODE else ("",)),
        part_codes=row.known("part_codes", ("", *codes)),
        oc4ids=row.cells["oc4ids"],
        ftm=row.cells["ftm"],
        labels=row.labels(),
        help=row.cells["help_en"],
    )
