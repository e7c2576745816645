"""The rules in words, for readers: what `data/rules.csv` says of headline rules and kinds of difference."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class NamedRule(NamedTuple):
    """A headline rule or a kind of difference, explained in one sentence in each language."""

    group: str
    key: str
    order: int
    labels: dict[str, str]


@cache
def named_rules() -> dict[tuple[str, str], NamedRule]:
    """All rules by group (`headline`, `difference`) and key, in the order in which they are applied."""
    text = files("aiqyn.ledger").joinpath("data/rules.csv").read_text(encoding="utf-8")
    rules = [
        NamedRule(
            row["group"],
            row["key"],
            int(row["order"]),
            {lang: row[lang] for lang in ("en", "ru", "kk", "zh")},
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return {(rule.group, rule.key): rule for rule in sorted(rules, key=lambda rule: (rule.group, rule.order))}
