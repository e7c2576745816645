"""The page of charts: those that stand nowhere else in full, and where the others stand."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.pages.addresses import programme_path
from aiqyn_site.pages.charts import chart_figure
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.programme.overview import CHARTS
from aiqyn_site.pages.wording import wording

_HERE = ("cost-spread", "sectors", "regions")
#: The pages that the other charts of the vocabulary stand on.
_ELSEWHERE = {
    **{name: programme_path(page) for name, page in CHARTS.items()},
    "mirror-import": "indicators/#mirror",
    "mirror-export": "indicators/#mirror",
    "mirror-total": "indicators/#mirror",
}


class Drawn(NamedTuple):
    """A chart on this page."""

    anchor: str
    title: str
    figure: Markup


class Elsewhere(NamedTuple):
    """A chart on another page."""

    title: str
    href: str


class ChartsView(NamedTuple):
    """All that the template prints."""

    here: tuple[Drawn, ...]
    elsewhere: tuple[Elsewhere, ...]


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The page."""
    charts, t = load_vocabulary().charts, wording(lang)
    view = ChartsView(
        tuple(Drawn(f"chart-{name}", charts[name].title(lang), chart_figure(name, lang)) for name in _HERE),
        tuple(Elsewhere(charts[name].title(lang), f"/{lang}/{path}") for name, path in _ELSEWHERE.items()),
    )
    return render(request, "charts.html", {"p": view}, lang, title=t("charts_title"), description=t("charts_lead"))
