"""The disclosure scores of all projects: a table that can be narrowed and sorted, and the same as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.disclosure import load_checklist
from aiqyn.exchange.strict_csv import csv_line
from aiqyn.values.text import spreadsheet_safe
from aiqyn.words.digits import count_text, decimal_text
from aiqyn.words.score_text import coverage_text, points_text, range_text
from aiqyn_site.dossier import board
from aiqyn_site.dossier.board import SORTS
from aiqyn_site.dossier.derive import CardRow
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.disclosure.score_marks import bar
from aiqyn_site.pages.filters import FACETS, Chosen, FilterLinks, given_in, query_of
from aiqyn_site.pages.frame import host_of, render
from aiqyn_site.pages.listing import Facet
from aiqyn_site.pages.map.atlas import atlas
from aiqyn_site.pages.map.place_names import PlaceNames
from aiqyn_site.pages.paging import PageLink, page_links, page_number
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters, ProjectCard

_PER_PAGE = 50
_AT_ONCE = 500
_FLIPS_SHOWN = 8
COLUMNS = (
    "project",
    "name",
    "stage",
    "conditions",
    "points",
    "low",
    "high",
    "equal_points",
    "assessed",
    "applicable",
    "coverage_percent",
    "rank_allowed",
    "known_not_disclosed",
    "assessors",
    "digest",
    "page",
)


class Scored(NamedTuple):
    """A project as a row of the table."""

    name: str
    name_lang: str
    href: str
    card: str
    bar: Markup
    range: str
    points: str
    coverage: str
    known: str
    rank: str


class SortLink(NamedTuple):
    """An order the list can be in."""

    label: str
    href: str
    current: bool


class TableView(NamedTuple):
    """All that the template prints."""

    total: int
    q: str
    hidden: tuple[tuple[str, str], ...]
    facets: list[Facet]
    chosen: tuple[Chosen, ...]
    clear: str
    sorts: tuple[SortLink, ...]
    rows: tuple[Scored, ...]
    pages: tuple[PageLink, ...]
    averages: tuple[str, ...]
    ranks: str
    flips: str
    agreement: str
    download: str
    disclaimer: str


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The table, as its query narrows it."""
    given, number = _given(request), page_number(request)
    t = wording(lang)
    view = _view(lang, given, number)
    query = query_of(given, [("page", str(number) if number > 1 else "")])
    title = t("disclosure_title")
    if view.chosen:
        title = f"{title}{t('colon')}{t('comma').join(one.value for one in view.chosen)}"
    described = t("disclosure_described")
    return render(request, "disclosure/table.html", {"p": view}, lang, title=title, description=described, query=query)


def _given(request: HttpRequest) -> dict[str, str]:
    given = given_in(request, ("sort",))
    if given["sort"] not in SORTS:
        given["sort"] = ""
    return given


def _filters(given: dict[str, str], lang: str, number: int, per_page: int) -> Filters:
    narrowed = {key: given[key] for key in (*FACETS, "q")}
    return Filters(**narrowed, sort=given["sort"] or SORTS[0], lang=lang, page=number, per_page=per_page)


def _view(lang: str, given: dict[str, str], number: int) -> TableView:
    found = board.find(_filters(given, lang, number, _PER_PAGE))
    here = f"/{lang}/disclosure/"
    links = FilterLinks(lang, here, given, PlaceNames(atlas(), lang))
    t, query = wording(lang), query_of(given)
    sort = given["sort"] or SORTS[0]
    return TableView(
        total=found.total,
        q=given["q"],
        hidden=tuple((key, given[key]) for key in (*FACETS, "sort") if given[key]),
        facets=links.facets(found.facets),
        chosen=links.chosen(),
        clear=here,
        sorts=tuple(SortLink(t(f"disclosure_sort_{key}"), links.href(sort=key), sort == key) for key in SORTS),
        rows=tuple(scored_rows(lang, found.ids)),
        pages=page_links(t, here, query, found.page, found.pages),
        averages=_averages(lang),
        ranks=_ranks(lang),
        flips=_flips(lang),
        agreement=_agreement(lang),
        download=f"{here}scores.csv" + (f"?{query}" if query else ""),
        disclaimer=load_checklist().method.disclaimer[lang],
    )


def scored_rows(lang: str, ids: Sequence[str]) -> Iterator[Scored]:
    """Projects as rows of the table, in this order."""
    stored, ranks, t = board.cards(ids), board.board().ranks, wording(lang)
    for shown in catalogue.cards(ids):
        row, best = stored[shown.id], shown.names.best(lang)
        rank = ranks.get(shown.id)
        yield Scored(
            best.text,
            "" if best.lang in {lang, "zxx"} else best.lang,
            entity_url(lang, "project", shown.id),
            card_url(lang, shown.id),
            bar(*row.tally),
            range_text(row.tally.low, row.tally.high, lang),
            points_text(row.tally.points, lang),
            coverage_text(row.share, lang),
            count_text(row.known_not_disclosed, lang),
            t("disclosure_rank", rank=rank.place, equal=rank.equal) if rank else t("disclosure_rank_none"),
        )


def card_url(lang: str, project: str) -> str:
    """The address of a project's score."""
    return f"{entity_url(lang, 'project', project)}disclosure/"


def _averages(lang: str) -> tuple[str, ...]:
    known, t = board.board(), wording(lang)
    if known.average is None:
        return (t("disclosure_average_none"),)
    tally = known.average.tally
    told = t(
        "disclosure_average",
        projects=t("n_projects", n=known.average.projects),
        points=points_text(tally.points, lang),
        low=decimal_text(tally.low, lang),
        high=decimal_text(tally.high, lang),
    )
    if known.by_cost is None:
        return (told,)
    projects, points = t("n_projects", n=known.by_cost.projects), decimal_text(known.by_cost.points, lang)
    return told, t("disclosure_average_cost", projects=projects, points=points)


def _ranks(lang: str) -> str:
    t, ranks = wording(lang), board.board().ranks
    if not ranks:
        return t("disclosure_ranks_none", minimum=load_checklist().method.minimum_coverage)
    return t("disclosure_ranks", n=len(ranks))


def _flips(lang: str) -> str:
    known, t = board.board(), wording(lang)
    if not known.ranks:
        return ""
    if not known.flips:
        return t("disclosure_flips_none")
    named = [card.names.best(lang).text for card in catalogue.cards(known.flips[:_FLIPS_SHOWN])]
    more = len(known.flips) - len(named)
    names = t("comma").join(named) + (t("comma") + t("disclosure_more", n=more) if more else "")
    return t("disclosure_flips", projects=names)


def _agreement(lang: str) -> str:
    found, t = board.board().agreement, wording(lang)
    if found is None:
        return t("disclosure_agreement_none")
    percent, kappa = decimal_text(found.percent, lang), decimal_text(found.kappa, lang)
    return t("disclosure_agreement", n=found.n, percent=percent, kappa=kappa)


def download(request: HttpRequest, lang: str) -> HttpResponse:
    """All rows of the table at the same query as CSV, with the verdict on each item. Codes are those of the data."""
    items = list(load_checklist().items)
    head = csv_line([*COLUMNS, *items])
    text = "".join([head, *(csv_line(row) for row in _csv_rows(lang, _given(request), host_of(request)))])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = 'attachment; filename="aiqyn-disclosure.csv"'
    response.headers["Content-Language"] = lang
    return response


def _csv_rows(lang: str, given: dict[str, str], host: str) -> Iterator[list[str]]:
    number, pages = 1, 1
    while number <= pages:
        found = board.find(_filters(given, lang, number, _AT_ONCE))
        stored = board.cards(found.ids)
        for shown in catalogue.cards(found.ids):
            yield _csv_row(shown, stored[shown.id], lang, host)
        number, pages = number + 1, found.pages


def _csv_row(shown: ProjectCard, row: CardRow, lang: str, host: str) -> list[str]:
    points, equal = ("" if one is None else str(one) for one in (row.tally.points, row.equal))
    return [
        shown.id,
        spreadsheet_safe(shown.names.best(lang).text),
        row.stage,
        row.conditions,
        points,
        str(row.tally.low),
        str(row.tally.high),
        equal,
        str(row.assessed),
        str(row.applicable),
        str(row.share),
        "yes" if row.rank_allowed else "no",
        str(row.known_not_disclosed),
        spreadsheet_safe(row.assessors),
        row.digest,
        host + card_url(lang, shown.id),
        *row.verdict_keys,
    ]
