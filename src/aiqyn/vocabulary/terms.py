"""What statements may speak of and in which words: kinds, properties, units and codes, with their labels.

The words are data (`data/*.csv`); this module is only their shape. It reads no file and holds no rule.
Labels are written as within a sentence, in lower case: a page that starts a line with one capitalises it.

Dimensions keep apart what must not be compared. Tonnes a day and tonnes a year are two dimensions, because
the working days of a plant are not known. CO₂ and CO₂-equivalent are two, because the second counts other
gases too. A share of a whole (`share`, 0 to 100) and a growth rate (`change`, any size) are two. Vehicles and
buses are one: a bus is a vehicle. Months and years are one; days are not among them, because months differ
in length. What is produced is no dimension: `t/year` serves ethylene and milk, and the part says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aiqyn.values.measure import Unit
from aiqyn.vocabulary.bounds import Usual


class ValueType(StrEnum):
    """How the value of a property is written."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    MEASURE = "measure"
    DATE = "date"
    CODE = "code"
    REFERENCE = "reference"
    TEXT = "text"
    POINT = "point"
    STATEMENT = "statement"


class Time(StrEnum):
    """What different dates do to two different values of one property.

    FIXED: nothing, the values are rivals. CHANGES: they are successive states. PERIOD: each value is for
    exactly the period it is dated with, so only values of one period can be rivals.
    """

    FIXED = "fixed"
    CHANGES = "changes"
    PERIOD = "period"


class UnitKind(StrEnum):
    """What sort of figure a unit belongs to."""

    MONEY = "money"
    QUANTITY = "quantity"
    COUNT = "count"
    PERCENT = "percent"


#: The unit kinds a property of each numeric type takes; a type that is not here takes no unit.
UNIT_KINDS: Mapping[ValueType, frozenset[UnitKind]] = {
    ValueType.MONEY: frozenset({UnitKind.MONEY}),
    ValueType.COUNT: frozenset({UnitKind.COUNT}),
    ValueType.PERCENT: frozenset({UnitKind.PERCENT}),
    ValueType.MEASURE: frozenset(UnitKind),
}


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of entity.

    Statements about an entity of a kind that is `compared_under` are compared with those about what it is
    part of: those about an edition with those of its programme's other editions. `found_as` names the kind
    among which search shows entities of this one.
    """

    key: str
    labels: Mapping[str, str]
    plurals: Mapping[str, str]
    compared_under: bool
    found_as: str

    def label(self, lang: str) -> str:
        """The name of one entity of this kind; KeyError for a language not in LANGUAGES."""
        return self.labels[lang]

    def plural(self, lang: str) -> str:
        return self.plurals[lang]


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A group of properties on a page."""

    key: str
    order: int
    labels: Mapping[str, str]

    def label(self, lang: str) -> str:
        return self.labels[lang]


@dataclass(frozen=True, slots=True, eq=False)
class Property:
    """A named, typed attribute of entities.

    `dimensions`: those its unit may have, empty for any. `many`: several values can hold at once. `kinds`:
    keys of the entity kinds it is used on. `codes`: its code list, if it is a code. `part_codes`: the list
    whose codes are the parts of its statements, blank where parts are free. `oc4ids`: a path in the project
    schema of OC4IDS 0.9.5, with `=code` where only one code of the field is meant. `ftm`: `Schema:property` of
    FollowTheMoney 4.11, several apart by spaces. `help` is English and may be empty.
    """

    key: str
    type: ValueType
    dimensions: frozenset[str]
    time: Time
    many: bool
    section: str
    order: int
    kinds: frozenset[str]
    codes: str
    part_codes: str
    oc4ids: str
    ftm: str
    labels: Mapping[str, str]
    help: str

    def label(self, lang: str) -> str:
        return self.labels[lang]

    def admits(self, unit: Unit) -> bool:
        """Whether its values may be in this unit: the right sort of figure, and a dimension it allows."""
        fits = unit.kind in UNIT_KINDS.get(self.type, frozenset())
        return fits and (not self.dimensions or unit.dimension in self.dimensions)


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """One code of a list.

    A dot in a key makes it narrower than the key before the dot (`energy.wind` is part of `energy`). `isic`:
    divisions of ISIC Rev. 4. `oc4ids`: the nearest OC4IDS code, blank where there is none. `tier`: 1 is the
    best, None where the list has no order of preference. `note` is English.
    """

    code_list: str
    key: str
    order: int
    isic: tuple[str, ...]
    oc4ids: str
    tier: int | None
    labels: Mapping[str, str]
    note: str

    def label(self, lang: str) -> str:
        return self.labels[lang]

    @property
    def broader(self) -> str:
        """The key of the code this one is part of, blank at the top."""
        return self.key.rpartition(".")[0]


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A chart that pages and articles may show: `titles` say what is seen, `rules` which claims and by which rule."""

    key: str
    titles: Mapping[str, str]
    rules: Mapping[str, str]

    def title(self, lang: str) -> str:
        return self.titles[lang]

    def rule(self, lang: str) -> str:
        return self.rules[lang]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All words by key; `codes` by list, then by key. Mappings are read-only, in the order of their files.

    `parts` are the codes that statements name as their part, of all lists that serve as `part_codes`; `usual` are the
    bounds beyond which a value is unlikely.
    """

    kinds: Mapping[str, Kind]
    sections: Mapping[str, Section]
    properties: Mapping[str, Property]
    units: Mapping[str, Unit]
    codes: Mapping[str, Mapping[str, Code]]
    charts: Mapping[str, Chart]
    parts: Mapping[str, Code]
    usual: Usual

    def properties_of(self, kind: str) -> tuple[Property, ...]:
        """The properties used on entities of a kind, in the order of a page."""
        used = (prop for prop in self.properties.values() if kind in prop.kinds)
        return tuple(sorted(used, key=lambda prop: (self.sections[prop.section].order, prop.order, prop.key)))

    def code_list(self, name: str) -> Mapping[str, Code]:
        """The codes of a list by key, in their order; KeyError for a list that is not there."""
        return self.codes[name]

    def tiers(self, name: str) -> dict[str, int]:
        """The tier of each code of a list that has tiers."""
        return {code.key: code.tier for code in self.codes[name].values() if code.tier is not None}
