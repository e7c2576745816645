"""What stands on each of the programme's four pages, with its sources."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from markupsafe import Markup

from aiqyn.ledger.edition import editions, remainder
from aiqyn_site.articles.queries import document
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import programme_path
from aiqyn_site.pages.charts import chart_markup
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.programme.editions import EditionsView, editions_view
from aiqyn_site.pages.programme.overview import EDITIONS, EVENTS, HISTORY, PROMISES
from aiqyn_site.pages.programme.promised import MOST_SHOWN, PromisesView, promises_view, statements_of
from aiqyn_site.pages.programme.timeline import TimelineView, happenings, timeline
from aiqyn_site.pages.programme.unknown import unknown
from aiqyn_site.pages.prose import Heading, write
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue

_DOCUMENT = "programme"
_OF_EDITIONS = ("programme-projects", "programme-value", "status-by-edition")
_OF_PROMISES = ("slip",)
#: The page on which a chart stands with its table.
_AT_HOME = {**dict.fromkeys(_OF_EDITIONS, EDITIONS), **dict.fromkeys(_OF_PROMISES, PROMISES)}
_View = TypeVar("_View")


class Chart(NamedTuple):
    """A chart and its anchor on the page."""

    anchor: str
    markup: Markup


class HistoryView(NamedTuple):
    """The narrative, blank where none is written, and what is not known."""

    body: Markup
    sections: tuple[Heading, ...]
    unknown: tuple[str, ...]


class Content(NamedTuple, Generic[_View]):
    """One page without what it shares with the others; `name` is that of its template too."""

    name: str
    title: str
    lead: str
    view: _View
    charts: tuple[Chart, ...]
    sources: Markup
    cited: int


def history(lang: str) -> Content[HistoryView]:
    """The narrative with its charts, whose tables stand on the pages that go into the same figures."""
    register, t = ledger.register(), wording(lang)
    text = document(_DOCUMENT, lang)
    told = write(text, lang, _tables(lang)) if text else None
    found = editions(ledger.statements_of_kind("edition"), register.grounds)
    units = register.grounds.vocabulary.units
    left = [(one, rest) for one in found if (rest := remainder(one, units)) is not None]
    printer = printer_for(lang, [rest.projects for _, rest in left], {one.id for one, _ in left})
    lacking = unknown(printer, found, left)
    if told is None:
        view = HistoryView(Markup(), (), lacking)
        return Content(HISTORY, t("programme_title"), t("programme_lead"), view, (), Markup(), 0)
    view = HistoryView(told.body, told.sections, lacking)
    return Content(HISTORY, told.title, told.lead, view, (), told.sources, told.cited)


def events(lang: str, kind: str = "") -> Content[TimelineView]:
    """The timeline, narrowed to one kind of event if one is chosen."""
    said = ledger.statements_of_kind("event")
    printer = printer_for(lang, said)
    return _content(EVENTS, printer, timeline(printer, happenings(said, ledger.register().grounds), kind))


def of_the_list(lang: str) -> Content[EditionsView]:
    """The editions of the list. With several programmes their editions stand together."""
    said = ledger.statements_of_kind("edition")
    printer = printer_for(lang, said, {one.entity for one in said})
    view = editions_view(printer, editions(said, ledger.register().grounds))
    return _content(EDITIONS, printer, view, _OF_EDITIONS)


def promises(lang: str) -> Content[PromisesView]:
    """Promised against actual dates."""
    found = catalogue.promises(MOST_SHOWN)
    printer = printer_for(lang, statements_of(found.items), {each.leading.entity for each in found.items})
    return _content(PROMISES, printer, promises_view(printer, found), _OF_PROMISES)


def _content(name: str, printer: Printer, view: _View, charts: tuple[str, ...] = ()) -> Content[_View]:
    """A page whose view has been made, so that its sources are numbered."""
    cited, t = printer.cited(), printer.t
    drawn = tuple(Chart(_anchor(one), chart_markup(one, printer.lang)) for one in charts)
    title, lead = t(f"programme_{name}"), t(f"programme_{name}_lead")
    return Content(name, title, lead, view, drawn, printer.sources_list(cited), len(cited))


def _anchor(chart: str) -> str:
    return f"chart-{chart}"


def _tables(lang: str) -> dict[str, str]:
    """Where the charts of the programme stand with their tables."""
    return {name: f"/{lang}/{programme_path(page)}#{_anchor(name)}" for name, page in _AT_HOME.items()}
