"""The derivation of a deadline in words: what each day was counted as and why, in the reader's language.

The keys are those of the core (`aiqyn.deadlines.english` has them in English); the texts are in `wording/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import holidays

from aiqyn.deadlines.derivation import Derivation, Step
from aiqyn.deadlines.model import Clause, ClauseKey, Laws, Origin, Rule, Silence, Term, Unit
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn.words.wording import Wording
from aiqyn_site.pages.wording import wording

__all__ = [
    "ClauseLine",
    "DerivationView",
    "LawView",
    "derivation_view",
    "fact_words",
    "holiday_name",
    "law_view",
    "span_words",
    "step_text",
    "weekday_text",
]

_SUBSTITUTED = re.compile(r"Day off \(substituted from (\d\d)/(\d\d)/(\d{4})\)")
_MARKED = re.compile(r"(.*) \((observed|estimated)\)")
_SIGNS = re.compile("[^a-z]+")
#: The steps of a term counted out, under the heading of their term.
_OF_TERM = frozenset({"counted", "skipped", "month", "moved", "widened"})
#: The last step: the end of the term.
_ENDS = frozenset({"due", "open"})
#: Steps whose text says why itself.
_TELLS_WHY = frozenset({"start", "assumed", "unknown_start", "late_event", "without_effect", "silence"})
_MOST_OPEN = 70  # days: a longer count is folded
_LANGUAGES = {"en": ("en_US", "en_GB"), "ru": ("ru", "ru_KG"), "kk": ("kk",), "zh": ("zh_CN",)}


class DayLine(NamedTuple):
    """One step. `note` is the name of a holiday or the reference of a decree, in `note_lang` if not the page's."""

    day: str
    text: str
    note: str
    note_lang: str
    kind: str


class TermView(NamedTuple):
    """A term counted out; `day` is the one from which it runs, `folded` says that its days are many."""

    day: str
    heading: str
    lines: tuple[DayLine, ...]
    folded: bool


class WindowView(NamedTuple):
    """Another clock: by when, and whether its length was read in a source."""

    label: str
    last: str
    verified: bool


class DerivationView(NamedTuple):
    """A derivation as a page prints it. `unverified` and `untabled` are blank where there is nothing to say."""

    last: str
    events: tuple[DayLine, ...]
    terms: tuple[TermView, ...]
    ends: tuple[DayLine, ...]
    windows: tuple[WindowView, ...]
    unverified: str
    untabled: str
    versions: str


class ClauseLine(NamedTuple):
    """What a law says of one clock; `source` is blank where nothing was read."""

    label: str
    length: str
    remark: str
    verified: bool
    source: str
    url: str


class LawView(NamedTuple):
    """A law: what it is, what in it was read where. `note` is in `note_lang` where that is not the page's."""

    id: str
    title: str
    number: str
    article: str
    url: str
    country: str
    facts: tuple[str, ...]
    unverified: str
    note: str
    note_lang: str
    source: str
    source_url: str
    clauses: tuple[ClauseLine, ...]


def weekday_text(day: date, lang: str) -> str:
    """A day with its weekday: `20 June 2022, Mon`."""
    t = wording(lang)
    return t("derivation_on", date=date_text(day.isoformat(), lang), day=t(f"derivation_day_{day.weekday()}"))


def span_words(first: date | None, last: date | None, lang: str, *, weekdays: bool = True) -> str:
    """The span in which a last day lies: one day, two, an open end, or not known."""
    t = wording(lang)

    def text(day: date) -> str:
        return weekday_text(day, lang) if weekdays else date_text(day.isoformat(), lang)

    if first is None:
        return t("clock_last_unknown")
    if last is None:
        return t("clock_last_open", first=text(first))
    if first == last:
        return t("clock_last_one", date=text(last))
    return t("clock_last_between", first=text(first), last=text(last))


def derivation_view(derivation: Derivation, rule: Rule, lang: str) -> DerivationView:
    """The whole derivation in words."""
    words = _Words(rule, lang)
    t = words.t
    steps = derivation.steps
    return DerivationView(
        last=span_words(derivation.due_min, derivation.due_max, lang),
        events=tuple(words.line(one) for one in steps if one.key not in {*_OF_TERM, *_ENDS, "term"}),
        terms=tuple(words.terms(steps)),
        ends=tuple(words.line(one) for one in steps if one.key in _ENDS),
        windows=tuple(
            WindowView(t(f"derivation_clause_{one.clause}"), span_words(*one.span, lang), one.verified)
            for one in derivation.windows
        ),
        unverified=_facts(derivation.unverified, t),
        untabled=t("comma").join(str(year) for year in derivation.untabled),
        versions=t(
            "calculator_versions",
            rule=derivation.rule_version,
            holidays=derivation.holidays_version,
            digest=derivation.overrides_digest[:12],
        ),
    )


def step_text(step: Step, rule: Rule, lang: str) -> str:
    """What one step says, without its day."""
    return _Words(rule, lang).line(step).text


def fact_words(key: str, t: Wording) -> str:
    """A clause or a fact of a rule, as a derivation names those that were read nowhere."""
    fact = f"derivation_fact_{key}"
    text = t(fact) if t.has(fact) else t(f"derivation_clause_{key}")
    return text[:1].lower() + text[1:]


def _facts(keys: Iterable[str], t: Wording) -> str:
    return ("；" if t.lang == "zh" else "; ").join(fact_words(key, t) for key in keys)


class _Words:
    """Turns steps into lines, for one rule and language."""

    def __init__(self, rule: Rule, lang: str) -> None:
        self.rule, self.lang, self.t = rule, lang, wording(lang)

    def terms(self, steps: Sequence[Step]) -> Iterator[TermView]:
        """Each term with the days counted under it."""
        starts = [n for n, one in enumerate(steps) if one.key == "term"]
        for n in starts:
            lines = []
            for one in steps[n + 1 :]:
                if one.key not in _OF_TERM:
                    break
                lines.append(self.line(one))
            heading = self._text(steps[n])
            yield TermView(self._day(steps[n]), heading, tuple(lines), len(lines) > _MOST_OPEN)

    def line(self, step: Step) -> DayLine:
        """One step as a line."""
        why = self._why(step)
        text = self._text(step)
        if why and step.key not in _TELLS_WHY:
            text += self.t("colon") + why
        note, note_lang = self._note(step)
        return DayLine(self._day(step), text, note, note_lang, step.key)

    def _day(self, step: Step) -> str:
        if step.day is None:
            return ""
        if step.until and step.key in {"start", "assumed", "due"} and step.until != step.day:
            return span_words(step.day, step.until, self.lang)
        return weekday_text(step.day, self.lang)

    def _why(self, step: Step) -> str:
        key = f"derivation_why_{step.why}"
        if step.why and self.t.has(key):
            return self.t(key)
        event = load_vocabulary().codes["request_event"].get(step.why)
        return event.label(self.lang) if event else ""

    def _text(self, step: Step) -> str:
        t = self.t
        if step.key == "extended" and step.n:
            return t("derivation_extended_by", days=t("derivation_days", n=step.n))
        return t(
            f"derivation_step_{step.key}",
            why=self._why(step),
            clause=t(f"derivation_clause_{step.clause}") if step.clause else "",
            length=_length(step.n, step.unit, t) if step.unit and step.n is not None else "",
            unit=t(f"derivation_unit_{step.unit}", number=count_text(step.n or 0, self.lang)) if step.unit else "",
            until=date_text(step.until.isoformat(), self.lang) if step.until else "",
        )

    def _note(self, step: Step) -> tuple[str, str]:
        """The name of a holiday in the reader's language, or as given, with its language."""
        if not step.note or step.day is None:
            return "", ""
        if step.why.startswith("override"):
            return step.note, "" if self.lang == "en" else "en"
        # A last day that moves tells why the day before it was off.
        days = [step.day] if step.key != "moved" else [step.day.fromordinal(step.day.toordinal() - 1)]
        return holiday_name(self.rule.calendar, days[0], step.note, self.lang)


def _length(n: int, unit: Unit, t: Wording) -> str:
    return t(f"derivation_n_{unit}", n=n)


# --- Holidays --------------------------------------------------------------------------------------------------------


def holiday_name(calendars: Iterable[str], day: date, given: str, lang: str) -> tuple[str, str]:
    """A holiday's name in a language and, where it is not that of the page, which one it is in.

    The names are those of the package `holidays`; where it has none in the language, those of the wording; where
    there is none either, as given, in English.
    """
    for key in calendars:
        for package_lang in _LANGUAGES[lang]:
            found = _named(key, day.year, package_lang).get(day)
            if found and _named(key, day.year, "en_US").get(day) == given:
                return found, ""
    rendered = _rendered(given, lang)
    return (rendered, "") if rendered else (given, "" if lang == "en" else "en")


@lru_cache(maxsize=256)
def _named(calendar: str, year: int, package_lang: str) -> dict[date, str]:
    """The holidays of a calendar in a language of the package; nothing where it does not speak it."""
    country, _, part = calendar.partition("-")
    if package_lang not in (holidays.country_holidays(country).supported_languages or ()):
        return {}
    found = holidays.country_holidays(country, subdiv=part or None, years=year, expand=False, language=package_lang)
    return dict(found.items())


def _rendered(given: str, lang: str) -> str:
    t = wording(lang)
    moved = _SUBSTITUTED.fullmatch(given)
    if moved:
        return t("derivation_off_from", date=date_text(f"{moved[3]}-{moved[1]}-{moved[2]}", lang))
    marked = _MARKED.fullmatch(given)
    if marked:
        inner = _rendered(marked[1], lang)
        return t(f"derivation_{marked[2]}", name=inner) if inner else ""
    key = f"holiday_{_SIGNS.sub('_', given.lower()).strip('_')}"
    return t(key) if t.has(key) else ""


# --- Laws ------------------------------------------------------------------------------------------------------------


def law_view(rule: Rule, laws: Laws, country: str, lang: str) -> LawView:
    """A law with each of its clocks and where it was read."""
    t = wording(lang)
    key = f"rule_note_{rule.id.replace('.', '_')}"
    note = t(key) if rule.note and t.has(key) else rule.note
    facts = [
        t("calculator_holds", date=date_text(rule.valid_from.isoformat(), lang)),
        t("calculator_runs", start=t(f"derivation_start_{rule.start}")),
    ]
    if rule.silence is Silence.DEEMED_REFUSAL:
        facts.append(t("calculator_deemed"))
    source = laws.sources.get(rule.source)
    return LawView(
        id=rule.id,
        title=rule.titles[lang],
        number=t("calculator_number", number=rule.number) if rule.number else "",
        article=_article(rule.article, t),
        url=rule.url,
        country=country,
        facts=tuple(facts),
        unverified=_facts(rule.unverified, t),
        note=note,
        note_lang="en" if note and note == rule.note and lang != "en" else "",
        source=source.title if source else "",
        source_url=source.url if source else "",
        clauses=tuple(_clause_line(one, laws, t) for one in rule.clauses.values()),
    )


def _article(article: str, t: Wording) -> str:
    """The article in words; one that names its own kind (`s. 10`) stays as it is."""
    if not article or not article[0].isdigit():
        return article
    return t("calculator_article", article=article.replace(", ", "、") if t.lang == "zh" else article)


def _clause_line(clause: Clause, laws: Laws, t: Wording) -> ClauseLine:
    source = laws.sources.get(clause.source)
    apart = len({term.origin for term in clause.terms}) > 1
    lengths = [_term_words(term, t, apart) for term in clause.terms]
    length = lengths[0] if lengths else t("derivation_no_number")
    if clause.key is ClauseKey.SILENCE:
        length = t("calculator_deemed")
    for other in lengths[1:]:
        length = t("derivation_or", one=length, other=other)
    return ClauseLine(
        label=t(f"derivation_clause_{clause.key}"),
        length=length,
        remark=t("derivation_which") if len(lengths) > 1 else "",
        verified=clause.verified,
        source=source.title if source else "",
        url=source.url if source else "",
    )


def _term_words(term: Term, t: Wording, apart: bool) -> str:
    """A term; from which day it runs is said where it is not the start, or where `apart` asks for it."""
    if not term.n:
        return t("derivation_same_day")
    length = _length(term.n, term.unit, t)
    return length if term.origin is Origin.START and not apart else t(f"derivation_from_{term.origin}", length=length)
