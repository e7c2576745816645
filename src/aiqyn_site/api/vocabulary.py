"""The vocabulary as the API gives it: the words statements are made of, in all languages."""

from __future__ import annotations

from aiqyn.ledger.named_rules import NamedRule, named_rules
from aiqyn.values.measure import Unit
from aiqyn.vocabulary import (
    LANGUAGES,
    Code,
    Kind,
    Property,
    Section,
    Time,
    UnitKind,
    ValueType,
    Vocabulary,
    load_vocabulary,
)
from aiqyn_site.api.labels import Labels
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.shapes import (
    FLAG,
    LABEL,
    MAYBE_TEXT,
    PLAIN,
    TEXT,
    TIER,
    Shape,
    codes,
    document,
    field,
    listed,
    mapped,
)

_KEYED = (field("key", TEXT), field("label", LABEL, "labels"))
_KIND: Shape[Kind] = document("A kind of entity.", (*_KEYED, field("plural", LABEL, "plurals")))
_SECTION: Shape[Section] = document("A group of properties.", _KEYED)
_PROPERTY: Shape[Property] = document(
    "A property.",
    (
        *_KEYED,
        field("type", codes(ValueType)),
        field("dimensions", listed(TEXT), lambda prop, _: sorted(prop.dimensions)),
        field("time", codes(Time)),
        field("many", FLAG, about="Whether several values can hold at once."),
        field("section", TEXT),
        field("kinds", listed(TEXT), lambda prop, _: sorted(prop.kinds)),
        field("codes", MAYBE_TEXT, about="The list its codes are from."),
        field("part_codes", MAYBE_TEXT, about="The list whose codes are the parts of its statements; else free."),
        field("oc4ids", MAYBE_TEXT),
        field("ftm", listed(TEXT), lambda prop, _: prop.ftm.split()),
        field("help", MAYBE_TEXT),
    ),
)
_UNIT: Shape[Unit] = document(
    "A unit. Only units of one dimension can be compared.",
    (
        field("key", TEXT),
        field("label", LABEL, "symbols"),
        field("kind", codes(UnitKind)),
        field("dimension", TEXT),
        field("factor", PLAIN, about="How many base units one of it is."),
        field("scale", MAYBE_TEXT),
    ),
)
_CODE: Shape[Code] = document(
    "A code.",
    (
        *_KEYED,
        field("broader", MAYBE_TEXT),
        field("isic", listed(TEXT)),
        field("oc4ids", MAYBE_TEXT),
        field("tier", TIER),
        field("note", MAYBE_TEXT),
    ),
)
_RULE: Shape[NamedRule] = document(
    "A rule, in the order in which they are tried; `only` and `unlikely` choose nothing but name what came out.", _KEYED
)
_DIFFERENCE: Shape[NamedRule] = document("A kind of difference, the gravest first.", _KEYED)


def _rules(group: str) -> list[NamedRule]:
    return [rule for rule in named_rules().values() if rule.group == group]


VOCABULARY: Shape[Vocabulary] = document(
    "The words statements are made of, with labels in four languages.",
    (
        field("kinds", listed(_KIND), lambda words, _: words.kinds.values()),
        field("sections", listed(_SECTION), lambda words, _: words.sections.values()),
        field("properties", listed(_PROPERTY), lambda words, _: words.properties.values()),
        field("units", listed(_UNIT), lambda words, _: words.units.values()),
        field(
            "codes",
            mapped(listed(_CODE), "Codes by list."),
            lambda words, _: {name: codes.values() for name, codes in words.codes.items()},
        ),
        field("headline_rules", listed(_RULE), lambda *_: _rules("headline")),
        field("differences", listed(_DIFFERENCE), lambda *_: _rules("difference")),
        field("languages", listed(codes(LANGUAGES)), lambda *_: LANGUAGES),
    ),
    name="Vocabulary",
)


def vocabulary(given: Given) -> tuple[Vocabulary, Labels]:
    return load_vocabulary(), Labels("")
