"""Charts: drawn on the server as SVG, each with the same as a table and a download of exactly the rows drawn.

A chart follows from the ledger and the language alone, so what was made is kept until the ledger changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.pages.charts.chart_parts import Chart
from aiqyn_site.pages.charts.chart_rows import ChartRows, rows_of
from aiqyn_site.pages.charts.counts import regions, sectors
from aiqyn_site.pages.charts.layout import draw
from aiqyn_site.pages.charts.marks import sign
from aiqyn_site.pages.charts.mirror import mirror
from aiqyn_site.pages.charts.over_time import indicator, programme
from aiqyn_site.pages.charts.spreads import cost_spread, slip
from aiqyn_site.pages.charts.stages import status_by_edition
from aiqyn_site.pages.frame import macros
from aiqyn_site.pages.printer import printer_for

#: Enough for all charts of a register in all languages, each as the pages show it.
_MOST_KEPT = 512
_INDICATOR = "indicator-"

#: What draws each chart of the vocabulary, given its name and the language.
DRAWERS: Mapping[str, Callable[[str, str], Chart]] = {
    "programme-projects": lambda name, lang: programme(name, lang, "projects_total"),
    "programme-value": lambda name, lang: programme(name, lang, "investment_total"),
    "status-by-edition": status_by_edition,
    "sectors": sectors,
    "cost-spread": cost_spread,
    "slip": slip,
    "regions": regions,
    "mirror-import": mirror,
    "mirror-export": mirror,
    "mirror-total": mirror,
}


def chart_names() -> list[str]:
    """The names of all charts: those of the vocabulary, then one for each indicator."""
    return [*load_vocabulary().charts, *(f"{_INDICATOR}{entity.id}" for entity in ledger.entities("indicator"))]


@kept(most=_MOST_KEPT)
def chart(name: str, lang: str) -> Chart:
    """A chart before it is drawn; KeyError for a name that is none."""
    if name in DRAWERS:
        return DRAWERS[name](name, lang)
    identifier = name.removeprefix(_INDICATOR)
    entity = ledger.entity(identifier) if identifier != name else None
    if entity is None or entity.kind != "indicator":
        raise KeyError(name)
    return indicator(name, lang, identifier)


@kept(most=_MOST_KEPT)
def chart_markup(name: str, lang: str, *, is_titled: bool = True, table_at: str = "") -> Markup:
    """A chart as markup; KeyError for a name that is none. One with nothing to draw says what was looked for.

    Without its title it stands under a heading that says the same. `table_at` is an address where the chart stands
    with its table: a link then takes the table's place.
    """
    shown = chart(name, lang)
    statements = [mark.statement for _, mark in shown.marks if mark.statement is not None]
    say = printer_for(lang, [*statements, *(apart.statement for apart in shown.apart)], marks="source")
    signs = [(sign(shape), text) for shape, text in shown.key]
    markup: Markup = macros("chart", lang).figure(shown, draw(shown), signs, say, is_titled, table_at)
    return markup


@kept(most=_MOST_KEPT)
def chart_rows(name: str, lang: str) -> ChartRows:
    """The rows a chart draws, for its download; KeyError for a name that is none."""
    return rows_of(chart(name, lang))


__all__ = ["ChartRows", "chart_markup", "chart_names", "chart_rows"]
