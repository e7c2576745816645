"""What nobody publishes: each item of the checklist over all projects it applies to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from aiqyn.disclosure import Verdict
from aiqyn.disclosure.explanation import UNSEARCHED
from aiqyn_site.dossier import board, scores
from aiqyn_site.dossier.board import ItemCount
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.wording import wording

#: The verdicts that the table counts, in its order.
_COUNTED = (
    Verdict.DISCLOSED.value,
    Verdict.PARTIAL.value,
    Verdict.NOT_FOUND.value,
    Verdict.KNOWN_NOT_DISCLOSED.value,
    UNSEARCHED,
    Verdict.NOT_ASSESSED.value,
)


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The table; what is assessed yet least published comes first, unless the reader asks for another order."""
    t, checklist, asked = wording(lang), scores.checklist(), request.GET.get("sort", "")
    sort = asked if asked in _ORDERS else next(iter(_ORDERS))
    places = {key: place for place, key in enumerate(checklist.items)}
    return show(
        request,
        lang,
        "disclosure/items.html",
        title=t("disclosure_items_title"),
        description=t("disclosure_items_lead"),
        query=f"sort={sort}" if asked == sort else "",
        checklist=checklist,
        verdicts=_COUNTED,
        items=sorted(board.item_counts(), key=lambda item: (*_ORDERS[sort](item), places[item.item])),
        orders=list(_ORDERS),
        sort=sort,
    )


def _assessed(item: ItemCount) -> int:
    return item.asked - item.counts[Verdict.NOT_ASSESSED] - item.counts[UNSEARCHED]


def _least_public(item: ItemCount) -> tuple[bool, float, int]:
    """Items that somebody assessed, those public in the smallest share first; then those nobody assessed."""
    assessed = _assessed(item)
    halves = 2 * item.counts[Verdict.DISCLOSED] + item.counts[Verdict.PARTIAL]
    return (not assessed, halves / (2 * assessed) if assessed else 0.0, -assessed)


#: The orders of the table, the usual one first.
_ORDERS: Mapping[str, Callable[[ItemCount], tuple[float, ...]]] = {
    "public": _least_public,
    "unassessed": lambda item: (_assessed(item) / item.asked if item.asked else 2.0,),
    "list": lambda item: (),
}
