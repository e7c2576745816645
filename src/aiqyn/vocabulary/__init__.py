"""Kinds of entity, properties, units and codes as data, labelled in Kazakh, Russian, English and Chinese."""

from aiqyn.values.tables import LANGUAGES
from aiqyn.vocabulary.languages import Language, languages
from aiqyn.vocabulary.reader import load_vocabulary, read_vocabulary
from aiqyn.vocabulary.terms import (
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

__all__ = [
    "LANGUAGES",
    "Chart",
    "Code",
    "Kind",
    "Language",
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
