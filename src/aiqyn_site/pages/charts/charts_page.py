"""The page of charts: those that stand nowhere else in full, and where the others stand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.pages.addresses import programme_path
from aiqyn_site.pages.charts import chart_markup, chart_rows
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.programme.overview import CHARTS
from aiqyn_site.pages.table_file import table_file
from aiqyn_site.pages.wording import wording

_HERE = ("cost-spread", "sectors", "regions")
#: The pages that the other charts of the vocabulary stand on.
_ELSEWHERE = {
    **{name: programme_path(page) for name, page in CHARTS.items()},
    "mirror-import": "indicators/#mirror",
    "mirror-export": "indicators/#mirror",
    "mirror-total": "indicators/#mirror",
}


def page(request: HttpRequest, lang: str) -> HttpResponse:
    charts, t = load_vocabulary().charts, wording(lang)
    return show(
        request,
        lang,
        "charts.html",
        title=t("charts_title"),
        description=t("charts_lead"),
        drawn=[(name, charts[name].title(lang), chart_markup(name, lang, is_titled=False)) for name in _HERE],
        elsewhere=[(charts[name].title(lang), path) for name, path in _ELSEWHERE.items()],
    )


def download(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """The rows of a chart exactly as drawn."""
    try:
        heads, rows = chart_rows(name, lang)
    except KeyError:
        return missing(request, lang)
    return table_file(f"{name}.{lang}.csv", lang, heads, rows)
