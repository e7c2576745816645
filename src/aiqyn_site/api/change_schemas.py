"""The shapes of what `/api/changes` answers; see `schemas.py`."""

from __future__ import annotations

from aiqyn.ledger.claim import ACTUAL, PLANNED
from aiqyn.ledger.named_rules import named_rules
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.api.changes import MOST_ADDED
from aiqyn_site.api.shapes import (
    COUNT,
    DAY,
    EDTF,
    FLAG,
    LABEL,
    MAYBE_LABEL,
    MAYBE_TEXT,
    PATH,
    STATEMENT_ID,
    TEXT,
    Schema,
    closed,
    codes,
    described,
    listed,
    maybe,
    ref,
)


def change_schemas() -> dict[str, Schema]:
    """The schemas of changes by name; the list itself is made with the other lists."""
    vocabulary = load_vocabulary()
    brief = closed(
        "A statement in short.",
        {
            "id": STATEMENT_ID,
            **dict.fromkeys(("entity", "property", "value", "source"), TEXT),
            **dict.fromkeys(("part", "unit", "said_by"), MAYBE_TEXT),
            "as_of": EDTF,
            "basis": codes(vocabulary.code_list("basis")),
        },
    )
    decision = closed(
        "A statement withdrawn or restored, and the retraction that did it.",
        {"statement": ref("StatementBrief"), "by": maybe(ref("Editorial"))},
    )
    rules = [key for group, key in named_rules() if group == "headline"]
    led = closed("What led, and the rule that chose it.", {"statement": ref("StatementBrief"), "rule": codes(rules)})
    return {"StatementBrief": brief, "Decision": decision, "Led": led, "Change": _change()}


def _change() -> Schema:
    superseded = closed(
        "A leading value that gave way to another.",
        {
            "property": TEXT,
            "label": LABEL,
            "part": MAYBE_TEXT,
            "part_label": MAYBE_LABEL,
            "period": EDTF,
            "side": codes((ACTUAL, PLANNED)),
            "before": ref("Led"),
            "after": ref("Led"),
        },
    )
    return closed(
        "What was recorded of one thing on one day, and what that changed against the day before.",
        {
            "day": DAY,
            "entity": TEXT,
            "entity_label": MAYBE_LABEL,
            "kind": codes(load_vocabulary().kinds),
            "page": described(maybe(PATH), "Its page for people; null for what has none."),
            "first": described(FLAG, "Whether nothing was known of it before: then nothing is listed, only counted."),
            "statements": described(COUNT, "How many statements were recorded."),
            "before": described(COUNT, "How many were known before."),
            "added": described(listed(ref("StatementBrief")), f"What was added, at most {MOST_ADDED}."),
            "withdrawn": listed(ref("Decision")),
            "restored": described(listed(ref("Decision")), "What stands again, its retraction being withdrawn."),
            "superseded": listed(superseded),
            "disagreements": described(listed(ref("Disagreement")), "Differences there were none of before."),
            "href": described(PATH, "All its statements."),
        },
    )
