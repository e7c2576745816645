"""Kinds of entity, properties, units and codes as data, labelled in Kazakh, Russian, English and Chinese."""

from aiqyn.values.tables import LANGUAGES
from aiqyn.vocabulary.languages import languages
from aiqyn.vocabulary.reader import load_vocabulary, read_vocabulary
from aiqyn.vocabulary.terms import (
    Code,
    Kind,
    Property,
    Section,
    Time,
    UnitKind,
    ValueType,
    Vocabulary,
)

__all__ = [
    "LANGUAGES",
    "Code",
    "Kind",
    "Property",
    "Section",
    "Time",
    "UnitKind",
    "ValueType",
    "Vocabulary",
    "languages",
    "load_vocabulary",
    "read_vocabulary",
]
