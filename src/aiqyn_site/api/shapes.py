"""What answers are made of. A shape is at once the schema that OpenAPI gives and the way a value is made from it.

Schemas are JSON Schema 2020-12, as in OpenAPI 3.1. What is not known is null. Figures are strings of plain digits,
never binary fractions: no digit is lost or made up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any, Generic, Never, TypeVar, overload

from aiqyn.ledger.identity import STATEMENT_ID_FORM
from aiqyn_site.api.labels import Labels

Schema = dict[str, object]
Document = dict[str, object]
Thing_contra = TypeVar("Thing_contra", contravariant=True)
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Shape(Generic[Thing_contra]):
    """A kind of JSON value. One that has a name is a component of the OpenAPI document; `parts` are what it is made of.

    `value` makes such a value of a thing, in the language of some labels.
    """

    definition: Schema
    value: Callable[[Thing_contra, Labels], object]
    name: str = ""
    parts: tuple[Shape[Never], ...] = ()

    @property
    def schema(self) -> Schema:
        return {"$ref": f"#/components/schemas/{self.name}"} if self.name else self.definition


@dataclass(frozen=True, slots=True)
class Field(Generic[Thing_contra]):
    """A member of a document: its name, its shape, and how its value is made of what the document is about."""

    name: str
    schema: Schema
    value: Callable[[Thing_contra, Labels], object]
    shape: Shape[Never]


@overload
def field(name: str, shape: Shape[Never], get: str = "", about: str = "") -> Field[object]: ...
@overload
def field(
    name: str, shape: Shape[Part], get: Callable[[Thing_contra, Labels], Part], about: str = ""
) -> Field[Thing_contra]: ...
def field(name: str, shape: Shape[Any], get: Callable[[Any, Labels], Any] | str = "", about: str = "") -> Field[Any]:
    """A field whose value is what `get` finds: a function, or a path of attributes; without it, that of its name."""
    find = get if callable(get) else _attribute(get or name)
    schema = {**shape.schema, "description": about} if about else shape.schema
    if shape.value is _as_it_is:
        return Field(name, schema, find, shape)
    return Field(name, schema, lambda thing, labels: shape.value(find(thing, labels), labels), shape)


def _attribute(path: str) -> Callable[[object, Labels], Any]:
    attribute = attrgetter(path)
    return lambda thing, _: attribute(thing)


def lifted(fields: Iterable[Field[Part]], path: str) -> tuple[Field[object], ...]:
    """The fields of something that what a document is about has, at a path of attributes."""
    find = attrgetter(path)

    def lift(inner: Field[Part]) -> Field[object]:
        return Field(inner.name, inner.schema, lambda thing, labels: inner.value(find(thing), labels), inner.shape)

    return tuple(map(lift, fields))


def document(
    about: str, fields: Sequence[Field[Thing_contra]], *, name: str = "", optional: Collection[str] = ()
) -> Shape[Thing_contra]:
    """An object that has all these fields and no others; optional ones are left out where they are empty."""
    definition: Schema = {
        "type": "object",
        "description": about,
        "properties": {field.name: field.schema for field in fields},
        "required": sorted({field.name for field in fields} - set(optional)),
        "additionalProperties": False,
    }

    def value(thing: Thing_contra, labels: Labels) -> Document:
        members = ((field.name, field.value(thing, labels)) for field in fields)
        return {key: member for key, member in members if member or key not in optional}

    return Shape(definition, value, name, tuple(field.shape for field in fields))


def listed(item: Shape[Part], **limits: int) -> Shape[Iterable[Part]]:
    return Shape(
        {"type": "array", "items": item.schema, **limits},
        lambda things, labels: [item.value(thing, labels) for thing in things],
        parts=(item,),
    )


def mapped(item: Shape[Part], about: str = "", *, name: str = "", **limits: int) -> Shape[Mapping[str, Part]]:
    """An object whose keys are no fields: languages, names of lists."""
    described = {"description": about} if about else {}
    return Shape(
        {"type": "object", **described, "additionalProperties": item.schema, **limits},
        lambda things, labels: {key: item.value(thing, labels) for key, thing in things.items()},
        name,
        (item,),
    )


def maybe(shape: Shape[Part]) -> Shape[Part | None]:
    """What may be null: where there is nothing, and where there is a blank."""
    return Shape(
        {"anyOf": [shape.schema, {"type": "null"}]},
        lambda thing, labels: None if thing is None or thing == "" else shape.value(thing, labels),
        parts=(shape,),
    )


def codes(values: Iterable[str]) -> Shape[str]:
    """One of some codes."""
    return leaf("string", enum=[str(value) for value in values])


def components(shapes: Iterable[Shape[Never]]) -> dict[str, Schema]:
    """The definitions of all shapes with a name among some shapes and what they are made of."""
    definitions: dict[str, Schema] = {}
    for shape in shapes:
        if shape.name:
            definitions[shape.name] = shape.definition
        definitions |= components(shape.parts)
    return definitions


def plain(number: Decimal | None) -> str | None:
    """A number in plain digits without an exponent; None for none and for no bound."""
    if number is None or not number.is_finite():
        return None
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _as_it_is(thing: object, labels: Labels) -> object:
    return thing


def _or_null(thing: object, labels: Labels) -> object:
    return thing or None


def leaf(*types: str, **limits: object) -> Shape[object]:
    """A plain value of one of these types of JSON. A text that is blank is null where it may be."""
    schema = {"type": types[0] if len(types) == 1 else list(types), **limits}
    return Shape(schema, _or_null if types == ("string", "null") else _as_it_is)


TEXT = leaf("string")
MAYBE_TEXT = leaf("string", "null")
URL = leaf("string", "null", format="uri")
FLAG = leaf("boolean")
COUNT = leaf("integer", minimum=0)
PATH = leaf("string", format="uri-reference", pattern="^/")
DAY: Shape[object] = Shape({"type": "string", "format": "date"}, lambda day, _: str(day))
STATEMENT_ID = leaf("string", pattern=f"^{STATEMENT_ID_FORM}$")
DIGITS = leaf("string", "null", pattern=r"^-?[0-9]+(\.[0-9]+)?$")
PLAIN: Shape[Decimal | None] = Shape(DIGITS.definition, lambda number, _: plain(number))
EDTF = leaf("string", "null", description="A date in EDTF (ISO 8601-2), as precise as its source.")
TIER = leaf("integer", "null")
LABEL = mapped(
    TEXT, "A text by language (BCP 47); `zxx` marks an id that stands in for a name.", name="Label", minProperties=1
)
MAYBE_LABEL = maybe(LABEL)
#: What labels say of an id or a key.
PROPERTY_LABEL: Shape[str] = Shape(LABEL.schema, lambda key, labels: labels.property(key), parts=(LABEL,))
ENTITY_LABEL: Shape[str] = Shape(MAYBE_LABEL.schema, lambda key, labels: labels.entity(key), parts=(LABEL,))
PART_LABEL: Shape[str] = Shape(MAYBE_LABEL.schema, lambda key, labels: labels.part(key), parts=(LABEL,))
STATEMENT_PAGE: Shape[str] = Shape(PATH.schema, lambda key, labels: labels.statement_page(key))
