"""Projects as rows of a list: name, region, status, cost and capacity."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.ledger import Statement
from aiqyn_site.ledger.queries import Name
from aiqyn_site.ledger.version import Version, version
from aiqyn_site.pages.frame import macros
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import ProjectCard

#: How many rows a worker keeps: those of the lists most asked for, in at most about 7 MB.
_MOST_KEPT = 4_000


class _Kept(NamedTuple):
    """Rows by language and project, the least used first, for one version of the ledger."""

    version: Version
    rows: OrderedDict[tuple[str, str], Markup]


_kept: _Kept | None = None


def project_rows(lang: str, ids: Sequence[str]) -> list[Markup]:
    """The rows of a table of projects. A row says the same in every list, so the last ones made are kept."""
    global _kept  # noqa: PLW0603 - one value a process, replaced whole
    now = version()
    if _kept is None or _kept.version != now:
        _kept = _Kept(now, OrderedDict())
    rows = _kept.rows
    lacking = [key for key in ids if (lang, key) not in rows]
    new = _new_rows(lang, catalogue.cards(lacking)) if lacking else {}
    shown = []
    for key in ids:
        row = rows[lang, key] = new[key] if key in new else rows.pop((lang, key))
        shown.append(row)
    while len(rows) > _MOST_KEPT:
        rows.popitem(last=False)
    return shown


def _new_rows(lang: str, cards: Sequence[ProjectCard]) -> dict[str, Markup]:
    statements = [statement for card in cards for statement in statements_of(card)]
    say = printer_for(lang, statements, {key for card in cards for key in card.regions}, marks="source")
    say.know_cards(cards)
    row = macros("project_row", lang).row
    return {card.id: row(card, say, _seen_name(card, lang)) for card in cards}


def statements_of(card: ProjectCard) -> list[Statement]:
    """The statements that a card shows."""
    leads = [lead.statement for lead in (card.cost, card.capacity) if lead is not None]
    return leads if card.status_said is None else [card.status_said, *leads]


def _seen_name(card: ProjectCard, lang: str) -> Name | None:
    """Another name than the one in the page's language, which was seen in a source."""
    best = card.names.best(lang)
    seen = next((name for key, name in card.names.items() if key != best.lang and name.basis != "rendered"), None)
    return seen if seen and seen.text != best.text else None
