"""The timeline: what happened, in order, by year; rival accounts of one day side by side."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.ledger import Grounds, Statement, headlines
from aiqyn.values.dates import Date, parse_date
from aiqyn.words.digits import count_text
from aiqyn_site.pages.addresses import anchor, programme_path
from aiqyn_site.pages.figure import Figure, Value
from aiqyn_site.pages.frame import capital
from aiqyn_site.pages.printer import Printer

DATE, TEXT, KIND, PLACE, ACTOR = "event_date", "event", "event_kind", "event_place", "event_actor"
_CODES = "event_kind"


class Happening(NamedTuple):
    """One event, its statements by property; `when` is the leading date, None where no source gives one."""

    id: str
    when: Date | None
    date: Statement | None
    kind: str
    said: dict[str, tuple[Statement, ...]]


class EventView(NamedTuple):
    """An event as the page shows it."""

    anchor: str
    date: Figure | None
    planned: str
    kind: str
    texts: tuple[Figure, ...]
    places: tuple[Value, ...]
    actors: tuple[Value, ...]
    marks: tuple[Markup, ...]


class YearView(NamedTuple):
    """The events of one year; `label` says so where the year is not known."""

    label: str
    events: tuple[EventView, ...]


class KindLink(NamedTuple):
    """A kind of event to narrow the timeline to."""

    label: str
    number: str
    href: str
    current: bool


class TimelineView(NamedTuple):
    """All that the template prints of the timeline."""

    kinds: tuple[KindLink, ...]
    chosen: str
    total: int
    years: tuple[YearView, ...]


def happenings(statements: Iterable[Statement], grounds: Grounds) -> list[Happening]:
    """The events that statements speak of, by date; those whose date nobody gives come last."""
    ordered = sorted(statements, key=lambda said: said.entity)
    found = [_happening(key, list(said), grounds) for key, said in groupby(ordered, key=lambda said: said.entity)]
    return sorted(found, key=lambda one: (_days(one.when), one.id))


def _days(when: Date | None) -> tuple[str, str]:
    return (when.first.isoformat(), when.last.isoformat()) if when is not None and when.year_known else ("9999", "")


def _happening(identifier: str, statements: list[Statement], grounds: Grounds) -> Happening:
    said: dict[str, list[Statement]] = {}
    date = kind = None
    for one in headlines(statements, grounds):
        said.setdefault(one.key.property, []).extend((one.statement, *one.others))
        if one.key.property == DATE:
            date = date or one.statement
        if one.key.property == KIND:
            kind = kind or one.statement
    return Happening(
        identifier,
        parse_date(date.value) if date else None,
        date,
        kind.value if kind else "other",
        {key: tuple(each) for key, each in said.items()},
    )


def timeline(printer: Printer, events: Iterable[Happening], chosen: str = "") -> TimelineView:
    """The timeline, narrowed to one kind of event if one is chosen."""
    every = list(events)
    shown = [one for one in every if not chosen or one.kind == chosen]
    dated = [(str(one.when.first.year) if one.when and one.when.year_known else "", one) for one in shown]
    return TimelineView(
        _kinds(printer, every, chosen),
        _kind_word(printer, chosen) if chosen else "",
        len(shown),
        tuple(
            YearView(year or printer.t("programme_undated"), tuple(_view(printer, one) for _, one in some))
            for year, some in ((key, list(each)) for key, each in groupby(dated, key=lambda item: item[0]))
        ),
    )


def _kinds(printer: Printer, events: list[Happening], chosen: str) -> tuple[KindLink, ...]:
    counts = {key: sum(one.kind == key for one in events) for key in printer.vocabulary.codes[_CODES]}
    base = f"/{printer.lang}/{programme_path('events')}"
    every = KindLink(printer.t("programme_all_kinds"), count_text(len(events), printer.lang), base, not chosen)
    return (
        every,
        *(
            KindLink(_kind_word(printer, key), count_text(n, printer.lang), f"{base}?kind={key}", key == chosen)
            for key, n in counts.items()
            if n
        ),
    )


def _kind_word(printer: Printer, key: str) -> str:
    code = printer.vocabulary.codes[_CODES].get(key)
    return capital(code.label(printer.lang)) if code else key


def _view(printer: Printer, one: Happening) -> EventView:
    words = {
        key: tuple(printer.words(said.value, said.lang) for said in one.said.get(key, ())) for key in (PLACE, ACTOR)
    }
    date = printer.figure(one.date) if one.date else None
    return EventView(
        anchor("event", one.id),
        date,
        date.basis if date is not None and one.date is not None and one.date.basis == "planned" else "",
        _kind_word(printer, one.kind),
        tuple(printer.figure(said) for said in one.said.get(TEXT, ())),
        words[PLACE],
        words[ACTOR],
        _marks(printer, one),
    )


def _marks(printer: Printer, one: Happening) -> tuple[Markup, ...]:
    """The marks of places and actors whose source is not that of the date or the text."""
    shown = {said.source for said in (*one.said.get(TEXT, ()), *([one.date] if one.date else []))}
    others = {said.source: said for key in (PLACE, ACTOR) for said in one.said.get(key, ()) if said.source not in shown}
    return tuple(printer.figure(said).mark for said in others.values())
