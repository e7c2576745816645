"""The core's rules in words for readers, from the core's own table: headlines and kinds of difference."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from aiqyn.vocabulary import LANGUAGES


class Rule(NamedTuple):
    """One rule; `labels` by language."""

    group: str
    key: str
    order: int
    labels: Mapping[str, str]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in their order."""
    table = files("aiqyn.ledger").joinpath("data/rules.csv").read_text(encoding="utf-8")
    found = [
        Rule(row["group"], row["key"], int(row["order"]), {lang: row[lang] for lang in LANGUAGES})
        for row in csv.DictReader(table.splitlines())
    ]
    return tuple(sorted(found, key=lambda one: (one.group, one.order)))


@cache
def _by_key() -> Mapping[tuple[str, str], Rule]:
    return {(one.group, one.key): one for one in rules()}


def rule_label(key: str, lang: str, group: str = "headline") -> str:
    """The words of a rule; its key where the table has no line for it."""
    found = _by_key().get((group, key))
    return found.labels[lang] if found else key
