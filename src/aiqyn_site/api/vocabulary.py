"""The vocabulary as the API gives it: the words statements are made of, in all languages."""

from __future__ import annotations

from functools import cache

from aiqyn.ledger.named_rules import named_rules
from aiqyn.values.measure import Unit
from aiqyn.vocabulary import LANGUAGES, Code, Kind, Property, load_vocabulary
from aiqyn_site.api.documents import Document, plain


@cache
def vocabulary_document() -> Document:
    """All words by group, each group in its order."""
    words = load_vocabulary()
    return {
        "kinds": [_kind(kind) for kind in words.kinds.values()],
        "sections": [{"key": one.key, "label": dict(one.labels)} for one in words.sections.values()],
        "properties": [_property(prop) for prop in words.properties.values()],
        "units": [_unit(unit) for unit in words.units.values()],
        "codes": {name: [_code(code) for code in codes.values()] for name, codes in words.codes.items()},
        "headline_rules": _rules("headline"),
        "differences": _rules("difference"),
        "languages": list(LANGUAGES),
    }


def _kind(kind: Kind) -> Document:
    return {"key": kind.key, "label": dict(kind.labels), "plural": dict(kind.plurals)}


def _property(prop: Property) -> Document:
    return {
        "key": prop.key,
        "label": dict(prop.labels),
        "type": str(prop.type),
        "dimensions": sorted(prop.dimensions),
        "time": str(prop.time),
        "many": prop.many,
        "section": prop.section,
        "kinds": sorted(prop.kinds),
        "codes": prop.codes or None,
        "part_codes": prop.part_codes or None,
        "oc4ids": prop.oc4ids or None,
        "ftm": prop.ftm.split(),
        "help": prop.help or None,
    }


def _unit(unit: Unit) -> Document:
    return {
        "key": unit.key,
        "label": dict(unit.symbols),
        "kind": str(unit.kind),
        "dimension": unit.dimension,
        "factor": plain(unit.factor),
        "scale": unit.scale or None,
    }


def _code(code: Code) -> Document:
    return {
        "key": code.key,
        "label": dict(code.labels),
        "broader": code.broader or None,
        "isic": list(code.isic),
        "oc4ids": code.oc4ids or None,
        "tier": code.tier,
        "note": code.note or None,
    }


def _rules(group: str) -> list[Document]:
    return [{"key": rule.key, "label": dict(rule.labels)} for rule in named_rules().values() if rule.group == group]
