"""What the shapes of the API's answers are made of: JSON Schema 2020-12, as in OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Schema = dict[str, object]

TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
PATH: Schema = {"type": "string", "format": "uri-reference", "pattern": "^/"}
DAY: Schema = {"type": "string", "format": "date"}
STATEMENT_ID: Schema = {"type": "string", "pattern": "^s1[a-z2-7]{32}$"}
DIGITS: Schema = {"type": ["string", "null"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
EDTF: Schema = {
    "type": ["string", "null"],
    "description": "A date in EDTF (ISO 8601-2), as precise as its source.",
}


def described(schema: Schema, text: str) -> Schema:
    """A schema with a description."""
    return {**schema, "description": text}


def listed(item: Schema) -> Schema:
    """A list of items."""
    return {"type": "array", "items": item}


def closed(description: str, properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    """An object that has all these properties, but for the optional ones, and no others."""
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": sorted(set(properties) - set(optional)),
        "additionalProperties": False,
    }


def ref(name: str) -> Schema:
    """A schema of the document by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Schema) -> Schema:
    """A schema or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def codes(values: Iterable[str]) -> Schema:
    """One of some codes."""
    return {"type": "string", "enum": [str(value) for value in values]}


LABEL, MAYBE_LABEL = ref("Label"), maybe(ref("Label"))
