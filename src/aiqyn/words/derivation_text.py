"""The derivation of a deadline in words: what each day was counted as and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import holidays

from aiqyn.deadlines.derivation import Derivation, Step, Window
from aiqyn.deadlines.law import LawRule
from aiqyn.vocabulary import languages, load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn.words.law_text import fact_text, law_text, length_text
from aiqyn.words.word_tables import Wording, words

_SUBSTITUTED = re.compile(r"Day off \(substituted from (\d\d)/(\d\d)/(\d{4})\)")
_MARKED = re.compile(r"(.*) \((observed|estimated)\)")
_REFERRED = re.compile(r"(.*?) ?(\[.+\])")
_SIGNS = re.compile("[^a-z]+")
#: The steps of a term counted out, under the heading of their term.
_OF_TERM = frozenset({"counted", "skipped", "month", "moved", "widened"})
#: The last step: the end of the term.
_ENDS = frozenset({"due", "open"})
#: Steps that are of a span of days.
_SPANS = frozenset({"start", "assumed", "due"})
#: Steps whose text says why itself.
_TELLS_WHY = frozenset({"start", "assumed", "unknown_start", "late_event", "without_effect", "silence"})
#: The language of what the package `holidays` and the decrees name and we have no words for.
_AS_GIVEN = "en"


class DayLine(NamedTuple):
    """One step. `note` is the name of a holiday or the reference of a decree, in `note_lang` if not the reader's."""

    day: str
    text: str
    note: str
    note_lang: str
    kind: str


class TermText(NamedTuple):
    """A term counted out; `day` is the one from which it runs."""

    day: str
    heading: str
    lines: tuple[DayLine, ...]


class WindowText(NamedTuple):
    """Another clock: by when, and as `mark` what of it was not read in a source, blank where all was."""

    label: str
    last: str
    mark: str


class DerivationText(NamedTuple):
    """A derivation in words.

    `read` says what was read in a source of all that the days rest on; the sentence on years without a holiday table,
    `untabled`, is blank where there is nothing to say.
    """

    last: str
    events: tuple[DayLine, ...]
    terms: tuple[TermText, ...]
    ends: tuple[DayLine, ...]
    windows: tuple[WindowText, ...]
    read: str
    is_all_read: bool
    untabled: str
    versions: str


def derivation_text(derivation: Derivation, rule: LawRule, lang: str) -> DerivationText:
    steps, t, years = _Steps(rule, lang), words(lang), derivation.all_untabled
    return DerivationText(
        last=last_day_text(derivation.due_min, derivation.due_max, lang),
        events=tuple(steps.line(step) for step in derivation.steps if step.key not in {*_OF_TERM, *_ENDS, "term"}),
        terms=tuple(steps.terms(derivation.steps)),
        ends=tuple(steps.line(step) for step in derivation.steps if step.key in _ENDS),
        windows=tuple(
            WindowText(t(f"derivation_clause_{window.clause}"), last_day_text(*window.span, lang), _mark(window, t))
            for window in derivation.windows
        ),
        read=_what_was_read(derivation, t),
        is_all_read=derivation.is_all_read,
        untabled=t("calculator_untabled", years=t("comma").join(map(str, years))) if years else "",
        versions=t(
            "calculator_versions",
            rule=derivation.rule_version,
            holidays=derivation.holidays_version,
            digest=derivation.overrides_digest[:12],
        ),
    )


def _what_was_read(derivation: Derivation, t: Wording) -> str:
    if derivation.is_all_read:
        return t("calculator_all_read")
    if derivation.verified:
        return t("calculator_reply_read")
    return t("calculator_unread_used", facts=t("semicolon").join(fact_text(f, t.lang) for f in derivation.unverified))


def _mark(window: Window, t: Wording) -> str:
    if not window.verified:
        return t("calculator_unread")
    return "" if window.certain else t("clock_uncertain")


def derivation_lines(derivation: Derivation, rule: LawRule, lang: str, as_of: date | None = None) -> Iterator[str]:
    """The derivation as lines for a terminal: the law, the last day, how it stands on a day, each step, each window."""
    t, law, text = words(lang), law_text(rule, lang), derivation_text(derivation, rule, lang)
    yield f"{rule.id}{t('colon')}{t('comma').join(filter(None, (law.title, law.number, law.article)))}"
    yield f"{t('calculator_result')}{t('colon')}{text.last}"
    if as_of is not None:
        status = t(f"clock_{derivation.status(as_of)}")
        if derivation.may_have_ended(as_of):
            status += t("comma") + t("clock_early_open")
        yield t("calculator_on_day", date=date_text(as_of.isoformat(), lang), status=status)
    if not text.is_all_read:
        yield text.read
    if text.untabled:
        yield text.untabled
    if law.note:
        yield f"{t('calculator_note')}{t('colon')}{law.note}"
    yield ""
    yield from map(_terminal_line, text.events)
    for term in text.terms:
        yield f"{term.day}{t('colon')}{term.heading}"
        yield from map(_terminal_line, term.lines)
    yield from map(_terminal_line, text.ends)
    if text.windows:
        yield ""
    for window in text.windows:
        mark = f" ({window.mark})" if window.mark else ""
        yield f"{window.label}{t('colon')}{window.last}{mark}"
    yield ""
    yield text.versions


def _terminal_line(line: DayLine) -> str:
    note = f" ({line.note})" if line.note else ""
    return "  ".join(filter(None, (line.day, line.text))) + note


def step_text(step: Step, rule: LawRule, lang: str) -> str:
    return _Steps(rule, lang).line(step).text


def weekday_text(day: date, lang: str) -> str:
    """A day with its weekday: `20 June 2022, Mon`."""
    t = words(lang)
    return t("derivation_on", date=date_text(day.isoformat(), lang), day=t(f"derivation_day_{day.weekday()}"))


def last_day_text(first: date | None, last: date | None, lang: str, *, weekdays: bool = True) -> str:
    """The span in which a last day lies: one day, two, an open end on one side, or not known."""
    t = words(lang)

    def text(day: date) -> str:
        return weekday_text(day, lang) if weekdays else date_text(day.isoformat(), lang)

    if first is None:
        return t("clock_last_until", last=text(last)) if last else t("clock_last_unknown")
    if last is None:
        return t("clock_last_open", first=text(first))
    if first == last:
        return t("clock_last_one", date=text(last))
    return t("clock_last_between", first=text(first), last=text(last))


class _Steps:
    """Turns steps into lines, for one rule and language."""

    def __init__(self, rule: LawRule, lang: str) -> None:
        self.rule, self.lang, self.t = rule, lang, words(lang)

    def terms(self, steps: Sequence[Step]) -> Iterator[TermText]:
        starts = [place for place, step in enumerate(steps) if step.key == "term"]
        for start in starts:
            lines = []
            for step in steps[start + 1 :]:
                if step.key not in _OF_TERM:
                    break
                lines.append(self.line(step))
            yield TermText(self._day(steps[start]), self._text(steps[start]), tuple(lines))

    def line(self, step: Step) -> DayLine:
        why, text = self._why(step), self._text(step)
        if why and step.key not in _TELLS_WHY:
            text += self.t("colon") + why
        note, note_lang = self._note(step)
        return DayLine(self._day(step), text, note, note_lang, step.key)

    def _day(self, step: Step) -> str:
        if step.key in _SPANS and step.until != step.day:
            return last_day_text(step.day, step.until, self.lang)
        return weekday_text(step.day, self.lang) if step.day else ""

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
            length=length_text(step.n, step.unit, self.lang) if step.unit and step.n is not None else "",
            unit=t(f"derivation_unit_{step.unit}", number=count_text(step.n or 0, self.lang)) if step.unit else "",
            until=date_text(step.until.isoformat(), self.lang) if step.until else "",
        )

    def _note(self, step: Step) -> tuple[str, str]:
        """The name of a holiday in the reader's language, or as given, with its language."""
        if not step.note or step.day is None:
            return "", ""
        # A last day that moves tells why the day before it was off.
        day = step.day if step.key != "moved" else step.day.fromordinal(step.day.toordinal() - 1)
        return holiday_name(self.rule.calendar, day, step.note, self.lang)


# --- Holidays --------------------------------------------------------------------------------------------------------


def holiday_name(calendars: Iterable[str], day: date, given: str, lang: str) -> tuple[str, str]:
    """A holiday's name in a language and, where it is not the reader's, which one it is in.

    The names are those of the package `holidays`; where it has none in the language, those of the wording; where
    there is none either, as given, in English.
    """
    for key in calendars:
        for package_lang in languages()[lang].holidays:
            name = _named(key, day.year, package_lang).get(day)
            if name and _named(key, day.year, "en_US").get(day) == given:
                return name, ""
    rendered = _rendered(given, words(lang))
    return (rendered, "") if rendered else _as_given(given, lang)


def _as_given(text: str, lang: str) -> tuple[str, str]:
    return text, "" if lang == _AS_GIVEN else _AS_GIVEN


@lru_cache(maxsize=256)
def _named(calendar: str, year: int, package_lang: str) -> dict[date, str]:
    """The holidays of a calendar in a language of the package; nothing where it does not speak it."""
    country, _, part = calendar.partition("-")
    if package_lang not in (holidays.country_holidays(country).supported_languages or ()):
        return {}
    names = holidays.country_holidays(country, subdiv=part or None, years=year, expand=False, language=package_lang)
    return dict(names.items())


def _rendered(given: str, t: Wording) -> str:
    moved = _SUBSTITUTED.fullmatch(given)
    if moved:
        return t("derivation_off_from", date=date_text(f"{moved[3]}-{moved[1]}-{moved[2]}", t.lang))
    referred = _REFERRED.fullmatch(given)
    if referred:
        inner = _rendered(referred[1], t)
        return f"{inner} {referred[2]}".strip() if inner or not referred[1] else ""
    marked = _MARKED.fullmatch(given)
    if marked:
        inner = _rendered(marked[1], t)
        return t(f"derivation_{marked[2]}", name=inner) if inner else ""
    key = f"holiday_{_SIGNS.sub('_', given.lower()).strip('_')}"
    return t(key) if t.has(key) else ""
