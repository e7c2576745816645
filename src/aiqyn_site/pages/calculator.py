"""The deadline calculator: by when a body must answer under a law, day by day, and the same as a calendar file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn.deadlines.derivation import Derivation
from aiqyn.deadlines.law import ClauseKey, LawRule, Laws
from aiqyn.deadlines.request import EventKind, Request
from aiqyn.errors import Refused
from aiqyn.values.days import parse_day
from aiqyn.words.derivation_text import derivation_text, step_text
from aiqyn.words.law_text import law_text
from aiqyn_site.clock import today, zone_text
from aiqyn_site.pages.calculator_form import DAYS, read_form, remarks
from aiqyn_site.pages.calendar_file import Event, calendar_response
from aiqyn_site.pages.frame import host_of, show
from aiqyn_site.pages.home_law import laws_on_requests, no_law_on_requests
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.wording import wording

_EXAMPLE_DAY = date(2022, 6, 20)
_LATER = timedelta(days=30)


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The form, and below it the result where a law and a day are given; that no law is known, where none is."""
    laws, t = laws_on_requests(), wording(lang)
    if not laws.rules:
        lacks = no_law_on_requests(lang)
        return show(request, lang, "no_calculator.html", title=t("calculator_title"), description=lacks, lacks=lacks)
    country = laws.jurisdiction(request.GET.get("rule", ""))
    asked = read_form(request.GET, laws, lang, today(country))
    derivation, rule = asked.derivation, asked.rule
    usual = next((law for law in laws.rules if law.clauses[ClauseKey.REPLY].verified), laws.rules[0])
    day = max(_EXAMPLE_DAY, usual.valid_from)
    steps = remarks(derivation, asked.rows) if derivation else {}
    return show(
        request,
        lang,
        "calculator.html",
        title=t("calculator_title"),
        description=t("calculator_lead"),
        query=asked.query if asked.submitted else "",
        say=printer_for(lang, []),
        asked=asked,
        laws=_by_country(laws),
        chosen=asked.rule_id or usual.id,
        kinds=list(EventKind),
        is_day=_is_day,
        remarks={number: step_text(step, rule, lang) for number, step in steps.items()} if rule else {},
        today=today(country),
        zone=zone_text(country),
        counted=derivation_text(derivation, rule, lang) if derivation and rule else None,
        law=law_text(rule, lang) if rule else None,
        example=urlencode({"rule": usual.id, usual.start: day, "on": day + _LATER}),
        example_day=day.isoformat(),
        example_law=usual,
    )


def _by_country(laws: Laws) -> Mapping[str, Mapping[str, LawRule]]:
    """The laws by country, in the order of the file; of one law the last version."""
    countries: dict[str, dict[str, LawRule]] = {}
    for rule in laws.rules:
        countries.setdefault(rule.jurisdiction, {})[rule.id] = rule
    return countries


def _is_day(text: str) -> bool:
    """Whether a browser takes the text as the value of a date input."""
    try:
        parse_day(text)
    except Refused:
        return False
    return True


def calculator_url(lang: str, rule_id: str, days: Request) -> str:
    """The calculator with what is known of a request; blank where that is no law of ours, or no day to count from."""
    known = [(name, day.isoformat()) for name in DAYS if (day := getattr(days, name)) is not None]
    rows = [
        (f"{key}{number}", text)
        for number, event in enumerate(days.ordered()[:8], 1)
        for key, text in (("event", event.kind.value), ("day", event.date.isoformat()), ("days", event.days or ""))
        if text
    ]
    if not known or rule_id not in laws_on_requests().ids:
        return ""
    return f"/{lang}/requests/calculator/?{urlencode([('rule', rule_id), *known, *rows])}"


# --- The calendar file -----------------------------------------------------------------------------------------------


def calendar_file(request: HttpRequest, lang: str) -> HttpResponse:
    """The last days as a calendar file; where there is something to correct, back to the form, which says what."""
    laws = laws_on_requests()
    asked = read_form(request.GET, laws, lang, today(laws.jurisdiction(request.GET.get("rule", ""))))
    if asked.derivation is None or asked.rule is None:
        query = f"?{asked.query}" if asked.query else ""
        return HttpResponseRedirect(f"/{lang}/requests/calculator/{query}")
    address = f"{host_of(request)}/{lang}/requests/calculator/?{asked.query}"
    # The day on which it is looked at moves no last day: the events stay the same ones.
    counted_from = urlencode([(name, text) for name, text in parse_qsl(asked.query) if name != "on"])
    mark = sha256(counted_from.encode()).hexdigest()[:16]
    name = wording(lang)("calculator_ics_name", law=asked.rule.titles[lang])
    return calendar_response(name, due_events(asked.derivation, lang, mark, address), "deadline.ics")


def due_events(derivation: Derivation, lang: str, mark: str, address: str, about: str = "") -> list[Event]:
    """The last days of a derivation as events: of the reply, and of each window, the earliest and the latest."""
    t = wording(lang)
    start = derivation.start or (None, None)
    recorded = next((day for day in (*start, derivation.due_max) if day), date.min).isoformat()
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
