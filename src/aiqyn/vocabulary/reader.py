"""Reads the vocabulary from its CSV files.

A wrong line is refused with its place and the way out: a vocabulary is read whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Protocol, TypeVar

from aiqyn.errors import Refused
from aiqyn.values.measure import Unit
from aiqyn.values.tables import Row, data_folder, read_rows
from aiqyn.vocabulary.bounds import COLUMNS as BOUNDS
from aiqyn.vocabulary.bounds import read_bounds
from aiqyn.vocabulary.terms import (
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

_KINDS = "key,en,ru,kk,zh,plural_en,plural_ru,plural_kk,plural_zh,compared_under,found_as"
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


#: How keys and lists are named.
_KEY_FORM = "key_form"


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


_K = TypeVar("_K", bound=_Keyed)


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package, read once."""
    return read_vocabulary(data_folder("aiqyn.vocabulary"))


def read_vocabulary(folder: Traversable) -> Vocabulary:
    """The vocabulary in a folder with kinds, sections, properties, units, codes, charts and bounds, each a `.csv` file.

    Refuses a missing or unknown column, a line with too many or too few cells, a duplicate key, an empty
    label in any language, a factor that is not a positive decimal number, any type, section, kind,
    dimension or code list that is not known, and a code that two lists of part codes have. The message names
    the file, the line, the column and the value.
    """
    kind_rows = list(_rows(folder, "kinds.csv", _KINDS))
    keys = {row.cells["key"] for row in kind_rows}
    kinds = _by_key(iter(kind_rows), lambda row: _kind(row, keys))
    sections = _by_key(_rows(folder, "sections.csv", _SECTIONS), _section)
    units = _by_key(_rows(folder, "units.csv", _UNITS), _unit)
    codes = _code_lists(_rows(folder, "codes.csv", _CODES))
    dimensions = _dimensions(units)
    properties = _by_key(
        _rows(folder, "properties.csv", _PROPERTIES),
        lambda row: _property(row, kinds, sections, codes, dimensions),
    )
    charts = _by_key(_rows(folder, "charts.csv", _CHARTS), _chart)
    admits = {key: prop.admits for key, prop in properties.items()}
    usual = read_bounds(read_rows(folder, "bounds.csv", BOUNDS), admits, units)
    return Vocabulary(kinds, sections, properties, units, codes, charts, _parts(properties, codes), usual)


def _rows(folder: Traversable, file: str, columns: str) -> Iterator[Row]:
    return read_rows(folder, file, columns.split(","))


def _by_key(rows: Iterator[Row], read: Callable[[Row], _K]) -> Mapping[str, _K]:
    entries: dict[str, _K] = {}
    for row in rows:
        entry = read(row)
        if entry.key in entries:
            raise row.refused("key_repeated", "key")
        entries[entry.key] = entry
    return MappingProxyType(entries)


def _key(row: Row, pattern: re.Pattern[str] = _KEY) -> str:
    return row.matching("key", pattern, _KEY_FORM, "cell_key")


def _kind(row: Row, keys: Collection[str]) -> Kind:
    return Kind(
        key=_key(row),
        labels=row.texts(),
        plurals=row.texts("plural_"),
        compared_under=row.flag("compared_under"),
        found_as=row.known("found_as", keys),
    )


def _section(row: Row) -> Section:
    return Section(_key(row), row.whole("order"), row.texts())


def _unit(row: Row) -> Unit:
    factor = Decimal(row.matching("factor", _FACTOR, "factor_form", "cell_factor"))
    if not factor:
        raise row.refused("cell_nought", "factor", "factor_form")
    if not row.cells["dimension"]:
        raise row.refused("cell_dimension", "dimension")
    return Unit(
        key=_key(row, _UNIT_KEY),
        kind=row.member("kind", UnitKind).value,
        dimension=row.cells["dimension"],
        factor=factor,
        scale=row.known("scale", _SCALES),
        symbols=row.texts("symbol_"),
    )


def _chart(row: Row) -> Chart:
    return Chart(_key(row, _CHART_KEY), row.texts("title_"), row.texts("rule_"))


def _code(row: Row) -> Code:
    return Code(
        code_list=row.matching("list", _KEY, _KEY_FORM, "cell_list_name"),
        key=_key(row, _CODE_KEY),
        order=row.whole("order"),
        isic=tuple(row.cells["isic"].split()),
        oc4ids=row.cells["oc4ids"],
        tier=row.whole("tier") if row.cells["tier"] else None,
        labels=row.texts(),
        note=row.cells["note"],
    )


def _code_lists(rows: Iterator[Row]) -> Mapping[str, Mapping[str, Code]]:
    lists: dict[str, dict[str, Code]] = {}
    for row in rows:
        code = _code(row)
        codes = lists.setdefault(code.code_list, {})
        if code.key in codes:
            raise row.refused("code_repeated", "key", list=code.code_list)
        if code.broader and code.broader not in codes:
            raise row.refused("code_orphan", "key", broader=code.broader)
        codes[code.key] = code
    return MappingProxyType({name: MappingProxyType(codes) for name, codes in lists.items()})


def _parts(properties: Mapping[str, Property], codes: Mapping[str, Mapping[str, Code]]) -> Mapping[str, Code]:
    parts: dict[str, Code] = {}
    for name in sorted({prop.part_codes for prop in properties.values()} - {""}):
        for key, code in codes[name].items():
            if key in parts:
                lists_of = {"first": parts[key].code_list, "second": name}
                raise Refused("code_two_parts", file="codes.csv", value=key, **lists_of)
            parts[key] = code
    return MappingProxyType(parts)


def _dimensions(units: Mapping[str, Unit]) -> Mapping[ValueType, frozenset[str]]:
    return {
        value_type: frozenset(unit.dimension for unit in units.values() if unit.kind in kinds)
        for value_type, kinds in UNIT_KINDS.items()
    }


def _property(
    row: Row,
    kinds: Mapping[str, Kind],
    sections: Mapping[str, Section],
    codes: Mapping[str, Mapping[str, Code]],
    dimensions: Mapping[ValueType, frozenset[str]],
) -> Property:
    value_type = row.member("type", ValueType)
    if not row.cells["kinds"].strip():
        raise row.refused("cell_no_kind", "kinds", "use_one_of", known=tuple(sorted(kinds)))
    return Property(
        key=_key(row),
        type=value_type,
        dimensions=frozenset(row.words("dimension", dimensions.get(value_type, ()))),
        time=row.member("time", Time),
        many=row.flag("many"),
        section=row.known("section", sections),
        order=row.whole("order"),
        kinds=frozenset(row.words("kinds", kinds)),
        codes=row.known("codes", codes if value_type is ValueType.CODE else ("",)),
        part_codes=row.known("part_codes", ("", *codes)),
        oc4ids=row.cells["oc4ids"],
        ftm=row.cells["ftm"],
        labels=row.texts(),
        help=row.cells["help_en"],
    )
