"""The derivation in plain English, for the command line. Pages have wording of their own under the same keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from aiqyn.deadlines.derivation import Derivation, Span, Step
from aiqyn.deadlines.model import ClauseKey, Rule, Unit

__all__ = ["lines_of", "step_in_english"]

_CLAUSES = {
    ClauseKey.REPLY: "reply",
    ClauseKey.REGISTRATION: "registration",
    ClauseKey.EXTENSION: "extension",
    ClauseKey.EXTENSION_NOTICE: "notice of an extension",
    ClauseKey.REDIRECT: "passing it on to the right body",
    ClauseKey.CLARIFICATION: "asking what is meant",
    ClauseKey.THIRD_PARTY: "asking a third party",
    ClauseKey.FEE: "payment of a fee",
    ClauseKey.REFUSAL: "a refusal with reasons",
    ClauseKey.NOT_HELD: "saying that the body does not hold it",
    ClauseKey.OWN_DECISION: "granting the complaint itself",
    ClauseKey.SILENCE: "silence",
    ClauseKey.COMPLAINT: "a complaint",
    ClauseKey.COMPLAINT_DECISION: "the decision on the complaint",
    ClauseKey.COURT: "a suit in court",
}
_UNITS = {
    Unit.CALENDAR_DAYS: ("calendar day", "calendar days"),
    Unit.WORKING_DAYS: ("working day", "working days"),
    Unit.MONTHS: ("month", "months"),
}
_WHY = {
    "weekday": "",
    "calendar_day": "",
    "same_day": "the same day of the month",
    "clipped": "the month has no such day: its last day",
    "weekend": "weekend",
    "holiday": "holiday",
    "estimated": "holiday of an estimated date, not counted for the latest day",
    "no_table": "a year without a holiday table",
    "moved_working_day": "a working day moved to the weekend",
    "override_working": "a working day by decree",
    "override_off": "a day off by decree",
    "waiting": "the clock stood still",
    "sent": "the request was sent",
    "received": "the request was received",
    "registered": "the request was registered",
    "restart": "the term runs anew afterwards",
    "pause": "the wait is not counted",
    "asked_late": "asked too late: moves only the latest day",
    "none": "the law gives silence no meaning",
    "deemed_refusal": "silence counts as a refusal",
}
_STEPS = {
    "start": "{why}; this day is not counted",
    "assumed": "taken as the day on which {why}: that day itself is not known",
    "unknown_start": "the day on which {why} is not known: nothing can be counted",
    "term": "{clause}: {length} after this day",
    "counted": "{unit} {n}{because}",
    "skipped": "not counted{because}",
    "month": "month {n}{because}",
    "moved": "the last day moves here{because}",
    "widened": "one working day more for the latest reading{because}",
    "due": "last day of the term",
    "open": "the earliest last day; the latest cannot be said yet",
    "redirected": "received by the right body: the term runs anew",
    "clarification_asked": "the body asked what is meant{because}",
    "clarified": "the request was made clear",
    "third_party_consult": "a third party was asked{because}",
    "third_party_answered": "the third party answered",
    "fee_notice": "a fee was asked{because}",
    "fee_paid": "the fee was paid",
    "extended": "the term was extended{by}",
    "late_extension": "an extension told too late (it had to be told by {until}): it moves nothing",
    "extension_capped": "the notice names more days than the law allows: counted only to what it allows",
    "second_extension": "a second extension: it moves nothing",
    "late_event": "after the last day: it moves nothing ({why})",
    "without_effect": "the law gives it no effect on the term ({why})",
    "answered": "the body answered",
    "refused": "the body refused",
    "silence": "no answer: {why}",
    "complaint": "a complaint was filed",
    "complaint_decided": "the complaint was decided",
    "court": "a suit was filed",
}


def step_in_english(step: Step) -> str:
    """One step as a line: its day, then what happened and why.

    >>> step_in_english(Step("counted", date(2024, 5, 4), None, ClauseKey.REPLY, 3, Unit.WORKING_DAYS, "weekday"))
    'Sat 2024-05-04  working day 3'
    """
    why = _WHY.get(step.why, step.why.replace("_", " "))
    because = ", ".join(filter(None, (why, step.note)))
    text = _STEPS[step.key].format(
        why=why,
        because=f" ({because})" if because else "",
        clause=_CLAUSES[step.clause] if step.clause else "",
        length=_length(step),
        unit=_UNITS[step.unit][0] if step.unit else "",
        n=step.n,
        by=f" by {step.n} days" if step.n else "",
        until=step.until,
    )
    return f"{_span(step)}  {text}"


def lines_of(derivation: Derivation, rule: Rule, as_of: date | None = None) -> Iterator[str]:
    """The derivation as lines: the law, the last day, the status on a day if one is given, each step, each window."""
    yield f"{rule.id}: {rule.titles['en']}{f', no. {rule.number}' if rule.number else ''}"
    if rule.article:
        yield f"Article: {rule.article}"
    yield f"Last day: {_last_day(derivation)}"
    if as_of is not None:
        yield f"On {as_of}: {derivation.status(as_of).replace('_', ' ')}"
    if derivation.unverified:
        yield f"Read in no source, so not certain: {', '.join(derivation.unverified).replace('_', ' ')}"
    for year in derivation.untabled:
        yield f"There is no complete holiday table for {year}: the latest day is later for it"
    if rule.note:
        yield f"Note: {rule.note}"
    yield ""
    yield from map(step_in_english, derivation.steps)
    if derivation.windows:
        yield ""
    for window in derivation.windows:
        certain = "" if window.verified else " (not certain)"
        yield f"{_days(window.span)}  last day for {_CLAUSES[window.clause]}{certain}"
    yield ""
    yield (
        f"Counted with rule {derivation.rule_version}, holidays {derivation.holidays_version}, "
        f"calendars {derivation.overrides_digest[:12]}"
    )


def _last_day(derivation: Derivation) -> str:
    if derivation.due_min is None:
        return "not known, because the day from which the term runs is not known"
    if derivation.due_max is None:
        return f"not before {derivation.due_min}; the latest cannot be said yet"
    if derivation.due_min == derivation.due_max:
        return f"{derivation.due_max:%a %Y-%m-%d}"
    return f"between {derivation.due_min:%a %Y-%m-%d} and {derivation.due_max:%a %Y-%m-%d}"


def _length(step: Step) -> str:
    if step.unit is None or step.n is None:
        return ""
    one, several = _UNITS[step.unit]
    return f"{step.n} {one if step.n == 1 else several}"


def _span(step: Step) -> str:
    if step.day is None:
        return "no day        "
    if step.key in {"start", "assumed", "due"}:
        return _days(Span(step.day, step.until))
    return f"{step.day:%a %Y-%m-%d}"


def _days(span: Span) -> str:
    if span.last is None or span.last == span.first:
        return f"{span.first:%a %Y-%m-%d}"
    return f"{span.first:%a %Y-%m-%d} to {span.last:%a %Y-%m-%d}"
