"""Disagreements, the largest spread first, each with what every side of it says."""

from __future__ import annotations

from collections.abc import Sequence

from aiqyn.ledger import Difference, Disagreement, Statement
from aiqyn.ledger.claim import ACTUAL, PLANNED
from aiqyn_site.api.cursors import Stretch, stretch, stretch_of
from aiqyn_site.api.labels import Labels, entities_among, labels_for
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.shapes import (
    ENTITY_LABEL,
    FLAG,
    MAYBE_TEXT,
    PLAIN,
    STATEMENT_ID,
    TEXT,
    Shape,
    codes,
    document,
    field,
    lifted,
    listed,
)
from aiqyn_site.api.statements import KEY, SAID
from aiqyn_site.projects.queries import find_disagreements

_SAID: Shape[Statement] = document("What one statement says.", (field("id", STATEMENT_ID), *SAID))
DISAGREEMENT: Shape[Disagreement] = document(
    "Statements about one thing that differ, and how.",
    (
        field("kind", codes(Difference)),
        field("entity", TEXT, "key.subject"),
        field("entity_label", ENTITY_LABEL, "key.subject"),
        *lifted(KEY, "key"),
        field("side", codes((ACTUAL, PLANNED, "both"))),
        field("low", PLAIN, about="The smallest figure said, in `unit`; null for dates and words."),
        field("high", PLAIN, about="The largest figure said."),
        field("unit", MAYBE_TEXT),
        field("converted", FLAG, about="Whether currencies were made comparable by annual rates: approximate."),
        field(
            "spread", PLAIN, about="For figures the largest over the smallest, less one; for dates the years between."
        ),
        field("statements", listed(_SAID)),
        field(
            "unlikely",
            listed(STATEMENT_ID),
            about="Those of the statements that are hardly possible and that nobody has confirmed in the source.",
        ),
    ),
    name="Disagreement",
)
DISAGREEMENT_LIST = stretch_of(DISAGREEMENT, "disagreements, the largest spread first")


def disagreements(given: Given) -> tuple[Stretch[Disagreement], Labels]:
    def find(start: int, length: int) -> tuple[int, Sequence[Disagreement]]:
        page = find_disagreements(given("kind"), given("property"), start // length + 1, length)
        return page.total, page.items

    page = stretch("disagreements", given, find)
    keys = [disagreement.key for disagreement in page.items]
    named = {key.subject for key in keys} | entities_among(key.part for key in keys)
    return page, labels_for(named, given("lang"))
