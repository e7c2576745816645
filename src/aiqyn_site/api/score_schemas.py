"""The shapes of what `/api/scores` answers; see `schemas.py`."""

from __future__ import annotations

from aiqyn.disclosure import Condition, Stage, Verdict, load_checklist
from aiqyn.disclosure.explanation import OUTSIDE, UNSEARCHED
from aiqyn_site.api.shapes import COUNT, DIGITS, FLAG, PATH, TEXT, Schema, closed, codes, described, listed


def score_schemas() -> dict[str, Schema]:
    """The schema of a score by name; the list itself is made with the other lists."""
    verdict = codes([*Verdict, UNSEARCHED, OUTSIDE])
    score = closed(
        "How much of what should be public about a project is public: of what was assessed. It measures publication,"
        " not cleanliness or legality.",
        {
            "project": TEXT,
            "stage": codes(Stage),
            "conditions": listed(codes(Condition)),
            "points": described(DIGITS, "0 to 100, null where nothing was assessed"),
            "low": described(DIGITS, "The score if nothing that nobody assessed is public"),
            "high": described(DIGITS, "The score if all that nobody assessed is public"),
            "equal_points": described(DIGITS, "The score with the same weight for every item"),
            "assessed": COUNT,
            "applicable": COUNT,
            "coverage": described(DIGITS, "The share of applicable items that were assessed, in per cent"),
            "rank_allowed": FLAG,
            "known_not_disclosed": COUNT,
            "verdicts": {
                "type": "object",
                "description": "The verdict on each item of the checklist, by id. outside: not asked for;"
                " known_unsearched: known from others, and nobody looked whether operator, state body or lender"
                " tells it.",
                "properties": dict.fromkeys(load_checklist().items, verdict),
                "required": sorted(load_checklist().items),
                "additionalProperties": False,
            },
            "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of inputs and results"},
            "page": PATH,
        },
    )
    return {"Score": score}
