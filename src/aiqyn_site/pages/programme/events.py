"""The programme's events: what happened, in order, by year; rival accounts of one day side by side."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Grounds, Statement, headlines
from aiqyn.values.dates import Date, parse_date
from aiqyn.words.word_tables import capital
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.programme.overview import EVENTS, Main, main_part, show_main

_DATE, _TEXT, _KIND, _PLACE, _ACTOR = "event_date", "event", "event_kind", "event_place", "event_actor"


class Happening(NamedTuple):
    """One event, its statements by property; `when` is the leading date, None where no source gives one."""

    id: str
    when: Date | None
    date: Statement | None
    kind: str
    statements: dict[str, tuple[Statement, ...]]

    @property
    def year(self) -> str:
        return str(self.when.first.year) if self.when and self.when.year_known else ""

    @property
    def texts(self) -> tuple[Statement, ...]:
        return self.statements.get(_TEXT, ())

    @property
    def places(self) -> tuple[Statement, ...]:
        return self.statements.get(_PLACE, ())

    @property
    def actors(self) -> tuple[Statement, ...]:
        return self.statements.get(_ACTOR, ())

    @property
    def also(self) -> list[Statement]:
        """One statement on places or actors for each source that is not that of the date or the text."""
        shown = {statement.source for statement in (*self.texts, *([self.date] if self.date else []))}
        by_source = {statement.source: statement for statement in (*self.places, *self.actors)}
        return [statement for source, statement in by_source.items() if source not in shown]


def happenings(statements: Iterable[Statement], grounds: Grounds) -> list[Happening]:
    """The events that statements speak of, by date; those whose date nobody gives come last."""
    ordered = sorted(statements, key=lambda statement: statement.entity)
    by_event = groupby(ordered, key=lambda statement: statement.entity)
    events = [_happening(event, list(about), grounds) for event, about in by_event]
    return sorted(events, key=lambda event: (_days(event.when), event.id))


def _days(when: Date | None) -> tuple[str, str]:
    return (when.first.isoformat(), when.last.isoformat()) if when is not None and when.year_known else ("9999", "")


def _happening(identifier: str, statements: list[Statement], grounds: Grounds) -> Happening:
    by_property: dict[str, tuple[Statement, ...]] = {}
    for headline in headlines(statements, grounds):
        own = by_property.get(headline.key.property, ())
        by_property[headline.key.property] = (*own, headline.statement, *headline.others)
    date, kind = by_property.get(_DATE, (None,))[0], by_property.get(_KIND, (None,))[0]
    return Happening(
        identifier, parse_date(date.value) if date else None, date, kind.value if kind else "other", by_property
    )


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The timeline, narrowed to one kind of event if a known one is asked for."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in ledger.register().grounds.vocabulary.codes[_KIND] else ""
    return show_main(request, lang, _main(lang, kind), f"kind={kind}" if kind else "")


@kept()
def _main(lang: str, kind: str) -> Main:
    statements = ledger.statements_of_kind("event")
    say = printer_for(lang, statements)
    events = happenings(statements, say.register.grounds)
    kinds = {key: sum(event.kind == key for event in events) for key in say.vocabulary.codes[_KIND]}
    shown = [event for event in events if kind in {"", event.kind}]
    title, lead = say.t("programme_events"), say.t("programme_events_lead")
    markup = main_part(
        lang,
        "programme/events.html",
        title,
        lead,
        current=EVENTS,
        say=say,
        kind=kind,
        kinds={"": len(events), **{key: number for key, number in kinds.items() if number}},
        years=[(year, list(of_year)) for year, of_year in groupby(shown, key=lambda event: event.year)],
    )
    narrowed = f"{title}{say.t('colon')}{capital(say.code(_KIND, kind))}" if kind else title
    return Main(f"{narrowed} · {say.t('programme_title')}", lead, markup)
