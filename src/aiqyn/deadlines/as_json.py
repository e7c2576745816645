"""The derivation as plain data, for JSON: days as 2022-06-20, keys as words."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from aiqyn.deadlines.derivation import Derivation, Span, Step
from aiqyn.deadlines.law import LawRule

__all__ = ["Plain", "derivation_as_json"]

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"


def derivation_as_json(derivation: Derivation, rule: LawRule, as_of: date | None = None) -> dict[str, Plain]:
    """All of a derivation; `status` is there when a day is given. Open and unknown days are null."""
    document: dict[str, Plain] = {
        "rule": rule.id,
        "title": dict(rule.titles),
        "number": rule.number,
        "article": rule.article,
        "url": rule.url,
        "start": _span(derivation.start),
        "due_min": _day(derivation.due_min),
        "due_max": _day(derivation.due_max),
        "verified": derivation.verified,
        "unverified": list(derivation.unverified),
        "years_without_table": list(derivation.untabled),
        "steps": [_step(step) for step in derivation.steps],
        "windows": [
            {
                "clause": window.clause.value,
                "span": _span(window.span),
                "verified": window.verified,
                "certain": window.certain,
                "years_without_table": list(window.untabled),
                "source": window.source,
            }
            for window in derivation.windows
        ],
        "rule_version": derivation.rule_version,
        "holidays_version": derivation.holidays_version,
        "overrides_digest": derivation.overrides_digest,
    }
    if as_of is not None:
        document |= {"as_of": as_of.isoformat(), "status": derivation.status(as_of).value}
    return document


def _step(step: Step) -> dict[str, Plain]:
    return {
        "key": str(step.key),
        "date": _day(step.day),
        "until": _day(step.until),
        "clause": step.clause.value if step.clause else None,
        "n": step.n,
        "unit": step.unit.value if step.unit else None,
        "why": str(step.why),
        "note": step.note,
    }


def _span(span: Span | None) -> Plain:
    return None if span is None else {"first": _day(span.first), "last": _day(span.last)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
