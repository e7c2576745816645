"""The rules in words, for readers: what `data/rules.csv` says of headline rules and kinds of difference."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from aiqyn.values.tables import LANGUAGES, data_folder, read_rows


class NamedRule(NamedTuple):
    """A headline rule or a kind of difference, explained in one sentence in each language."""

    group: str
    key: str
    order: int
    labels: Mapping[str, str]


@cache
def named_rules() -> dict[tuple[str, str], NamedRule]:
    """All rules by group (`headline`, `difference`) and key, in the order in which they are applied."""
    columns = ("group", "key", "order", *LANGUAGES)
    rules = [
        NamedRule(row.cells["group"], row.cells["key"], row.whole("order"), row.texts())
        for row in read_rows(data_folder("aiqyn.ledger"), "rules.csv", columns)
    ]
    return {(rule.group, rule.key): rule for rule in sorted(rules, key=lambda rule: (rule.group, rule.order))}


def rule_label(key: str, lang: str, group: str = "headline") -> str:
    """The words of a rule; its key where the table has no line for it."""
    rule = named_rules().get((group, key))
    return rule.labels[lang] if rule else key
