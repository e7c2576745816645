"""What a law says about terms, as data: rules, their clauses, and the sources they were read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from aiqyn.errors import Refused

LONGEST = 366  # days: no term, extension or wait of a request is longer


class RuleId(str):
    """The id of a rule as a refusal names it; readers are told the title of the law."""

    __slots__ = ()


class Unit(StrEnum):
    """What a term counts. A month ends on the same day number, clipped to the end of the month."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Start(StrEnum):
    """The day from which a rule counts; the day itself is not counted."""

    SENT = "sent"
    RECEIVED = "received"
    REGISTERED = "registered"


class Origin(StrEnum):
    """The day from which one clause counts.

    `due` is the last day of the reply, `refusal` the day of a refusal or the day from which silence is one,
    `complaint` the last day for the decision on a complaint.
    """

    START = "start"
    DUE = "due"
    EVENT = "event"
    REFUSAL = "refusal"
    COMPLAINT = "complaint"


class Roll(StrEnum):
    """Whether a last day that is no working day moves to the next one; `unsure`: both are counted."""

    NEXT = "next"
    NONE = "none"
    UNSURE = "unsure"


class Effect(StrEnum):
    """What waiting does to the term of the reply: it runs anew afterwards, or the wait is not counted."""

    RESTART = "restart"
    PAUSE = "pause"


class SilenceEffect(StrEnum):
    """What it means that no answer came in time."""

    NONE = "none"
    DEEMED_REFUSAL = "deemed_refusal"


class ClauseKey(StrEnum):
    """The clocks a law may set."""

    REPLY = "reply"
    REGISTRATION = "registration"
    EXTENSION = "extension"
    EXTENSION_NOTICE = "extension_notice"
    REDIRECT = "redirect"
    CLARIFICATION = "clarification"
    THIRD_PARTY = "third_party"
    FEE = "fee"
    REFUSAL = "refusal"
    NOT_HELD = "not_held"
    OWN_DECISION = "own_decision"
    SILENCE = "silence"
    COMPLAINT = "complaint"
    COMPLAINT_DECISION = "complaint_decision"
    COURT = "court"


@dataclass(frozen=True, slots=True)
class Term:
    """A number of days or months, 0 to 366, and the day they run from."""

    n: int
    unit: Unit
    origin: Origin = Origin.START


@dataclass(frozen=True, slots=True)
class Clause:
    """One clock of a law. Several terms: it is not certain which holds. No terms: the law sets no number.

    `source` is a key of the sources, or blank where nothing was read; then `verified` is False.
    """

    key: ClauseKey
    terms: tuple[Term, ...]
    effect: Effect | None
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a clause was read. `url` is blank where none was noted."""

    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class LawRule:
    """A law about requests, in one version. `valid_to` is the last day it holds, None while it does.

    `calendar` names calendars of which each takes days off (all parts of the United Kingdom), `version` is the
    beginning of the SHA-256 of the rule as data, `unverified` the facts of its head that were read nowhere.
    """

    id: str
    jurisdiction: str
    titles: Mapping[str, str]
    number: str
    article: str
    url: str
    valid_from: date
    valid_to: date | None
    start: Start
    calendar: tuple[str, ...]
    roll: Roll
    start_roll: Roll
    silence: SilenceEffect
    clauses: Mapping[ClauseKey, Clause]
    source: str
    unverified: tuple[str, ...]
    note: str
    version: str

    @property
    def verified(self) -> bool:
        """True when all that the rule says was read in a source."""
        return not self.unverified and all(clause.verified for clause in self.clauses.values())

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Laws:
    """Every rule, the sources they name, and the first and the last day of anything that is counted.

    A rule id may stand several times, in versions that do not overlap.
    """

    rules: tuple[LawRule, ...]
    sources: Mapping[str, Source]
    first_day: date
    last_day: date

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the rules, each once, in the order of the file."""
        return tuple(dict.fromkeys(rule.id for rule in self.rules))

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The countries whose laws are here, each once, in the order of the file."""
        return tuple(dict.fromkeys(rule.jurisdiction for rule in self.rules))

    def seen_from(self, country: str) -> Laws:
        """The same laws, those of a country first; none where it has none: those of others are not for its readers."""
        own = tuple(rule for rule in self.rules if rule.jurisdiction == country)
        others = tuple(rule for rule in self.rules if rule.jurisdiction != country)
        return replace(self, rules=(*own, *others) if own else ())

    def jurisdiction(self, rule_id: str) -> str | None:
        """The country whose law a rule is; None where there is no such rule."""
        return next((rule.jurisdiction for rule in self.rules if rule.id == rule_id), None)

    def versions(self, rule_id: str) -> tuple[LawRule, ...]:
        """The versions of a rule, one or more. Refuses an id that is not there, and two ids at once."""
        versions = tuple(rule for rule in self.rules if rule.id == rule_id)
        if versions:
            return versions
        if sum(word in self.ids for word in rule_id.replace("+", " ").replace(",", " ").split()) > 1:
            raise Refused("rule_two", "rule", rule=rule_id)
        raise Refused("rule_unknown", "rule", "use_one_of", rule=rule_id, known=self.ids)

    def rule_on(self, rule_id: str, day: date) -> LawRule:
        """The version of a rule in force on a day. Refuses a day on which the law did not hold."""
        versions = self.versions(rule_id)
        for rule in versions:
            if rule.holds_on(day):
                return rule
        if day < versions[0].valid_from:
            begins = versions[0].valid_from
            raise Refused("law_later", mend="law_of_day", day=day, rule=RuleId(rule_id), valid_from=begins)
        raise Refused("law_not_held", mend="law_of_day", day=day, rule=RuleId(rule_id))
