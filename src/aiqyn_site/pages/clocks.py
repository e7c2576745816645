"""The clock of a request in words: how it stands, days left or since, between which days the last one lies."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from aiqyn.deadlines.derivation import Status as Counted
from aiqyn.deadlines.load import load_laws
from aiqyn.dossier.record import InformationRequest
from aiqyn.dossier.request_clock import SILENT, Answer, Clock, Status, clock
from aiqyn.words.refusal_text import sentences
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.derivation import span_words
from aiqyn_site.pages.wording import wording

_REFUSED = "refused"


class ClockBox(NamedTuple):
    """A request's clock, for `components/clock.html`.

    `status` and `counting` (days left or since; blank where they cannot be told) are words, `last` the span of the
    last day, blank where nothing is counted. `unread`: part of the term was read in no source. `mark` is a code for
    the drawing: running, kept, late, silent or unknown. `problem` is why nothing is counted, in English.
    """

    status: str
    counting: str
    last: str
    unread: bool
    law: str
    mark: str
    problem: str
    href: str


def clock_box(lang: str, request: InformationRequest, as_of: date) -> ClockBox:
    """The clock of a request on a day, in words."""
    return box_of(lang, request, clock(request, load_laws(), as_of), as_of)


def box_of(lang: str, request: InformationRequest, found: Clock, as_of: date) -> ClockBox:
    """A clock that is known already, in words."""
    derivation = found.derivation
    return ClockBox(
        status=_status(lang, request, found),
        counting=_counting(lang, found, as_of),
        last=span_words(derivation.due_min, derivation.due_max, lang) if derivation else "",
        unread=derivation is not None and not derivation.verified,
        law=law_title(request.rule_id, lang),
        mark=_mark(found),
        problem=sentences(found.problem, wording(lang)) if found.problem else "",
        href=entity_url(lang, "request", request.id),
    )


def law_title(rule_id: str, lang: str) -> str:
    """A law's title; the id as given where there is no such law, blank where none is given."""
    laws = load_laws()
    return laws.versions(rule_id)[0].titles[lang] if rule_id in laws.ids else rule_id


def _status(lang: str, request: InformationRequest, found: Clock) -> str:
    t = wording(lang)
    refused = request.outcome == _REFUSED or (not request.outcome and bool(request.grounds))
    if found.answer is Answer.IN_TIME:
        return t("clock_refused_in_time" if refused else "clock_answered_in_time")
    if found.answer is Answer.LATE:
        return t("clock_refused_late" if refused else "clock_late_but_answered")
    if found.answer is Answer.UNTOLD and found.status is not Status.WITHDRAWN:
        replied = t("clock_refused" if refused else "clock_answered")
        return replied + t("comma") + t("clock_untold")
    if found.status is Status.NOT_COUNTED:
        return t("clock_uncounted" if found.problem else "clock_no_law")
    return t(f"clock_{found.status}")


def _counting(lang: str, found: Clock, as_of: date) -> str:
    t = wording(lang)
    if found.answer is Answer.LATE and found.days is not None:
        return t("clock_days_late", n=found.days)
    derivation = found.derivation
    if derivation is None or found.answer is not Answer.NONE:
        return ""
    return days_words(derivation.due_min, derivation.due_max, as_of, lang)


def _mark(found: Clock) -> str:
    if found.status in SILENT:
        return "silent"
    if found.answer is Answer.LATE:
        return "late"
    if found.answer is Answer.IN_TIME:
        return "kept"
    return "running" if found.status is Status.WITHIN else "unknown"


def status_words(status: str, lang: str, *, replied: bool = False, refused: bool = False) -> str:
    """How a counted request stands, in words; a reply within the term is told as such."""
    t = wording(lang)
    if status == Counted.WITHIN and replied:
        return t("clock_refused_in_time" if refused else "clock_answered_in_time")
    return t(f"clock_{status}")


def days_words(first: date | None, last: date | None, as_of: date, lang: str) -> str:
    """Days left until the latest last day, or since; blank where that day is not known."""
    t = wording(lang)
    if last is None:
        return ""
    if as_of > last:
        return t("clock_days_since", n=(as_of - last).days)
    left = t("clock_days_left", n=(last - as_of).days) if as_of < last else t("clock_last_today")
    passed = first is not None and first < as_of
    return f"{left}{t('comma')}{t('clock_early_passed')}" if passed else left
