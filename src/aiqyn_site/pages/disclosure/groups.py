"""Disclosure by region and by company: averages of the projects that have a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.words.digits import decimal_text
from aiqyn.words.score_text import points_text, range_text
from aiqyn_site.dossier import board
from aiqyn_site.dossier.board import Gathered
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Names
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.disclosure.score_marks import bar
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.paging import PageLink, page_links, page_number, page_query
from aiqyn_site.pages.wording import wording

_PER_PAGE = 50
#: The facet of the list of projects by which each page gathers, and the kind of entity its values are.
_GATHERED = {"regions": ("region", "region"), "companies": ("partner", "organisation")}


class GroupRow(NamedTuple):
    """A region or a company: the average of its projects, and where they are listed."""

    name: str
    name_lang: str
    href: str
    listed: str
    bar: Markup
    range: str
    points: str
    scored: str


class GroupsView(NamedTuple):
    """All that the template prints."""

    title: str
    lead: str
    head: str
    rows: tuple[GroupRow, ...]
    pages: tuple[PageLink, ...]


def page(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """The page; `name` is regions or companies. The highest sure score comes first."""
    facet, kind = _GATHERED[name]
    t, number = wording(lang), page_number(request)
    found = [one for one in board.gathered(facet) if one.average is not None]
    pages = max(1, -(-len(found) // _PER_PAGE))
    number = min(number, pages)
    shown = found[(number - 1) * _PER_PAGE : number * _PER_PAGE]
    names = ledger.names(one.key for one in shown)
    view = GroupsView(
        t(f"disclosure_{name}_title"),
        t(f"disclosure_{name}_lead"),
        t("facet_region") if facet == "region" else t("disclosure_col_company"),
        tuple(_row(lang, facet, kind, one, names) for one in shown),
        page_links(t, f"/{lang}/disclosure/{name}/", "", number, pages),
    )
    query = page_query("", number)
    return render(
        request, "disclosure/groups.html", {"p": view}, lang, title=view.title, description=view.lead, query=query
    )


def _row(lang: str, facet: str, kind: str, one: Gathered, names: Mapping[str, Names]) -> GroupRow:
    best = names[one.key].best(lang)
    assert one.average is not None  # noqa: S101 - the page leaves out those without
    tally = one.average.tally
    return GroupRow(
        best.text,
        "" if best.lang in {lang, "zxx"} else best.lang,
        entity_url(lang, kind, one.key),
        f"/{lang}/disclosure/?{facet}={one.key}",
        bar(*tally),
        range_text(tally.low, tally.high, lang),
        points_text(tally.points, lang),
        wording(lang)("disclosure_of_all", part=one.average.projects, all=one.projects),
    )


class GroupLine(NamedTuple):
    """The line on the page of a region or company: what its projects come to, and the link to them.

    Both are blank for one that is no project's.
    """

    text: str
    href: str


def group_line(lang: str, facet: str, identifier: str) -> GroupLine:
    """What the projects of a region (`region`) or a company (`partner`) come to, in one line."""
    t, href = wording(lang), f"/{lang}/disclosure/?{facet}={identifier}"
    found = board.gathered_one(facet, identifier)
    if found is None:
        return GroupLine("", "")
    if found.average is None:
        return GroupLine(t("disclosure_line_none"), href)
    low, high = (decimal_text(end, lang) for end in (found.average.tally.low, found.average.tally.high))
    projects = t("n_projects", n=found.average.projects)
    return GroupLine(t("disclosure_line", low=low, high=high, projects=projects), href)
