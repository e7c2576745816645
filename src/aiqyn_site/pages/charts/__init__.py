"""Charts: drawn on the server as SVG, each with the same as a table and a download of exactly the rows drawn.

A chart follows from the ledger and the language alone, so what was made is kept until the ledger changes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.version import Version, version
from aiqyn_site.pages.charts.counts import regions, sectors
from aiqyn_site.pages.charts.mirror import mirror
from aiqyn_site.pages.charts.model import Chart
from aiqyn_site.pages.charts.over_time import indicator, programme
from aiqyn_site.pages.charts.printed import ChartRows, Printed, printed, rows_of
from aiqyn_site.pages.charts.spreads import cost_spread, slip
from aiqyn_site.pages.charts.stages import status_by_edition
from aiqyn_site.pages.markup import escaped
from aiqyn_site.pages.wording import wording

#: What is kept of the charts last asked for: enough for all charts of a register in all languages.
_MOST_KEPT = 256
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


class _Made(NamedTuple):
    parts: Printed
    whole: Markup
    rows: ChartRows


_kept: OrderedDict[tuple[Version, str, str], _Made] = OrderedDict()


def chart_names() -> list[str]:
    """The names of all charts: those of the vocabulary, then one for each indicator."""
    return [*load_vocabulary().charts, *(f"{_INDICATOR}{one.id}" for one in ledger.entities("indicator"))]


def chart_markup(name: str, lang: str) -> Markup:
    """A chart as markup; KeyError for a name that is none. One with nothing to draw says what was looked for."""
    return _made(name, lang).whole


def chart_figure(name: str, lang: str) -> Markup:
    """A chart without its title, for a page that has it as a heading; KeyError for a name that is none."""
    return _made(name, lang).parts.whole(is_titled=False)


def chart_without_table(name: str, lang: str, table_at: str) -> Markup:
    """A chart with a link to the address where it stands with its table; KeyError for a name that is none."""
    words = escaped(wording(lang)("chart_with_table"))
    return _made(name, lang).parts.whole(table_at=escaped(table_at), words=words)


def chart_rows(name: str, lang: str) -> ChartRows:
    """The rows a chart draws, for its download; KeyError for a name that is none."""
    return _made(name, lang).rows


def chart(name: str, lang: str) -> Chart:
    """A chart before it is drawn; KeyError for a name that is none."""
    if name in DRAWERS:
        return DRAWERS[name](name, lang)
    identifier = name.removeprefix(_INDICATOR)
    entity = ledger.entity(identifier) if identifier != name else None
    if entity is None or entity.kind != "indicator":
        raise KeyError(name)
    return indicator(name, lang, identifier)


def _made(name: str, lang: str) -> _Made:
    key = (version(), name, lang)
    made = _kept.get(key)
    if made is None:
        drawn = chart(name, lang)
        parts = printed(drawn, lang)
        made = _Made(parts, parts.whole(), rows_of(drawn))
        for old in [one for one in _kept if one[0] != key[0]]:
            del _kept[old]
        _kept[key] = made
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


__all__ = ["ChartRows", "chart_figure", "chart_markup", "chart_names", "chart_rows", "chart_without_table"]
