"""The deadline calculator: by when a body must answer under a law, day by day, and the same as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn.deadlines.derivation import Derivation, Status
from aiqyn.deadlines.load import load_laws
from aiqyn.deadlines.model import Rule
from aiqyn.deadlines.request import EventKind, Request
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn.words.derivation_text import DerivationText, derivation_text, step_text
from aiqyn.words.law_text import LawText, law_text
from aiqyn.words.wording import capital
from aiqyn_site.clock import today
from aiqyn_site.pages.calendar_file import Event, calendar_response
from aiqyn_site.pages.frame import host_of, macros, render
from aiqyn_site.pages.requests.form import DAYS, Asked, Mistake, Row, event_label, read_form, remarks
from aiqyn_site.pages.wording import wording

_DEFAULT_LAW = "kz.appc"
_EXAMPLE = "rule=kz.appc&received=2022-06-20&on=2022-07-20"


class Choice(NamedTuple):
    """Something to choose in a list."""

    key: str
    label: str
    chosen: bool


class Country(NamedTuple):
    """The laws of a country."""

    name: str
    laws: tuple[Choice, ...]


class Field(NamedTuple):
    """A day to enter. `kind` is `text` where what was given is no day, so that it can be corrected."""

    name: str
    label: str
    text: str
    kind: str
    mistakes: tuple[Mistake, ...]


class RowView(NamedTuple):
    """A row of events. `remark` says that the event moves nothing, or less than it says."""

    number: int
    legend: str
    kinds: tuple[Choice, ...]
    kind_mistakes: tuple[Mistake, ...]
    day: Field
    days: str
    days_mistakes: tuple[Mistake, ...]
    remark: str


class CalculatorView(NamedTuple):
    """All that the template prints. `derivation` is None where nothing was counted."""

    countries: tuple[Country, ...]
    law_mistakes: tuple[Mistake, ...]
    days: tuple[Field, ...]
    rows: tuple[RowView, ...]
    on: Field
    today: str
    mistakes: tuple[tuple[str, Mistake], ...]
    derivation: DerivationText | None
    status: str
    counting: str
    law: LawText | None
    calendar: str
    example: str
    example_text: str


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The form, and below it the result where a law and a day are given."""
    asked = read_form(request.GET, load_laws(), lang, today())
    view = calculator_view(asked, lang)
    t = wording(lang)
    return render(
        request,
        "requests/calculator.html",
        {"p": view},
        lang,
        title=t("calculator_title"),
        description=t("calculator_lead"),
        query=asked.query if asked.submitted else "",
    )


def calculator_view(asked: Asked, lang: str) -> CalculatorView:
    """The page's content."""
    t = wording(lang)
    derivation, rule = asked.derivation, asked.rule
    counted = derivation is not None and rule is not None
    example_law = load_laws().versions(_DEFAULT_LAW)[0].titles[lang]
    return CalculatorView(
        countries=tuple(_countries(asked.rule_id or _DEFAULT_LAW, lang)),
        law_mistakes=_mistakes(asked, "rule"),
        days=tuple(_field(asked, name, t(f"calculator_{name}"), asked.days[name]) for name in DAYS),
        rows=_rows(asked, lang),
        on=_field(asked, "on", t("calculator_on"), asked.on),
        today=date_text(today().isoformat(), lang),
        mistakes=tuple((one.field, one) for one in asked.mistakes),
        derivation=derivation_text(derivation, rule, lang) if derivation and rule else None,
        status=_status(derivation, asked, lang) if derivation else "",
        counting=macros("clock", lang).days(derivation, asked.as_of)
        if derivation and not _reply_by(derivation, asked.as_of)
        else "",
        law=law_text(rule, lang) if rule and counted else None,
        calendar=f"/{lang}/requests/calculator.ics?{asked.query}" if counted else "",
        example="" if asked.submitted else f"/{lang}/requests/calculator/?{_EXAMPLE}",
        example_text=t("calculator_example", date=date_text("2022-06-20", lang), law=example_law),
    )


def _reply_by(derivation: Derivation, day: date) -> bool:
    return derivation.reply is not None and derivation.reply <= day


def _status(derivation: Derivation, asked: Asked, lang: str) -> str:
    t, status = wording(lang), derivation.status(asked.as_of)
    refused = any(row.event and row.event.kind is EventKind.REFUSED for row in asked.rows)
    if status is Status.WITHIN and _reply_by(derivation, asked.as_of):
        words = t("clock_refused_in_time" if refused else "clock_answered_in_time")
    else:
        words = t(f"clock_{status}")
    return t("calculator_on_day", date=date_text(asked.as_of.isoformat(), lang), status=words)


def _country(rule: Rule, lang: str) -> str:
    return load_vocabulary().codes["country"][rule.jurisdiction].label(lang)


def _countries(chosen: str, lang: str) -> Iterator[Country]:
    """The laws by country, in the order of the file."""
    found: dict[str, dict[str, Rule]] = {}
    for rule in load_laws().rules:
        found.setdefault(_country(rule, lang), {})[rule.id] = rule
    for name, laws in found.items():
        yield Country(name, tuple(Choice(key, rule.titles[lang], key == chosen) for key, rule in laws.items()))


def _mistakes(asked: Asked, field: str) -> tuple[Mistake, ...]:
    return tuple(one for one in asked.mistakes if one.field == field)


def _field(asked: Asked, name: str, label: str, text: str) -> Field:
    mistakes = _mistakes(asked, name)
    return Field(name, label, text, "date" if not text or _is_day(text) else "text", mistakes)


def _is_day(text: str) -> bool:
    """Whether a browser takes the text as the value of a date input."""
    try:
        return len(text) == 10 and date.fromisoformat(text).year > 0
    except ValueError:
        return False


def _rows(asked: Asked, lang: str) -> tuple[RowView, ...]:
    rule, steps = asked.rule, remarks(asked.derivation, asked.rows) if asked.derivation else {}
    told = {number: step_text(step, rule, lang) for number, step in steps.items()} if rule else {}
    return tuple(_row(asked, row, told.get(row.number, ""), lang) for row in asked.rows)


def _row(asked: Asked, row: Row, remark: str, lang: str) -> RowView:
    t, n = wording(lang), row.number
    return RowView(
        n,
        t("calculator_event_n", number=n),
        tuple(Choice(kind.value, event_label(kind, lang), kind == row.kind) for kind in EventKind),
        _mistakes(asked, f"event{n}"),
        _field(asked, f"day{n}", t("calculator_event_day"), row.day),
        row.days,
        _mistakes(asked, f"days{n}"),
        capital(remark),
    )


def calculator_url(lang: str, rule_id: str, days: Request) -> str:
    """The calculator with what is known of a request; blank where that is no law of ours, or no day to count from."""
    known = [(name, day.isoformat()) for name in DAYS if (day := getattr(days, name)) is not None]
    rows = [
        (f"{key}{number}", text)
        for number, event in enumerate(days.ordered()[:8], 1)
        for key, text in (("event", event.kind.value), ("day", event.date.isoformat()), ("days", event.days or ""))
        if text
    ]
    if not known or rule_id not in load_laws().ids:
        return ""
    return f"/{lang}/requests/calculator/?{urlencode([('rule', rule_id), *known, *rows])}"


# --- The calendar file -----------------------------------------------------------------------------------------------


def calendar_file(request: HttpRequest, lang: str) -> HttpResponse:
    """The last days as a calendar file; where there is something to correct, back to the form, which says what."""
    asked = read_form(request.GET, load_laws(), lang, today())
    if asked.derivation is None or asked.rule is None:
        query = f"?{asked.query}" if asked.query else ""
        return HttpResponseRedirect(f"/{lang}/requests/calculator/{query}")
    address = f"{host_of(request)}/{lang}/requests/calculator/?{asked.query}"
    mark = sha256(asked.query.encode()).hexdigest()[:16]
    name = wording(lang)("calculator_ics_name", law=asked.rule.titles[lang])
    return calendar_response(name, due_events(asked.derivation, lang, mark, address), "deadline.ics")


def due_events(derivation: Derivation, lang: str, mark: str, address: str, about: str = "") -> list[Event]:
    """The last days of a derivation as events: of the reply, and of each window, the earliest and the latest."""
    t = wording(lang)
    recorded = (derivation.start.first if derivation.start else derivation.due_min or date.min).isoformat()
    titles = _Titles(t("calculator_ics_only"), t("calculator_ics_earliest"), t("calculator_ics_latest"))
    spans = [("reply", titles, derivation.due_min, derivation.due_max)]
    for window in derivation.windows:
        clause = t(f"derivation_clause_{window.clause}")
        names = [t(f"calculator_ics_window{kind}", clause=clause) for kind in ("", "_earliest", "_latest")]
        spans.append((str(window.clause), _Titles(*names), *window.span))
    return [
        Event(
            f"deadline/{mark}/{key}/{place}",
            day,
            day,
            f"{about}{t('colon')}{title}" if about else title,
            recorded,
            url=address,
        )
        for key, names_of, first, last in spans
        for place, (day, title) in enumerate(names_of.of(first, last))
    ]


class _Titles(NamedTuple):
    """What an event is called where there is one day, and where there are two."""

    only: str
    earliest: str
    latest: str

    def of(self, first: date | None, last: date | None) -> list[tuple[date, str]]:
        """The days with their titles."""
        if first is not None and first == last:
            return [(first, self.only)]
        return [(day, title) for day, title in ((first, self.earliest), (last, self.latest)) if day is not None]
