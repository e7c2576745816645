"""What nobody publishes: each item of the checklist over all projects it applies to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.disclosure import Verdict, load_checklist
from aiqyn.disclosure.explanation import UNSEARCHED
from aiqyn.words.digits import count_text
from aiqyn.words.score_text import verdict_word
from aiqyn.words.wording import capital
from aiqyn_site.dossier import board
from aiqyn_site.dossier.board import ItemCount
from aiqyn_site.pages.disclosure.score_marks import share_bar
from aiqyn_site.pages.disclosure.table import SortLink
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.wording import wording

#: The verdicts that the table counts, in its order.
_COUNTED = (
    Verdict.DISCLOSED,
    Verdict.PARTIAL,
    Verdict.NOT_FOUND,
    Verdict.KNOWN_NOT_DISCLOSED,
    UNSEARCHED,
    Verdict.NOT_ASSESSED,
)


class ItemRow(NamedTuple):
    """An item with how often each verdict was given."""

    id: str
    label: str
    group: str
    href: str
    bar: Markup
    counts: tuple[tuple[str, str], ...]
    asked: str


class ItemsView(NamedTuple):
    """All that the template prints."""

    heads: tuple[str, ...]
    rows: tuple[ItemRow, ...]
    sorts: tuple[SortLink, ...]


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The table; what is assessed yet least published comes first, unless the reader asks for another order."""
    t = wording(lang)
    asked = request.GET.get("sort", "")
    sort = asked if asked in _ORDERS else next(iter(_ORDERS))
    order = {key: place for place, key in enumerate(load_checklist().items)}
    counted = sorted(board.item_counts(), key=lambda one: (*_ORDERS[sort](one), order[one.item]))
    here = f"/{lang}/disclosure/items/"
    view = ItemsView(
        tuple(capital(verdict_word(verdict, lang)) for verdict in _COUNTED),
        tuple(_row(lang, one) for one in counted),
        tuple(SortLink(t(f"disclosure_sort_{key}"), f"{here}?sort={key}", key == sort) for key in _ORDERS),
    )
    return render(
        request,
        "disclosure/items.html",
        {"p": view},
        lang,
        title=t("disclosure_items_title"),
        description=t("disclosure_items_lead"),
        query=f"sort={sort}" if asked == sort else "",
    )


def _public(one: ItemCount) -> int:
    """How often an item is public, in halves."""
    return 2 * one.counts[Verdict.DISCLOSED] + one.counts[Verdict.PARTIAL]


def _assessed(one: ItemCount) -> int:
    return one.asked - one.counts[Verdict.NOT_ASSESSED] - one.counts[UNSEARCHED]


def _least_public(one: ItemCount) -> tuple[bool, float, int]:
    """Items that somebody assessed, those public in the smallest share first; then those nobody assessed."""
    assessed = _assessed(one)
    return (not assessed, _public(one) / (2 * assessed) if assessed else 0.0, -assessed)


#: The orders of the table, the usual one first.
_ORDERS: Mapping[str, Callable[[ItemCount], tuple[float, ...]]] = {
    "public": _least_public,
    "unassessed": lambda one: (_assessed(one) / one.asked if one.asked else 2.0,),
    "list": lambda one: (),
}


def _row(lang: str, one: ItemCount) -> ItemRow:
    checklist = load_checklist()
    item = checklist.items[one.item]
    words = tuple((capital(verdict_word(verdict, lang)), count_text(one.counts[verdict], lang)) for verdict in _COUNTED)
    return ItemRow(
        item.id,
        capital(item.labels[lang]),
        checklist.method.groups[item.group].labels[lang],
        f"/{lang}/disclosure/method/#item-{item.id}",
        share_bar([(verdict, one.counts[verdict]) for verdict in _COUNTED], one.asked),
        words,
        count_text(one.asked, lang),
    )
