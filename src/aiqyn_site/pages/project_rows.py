"""Projects as rows of a list: name, region, status, cost and capacity."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from aiqyn.ledger import Statement
from aiqyn_site.ledger.kept import kept_each
from aiqyn_site.ledger.queries import Name
from aiqyn_site.pages.frame import macros
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import ProjectCard


@kept_each(most=4_000)  # in at most about 7 MB
def project_rows(ids: Sequence[str], lang: str) -> dict[str, Markup]:
    """The rows of a table of projects. A row says the same in every list."""
    cards = catalogue.cards(ids)
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
